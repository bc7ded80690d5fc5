//! Injected failures: which one strikes, and what the caller sees of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::incoming::{Incoming, percent_decoded};
use super::refusal::{Refusal, Stamp};
use super::reply::Reply;
use super::{Shared, graph_door, lock, step_up};
use crate::demo::misbehaviour::{Fault, FaultKind};

/// How an answer leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As it should.
    Whole,
    /// It breaks off in the middle.
    Broken,
    /// The connection is closed instead.
    Dropped,
}

/// What proxies and captive portals put in the place of an answer.
const PORTAL: &str = "<!DOCTYPE html><html><head><title>Network sign-in</title></head>\
                      <body><h1>Please accept the terms of use</h1></body></html>";

impl Shared {
    /// The latency of now, and the failure that this request gets, if any; it counts as used.
    pub fn strike(&self, method: &str, target: &str) -> (Duration, Option<FaultKind>) {
        let mut now = lock(&self.misbehaviour);
        let latency = now.latency;
        (latency, choose(&mut now.faults, method, target))
    }
}

fn choose(faults: &mut [Fault], method: &str, target: &str) -> Option<FaultKind> {
    let decoded = percent_decoded(target);
    for fault in faults {
        let method_fits = fault.method.is_empty() || fault.method.eq_ignore_ascii_case(method);
        let path_fits = target.contains(&fault.path_contains) || decoded.contains(&fault.path_contains);
        if !method_fits || !path_fits || fault.times == 0 {
            continue;
        }
        if fault.skip > 0 {
            fault.skip -= 1;
            continue;
        }
        if fault.times != u32::MAX {
            fault.times -= 1;
        }
        return Some(fault.kind.clone());
    }
    None
}

/// The answer of a failure that keeps the request from being carried out.
pub fn instead(shared: &Shared, incoming: &Incoming, kind: &FaultKind) -> Option<(Reply, Ending)> {
    if *kind == FaultKind::DropBefore {
        return Some((Reply::empty(500), Ending::Dropped));
    }
    let reply = if incoming.is_for_graph() {
        let ids = graph_door::Ids::of(shared, incoming);
        if *kind == FaultKind::EndSession {
            step_up::end_sign_ins(shared, incoming);
        }
        if *kind == FaultKind::Challenge {
            if step_up::is_shown(shared, incoming) {
                return None;
            }
            let reply = ids.dress(Reply::json(401, &challenge_body(&ids))).with("content-type", "application/json");
            return Some((step_up::challenge(shared, reply), Ending::Whole));
        }
        let (status, body, retry_after) = graph_error(kind, &ids)?;
        let reply = ids.dress(Reply::json(status, &body)).with("content-type", "application/json");
        with_retry(reply, retry_after)
    } else {
        login_error(shared, incoming, kind)?
    };
    Some((reply, Ending::Whole))
}

/// What Graph says beside a claims challenge.
pub fn challenge_body(ids: &graph_door::Ids) -> Value {
    let message = "Continuous access evaluation resulted in challenge with result: InteractionRequired.";
    ids.error("InvalidAuthenticationToken", message)
}

/// Status, body and `Retry-After` of a failure in Graph's shape.
pub fn graph_error(kind: &FaultKind, ids: &graph_door::Ids) -> Option<(u16, Value, Option<u32>)> {
    match kind {
        FaultKind::Error { status, code, message } => Some((*status, ids.error(code, message), None)),
        FaultKind::Throttle { retry_after } => {
            Some((429, ids.error("TooManyRequests", "Too many requests."), Some(*retry_after)))
        }
        _ => None,
    }
}

fn login_error(shared: &Shared, incoming: &Incoming, kind: &FaultKind) -> Option<Reply> {
    let (refusal, retry_after) = match kind {
        FaultKind::Error { status, code, message } => (Refusal::injected(*status, code, message), None),
        FaultKind::Throttle { retry_after } => (Refusal::throttled(), Some(*retry_after)),
        _ => return None,
    };
    let stamp = Stamp::of(shared, incoming);
    let machine = incoming.method == "POST" && !incoming.path.ends_with("/authorize")
        || incoming.path.contains(".well-known")
        || incoming.path.contains("/discovery/");
    let reply =
        if machine { refusal.json(&stamp) } else { super::authorize::injected(shared, incoming, &refusal, &stamp) };
    Some(with_retry(reply, retry_after))
}

fn with_retry(reply: Reply, retry_after: Option<u32>) -> Reply {
    match retry_after {
        Some(seconds) => reply.with("retry-after", seconds.to_string()),
        None => reply,
    }
}

/// What a failure does to the answer of a request that was carried out.
pub fn spoil(kind: &FaultKind, reply: &mut Reply, ending: &mut Ending) {
    match kind {
        FaultKind::DropAfter => *ending = Ending::Dropped,
        FaultKind::Truncate => *ending = Ending::Broken,
        FaultKind::NotJson => {
            *reply = Reply::empty(200).with("content-type", "text/html; charset=utf-8");
            reply.body = PORTAL.as_bytes().to_vec();
        }
        FaultKind::Error { .. }
        | FaultKind::Throttle { .. }
        | FaultKind::DropBefore
        | FaultKind::Challenge
        | FaultKind::EndSession => {}
    }
}

/// What a failure does to the answer of one part of a `$batch`: (status, headers, body) may change, and so may the way
/// in which the whole batch leaves.
pub fn spoil_part(kind: &FaultKind, part: &mut Value, ending: &mut Ending) {
    match kind {
        FaultKind::DropAfter => *ending = Ending::Dropped,
        FaultKind::Truncate if *ending == Ending::Whole => *ending = Ending::Broken,
        FaultKind::NotJson => {
            part["status"] = json!(200);
            part["headers"]["Content-Type"] = json!("text/html; charset=utf-8");
            part["body"] = json!(PORTAL);
        }
        _ => {}
    }
}
