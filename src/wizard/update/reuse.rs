//! Using an application that is there already instead of a new one: chosen by the person, never by itself, and forgotten
//! as soon as it is another organisation, another account, or the application is not found any more.

use super::super::protocol::Effect;
use super::super::state::State;
use super::form;
use crate::plan::Reuse;
use crate::types::ClientId;

/// Chooses an application that was found and that fits, or a new one.
pub(super) fn choose(state: &mut State, client: Option<ClientId>) -> Vec<Effect> {
    let reuse = match client {
        None => None,
        Some(client) => match offered(state, client) {
            None => return Vec::new(),
            found => found,
        },
    };
    set(state, reuse)
}

/// Forgets the choice: it was made for another organisation, or by somebody else.
pub(super) fn forget(state: &mut State) -> Vec<Effect> {
    form::edit(state, |draft, _| draft.reuse = None)
}

/// After a look: the application as it is now, or no choice any more if it is not there or does not fit.
pub(super) fn keep_up(state: &mut State) -> Vec<Effect> {
    let Some(client) = state.reused_client() else { return Vec::new() };
    let now = offered(state, client);
    set(state, now)
}

fn set(state: &mut State, reuse: Option<Reuse>) -> Vec<Effect> {
    // What was found covers the application that is chosen out of it.
    if state.findings_are_current()
        && let Some(looked_at) = &mut state.memory.looked_at
    {
        looked_at.reuse = reuse.as_ref().map(|reuse| reuse.client);
    }
    form::edit(state, |draft, _| draft.reuse = reuse.map(Box::new))
}

fn offered(state: &State, client: ClientId) -> Option<Reuse> {
    let (_, preset) = state.drafted()?;
    let found = state.findings()?.existing_app(client).filter(|found| found.in_detail)?;
    Reuse::of(&found.app, preset).ok()
}
