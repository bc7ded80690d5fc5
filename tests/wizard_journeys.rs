//! Fixed journeys through the wizard: what a person does, and what must come of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod wizard_support;

use std::path::PathBuf;

use onramp::explain::Page;
use onramp::export::ExportFormat;
use onramp::plan::{ChangeKey, DraftField};
use onramp::preset::Api;
use onramp::setup::{ApiPermissions, ChangeState, Progress, SecretRule};
use onramp::signin::Asking;
use onramp::types::{FieldError, SetupId};
use onramp::verify::{CheckProgress, CheckState};
use onramp::wizard::{
    Action, Blocker, ConnectPhase, Dialog, Effect, Event, FoundCloud, JobId, Preflight, SetupPhase, State, Step,
    StepMark, ThemeChoice, months_within,
};
use wizard_support::{
    OTHER, PRODUCT, SECRET, Window, account, device_code, earlier, findings, outcome, problem, setup_id, started,
};

// ---- steps

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

// ---- form

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

// ---- connect

#[test]
fn signing_in_looks_at_the_tenant_at_once() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::TenantHint(" contoso.com ".to_owned()));
    let effects = window.act(Action::SignIn);
    assert_eq!(
        effects,
        [Effect::SignIn {
            job: window.job(),
            hint: "contoso.com".to_owned(),
            demo_account: None,
            cloud: None,
            asking: Asking::default()
        }]
    );
    let job = window.job();
    window.hear(Event::SignInAddress(job, "https://login.example/".to_owned()));
    assert_eq!(
        window.state.connect,
        ConnectPhase::SigningIn { job, address: Some("https://login.example/".to_owned()) }
    );
    let effects = window.hear(Event::SignedIn(job, account()));
    let [Effect::Preflight { target, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(target.apis, [Api::Graph]);
    assert_eq!(target.application_permissions_of, [Api::Graph]);
    assert_eq!(target.app_name, "Cirrus Insight Service Account");
    assert!(target.secret && !target.delegated);
}

#[test]
fn a_code_is_shown_until_somebody_signed_in_with_it() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::TenantHint(" contoso.com ".to_owned()));
    let effects = window.act(Action::SignInWithCode);
    let job = window.job();
    assert_eq!(
        effects,
        [Effect::SignInWithCode { job, hint: "contoso.com".to_owned(), cloud: None, asking: Asking::default() }]
    );
    assert_eq!(window.act(Action::SignInWithCode), [], "once is enough");
    assert_eq!(window.act(Action::SignIn), []);
    window.hear(Event::SignInCode(job, device_code()));
    assert_eq!(window.state.connect, ConnectPhase::WithCode { job, code: Some(device_code()) });
    let effects = window.hear(Event::SignedIn(job, account()));
    assert!(matches!(&effects[..], [Effect::Preflight { .. }]), "{effects:?}");
}

#[test]
fn whoever_waits_can_change_between_browser_and_code() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::SignIn);
    let browser = window.job();
    let effects = window.act(Action::SignInWithCode);
    let code = window.job();
    assert_eq!(
        effects,
        [
            Effect::Cancel(browser),
            Effect::SignInWithCode { job: code, hint: String::new(), cloud: None, asking: Asking::default() }
        ]
    );
    window.hear(Event::SignInAddress(browser, "https://login.example/".to_owned()));
    assert_eq!(window.state.connect, ConnectPhase::WithCode { job: code, code: None }, "late news change nothing");
    let effects = window.act(Action::SignInWithBrowser);
    assert!(matches!(&effects[..], [Effect::Cancel(job), Effect::SignIn { .. }] if *job == code), "{effects:?}");
    let job = window.job();
    assert_eq!(window.act(Action::CancelSignIn), [Effect::Cancel(job)]);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
}

fn in_gcc_high() -> FoundCloud {
    FoundCloud { name: "contoso.com".to_owned(), cloud: "gcchigh".to_owned() }
}

/// The cloud of the one sign-in in these effects.
fn cloud_of(effects: &[Effect]) -> Option<String> {
    let [Effect::SignIn { cloud, .. } | Effect::SignInWithCode { cloud, .. }] = effects else { panic!("{effects:?}") };
    cloud.clone()
}

#[test]
fn another_cloud_is_read_about_before_anybody_signs_in_there() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::TenantHint("contoso.com".to_owned()));
    assert_eq!(cloud_of(&window.act(Action::SignIn)), None);
    let job = window.job();
    assert_eq!(window.hear(Event::OtherCloudFound(job, in_gcc_high())), []);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
    assert_eq!(window.state.cloud_in_use(), "gcchigh");
    assert_eq!(cloud_of(&window.act(Action::SignIn)).as_deref(), Some("gcchigh"));
    window.act(Action::CancelSignIn);
    // Another organization is looked for anew.
    window.act(Action::TenantHint("fabrikam.com".to_owned()));
    assert_eq!(cloud_of(&window.act(Action::SignIn)), None);
}

