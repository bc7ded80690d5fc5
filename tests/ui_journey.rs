//! What a person can do on each page, found by accessible name as a screen reader finds it, and with the keyboard alone.

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
#[path = "support/window.rs"]
mod window;

use std::collections::BTreeSet;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, OutputCommand, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use onramp::export::ExportFormat;
use onramp::setup::SecretRule;
use onramp::types::FieldError;
use onramp::wizard::{Action, Dialog, Preflight, SetupPhase, State, Step, ThemeChoice};
use onramp::words;
use window::Shown;

type Window = Harness<'static, Shown>;

fn show(state: State) -> Window {
    let mut window = window::build(window::builder(Theme::Light), state);
    window.run();
    window
}

/// Presses what has this role and name, and returns what the person did by it.
fn press(window: &mut Window, role: Role, name: &str) -> Vec<Action> {
    window.state_mut().actions.clear();
    window.get_by_role_and_label(role, name).scroll_to_me();
    window.run();
    window.get_by_role_and_label(role, name).click();
    window.run();
    std::mem::take(&mut window.state_mut().actions)
}

fn key(window: &mut Window, key: Key) -> Vec<Action> {
    window.state_mut().actions.clear();
    window.key_press(key);
    window.run();
    std::mem::take(&mut window.state_mut().actions)
}

fn focused(window: &Window) -> Option<(Role, String)> {
    let root = window.root();
    let node = root.children_recursive().find(egui_kittest::Node::is_focused)?;
    let node = node.accesskit_node();
    Some((node.role(), node.label().unwrap_or_default()))
}

/// Everything that is said or shown, as a screen reader gets it.
fn everything(window: &Window) -> String {
    let root = window.root();
    let words = root.children_recursive().flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value(), node.description()]
    });
    words.flatten().collect::<Vec<_>>().join("\n")
}

fn every_state() -> Vec<(&'static str, State)> {
    let mut dialog = fixtures::made(Step::Handover);
    dialog.dialog = Some(Dialog::Undo(dialog.setup_id.unwrap()));
    let mut technical = fixtures::at(Step::Review);
    technical.show_requests = true;
    let mut nothing_found = fixtures::fresh();
    nothing_found.search = String::from("xyz");
    vec![
        ("first start", fixtures::fresh()),
        ("unfinished setup", fixtures::with_an_unfinished_setup()),
        ("nothing found", nothing_found),
        ("choose a demo account", fixtures::at(Step::Connect)),
        ("waiting for the browser", fixtures::waiting_for_the_browser()),
        ("connected", fixtures::connected()),
        ("blocked", fixtures::connected_but_blocked()),
        ("app", fixtures::at(Step::App)),
        ("account", fixtures::at(Step::Account)),
        ("secret", fixtures::at(Step::Secret)),
        ("permissions", fixtures::at(Step::Permissions)),
        ("review", fixtures::at(Step::Review)),
        ("technical details", technical),
        ("setting up", fixtures::setting_up()),
        ("stopped", fixtures::stopped()),
        ("waiting for an administrator", fixtures::awaiting_approval(Step::Setup)),
        ("waiting, signed out", fixtures::awaiting_approval_signed_out()),
        ("approvals taken back", fixtures::revoked()),
        ("not approved yet", fixtures::awaiting_approval(Step::Handover)),
        ("an earlier setup waits", fixtures::with_a_setup_that_waits()),
        ("unknown permission", fixtures::with_an_unknown_permission(Step::Permissions)),
        ("checking", fixtures::checking()),
        ("checked", fixtures::made(Step::Check)),
        ("hand over", fixtures::made(Step::Handover)),
        ("handed over", fixtures::handed_over()),
        ("question", dialog),
        ("an app is there", fixtures::with_existing_apps(Step::App)),
        ("an app is used", fixtures::reusing(Step::App)),
        ("account of an app that is used", fixtures::reusing(Step::Account)),
        ("review of an app that is used", fixtures::reusing(Step::Review)),
    ]
}

// ---- With the keyboard alone ----

