//! What can be chosen on Connect, through the wizard, the worker and the demo tenant: the app to sign in with, more
//! rights, a cloud from a file, another account, another organization.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod worker_support;

use std::path::Path;
use std::sync::Arc;

use onramp::cloud::{Cloud, CloudFault};
use onramp::demo::{DemoOptions, DemoTenant, seed};
use onramp::setup::{Unchecked, unchecked};
use onramp::wizard::{
    Action, CUSTOM_CLOUD, ClientKind, ConnectPhase, ConnectionAction, ConnectionEvent, Effect, Event, Preflight,
    SetupPhase, Step,
};
use uuid::{Uuid, uuid};
use worker_support::{NotedDesktop, PRODUCT, Window};

const GRAPH_TOOLS: Uuid = uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e");

/// A product is chosen; nobody is signed in.
fn at_connect(folder: &Path) -> Window {
    let mut window = Window::open(folder);
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::Connect);
    window
}

fn looked(window: &mut Window) {
    window.until(|event| matches!(event, Event::Found(..) | Event::NotFound(..)));
    assert!(matches!(window.state.preflight, Preflight::Found(_)), "{:?}", window.state.preflight);
}

fn found(window: &Window) -> onramp::setup::Findings {
    match &window.state.preflight {
        Preflight::Found(found) => found.clone(),
        other => panic!("{other:?}"),
    }
}

/// The service principals that a tenant has of Microsoft Graph Command Line Tools.
fn left_behind(window: &Window) -> usize {
    window.contoso(|tenant| tenant.service_principals.iter().filter(|sp| sp.app_id == GRAPH_TOOLS).count())
}

/// The scopes of the last sign-in page.
fn asked(window: &Window) -> String {
    let all = window.demo().requests();
    let page = all.iter().rev().find(|request| request.path.contains("/authorize?")).unwrap();
    let url = url::Url::parse(&format!("http://localhost{}", page.path)).unwrap();
    url.query_pairs().find(|(name, _)| name == "scope").unwrap().1.into_owned()
}

#[test]
fn with_graph_command_line_tools_exactly_what_is_needed_is_asked_for_and_a_setup_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseClient(ClientKind::GraphCommandLineTools));
    window.fill_in();
    let scope = asked(&window);
    assert!(scope.contains("/AppRoleAssignment.ReadWrite.All") && !scope.contains(".default"), "{scope}");
    assert!(!scope.contains("DelegatedPermissionGrant"), "this product has none: {scope}");
    assert_eq!(left_behind(&window), 1, "the approval stays");
    window.set_up();
    assert_eq!(window.state.setup, SetupPhase::Done);
    assert!(window.state.outcome.as_ref().unwrap().permissions.iter().all(|permission| permission.granted));
}

#[test]
fn a_wrong_client_id_keeps_the_person_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = at_connect(folder.path());
    window.act(Action::ChooseClient(ClientKind::Own));
    window.act(Action::OwnClient("not an id".to_owned()));
    window.act(Action::SignIn);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
    assert!(window.state.show_problems.contains(&Step::Connect));
    assert!(window.demo().requests().is_empty(), "nothing was asked");
}

#[test]
fn the_app_to_sign_in_with_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let own = "aaaa3333-0000-4000-8000-000000000077";
    let mut window = at_connect(folder.path());
    window.act(Action::ChooseClient(ClientKind::Own));
    window.act(Action::OwnClient(own.to_owned()));
    drop(window);
    let next = Window::open(folder.path());
    assert_eq!((next.state.client.kind, next.state.client.own.as_str()), (ClientKind::Own, own));
}

