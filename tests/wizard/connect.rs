//! Signing in, and what was found in the tenant.

use crate::support::{PRODUCT, Window, account, device_code, findings};
use onramp::plan::DraftField;
use onramp::preset::Api;
use onramp::setup::{ApiPermissions, SecretRule};
use onramp::signin::Asking;
use onramp::wizard::{
    Action, Blocker, ConnectPhase, Effect, Event, FoundCloud, Preflight, Step, StepMark, months_within,
};

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