#[test]
fn the_person_overrules_what_was_found() {
    let mut window = Window::new();
    window.state.clouds = vec!["global".to_owned(), "gcchigh".to_owned()];
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::TenantHint("contoso.com".to_owned()));
    window.act(Action::SignIn);
    let job = window.job();
    window.hear(Event::OtherCloudFound(job, in_gcc_high()));
    window.act(Action::ChooseCloud(Some("no-such-cloud".to_owned())));
    assert_eq!(window.state.chosen_cloud, None);
    window.act(Action::ChooseCloud(Some("global".to_owned())));
    assert_eq!(cloud_of(&window.act(Action::SignInWithCode)).as_deref(), Some("global"));
    window.act(Action::ChooseCloud(None));
    assert_eq!(window.state.chosen_cloud.as_deref(), Some("global"), "not in the middle of a sign-in");
}

#[test]
fn a_demo_account_needs_no_browser_unless_asked_for() {
    let mut window = Window::demo();
    window.choose(PRODUCT);
    window.act(Action::ChooseDemoAccount("no-such-account".to_owned()));
    let effects = window.act(Action::SignIn);
    assert!(
        matches!(&effects[..], [Effect::SignIn { demo_account: Some(key), .. }] if key == "global-admin"),
        "{effects:?}"
    );
    window.act(Action::CancelSignIn);
    let effects = window.act(Action::SignInWithBrowser);
    assert!(matches!(&effects[..], [Effect::SignIn { demo_account: None, .. }]), "{effects:?}");
}

#[test]
fn the_answer_to_a_cancelled_sign_in_is_dropped() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.act(Action::SignIn);
    let job = window.job();
    assert_eq!(window.act(Action::CancelSignIn), [Effect::Cancel(job)]);
    assert_eq!(window.hear(Event::SignedIn(job, account())), []);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
    assert!(window.state.jobs.is_empty());
}

#[test]
fn signing_out_forgets_what_was_found() {
    let mut window = Window::at_review();
    assert_eq!(window.act(Action::SignOut), [Effect::SignOut]);
    assert_eq!(window.state.preflight, Preflight::Idle);
    assert_eq!(window.state.step, Step::Connect);
    assert!(window.state.blockers().contains(&Blocker::SignedOut));
}

#[test]
fn review_looks_again_when_the_name_has_changed() {
    let mut window = Window::at_review();
    window.act(Action::GoTo(Step::App));
    window.act(Action::AppName("Another name".to_owned()));
    assert!(!window.state.findings_are_current());
    let effects = window.act(Action::GoTo(Step::Review));
    assert!(
        matches!(&effects[..], [Effect::Preflight { target, .. }] if target.app_name == "Another name"),
        "{effects:?}"
    );
    assert!(!window.state.can_start());
    window.find(findings());
    assert!(window.state.can_start());
}

#[test]
fn review_does_not_look_again_for_nothing() {
    let mut window = Window::at_review();
    window.act(Action::GoTo(Step::App));
    assert_eq!(window.act(Action::GoTo(Step::Review)), []);
}

#[test]
fn checking_again_drops_the_answer_that_was_awaited() {
    let mut window = Window::new();
    window.choose(PRODUCT);
    window.act(Action::Next);
    window.sign_in();
    let first = window.job();
    let effects = window.act(Action::CheckAgain);
    assert_eq!(effects[0], Effect::Cancel(first));
    window.hear(Event::Found(first, Box::new(findings())));
    assert_eq!(window.state.preflight, Preflight::Running(window.job()));
}

#[test]
fn a_missing_right_blocks_the_setup_and_nothing_before_it() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    let mut found = findings();
    found.may_create = Some(false);
    window.find(found);
    assert_eq!(window.state.blockers(), [Blocker::MayNotCreate]);
    assert_eq!(window.state.mark(Step::Connect), StepMark::Blocked);
    assert_eq!(window.act(Action::StartSetup), []);
    window.act(Action::GoTo(Step::Connect));
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::App);
}

#[test]
fn what_could_not_be_checked_blocks_nothing() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    let mut found = findings();
    (found.may_create, found.may_consent, found.roles, found.existing) = (None, None, None, None);
    window.find(found);
    assert!(window.state.can_start());
}

#[test]
fn a_tenant_that_forbids_secrets_blocks_the_setup() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    let mut found = findings();
    found.secret_rule = Some(SecretRule { forbidden: true, max_days: None });
    window.find(found);
    assert_eq!(window.state.blockers(), [Blocker::SecretsForbidden]);
    assert_eq!(window.state.mark(Step::Secret), StepMark::Blocked);
}