#[test]
fn the_keyboard_reaches_every_control_of_every_page() {
    for (name, state) in every_state() {
        let mut window = show(state);
        let focusable: BTreeSet<_> = window
            .root()
            .children_recursive()
            .map(|node| node.accesskit_node())
            .filter(|node| node.data().supports_action(eframe::egui::accesskit::Action::Click) && !node.is_disabled())
            .filter(|node| ![Role::GenericContainer, Role::Unknown, Role::ScrollBar].contains(&node.role()))
            .map(|node| (format!("{:?}", node.role()), node.label().unwrap_or_default()))
            .collect();
        let mut reached = BTreeSet::new();
        for _ in 0..focusable.len() * 2 + 4 {
            window.key_press(Key::Tab);
            window.run();
            reached.extend(focused(&window).map(|(role, name)| (format!("{role:?}"), name)));
        }
        // Behind a question, nothing else can be reached: that is what it is for.
        if window.state().state.dialog.is_none() {
            let missed: Vec<_> = focusable.difference(&reached).collect();
            assert!(missed.is_empty(), "{name}: Tab does not reach {missed:?}");
        }
        assert!(!reached.is_empty(), "{name}: Tab reaches nothing");
    }
}

#[test]
fn tab_walks_through_the_page_then_the_footer_then_the_rail() {
    let mut window = show(fixtures::at(Step::Secret));
    let mut order = Vec::new();
    for _ in 0..20 {
        window.key_press(Key::Tab);
        window.run();
        order.extend(focused(&window).map(|(_, name)| name));
    }
    let place =
        |name: &str| order.iter().position(|other| other == name).unwrap_or_else(|| panic!("{name}: {order:?}"));
    assert!(place("24 months") < place("Back"), "{order:?}");
    assert!(place("Back") < place("Continue"), "{order:?}");
    assert!(place("Continue") < place("Product"), "{order:?}");
    assert!(place("Product") < place("Dark"), "{order:?}");
}

#[test]
fn the_first_field_has_the_focus_when_a_page_is_entered() {
    let first = |state: State| focused(&show(state)).map(|(_, name)| name);
    assert_eq!(first(fixtures::fresh()).as_deref(), Some("Search products"));
    assert_eq!(first(fixtures::at(Step::Connect)).as_deref(), Some("Megan Bowen"));
    assert_eq!(first(fixtures::at(Step::App)).as_deref(), Some("Application name"));
    assert_eq!(first(fixtures::at(Step::Secret)).as_deref(), Some("12 months"));
    assert_eq!(first(fixtures::at(Step::Permissions)).as_deref(), Some("Calendar Sync"));
}

#[test]
fn a_focused_control_is_scrolled_into_view() {
    let mut window = window::build(window::builder(Theme::Light).with_size([880.0, 620.0]), fixtures::at(Step::App));
    window.run();
    for _ in 0..4 {
        window.key_press(Key::Tab);
        window.run();
    }
    let root = window.root();
    let node = root.children_recursive().find(egui_kittest::Node::is_focused).expect("something has the focus");
    let bottom = node.rect().bottom();
    assert!(bottom <= 620.0 - 68.0, "the focused control ends at {bottom}, below the page");
}

#[test]
fn enter_in_a_field_goes_on() {
    let mut window = show(fixtures::at(Step::App));
    assert_eq!(key(&mut window, Key::Enter), vec![Action::Next]);
}

#[test]
fn a_stray_enter_never_starts_a_setup() {
    let mut window = show(fixtures::at(Step::Review));
    assert_eq!(key(&mut window, Key::Enter), vec![]);
    // Not even coming from the page before, with Enter on its Continue button.
    let mut window = show(fixtures::at(Step::Permissions));
    window.get_by_role_and_label(Role::Button, "Continue").focus();
    window.run();
    assert_eq!(key(&mut window, Key::Enter), vec![Action::Next]);
    window.state_mut().state.step = Step::Review;
    window.state_mut().state.reached = Step::Review;
    window.run();
    assert_eq!(key(&mut window, Key::Enter), vec![]);
    assert_eq!(press(&mut window, Role::Button, "Set up in Contoso"), vec![Action::StartSetup]);
}

