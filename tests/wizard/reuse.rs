//! The wizard and applications that are there already: chosen by the person, never by itself, forgotten in time.

use crate::fixtures::earlier_app;
use crate::support::{OTHER, Window, findings};
use onramp::plan::{Change, ChangeKey, Draft};
use onramp::setup::{Findings, SecretRule};
use onramp::types::ClientId;
use onramp::wizard::{Action, Blocker, Effect, Event, Step};
use uuid::Uuid;

fn found() -> Findings {
    Findings { existing: Some(vec![earlier_app()]), ..findings() }
}

fn client() -> ClientId {
    earlier_app().app.client
}

/// On the page where the choice is, with an application that is there.
fn at_app(findings: Findings) -> Window {
    let mut window = Window::new();
    window.choose(crate::support::PRODUCT);
    window.act(Action::Next);
    window.sign_in();
    window.find(findings);
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::App);
    window.set("test_mailbox", "alex@contoso.com");
    window
}

fn at_review(mut window: Window) -> Window {
    for _ in 0..4 {
        window.act(Action::Next);
    }
    assert_eq!(window.state.step, Step::Review, "{:?}", window.state.problems());
    window
}

#[test]
fn a_new_app_is_registered_unless_the_person_chooses_otherwise() {
    let window = at_review(at_app(found()));
    assert_eq!(window.plan().reuse, None);
    assert!(matches!(window.state.changes()[0], Change::CreateApplication { .. }));
}

#[test]
fn the_chosen_app_keeps_its_name_and_gets_what_it_lacks() {
    let mut window = at_app(found());
    let effects = window.act(Action::UseApp(Some(client())));
    assert!(matches!(&effects[..], [Effect::SaveDraft(draft)] if draft.reuse.is_some()), "{effects:?}");
    assert!(window.state.findings_are_current(), "nothing has to be looked for");
    let window = at_review(window);
    assert_eq!(window.state.blockers(), []);
    let plan = window.plan();
    assert_eq!((plan.reuse, plan.app_name.as_str()), (Some(client()), "Cirrus Insight Service Account"));
    let keys: Vec<String> = window.state.changes().iter().map(|change| change.key().to_string()).collect();
    assert_eq!(
        keys,
        [
            "application",
            "secret",
            "role:graph:Calendars.Read",
            "role:graph:Calendars.ReadWrite",
            "role:graph:Mail.ReadWrite"
        ],
        "Mail.Read is approved already, and the service principal is there"
    );
    let Change::AddToApplication { permissions, .. } = &window.state.changes()[0] else { panic!("not an addition") };
    let names: Vec<_> = permissions.iter().map(onramp::types::PermissionName::as_str).collect();
    assert_eq!(names, ["Calendars.ReadWrite", "Mail.ReadWrite"]);
}

#[test]
fn nothing_is_wrong_with_a_name_that_is_not_needed() {
    let mut window = at_app(found());
    window.act(Action::AppName(String::new()));
    assert!(!window.state.problems_of(Step::App).is_empty());
    window.act(Action::UseApp(Some(client())));
    assert!(window.state.problems_of(Step::App).is_empty());
}

#[test]
fn the_choice_can_be_taken_back_and_the_typed_name_is_still_there() {
    let mut window = at_app(found());
    window.act(Action::AppName("Ours".to_owned()));
    window.act(Action::UseApp(Some(client())));
    window.act(Action::UseApp(None));
    assert_eq!(at_review(window).plan().app_name.as_str(), "Ours");
}

#[test]
fn what_was_not_found_or_does_not_fit_cannot_be_chosen() {
    let mut window = at_app(found());
    assert_eq!(window.act(Action::UseApp(Some(ClientId::new(Uuid::from_u128(7))))), []);
    let mut other = earlier_app();
    other.app.audience = Some("AzureADMultipleOrgs".to_owned());
    let mut unread = earlier_app();
    unread.in_detail = false;
    for app in [other, unread] {
        let mut window = at_app(Findings { existing: Some(vec![app]), ..findings() });
        assert_eq!(window.act(Action::UseApp(Some(client()))), []);
        assert_eq!(window.state.reused_client(), None);
    }
}

