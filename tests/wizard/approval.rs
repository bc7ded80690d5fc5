//! Waiting for an administrator, and going on without an unknown permission: the rules of the window, with values.

use crate::support::{
    SECRET, Window, account, earlier, findings, outcome, partly_approved, problem, setup_id, started,
};
use onramp::explain::Page;
use onramp::plan::DraftField;
use onramp::preset::{Api, PermissionKind};
use onramp::setup::{ApiPermissions, ChangeState, Progress};
use onramp::types::{AppRoleId, FieldError};
use onramp::wizard::{Action, ConnectPhase, Dialog, Effect, Event, JobId, ResumableSetup, SetupPhase, Step, StepMark};

/// Set up but for what an administrator has to approve.
fn waiting() -> Window {
    let mut window = Window::setting_up();
    let job = window.job();
    window.hear(Event::SetupDone(job, partly_approved()));
    assert!(window.state.awaits_approval());
    window
}

fn waits_under(window: &Window) -> JobId {
    window.state.waiting_job().unwrap()
}

/// Everything that was asked for is approved.
fn approved() -> onramp::setup::Outcome {
    let mut outcome = partly_approved();
    outcome.permissions.iter_mut().for_each(|permission| permission.granted = true);
    outcome
}

#[test]
fn a_setup_that_needs_an_administrator_waits_and_goes_on_to_the_checks_by_itself() {
    let mut window = Window::setting_up();
    let job = window.job();
    let effects = window.hear(Event::SetupDone(job, partly_approved()));
    let looks = waits_under(&window);
    assert_eq!(effects, [Effect::ForgetDraft, Effect::AwaitApproval { job: looks, setup: setup_id() }]);
    assert_eq!(window.state.step, Step::Setup);
    assert_eq!(window.state.setup_job(), None, "nothing is being changed");

    let effects = window.hear(Event::SetupDone(looks, approved()));
    assert!(matches!(effects.as_slice(), [Effect::Verify { .. }]), "{effects:?}");
    assert_eq!((window.state.step, &window.state.setup), (Step::Check, &SetupPhase::Done));
}

#[test]
fn what_is_known_of_the_secret_is_kept_when_the_approval_arrives() {
    let mut window = waiting();
    let mut late = approved();
    late.secret.as_mut().unwrap().value = None;
    let job = waits_under(&window);
    window.hear(Event::SetupDone(job, late));
    assert_eq!(window.state.secret().unwrap().value.as_ref().unwrap().expose(), SECRET);
}

#[test]
fn a_part_that_is_approved_shows_while_the_rest_is_waited_for() {
    let mut window = waiting();
    let mut permissions = partly_approved().permissions;
    permissions[2].granted = true;
    let job = waits_under(&window);
    window.hear(Event::Setup(job, Progress::Approved(permissions.clone())));
    let state = |index: usize| {
        let key = permissions[index].key();
        window.state.rows.iter().find(|row| row.key == key).unwrap().state.clone()
    };
    assert_eq!([state(2), state(3)], [ChangeState::Done, ChangeState::AwaitingApproval]);
    assert_eq!(window.state.outcome.as_ref().unwrap().permissions, permissions);
    assert!(window.state.awaits_approval());
}

#[test]
fn check_again_looks_at_once() {
    let mut window = waiting();
    let before = waits_under(&window);
    let effects = window.act(Action::CheckApproval);
    let now = waits_under(&window);
    assert_ne!(before, now);
    assert_eq!(effects, [Effect::Cancel(before), Effect::AwaitApproval { job: now, setup: setup_id() }]);
    assert_eq!(window.hear(Event::SetupStopped(before, problem("cancelled", None))), [], "a late answer is dropped");
}

#[test]
fn the_values_can_be_seen_and_saved_meanwhile_but_there_is_nothing_to_check() {
    let mut window = waiting();
    assert_eq!(window.state.mark(Step::Setup), StepMark::Current);
    window.act(Action::GoTo(Step::Check));
    assert_eq!(window.state.step, Step::Setup);
    window.act(Action::GoTo(Step::Handover));
    assert_eq!(window.state.step, Step::Handover);
    assert_eq!(window.state.mark(Step::Setup), StepMark::Waiting);
    assert_eq!(window.state.mark(Step::Check), StepMark::ToDo);
    assert!(matches!(window.act(Action::Save).as_slice(), [Effect::Save { .. }]));
    window.act(Action::Back);
    assert_eq!(window.state.step, Step::Setup);
    assert_eq!(window.act(Action::Next), []);
}

#[test]
fn closing_while_waiting_says_that_nothing_is_lost() {
    let mut window = waiting();
    assert_eq!(window.act(Action::CloseWindow), []);
    assert_eq!(window.state.dialog, Some(Dialog::CloseWhileWaiting));
    window.act(Action::DialogCancel);
    assert!(window.state.awaits_approval());
    window.act(Action::CloseWindow);
    assert_eq!(window.act(Action::DialogConfirm), [Effect::CloseWindow]);
}

