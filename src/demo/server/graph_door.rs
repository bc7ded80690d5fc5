//! Graph's door: the token, the shape of the request, the headers of the answer. What Graph knows is in
//! `demo::graph`.

use serde_json::{Value, json};
use url::form_urlencoded;
use uuid::Uuid;

use super::front::Outcome;
use super::incoming::{Incoming, percent_decoded};
use super::reply::Reply;
use super::{Shared, batch, other_apis, tokens};
use crate::demo::caller::{Caller, GraphRequest, GraphResponse};
use crate::demo::graph;

/// The type of Graph's successful answers.
pub const JSON: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// The ids that Graph gives to a request, for support.
pub struct Ids {
    request: Uuid,
    client: String,
    time: String,
}

impl Ids {
    /// New ids; the client's own id is given back.
    pub fn of(shared: &Shared, incoming: &Incoming) -> Self {
        let request = Uuid::new_v4();
        let client = incoming.header("client-request-id").map_or_else(|| request.to_string(), str::to_owned);
        let time = shared.clock.now().strftime("%Y-%m-%dT%H:%M:%S").to_string();
        Self { request, client, time }
    }

    fn inner(&self) -> Value {
        json!({"date": self.time, "request-id": self.request, "client-request-id": self.client})
    }

    /// An error in Graph's shape.
    pub fn error(&self, code: &str, message: &str) -> Value {
        json!({"error": {"code": code, "message": message, "innerError": self.inner()}})
    }

    /// Makes the `innerError` of an error name the same ids as the headers.
    fn complete(&self, body: &mut Value) {
        if let Some(error) = body.get_mut("error").and_then(Value::as_object_mut) {
            error.insert("innerError".to_owned(), self.inner());
        }
    }

    /// The headers of every answer of Graph.
    pub fn dress(&self, reply: Reply) -> Reply {
        reply
            .with("request-id", self.request.to_string())
            .with("client-request-id", self.client.clone())
            .with("cache-control", "no-cache")
    }
}

/// Answers one HTTP request to Graph.
pub fn visit(shared: &Shared, incoming: &Incoming) -> Outcome {
    let ids = Ids::of(shared, incoming);
    let refuse = |status, code: &str, message: &str| {
        let body = ids.error(code, message);
        ids.dress(Reply::json(status, &body).with("content-type", "application/json"))
    };
    let caller = match caller(shared, incoming) {
        Ok(caller) => caller,
        Err(message) => {
            let challenge = format!(
                "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", client_id=\"{}\"",
                shared.base(),
                super::scopes::GRAPH
            );
            let reply = refuse(401, "InvalidAuthenticationToken", message).with("www-authenticate", challenge);
            return Outcome::plain(reply);
        }
    };
    let Some(path) = incoming.path.strip_prefix("/v1.0") else {
        let reply = refuse(404, "ResourceNotFound", "Only version v1.0 of Microsoft Graph is here.");
        return Outcome::plain(reply);
    };
    let body = serde_json::from_slice(&incoming.body).ok().filter(|_| incoming.is("application/json"));
    if body.is_none() && !incoming.body.is_empty() {
        let message = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is \
                       of valid JSON format.";
        return Outcome::plain(refuse(400, "BadRequest", message));
    }
    if percent_decoded(path) == "/$batch" {
        return batch::visit(shared, incoming, &caller, &ids, body.as_ref());
    }
    let target = if incoming.query.is_empty() { path.to_owned() } else { format!("{path}?{}", incoming.query) };
    let request = request(
        &incoming.method,
        &target,
        incoming.header("prefer").map(str::to_owned),
        incoming.header("consistencylevel").map(str::to_owned),
        body,
    );
    let changes = incoming.method != "GET";
    let answer = ask(shared, &caller, &request, &ids);
    let mut reply = Reply::empty(answer.status);
    if let Some(body) = &answer.body {
        reply.body = body.to_string().into_bytes();
        reply = reply.with("content-type", content_type(answer.status));
    }
    for (name, value) in answer.headers {
        reply = reply.with(&name, value);
    }
    if answer.status < 400 {
        reply = reply.with("odata-version", "4.0");
    }
    let reply = ids.dress(reply.with("x-ms-resource-unit", "1"));
    Outcome { changed: changes && answer.status < 400, ..Outcome::plain(reply) }
}

/// The content type that goes with a status.
pub fn content_type(status: u16) -> &'static str {
    if status < 400 { JSON } else { "application/json" }
}

/// Asks Graph's logic, and completes what it says of errors.
pub fn ask(shared: &Shared, caller: &Caller, request: &GraphRequest, ids: &Ids) -> GraphResponse {
    let moment = shared.moment();
    let mut answer = graph::answer(&mut shared.store(), caller, request, moment);
    graph::rebase(&mut answer, shared.base());
    if let Some(body) = &mut answer.body {
        ids.complete(body);
    }
    answer
}

/// A request for Graph's logic; `target` is path and query behind the version.
pub fn request(
    method: &str,
    target: &str,
    prefer: Option<String>,
    consistency_level: Option<String>,
    body: Option<Value>,
) -> GraphRequest {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    GraphRequest {
        method: method.to_ascii_uppercase(),
        path: percent_decoded(path),
        query: form_urlencoded::parse(query.as_bytes()).map(|(n, v)| (n.into_owned(), v.into_owned())).collect(),
        prefer,
        consistency_level,
        body,
    }
}

fn caller(shared: &Shared, incoming: &Incoming) -> Result<Caller, &'static str> {
    let token = other_apis::bearer(incoming).ok_or("Access token is empty.")?;
    let caller = tokens::check_for_graph(shared, token, shared.clock.now())?;
    if shared.store().tenants.iter().any(|t| t.id == caller.tenant) {
        Ok(caller)
    } else {
        Err("Access token validation failure. Tenant not found.")
    }
}