#[test]
fn every_page_can_be_used_in_the_smallest_window_and_at_200_percent() {
    for size in [[880.0, 620.0], [440.0, 310.0]] {
        for (name, state) in every_state() {
            let builder = window::builder(Theme::Dark).with_size(size).with_pixels_per_point(2.0);
            let mut window = window::build(builder, state);
            window.run();
            let footer = |name: &str| window.query_by_role_and_label(Role::Button, name).map(|node| node.rect());
            for button in ["Back", "Continue", "Set up in Contoso", "Save file", "Sign in", "Try again"] {
                if let Some(rect) = footer(button) {
                    let inside = rect.left() >= 0.0 && rect.right() <= size[0] && rect.bottom() <= size[1];
                    assert!(inside, "{name} at {size:?}: {button} is at {rect:?}");
                }
            }
        }
    }
}

// ---- The window ----

#[test]
fn the_window_is_named_after_the_tenant() {
    let name = |state: State| show(state).root().accesskit_node().label();
    assert_eq!(name(fixtures::fresh()).as_deref(), Some("Onramp"));
    assert_eq!(name(fixtures::connected()).as_deref(), Some("Contoso – Onramp"));
}

#[test]
fn an_idle_window_asks_for_no_repaint_and_a_pause_for_one_a_second() {
    let delay = |state: State| {
        let window = show(state);
        window.output().viewport_output.values().map(|view| view.repaint_delay).min().unwrap()
    };
    for (name, state) in every_state() {
        let pausing = matches!(state.setup, SetupPhase::Running(_)) || state.checking.is_some();
        if !pausing {
            assert!(delay(state) > Duration::from_hours(1), "{name} repaints without cause");
        }
    }
    assert!(delay(fixtures::setting_up()) >= Duration::from_millis(900));
}

#[test]
fn the_rail_leads_back_but_not_ahead_and_not_out_of_a_running_setup() {
    let mut window = show(fixtures::at(Step::Secret));
    assert_eq!(press(&mut window, Role::Link, "App"), vec![Action::GoTo(Step::App)]);
    assert_eq!(press(&mut window, Role::Link, "Review"), vec![]);
    let mut window = show(fixtures::setting_up());
    assert_eq!(press(&mut window, Role::Link, "App"), vec![]);
}

#[test]
fn the_demo_tenant_says_so() {
    show(fixtures::connected()).get_by_label("Demo tenant");
    let mut real = fixtures::connected();
    real.demo = None;
    assert!(show(real).query_by_label("Demo tenant").is_none());
}

#[test]
fn the_appearance_can_be_chosen() {
    let mut window = show(fixtures::fresh());
    assert_eq!(press(&mut window, Role::RadioButton, "Dark"), vec![Action::SetTheme(ThemeChoice::Dark)]);
}

#[test]
fn help_follows_the_focused_field() {
    let mut window = show(fixtures::at(Step::App));
    assert!(everything(&window).contains("Cirrus Insight does not read it"));
    key(&mut window, Key::Tab);
    assert!(everything(&window).contains("Pick a user with an Exchange Online mailbox"));
}

#[test]
fn an_address_that_no_browser_opens_can_be_copied() {
    let mut state = fixtures::at(Step::Permissions);
    state.failed_link = Some("https://learn.microsoft.com/graph".to_owned());
    let window = show(state);
    window.get_by_label("No browser could be opened");
    window.get_by_role_and_label(Role::Button, "Copy").click();
}

// ---- The pages, in order ----

#[test]
fn a_product_is_found_and_chosen() {
    let mut window = show(fixtures::fresh());
    let search = window.get_by_role_and_label(Role::TextInput, "Search products");
    search.focus();
    search.type_text("cirrus");
    window.run();
    assert_eq!(window.state().actions.last(), Some(&Action::Search("cirrus".to_owned())));
    let name = window.state().state.presets[0].name.clone();
    let chosen = Action::ChooseProduct("cirrus-insight-service-account".to_owned());
    assert_eq!(press(&mut window, Role::RadioButton, &name), vec![chosen]);
}

#[test]
fn a_search_without_result_offers_the_way_back() {
    let mut state = fixtures::fresh();
    state.search = "sap".to_owned();
    let mut window = show(state);
    window.get_by_label("Nothing found for “sap”");
    assert_eq!(press(&mut window, Role::Button, "Show all products"), vec![Action::Search(String::new())]);
}

