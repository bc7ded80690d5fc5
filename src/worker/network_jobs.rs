//! What the test of the connection does in the world: tries the ways, writes the network team's file, reads and trusts an
//! authority. Decides nothing.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::world::World;
use crate::cloud::Cloud;
use crate::explain::{Details, Fault, FaultKind, Problem, explain};
use crate::export::{self, ExportError};
use crate::net::Authority;
use crate::net::diagnose::{self, HostReport};
use crate::wizard::{CUSTOM_CLOUD, ConnectionEffect, ConnectionEvent, Event, JobId};

/// Begins one of the effects.
pub(super) fn begin(world: &Arc<World>, runtime: &Handle, effect: ConnectionEffect) {
    match effect {
        ConnectionEffect::Test { job, cloud } => {
            World::spawn(world, runtime, job, not_tested, |world, cancel| async move {
                Event::Connection(test(&world, cancel, job, &cloud).await)
            });
        }
        ConnectionEffect::AskTeamPath { job, suggestion } => {
            World::spawn(world, runtime, job, no_team_path, |world, cancel| async move {
                let path = tokio::select! {
                    path = world.parts().desktop.ask_path(&suggestion) => path,
                    () = cancel.cancelled() => None,
                };
                Event::Connection(ConnectionEvent::TeamPath(job, path))
            });
        }
        ConnectionEffect::SaveTeam { job, path, text, replace } => {
            World::spawn(world, runtime, job, not_saved, |_, _| save(job, path, text, replace));
        }
        ConnectionEffect::AskAuthority { job } => {
            World::spawn(world, runtime, job, no_authority_path, |world, cancel| async move {
                let path = tokio::select! {
                    path = world.parts().desktop.ask_file() => path,
                    () = cancel.cancelled() => None,
                };
                Event::Connection(ConnectionEvent::AuthorityPath(job, path))
            });
        }
        ConnectionEffect::ReadAuthority { job, path } => {
            World::spawn(world, runtime, job, refused, |_, _| read(job, path));
        }
        ConnectionEffect::Trust { job, authorities } => {
            World::spawn(world, runtime, job, refused, |world, _| async move {
                match world.parts().network.trust(&authorities) {
                    Ok(()) => Event::Connection(ConnectionEvent::Trusted(job)),
                    Err(error) => refused(job, explain(&error.fault())),
                }
            });
        }
    }
}

fn not_tested(job: JobId, problem: Problem) -> Event {
    Event::Connection(ConnectionEvent::NotTested(job, problem))
}

fn no_team_path(job: JobId, _: Problem) -> Event {
    Event::Connection(ConnectionEvent::TeamPath(job, None))
}

fn not_saved(job: JobId, problem: Problem) -> Event {
    Event::Connection(ConnectionEvent::TeamNotSaved(job, problem))
}

fn no_authority_path(job: JobId, _: Problem) -> Event {
    Event::Connection(ConnectionEvent::AuthorityPath(job, None))
}

fn refused(job: JobId, problem: Problem) -> Event {
    Event::Connection(ConnectionEvent::AuthorityRefused(job, problem))
}

/// Tries the ways; each host is told as soon as it is known.
async fn test(world: &World, cancel: CancellationToken, job: JobId, id: &str) -> ConnectionEvent {
    let parts = world.parts();
    let custom = if id == CUSTOM_CLOUD { world.custom() } else { None };
    let cloud = match custom {
        Some(cloud) => Ok(cloud),
        // Also while no file was read yet: the way to Microsoft is then all that can be tested.
        None if id == CUSTOM_CLOUD || !parts.cloud.is_built_in() => Ok(parts.cloud.clone()),
        None => Cloud::named(id),
    };
    let cloud = match cloud {
        Ok(cloud) => cloud,
        Err(error) => return ConnectionEvent::NotTested(job, unexpected(&error)),
    };
    world.tell(Event::Connection(ConnectionEvent::Hosts(job, diagnose::hosts(&cloud))));
    let on_host = |report: &HostReport| {
        world.tell(Event::Connection(ConnectionEvent::Host(job, Box::new(report.clone()))));
    };
    let done = tokio::select! {
        biased;
        () = cancel.cancelled() => {
            let cancelled = Fault { kind: FaultKind::Own("cancelled"), details: Details::default() };
            return ConnectionEvent::NotTested(job, explain(&cancelled));
        }
        done = diagnose::diagnose(&parts.network, &cloud, &parts.clock, &on_host) => done,
    };
    match done {
        Ok(_) => ConnectionEvent::Tested(job, parts.clock.now()),
        Err(error) => ConnectionEvent::NotTested(job, explain(&error.fault())),
    }
}

async fn save(job: JobId, path: PathBuf, text: String, replace: bool) -> Event {
    let written = tokio::task::spawn_blocking(move || export::save_text(&path, &text, replace)).await;
    Event::Connection(match written {
        Ok(Ok(path)) => ConnectionEvent::TeamSaved(job, path),
        Ok(Err(ExportError::Exists { path })) if !replace => ConnectionEvent::TeamExists(job, path),
        Ok(Err(error)) => ConnectionEvent::TeamNotSaved(job, explain(&error.fault())),
        Err(error) => ConnectionEvent::TeamNotSaved(job, unexpected(&error)),
    })
}

async fn read(job: JobId, path: PathBuf) -> Event {
    let read = tokio::task::spawn_blocking(move || Authority::from_file(&path)).await;
    match read {
        Ok(Ok(found)) => Event::Connection(ConnectionEvent::AuthorityRead(job, found)),
        Ok(Err(error)) => refused(job, explain(&error.fault())),
        Err(error) => refused(job, unexpected(&error)),
    }
}

fn unexpected(error: &dyn std::fmt::Display) -> Problem {
    let details = Details { message: Some(error.to_string()), ..Details::default() };
    explain(&Fault { kind: FaultKind::Own("unexpected"), details })
}
