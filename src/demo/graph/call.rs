//! One request under way: the store, the caller and the time together, and how answers are put in shape.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::caller::{Caller, GraphRequest, GraphResponse, Identity, Moment};
use super::super::store::{Store, Tenant};
use super::ORIGIN;
use super::problem::Problem;
use super::{expand, path};

/// What a handler returns.
pub type Answer = Result<GraphResponse, Problem>;

/// The query options that Graph knows.
const OPTIONS: &[&str] =
    &["select", "filter", "top", "skiptoken", "count", "orderby", "search", "format", "query", "expand"];

/// One request under way.
pub struct Call<'a> {
    pub store: &'a mut Store,
    pub caller: &'a Caller,
    pub request: &'a GraphRequest,
    pub moment: Moment,
    tenant: usize,
}

impl<'a> Call<'a> {
    pub fn new(
        store: &'a mut Store,
        caller: &'a Caller,
        request: &'a GraphRequest,
        moment: Moment,
    ) -> Result<Self, Problem> {
        let tenant = store.tenants.iter().position(|t| t.id == caller.tenant).ok_or_else(|| {
            Problem::new(401, "InvalidAuthenticationToken", "Access token validation failure. Invalid tenant.")
        })?;
        Ok(Self { store, caller, request, moment, tenant })
    }

    pub fn tenant(&self) -> &Tenant {
        &self.store.tenants[self.tenant]
    }

    pub fn tenant_mut(&mut self) -> &mut Tenant {
        &mut self.store.tenants[self.tenant]
    }

    pub fn method(&self) -> &str {
        &self.request.method
    }

    /// The object id of whoever acts: the person, or the app's service principal.
    pub fn actor(&self) -> Uuid {
        match &self.caller.identity {
            Identity::User { user, .. } => *user,
            Identity::App { service_principal, .. } => *service_principal,
        }
    }

    /// A query option, with or without its `$`.
    pub fn option(&self, name: &str) -> Option<&str> {
        let found = self.request.query.iter().find(|(key, _)| key.trim_start_matches('$').eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Refuses query options that Graph does not know, and `$skip`, which the directory does not support.
    pub fn check_options(&self) -> Result<(), Problem> {
        for (key, _) in &self.request.query {
            let name = key.trim_start_matches('$').to_lowercase();
            if name == "skip" {
                return Err(Problem::bad_request("'$skip' is not supported by the service."));
            }
            if name == "expand" && !expand::is_known_at(&path::segments(&self.request.path)) {
                // Real, but nothing here needs it: better refused than ignored.
                return Err(Problem::malformed("Parsing OData Select and Expand failed: $expand is not supported."));
            }
            if key.starts_with('$') && !OPTIONS.contains(&name.as_str()) {
                return Err(Problem::malformed(format!("The query parameter '{key}' is not supported.")));
            }
        }
        Ok(())
    }

    /// Whether the request asks for the directory's advanced queries.
    pub fn advanced(&self) -> bool {
        let eventual = self.request.consistency_level.as_deref();
        eventual.is_some_and(|level| level.eq_ignore_ascii_case("eventual")) && self.wants_count()
    }

    pub fn wants_count(&self) -> bool {
        self.option("count").is_some_and(|count| count.eq_ignore_ascii_case("true"))
    }

    /// Whether the `Prefer` header has this value.
    pub fn prefers(&self, value: &str) -> bool {
        let prefer = self.request.prefer.as_deref().unwrap_or_default();
        prefer.split(',').any(|p| p.trim().eq_ignore_ascii_case(value))
    }

    /// The body, which must be a JSON object.
    pub fn body(&self) -> Result<&'a Map<String, Value>, Problem> {
        match &self.request.body {
            Some(Value::Object(body)) => Ok(body),
            Some(_) => Err(Problem::malformed(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )),
            None => Err(Problem::malformed("Empty Payload. JSON content expected.")),
        }
    }

    /// 200 with one object: its context, then what `$select` leaves of it.
    pub fn entity(&self, context: &str, type_name: &str, body: Map<String, Value>) -> Answer {
        self.entity_of(context, type_name, &known(&body), body)
    }

    /// The same for a type that has more properties than this object shows.
    pub fn entity_of(&self, context: &str, type_name: &str, known: &[String], body: Map<String, Value>) -> Answer {
        let names = self.selected(type_name, known)?;
        let context = match &names {
            Some(names) => {
                let (set, entity) = context.split_once("/$entity").map_or((context, ""), |(set, _)| (set, "/$entity"));
                format!("{set}({}){entity}", names.join(","))
            }
            None => context.to_owned(),
        };
        Ok(ok(with_context(&context, keep(body, names.as_deref()))))
    }

    /// The names in `$select`, checked against what the type has. None for everything.
    pub fn selected(&self, type_name: &str, known: &[String]) -> Result<Option<Vec<String>>, Problem> {
        let Some(select) = self.option("select").filter(|s| !s.trim().is_empty() && s.trim() != "*") else {
            return Ok(None);
        };
        let mut names = Vec::new();
        for name in select.split(',').map(str::trim) {
            let Some(found) = known.iter().find(|k| k.eq_ignore_ascii_case(name)) else {
                return Err(Problem::malformed(format!(
                    "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type_name}'."
                )));
            };
            names.push(found.clone());
        }
        Ok(Some(names))
    }
}

/// The property names of an object.
pub fn known(body: &Map<String, Value>) -> Vec<String> {
    body.keys().filter(|k| !k.starts_with('@')).cloned().collect()
}

/// What is left of an object when only some properties are wanted. Annotations stay.
pub fn keep(body: Map<String, Value>, names: Option<&[String]>) -> Map<String, Value> {
    match names {
        Some(names) => body.into_iter().filter(|(key, _)| key.starts_with('@') || names.contains(key)).collect(),
        None => body,
    }
}

/// Puts `@odata.context` before everything else.
pub fn with_context(context: &str, body: Map<String, Value>) -> Value {
    let mut whole = Map::new();
    whole.insert("@odata.context".into(), Value::String(format!("{ORIGIN}/v1.0/$metadata#{context}")));
    whole.extend(body);
    Value::Object(whole)
}

pub fn ok(body: Value) -> GraphResponse {
    GraphResponse { status: 200, headers: Vec::new(), body: Some(body) }
}

/// 201 with the new object.
pub fn created(context: &str, body: Map<String, Value>) -> GraphResponse {
    GraphResponse { status: 201, headers: Vec::new(), body: Some(with_context(context, body)) }
}

pub fn no_content() -> GraphResponse {
    GraphResponse { status: 204, headers: Vec::new(), body: None }
}

/// The `Location` of a new object: an internal address that Graph itself does not serve, as at Microsoft.
pub fn located(mut response: GraphResponse, tenant: Uuid, rest: &str) -> GraphResponse {
    response.headers.push(("Location".into(), format!("{ORIGIN}/v2/{tenant}/{rest}")));
    response
}

/// A JSON object from `json!`; empty for anything else.
pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The GUID that a property holds.
pub fn guid(body: &Map<String, Value>, property: &str) -> Option<Uuid> {
    body.get(property).and_then(Value::as_str).and_then(|text| Uuid::parse_str(text).ok())
}

/// 200 with a collection that has no paging and no filter.
pub fn collection(context: &str, value: &[Value]) -> GraphResponse {
    ok(with_context(context, object(json!({ "value": value }))))
}