#[test]
fn an_unfinished_setup_is_offered_first() {
    let state = fixtures::with_an_unfinished_setup();
    let id = state.resumable[0].id;
    let mut window = show(state);
    assert_eq!(press(&mut window, Role::Button, "Resume"), vec![Action::ResumeEarlier(id)]);
    assert_eq!(press(&mut window, Role::Button, "Undo"), vec![Action::UndoEarlier(id)]);
    assert_eq!(press(&mut window, Role::Button, "Not now"), vec![Action::DismissEarlier]);
}

#[test]
fn somebody_signs_in_to_the_demo_tenant() {
    let mut window = show(fixtures::at(Step::Connect));
    let chosen = Action::ChooseDemoAccount("app-admin".to_owned());
    assert_eq!(press(&mut window, Role::RadioButton, "Adele Vance"), vec![chosen]);
    assert_eq!(press(&mut window, Role::Button, "Sign in"), vec![Action::SignIn]);
    assert_eq!(press(&mut window, Role::Button, "Use the browser instead"), vec![Action::SignInWithBrowser]);
}

#[test]
fn somebody_signs_in_for_real_and_may_stop_waiting() {
    let mut real = fixtures::at(Step::Connect);
    real.demo = None;
    let mut window = show(real);
    let hint = window.get_by_role_and_label(Role::TextInput, "Your domain or account");
    hint.focus();
    hint.type_text("contoso.com");
    window.run();
    assert_eq!(window.state().actions.last(), Some(&Action::TenantHint("contoso.com".to_owned())));

    let mut window = show(fixtures::waiting_for_the_browser());
    assert!(window.get_by_role_and_label(Role::Button, "Sign in").accesskit_node().is_disabled());
    let opened = press(&mut window, Role::Button, "Open again");
    assert!(matches!(opened.as_slice(), [Action::OpenLink(address)] if address.starts_with("https://login.")));
    assert_eq!(press(&mut window, Role::Button, "Stop waiting"), vec![Action::CancelSignIn]);
}

#[test]
fn what_was_found_is_told_with_the_way_out() {
    let mut window = show(fixtures::connected_but_blocked());
    window.get_by_label("Your account may not register applications");
    assert!(everything(&window).contains("Cloud Application Administrator"));
    window.get_by_label("You can't approve these permissions yourself");
    assert!(everything(&window).contains("link for an administrator"));
    window.get_by_label("Could not check");
    let roles = Action::OpenLink("https://entra.microsoft.com/#roles".to_owned());
    assert_eq!(press(&mut window, Role::Button, "Activate a role"), vec![roles]);
    assert_eq!(press(&mut window, Role::Button, "Done, check again"), vec![Action::CheckAgain]);
    assert_eq!(press(&mut window, Role::Button, "Check again"), vec![Action::CheckAgain]);
    assert_eq!(press(&mut window, Role::Button, "Sign in as somebody else"), vec![Action::SwitchAccount]);
}

#[test]
fn an_application_that_is_there_tells_what_it_has_when_asked() {
    let mut window = show(fixtures::connected_but_blocked());
    let said = everything(&window);
    assert!(said.contains("Made on 2 October 2024; it belongs to Alan Deyoung."), "{said}");
    assert!(!said.contains("Second key"), "not before somebody asks");
    press(&mut window, Role::Button, "Show what “Cirrus Insight Service Account” has");
    let said = everything(&window);
    assert!(said.contains("Second key, until 1 February 2027"), "{said}");
    assert!(said.contains("First key, ended on 2 October 2026"), "{said}");
    assert!(said.contains("Mail.Read (application permission), approved"), "{said}");
    assert!(said.contains("Calendars.Read (application permission), not approved"), "{said}");
}

#[test]
fn the_secret_page_offers_what_the_rule_allows_and_says_whose_rule_it_is() {
    let capped = |days| {
        let mut state = fixtures::at(Step::Secret);
        let mut findings = fixtures::all_clear();
        findings.secret_rule = Some(SecretRule { forbidden: false, max_days: Some(days) });
        state.preflight = Preflight::Found(findings);
        state
    };
    let window = show(capped(90));
    window.get_by_role_and_label(Role::RadioButton, "2 months");
    for longer in ["3 months", "12 months"] {
        assert!(window.query_by_role_and_label(Role::RadioButton, longer).is_none(), "{longer}");
    }
    assert!(everything(&window).contains("Contoso's app management policy allows at most 90 days"));
    let window = show(capped(7));
    assert!(window.query_by_role_and_label(Role::RadioButton, "1 month").is_none());
    assert!(everything(&window).contains("Ask a Global Administrator to allow at least 31 days"));
}

