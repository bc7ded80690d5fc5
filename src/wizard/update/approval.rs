//! Waiting for an administrator: a quiet look in the background that goes on to the checks by itself, and the message
//! that is handed to whoever can approve.

use std::path::PathBuf;

use super::super::memory::Wish;
use super::super::protocol::Effect;
use super::super::state::{ApprovalMessage, ConnectPhase, Dialog, SetupPhase, State, Step};
use super::{cancel_job, connect, dialogs, handover, navigation, setup};
use crate::explain::{Page, Problem};
use crate::plan::ChangeKey;
use crate::setup::{ChangeState, GrantedPermission};
use crate::types::SetupId;
use crate::verify::CheckState;

/// The setup ended with approvals that only an administrator can give: waits for them.
pub(super) fn begin(state: &mut State, id: SetupId) -> Vec<Effect> {
    let job = state.start_job();
    state.setup = SetupPhase::AwaitingApproval { job: Some(job), trouble: None };
    // The values are right already, and can be looked at.
    state.reached = Step::Handover;
    if state.message.path.is_empty() {
        state.message.path = handover::suggested(state, "approval", "txt");
    }
    vec![Effect::AwaitApproval { job, setup: id }]
}

/// "Check again": looks at once. A setup that nobody looks after at the moment is taken up again.
pub(super) fn look_again(state: &mut State) -> Vec<Effect> {
    let (Some(id), SetupPhase::AwaitingApproval { job, .. }) = (state.setup_id, state.setup.clone()) else {
        return Vec::new();
    };
    let Some(job) = job.filter(|_| state.account().is_some()) else {
        return setup::attempt(state, Wish::Resume(id));
    };
    let mut effects: Vec<Effect> = cancel_job(state, job).into_iter().collect();
    effects.extend(begin(state, id));
    effects
}

/// Nobody looks any more: the sign-in has ended, or the like. What is waited for stays the same.
pub(super) fn interrupted(state: &mut State, problem: Problem) {
    let signed_out = problem.page == Some(Page::Connect);
    if signed_out {
        state.connect = ConnectPhase::Failed(problem.clone());
    }
    state.setup = SetupPhase::AwaitingApproval { job: None, trouble: Some(problem) };
    if signed_out {
        state.memory.wish = setup::wish_to_go_on(state);
    }
}

/// Stops looking, because the sign-in goes or the setup is undone.
pub(super) fn stop_looking(state: &mut State) -> Option<Effect> {
    let SetupPhase::AwaitingApproval { job: Some(job), .. } = state.setup else { return None };
    state.setup = SetupPhase::AwaitingApproval { job: None, trouble: None };
    cancel_job(state, job)
}

/// An administrator signs in on this computer: what is missing is then approved directly.
pub(super) fn sign_in_here(state: &mut State) -> Vec<Effect> {
    let (Some(id), true) = (state.setup_id, state.awaits_approval()) else { return Vec::new() };
    let mut effects = connect::sign_out(state);
    effects.extend(navigation::enter(state, Step::Connect));
    effects.extend(connect::ask_sign_in(state, Wish::Resume(id)));
    effects
}

/// Saves the message to the path that stands in the field.
pub(super) fn save(state: &mut State, text: String) -> Vec<Effect> {
    let path = state.message.path.trim();
    if !state.awaits_approval() || state.message.saving.is_some() || path.is_empty() {
        return Vec::new();
    }
    let path = state.memory.save_folder.join(path);
    let job = state.start_job();
    state.message.saving = Some(job);
    state.message.problem = None;
    vec![Effect::SaveMessage { job, path, text }]
}

/// The message is in a file.
pub(super) fn saved(state: &mut State, path: PathBuf) {
    state.message.saving = None;
    state.message.saved = Some(path);
}

/// The message could not be saved.
pub(super) fn not_saved(state: &mut State, problem: Problem) {
    state.message.saving = None;
    state.message.problem = Some(problem);
}

/// Everything is approved, or undone: the message is done with.
pub(super) fn forget_message(state: &mut State) -> Option<Effect> {
    let ApprovalMessage { saving, .. } = std::mem::take(&mut state.message);
    saving.and_then(|job| cancel_job(state, job))
}

/// What is approved by now: the rows say it, and so do the values.
pub(super) fn news(state: &mut State, permissions: Vec<GrantedPermission>) {
    for row in &mut state.rows {
        let mut mine = permissions.iter().filter(|permission| permission.key() == row.key).peekable();
        if mine.peek().is_none() {
            continue;
        }
        let approved = mine.all(|permission| permission.granted);
        match (approved, &row.state) {
            (true, ChangeState::AlreadyThere) => {}
            (true, _) => row.state = ChangeState::Done,
            (false, _) => row.state = ChangeState::AwaitingApproval,
        }
    }
    if let Some(outcome) = &mut state.outcome {
        outcome.permissions = permissions;
    }
}

/// Asks before what was approved is taken back.
pub(super) fn ask_revoke(state: &mut State) -> Vec<Effect> {
    if let (Some(id), SetupPhase::Done) = (state.setup_id, &state.setup) {
        state.dialog = Some(Dialog::Revoke(id));
    }
    Vec::new()
}

/// Takes back what was approved. The application, its secret and their values stay.
pub(super) fn revoke(state: &mut State, id: SetupId) -> Vec<Effect> {
    let mut effects = setup::stop_using(state);
    for row in &mut state.checks {
        row.state = CheckState::Waiting;
    }
    state.reached = Step::Setup;
    state.memory.revoking = true;
    let job = setup::run(state, SetupPhase::Revoking);
    effects.push(Effect::Revoke { job, setup: id });
    effects
}

/// What was approved is taken back.
pub(super) fn revoked(state: &mut State) -> Vec<Effect> {
    state.setup = SetupPhase::Revoked;
    state.memory.revoking = false;
    if let Some(outcome) = &mut state.outcome {
        outcome.permissions.iter_mut().for_each(|permission| permission.granted = false);
    }
    for row in state.rows.iter_mut().filter(|row| matches!(row.key, ChangeKey::Role(..) | ChangeKey::Delegated(_))) {
        row.state = ChangeState::Waiting;
    }
    dialogs::setup_ended(state)
}
