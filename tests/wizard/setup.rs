//! The setup: begun, told about, stopped, gone on with, undone.

use crate::support::{OTHER, Window, findings, outcome, problem, setup_id};
use onramp::explain::Page;
use onramp::plan::ChangeKey;
use onramp::preset::Api;
use onramp::setup::{ChangeState, Progress};
use onramp::verify::{CheckProgress, CheckState};
use onramp::wizard::{Action, Dialog, Effect, Event, JobId, SetupPhase, Step, StepMark};

#[test]
fn setting_up_starts_from_the_review_page_only() {
    let mut window = Window::at_review();
    window.act(Action::Back);
    assert_eq!(window.act(Action::StartSetup), []);
    window.act(Action::Next);
    let plan = window.plan();
    let effects = window.act(Action::StartSetup);
    assert_eq!(effects, [Effect::Apply { job: window.job(), plan: plan.clone(), findings: findings() }]);
    assert_eq!(window.state.step, Step::Setup);
    assert_eq!(window.state.plan, Some(plan));
    assert_eq!(window.act(Action::StartSetup), []);
}

#[test]
fn each_change_has_a_row_that_follows_the_news() {
    let mut window = Window::setting_up();
    let job = window.job();
    let keys: Vec<_> = window.state.rows.iter().map(|row| row.key.to_string()).collect();
    assert_eq!(
        keys,
        [
            "application",
            "secret",
            "service-principal",
            "role:graph:Calendars.Read",
            "role:graph:Calendars.ReadWrite",
            "role:graph:Mail.Read",
            "role:graph:Mail.ReadWrite"
        ]
    );
    window.hear(Event::Setup(job, Progress::Change(ChangeKey::Application, ChangeState::Done)));
    window.hear(Event::Setup(job, Progress::Change(ChangeKey::Api(Api::Exchange), ChangeState::Running)));
    assert_eq!(window.state.rows[0].state, ChangeState::Done);
    assert_eq!(window.state.rows[2].key, ChangeKey::Api(Api::Exchange));
    assert_eq!(window.state.setup_id, Some(setup_id()));
}

#[test]
fn news_of_another_job_changes_nothing() {
    let mut window = Window::setting_up();
    let stale = JobId(1);
    window.hear(Event::Setup(stale, Progress::Change(ChangeKey::Application, ChangeState::Done)));
    window.hear(Event::SetupDone(stale, outcome()));
    assert_eq!(window.state.rows[0].state, ChangeState::Waiting);
    assert_eq!(window.state.outcome, None);
}

#[test]
fn once_begun_the_form_is_closed_until_a_new_start() {
    let mut window = Window::setting_up();
    let draft = window.state.draft.clone();
    for action in [Action::Back, Action::GoTo(Step::App), Action::GoTo(Step::Review), Action::GoTo(Step::Product)] {
        window.act(action);
        assert_eq!(window.state.step, Step::Setup);
    }
    window.act(Action::AppName("Too late".to_owned()));
    window.choose(OTHER);
    assert_eq!(window.state.draft, draft);
    assert_eq!(window.act(Action::SignOut), []);
    assert_eq!(window.act(Action::StartOver), []);
    assert_eq!(window.state.mark(Step::Review), StepMark::Done);
}

#[test]
fn when_everything_is_made_the_checks_run_by_themselves() {
    let mut window = Window::setting_up();
    let job = window.job();
    let plan = window.plan();
    let effects = window.hear(Event::SetupDone(job, outcome()));
    let verify = Effect::Verify { job: window.job(), plan, outcome: outcome() };
    assert_eq!(effects, [Effect::ForgetDraft, verify]);
    assert_eq!(window.state.step, Step::Check);
    let names: Vec<_> = window.state.checks.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(names, ["token", "calendar", "mail"]);

    let checking = window.job();
    for id in ["token", "calendar", "mail"] {
        let news = CheckProgress { check: id.to_owned(), state: CheckState::Passed };
        window.hear(Event::Check(checking, news));
    }
    window.hear(Event::ChecksDone(checking));
    window.act(Action::Next);
    assert_eq!(window.state.mark(Step::Check), StepMark::Done);
    assert_eq!(window.state.step, Step::Handover);
}

#[test]
fn failed_checks_can_be_run_again() {
    let mut window = Window::set_up();
    let before = window.job();
    let effects = window.act(Action::CheckResult);
    assert!(matches!(&effects[..], [Effect::Verify { .. }]), "{effects:?}");
    assert!(window.job() > before);
    assert_eq!(window.act(Action::CheckResult), []);
}