#[test]
fn typing_a_name_keeps_what_is_typed_in_the_wizard_not_in_the_window() {
    let mut state = fixtures::at(Step::App);
    state.draft.as_mut().unwrap().app_name = String::new();
    let mut window = show(state);
    window.get_by_role_and_label(Role::TextInput, "Application name").type_text("C");
    window.run();
    assert_eq!(window.state().actions, vec![Action::AppName("C".to_owned())]);
}

#[test]
fn a_problem_stands_beside_its_field() {
    let mut state = fixtures::at(Step::App);
    state.draft.as_mut().unwrap().app_name = String::new();
    let needed = words::field_error(&onramp::text::Texts::english(), &FieldError::Empty);
    // An empty field is not a mistake before somebody wanted to go on.
    assert!(show(state.clone()).query_by_label(&needed).is_none());
    state.show_problems.insert(Step::App);
    let window = show(state);
    let problem = window.get_by_label(&needed).rect();
    let field = window.get_by_role_and_label(Role::TextInput, "Application name").rect();
    assert!(problem.top() >= field.bottom() && problem.top() < field.bottom() + 16.0);
}

#[test]
fn a_prerequisite_is_ticked() {
    let mut window = show(fixtures::at(Step::App));
    let text = window.state().state.presets[0].prerequisites[3].text.clone();
    let ticked = Action::Confirm { id: "graph-enabled".to_owned(), on: true };
    assert_eq!(press(&mut window, Role::CheckBox, &text), vec![ticked]);
}

#[test]
fn a_fixed_answer_is_shown_and_cannot_be_changed() {
    let mut window = show(fixtures::at(Step::Account));
    let only = "Only accounts in this organization";
    assert!(window.get_by_role_and_label(Role::RadioButton, only).accesskit_node().is_disabled());
    assert_eq!(press(&mut window, Role::RadioButton, only), vec![]);
    window.get_by_label("None needed");
}

#[test]
fn the_life_of_the_secret_is_chosen_with_its_end_in_sight() {
    let mut window = show(fixtures::at(Step::Secret));
    assert!(everything(&window).contains("until 21 May 2027"));
    assert_eq!(press(&mut window, Role::RadioButton, "6 months"), vec![Action::SetMonths(6)]);
}

#[test]
fn the_tenants_rule_leaves_out_longer_secrets() {
    let mut state = fixtures::at(Step::Secret);
    let mut findings = fixtures::all_clear();
    findings.secret_rule = Some(SecretRule { forbidden: false, max_days: Some(200) });
    state.preflight = Preflight::Found(findings);
    state.draft.as_mut().unwrap().months = 6;
    let window = show(state);
    window.get_by_role_and_label(Role::RadioButton, "6 months");
    assert!(window.query_by_role_and_label(Role::RadioButton, "12 months").is_none());
    assert!(everything(&window).contains("200 days"));
}

#[test]
fn features_decide_about_permissions() {
    let mut window = show(fixtures::at(Step::Permissions));
    let off = Action::SetFeature { id: "email-sync".to_owned(), on: false };
    assert_eq!(press(&mut window, Role::Switch, "Email Sync"), vec![off]);
    assert!(window.get_by_role_and_label(Role::Switch, "Task Sync").accesskit_node().is_disabled());
    assert_eq!(press(&mut window, Role::Switch, "Ask for less"), vec![Action::SetLean(true)]);
    window.get_by_label("4 permissions");
    window.state_mut().state.draft.as_mut().unwrap().features.remove("email-sync");
    window.run();
    window.get_by_label("2 permissions");
    assert!(window.query_by_label("Mail.Read").is_none());
}

#[test]
fn the_review_says_everything_before_anything_changes() {
    let mut window = show(fixtures::at(Step::Review));
    let told = everything(&window);
    assert!(told.contains("Nothing has been changed yet"), "{told}");
    assert!(told.contains("Contoso"));
    window.get_by_label("7 changes");
    window.get_by_label("Approve Mail.ReadWrite for everyone (admin consent)");
    assert!(!told.contains("/applications"), "requests are one click away, not in the way");
    assert_eq!(press(&mut window, Role::Button, "Show technical details"), vec![Action::ShowRequests(true)]);
    window.state_mut().state.show_requests = true;
    window.run();
    assert!(everything(&window).contains("POST /applications"));
}

