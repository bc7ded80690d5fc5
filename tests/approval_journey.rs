//! The hand-over to an administrator as a person sees it: the window, the worker behind it, the demo tenant's pages.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

mod worker_support;

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use onramp::text::Texts;
use onramp::ui::{self, theme};
use onramp::verify::CheckState;
use onramp::wizard::{Action, Event, State, Step};
use worker_support::{PRODUCT, Window};

/// What is drawn, and what was pressed.
struct Shown {
    state: State,
    texts: Texts,
    actions: Vec<Action>,
}

impl eframe::App for Shown {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let now = "2026-11-21T10:00:00Z".parse().unwrap();
        self.actions.extend(ui::show(ui, &self.state, &self.texts, now));
    }
}

fn draw(window: &Window) -> Harness<'static, Shown> {
    let shown = Shown { state: window.state.clone(), texts: Texts::english(), actions: Vec::new() };
    let builder = Harness::builder().with_size([1100.0, 1600.0]).with_theme(Theme::Light).with_max_steps(8);
    let mut harness = builder.with_context_setup(theme::install).build_eframe(|_| shown);
    harness.run();
    harness
}

/// Everything that is said or shown, as a screen reader gets it.
fn everything(window: &Window) -> String {
    let harness = draw(window);
    let root = harness.root();
    let words = root.children_recursive().flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value(), node.description()]
    });
    words.flatten().collect::<Vec<_>>().join("\n")
}

/// Presses a button of the page that is shown.
fn press(window: &mut Window, name: &str) {
    let mut harness = draw(window);
    harness.get_by_role_and_label(Role::Button, name).scroll_to_me();
    harness.run();
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
    let actions = std::mem::take(&mut harness.state_mut().actions);
    assert!(!actions.is_empty(), "{name} does something");
    for action in actions {
        window.act(action);
    }
}

/// What an administrator does with the link.
fn approve(link: &str, username: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut address = url::Url::parse(link).unwrap();
    let mut fields: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    fields.push(("account".to_owned(), username.to_owned()));
    address.set_query(None);
    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = runtime.block_on(browser.post(address).form(&fields).send()).unwrap();
    assert_eq!(answer.status(), 200);
}

fn setup_done(event: &Event) -> bool {
    matches!(event, Event::SetupDone(..) | Event::SetupStopped(..))
}

/// Set up as an Application Administrator, as far as that goes.
fn waiting(window: &mut Window) {
    window.act(Action::ChooseDemoAccount("app-admin".to_owned()));
    window.fill_in();
    let told = everything(window);
    assert!(told.contains("You can't approve these yourself"), "said before anything changes: {told}");
    press(window, "Set up in Contoso");
    window.until(setup_done);
    assert!(window.state.awaits_approval(), "{:?}", window.state.setup);
}

fn assert_checked(window: &mut Window) {
    assert_eq!(window.state.step, Step::Check, "{:?}", window.state.setup);
    window.until_checked();
    assert!(window.state.checks.iter().all(|row| row.state == CheckState::Passed), "{:?}", window.state.checks);
    assert!(everything(window).contains("It works"));
}

#[test]
fn an_administrator_approves_and_the_window_goes_on_to_the_checks_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    waiting(&mut window);
    let outcome = window.state.outcome.clone().unwrap();
    let told = everything(&window);
    for part in
        ["Waiting for approval by an administrator", "0 of 4 approved", "Awaits approval", &outcome.approval_link]
    {
        assert!(told.contains(part), "{part} in {told}");
    }
    press(&mut window, "Open in mail program");
    press(&mut window, "Look at the values");
    let told = everything(&window);
    assert!(told.contains("Not approved yet") && told.contains(&outcome.client.to_string()), "{told}");
    window.act(Action::Back);

    approve(&outcome.approval_link, "megan@contoso.example");
    window.until(setup_done);
    assert_checked(&mut window);
    let opened = window.desktop.opened.lock().unwrap().clone();
    let mail = opened.iter().find(|address| address.starts_with("mailto:?subject=")).unwrap();
    let mail = url::Url::parse(mail).unwrap();
    let body = mail.query_pairs().find(|(key, _)| key == "body").unwrap().1.into_owned();
    assert!(body.contains(&outcome.approval_link) && body.contains("Mail.ReadWrite"), "{body}");
    assert!(!body.contains(outcome.secret.unwrap().value.unwrap().expose()), "nothing secret in it");
}

