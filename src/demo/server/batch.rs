//! `POST /v1.0/$batch`: up to twenty requests in one. Each part is checked, throttled, failed and logged on its own.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::faults::{self, Ending};
use super::front::Outcome;
use super::graph_door::{self, Ids};
use super::incoming::Incoming;
use super::log::Entry;
use super::reply::Reply;
use super::{Shared, step_up, tokens};
use crate::demo::caller::Caller;
use crate::demo::misbehaviour::FaultKind;

/// Graph's limit.
const MOST_PARTS: usize = 20;

/// One part, as sent.
struct Part {
    id: String,
    method: String,
    /// Path and query, with a slash before it.
    target: String,
    headers: Vec<(String, String)>,
    body: Option<Value>,
    depends_on: Vec<String>,
}

impl Part {
    fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }
}

/// Answers a batch. The answers come in another order than the requests, as Graph's do: here, the last one first.
pub fn visit(shared: &Shared, incoming: &Incoming, caller: &Caller, ids: &Ids, body: Option<&Value>) -> Outcome {
    let refuse = |status, message: &str| {
        let body = ids.error("BadRequest", message);
        Outcome::plain(ids.dress(Reply::json(status, &body).with("content-type", "application/json")))
    };
    if incoming.method != "POST" {
        return refuse(405, "Specified HTTP method is not allowed for the request target.");
    }
    let parts = match parse(body) {
        Ok(parts) => parts,
        Err(message) => return refuse(400, &message),
    };
    let mut ending = Ending::Whole;
    let mut answers: Vec<Value> = Vec::with_capacity(parts.len());
    let mut entries: Vec<Entry> = Vec::with_capacity(parts.len());
    let mut failed: HashSet<&str> = HashSet::new();
    let mut changed = false;
    for part in in_order(&parts) {
        let (answer, wrote) = if part.depends_on.iter().any(|id| failed.contains(id.as_str())) {
            let body = ids.error("FailedDependency", "The request failed because a request it depends on failed.");
            (answer_of(part, 424, Vec::new(), Some(body)), false)
        } else {
            carry_out(shared, incoming, caller, ids, part, &mut ending)
        };
        let status = answer["status"].as_u64().and_then(|s| u16::try_from(s).ok()).unwrap_or_default();
        if status >= 400 {
            failed.insert(&part.id);
        }
        changed |= wrote;
        entries.push(Entry {
            id: part.id.clone(),
            method: part.method.clone(),
            path: format!("/v1.0{}", part.target),
            status,
            body: part.body.clone(),
        });
        answers.push(answer);
    }
    answers.reverse();
    let reply = Reply::json(200, &json!({ "responses": answers })).with("content-type", "application/json");
    Outcome { reply: ids.dress(reply).with("odata-version", "4.0"), ending, parts: entries, changed }
}

fn carry_out(
    shared: &Shared,
    incoming: &Incoming,
    caller: &Caller,
    ids: &Ids,
    part: &Part,
    ending: &mut Ending,
) -> (Value, bool) {
    let (_, fault) = shared.strike(&part.method, &format!("/v1.0{}", part.target));
    if let Some(kind) = &fault {
        if *kind == FaultKind::DropBefore {
            *ending = Ending::Dropped;
            return (answer_of(part, 503, Vec::new(), None), false);
        }
        if *kind == FaultKind::Challenge && !step_up::is_shown(shared, incoming) {
            let headers = vec![("WWW-Authenticate".to_owned(), step_up::header(shared))];
            return (answer_of(part, 401, headers, Some(faults::challenge_body(ids))), false);
        }
        if *kind == FaultKind::EndSession {
            step_up::end_sign_ins(shared, incoming);
            let body = ids.error("InvalidAuthenticationToken", tokens::REVOKED);
            return (answer_of(part, 401, Vec::new(), Some(body)), false);
        }
        if let Some((status, body, retry_after)) = faults::graph_error(kind, ids) {
            let headers = retry_after.map(|s| ("Retry-After".to_owned(), s.to_string())).into_iter().collect();
            return (answer_of(part, status, headers, Some(body)), false);
        }
    }
    if part.body.is_some() && part.header("content-type").is_none() {
        let message = "Write requests must contain the Content-Type header declaration.";
        let body = ids.error("BadRequest", message);
        return (answer_of(part, 400, Vec::new(), Some(body)), false);
    }
    let request = graph_door::request(
        &part.method,
        &part.target,
        part.header("prefer"),
        part.header("consistencylevel"),
        part.body.clone(),
    );
    let answer = graph_door::ask(shared, caller, &request, ids);
    let wrote = part.method != "GET" && answer.status < 400;
    let mut value = answer_of(part, answer.status, answer.headers, answer.body);
    if let Some(kind) = &fault {
        faults::spoil_part(kind, &mut value, ending);
    }
    (value, wrote)
}