#[test]
fn an_app_that_is_there_can_be_used_or_left_alone() {
    let mut window = show(fixtures::with_existing_apps(Step::App));
    let told = everything(&window);
    assert!(told.contains("An app for Cirrus Insight is already there"), "{told}");
    assert!(told.contains("Made on 2 October 2024; it belongs to Alan Deyoung."), "{told}");
    assert!(told.contains("It cannot be used: it is set up for other accounts"), "{told}");
    let client = fixtures::earlier_app().app.client;
    let name = "Use “Cirrus Insight Service Account”";
    assert_eq!(press(&mut window, Role::RadioButton, name), vec![Action::UseApp(Some(client))]);
    assert_eq!(press(&mut window, Role::RadioButton, "Register a new app"), vec![Action::UseApp(None)]);
    assert_eq!(press(&mut window, Role::RadioButton, "Use “Cirrus Insight for partners”"), vec![]);
    press(&mut window, Role::Button, "Show what “Cirrus Insight Service Account” has");
    let told = everything(&window);
    assert!(
        told.contains("Second key, until 1 February 2027")
            && told.contains("Mail.Read (application permission), approved"),
        "{told}"
    );
    let window = show(fixtures::reusing(Step::App));
    assert!(everything(&window).contains("An existing app keeps its name"));
}

#[test]
fn the_review_of_an_app_that_is_used_says_what_is_added_and_what_stays() {
    let mut window = show(fixtures::reusing(Step::Review));
    let told = everything(&window);
    window.get_by_label("Add to the existing application “Cirrus Insight Service Account”");
    assert!(told.contains("It asks for 2 more permissions: Calendars.ReadWrite, Mail.ReadWrite."), "{told}");
    assert!(told.contains("Its 2 secrets, untouched"), "{told}");
    assert!(!told.contains("Register the application") && !told.contains("Make the application usable"), "{told}");
    window.state_mut().state.show_requests = true;
    window.run();
    let told = everything(&window);
    assert!(told.contains("PATCH /applications/") && told.contains("/addPassword"), "{told}");
    assert!(!told.contains("POST /applications\n"), "{told}");
}

#[test]
fn a_running_setup_can_be_stopped_safely() {
    let mut window = show(fixtures::setting_up());
    window.get_by_role_and_label(Role::ProgressIndicator, "4 of 8 done");
    assert!(everything(&window).contains("Trying again in 8 seconds"));
    assert!(window.get_by_role_and_label(Role::Button, "Setting up…").accesskit_node().is_disabled());
    assert_eq!(press(&mut window, Role::Button, "Stop safely"), vec![Action::StopSetup]);
}

#[test]
fn a_stopped_setup_goes_on_or_is_undone() {
    let mut window = show(fixtures::stopped());
    assert_eq!(press(&mut window, Role::Button, "Try again"), vec![Action::ResumeSetup]);
    assert_eq!(press(&mut window, Role::Button, "Undo everything"), vec![Action::AskUndo]);
    assert!(!everything(&window).contains("9c0f6a7b"), "technical details are one click away");
    press(&mut window, Role::Button, "Details");
    window.run();
    assert!(everything(&window).contains("9c0f6a7b-5a41-4d3a-8f0e-b1f4a0c6d2e3"));
}

#[test]
fn checks_say_what_not_yet_means_and_run_again() {
    let window = show(fixtures::checking());
    window.get_by_label("“Not yet” is normal");
    let mut window = show(fixtures::made(Step::Check));
    window.get_by_label("It works");
    assert_eq!(press(&mut window, Role::Button, "Run again"), vec![Action::CheckResult]);
    assert_eq!(press(&mut window, Role::Button, "Continue"), vec![Action::Next]);
}

#[test]
fn the_values_carry_the_names_of_the_product() {
    let window = show(fixtures::made(Step::Handover));
    for name in ["Client Id", "Client Secret", "Test Account"] {
        window.get_by_label(name);
    }
    window.get_by_label(fixtures::CLIENT);
}

