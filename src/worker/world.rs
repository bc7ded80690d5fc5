//! What the jobs share: the connection, the sign-in, the jobs under way, the news for the window. Begins each effect;
//! what an effect does is in [`super::jobs`].

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::keeper::Keeper;
use super::{Desktop, Waker, jobs, network_jobs};
use crate::clock::Clock;
use crate::cloud::{Cloud, CloudFault};
use crate::explain::{Details, Fault, FaultKind, Problem, explain};
use crate::home::Home;
use crate::journal::Journal;
use crate::net::Network;
use crate::settings::Settings;
use crate::signin::Session;
use crate::text::Texts;
use crate::types::SecretValue;
use crate::vault::Vault;
use crate::wizard::{DemoAccount, Effect, Event, JobId};

/// What a world is made of.
pub(super) struct Parts {
    pub network: Network,
    pub cloud: Cloud,
    pub home: Home,
    pub clock: Clock,
    pub texts: Texts,
    pub desktop: Arc<dyn Desktop>,
    pub waker: Waker,
    pub accounts: Vec<DemoAccount>,
}

/// What the jobs share.
pub(super) struct World {
    parts: Parts,
    keeper: Keeper,
    vault: Vault,
    session: Mutex<Option<Session>>,
    /// The cloud file that was read last.
    custom: Mutex<Option<Cloud>>,
    /// The copied secrets whose minute on the clipboard is not over.
    on_clipboard: Mutex<Vec<SecretValue>>,
    jobs: Mutex<BTreeMap<JobId, CancellationToken>>,
    /// As many as the work makes and the window has not taken yet: a setup tells some dozens.
    news: Mutex<Vec<Event>>,
}

impl World {
    pub(super) fn new(parts: Parts) -> Self {
        let journal = Journal::new(parts.home.setups());
        Self {
            keeper: Keeper::new(Settings::new(parts.home.folder().to_owned()), journal, parts.clock.clone()),
            vault: parts.home.vault(),
            parts,
            session: Mutex::default(),
            custom: Mutex::default(),
            on_clipboard: Mutex::default(),
            jobs: Mutex::default(),
            news: Mutex::default(),
        }
    }