#[test]
fn what_could_not_be_checked_is_checked_with_one_more_right_and_the_same_account() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = at_connect(folder.path());
    window.sign_in();
    looked(&mut window);
    assert_eq!(unchecked(&found(&window)), [Unchecked::Rules], "Azure CLI may not read them");
    let before = window.state.account().unwrap().clone();
    window.act(Action::CheckMore(Unchecked::Rules));
    looked(&mut window);
    assert!(asked(&window).contains("/Policy.Read.All"));
    assert_eq!(window.state.account(), Some(&before));
    assert!(found(&window).secret_rule.is_some());
    assert_eq!(unchecked(&found(&window)), []);
    assert_eq!(left_behind(&window), 1);
    // The setup works with this sign-in.
    window.act(Action::Next);
    window.act(Action::SetInput { key: "test_mailbox".to_owned(), value: "alex@contoso.example".to_owned() });
    for _ in 0..4 {
        window.act(Action::Next);
    }
    window.set_up();
    assert_eq!(window.state.setup, SetupPhase::Done);
}

#[test]
fn when_more_rights_are_refused_the_sign_in_before_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = at_connect(folder.path());
    window.act(Action::ChooseDemoAccount("user".to_owned()));
    window.sign_in();
    looked(&mut window);
    let before = (window.state.account().unwrap().clone(), found(&window));
    window.act(Action::CheckMore(Unchecked::Rules));
    window.until(|event| matches!(event, Event::SignInFailed(..) | Event::SignedIn(..)));
    assert_eq!((window.state.account().unwrap().clone(), found(&window)), before);
    assert_eq!(window.state.more_failed.as_ref().unwrap().id, "admin-needed");
    // Looking again works with it, and asks for nothing more.
    window.act(Action::CheckAgain);
    looked(&mut window);
    assert_eq!(found(&window), before.1);
}

#[test]
fn nothing_of_one_organization_is_left_in_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = at_connect(folder.path());
    window.sign_in();
    looked(&mut window);
    window.act(Action::CheckMore(Unchecked::Rules));
    looked(&mut window);
    assert_eq!(window.state.tenant_title().as_deref(), Some("Contoso"));
    window.act(Action::SwitchOrganization);
    assert_eq!(
        (window.state.connect.clone(), window.state.preflight.clone()),
        (ConnectPhase::SignedOut, Preflight::Idle)
    );
    assert_eq!((window.state.tenant_title(), window.state.step), (None, Step::Connect));
    window.act(Action::ChooseDemoAccount("fabrikam-admin".to_owned()));
    window.sign_in();
    looked(&mut window);
    assert_eq!(window.state.tenant_title().as_deref(), Some("Fabrikam"));
    let found = found(&window);
    assert_eq!(found.tenant.uuid(), seed::FABRIKAM);
    assert_eq!(found.domain.as_deref(), Some("fabrikam.example"));
    assert_eq!(found.secret_rule, None, "what was agreed to in the first is not asked for in the second");
    assert!(!asked(&window).contains("Policy.Read.All"));
    let of_contoso = window.contoso(|tenant| tenant.service_principals.iter().map(|sp| sp.id).collect::<Vec<_>>());
    assert!(found.apis.values().flatten().all(|id| !of_contoso.contains(&id.uuid())), "no id of the first");
}

#[test]
fn signing_out_forgets_the_tokens_and_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = at_connect(folder.path());
    window.sign_in();
    looked(&mut window);
    window.act(Action::SignOut);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
    window.demo().clear_requests();
    // Whatever would be asked now finds nobody.
    window.run(vec![Effect::Preflight {
        job: onramp::wizard::JobId(99),
        target: window.state.preflight_target().unwrap(),
        again: false,
    }]);
    window.until(|event| matches!(event, Event::NotFound(..)));
    assert!(window.demo().requests().is_empty(), "without a token, nothing is sent");
}

#[test]
fn somebody_else_of_the_demo_tenant_is_chosen_among_its_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = at_connect(folder.path());
    window.sign_in();
    looked(&mut window);
    window.act(Action::SwitchAccount);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
    window.act(Action::ChooseDemoAccount("app-admin".to_owned()));
    window.sign_in();
    looked(&mut window);
    assert_eq!(window.state.account().unwrap().name, "Alan Deyoung");
    assert_eq!(found(&window).may_consent, Some(false));
}

