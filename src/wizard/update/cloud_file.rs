//! A cloud from a file: its path, reading it while it is typed, and what is wrong with it.

use std::path::PathBuf;

use super::super::choice::CUSTOM_CLOUD;
use super::super::protocol::{Effect, JobId};
use super::super::state::State;
use super::cancel_job;
use crate::cloud::CloudFault;

/// Typed the path: the file is read at once.
pub(super) fn type_path(state: &mut State, path: String) -> Vec<Effect> {
    if state.connect.job().is_some() || state.account().is_some() || state.clouds.is_empty() {
        return Vec::new();
    }
    let mut effects: Vec<Effect> =
        state.cloud_file.reading.take().and_then(|job| cancel_job(state, job)).into_iter().collect();
    let wanted = PathBuf::from(path.trim());
    state.cloud_file.path = path;
    (state.cloud_file.fault, state.cloud_file.host) = (None, None);
    state.found_cloud = None;
    state.chosen_cloud = Some(CUSTOM_CLOUD.to_owned());
    if !wanted.as_os_str().is_empty() {
        let job = state.start_job();
        state.cloud_file.reading = Some(job);
        effects.push(Effect::ReadCloud { job, path: wanted });
    }
    effects
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