#[test]
fn a_stopped_setup_goes_on_where_it_was() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.hear(Event::Setup(job, Progress::Change(ChangeKey::Application, ChangeState::Done)));
    window.hear(Event::Setup(job, Progress::Change(ChangeKey::Secret, ChangeState::Running)));
    assert_eq!(window.act(Action::StopSetup), [Effect::Cancel(job)]);
    assert_eq!(window.state.setup, SetupPhase::Stopping(job));
    window.hear(Event::SetupStopped(job, problem("cancelled", None)));
    assert_eq!(window.state.rows[0].state, ChangeState::Done);
    assert_eq!(window.state.rows[1].state, ChangeState::Waiting);
    assert_eq!(window.state.mark(Step::Setup), StepMark::Current);
    let effects = window.act(Action::ResumeSetup);
    assert_eq!(effects, [Effect::Resume { job: window.job(), setup: setup_id() }]);
    assert_eq!(window.state.setup, SetupPhase::Running(window.job()));
}

#[test]
fn a_setup_that_never_began_opens_the_form_again() {
    let mut window = Window::at_review();
    window.act(Action::StartSetup);
    let job = window.job();
    window.hear(Event::SetupStopped(job, problem("journal", None)));
    window.act(Action::ResumeSetup);
    assert_eq!(window.state.step, Step::Review);
    window.act(Action::GoTo(Step::App));
    window.act(Action::AppName("Another".to_owned()));
    assert_eq!(window.state.draft.as_ref().unwrap().app_name, "Another");
}

#[test]
fn a_sign_in_lost_in_the_middle_is_renewed_and_the_setup_goes_on() {
    for to_connect in [Action::ResumeSetup, Action::GoTo(Step::Connect)] {
        let mut window = Window::setting_up();
        let job = window.job();
        window.hear(Event::SetupStopped(job, problem("signed-out", Some(Page::Connect))));
        assert!(window.signed_out());
        assert_eq!(window.state.step, Step::Setup);
        window.act(to_connect);
        assert_eq!(window.state.step, Step::Connect);
        let effects = window.sign_in();
        assert_eq!(effects, [Effect::Resume { job: window.job(), setup: setup_id() }]);
        assert_eq!(window.state.step, Step::Setup);
    }
}

#[test]
fn whoever_walks_away_from_the_sign_in_undoes_nothing_later() {
    let mut window = Window::set_up();
    window.act(Action::SignOut);
    window.act(Action::AskUndo);
    window.act(Action::DialogConfirm);
    assert_eq!(window.state.step, Step::Connect);
    window.act(Action::Back);
    assert_eq!(window.state.step, Step::Setup);
    let effects = window.sign_in();
    assert_eq!(effects, []);
}

#[test]
fn undoing_asks_first_and_forgets_what_was_made() {
    let mut window = Window::handing_over();
    assert_eq!(window.act(Action::AskUndo), []);
    assert_eq!(window.state.dialog, Some(Dialog::Undo(setup_id())));
    window.act(Action::DialogCancel);
    assert_eq!(window.state.dialog, None);
    window.act(Action::AskUndo);
    let effects = window.act(Action::DialogConfirm);
    assert_eq!(effects, [Effect::Undo { job: window.job(), setup: setup_id() }]);
    assert_eq!(window.state.outcome, None);
    assert_eq!(window.state.step, Step::Setup);
    let job = window.job();
    let effects = window.hear(Event::Undone(job));
    assert_eq!(effects, [Effect::SaveDraft(window.state.draft.clone().unwrap())]);
    assert_eq!(window.state.setup, SetupPhase::Undone);
    window.act(Action::StartOver);
    assert_eq!(window.state.draft.as_ref().unwrap().input("test_mailbox"), "alex@contoso.com");
}

#[test]
fn an_undo_that_stopped_is_gone_on_with_as_an_undo() {
    let mut window = Window::set_up();
    window.act(Action::AskUndo);
    window.act(Action::DialogConfirm);
    let job = window.job();
    window.hear(Event::SetupStopped(job, problem("network", None)));
    assert!(window.state.is_undoing());
    let effects = window.act(Action::ResumeSetup);
    assert_eq!(effects, [Effect::Undo { job: window.job(), setup: setup_id() }]);
}