/// A test server, and a file that names it.
struct Elsewhere {
    demo: DemoTenant,
    _runtime: tokio::runtime::Runtime,
}

impl Elsewhere {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let demo = runtime.block_on(DemoTenant::start(DemoOptions::default())).unwrap();
        Self { demo, _runtime: runtime }
    }

    fn file(&self, folder: &Path) -> String {
        let path = folder.join("cloud.toml");
        let origin = self.demo.origin();
        std::fs::write(&path, format!("login = \"{origin}\"\ngraph = \"{origin}\"\n")).unwrap();
        path.display().to_string()
    }
}

#[test]
fn a_cloud_from_a_file_is_read_while_it_is_typed_and_signed_in_to() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = Elsewhere::new();
    let file = elsewhere.file(folder.path());
    let desktop = NotedDesktop { signs_in_as: Some("megan@contoso.example".to_owned()), ..NotedDesktop::default() };
    let mut window = Window::open_in_a_cloud(folder.path(), desktop, Cloud::global().unwrap());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.act(Action::ChooseCloud(Some(CUSTOM_CLOUD.to_owned())));
    window.act(Action::SignIn);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut, "there is no file yet");
    let read = |window: &mut Window, path: &str| {
        window.act(Action::CloudPath(path.to_owned()));
        window.until(|event| matches!(event, Event::CloudRead(..) | Event::CloudUnreadable(..)));
    };
    read(&mut window, "/no/such/file");
    assert!(matches!(window.state.cloud_file.fault, Some(CloudFault::Unreadable(_))));
    let wrong = folder.path().join("wrong.toml");
    std::fs::write(&wrong, "login = \"http://login.example\"\ngraph = \"https://graph.example\"\n").unwrap();
    read(&mut window, &wrong.display().to_string());
    assert_eq!(window.state.cloud_file.fault, Some(CloudFault::Insecure("login")));
    window.act(Action::SignIn);
    assert_eq!(window.state.connect, ConnectPhase::SignedOut, "nor one that can be used");
    read(&mut window, &file);
    assert_eq!(
        (window.state.cloud_file.host.as_deref(), window.state.cloud_file.fault.clone()),
        (Some("localhost"), None)
    );
    window.act(Action::SignIn);
    window.until(|event| matches!(event, Event::SignedIn(..) | Event::SignInFailed(..)));
    assert!(window.state.account().is_some(), "{:?}", window.state.connect);
    looked(&mut window);
    assert_eq!((window.state.tenant_title().as_deref(), window.state.cloud_in_use()), (Some("Contoso"), CUSTOM_CLOUD));
    assert!(!elsewhere.demo.requests().is_empty());
    window.act(Action::SwitchOrganization);
    assert_eq!((window.state.chosen_cloud.as_deref(), window.state.cloud_in_use()), (None, "global"));
}

/// Signs in, in the cloud of a test server, as one of its people.
fn signed_in_elsewhere(folder: &Path, elsewhere: &Elsewhere, hint: &str, username: &str) -> Window {
    let file = elsewhere.file(folder);
    let desktop = NotedDesktop { signs_in_as: Some(username.to_owned()), ..NotedDesktop::default() };
    let mut window = Window::open_in_a_cloud(folder, desktop, Cloud::global().unwrap());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.act(Action::CloudPath(file));
    window.until(|event| matches!(event, Event::CloudRead(..)));
    window.act(Action::TenantHint(hint.to_owned()));
    window.sign_in();
    looked(&mut window);
    window
}

#[test]
fn the_way_to_a_cloud_from_a_file_can_be_tested() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), Elsewhere::new());
    let mut window = signed_in_elsewhere(folder.path(), &elsewhere, "", "megan@contoso.example");
    window.act(Action::Connection(ConnectionAction::Test));
    let over = |event: &ConnectionEvent| matches!(event, ConnectionEvent::Tested(..) | ConnectionEvent::NotTested(..));
    window.until(|event| matches!(event, Event::Connection(event) if over(event)));
    let test = window.state.connection.as_ref().unwrap();
    assert_eq!(test.problem, None);
    let port = elsewhere.demo.origin().port();
    assert!(test.reports.iter().any(|report| Some(report.host.port) == port), "{:?}", test.reports);
}

