//! The window's loop: events in, effects out, closing only when the wizard says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    reason = "a test fails by panicking, and shares its fixtures with others"
)]

#[path = "support/fixtures.rs"]
mod fixtures;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Theme, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use onramp::clock::Clock;
use onramp::text::Texts;
use onramp::ui::{App, Port};
use onramp::wizard::{Dialog, Effect, Event, SetupPhase, State, Step, ThemeChoice};

/// A world that does nothing and says what it is told to say.
#[derive(Clone, Default)]
struct Fake(Rc<RefCell<Heard>>);

#[derive(Default)]
struct Heard {
    effects: Vec<Effect>,
    news: VecDeque<Event>,
}

impl Port for Fake {
    fn run(&mut self, effects: Vec<Effect>) {
        self.0.borrow_mut().effects.extend(effects);
    }

    fn events(&mut self) -> Vec<Event> {
        self.0.borrow_mut().news.drain(..).collect()
    }
}

fn open(state: State, port: &Fake) -> Harness<'static, App> {
    let port = port.clone();
    let clock = Clock::virtual_at(fixtures::now());
    let mut window = Harness::builder()
        .with_size([1100.0, 740.0])
        .with_max_steps(8)
        .build_eframe(move |creation| App::new(&creation.egui_ctx, state, Texts::english(), Box::new(port), clock));
    window.run();
    window
}

/// The person presses the window's close button; the commands that the window gives in return.
fn close(window: &mut Harness<'_, App>) -> Vec<ViewportCommand> {
    let view = window.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    view.events.push(ViewportEvent::Close);
    window.step();
    let commands = window.output().viewport_output[&ViewportId::ROOT].commands.clone();
    if let Some(view) = window.input_mut().viewports.get_mut(&ViewportId::ROOT) {
        view.events.clear();
    }
    commands
}

#[test]
fn a_start_asks_what_was_kept_and_shows_it() {
    let port = Fake::default();
    let mut window = open(fixtures::fresh(), &port);
    assert!(port.0.borrow().effects.contains(&Effect::LoadEarlier));
    port.0.borrow_mut().news.push_back(Event::Started {
        draft: None,
        resumable: fixtures::with_an_unfinished_setup().resumable,
        theme: ThemeChoice::Dark,
        save_folder: PathBuf::from("/home/megan/Documents"),
    });
    window.run();
    window.get_by_label("You have an unfinished setup");
    assert_eq!(window.ctx.theme(), Theme::Dark);
}

#[test]
fn what_the_person_does_reaches_the_world() {
    let port = Fake::default();
    let mut window = open(fixtures::at(Step::Connect), &port);
    window.get_by_role_and_label(Role::Button, "Sign in").click();
    window.run();
    let signs_in =
        |effect: &Effect| matches!(effect, Effect::SignIn { demo_account: Some(key), .. } if key == "global-admin");
    assert!(port.0.borrow().effects.iter().any(signs_in), "{:?}", port.0.borrow().effects);
}

#[test]
fn where_one_way_of_signing_in_is_shut_the_other_is_offered() {
    for (problem, way, code) in [
        ("code-blocked", "Use the browser instead", false),
        ("code-declined", "Use the browser instead", false),
        ("code-expired", "Get a new code", true),
        ("browser-missing", "Use a code on another device", true),
    ] {
        let port = Fake::default();
        let mut window = open(fixtures::sign_in_failed(problem), &port);
        window.get_by_role_and_label(Role::Button, way).click();
        window.run();
        let port = port.0.borrow();
        let wanted = |effect: &Effect| match effect {
            Effect::SignInWithCode { .. } => code,
            Effect::SignIn { demo_account, .. } => !code && demo_account.is_none(),
            _ => false,
        };
        assert!(port.effects.iter().any(wanted), "{problem}: {:?}", port.effects);
    }
}

#[test]
fn the_code_can_be_read_copied_and_left_for_the_browser() {
    let port = Fake::default();
    let mut window = open(fixtures::waiting_for_a_code(), &port);
    window.get_by_label("FJK7Q2MZP");
    window.get_by_label("Copy the code");
    window.get_by_label("Copy Sign-in address");
    window.get_by_label("Open the address here").click();
    window.step();
    window.step();
    let opens = |effect: &Effect| matches!(effect, Effect::OpenLink(to) if to == "https://login.microsoft.com/device");
    assert!(port.0.borrow().effects.iter().any(opens), "{:?}", port.0.borrow().effects);
    window.get_by_role_and_label(Role::Button, "Use the browser instead").click();
    window.step();
    window.step();
    assert!(port.0.borrow().effects.iter().any(|effect| matches!(effect, Effect::SignIn { .. })));
}

#[test]
fn another_cloud_is_shown_and_can_be_overruled() {
    let port = Fake::default();
    let mut window = open(fixtures::found_in_another_cloud(), &port);
    window.get_by_label("contoso.com is in Microsoft 365 GCC High");
    window.get_by_label("Advanced").click();
    window.run();
    window.get_by_role_and_label(Role::RadioButton, "Microsoft 365 (worldwide)").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Sign in").click();
    window.run();
    let chosen = |effect: &Effect| matches!(effect, Effect::SignIn { cloud: Some(id), .. } if id == "global");
    assert!(port.0.borrow().effects.iter().any(chosen), "{:?}", port.0.borrow().effects);
}

#[test]
fn the_window_closes_when_nothing_is_at_stake() {
    let mut window = open(fixtures::fresh(), &Fake::default());
    let commands = close(&mut window);
    assert!(commands.contains(&ViewportCommand::Close), "{commands:?}");
}

#[test]
fn the_window_does_not_close_in_the_middle_of_a_setup() {
    let mut window = open(fixtures::setting_up(), &Fake::default());
    let commands = close(&mut window);
    assert!(commands.contains(&ViewportCommand::CancelClose), "{commands:?}");
    assert!(!commands.contains(&ViewportCommand::Close), "{commands:?}");
    assert_eq!(window.state().state().dialog, Some(Dialog::CloseDuringSetup));
    assert!(matches!(window.state().state().setup, SetupPhase::Running(_)));
}

#[test]
fn the_window_asks_before_the_secret_is_lost() {
    let mut window = open(fixtures::made(Step::Handover), &Fake::default());
    let commands = close(&mut window);
    assert!(!commands.contains(&ViewportCommand::Close), "{commands:?}");
    window.run();
    window.get_by_role_and_label(Role::Heading, "Leave without the secret?");
}
