//! A window without a screen: the wizard's state, the worker behind it, a demo tenant, and a desktop that only notes
//! what it was asked for.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc, reason = "a test fails by panicking")]

use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use onramp::clock::Clock;
use onramp::cloud::Cloud;
use onramp::demo::misbehaviour::Fault;
use onramp::demo::store::Tenant;
use onramp::demo::{DemoOptions, DemoTenant};
use onramp::home::Home;
use onramp::net::NetworkOptions;
use onramp::preset::{self, PermissionIds};
use onramp::setup::{ChangeState, Progress};
use onramp::signin::{BrowserError, OpenBrowser};
use onramp::text::Texts;
use onramp::types::SecretValue;
use onramp::wizard::{Action, Effect, Event, Message, State, Step, update};
use onramp::worker::{DemoBrowser, Desktop, Doing, Place, Worker, WorkerOptions};

pub const PRODUCT: &str = "cirrus-insight-service-account";

/// Whoever waits longer than this waits for something that never comes. No test depends on it.
const NEVER: Duration = Duration::from_mins(1);

/// A desktop that only notes what it was asked for.
#[derive(Debug, Default)]
pub struct NotedDesktop {
    /// Told after each look at the clipboard.
    pub on_look: Mutex<Option<Sender<()>>>,
    pub opened: Mutex<Vec<String>>,
    /// Whoever opens a link waits here twice: the worker's threads are busy in between.
    pub gate: Option<Arc<Barrier>>,
    pub has_no_browser: bool,
    pub asked: Mutex<Vec<PathBuf>>,
    pub answer: Option<PathBuf>,
    /// The file that the dialog for opening gives.
    pub file: Option<PathBuf>,
    /// Who signs in where the browser is sent to.
    pub signs_in_as: Option<String>,
    pub clipboard: Mutex<String>,
    pub save_folder: Option<PathBuf>,
}

impl OpenBrowser for NotedDesktop {
    fn open<'a>(&'a self, address: &'a str) -> Doing<'a, Result<(), BrowserError>> {
        self.opened.lock().unwrap().push(address.to_owned());
        if let Some(username) = self.signs_in_as.clone() {
            return Box::pin(async move { DemoBrowser::new(username).open(address).await });
        }
        if let Some(gate) = &self.gate {
            gate.wait();
            gate.wait();
        }
        Box::pin(ready(if self.has_no_browser {
            Err(BrowserError { reason: "there is none".to_owned() })
        } else {
            Ok(())
        }))
    }
}

impl Desktop for NotedDesktop {
    fn ask_path<'a>(&'a self, suggestion: &'a Path) -> Doing<'a, Option<PathBuf>> {
        self.asked.lock().unwrap().push(suggestion.to_owned());
        Box::pin(ready(self.answer.clone()))
    }

    fn ask_file(&self) -> Doing<'_, Option<PathBuf>> {
        Box::pin(ready(self.file.clone().or_else(|| self.answer.clone())))
    }

    fn empty_clipboard_of(&self, secret: &SecretValue) {
        let mut clipboard = self.clipboard.lock().unwrap();
        if *clipboard == secret.expose() {
            clipboard.clear();
        }
        drop(clipboard);
        if let Some(on_look) = &*self.on_look.lock().unwrap() {
            on_look.send(()).unwrap();
        }
    }

    fn save_folder(&self) -> Option<PathBuf> {
        self.save_folder.clone()
    }
}

/// A window without a screen.
pub struct Window {
    pub state: State,
    pub desktop: Arc<NotedDesktop>,
    /// Every event that was heard.
    pub heard: Vec<Event>,
    /// Whether the window was closed.
    pub closed: bool,
    worker: Worker,
    news: Receiver<()>,
}

impl Window {
    /// Opens on the demo tenant whose things are in `folder`; with the same folder, it is the next start.
    pub fn open(folder: &Path) -> Self {
        Self::open_on(folder, NotedDesktop::default())
    }

    pub fn open_on(folder: &Path, desktop: NotedDesktop) -> Self {
        let clock = Clock::virtual_at("2026-11-21T10:00:00Z".parse::<Timestamp>().unwrap());
        Self::open_at(folder, desktop, clock)
    }

    /// By the computer's clock: what waits really waits, until somebody stops it.
    pub fn open_in_real_time(folder: &Path) -> Self {
        Self::open_at(folder, NotedDesktop::default(), Clock::system())
    }

    /// Opens as for a Microsoft cloud, in which others can be chosen.
    pub fn open_in_a_cloud(folder: &Path, desktop: NotedDesktop, cloud: Cloud) -> Self {
        let mut window = Self::open_in(cloud, folder, desktop);
        window.state.clouds = Cloud::built_in().unwrap().into_iter().map(|cloud| cloud.id).collect();
        window
    }

