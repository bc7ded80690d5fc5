//! The request log, without secrets.

use std::sync::Mutex;

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::incoming::Incoming;
use super::lock;
use crate::demo::LoggedRequest;

/// What stands in the log in place of a secret.
const LEFT_OUT: &str = "[left out]";

/// Names whose values are secrets, in queries, forms and JSON; lower case.
const SECRET: [&str; 14] = [
    "access_token",
    "assertion",
    "authorization",
    "client_assertion",
    "client_secret",
    "clientsecret",
    "code",
    "code_verifier",
    "device_code",
    "id_token",
    "id_token_hint",
    "password",
    "refresh_token",
    "secrettext",
];

/// A part of a `$batch`, as the log keeps it.
pub struct Entry {
    /// The part's id.
    pub id: String,
    /// HTTP method.
    pub method: String,
    /// Path and query, with the version before it.
    pub path: String,
    /// The status that was answered.
    pub status: u16,
    /// What was sent.
    pub body: Option<Value>,
}

/// Every request so far.
#[derive(Debug, Default)]
pub struct Log(Mutex<Vec<LoggedRequest>>);

impl Log {
    /// A copy of it.
    pub fn read(&self) -> Vec<LoggedRequest> {
        lock(&self.0).clone()
    }

    /// Forgets it.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    /// Adds a request and, behind it, its parts. `status` 0: nobody got an answer.
    pub fn write(&self, incoming: &Incoming, status: u16, connection: u64, parts: Vec<Entry>) {
        let mut log = lock(&self.0);
        log.push(LoggedRequest {
            method: incoming.method.clone(),
            path: clean_target(&incoming.target()),
            status,
            connection,
            part: None,
            body: body_of(incoming),
        });
        for part in parts {
            log.push(LoggedRequest {
                method: part.method,
                path: clean_target(&part.path),
                status: if status == 0 { 0 } else { part.status },
                connection,
                part: Some(part.id),
                body: part.body.map(clean),
            });
        }
    }
}

fn body_of(incoming: &Incoming) -> Option<Value> {
    if incoming.is("application/x-www-form-urlencoded") {
        let fields: Map<String, Value> =
            incoming.form_fields().iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        return Some(clean(Value::Object(fields)));
    }
    serde_json::from_slice(&incoming.body).ok().map(clean)
}

fn is_secret(name: &str) -> bool {
    SECRET.contains(&name.to_ascii_lowercase().as_str())
}

/// The same JSON with secret texts replaced, at any depth.
fn clean(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let kept = if value.is_string() && is_secret(&name) { Value::from(LEFT_OUT) } else { clean(value) };
                (name, kept)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(clean).collect(),
        plain => plain,
    }
}

/// The same path and query; rewritten only when there is a secret in it.
fn clean_target(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    if !form_urlencoded::parse(query.as_bytes()).any(|(name, _)| is_secret(&name)) {
        return target.to_owned();
    }
    let mut kept = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        kept.append_pair(&name, if is_secret(&name) { LEFT_OUT } else { &value });
    }
    format!("{path}?{}", kept.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_a_query_does_not_reach_the_log() {
        assert_eq!(clean_target("/x?state=1&code=abc"), "/x?state=1&code=%5Bleft+out%5D");
        assert_eq!(clean_target("/x?$filter=appId%20eq"), "/x?$filter=appId%20eq");
    }

    #[test]
    fn a_secret_at_any_depth_does_not_reach_the_log() {
        let sent = serde_json::json!({"requests": [{"headers": {"Authorization": "Bearer x"}, "body": {"secretText": "s", "n": 1}}]});
        let kept = clean(sent).to_string();
        assert!(!kept.contains("Bearer") && !kept.contains("\"s\""), "{kept}");
        assert!(kept.contains("\"n\":1"), "{kept}");
    }
}