#[test]
fn another_look_without_the_app_forgets_the_choice() {
    let mut window = at_app(found());
    window.act(Action::UseApp(Some(client())));
    window.act(Action::CheckAgain);
    let job = window.job();
    let effects = window.hear(Event::Found(job, Box::new(findings())));
    assert!(matches!(&effects[..], [Effect::SaveDraft(draft)] if draft.reuse.is_none()), "{effects:?}");
    assert!(window.state.findings_are_current());
}

#[test]
fn another_look_takes_up_the_new_name() {
    let mut window = at_app(found());
    window.act(Action::UseApp(Some(client())));
    window.act(Action::CheckAgain);
    let mut renamed = earlier_app();
    renamed.app.name = "Sales & more".to_owned();
    window.find(Findings { existing: Some(vec![renamed]), ..findings() });
    assert_eq!(at_review(window).plan().app_name.as_str(), "Sales _ more");
}

#[test]
fn the_choice_ends_with_the_sign_in() {
    for leave in [Action::SignOut, Action::SignIn, Action::SignInWithCode] {
        let mut window = at_app(found());
        window.act(Action::UseApp(Some(client())));
        window.act(leave.clone());
        assert_eq!(window.state.reused_client(), None, "{leave:?}");
    }
}

#[test]
fn the_choice_belongs_to_one_product() {
    let mut window = at_app(found());
    window.act(Action::UseApp(Some(client())));
    window.choose(OTHER);
    assert_eq!(window.state.reused_client(), None);
}

#[test]
fn whoever_may_not_change_the_app_is_stopped_and_whoever_may_not_register_one_is_not() {
    let mut mine = earlier_app();
    mine.may_change = Some(false);
    let not_mine = Findings { existing: Some(vec![mine]), ..findings() };
    let mut window = at_app(not_mine);
    window.act(Action::UseApp(Some(client())));
    assert_eq!(at_review(window).state.blockers(), [Blocker::MayNotChange]);
    let mut window = at_app(Findings { may_create: Some(false), ..found() });
    assert_eq!(window.state.blockers(), [Blocker::MayNotCreate]);
    window.act(Action::UseApp(Some(client())));
    assert_eq!(at_review(window).state.blockers(), []);
}

#[test]
fn the_rule_about_secrets_is_the_one_for_that_app() {
    let mut strict = earlier_app();
    strict.secret_rule = Some(SecretRule { forbidden: true, max_days: None });
    let mut window = at_app(Findings { existing: Some(vec![strict]), ..findings() });
    assert_eq!(window.state.blockers(), []);
    window.act(Action::UseApp(Some(client())));
    assert_eq!(window.state.blockers(), [Blocker::SecretsForbidden]);
}

#[test]
fn the_rows_of_the_setup_are_the_changes_that_were_read() {
    let mut window = at_app(found());
    window.act(Action::UseApp(Some(client())));
    let mut window = at_review(window);
    let read = window.state.changes();
    let effects = window.act(Action::StartSetup);
    assert!(effects.iter().any(|e| matches!(e, Effect::Apply { plan, .. } if plan.reuse == Some(client()))));
    let rows: Vec<_> = window.state.rows.iter().map(|row| row.change.clone()).collect();
    assert_eq!(rows, read);
    assert!(!window.state.rows.iter().any(|row| row.key == ChangeKey::ServicePrincipal));
}

#[test]
fn a_draft_of_an_older_version_still_loads() {
    let window = at_app(found());
    let mut kept = serde_json::to_value(window.state.draft.as_ref().unwrap()).unwrap();
    assert!(kept.as_object_mut().unwrap().remove("reuse").is_none(), "left out while there is no choice");
    let draft: Draft = serde_json::from_value(kept).unwrap();
    assert_eq!(draft.reuse, None);
}
