//! As which app a person signs in: what each asks for, what it may not ask for, and what stays behind.

use super::*;
use onramp::preset::Api;
use onramp::setup::{PreflightTarget, scopes_for};
use onramp::signin::{Again, Asking, SignInClient};

const OWN: Uuid = Uuid::from_u128(0xaaaa_3333_0000_4000_8000_0000_0000_0077);
const GRAPH_TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

fn wanted(application: bool, delegated: bool) -> PreflightTarget {
    PreflightTarget {
        app_name: String::new(),
        preset: None,
        redirects: Vec::new(),
        apis: vec![Api::Graph],
        application_permissions_of: if application { vec![Api::Graph] } else { Vec::new() },
        delegated,
        secret: true,
        reuse: None,
    }
}

fn asking(client: SignInClient, more: &[&'static str]) -> Asking {
    let mut scopes = scopes_for(&wanted(true, false));
    scopes.extend(more);
    Asking { client, scopes, again: None }
}

fn request(client: SignInClient, more: &[&'static str]) -> SignInRequest {
    SignInRequest::for_setup(Some("contoso.example")).asking(&asking(client, more))
}

/// An app of Contoso's own, for signing in.
fn register_own(world: &World, redirect: &str, public: bool) {
    world.demo.with_store(|store| {
        let body = json!({
            "displayName": "Contoso setup", "signInAudience": "AzureADMyOrg",
            "publicClient": {"redirectUris": [redirect]}, "isFallbackPublicClient": public,
        });
        store.tenants[0].applications.push(onramp::demo::store::Application {
            id: OWN,
            app_id: OWN,
            unique_name: None,
            created: start() - jiff::SignedDuration::from_hours(1),
            deleted: None,
            secrets: Vec::new(),
            owners: Vec::new(),
            certificates: std::collections::BTreeMap::new(),
            body: body.as_object().unwrap().clone(),
        });
    });
}

/// What a token says.
async fn claims(session: &Session) -> Value {
    let token = session.token(None).await.unwrap();
    let middle = token.expose().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
}

async fn scopes(session: &Session) -> Vec<String> {
    let claims = claims(session).await;
    let all = claims["scp"].as_str().unwrap().split(' ').filter(|name| name.contains('.')).map(str::to_owned);
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

/// The apps of Microsoft's that have a service principal in Contoso because somebody approved them.
fn left_behind(world: &World) -> Vec<String> {
    world.demo.with_store(|store| {
        let apps = store.tenants[0].service_principals.iter().map(|app| app.app_id.to_string());
        apps.filter(|id| id == GRAPH_TOOLS || id == AZURE_CLI).collect()
    })
}

#[test]
fn only_what_the_plan_needs_is_asked_for() {
    let names = |application, delegated| scopes_for(&wanted(application, delegated)).into_iter().collect::<Vec<_>>();
    assert_eq!(names(false, false), ["Application.ReadWrite.All", "User.Read"]);
    assert_eq!(names(true, false), ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "User.Read"]);
    assert_eq!(
        names(false, true),
        ["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "User.Read"]
    );
}

#[tokio::test]
async fn azure_cli_asks_for_no_approval_and_leaves_nothing_behind() {
    let world = World::new().await;
    world.sign_in(request(SignInClient::AzureCli, &[]), &Person::choosing(MEGAN)).await.unwrap();
    assert_eq!(left_behind(&world), Vec::<String>::new());
    assert!(world.demo.with_store(|store| store.tenants[0].grants.is_empty()));
}

#[tokio::test]
async fn azure_cli_may_not_ask_for_more_than_it_is_given() {
    let world = World::new().await;
    let mut request = request(SignInClient::AzureCli, &[]);
    request.scopes = vec!["{graph}/Policy.Read.All".to_owned(), "openid".to_owned()];
    let error = world.sign_in(request, &Person::choosing(MEGAN)).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(65002));
}

#[tokio::test]
async fn graph_command_line_tools_gets_what_an_administrator_approves_and_that_stays() {
    let world = World::new().await;
    let first = request(SignInClient::GraphCommandLineTools, &[]);
    let session = world.sign_in(first.clone(), &Person::choosing(MEGAN)).await.unwrap();
    let usual = ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "User.Read"];
    assert_eq!(scopes(&session).await, usual);
    assert_eq!(left_behind(&world), [GRAPH_TOOLS]);
    // One more right, and it is there after a renewal, too.
    let more = request(SignInClient::GraphCommandLineTools, &["Policy.Read.All"]);
    let session = world.sign_in(more, &Person::choosing(MEGAN)).await.unwrap();
    assert!(scopes(&session).await.contains(&"Policy.Read.All".to_owned()));
    world.wait(120).await;
    assert!(scopes(&session).await.contains(&"Policy.Read.All".to_owned()));
    let policy = world.cloud.graph_url("v1.0/policies/defaultAppManagementPolicy");
    let token = session.token(None).await.unwrap();
    let answer = world.network.client().get(policy).bearer_auth(token.expose()).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
}

#[tokio::test]
async fn graph_command_line_tools_needs_an_administrator_the_first_time() {
    let world = World::new().await;
    let request = || request(SignInClient::GraphCommandLineTools, &[]);
    let error = world.sign_in(request(), &Person::choosing("alex@contoso.example")).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(90094));
    assert_eq!(left_behind(&world), Vec::<String>::new(), "nothing was approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_app_signs_in_where_it_is_registered_for_that() {
    let world = World::new().await;
    register_own(&world, "http://localhost", true);
    let own = SignInClient::Own(ClientId::new(OWN));
    let session = world.sign_in(request(own, &[]), &Person::choosing(MEGAN)).await.unwrap();
    assert_eq!(claims(&session).await["appid"], OWN.to_string());
    assert_eq!(world.graph_says(&session.token(None).await.unwrap()).await, 200);
    // And with a code on another device.
    let typed = |code: &DeviceCode| {
        let posted = http().post(&code.address).form(&[("user_code", code.code.as_str()), ("account", MEGAN)]).send();
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(posted)).unwrap();
    };
    let (network, cloud, clock) = (&world.network, &world.cloud, &world.clock);
    let session = sign_in_with_code(network, cloud, request(own, &[]), clock, &world.cancel, &typed).await.unwrap();
    assert_eq!(claims(&session).await["appid"], OWN.to_string());
}