fn answer_of(part: &Part, status: u16, extra: Vec<(String, String)>, body: Option<Value>) -> Value {
    let mut headers = json!({"Cache-Control": "no-cache", "x-ms-resource-unit": "1"});
    if status < 400 {
        headers["OData-Version"] = json!("4.0");
    }
    if body.is_some() {
        headers["Content-Type"] = json!(graph_door::content_type(status));
    }
    for (name, value) in extra {
        headers[name] = Value::from(value);
    }
    let mut answer = json!({"id": part.id, "status": status, "headers": headers});
    if let Some(body) = body {
        answer["body"] = body;
    }
    answer
}

/// The parts so that each comes behind those that it depends on; else in their own order.
fn in_order(parts: &[Part]) -> Vec<&Part> {
    let mut done: HashSet<&str> = HashSet::new();
    let mut order = Vec::with_capacity(parts.len());
    while order.len() < parts.len() {
        let before = order.len();
        for part in parts {
            if !done.contains(part.id.as_str()) && part.depends_on.iter().all(|id| done.contains(id.as_str())) {
                done.insert(&part.id);
                order.push(part);
            }
        }
        if order.len() == before {
            // A circle: `parse` refuses those.
            break;
        }
    }
    order
}

fn parse(body: Option<&Value>) -> Result<Vec<Part>, String> {
    let items = body
        .and_then(|b| b.get("requests"))
        .and_then(Value::as_array)
        .ok_or_else(|| "Invalid batch payload format.".to_owned())?;
    if items.len() > MOST_PARTS {
        return Err(format!("Number of batch request steps exceeds the maximum value of {MOST_PARTS}."));
    }
    let mut parts: Vec<Part> = Vec::with_capacity(items.len());
    for item in items {
        let part = part(item)?;
        if parts.iter().any(|other| other.id == part.id) {
            return Err(format!("Duplicate request id '{}' found. Request ids in a batch must be unique.", part.id));
        }
        parts.push(part);
    }
    for part in &parts {
        if let Some(id) = part.depends_on.iter().find(|id| !parts.iter().any(|p| p.id == **id)) {
            return Err(format!("Request '{}' depends on '{id}', which is not in the batch.", part.id));
        }
    }
    if in_order(&parts).len() < parts.len() {
        return Err("The requests of the batch depend on each other in a circle.".to_owned());
    }
    Ok(parts)
}

fn part(item: &Value) -> Result<Part, String> {
    let text = |name: &str| item.get(name).and_then(Value::as_str).filter(|t| !t.is_empty());
    let id = text("id").ok_or("Request id must be specified for every request of the batch.")?;
    let method = text("method").ok_or_else(|| format!("Request '{id}' has no method."))?;
    let url = text("url").ok_or_else(|| format!("Request '{id}' has no url."))?;
    if url.split('?').next().is_some_and(|path| path.contains("://")) {
        return Err(format!("Invalid request URL of request '{id}': it must be relative."));
    }
    let headers = item.get("headers").and_then(Value::as_object).map_or_else(Vec::new, |headers| {
        headers.iter().filter_map(|(n, v)| Some((n.clone(), v.as_str()?.to_owned()))).collect()
    });
    let depends_on = item
        .get("dependsOn")
        .and_then(Value::as_array)
        .map_or_else(Vec::new, |ids| ids.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    Ok(Part {
        id: id.to_owned(),
        method: method.to_ascii_uppercase(),
        target: if url.starts_with('/') { url.to_owned() } else { format!("/{url}") },
        headers,
        body: item.get("body").filter(|b| !b.is_null()).cloned(),
        depends_on,
    })
}
