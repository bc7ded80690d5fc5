//! What a sign-in asks for: as which app, for which permissions, and whose earlier sign-in it renews. Also signing in
//! again with one more right, and as somebody else.

use super::super::choice::{ClientChoice, ClientKind};
use super::super::protocol::Effect;
use super::super::state::{ConnectPhase, State, Step};
use super::{connect, form};
use crate::explain::Problem;
use crate::setup::{PreflightTarget, Unchecked, scopes_for};
use crate::signin::{Again, Asking, SignInClient};

/// Problems after which the same person is asked to sign in again.
const ENDED: [&str; 2] = ["sign-in-ended", "sign-in-challenged"];

/// What the next sign-in asks for; `None` while the client id of an own app is missing or wrong.
pub(super) fn asking(state: &State) -> Option<Asking> {
    let chosen = state.client.client().ok()?;
    let more = &state.memory.more;
    // Azure CLI may not ask for more than it is pre-authorised for.
    let client =
        if more.is_empty() || chosen.names_its_scopes() { chosen } else { SignInClient::GraphCommandLineTools };
    let mut asking = Asking { client, again: again(state), ..Asking::default() };
    if client.names_its_scopes() {
        asking.scopes = target(state).map(|target| scopes_for(&target)).unwrap_or_default();
        asking.scopes.extend(more);
    }
    Some(asking)
}

/// What the sign-in is for: the setup that waits for it, or what the form says.
fn target(state: &State) -> Option<PreflightTarget> {
    let waiting = state.plan.as_ref().or_else(|| state.awaited_setup().map(|setup| &setup.plan));
    waiting.map(PreflightTarget::of).or_else(|| state.preflight_target())
}

/// Whose sign-in is renewed: of a setup that goes on, of one that ended, or of one that gets more rights.
fn again(state: &State) -> Option<Again> {
    let last = state.memory.last_account.as_ref();
    let ended = matches!(&state.connect, ConnectPhase::Failed(problem) if ENDED.contains(&problem.id.as_str()));
    let tenant = match state.awaited_setup() {
        // Somebody else may sign in to go on, but nowhere else, whatever is typed.
        _ if state.plan.is_some() => state.memory.set_up_in,
        Some(earlier) => Some(earlier.tenant_id),
        None if ended || state.memory.before_more.is_some() => last.map(|account| account.tenant),
        None => None,
    }?;
    let username = last.filter(|account| account.tenant == tenant).map(|account| account.username.clone());
    Some(Again { tenant, username })
}

/// Chooses as which app to sign in. Not while somebody is.
pub(super) fn choose_client(state: &mut State, kind: ClientKind) -> Vec<Effect> {
    set_client(state, |choice| choice.kind = kind)
}

/// Typed the client id of the own app.
pub(super) fn own_client(state: &mut State, text: String) -> Vec<Effect> {
    set_client(state, |choice| choice.own = text)
}

fn set_client(state: &mut State, change: impl FnOnce(&mut ClientChoice)) -> Vec<Effect> {
    if state.connect.job().is_some() || state.account().is_some() {
        return Vec::new();
    }
    let before = state.client.client();
    change(&mut state.client);
    state.memory.client_chosen = true;
    match state.client.client() {
        Ok(client) if Ok(client) != before => vec![Effect::SaveClient(client)],
        _ => Vec::new(),
    }
}

/// The app that was chosen last time. What was chosen in this run does not give way to it.
pub(super) fn client_kept(state: &mut State, client: SignInClient) {
    if !state.memory.client_chosen {
        state.client = client.into();
    }
}

/// Signs in again with one more right, and looks again. The present sign-in stays until the new one is there.
pub(super) fn check_more(state: &mut State, what: Unchecked) -> Vec<Effect> {
    let Some(account) = state.account().cloned() else { return Vec::new() };
    if state.setup_job().is_some() || state.plan.is_some() {
        return Vec::new();
    }
    state.memory.more.insert(what.scope());
    state.memory.before_more = Some(account);
    state.more_failed = None;
    connect::begin(state, false)
}

/// A sign-in with more rights came to nothing: the one before it goes on. False if there is none.
pub(super) fn back_to_before(state: &mut State, problem: Option<Problem>) -> bool {
    let Some(account) = state.memory.before_more.take() else { return false };
    state.memory.more.clear();
    state.more_failed = problem;
    state.connect = ConnectPhase::SignedIn(account);
    true
}

/// Signs out, and in again as somebody else in the same organization. On the demo tenant, the accounts are offered.
pub(super) fn switch_account(state: &mut State) -> Vec<Effect> {
    let Some(account) = state.account().cloned() else { return Vec::new() };
    // Not by the user name: a guest's names the organization that they come from.
    let domain = state.findings().and_then(|found| found.domain.clone());
    let mut effects = connect::sign_out(state);
    if state.account().is_some() {
        return effects;
    }
    state.step = Step::Connect;
    if state.demo.is_none() {
        // No account is filled in, so Microsoft offers the choice.
        if state.tenant_hint.contains('@') || state.tenant_hint.trim().is_empty() {
            connect::type_hint(state, domain.unwrap_or_else(|| account.tenant.to_string()));
        }
        effects.extend(connect::sign_in(state, false));
    }
    effects
}

/// Signs out, and asks for another organization.
pub(super) fn switch_organization(state: &mut State) -> Vec<Effect> {
    if state.account().is_none() {
        return Vec::new();
    }
    let mut effects = connect::sign_out(state);
    if state.account().is_none() {
        effects.extend(form::with_everything(state));
        state.step = Step::Connect;
        connect::type_hint(state, String::new());
        // The next one may be in any cloud, and may know what this one did not.
        connect::choose_cloud(state, None);
    }
    effects
}
