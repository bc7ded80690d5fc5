//! "Test the connection" in the window: its rules, the buttons, and the whole of it over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    reason = "a test fails by panicking, and shares its fixtures with others"
)]

#[path = "support/connections.rs"]
mod connections;
#[path = "support/fixtures.rs"]
mod fixtures;
mod net_support;
#[path = "support/window.rs"]
mod window;
mod worker_support;

use std::path::PathBuf;

use eframe::egui::Theme;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use fixtures::{network_problem, now, tell};
use net_support::{Authority, answering};
use onramp::clock::Clock;
use onramp::cloud::Cloud;
use onramp::net::diagnose::{Finding, GUEST_PAGE};
use onramp::wizard::{
    Action, ConnectPhase, ConnectionAction, ConnectionEffect, ConnectionEvent, ConnectionTest, Effect, Event,
    Preflight, State, Step,
};
use window::Shown;
use worker_support::{NotedDesktop, Window};

fn act(state: &mut State, action: ConnectionAction) -> Vec<Effect> {
    tell(state, Action::Connection(action))
}

fn test_of(state: &State) -> &ConnectionTest {
    state.connection.as_ref().unwrap()
}

/// The one effect, which must be of the connection.
#[track_caller]
fn only(effects: &[Effect]) -> ConnectionEffect {
    match effects {
        [Effect::Connection(effect)] => effect.clone(),
        other => panic!("{other:?}"),
    }
}

// The rules.

#[test]
fn the_cloud_that_the_sign_in_goes_to_is_tested() {
    let mut state = fixtures::found_in_another_cloud();
    let effect = only(&act(&mut state, ConnectionAction::Test));
    assert_eq!(effect, ConnectionEffect::Test { job: state.last_job, cloud: "gcchigh".to_owned() });
    let mut demo = fixtures::at(Step::Connect);
    act(&mut demo, ConnectionAction::Test);
    assert_eq!(test_of(&demo).cloud, "demo");
}

#[test]
fn a_test_that_was_stopped_closed_or_begun_again_hears_nothing_of_the_old_one() {
    for action in [ConnectionAction::Stop, ConnectionAction::Close, ConnectionAction::Test] {
        let mut state = connections::half();
        let old = test_of(&state).running.unwrap();
        let effects = act(&mut state, action);
        assert!(effects.contains(&Effect::Cancel(old)), "{effects:?}");
        let before = format!("{state:?}");
        tell(&mut state, Event::Connection(ConnectionEvent::Hosts(old, Vec::new())));
        tell(&mut state, Event::Connection(ConnectionEvent::Tested(old, now())));
        assert_eq!(format!("{state:?}"), before);
    }
    let mut state = connections::half();
    act(&mut state, ConnectionAction::Stop);
    assert_eq!(test_of(&state).reports.len(), 1, "what was found stays");
}

#[test]
fn signing_in_and_going_on_close_the_test() {
    let mut state = connections::half();
    let old = test_of(&state).running.unwrap();
    let effects = tell(&mut state, Action::SignIn);
    assert!(effects.contains(&Effect::Cancel(old)), "{effects:?}");
    assert_eq!(state.connection, None);
    let mut state = fixtures::stopped();
    act(&mut state, ConnectionAction::Test);
    tell(&mut state, Action::ResumeSetup);
    assert_eq!(state.connection, None);
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_whoever_read_so() {
    let mut state = connections::fine();
    let save = |replace| ConnectionAction::SaveTeam { text: "hosts".to_owned(), replace };
    let effect = only(&act(&mut state, save(true)));
    let ConnectionEffect::SaveTeam { job, path, replace: false, .. } = effect else { panic!("{effect:?}") };
    assert!(path.ends_with("onramp-network.txt"), "{path:?}");
    assert_eq!(act(&mut state, save(false)), [], "one at a time");
    tell(&mut state, Event::Connection(ConnectionEvent::TeamExists(job, path.clone())));
    let effect = only(&act(&mut state, save(true)));
    assert!(matches!(effect, ConnectionEffect::SaveTeam { replace: true, .. }), "{effect:?}");

    // Another path is another file.
    tell(&mut state, Event::Connection(ConnectionEvent::TeamExists(effect.job(), path)));
    act(&mut state, ConnectionAction::TeamPath("/tmp/other.txt".to_owned()));
    let effect = only(&act(&mut state, save(true)));
    assert!(matches!(effect, ConnectionEffect::SaveTeam { replace: false, .. }), "{effect:?}");
}

#[test]
fn nothing_is_saved_before_everything_is_known() {
    let mut state = connections::half();
    assert_eq!(act(&mut state, ConnectionAction::SaveTeam { text: "hosts".to_owned(), replace: false }), []);
}

#[test]
fn only_an_authority_that_was_shown_is_trusted() {
    let mut state = connections::inspected();
    assert_eq!(act(&mut state, ConnectionAction::Trust), []);
    let mut state = connections::inspected_with_file();
    act(&mut state, ConnectionAction::AuthorityPath("/tmp/another.pem".to_owned()));
    assert_eq!(act(&mut state, ConnectionAction::Trust), [], "what was shown is not what stands there now");

    let mut state = connections::inspected_with_file();
    let effect = only(&act(&mut state, ConnectionAction::Trust));
    let ConnectionEffect::Trust { job, authorities } = effect else { panic!("{effect:?}") };
    assert_eq!(authorities, [connections::authority()]);
    let effects = tell(&mut state, Event::Connection(ConnectionEvent::Trusted(job)));
    assert!(matches!(only(&effects), ConnectionEffect::Test { .. }), "it is tried at once");
    assert!(test_of(&state).authority.trusted);
}

#[test]
fn a_file_that_is_being_read_when_another_is_typed_is_not_shown() {
    let mut state = connections::inspected();
    act(&mut state, ConnectionAction::AuthorityPath("/tmp/one.pem".to_owned()));
    let job = only(&act(&mut state, ConnectionAction::ReadAuthority)).job();
    assert_eq!(act(&mut state, ConnectionAction::AuthorityPath("/tmp/two.pem".to_owned())), [Effect::Cancel(job)]);
    tell(&mut state, Event::Connection(ConnectionEvent::AuthorityRead(job, vec![connections::authority()])));
    assert_eq!(test_of(&state).authority.found, []);
}

// The buttons.

fn show(state: State) -> Harness<'static, Shown> {
    let mut window = window::build(window::builder(Theme::Light).with_size([1100.0, 1500.0]), state);
    window.run();
    window
}