#[test]
fn after_a_restart_it_is_looked_again_and_gone_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    waiting(&mut window);
    let setup = window.state.setup_id;
    drop(window);

    let mut window = Window::open(folder.path());
    assert!(window.state.resumable[0].awaits_approval);
    assert!(everything(&window).contains("Waiting for approval by an administrator"));
    press(&mut window, "Check again");
    assert_eq!(window.state.step, Step::Connect);
    window.act(Action::ChooseDemoAccount("app-admin".to_owned()));
    window.sign_in();
    window.until(setup_done);
    assert!(window.state.awaits_approval() && window.state.setup_id == setup, "{:?}", window.state.setup);
    // Its address is another one than before: so is the link.
    approve(&window.state.outcome.clone().unwrap().approval_link, "megan@contoso.example");
    window.until(setup_done);
    assert_checked(&mut window);
}

#[test]
fn an_administrator_signs_in_on_this_computer_and_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    waiting(&mut window);
    press(&mut window, "Let an administrator sign in here");
    assert_eq!(window.state.step, Step::Connect);
    window.act(Action::ChooseDemoAccount("global-admin".to_owned()));
    window.sign_in();
    window.until(|event| matches!(event, Event::SetupDone(_, outcome) if !outcome.awaits_approval()));
    assert_checked(&mut window);
}

#[test]
fn the_message_is_saved_and_a_waiting_setup_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    waiting(&mut window);
    let path = folder.path().join("please.txt");
    window.act(Action::ApprovalPath(path.display().to_string()));
    press(&mut window, "Save as file");
    window.until(|event| matches!(event, Event::MessageSaved(..) | Event::MessageNotSaved(..)));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("Please approve Cirrus Insight for Contoso"), "{text}");
    press(&mut window, "Save as file");
    window.until(|event| matches!(event, Event::MessageNotSaved(..)));
    assert!(everything(&window).contains("There is already a file with this name"));

    press(&mut window, "Undo everything");
    press(&mut window, "Remove it");
    window.until(|event| matches!(event, Event::Undone(_)));
    assert!(window.contoso(|tenant| tenant.applications.is_empty()), "{:?}", window.state.setup);
}

#[test]
fn approvals_alone_are_taken_back_and_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    press(&mut window, "Set up in Contoso");
    window.until(setup_done);
    assert_checked(&mut window);
    window.act(Action::Next);
    press(&mut window, "Only take back the approvals");
    press(&mut window, "Take them back");
    window.until(|event| matches!(event, Event::Revoked(_) | Event::SetupStopped(..)));
    assert!(everything(&window).contains("The approvals are taken back"), "{:?}", window.state.setup);
    assert!(window.contoso(|tenant| tenant.assignments.is_empty() && tenant.applications.len() == 1));
    press(&mut window, "Approve again");
    window.until(setup_done);
    assert_checked(&mut window);
}

#[test]
fn a_setup_goes_on_without_a_permission_that_the_organization_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.act(Action::ChooseDemoAccount("fabrikam-admin".to_owned()));
    window.sign_in();
    window.until(|event| matches!(event, Event::Found(..)));
    window.act(Action::Next);
    window.act(Action::SetInput { key: "test_mailbox".to_owned(), value: "pradeep@fabrikam.example".to_owned() });
    for _ in 0..3 {
        window.act(Action::Next);
    }
    assert_eq!(window.state.step, Step::Permissions);
    assert!(everything(&window).contains("Fabrikam doesn't know the permission Mail.Read"));
    press(&mut window, "Go on without it");
    press(&mut window, "Ask for it after all");
    press(&mut window, "Go on without it");
    press(&mut window, "Continue");
    assert!(everything(&window).contains("Without Mail.Read"));
    press(&mut window, "Set up in Fabrikam");
    window.until(setup_done);
    assert_checked(&mut window);
    assert!(window.state.outcome.as_ref().unwrap().permissions.iter().all(|p| p.name.as_str() != "Mail.Read"));
}