#[tokio::test]
async fn an_own_app_that_the_organization_does_not_know_is_refused() {
    let world = World::new().await;
    let own = SignInClient::Own(ClientId::new(OWN));
    let (network, cloud, clock) = (&world.network, &world.cloud, &world.clock);
    let error = sign_in_with_code(network, cloud, request(own, &[]), clock, &world.cancel, &|_| ()).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(700_016));
    assert!(error.fault().details.request_id.is_some());
}

#[tokio::test]
async fn whoever_signs_in_again_is_sent_to_their_organization_with_their_account_filled_in() {
    let world = World::new().await;
    let again = Again { tenant: TenantId::new(CONTOSO), username: Some(MEGAN.to_owned()) };
    let asking = Asking { again: Some(again), ..Asking::default() };
    let mut request = SignInRequest::for_setup(Some("fabrikam.example")).asking(&asking);
    request.claims = Some(r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#.to_owned());
    let session = world.sign_in(request, &Person::choosing(MEGAN)).await.unwrap();
    let asked = world.demo.requests().into_iter().find(|r| r.path.contains("/authorize?")).unwrap().path;
    assert!(asked.starts_with(&format!("/{CONTOSO}/")) && asked.contains("login_hint=megan%40contoso.example"));
    assert!(!asked.contains("prompt="), "the account is known: {asked}");
    assert_eq!(claims(&session).await["acrs"], json!(["c1"]));
}