fn press(window: &mut Harness<'_, Shown>, name: &str) -> Vec<Action> {
    window.state_mut().actions.clear();
    window.get_by_role_and_label(Role::Button, name).scroll_to_me();
    window.run();
    window.get_by_role_and_label(Role::Button, name).click();
    window.run();
    std::mem::take(&mut window.state_mut().actions)
}

#[test]
fn the_test_is_offered_wherever_the_network_may_be_the_reason() {
    let mut looked = fixtures::connected();
    looked.preflight = Preflight::Failed(network_problem());
    let mut refused = fixtures::at(Step::Connect);
    refused.connect = ConnectPhase::SignedOut;
    for state in [refused, looked].into_iter().chain([fixtures::stopped(), fixtures::found_in_another_cloud()]) {
        let actions = press(&mut show(state), "Test the connection");
        assert_eq!(actions, [Action::Connection(ConnectionAction::Test)]);
    }
    let window = show(fixtures::sign_in_failed("network-tls"));
    let buttons = window.get_all_by_role_and_label(Role::Button, "Test the connection");
    assert_eq!(buttons.count(), 2, "with the problem, and where it always is");
    let window = show(fixtures::sign_in_failed("code-blocked"));
    assert_eq!(window.get_all_by_role_and_label(Role::Button, "Test the connection").count(), 1);
}

#[test]
fn what_was_found_is_told_by_host_with_a_verdict() {
    let window = show(connections::fine());
    window.get_by_label("Everything that Onramp needs can be reached.");
    window.get_by_label("login.microsoftonline.com:443");
    window.get_by_label("graph.microsoft.com answers as it should");
    let window = show(connections::half());
    window.get_by_label("Testing the connection");
    window.get_by_label("Stop testing");
    let window = show(connections::broken_ipv6());
    window.get_by_label("Everything that Onramp needs can be reached, with something to know.");
    let mut window = show(connections::guest());
    assert_eq!(press(&mut window, "Open the network's page"), [Action::OpenLink(GUEST_PAGE.to_owned())]);
}

#[test]
fn the_text_for_the_network_team_is_read_and_saved_as_it_is() {
    let mut window = show(connections::proxy_sign_in());
    press(&mut window, "Read it");
    press(&mut window, "Save it as a file");
    let actions = press(&mut window, "Save the text");
    let [Action::Connection(ConnectionAction::SaveTeam { text, replace: false })] = &actions[..] else {
        panic!("{actions:?}")
    };
    assert!(text.contains("it asks for Negotiate, NTLM, which Onramp cannot do"), "{text}");
    window.get_by_label(text.trim_end());
    press(&mut window, "Copy the text");
}

#[test]
fn an_authority_is_trusted_from_the_page_that_shows_it() {
    let mut window = show(connections::inspected_with_file());
    window.get_by_label("Contoso (Contoso Web Gateway)");
    window.get_by_label(&connections::authority().certificate.fingerprint);
    window.get_by_label("This is the authority that was seen on the way to Microsoft.");
    let actions = press(&mut window, "Trust it until I close Onramp");
    assert_eq!(actions, [Action::Connection(ConnectionAction::Trust)]);
    assert!(show(connections::fine()).query_by_label("Show the certificate").is_none(), "nobody asks without a reason");
}

// Over real sockets.

fn tested(window: &mut Window) {
    window.act(Action::Connection(ConnectionAction::Test));
    until_tested(window);
}

