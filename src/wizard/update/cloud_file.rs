//! A cloud from a file: its path, reading it while it is typed, and what is wrong with it.

use std::path::PathBuf;

use super::super::choice::{CUSTOM_CLOUD, CloudFile};
use super::super::protocol::{Effect, JobId};
use super::super::state::State;
use super::cancel_job;
use crate::cloud::CloudFault;
use crate::types::SetupId;

/// Typed the path: the file is read at once.
pub(super) fn type_path(state: &mut State, path: String) -> Vec<Effect> {
    if is_closed(state) {
        return Vec::new();
    }
    let wanted = PathBuf::from(path.trim());
    let mut effects = begin(state, path);
    if !wanted.as_os_str().is_empty() {
        let job = state.start_job();
        state.cloud_file.reading = Some(job);
        effects.push(Effect::ReadCloud { job, path: wanted });
    }
    effects
}

/// An earlier setup goes on in the cloud that it began in; the file is not needed for that.
pub(super) fn recall(state: &mut State, setup: SetupId) -> Vec<Effect> {
    if is_closed(state) {
        return Vec::new();
    }
    let mut effects = begin(state, String::new());
    let job = state.start_job();
    state.cloud_file.reading = Some(job);
    effects.push(Effect::RecallCloud { job, setup });
    effects
}

/// Whether the cloud cannot be chosen now.
fn is_closed(state: &State) -> bool {
    state.connect.job().is_some() || state.account().is_some() || state.clouds.is_empty()
}

/// Chooses such a cloud; what was read before no longer counts.
fn begin(state: &mut State, path: String) -> Vec<Effect> {
    let before = std::mem::replace(&mut state.cloud_file, CloudFile { path, ..CloudFile::default() });
    state.found_cloud = None;
    state.chosen_cloud = Some(CUSTOM_CLOUD.to_owned());
    before.reading.and_then(|job| cancel_job(state, job)).into_iter().collect()
}

/// Opens the system's dialog, once.
pub(super) fn browse(state: &mut State) -> Vec<Effect> {
    if state.memory.asking_cloud.is_some() {
        return Vec::new();
    }
    let job = state.start_job();
    state.memory.asking_cloud = Some(job);
    vec![Effect::AskFile { job }]
}

/// The dialog gave a path, or nothing.
pub(super) fn path_chosen(state: &mut State, path: Option<PathBuf>) -> Vec<Effect> {
    state.memory.asking_cloud = None;
    path.map_or_else(Vec::new, |path| type_path(state, path.display().to_string()))
}

/// The file is right.
pub(super) fn read(state: &mut State, job: JobId, host: String) {
    if state.cloud_file.reading == Some(job) {
        state.cloud_file.reading = None;
        state.cloud_file.host = Some(host);
    }
}

/// The file cannot be used.
pub(super) fn unreadable(state: &mut State, job: JobId, fault: CloudFault) {
    if state.cloud_file.reading == Some(job) {
        state.cloud_file.reading = None;
        state.cloud_file.fault = Some(fault);
    }
}

/// Whether a sign-in can begin, as far as this goes.
pub(super) fn is_ready(state: &State) -> bool {
    state.chosen_cloud.as_deref() != Some(CUSTOM_CLOUD) || state.cloud_file.host.is_some()
}