#[test]
fn the_question_about_closing_goes_when_the_approval_arrives() {
    let mut window = waiting();
    window.act(Action::CloseWindow);
    let job = waits_under(&window);
    window.hear(Event::SetupDone(job, approved()));
    assert_eq!((window.state.dialog.as_ref(), window.state.step), (None, Step::Check));
}

#[test]
fn an_ended_sign_in_is_signed_in_again_and_waiting_goes_on() {
    let mut window = waiting();
    let job = waits_under(&window);
    let ended = problem("sign-in-ended", Some(Page::Connect));
    window.hear(Event::SetupStopped(job, ended.clone()));
    assert_eq!(window.state.setup, SetupPhase::AwaitingApproval { job: None, trouble: Some(ended.clone()) });
    assert_eq!(window.state.connect, ConnectPhase::Failed(ended));
    window.act(Action::CheckApproval);
    assert_eq!(window.state.step, Step::Connect);
    let effects = window.sign_in();
    assert!(matches!(effects.as_slice(), [Effect::Resume { setup, .. }] if *setup == setup_id()), "{effects:?}");
    let job = window.job();
    window.hear(Event::SetupDone(job, partly_approved()));
    assert!(window.state.waiting_job().is_some());
}

#[test]
fn an_administrator_signs_in_here_and_approves_directly() {
    let mut window = waiting();
    let job = waits_under(&window);
    let effects = window.act(Action::ApproveHere);
    assert_eq!(effects, [Effect::Cancel(job), Effect::SignOut]);
    assert_eq!(window.state.step, Step::Connect);
    let effects = window.sign_in();
    assert!(matches!(effects.as_slice(), [Effect::Resume { .. }]), "{effects:?}");
    let job = window.job();
    window.hear(Event::SetupDone(job, approved()));
    assert_eq!(window.state.step, Step::Check);
}

#[test]
fn whoever_signs_in_as_somebody_else_while_waiting_goes_on_waiting() {
    let mut window = waiting();
    window.act(Action::SignOut);
    assert!(window.state.awaits_approval() && window.state.waiting_job().is_none());
    window.act(Action::GoTo(Step::Connect));
    // Not by the wish of a button: the page was left and entered again.
    window.act(Action::GoTo(Step::Setup));
    window.act(Action::GoTo(Step::Connect));
    window.act(Action::SignIn);
    let job = window.job();
    let effects = window.hear(Event::SignedIn(job, account()));
    assert!(matches!(effects.as_slice(), [Effect::Resume { .. }]), "{effects:?}");
}

#[test]
fn undo_stops_the_waiting() {
    let mut window = waiting();
    let job = waits_under(&window);
    window.act(Action::AskUndo);
    let effects = window.act(Action::DialogConfirm);
    assert_eq!(effects[0], Effect::Cancel(job));
    assert!(matches!(effects.last(), Some(Effect::Undo { .. })), "{effects:?}");
    assert!(window.state.rows.iter().all(|row| row.state == ChangeState::Waiting));
    let undo = window.job();
    window.hear(Event::Undone(undo));
    assert_eq!(window.state.setup, SetupPhase::Undone);
}

#[test]
fn a_new_setup_leaves_the_waiting_one_to_the_journal() {
    let mut window = waiting();
    let job = waits_under(&window);
    let effects = window.act(Action::StartOver);
    assert!(effects.contains(&Effect::Cancel(job)) && effects.contains(&Effect::LoadEarlier), "{effects:?}");
    assert_eq!((window.state.step, window.state.draft.as_ref()), (Step::Product, None));
}

#[test]
fn a_setup_of_an_earlier_start_that_waits_is_taken_up() {
    let mut window = Window::new();
    let earlier = ResumableSetup { awaits_approval: true, ..earlier() };
    let id = earlier.id;
    window.hear(started(vec![earlier]));
    window.act(Action::ResumeEarlier(id));
    assert_eq!(window.state.step, Step::Connect);
    let effects = window.sign_in();
    assert!(matches!(effects.as_slice(), [Effect::Resume { setup, .. }] if *setup == id), "{effects:?}");
}

