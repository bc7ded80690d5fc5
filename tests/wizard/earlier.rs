//! Setups of earlier starts.

use crate::support::{PRODUCT, Window, earlier, outcome, problem, setup_id, started};
use onramp::wizard::{Action, Dialog, Effect, Event, Step, StepMark};

#[test]
fn an_earlier_setup_goes_on_after_signing_in() {
    let mut window = Window::new();
    let setup = earlier();
    window.hear(started(vec![setup.clone()]));
    assert_eq!(window.act(Action::ResumeEarlier(setup.id)), []);
    assert_eq!(window.state.step, Step::Connect);
    assert_eq!(window.state.preset().unwrap().id, PRODUCT);
    assert_eq!(window.state.mark(Step::Product), StepMark::Done);
    let effects = window.sign_in();
    assert_eq!(effects, [Effect::Resume { job: window.job(), setup: setup.id }]);
    assert_eq!(window.state.tenant_title(), Some(setup.tenant), "its name was noted when it began");
    assert_eq!(window.state.step, Step::Setup);
    assert_eq!(window.state.rows.len(), 7);

    let mut made = outcome();
    made.setup = setup.id;
    let job = window.job();
    let effects = window.hear(Event::SetupDone(job, made));
    assert!(!effects.contains(&Effect::ForgetDraft), "the draft in the form is another one");
    assert_eq!(window.state.resumable, []);
}

#[test]
fn going_back_from_that_sign_in_gives_the_earlier_setup_up_for_now() {
    let mut window = Window::new();
    let setup = earlier();
    window.hear(started(vec![setup.clone()]));
    window.act(Action::ResumeEarlier(setup.id));
    window.act(Action::Back);
    window.choose(PRODUCT);
    window.act(Action::Next);
    let effects = window.sign_in();
    assert!(matches!(&effects[..], [Effect::Preflight { .. }]), "{effects:?}");
    assert_eq!(window.state.resumable, [setup]);
}

#[test]
fn an_earlier_setup_is_undone_after_asking_and_signing_in() {
    let mut window = Window::new();
    let setup = earlier();
    window.hear(started(vec![setup.clone()]));
    window.act(Action::UndoEarlier(setup.id));
    assert_eq!(window.state.dialog, Some(Dialog::Undo(setup.id)));
    window.act(Action::DialogConfirm);
    let effects = window.sign_in();
    assert_eq!(effects, [Effect::Undo { job: window.job(), setup: setup.id }]);
}

#[test]
fn earlier_setups_that_do_not_exist_are_not_taken_up() {
    let mut window = Window::new();
    window.act(Action::ResumeEarlier(setup_id()));
    window.act(Action::UndoEarlier(setup_id()));
    assert_eq!((window.state.step, &window.state.dialog), (Step::Product, &None));
    window.hear(started(vec![earlier()]));
    window.act(Action::DismissEarlier);
    assert_eq!(window.state.resumable, []);
}

#[test]
fn starting_over_after_a_stop_asks_the_journal_and_keeps_the_draft() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.hear(Event::SetupStopped(job, problem("network", None)));
    let effects = window.act(Action::StartOver);
    assert_eq!(effects, [Effect::LoadEarlier]);
    assert_eq!(window.state.step, Step::Product);
    assert_eq!(window.state.plan, None);
    assert!(!window.signed_out());
    assert_eq!(window.state.draft.as_ref().unwrap().input("test_mailbox"), "alex@contoso.com");
}
