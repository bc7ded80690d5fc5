//! Going from page to page, and what is typed on them.

use std::path::PathBuf;

use crate::support::{OTHER, PRODUCT, SECRET, Window, earlier, findings, setup_id, started};
use onramp::plan::DraftField;
use onramp::types::{FieldError, SetupId};
use onramp::wizard::{Action, Effect, Event, State, Step, StepMark, ThemeChoice};

#[test]
fn the_first_step_is_left_only_with_a_product() {
    let mut window = Window::new();
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::Product);
    window.choose(PRODUCT);
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::Connect);
}

#[test]
fn connect_is_left_only_when_somebody_is_signed_in() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::Connect);
    window.sign_in();
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::App);
}

#[test]
fn a_page_with_a_problem_stays_and_shows_it() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.sign_in();
    window.act(Action::Next);
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::App);
    assert!(window.state.show_problems.contains(&Step::App));
    assert_eq!(
        window.state.problems_of(Step::App).get(&DraftField::Input("test_mailbox".to_owned())),
        Some(&FieldError::Empty)
    );
}

#[test]
fn steps_with_preset_answers_are_passed_with_next_alone() {
    assert_eq!(Window::at_review().state.step, Step::Review);
}

#[test]
fn going_back_loses_nothing() {
    let mut window = Window::at_review();
    for _ in 0..6 {
        window.act(Action::Back);
    }
    assert_eq!(window.state.step, Step::Product);
    assert_eq!(window.state.draft.as_ref().unwrap().input("test_mailbox"), "alex@contoso.com");
    window.act(Action::GoTo(Step::Review));
    assert_eq!(window.state.step, Step::Review);
}

#[test]
fn the_rail_leads_only_to_steps_that_were_reached() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::GoTo(Step::Review));
    assert_eq!(window.state.step, Step::Product);
}

#[test]
fn the_rail_stops_at_a_step_that_has_become_wrong() {
    let mut window = Window::at_review();
    window.act(Action::GoTo(Step::App));
    window.set("test_mailbox", "not an address");
    window.act(Action::GoTo(Step::Product));
    window.act(Action::GoTo(Step::Review));
    assert_eq!(window.state.step, Step::App);
    assert!(window.state.show_problems.contains(&Step::App));
    window.act(Action::GoTo(Step::Product));
    assert_eq!(window.state.mark(Step::App), StepMark::Blocked);
}

#[test]
fn what_was_typed_for_a_product_is_there_when_one_comes_back_to_it() {
    let mut window = Window::at_review();
    window.choose(OTHER);
    assert_eq!(window.state.draft.as_ref().unwrap().input("test_mailbox"), "");
    window.choose(PRODUCT);
    assert_eq!(window.state.draft.as_ref().unwrap().input("test_mailbox"), "alex@contoso.com");
}

#[test]
fn another_product_is_walked_through_again() {
    let mut window = Window::at_review();
    window.act(Action::GoTo(Step::Product));
    window.choose(OTHER);
    window.act(Action::GoTo(Step::Review));
    assert_eq!(window.state.step, Step::Product);
}

#[test]
fn next_on_the_review_page_sets_nothing_up() {
    let mut window = Window::at_review();
    assert_eq!(window.act(Action::Next), []);
    assert_eq!(window.state.step, Step::Review);
}

#[test]
fn every_change_is_kept_at_once_and_no_change_is_not() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    let effects = window.set("test_mailbox", "a");
    assert_eq!(effects, [Effect::SaveDraft(window.state.draft.clone().unwrap())]);
    assert_eq!(window.set("test_mailbox", "a"), []);
    assert_eq!(window.act(Action::SetMonths(6)).len(), 1);
}