    /// Begins one effect.
    pub(super) fn begin(world: &Arc<Self>, runtime: &Handle, effect: Effect) {
        match effect {
            Effect::SaveDraft(draft) => {
                world.keeper.note_draft(draft);
                world.flush_soon(runtime);
            }
            Effect::ForgetDraft => {
                world.keeper.note_no_draft();
                world.flush_soon(runtime);
            }
            Effect::SaveTheme(theme) => {
                world.keeper.note_theme(theme);
                world.flush_soon(runtime);
            }
            Effect::Cancel(job) => {
                if let Some(token) = lock(&world.jobs).get(&job) {
                    token.cancel();
                }
            }
            Effect::SignOut => {
                // At once, so that nothing that begins later uses it.
                if let Some(session) = lock(&world.session).take() {
                    runtime.spawn(async move { session.sign_out().await });
                }
            }
            Effect::LoadEarlier => drop(runtime.spawn(jobs::load_earlier(Arc::clone(world)))),
            Effect::OpenLink(address) => drop(runtime.spawn(jobs::open_link(Arc::clone(world), address))),
            Effect::NoteHandedOver(setup) => {
                world.keeper.note_handed_over(setup);
                world.flush_soon(runtime);
            }
            Effect::ClearClipboardLater(secret) => {
                lock(&world.on_clipboard).push(secret.clone());
                drop(runtime.spawn(jobs::clear_clipboard_later(Arc::clone(world), secret)));
            }
            Effect::Connection(effect) => network_jobs::begin(world, runtime, effect),
            // Only the window can close itself.
            Effect::CloseWindow => {}
            Effect::SaveClient(client) => {
                world.keeper.note_client(client);
                world.flush_soon(runtime);
            }
            effect @ (Effect::ReadCloud { .. }
            | Effect::RecallCloud { .. }
            | Effect::AskFile { .. }
            | Effect::SignIn { .. }
            | Effect::SignInWithCode { .. }) => Self::begin_connecting(world, runtime, effect),
            Effect::Preflight { job, target, again } => {
                Self::spawn(world, runtime, job, Event::NotFound, |world, cancel| {
                    jobs::preflight(world, cancel, job, target, again)
                });
            }
            Effect::Apply { job, plan, findings } => {
                Self::spawn(world, runtime, job, Event::SetupStopped, |world, cancel| {
                    jobs::apply(world, cancel, job, plan, findings)
                });
            }
            Effect::Resume { job, setup } => {
                Self::spawn(world, runtime, job, Event::SetupStopped, |world, cancel| {
                    jobs::resume(world, cancel, job, setup)
                });
            }
            Effect::AwaitApproval { job, setup } => {
                Self::spawn(world, runtime, job, Event::SetupStopped, |world, cancel| {
                    jobs::await_approval(world, cancel, job, setup)
                });
            }
            Effect::SaveMessage { job, path, text } => {
                Self::spawn(world, runtime, job, Event::MessageNotSaved, |_, _| jobs::save_message(job, path, text));
            }
            Effect::Undo { job, setup } => {
                Self::spawn(world, runtime, job, Event::SetupStopped, |world, cancel| {
                    jobs::undo(world, cancel, job, setup)
                });
            }
            Effect::Revoke { job, setup } => {
                Self::spawn(world, runtime, job, Event::SetupStopped, |world, cancel| {
                    jobs::revoke(world, cancel, job, setup)
                });
            }
            Effect::Verify { job, plan, outcome } => {
                Self::spawn(
                    world,
                    runtime,
                    job,
                    |job, _| Event::ChecksDone(job),
                    |world, cancel| jobs::verify(world, cancel, job, plan, outcome),
                );
            }
            Effect::AskPath { job, suggestion } => {
                Self::spawn(
                    world,
                    runtime,
                    job,
                    |job, _| Event::PathChosen(job, None),
                    |world, cancel| jobs::ask_path(world, cancel, job, suggestion),
                );
            }
            Effect::Save { job, request } => {
                Self::spawn(world, runtime, job, Event::SaveFailed, |_, cancel| jobs::save(cancel, job, *request));
            }
        }
    }

    /// Begins what belongs to signing in.
    fn begin_connecting(world: &Arc<Self>, runtime: &Handle, effect: Effect) {
        match effect {
            Effect::ReadCloud { job, path } => {
                Self::spawn(world, runtime, job, unread, |world, cancel| jobs::read_cloud(world, cancel, job, path));
            }
            Effect::RecallCloud { job, setup } => {
                Self::spawn(world, runtime, job, unread, |world, cancel| jobs::recall_cloud(world, cancel, job, setup));
            }
            Effect::AskFile { job } => {
                let none = |job, _| Event::PathChosen(job, None);
                Self::spawn(world, runtime, job, none, |world, cancel| jobs::ask_file(world, cancel, job));
            }
            Effect::SignIn { job, hint, demo_account, cloud, asking } => {
                Self::spawn(world, runtime, job, Event::SignInFailed, |world, cancel| {
                    jobs::sign_in(world, cancel, job, hint, demo_account, cloud, asking)
                });
            }
            Effect::SignInWithCode { job, hint, cloud, asking } => {
                Self::spawn(world, runtime, job, Event::SignInFailed, |world, cancel| {
                    jobs::sign_in_with_code(world, cancel, job, hint, cloud, asking)
                });
            }
            _ => {}
        }
    }

