//! Handing over: the secret shown, copied or saved only when the person asks.

use std::path::PathBuf;

use super::super::protocol::Effect;
use super::super::saving::SaveRequest;
use super::super::state::{Dialog, State};
use super::set_ticked;
use crate::explain::Problem;
use crate::export::ExportFormat;

/// The secret was put on the clipboard: it is emptied later.
pub(super) fn secret_copied(state: &mut State) -> Vec<Effect> {
    let value = state.secret().and_then(|secret| secret.value.clone());
    let Some(value) = value else { return Vec::new() };
    state.handover.secret_kept = true;
    let mut effects = vec![Effect::ClearClipboardLater(value)];
    effects.extend(handed_over(state));
    effects
}

/// The person has the secret, if there is one: noted once per setup, so that no later start takes it for lost.
fn handed_over(state: &mut State) -> Option<Effect> {
    state.secret()?.value.as_ref()?;
    let setup = state.outcome.as_ref()?.setup;
    (state.memory.handed_over.replace(setup) != Some(setup)).then_some(Effect::NoteHandedOver(setup))
}

/// Shows or hides the secret.
pub(super) fn reveal(state: &mut State, reveal: bool) -> Vec<Effect> {
    state.handover.reveal = reveal && state.secret().is_some();
    let shown = state.handover.reveal;
    shown.then(|| handed_over(state)).flatten().into_iter().collect()
}

/// Types a path: from now on it no longer follows the format.
pub(super) fn type_path(state: &mut State, path: String) -> Vec<Effect> {
    state.handover.path = path;
    state.memory.path_chosen = true;
    Vec::new()
}

/// Chooses a format.
pub(super) fn choose_format(state: &mut State, format: ExportFormat) -> Vec<Effect> {
    state.handover.format = format;
    suggest_path(state);
    Vec::new()
}

/// Fills in `{folder}/{product}-{tenant}.{extension}`, unless the person chose a path.
pub(super) fn suggest_path(state: &mut State) {
    let (Some(plan), Some(outcome), false) = (&state.plan, &state.outcome, state.memory.path_chosen) else { return };
    let tenant = state.tenant_title().unwrap_or_else(|| outcome.tenant.to_string());
    let name = format!("{}-{}.{}", plan.preset, slug(&tenant), state.handover.format.extension());
    state.handover.path = state.memory.save_folder.join(name).display().to_string();
}

/// A path for something else about the setup: `{folder}/{product}-{tenant}-{what}.{extension}`.
pub(super) fn suggested(state: &State, what: &str, extension: &str) -> String {
    let Some(plan) = &state.plan else { return String::new() };
    let tenant = state.tenant_title().or_else(|| Some(state.outcome.as_ref()?.tenant.to_string()));
    let name = format!("{}-{}-{what}.{extension}", plan.preset, slug(&tenant.unwrap_or_default()));
    state.memory.save_folder.join(name).display().to_string()
}

/// A name in letters and digits of any script, joined by `-`: safe in file names everywhere.
fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Opens the system's dialog for a path, once.
pub(super) fn browse(state: &mut State) -> Vec<Effect> {
    if state.outcome.is_none() || state.memory.asking_path.is_some() {
        return Vec::new();
    }
    let job = state.start_job();
    state.memory.asking_path = Some(job);
    vec![Effect::AskPath { job, suggestion: absolute(state) }]
}

/// The system's dialog gave a path, or nothing.
pub(super) fn path_chosen(state: &mut State, path: Option<PathBuf>) {
    state.memory.asking_path = None;
    if let Some(path) = path {
        state.handover.path = path.display().to_string();
        state.memory.path_chosen = true;
    }
}

/// Saves to the path that stands in the field. A file that is there is not replaced without asking.
pub(super) fn save(state: &mut State) -> Vec<Effect> {
    let path = absolute(state);
    if state.can_save() { write(state, path, false) } else { Vec::new() }
}

/// The typed path; a bare file name means the folder that was suggested.
fn absolute(state: &State) -> PathBuf {
    state.memory.save_folder.join(state.handover.path.trim())
}

/// Has the file written.
pub(super) fn write(state: &mut State, path: PathBuf, overwrite: bool) -> Vec<Effect> {
    let (Some(plan), Some(outcome), None) = (state.plan.clone(), state.outcome.clone(), state.handover.saving) else {
        return Vec::new();
    };
    let job = state.start_job();
    state.handover.saving = Some(job);
    state.handover.problem = None;
    let request = Box::new(SaveRequest { format: state.handover.format, path, overwrite, plan, outcome });
    vec![Effect::Save { job, request }]
}

/// The file is there. Every format holds the secret.
pub(super) fn saved(state: &mut State, path: PathBuf) -> Vec<Effect> {
    state.handover.saving = None;
    state.handover.problem = None;
    state.handover.secret_kept = true;
    if !state.handover.saved.contains(&path) {
        state.handover.saved.push(path);
    }
    handed_over(state).into_iter().collect()
}

/// There is already such a file: asks.
pub(super) fn would_overwrite(state: &mut State, path: PathBuf) {
    state.handover.saving = None;
    state.dialog = Some(Dialog::Overwrite(path));
}

/// The file could not be written.
pub(super) fn save_failed(state: &mut State, problem: Problem) {
    state.handover.saving = None;
    state.handover.problem = Some(problem);
}

/// Ticks a step of the list.
pub(super) fn tick(state: &mut State, index: usize, on: bool) -> Vec<Effect> {
    let there = state.preset().is_some_and(|preset| index < preset.steps_after.len());
    if there {
        set_ticked(&mut state.handover.ticked, index, on);
    }
    Vec::new()
}