#[test]
fn the_secret_is_neither_shown_nor_told_until_the_person_asks() {
    let mut window = show(fixtures::made(Step::Handover));
    assert!(!everything(&window).contains(fixtures::SECRET));
    assert_eq!(press(&mut window, Role::Button, "Show Client Secret"), vec![Action::RevealSecret(true)]);
    window.state_mut().state.handover.reveal = true;
    window.run();
    assert!(everything(&window).contains(fixtures::SECRET));
    assert_eq!(press(&mut window, Role::Button, "Hide Client Secret"), vec![Action::RevealSecret(false)]);
}

#[test]
fn copying_the_secret_puts_it_on_the_clipboard_and_says_so() {
    let mut window = show(fixtures::made(Step::Handover));
    window.get_by_role_and_label(Role::Button, "Copy Client Secret").click();
    window.step();
    let copied = window
        .output()
        .platform_output
        .commands
        .iter()
        .any(|command| matches!(command, OutputCommand::CopyText(text) if text == fixtures::SECRET));
    assert!(copied, "{:?}", window.output().platform_output.commands);
    assert_eq!(window.state().actions, vec![Action::SecretCopied]);
    window.step();
    window.get_by_label("Copied");
}

#[test]
fn a_file_is_saved_in_the_chosen_form() {
    let mut window = show(fixtures::made(Step::Handover));
    assert_eq!(press(&mut window, Role::RadioButton, "JSON"), vec![Action::SaveFormat(ExportFormat::Json)]);
    assert_eq!(press(&mut window, Role::Button, "Browse…"), vec![Action::BrowseForPath]);
    assert_eq!(press(&mut window, Role::Button, "Save file"), vec![Action::Save]);
    let path = window.get_by_role_and_label(Role::TextInput, "File");
    path.focus();
    path.type_text("x");
    window.run();
    assert!(matches!(window.state().actions.last(), Some(Action::SavePath(path)) if path.contains('x')));
}

#[test]
fn what_is_next_is_ticked_and_the_setup_can_be_undone() {
    let mut window = show(fixtures::made(Step::Handover));
    let boxes = window.get_all_by_role(Role::CheckBox).count();
    assert_eq!(boxes, window.state().state.presets[0].steps_after.len());
    let text = window.state().state.presets[0].steps_after[3].text.clone();
    let ticked = Action::TickStep { index: 3, on: true };
    assert_eq!(press(&mut window, Role::CheckBox, &text), vec![ticked]);
    assert_eq!(press(&mut window, Role::Button, "Undo this setup"), vec![Action::AskUndo]);
    assert_eq!(press(&mut window, Role::Button, "Set up another"), vec![Action::StartOver]);
}

// ---- Questions ----

#[test]
fn a_question_has_its_safe_answer_ready_and_escape_takes_it() {
    let mut state = fixtures::made(Step::Handover);
    state.dialog = Some(Dialog::Undo(state.setup_id.unwrap()));
    let mut window = show(state);
    assert_eq!(focused(&window), Some((Role::Button, "Keep it".to_owned())));
    assert!(everything(&window).contains("removed from Contoso"));
    assert_eq!(key(&mut window, Key::Escape), vec![Action::DialogCancel]);
    assert_eq!(press(&mut window, Role::Button, "Remove it"), vec![Action::DialogConfirm]);
}

#[test]
fn every_question_has_two_answers() {
    let path = "/home/megan/file.txt".into();
    for (dialog, yes, no) in [
        (Dialog::CloseDuringSetup, "Stop and close", "Keep going"),
        (Dialog::CloseWhileWaiting, "Close", "Keep waiting"),
        (Dialog::Revoke(fixtures::made(Step::Handover).setup_id.unwrap()), "Take them back", "Keep them"),
        (Dialog::LeaveWithoutSecret { closing: true }, "Leave without it", "Stay here"),
        (Dialog::Overwrite(path), "Replace", "Keep the old one"),
    ] {
        let mut state = fixtures::made(Step::Handover);
        state.dialog = Some(dialog);
        let mut window = show(state);
        assert_eq!(press(&mut window, Role::Button, yes), vec![Action::DialogConfirm]);
        assert_eq!(press(&mut window, Role::Button, no), vec![Action::DialogCancel]);
    }
}
