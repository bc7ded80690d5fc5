//! Testing the connection: shows what comes as it comes, and trusts an authority only after it was shown. Changes nothing
//! in any tenant.

use super::super::connection::{AuthorityFile, ConnectionAction, ConnectionEffect, ConnectionEvent, ConnectionTest};
use super::super::protocol::{Effect, JobId};
use super::super::state::State;
use super::{cancel_job, ended};

/// The name of the network team's file, unless the person says otherwise.
const TEAM_FILE: &str = "onramp-network.txt";

pub(super) fn act(state: &mut State, action: ConnectionAction) -> Vec<Effect> {
    match action {
        ConnectionAction::Test => test(state),
        ConnectionAction::Stop => stop(state),
        ConnectionAction::Close => close(state),
        ConnectionAction::SaveTeam { text, replace } => save(state, text, replace),
        ConnectionAction::TeamPath(path) => with(state, |test| {
            test.team.path = path;
            test.team.exists = None;
        }),
        ConnectionAction::BrowseTeamPath => browse_team(state),
        ConnectionAction::AuthorityPath(path) => authority_path(state, path),
        ConnectionAction::BrowseAuthority => authority_job(state, |job, _| ConnectionEffect::AskAuthority { job }),
        ConnectionAction::ReadAuthority => read(state),
        ConnectionAction::Trust => trust(state),
    }
}

/// Changes the test, if there is one; nothing is to be done in the world.
fn with(state: &mut State, change: impl FnOnce(&mut ConnectionTest)) -> Vec<Effect> {
    if let Some(test) = &mut state.connection {
        change(test);
    }
    Vec::new()
}

/// Tests, or tests again. What was typed stays.
fn test(state: &mut State) -> Vec<Effect> {
    let mut effects = stop(state);
    let job = state.start_job();
    let before = state.connection.take().unwrap_or_default();
    let mut team = before.team;
    if team.path.is_empty() {
        team.path = state.memory.save_folder.join(TEAM_FILE).display().to_string();
    }
    team.saved = None;
    let cloud = if state.demo.is_some() { "demo" } else { state.cloud_in_use() }.to_owned();
    let authority = before.authority;
    state.connection =
        Some(ConnectionTest { cloud: cloud.clone(), running: Some(job), team, authority, ..ConnectionTest::default() });
    effects.push(Effect::Connection(ConnectionEffect::Test { job, cloud }));
    effects
}

/// Stops testing.
fn stop(state: &mut State) -> Vec<Effect> {
    let running = state.connection.as_mut().and_then(|test| test.running.take());
    running.and_then(|job| cancel_job(state, job)).into_iter().collect()
}

/// Closes the test and drops all that is under way for it. A file that is being written is written.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    let Some(test) = state.connection.take() else { return Vec::new() };
    let jobs = [test.running, test.team.job, test.authority.job];
    jobs.into_iter().flatten().filter_map(|job| cancel_job(state, job)).collect()
}

fn browse_team(state: &mut State) -> Vec<Effect> {
    let Some(test) = state.connection.as_ref().filter(|test| test.team.job.is_none()) else { return Vec::new() };
    let suggestion = state.memory.save_folder.join(test.team.path.trim());
    let job = state.start_job();
    with(state, |test| test.team.job = Some(job));
    vec![Effect::Connection(ConnectionEffect::AskTeamPath { job, suggestion })]
}

/// Saves what was found. A file that is there is replaced only after the person was told of it.
fn save(state: &mut State, letter: String, replace: bool) -> Vec<Effect> {
    let Some(test) = state.connection.as_ref().filter(|test| test.team.job.is_none() && test.tested.is_some()) else {
        return Vec::new();
    };
    let typed = test.team.path.trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let path = state.memory.save_folder.join(typed);
    let replace = replace && test.team.exists.is_some();
    let job = state.start_job();
    with(state, |test| {
        test.team.job = Some(job);
        (test.team.exists, test.team.saved, test.team.problem) = (None, None, None);
    });
    vec![Effect::Connection(ConnectionEffect::SaveTeam { job, path, text: letter, replace })]
}