    /// Runs a job that can be cancelled and that answers with its last event. The wizard waits for that answer, so it
    /// comes even if the job breaks.
    pub(super) fn spawn<F: Future<Output = Event> + Send + 'static>(
        world: &Arc<Self>,
        runtime: &Handle,
        job: JobId,
        broken: fn(JobId, Problem) -> Event,
        work: impl FnOnce(Arc<Self>, CancellationToken) -> F,
    ) {
        let cancel = CancellationToken::new();
        lock(&world.jobs).insert(job, cancel.clone());
        let working = runtime.spawn(work(Arc::clone(world), cancel));
        let world = Arc::clone(world);
        runtime.spawn(async move {
            let answer = working.await.unwrap_or_else(|error| broken(job, unexpected(&error)));
            lock(&world.jobs).remove(&job);
            world.tell(answer);
        });
    }

    fn flush_soon(&self, runtime: &Handle) {
        let keeper = self.keeper.clone();
        runtime.spawn_blocking(move || keeper.flush());
    }

    /// News for the window.
    pub(super) fn tell(&self, event: Event) {
        lock(&self.news).push(event);
        (self.parts.waker)();
    }

    pub(super) fn take_news(&self) -> Vec<Event> {
        std::mem::take(&mut *lock(&self.news))
    }

    /// Cancels everything, safely.
    pub(super) fn cancel_all(&self) {
        lock(&self.jobs).values().for_each(CancellationToken::cancel);
    }

    /// A copied secret has had its minute.
    pub(super) fn clipboard_emptied_of(&self, secret: &SecretValue) {
        let mut held = lock(&self.on_clipboard);
        if let Some(at) = held.iter().position(|one| one == secret) {
            held.swap_remove(at);
        }
    }

    /// Takes copied secrets off the clipboard now. A clipboard may answer late or never, so this waits only so long.
    pub(super) fn empty_clipboard(&self, patience: Duration) {
        let secrets = std::mem::take(&mut *lock(&self.on_clipboard));
        if secrets.is_empty() {
            return;
        }
        let desktop = Arc::clone(&self.parts.desktop);
        let (done, emptied) = std::sync::mpsc::channel();
        let looking = std::thread::Builder::new().name("onramp-clipboard".to_owned()).spawn(move || {
            for secret in &secrets {
                desktop.empty_clipboard_of(secret);
            }
            // Nobody listens any more when it took too long.
            let _ = done.send(());
        });
        if looking.is_err() || emptied.recv_timeout(patience).is_err() {
            tracing::warn!("the clipboard was not looked at");
        }
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.parts
    }

    pub(super) fn accounts(&self) -> &[DemoAccount] {
        &self.parts.accounts
    }

    pub(super) fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    pub(super) fn vault(&self) -> &Vault {
        &self.vault
    }

    pub(super) fn journal(&self) -> Journal {
        Journal::new(self.parts.home.setups())
    }

    /// Who is signed in now.
    pub(super) fn session(&self) -> Option<Session> {
        lock(&self.session).clone()
    }

    /// The cloud file that was read last.
    pub(super) fn custom(&self) -> Option<Cloud> {
        lock(&self.custom).clone()
    }

    /// Keeps a cloud file, unless another one is being read by now.
    pub(super) fn keep_custom(&self, cloud: Cloud, cancel: &CancellationToken) {
        let mut held = lock(&self.custom);
        if !cancel.is_cancelled() {
            *held = Some(cloud);
        }
    }

    /// Takes a sign-in, unless it was cancelled meanwhile; gives back the one before.
    pub(super) fn sign_in_as(&self, session: Session, cancel: &CancellationToken) -> Option<Session> {
        let mut held = lock(&self.session);
        if cancel.is_cancelled() { Some(session) } else { held.replace(session) }
    }
}

/// A cloud file was not read because the job broke.
fn unread(job: JobId, problem: Problem) -> Event {
    Event::CloudUnreadable(job, CloudFault::Unreadable(problem.details.message.unwrap_or(problem.id)))
}

/// A job broke. Its message may hold anything, so only that it did is told.
fn unexpected(error: &tokio::task::JoinError) -> Problem {
    let message = if error.is_panic() { "a job broke" } else { "a job was dropped" };
    tracing::error!(message);
    explain(&Fault {
        kind: FaultKind::Own("unexpected"),
        details: Details { message: Some(message.to_owned()), ..Details::default() },
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