#[test]
fn a_secret_lives_no_longer_than_the_tenant_allows_and_what_was_chosen_comes_back_elsewhere() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    let mut found = findings();
    found.secret_rule = Some(SecretRule { forbidden: false, max_days: Some(180) });
    window.find(found);
    let planned = |window: &Window| window.state.current_plan().unwrap().secret.unwrap().months.count();
    assert_eq!((planned(&window), window.state.months()), (5, Some(5)));
    assert!(window.state.can_start());
    window.act(Action::SetMonths(3));
    assert_eq!(planned(&window), 3);
    window.act(Action::SetMonths(12));
    window.act(Action::CheckAgain);
    window.find(findings());
    assert_eq!(planned(&window), 12);
}

#[test]
fn a_permission_that_the_tenant_does_not_offer_is_a_problem_of_the_permissions_page() {
    let mut window = Window::at_review();
    window.act(Action::CheckAgain);
    let mut found = findings();
    found.permissions.insert(Api::Graph, ApiPermissions::default());
    window.find(found);
    assert_eq!(window.state.blockers(), [Blocker::Form(Step::Permissions)]);
    assert!(window.state.problems_of(Step::Permissions).contains_key(&DraftField::Permission("Mail.Read".to_owned())));
}

#[test]
fn whole_months_are_counted_so_that_they_always_fit() {
    assert_eq!([30, 31, 90, 92, 180, 184, 364, 365, 730].map(months_within), [0, 1, 2, 3, 5, 6, 11, 12, 24]);
}

// ---- setup

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

// ---- earlier starts

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

// ---- hand-over