    pub fn open_at(folder: &Path, desktop: NotedDesktop, clock: Clock) -> Self {
        let home = Home::at(folder.to_owned(), true);
        let demo = DemoOptions { clock: clock.clone(), state_file: Some(home.demo_state()), ..DemoOptions::default() };
        Self::start(Place::Demo(demo), home, desktop, clock)
    }

    /// Opens on servers of the test's own, by the computer's clock.
    pub fn open_in(cloud: Cloud, folder: &Path, desktop: NotedDesktop) -> Self {
        let home = Home::at(folder.to_owned(), true);
        Self::start(Place::Cloud(Box::new(cloud)), home, desktop, Clock::system())
    }

    fn start(place: Place, home: Home, desktop: NotedDesktop, clock: Clock) -> Self {
        let (waker, news) = channel();
        let desktop = Arc::new(desktop);
        let worker = Worker::start(WorkerOptions {
            place,
            network: NetworkOptions::default(),
            home,
            clock,
            texts: Texts::english(),
            desktop: Arc::clone(&desktop) as Arc<dyn Desktop>,
            waker: Arc::new(move || {
                // Nobody listens any more once the window is closed.
                let _ = waker.send(());
            }),
        })
        .unwrap();
        let state = State::new(preset::built_in().unwrap(), PermissionIds::built_in().unwrap(), worker.demo_accounts());
        let mut window = Self { state, desktop, heard: Vec::new(), closed: false, worker, news };
        window.run(vec![Effect::LoadEarlier]);
        window.until(|event| matches!(event, Event::Started { .. }));
        window
    }

    pub fn run(&mut self, effects: Vec<Effect>) {
        self.closed |= effects.contains(&Effect::CloseWindow);
        self.worker.run(effects);
    }

    /// The person does something.
    pub fn act(&mut self, action: Action) {
        let effects = update(&mut self.state, Message::Action(action));
        self.run(effects);
    }

    /// Waits until such an event was heard; all before it are taken too.
    pub fn until(&mut self, wanted: impl Fn(&Event) -> bool) {
        let mut seen = self.heard.len();
        loop {
            if self.heard[seen..].iter().any(&wanted) {
                return;
            }
            seen = self.heard.len();
            let news = self.news.recv_timeout(NEVER);
            assert!(news.is_ok(), "never heard; the last was {:?}", self.heard.last());
            for event in self.worker.events() {
                let effects = update(&mut self.state, Message::Event(event.clone()));
                self.heard.push(event);
                self.run(effects);
            }
        }
    }

    pub fn demo(&self) -> &DemoTenant {
        self.worker.demo().unwrap()
    }

    pub fn contoso<R>(&self, look: impl FnOnce(&Tenant) -> R) -> R {
        self.demo().with_store(|store| look(&store.tenants[0]))
    }

    /// Injects a failure, written as for `onramp demo serve --fault`.
    pub fn misbehave(&self, fault: &str) {
        let fault: Fault = fault.parse().unwrap();
        self.demo().misbehave(|misbehaviour| misbehaviour.faults.push(fault));
    }

    pub fn sign_in(&mut self) {
        self.act(Action::SignIn);
        self.until(|event| matches!(event, Event::SignedIn(..) | Event::SignInFailed(..)));
        assert!(self.state.account().is_some(), "{:?}", self.state.connect);
    }

    /// Product, sign-in and form, up to the review page.
    pub fn fill_in(&mut self) {
        self.act(Action::ChooseProduct(PRODUCT.to_owned()));
        self.act(Action::Next);
        self.sign_in();
        self.until(|event| matches!(event, Event::Found(..) | Event::NotFound(..)));
        self.act(Action::Next);
        self.act(Action::SetInput { key: "test_mailbox".to_owned(), value: "alex@contoso.example".to_owned() });
        for _ in 0..4 {
            self.act(Action::Next);
        }
        assert_eq!(self.state.step, Step::Review, "{:?}", self.state.problems());
        assert_eq!(self.state.blockers(), []);
    }

    /// Sets up and waits until that is over.
    pub fn set_up(&mut self) {
        self.act(Action::StartSetup);
        self.until_setup_ends();
    }

    pub fn until_setup_ends(&mut self) {
        self.until(|event| matches!(event, Event::SetupDone(..) | Event::SetupStopped(..) | Event::Undone(_)));
    }

    /// Sets up against a tenant that asks for patience, until it is being waited for.
    pub fn set_up_until_it_waits(&mut self) {
        self.misbehave("POST:/v1.0/applications:throttle=60:times=all");
        self.act(Action::StartSetup);
        let pausing = |event: &Event| {
            matches!(event, Event::Setup(_, Progress::Change(_, ChangeState::Pausing { .. })) | Event::SetupStopped(..))
        };
        self.until(pausing);
        assert!(self.state.setup_job().is_some(), "{:?}", self.state.setup);
    }

    pub fn until_checked(&mut self) {
        if self.state.checking.is_some() {
            self.until(|event| matches!(event, Event::ChecksDone(_)));
        }
    }
}