#[test]
fn what_no_page_offers_cannot_be_chosen() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    let before = window.state.draft.clone();
    window.set("no-such-input", "x");
    window.act(Action::SetFeature { id: "task-sync".to_owned(), on: true });
    window.act(Action::SetFeature { id: "no-such-feature".to_owned(), on: true });
    window.act(Action::Confirm { id: "no-such-prerequisite".to_owned(), on: true });
    window.act(Action::SetAudience(onramp::preset::Audience::MultipleOrgs));
    window.choose("no-such-product");
    assert_eq!(window.state.draft, before);
}

#[test]
fn the_draft_of_last_time_is_filled_in_without_what_the_product_no_longer_has() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    let mut draft = window.state.draft.clone().unwrap();
    draft.app_name = "Mine".to_owned();
    draft.inputs.insert("dropped".to_owned(), "x".to_owned());
    draft.features.insert("dropped".to_owned());

    let mut later = Window::new();
    let event = Event::Started {
        draft: Some(draft),
        resumable: Vec::new(),
        theme: ThemeChoice::Dark,
        save_folder: PathBuf::new(),
    };
    later.hear(event);
    let restored = later.state.draft.clone().unwrap();
    assert_eq!(restored.app_name, "Mine");
    assert!(!restored.inputs.contains_key("dropped") && !restored.features.contains("dropped"));
    assert_eq!(later.state.theme, ThemeChoice::Dark);
}

#[test]
fn what_was_typed_already_does_not_give_way_to_last_time() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    let old = window.state.draft.clone();
    window.act(Action::AppName("New".to_owned()));
    window.act(Action::SetTheme(ThemeChoice::Light));
    window.hear(Event::Started {
        draft: old,
        resumable: Vec::new(),
        theme: ThemeChoice::Dark,
        save_folder: PathBuf::new(),
    });
    assert_eq!(window.state.draft.as_ref().unwrap().app_name, "New");
    assert_eq!(window.state.theme, ThemeChoice::Light);
}

#[test]
fn a_link_that_cannot_be_opened_is_shown() {
    let mut window = Window::new();
    let address = "https://entra.microsoft.com/".to_owned();
    assert_eq!(window.act(Action::OpenLink(address.clone())), [Effect::OpenLink(address.clone())]);
    window.hear(Event::LinkFailed(address.clone()));
    assert_eq!(window.state.failed_link, Some(address.clone()));
    window.act(Action::OpenLink(address));
    assert_eq!(window.state.failed_link, None);
}

#[test]
fn the_theme_is_kept() {
    assert_eq!(Window::new().act(Action::SetTheme(ThemeChoice::Dark)), [Effect::SaveTheme(ThemeChoice::Dark)]);
}

#[test]
fn marks_follow_the_person() {
    let window = Window::at_review();
    let marks: Vec<_> = Step::ALL.into_iter().map(|step| window.state.mark(step)).collect();
    let mut expected = vec![StepMark::Done; 6];
    expected.push(StepMark::Current);
    expected.extend([StepMark::ToDo; 3]);
    assert_eq!(marks, expected);
}

#[test]
fn the_tenant_is_called_by_its_name_or_domain() {
    let mut window = Window::new();
    assert_eq!(window.state.tenant_title(), None);
    window.choose(PRODUCT);
    window.sign_in();
    assert_eq!(window.state.tenant_title().as_deref(), Some("contoso.com"));
    window.find(findings());
    assert_eq!(window.state.tenant_title().as_deref(), Some("Contoso Ltd."));
}

#[test]
fn a_setup_on_the_screen_is_not_offered_as_an_earlier_one() {
    let mut window = Window::setting_up();
    let mut same = earlier();
    same.id = setup_id();
    window.hear(started(vec![same, earlier()]));
    let ids: Vec<SetupId> = window.state.resumable.iter().map(|setup| setup.id).collect();
    assert_eq!(ids, [earlier().id]);
}

#[test]
fn no_state_shows_the_secret() {
    let state: State = Window::handing_over().state;
    assert!(!format!("{state:?}").contains(SECRET));
}
