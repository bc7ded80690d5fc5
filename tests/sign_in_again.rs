//! A sign-in that is lost in the middle - its token expires, its sessions are revoked, a rule demands a new
//! confirmation - at each single request of looking, setting up and undoing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod worker_support;

use onramp::explain::Page;
use onramp::verify::CheckState;
use onramp::wizard::{Action, ConnectPhase, Event, Preflight, SetupPhase, Step};
use worker_support::{PRODUCT, Window};

/// What takes the sign-in away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// Graph calls the access token too old.
    Expired,
    /// Somebody revoked all sessions of the person.
    Revoked,
    /// A rule of the organization demands a fresh confirmation.
    Challenged,
}

const LOSSES: [Loss; 3] = [Loss::Expired, Loss::Revoked, Loss::Challenged];

impl Loss {
    /// Strikes at one request to Graph, after so many others.
    fn at(self, window: &Window, skip: usize) {
        let what = match self {
            Self::Expired => "error=401,InvalidAuthenticationToken,Lifetime validation failed",
            Self::Revoked => "end-session",
            Self::Challenged => "challenge",
        };
        window.misbehave(&format!("*:/v1.0/:{what}:skip={skip}"));
    }

    /// How often a person has to sign in again because of it.
    fn asks(self) -> usize {
        usize::from(self != Self::Expired)
    }
}

/// How many requests Graph has had, the parts of batches and the batches themselves.
fn requests(window: &Window) -> Vec<String> {
    let all = window.demo().requests();
    let graph = all.into_iter().filter(|request| request.path.contains("/v1.0/"));
    graph.map(|request| format!("{} {}", request.method, request.path)).collect()
}

/// Signs in again as often as the wizard asks for it; answers how often that was.
fn sign_in_until_done(window: &mut Window) -> usize {
    let mut count = 0;
    while let SetupPhase::Stopped(problem) = window.state.setup.clone() {
        assert_eq!(problem.page, Some(Page::Connect), "{problem:?}");
        assert!(["sign-in-ended", "sign-in-challenged"].contains(&problem.id.as_str()), "{problem:?}");
        window.act(Action::ResumeSetup);
        assert_eq!(window.state.step, Step::Connect, "the person is led to the sign-in");
        window.sign_in();
        assert_eq!(window.state.step, Step::Setup, "and it goes on by itself");
        window.until_setup_ends();
        count += 1;
        assert!(count < 4, "asked again and again: {problem:?}");
    }
    count
}

fn assert_one_of_everything(window: &Window, context: &str) {
    let outcome = window.state.outcome.clone().unwrap();
    let secret = outcome.secret.clone().unwrap();
    window.contoso(|tenant| {
        assert_eq!(tenant.applications.len(), 1, "{context}: one application");
        let app = &tenant.applications[0];
        assert_eq!(app.app_id, outcome.client.uuid(), "{context}");
        let keys: Vec<_> = app.secrets.iter().map(|known| known.key_id).collect();
        assert_eq!(keys, [secret.key.uuid()], "{context}: one secret, the known one");
        let own = tenant.service_principals.iter().filter(|sp| sp.app_id == app.app_id).count();
        assert_eq!(own, 1, "{context}: one service principal");
    });
    assert!(outcome.permissions.iter().all(|permission| permission.granted), "{context}");
}

/// How many requests a setup makes, from "Set up" to the end of the read-back.
fn requests_of_a_setup() -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.demo().clear_requests();
    window.set_up();
    let all = requests(&window);
    // What follows are the checks, which the app itself makes.
    all.iter().rposition(|request| request.ends_with("/oauth2PermissionGrants")).unwrap() + 1
}

#[test]
fn a_setup_goes_on_wherever_its_sign_in_is_lost() {
    let count = requests_of_a_setup();
    assert!(count > 8, "five calls, most of them batches: {count}");
    for loss in LOSSES {
        for skip in 0..count {
            let context = format!("{loss:?} after {skip} of {count}");
            let folder = tempfile::tempdir().unwrap();
            let mut window = Window::open(folder.path());
            window.fill_in();
            loss.at(&window, skip);
            window.set_up();
            assert_eq!(sign_in_until_done(&mut window), loss.asks(), "{context}");
            assert_eq!(window.state.setup, SetupPhase::Done, "{context}");
            assert_one_of_everything(&window, &context);
        }
    }
}

