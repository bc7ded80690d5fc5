//! Microsoft Graph v1.0 on the demo store: one request in, one answer out. No HTTP, no tokens, no waiting.

use super::caller::{Caller, GraphRequest, GraphResponse, Moment};
use super::store::Store;

/// Answers one request.
#[must_use]
pub fn answer(_store: &mut Store, _caller: &Caller, _request: &GraphRequest, _moment: Moment) -> GraphResponse {
    GraphResponse { status: 404, headers: Vec::new(), body: None }
}
