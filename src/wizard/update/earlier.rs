//! What earlier starts left behind, and starting anew. Nothing that was typed in this run gives way to it.

use std::path::PathBuf;

use super::super::memory::{Memory, Wish};
use super::super::protocol::Effect;
use super::super::state::{Dialog, ResumableSetup, SetupPhase, State, ThemeChoice};
use super::{cancel_job, cloud_file, connect, form, handover, setup};
use crate::plan::Draft;
use crate::types::SetupId;

/// What was kept from earlier starts has been read.
pub(super) fn started(
    state: &mut State,
    draft: Option<Draft>,
    resumable: Vec<ResumableSetup>,
    theme: ThemeChoice,
    save_folder: PathBuf,
) -> Vec<Effect> {
    // The setup on the screen is not an earlier one, though the journal calls it unfinished.
    let present = state.setup_id.filter(|_| state.plan.is_some());
    state.resumable = resumable.into_iter().filter(|setup| Some(setup.id) != present).collect();
    if !state.memory.theme_chosen {
        state.theme = theme;
    }
    state.memory.save_folder = save_folder;
    handover::suggest_path(state);
    if let Some(draft) = draft
        && let Some(preset) = state.presets.iter().find(|preset| preset.id == draft.preset)
        && state.draft_of(&draft.preset).is_none()
    {
        let draft = form::restored(draft, preset);
        if state.draft.is_none() && state.plan.is_none() {
            state.draft = Some(draft);
        } else {
            state.memory.drafts.insert(draft.preset.clone(), draft);
        }
    }
    Vec::new()
}

/// Takes up a setup of an earlier start; signs in first.
pub(super) fn resume(state: &mut State, id: SetupId) -> Vec<Effect> {
    if state.plan.is_some() || state.earlier(id).is_none() {
        return Vec::new();
    }
    setup::attempt(state, Wish::Resume(id))
}

/// Asks before what an earlier setup made is removed.
pub(super) fn ask_undo(state: &mut State, id: SetupId) -> Vec<Effect> {
    if state.plan.is_none() && state.earlier(id).is_some() {
        state.dialog = Some(Dialog::Undo(id));
    }
    Vec::new()
}

/// Not now: the journal keeps them for the next start.
pub(super) fn dismiss(state: &mut State) {
    if state.awaited_setup().is_none() {
        state.resumable.clear();
    }
}

/// A new setup from the first step. The sign-in stays, and so does the draft unless it became a setup.
pub(super) fn reset(state: &mut State) -> Vec<Effect> {
    let mut effects: Vec<Effect> = connect::cancel(state);
    effects.extend(connect::forget_findings(state));
    let jobs: Vec<_> = state.jobs.iter().copied().collect();
    effects.extend(jobs.into_iter().filter_map(|job| cancel_job(state, job)));

    let fresh = State::new(std::mem::take(&mut state.presets), state.ids.clone(), state.demo.take());
    let used_up = (matches!(state.setup, SetupPhase::Done | SetupPhase::Revoked) || state.awaits_approval())
        && state.memory.from_draft;
    let old = std::mem::replace(state, fresh);
    state.draft = old.draft.filter(|_| !used_up);
    state.tenant_hint = old.tenant_hint;
    state.clouds = old.clouds;
    state.cloud = old.cloud;
    state.chosen_cloud = old.chosen_cloud;
    state.found_cloud = old.found_cloud;
    state.cloud_file = old.cloud_file;
    state.client = old.client;
    state.demo_account = old.demo_account;
    state.connect = old.connect;
    state.resumable = old.resumable;
    state.theme = old.theme;
    state.last_job = old.last_job;
    if state.cloud_file.reading.take().is_some() {
        effects.extend(cloud_file::type_path(state, state.cloud_file.path.clone()));
    }
    state.memory = Memory {
        drafts: old.memory.drafts,
        save_folder: old.memory.save_folder,
        theme_chosen: old.memory.theme_chosen,
        client_chosen: old.memory.client_chosen,
        last_account: old.memory.last_account,
        tenant: old.memory.tenant,
        more: old.memory.more,
        ..Memory::default()
    };
    // A setup that stopped is an earlier one from now on: the journal tells about it.
    effects.push(Effect::LoadEarlier);
    effects
}