#[test]
fn the_file_name_follows_the_format_until_the_person_chooses_one() {
    let mut window = Window::setting_up();
    window.hear(started(Vec::new()));
    let job = window.job();
    window.hear(Event::SetupDone(job, outcome()));
    let folder = PathBuf::from("/home/megan");
    let name = |extension: &str| folder.join(format!("{PRODUCT}-contoso-ltd.{extension}")).display().to_string();
    assert_eq!(window.state.handover.path, name("txt"));
    window.act(Action::SaveFormat(ExportFormat::Env));
    assert_eq!(window.state.handover.path, name("env"));
    window.act(Action::SavePath("mine.txt".to_owned()));
    window.act(Action::SaveFormat(ExportFormat::Json));
    assert_eq!(window.state.handover.path, "mine.txt");
    let effects = window.act(Action::Save);
    let [Effect::Save { request, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.path, folder.join("mine.txt"));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_the_person_says_so() {
    let mut window = Window::handing_over();
    window.act(Action::SavePath("/tmp/there.txt".to_owned()));
    let effects = window.act(Action::Save);
    assert!(matches!(&effects[..], [Effect::Save { request, .. }] if !request.overwrite), "{effects:?}");
    assert_eq!(window.act(Action::Save), [], "it is being saved already");
    let job = window.job();
    window.hear(Event::SaveWouldOverwrite(job, PathBuf::from("/tmp/there.txt")));
    assert_eq!(window.state.dialog, Some(Dialog::Overwrite(PathBuf::from("/tmp/there.txt"))));
    let effects = window.act(Action::SaveOverwrite);
    assert!(matches!(&effects[..], [Effect::Save { request, .. }] if request.overwrite), "{effects:?}");
    let job = window.job();
    window.hear(Event::Saved(job, PathBuf::from("/tmp/there.txt")));
    assert!(window.state.handover.secret_kept);
    assert_eq!(window.state.handover.saved, [PathBuf::from("/tmp/there.txt")]);
}

#[test]
fn a_file_that_cannot_be_written_says_why_and_can_be_tried_again() {
    let mut window = Window::handing_over();
    window.act(Action::SavePath("/nowhere/x.txt".to_owned()));
    window.act(Action::Save);
    let job = window.job();
    window.hear(Event::SaveFailed(job, problem("file", None)));
    assert_eq!(window.state.handover.problem, Some(problem("file", None)));
    assert!(!window.state.handover.secret_kept && window.state.can_save());
}

#[test]
fn nothing_is_saved_to_an_empty_path() {
    let mut window = Window::handing_over();
    window.act(Action::SavePath("  ".to_owned()));
    assert_eq!(window.act(Action::Save), []);
}

#[test]
fn the_systems_dialog_fills_in_the_path() {
    let mut window = Window::handing_over();
    let effects = window.act(Action::BrowseForPath);
    assert!(matches!(&effects[..], [Effect::AskPath { .. }]), "{effects:?}");
    assert_eq!(window.act(Action::BrowseForPath), [], "one dialog at a time");
    let before = window.state.handover.path.clone();
    let job = window.job();
    window.hear(Event::PathChosen(job, None));
    assert_eq!(window.state.handover.path, before);
    window.act(Action::BrowseForPath);
    let job = window.job();
    window.hear(Event::PathChosen(job, Some(PathBuf::from("/tmp/chosen.txt"))));
    assert_eq!(window.state.handover.path, "/tmp/chosen.txt");
}

#[test]
fn a_copied_secret_counts_as_kept_and_leaves_the_clipboard() {
    let mut window = Window::handing_over();
    let effects = window.act(Action::SecretCopied);
    let [Effect::ClearClipboardLater(value), _] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(value.expose(), SECRET);
    assert_eq!(window.act(Action::CloseWindow), [Effect::CloseWindow]);
}

#[test]
fn a_secret_that_was_copied_shown_or_saved_is_noted_as_handed_over_once() {
    let copy = |window: &mut Window| window.act(Action::SecretCopied);
    let show = |window: &mut Window| window.act(Action::RevealSecret(true));
    let save = |window: &mut Window| {
        window.act(Action::Save);
        let job = window.job();
        window.hear(Event::Saved(job, PathBuf::from("/tmp/values.txt")))
    };
    let ways: [fn(&mut Window) -> Vec<Effect>; 3] = [copy, show, save];
    let note = Effect::NoteHandedOver(setup_id());
    for first in ways {
        let mut window = Window::handing_over();
        assert_eq!(window.act(Action::RevealSecret(false)), [], "nobody has seen it");
        assert!(first(&mut window).contains(&note));
        for later in ways {
            assert!(!later(&mut window).contains(&note), "it is noted already");
        }
    }
}

#[test]
fn a_secret_that_nobody_knows_any_more_is_not_handed_over() {
    let mut window = Window::setting_up();
    let job = window.job();
    let mut outcome = outcome();
    outcome.secret.as_mut().unwrap().value = None;
    window.hear(Event::SetupDone(job, outcome));
    window.act(Action::Next);
    assert_eq!(window.act(Action::RevealSecret(true)), []);
    window.act(Action::Save);
    let job = window.job();
    assert_eq!(window.hear(Event::Saved(job, PathBuf::from("/tmp/values.txt"))), []);
}

#[test]
fn the_secret_is_hidden_again_when_the_page_is_left() {
    let mut window = Window::handing_over();
    window.act(Action::RevealSecret(true));
    assert!(window.state.handover.reveal);
    window.act(Action::Back);
    window.act(Action::Next);
    assert!(!window.state.handover.reveal);
}

#[test]
fn steps_that_the_list_has_can_be_ticked() {
    let mut window = Window::handing_over();
    window.act(Action::TickStep { index: 1, on: true });
    window.act(Action::TickStep { index: 99, on: true });
    assert!(window.state.handover.ticked.iter().eq(&[1]));
    window.act(Action::TickStep { index: 1, on: false });
    assert!(window.state.handover.ticked.is_empty());
}

// ---- closing

#[test]
fn closing_with_nothing_to_lose_just_closes() {
    assert_eq!(Window::at_review().act(Action::CloseWindow), [Effect::CloseWindow]);
}

#[test]
fn leaving_with_an_unkept_secret_asks() {
    let mut window = Window::handing_over();
    assert_eq!(window.act(Action::CloseWindow), []);
    assert_eq!(window.state.dialog, Some(Dialog::LeaveWithoutSecret { closing: true }));
    assert_eq!(window.act(Action::DialogConfirm), [Effect::CloseWindow]);
    assert_eq!(window.act(Action::StartOver), []);
    assert_eq!(window.state.dialog, Some(Dialog::LeaveWithoutSecret { closing: false }));
    assert_eq!(window.act(Action::DialogConfirm), [Effect::LoadEarlier]);
    assert_eq!((window.state.step, &window.state.draft), (Step::Product, &None));
}

#[test]
fn closing_during_a_setup_stops_it_safely_first() {
    let mut window = Window::setting_up();
    let job = window.job();
    assert_eq!(window.act(Action::CloseWindow), []);
    assert_eq!(window.state.dialog, Some(Dialog::CloseDuringSetup));
    assert_eq!(window.act(Action::DialogConfirm), [Effect::Cancel(job)]);
    assert_eq!(window.hear(Event::SetupStopped(job, problem("cancelled", None))), [Effect::CloseWindow]);
}

#[test]
fn a_setup_that_is_complete_before_it_could_stop_does_not_take_its_secret_along() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.act(Action::CloseWindow);
    window.act(Action::DialogConfirm);
    let effects = window.hear(Event::SetupDone(job, outcome()));
    assert!(!effects.contains(&Effect::CloseWindow));
    assert_eq!(window.state.dialog, Some(Dialog::LeaveWithoutSecret { closing: true }));
}

#[test]
fn the_question_about_closing_goes_away_with_the_setup() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.act(Action::CloseWindow);
    window.hear(Event::SetupDone(job, outcome()));
    assert_eq!(window.state.dialog, None);
    assert_eq!(window.state.step, Step::Check);
}

// ---- the rest

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