#[test]
fn a_setup_in_a_cloud_from_a_file_goes_on_at_the_next_start_even_without_the_file() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), Elsewhere::new());
    let mut window = signed_in_elsewhere(folder.path(), &elsewhere, "", "megan@contoso.example");
    window.act(Action::Next);
    window.act(Action::SetInput { key: "test_mailbox".to_owned(), value: "alex@contoso.example".to_owned() });
    for _ in 0..4 {
        window.act(Action::Next);
    }
    let refuse = "POST:/v1.0/servicePrincipals:error=403,Authorization_RequestDenied,no";
    elsewhere.demo.misbehave(|misbehaviour| misbehaviour.faults.push(refuse.parse().unwrap()));
    window.set_up();
    assert!(matches!(window.state.setup, SetupPhase::Stopped(_)), "{:?}", window.state.setup);
    drop(window);
    std::fs::remove_file(folder.path().join("cloud.toml")).unwrap();

    let desktop = NotedDesktop { signs_in_as: Some("megan@contoso.example".to_owned()), ..NotedDesktop::default() };
    let mut window = Window::open_in_a_cloud(folder.path(), desktop, Cloud::global().unwrap());
    let [earlier] = window.state.resumable.as_slice() else { panic!("{:?}", window.state.resumable) };
    let id = earlier.id;
    window.act(Action::ResumeEarlier(id));
    window.until(|event| matches!(event, Event::CloudRead(..) | Event::CloudUnreadable(..)));
    assert_eq!(window.state.cloud_file.host.as_deref(), Some("localhost"), "named before anybody signs in");
    window.sign_in();
    window.until_setup_ends();
    assert_eq!(window.state.setup, SetupPhase::Done);
    assert_eq!(elsewhere.demo.with_store(|store| store.tenants[0].applications.len()), 1);
}

#[test]
fn somebody_else_is_asked_for_in_the_same_organization_also_after_a_guest() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), Elsewhere::new());
    let mut window = signed_in_elsewhere(folder.path(), &elsewhere, "megan@contoso.example", "isaiah@adatum.example");
    assert_eq!(window.state.account().unwrap().username, "isaiah@adatum.example");
    window.act(Action::SwitchAccount);
    assert_eq!(window.state.tenant_hint, "contoso.example");
}

#[test]
fn a_cloud_file_that_is_being_read_is_read_after_starting_over_too() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), Elsewhere::new());
    let mut window = Window::open_in_a_cloud(folder.path(), NotedDesktop::default(), Cloud::global().unwrap());
    window.act(Action::CloudPath(elsewhere.file(folder.path())));
    window.act(Action::StartOver);
    let job = window.state.cloud_file.reading.unwrap();
    window.until(|event| matches!(event, Event::CloudRead(of, _) if *of == job));
    assert_eq!((window.state.cloud_file.host.as_deref(), window.state.cloud_file.reading), (Some("localhost"), None));
}

#[test]
fn the_dialog_chooses_the_cloud_file() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = Elsewhere::new();
    let file = elsewhere.file(folder.path());
    let desktop = NotedDesktop { file: Some(file.clone().into()), ..NotedDesktop::default() };
    let mut window = Window::open_in_a_cloud(folder.path(), desktop, Cloud::global().unwrap());
    window.act(Action::BrowseForCloud);
    window.until(|event| matches!(event, Event::CloudRead(..) | Event::CloudUnreadable(..)));
    assert_eq!(
        (window.state.cloud_file.path.as_str(), window.state.cloud_file.host.as_deref()),
        (file.as_str(), Some("localhost"))
    );
    assert_eq!(window.state.chosen_cloud.as_deref(), Some(CUSTOM_CLOUD));
    assert_eq!(Arc::clone(&window.desktop).opened.lock().unwrap().len(), 0, "nobody was sent to sign in");
}