fn until_tested(window: &mut Window) {
    let job = test_of(&window.state).running.unwrap();
    let over = |event: &Event| matches!(event, Event::Connection(ConnectionEvent::Tested(of, _) | ConnectionEvent::NotTested(of, _)) if *of == job);
    window.until(over);
    assert_eq!(test_of(&window.state).problem, None);
}

/// The ids of what was found on the way to the only host.
fn found(window: &Window) -> Vec<&'static str> {
    let [report] = &test_of(&window.state).reports[..] else { panic!("{:?}", window.state.connection) };
    report.findings.iter().map(Finding::id).collect()
}

fn cloud_at(address: &str) -> Cloud {
    Cloud::from_toml(&format!("login = \"{address}\"\ngraph = \"{address}\"\n"), "test").unwrap()
}

fn desktop_with(answer: PathBuf) -> NotedDesktop {
    NotedDesktop { answer: Some(answer), ..NotedDesktop::default() }
}

#[test]
fn the_way_to_the_demo_tenant_is_tested_and_the_text_saved_where_the_person_chose() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("team.txt");
    let mut window = Window::open_at(folder.path(), desktop_with(file.clone()), Clock::system());
    tested(&mut window);
    assert_eq!(found(&window), ["name", "connected", "answer"]);
    window.act(Action::Connection(ConnectionAction::BrowseTeamPath));
    window.until(|event| matches!(event, Event::Connection(ConnectionEvent::TeamPath(..))));
    let save = |replace| Action::Connection(ConnectionAction::SaveTeam { text: "hosts\n".to_owned(), replace });
    window.act(save(false));
    window.until(|event| matches!(event, Event::Connection(ConnectionEvent::TeamSaved(..))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "hosts\n");
    std::fs::write(&file, "somebody's").unwrap();
    window.act(save(false));
    window.until(|event| matches!(event, Event::Connection(ConnectionEvent::TeamExists(..))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody's");
    window.act(save(true));
    window.until(|event| matches!(event, Event::Connection(ConnectionEvent::TeamSaved(..))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "hosts\n");
}

#[test]
fn an_authority_that_is_chosen_in_the_window_counts_for_everything_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Authority::new("Contoso Gateway");
    let file = folder.path().join("gateway.pem");
    gateway.file(&file);
    let cloud = cloud_at(&format!("https://localhost:{}", gateway.server("localhost", |_| ())));
    let mut window = Window::open_in(cloud, folder.path(), desktop_with(file));
    tested(&mut window);
    assert_eq!(found(&window), ["name", "connected", "inspected"]);
    window.act(Action::Connection(ConnectionAction::BrowseAuthority));
    window.until(|event| matches!(event, Event::Connection(ConnectionEvent::AuthorityRead(..))));
    let shown = test_of(&window.state).authority.found.clone();
    assert_eq!(shown[0].certificate.subject.in_words().unwrap(), "Contoso Gateway (Contoso Gateway Root)");
    window.act(Action::Connection(ConnectionAction::Trust));
    window.until(|event| matches!(event, Event::Connection(ConnectionEvent::Trusted(_))));
    until_tested(&mut window);
    assert_eq!(found(&window), ["name", "connected", "inspected-ca", "answer"]);

    // Not only for the test: the sign-in now gets as far as an answer, which is none of Microsoft's.
    window.act(Action::SignInWithCode);
    window.until(|event| matches!(event, Event::SignInFailed(..)));
    let ConnectPhase::Failed(problem) = &window.state.connect else { panic!("{:?}", window.state.connect) };
    assert_ne!(problem.id, "network-tls");
}

#[test]
fn a_file_without_an_authority_is_refused_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name)
    };
    let key = rcgen::KeyPair::generate().unwrap();
    let server = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    for (file, id) in [
        (write("empty.pem", "nothing"), "authority-none"),
        (write("torn.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "authority-none"),
        (write("server.pem", &server.pem()), "authority-of-a-server"),
        (folder.path().join("missing.pem"), "authority-unreadable"),
    ] {
        let mut window = Window::open(folder.path());
        tested(&mut window);
        window.act(Action::Connection(ConnectionAction::AuthorityPath(file.display().to_string())));
        window.act(Action::Connection(ConnectionAction::ReadAuthority));
        window.until(|event| matches!(event, Event::Connection(ConnectionEvent::AuthorityRefused(..))));
        assert_eq!(test_of(&window.state).authority.problem.as_ref().unwrap().id, id);
    }
}

#[test]
fn a_guest_network_is_told_in_the_window_too() {
    let folder = tempfile::tempdir().unwrap();
    let page = "HTTP/1.1 302 Found\r\nLocation: http://wifi.hotel.example/\r\nContent-Length: 0\r\n\r\n";
    let cloud = cloud_at(&format!("http://localhost:{}", answering(page)));
    let mut window = Window::open_in(cloud, folder.path(), NotedDesktop::default());
    tested(&mut window);
    assert_eq!(found(&window), ["name", "connected", "portal"]);
}
