//! Carries the wizard's effects out on threads of its own and tells what came of them: the only place where window and
//! world meet. Decides nothing.

mod demo_browser;
mod desktop;
mod jobs;
mod keeper;
mod network_jobs;
mod world;

pub use demo_browser::{DemoBrowser, demo_accounts, form_in};
pub use desktop::{Desktop, Doing, SystemDesktop};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::demo::{DemoError, DemoOptions, DemoTenant};
use crate::home::Home;
use crate::net::{Network, NetworkError, NetworkOptions};
use crate::text::Texts;
use crate::wizard::{DemoAccount, Effect, Event};
use world::World;

/// How long the end of the program waits for what is under way. The journal makes it safe not to wait longer.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Wakes the window when there is news: a request to repaint.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Where the worker works.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a Microsoft cloud.
    Cloud(Box<Cloud>),
    /// In a demo tenant, which the worker starts.
    Demo(DemoOptions),
}

/// What a worker needs.
pub struct WorkerOptions {
    /// Where.
    pub place: Place,
    /// How to reach the network.
    pub network: NetworkOptions,
    /// Journals, settings, secrets.
    pub home: Home,
    /// What time it is, and how to wait.
    pub clock: Clock,
    /// The person's language, for the page in the browser.
    pub texts: Texts,
    /// Browser, dialogs, clipboard.
    pub desktop: Arc<dyn Desktop>,
    /// Called from any thread after each piece of news.
    pub waker: Waker,
}

impl fmt::Debug for WorkerOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkerOptions")
            .field("place", &self.place)
            .field("network", &self.network)
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

/// Why there is no worker.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The system gives no threads.
    #[error("cannot start the worker's threads")]
    Threads(#[source] std::io::Error),
    /// There is no network client.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The demo tenant did not start.
    #[error(transparent)]
    Demo(#[from] DemoError),
}

/// Carries effects out. When it is dropped, what is under way is cancelled safely and waited for a moment; do not drop
/// it inside async code.
pub struct Worker {
    world: Arc<World>,
    demo: Option<DemoTenant>,
    /// Taken when dropped.
    runtime: Option<Runtime>,
}

impl Worker {
    /// Starts the threads, and the demo tenant if that is the place.
    ///
    /// # Errors
    /// The system gives no threads, the network client cannot be set up, or the demo tenant does not start.
    pub fn start(options: WorkerOptions) -> Result<Self, WorkerError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("onramp-worker")
            .enable_all()
            .build()
            .map_err(WorkerError::Threads)?;
        let mut network = options.network;
        let (cloud, demo) = match options.place {
            Place::Cloud(cloud) => (*cloud, None),
            Place::Demo(demo) => {
                let demo = runtime.block_on(DemoTenant::start(demo))?;
                // The demo tenant is known to understand it: one connection, as with Microsoft.
                network.cleartext_http2 = true;
                (demo.cloud(), Some(demo))
            }
        };
        let accounts = demo.as_ref().map(demo_accounts).unwrap_or_default();
        let world = World::new(world::Parts {
            network: Network::new(&network)?,
            cloud,
            home: options.home,
            clock: options.clock,
            texts: options.texts,
            desktop: options.desktop,
            waker: options.waker,
            accounts,
        });
        Ok(Self { world: Arc::new(world), demo, runtime: Some(runtime) })
    }

    /// The demo tenant, if that is the place.
    #[must_use]
    pub fn demo(&self) -> Option<&DemoTenant> {
        self.demo.as_ref()
    }

    /// The accounts that the demo tenant offers, for [`State::new`](crate::wizard::State::new).
    #[must_use]
    pub fn demo_accounts(&self) -> Option<Vec<DemoAccount>> {
        self.demo.as_ref().map(|_| self.world.accounts().to_vec())
    }

    /// Begins to carry `effects` out, in their order. Never blocks.
    pub fn run(&mut self, effects: Vec<Effect>) {
        let Some(runtime) = &self.runtime else { return };
        for effect in effects {
            World::begin(&self.world, runtime.handle(), effect);
        }
    }

    /// What happened since the last call, in order. Never blocks.
    pub fn events(&mut self) -> Vec<Event> {
        self.world.take_news()
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("demo", &self.demo.is_some()).finish_non_exhaustive()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.world.cancel_all();
        self.world.keeper().flush();
        self.world.empty_clipboard(LAST_WORDS);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(LAST_WORDS);
        }
    }
}