#[test]
fn the_message_is_saved_where_the_field_says_and_never_over_a_file() {
    let mut window = waiting();
    assert!(window.state.message.path.ends_with("-approval.txt"), "{}", window.state.message.path);
    window.act(Action::ApprovalPath("/tmp/please.txt".to_owned()));
    let effects = window.act(Action::SaveApprovalMessage { text: "Please.".to_owned() });
    let [Effect::SaveMessage { job, path, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(path.to_str(), Some("/tmp/please.txt"));
    assert_eq!(window.act(Action::SaveApprovalMessage { text: "Please.".to_owned() }), [], "one at a time");
    window.hear(Event::MessageNotSaved(*job, problem("file-exists", None)));
    assert_eq!(window.state.message.problem.as_ref().unwrap().id, "file-exists");
    window.act(Action::SaveApprovalMessage { text: "Please.".to_owned() });
    let job = window.job();
    window.hear(Event::MessageSaved(job, "/tmp/please2.txt".into()));
    assert_eq!((window.state.message.saved.is_some(), window.state.message.problem.as_ref()), (true, None));
}

#[test]
fn whoever_may_not_approve_can_start_all_the_same() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    let mut found = findings();
    found.may_consent = Some(false);
    window.find(found);
    assert_eq!(window.state.blockers(), []);
    assert!(window.state.can_start());
}

/// What Graph offers in an organization that does not know one of the permissions.
fn without(unknown: &str) -> onramp::setup::Findings {
    let names = ["Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.ReadWrite"];
    let mut offered = ApiPermissions::default();
    for (i, name) in names.into_iter().enumerate().filter(|(_, name)| *name != unknown) {
        offered.application.insert(name.to_lowercase(), AppRoleId::new(uuid::Uuid::from_u128(i as u128)));
    }
    let mut found = findings();
    found.permissions.insert(Api::Graph, offered);
    found
}

#[test]
fn going_on_without_an_unknown_permission_is_the_persons_choice_and_can_be_taken_back() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    window.find(without("Mail.Read"));
    let unknown = DraftField::Permission("Mail.Read".to_owned());
    assert_eq!(window.state.problems_of(Step::Permissions).get(&unknown), Some(&FieldError::UnknownChoice));
    assert!(!window.state.can_start());
    let keep = |name: &str| Action::GoWithout { permission: name.to_owned(), on: true };
    assert_eq!(window.act(keep("Mail.ReadWrite")), [], "what is known is not left out by mistake");
    window.act(Action::GoTo(Step::Permissions));
    let effects = window.act(keep("Mail.Read"));
    let [Effect::SaveDraft(draft)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(draft.without.contains("Mail.Read"), "it survives a restart");
    assert!(window.state.problems().is_empty());
    let names: Vec<_> = window.plan().permissions.iter().map(|p| p.name.to_string()).collect();
    assert_eq!(names, ["Calendars.Read", "Calendars.ReadWrite", "Mail.ReadWrite"]);
    assert!(window.plan().permissions.iter().all(|p| p.kind == PermissionKind::Application));

    window.act(Action::GoWithout { permission: "Mail.Read".to_owned(), on: false });
    assert!(window.state.problems().contains_key(&unknown));
}

#[test]
fn a_permission_is_left_out_only_where_it_is_unknown() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    window.find(without("Mail.Read"));
    window.act(Action::GoTo(Step::Permissions));
    window.act(Action::GoWithout { permission: "Mail.Read".to_owned(), on: true });
    window.act(Action::CheckAgain);
    window.find(without("Mail.Read"));
    assert!(window.state.draft.as_ref().unwrap().without.contains("Mail.Read"), "as the person chose");
    // Another organization, or the same one after a while: it is known there.
    window.act(Action::CheckAgain);
    window.find(without("Nothing"));
    assert!(window.state.draft.as_ref().unwrap().without.is_empty());
    assert_eq!(window.plan().permissions.len(), 4);
}

#[test]
fn only_the_approvals_are_taken_back_and_can_be_given_again() {
    let mut window = Window::handing_over();
    assert_eq!(window.act(Action::AskRevoke), []);
    assert_eq!(window.state.dialog, Some(Dialog::Revoke(setup_id())));
    let effects = window.act(Action::DialogConfirm);
    assert!(matches!(effects.as_slice(), [Effect::Revoke { setup, .. }] if *setup == setup_id()), "{effects:?}");
    assert_eq!((window.state.step, window.state.setup_job()), (Step::Setup, Some(window.job())));
    // Refused: trying again means taking back again, not approving.
    let job = window.job();
    window.hear(Event::SetupStopped(job, problem("not-allowed-undo", None)));
    let effects = window.act(Action::ResumeSetup);
    assert!(matches!(effects.as_slice(), [Effect::Revoke { .. }]), "{effects:?}");
    let job = window.job();
    window.hear(Event::Revoked(job));
    assert_eq!(window.state.setup, SetupPhase::Revoked);
    assert!(window.state.outcome.is_some(), "the values are still there");
    assert!(!window.state.can_go_to(Step::Check) && !window.state.can_go_to(Step::Handover));
    let effects = window.act(Action::ResumeSetup);
    assert!(matches!(effects.as_slice(), [Effect::Resume { .. }]), "{effects:?}");
}

#[test]
fn a_complete_setup_never_waits() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.hear(Event::SetupDone(job, outcome()));
    assert_eq!(window.act(Action::CheckApproval), []);
    assert_eq!(window.act(Action::ApproveHere), []);
    assert_eq!(window.state.setup, SetupPhase::Done);
}
