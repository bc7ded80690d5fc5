//! The journey of one request: latency, injected failure, the right door, the log, and how the answer leaves.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;

use super::faults::{self, Ending};
use super::incoming::Incoming;
use super::log::Entry;
use super::reply::Reply;
use super::wire::Wire;
use super::{Shared, graph_door, login_door};
use crate::demo::misbehaviour::FaultKind;

/// Larger bodies are refused; Graph's own limit is of this size.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What came of a request.
pub struct Outcome {
    /// The answer.
    pub reply: Reply,
    /// How it leaves.
    pub ending: Ending,
    /// The parts of a `$batch`.
    pub parts: Vec<Entry>,
    /// Whether the store may have changed.
    pub changed: bool,
}

impl Outcome {
    /// An answer that leaves as it should.
    pub fn plain(reply: Reply) -> Self {
        Self { reply, ending: Ending::Whole, parts: Vec::new(), changed: false }
    }
}

/// Answers one request.
pub async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else { return Reply::empty(413).into_response() };
    let authority = parts
        .uri
        .authority()
        .map(ToString::to_string)
        .or_else(|| parts.headers.get("host").and_then(|h| h.to_str().ok()).map(str::to_owned));
    let incoming = Incoming {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
    };
    // A page elsewhere must not reach this server under a name of its own (DNS rebinding).
    if authority.is_some_and(|name| !shared.is_own_name(&name)) {
        return Reply::empty(421).into_response();
    }
    let (latency, fault) = shared.strike(&incoming.method, &incoming.target());
    if !latency.is_zero() {
        shared.clock.sleep(latency).await;
    }
    let outcome = visit(&shared, &incoming, fault.as_ref());
    if outcome.changed {
        save(&shared).await;
    }
    let status = if outcome.ending == Ending::Dropped { 0 } else { outcome.reply.status };
    shared.log.write(&incoming, status, wire.number, outcome.parts);
    match outcome.ending {
        Ending::Whole => outcome.reply.into_response(),
        Ending::Broken => outcome.reply.into_broken_response(),
        Ending::Dropped => {
            wire.cut();
            // Nobody receives it: the connection is gone.
            Reply::empty(500).into_response()
        }
    }
}

fn visit(shared: &Shared, incoming: &Incoming, fault: Option<&FaultKind>) -> Outcome {
    if let Some(kind) = fault
        && let Some((reply, ending)) = faults::instead(shared, incoming, kind)
    {
        return Outcome { reply, ending, parts: Vec::new(), changed: false };
    }
    let mut outcome =
        if incoming.is_for_graph() { graph_door::visit(shared, incoming) } else { login_door::visit(shared, incoming) };
    if let Some(kind) = fault {
        faults::spoil(kind, &mut outcome.reply, &mut outcome.ending);
    }
    outcome
}

/// Saving comes before answering: what was answered survives a restart.
async fn save(shared: &Arc<Shared>) {
    if shared.saver.is_none() {
        return;
    }
    let shared = Arc::clone(shared);
    if tokio::task::spawn_blocking(move || shared.save()).await.is_err() {
        tracing::warn!("the demo tenant's contents could not be saved");
    }
}