#[test]
fn a_look_at_the_organization_goes_on_wherever_its_sign_in_is_lost() {
    let open = |folder: &std::path::Path| {
        let mut window = Window::open(folder);
        window.act(Action::ChooseProduct(PRODUCT.to_owned()));
        window.act(Action::Next);
        window
    };
    let looked = |window: &mut Window| {
        window.until(|event| matches!(event, Event::Found(..) | Event::NotFound(..)));
    };
    let folder = tempfile::tempdir().unwrap();
    let mut clean = open(folder.path());
    clean.sign_in();
    looked(&mut clean);
    let count = requests(&clean).len();
    assert!(count >= 6, "one batch: {count}");
    for loss in LOSSES {
        for skip in 0..count {
            let context = format!("{loss:?} after {skip} of {count}");
            let folder = tempfile::tempdir().unwrap();
            let mut window = open(folder.path());
            loss.at(&window, skip);
            window.sign_in();
            looked(&mut window);
            if loss == Loss::Expired {
                assert!(matches!(window.state.preflight, Preflight::Found(_)), "{context}");
            } else {
                let ConnectPhase::Failed(problem) = &window.state.connect else { panic!("{context}") };
                assert_eq!(problem.page, Some(Page::Connect), "{context}");
                window.sign_in();
                looked(&mut window);
            }
            let Preflight::Found(found) = &window.state.preflight else { panic!("{context}") };
            assert_eq!(found.tenant_name.as_deref(), Some("Contoso"), "{context}");
            assert_eq!(found.may_consent, Some(true), "{context}");
        }
    }
}

#[test]
fn undoing_goes_on_wherever_its_sign_in_is_lost() {
    let set_up = |folder: &std::path::Path| {
        let mut window = Window::open(folder);
        window.fill_in();
        window.set_up();
        window.until_checked();
        window.demo().clear_requests();
        window
    };
    let undo = |window: &mut Window| {
        window.act(Action::AskUndo);
        window.act(Action::DialogConfirm);
        window.until_setup_ends();
    };
    let folder = tempfile::tempdir().unwrap();
    let mut clean = set_up(folder.path());
    undo(&mut clean);
    let count = requests(&clean).len();
    assert!(count >= 2, "{count}");
    for loss in LOSSES {
        for skip in 0..count {
            let context = format!("{loss:?} after {skip} of {count}");
            let folder = tempfile::tempdir().unwrap();
            let mut window = set_up(folder.path());
            loss.at(&window, skip);
            undo(&mut window);
            assert_eq!(sign_in_until_done(&mut window), loss.asks(), "{context}");
            assert_eq!(window.state.setup, SetupPhase::Undone, "{context}");
            assert!(window.contoso(|tenant| tenant.applications.is_empty()), "{context}");
        }
    }
}

#[test]
fn a_lost_sign_in_does_not_matter_to_the_checks() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    assert!(window.demo().revoke_sessions("megan@contoso.example"));
    window.until_checked();
    assert!(window.state.checks.iter().all(|row| row.state == CheckState::Passed), "the app signs in as itself");
}

#[test]
fn the_new_sign_in_shows_what_was_demanded_and_is_for_the_same_organization() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    // As long as the rule stands: every request demands it.
    window.misbehave("*:/v1.0/:challenge:times=all");
    window.set_up();
    window.demo().clear_requests();
    assert_eq!(sign_in_until_done(&mut window), 1, "one confirmation is enough for all that follows");
    assert_eq!(window.state.setup, SetupPhase::Done);
    let authorize = window.demo().requests().into_iter().find(|r| r.path.contains("/authorize?")).unwrap().path;
    let address = url::Url::parse(&format!("http://localhost{authorize}")).unwrap();
    let field = |name: &str| address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(field("claims").unwrap(), r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#);
    assert_eq!(field("login_hint").as_deref(), Some("megan@contoso.example"));
    assert!(address.path().starts_with(&format!("/{}/", onramp::demo::seed::CONTOSO)), "{address}");
}

#[test]
fn a_setup_that_stopped_goes_on_in_its_own_organization_only_whatever_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.misbehave("POST:/v1.0/servicePrincipals:end-session");
    window.set_up();
    window.act(Action::ResumeSetup);
    assert_eq!(window.state.step, Step::Connect);
    window.act(Action::TenantHint("fabrikam.example".to_owned()));
    window.act(Action::ChooseDemoAccount("fabrikam-admin".to_owned()));
    window.act(Action::SignIn);
    window.until(|event| matches!(event, Event::SignedIn(..) | Event::SignInFailed(..)));
    assert!(matches!(window.state.connect, ConnectPhase::Failed(_)), "{:?}", window.state.connect);
    assert!(matches!(window.state.setup, SetupPhase::Stopped(_)), "{:?}", window.state.setup);
    window.act(Action::ChooseDemoAccount("global-admin".to_owned()));
    window.sign_in();
    window.until_setup_ends();
    assert_eq!(window.state.setup, SetupPhase::Done);
    assert_one_of_everything(&window, "in the end");
}