/// Begins something with the authority's file, one thing at a time.
fn authority_job(state: &mut State, effect: impl FnOnce(JobId, &ConnectionTest) -> ConnectionEffect) -> Vec<Effect> {
    if state.connection.as_ref().is_none_or(|test| test.authority.job.is_some()) {
        return Vec::new();
    }
    let job = state.start_job();
    let Some(test) = &mut state.connection else { return Vec::new() };
    test.authority.job = Some(job);
    test.authority.problem = None;
    vec![Effect::Connection(effect(job, test))]
}

/// Another path: what was shown, or is being read, is not what stands in the field any more.
fn authority_path(state: &mut State, path: String) -> Vec<Effect> {
    let Some(test) = &mut state.connection else { return Vec::new() };
    let job = std::mem::replace(&mut test.authority, AuthorityFile { path, ..AuthorityFile::default() }).job;
    job.and_then(|job| cancel_job(state, job)).into_iter().collect()
}

fn read(state: &mut State) -> Vec<Effect> {
    let Some(test) = &state.connection else { return Vec::new() };
    let typed = test.authority.path.trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let path = state.memory.save_folder.join(typed);
    authority_job(state, |job, _| ConnectionEffect::ReadAuthority { job, path })
}

fn trust(state: &mut State) -> Vec<Effect> {
    if state.connection.as_ref().is_none_or(|test| test.authority.found.is_empty() || test.authority.trusted) {
        return Vec::new();
    }
    authority_job(state, |job, test| ConnectionEffect::Trust { job, authorities: test.authority.found.clone() })
}

/// Takes what the world answered. Late answers change nothing.
pub(super) fn hear(state: &mut State, event: ConnectionEvent) -> Vec<Effect> {
    match event {
        ConnectionEvent::Hosts(job, hosts) if is_running(state, job) => with(state, |test| test.hosts = hosts),
        ConnectionEvent::Host(job, report) if is_running(state, job) => with(state, |test| test.reports.push(*report)),
        ConnectionEvent::Tested(job, time) if ended(state, job) => with(state, |test| {
            test.running = None;
            test.tested = Some(time);
        }),
        ConnectionEvent::NotTested(job, problem) if ended(state, job) => with(state, |test| {
            test.running = None;
            test.problem = Some(problem);
        }),
        ConnectionEvent::TeamPath(job, path) if ended(state, job) => with(state, |test| {
            test.team.job = None;
            if let Some(path) = path {
                test.team.path = path.display().to_string();
                test.team.exists = None;
            }
        }),
        ConnectionEvent::TeamSaved(job, path) if ended(state, job) => with(state, |test| {
            test.team.job = None;
            test.team.saved = Some(path);
        }),
        ConnectionEvent::TeamExists(job, path) if ended(state, job) => with(state, |test| {
            test.team.job = None;
            test.team.exists = Some(path);
        }),
        ConnectionEvent::TeamNotSaved(job, problem) if ended(state, job) => with(state, |test| {
            test.team.job = None;
            test.team.problem = Some(problem);
        }),
        ConnectionEvent::AuthorityPath(job, path) if ended(state, job) => {
            with(state, |test| test.authority.job = None);
            let Some(path) = path else { return Vec::new() };
            let mut effects = act(state, ConnectionAction::AuthorityPath(path.display().to_string()));
            effects.extend(read(state));
            effects
        }
        ConnectionEvent::AuthorityRead(job, found) if ended(state, job) => with(state, |test| {
            test.authority.job = None;
            test.authority.found = found;
        }),
        ConnectionEvent::AuthorityRefused(job, problem) if ended(state, job) => with(state, |test| {
            test.authority.job = None;
            test.authority.problem = Some(problem);
        }),
        ConnectionEvent::Trusted(job) if ended(state, job) => {
            with(state, |test| {
                test.authority.job = None;
                test.authority.trusted = true;
            });
            test(state)
        }
        _ => Vec::new(),
    }
}

fn is_running(state: &State, job: JobId) -> bool {
    state.connection.as_ref().is_some_and(|test| test.running == Some(job))
}
