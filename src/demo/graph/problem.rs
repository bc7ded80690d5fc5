//! Graph's refusals: status, code and message as Microsoft words them, and the standard error object around them.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::caller::GraphResponse;

/// A refusal.
#[derive(Clone, Debug)]
pub struct Problem {
    status: u16,
    code: String,
    message: String,
    details: Vec<(String, String)>,
}

impl Problem {
    /// A refusal in given words.
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), details: Vec::new() }
    }

    /// Adds an entry to `details`: its code and what it is about. It repeats the message, as Microsoft does.
    pub fn about(mut self, code: &str, target: &str) -> Self {
        self.details.push((code.to_owned(), target.to_owned()));
        self
    }

    /// 400, from the directory.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "Request_BadRequest", message)
    }

    /// 400, from Graph's own parser.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    /// 404 for a directory object: it is not there, or not known everywhere yet.
    pub fn not_found(id: &str) -> Self {
        Self::new(404, "Request_ResourceNotFound", missing_object(id))
    }

    /// 403: the token or the person's roles do not allow it.
    pub fn denied() -> Self {
        Self::new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    }

    /// 400: no such path.
    pub fn unknown_segment(name: &str) -> Self {
        Self::malformed(format!("Resource not found for the segment '{name}'."))
    }

    /// 405.
    pub fn method_not_allowed() -> Self {
        Self::new(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
    }

    /// 400: a property that must be there is not.
    pub fn missing_value(property: &str, resource: &str) -> Self {
        Self::bad_request(format!("A value is required for property '{property}' of resource '{resource}'."))
            .about("MissingValue", property)
    }

    /// 400: a property has a value that is not allowed.
    pub fn invalid_value(property: &str, resource: &str) -> Self {
        Self::bad_request(format!("Invalid value specified for property '{property}' of resource '{resource}'."))
            .about("InvalidValue", property)
    }

    /// 400: no such property.
    pub fn unknown_property(property: &str) -> Self {
        Self::bad_request(format!("Invalid property '{property}'."))
    }

    /// 400: a property that only Microsoft writes.
    pub fn read_only(property: &str) -> Self {
        Self::bad_request(format!("Property '{property}' is read-only and cannot be set."))
    }

    /// 400: another object has it already.
    pub fn taken(property: &str) -> Self {
        Self::bad_request(format!("Another object with the same value for property {property} already exists."))
            .about("ObjectConflict", property)
    }

    /// The error object around it. `now` is the tenant's time.
    pub fn respond(self, now: Timestamp) -> GraphResponse {
        let request_id = Uuid::new_v4();
        let mut error = json!({ "code": self.code, "message": self.message });
        if !self.details.is_empty() {
            let details = self
                .details
                .iter()
                .map(|(code, target)| json!({ "code": code, "message": self.message, "target": target }));
            error["details"] = Value::Array(details.collect());
        }
        error["innerError"] = json!({
            "date": now.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            "request-id": request_id,
            "client-request-id": request_id,
        });
        GraphResponse { status: self.status, headers: Vec::new(), body: Some(json!({ "error": error })) }
    }
}

/// The message of a 404, which lagging writes also give with a 400.
pub fn missing_object(id: &str) -> String {
    format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present.")
}
