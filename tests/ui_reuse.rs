//! The window with its worker and a demo tenant: somebody connects a product again and chooses the app that is there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    reason = "a test fails by panicking, and shares its support with others"
)]

mod worker_support;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use onramp::clock::Clock;
use onramp::demo::DemoOptions;
use onramp::home::Home;
use onramp::net::NetworkOptions;
use onramp::preset::{self, PermissionIds};
use onramp::text::Texts;
use onramp::ui::App;
use onramp::wizard::State;
use onramp::worker::{Desktop, Place, Worker, WorkerOptions};
use worker_support::{NotedDesktop, Window};

/// Whoever waits longer than this waits for something that never comes. No test depends on it.
const NEVER: Duration = Duration::from_mins(1);

struct Screen {
    harness: Harness<'static, App>,
    news: Receiver<()>,
}

impl Screen {
    fn open(folder: &std::path::Path) -> Self {
        let (waker, news) = channel();
        let clock = Clock::virtual_at("2026-11-22T10:00:00Z".parse().unwrap());
        let home = Home::at(folder.to_owned(), true);
        let demo = DemoOptions { clock: clock.clone(), state_file: Some(home.demo_state()), ..DemoOptions::default() };
        let worker = Worker::start(WorkerOptions {
            place: Place::Demo(demo),
            network: NetworkOptions::default(),
            home,
            clock: clock.clone(),
            texts: Texts::english(),
            desktop: Arc::new(NotedDesktop::default()) as Arc<dyn Desktop>,
            waker: Arc::new(move || {
                // Nobody listens any more once the window is closed.
                let _ = waker.send(());
            }),
        })
        .unwrap();
        let state = State::new(preset::built_in().unwrap(), PermissionIds::built_in().unwrap(), worker.demo_accounts());
        let harness = Harness::builder().with_size([1100.0, 1600.0]).build_eframe(move |creation| {
            App::new(&creation.egui_ctx, state, Texts::english(), Box::new(worker), clock)
        });
        Self { harness, news }
    }

    /// Waits until something with this name is on the page.
    fn until(&mut self, name: &str) {
        loop {
            self.harness.step();
            self.harness.step();
            if self.harness.query_all_by_label(name).next().is_some() {
                return;
            }
            assert!(self.news.recv_timeout(NEVER).is_ok(), "{name} never came");
        }
    }

    fn press(&mut self, role: Role, name: &str) {
        self.until(name);
        self.harness.get_by_role_and_label(role, name).click();
        self.harness.step();
        self.harness.step();
    }

    fn next(&mut self) {
        self.press(Role::Button, "Continue");
    }
}

#[test]
fn the_app_of_last_time_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let (client, keys) = {
        let mut window = Window::open(folder.path());
        window.fill_in();
        window.set_up();
        let outcome = window.state.outcome.clone().unwrap();
        (outcome.client, window.contoso(|tenant| tenant.applications[0].secrets.len()))
    };
    assert_eq!(keys, 1);
    let mut screen = Screen::open(folder.path());
    let name = preset::by_id(worker_support::PRODUCT).unwrap().name;
    screen.press(Role::RadioButton, &name);
    screen.next();
    screen.press(Role::Button, "Sign in");
    screen.until("What Onramp found");
    screen.next();
    screen.until("An app for Cirrus Insight is already there");
    screen.press(Role::RadioButton, "Use “Cirrus Insight Service Account”");
    screen.until("An existing app keeps its name, so that whoever knows it finds it again.");
    let mailbox = "Test account (e-mail address of one licensed user)";
    screen.harness.get_by_role_and_label(Role::TextInput, mailbox).focus();
    screen.harness.step();
    screen.harness.get_by_role_and_label(Role::TextInput, mailbox).type_text("alex@contoso.example");
    screen.harness.step();
    for _ in 0..4 {
        screen.next();
    }
    screen.until("Already there, stays as it is");
    screen.press(Role::Button, "Set up in Contoso");
    screen.until("It works");
    drop(screen);
    let after = Window::open(folder.path());
    after.contoso(|tenant| {
        assert_eq!(tenant.applications.len(), 1, "no second app");
        assert_eq!(tenant.applications[0].app_id, client.uuid());
        assert_eq!(tenant.applications[0].secrets.len(), 2, "one more secret, and the first one is there");
    });
}
