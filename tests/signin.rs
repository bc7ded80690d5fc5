//! Signing in through the browser, against the demo tenant and against servers that answer wrongly, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Json, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use onramp::clock::Clock;
use onramp::cloud::Cloud;
use onramp::demo::seed::{CONTOSO, FABRIKAM};
use onramp::demo::{DemoOptions, DemoTenant};
use onramp::explain::FaultKind;
use onramp::graph::TokenSource as _;
use onramp::net::{Network, NetworkOptions};
use onramp::signin::{
    BrowserError, LandingPage, OpenBrowser, Session, SignInError, SignInRequest, SystemBrowser, app_token, sign_in,
};
use onramp::types::{ClientId, SecretValue, TenantId};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const MEGAN: &str = "megan@contoso.example";

fn start() -> Timestamp {
    "2026-08-20T10:00:00Z".parse().unwrap()
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Answers once somebody asked for `address`.
type Opening<'a> = Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>>;

/// A person in front of a browser, who chooses an account (or Cancel) and sees pages.
#[derive(Default)]
struct Person {
    /// Fields of the form on Microsoft's page.
    choice: Vec<(&'static str, &'static str)>,
    /// Where the browser is in the end, and what it shows. It goes its own way, as a program of its own does.
    browsing: Mutex<Option<tokio::task::JoinHandle<(Url, String)>>>,
}

impl Person {
    fn choosing(account: &'static str) -> Self {
        Self { choice: vec![("account", account)], ..Self::default() }
    }

    async fn last_page(&self) -> (Url, String) {
        let browsing = self.browsing.lock().unwrap().take().unwrap();
        browsing.await.unwrap()
    }
}

impl OpenBrowser for Person {
    fn open<'a>(&'a self, address: &'a str) -> Opening<'a> {
        let posted = http().post(address).form(&self.choice);
        *self.browsing.lock().unwrap() = Some(tokio::spawn(async move {
            let answer = posted.send().await.unwrap();
            (answer.url().clone(), answer.text().await.unwrap())
        }));
        Box::pin(std::future::ready(Ok(())))
    }
}

/// No browser, or one that nobody uses.
struct Nobody {
    opens: bool,
}

impl OpenBrowser for Nobody {
    fn open<'a>(&'a self, _address: &'a str) -> Opening<'a> {
        let result = if self.opens { Ok(()) } else { Err(BrowserError { reason: "there is none".to_owned() }) };
        Box::pin(std::future::ready(result))
    }
}

/// A demo tenant and all that signing in to it needs.
struct World {
    demo: DemoTenant,
    cloud: Cloud,
    network: Network,
    clock: Clock,
    cancel: CancellationToken,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::virtual_at(start());
        let demo = DemoTenant::start(DemoOptions { clock: clock.clone(), ..DemoOptions::default() }).await.unwrap();
        let network = Network::new(&NetworkOptions { cleartext_http2: true, ..NetworkOptions::default() }).unwrap();
        Self { cloud: demo.cloud(), demo, network, clock, cancel: CancellationToken::new() }
    }

    async fn sign_in(&self, request: SignInRequest, open: &dyn OpenBrowser) -> Result<Session, SignInError> {
        sign_in(&self.network, &self.cloud, request, open, &self.clock, &self.cancel, &|_| ()).await
    }

    async fn megan(&self) -> Session {
        self.sign_in(SignInRequest::for_setup(None), &Person::choosing(MEGAN)).await.unwrap()
    }

    async fn wait(&self, minutes: u64) {
        self.clock.sleep(Duration::from_mins(minutes)).await;
    }

    fn token_requests(&self) -> usize {
        self.demo.requests().iter().filter(|request| request.path.ends_with("/oauth2/v2.0/token")).count()
    }

    async fn graph_says(&self, token: &SecretValue) -> u16 {
        let me = self.cloud.graph_url("v1.0/me");
        self.network.client().get(me).bearer_auth(token.expose()).send().await.unwrap().status().as_u16()
    }
}

// --- Signing in ---

#[tokio::test]
async fn signing_in_gives_the_account_and_a_token_that_graph_accepts() {
    let world = World::new().await;
    let session = world.megan().await;
    let account = session.account();
    assert_eq!((account.name.as_str(), account.username.as_str()), ("Megan Bowen", MEGAN));
    assert_eq!(account.tenant, TenantId::new(CONTOSO));
    let token = session.token(None).await.unwrap();
    assert_eq!(world.graph_says(&token).await, 200);
}

#[tokio::test]
async fn the_browser_ends_on_a_page_without_the_code_in_its_address() {
    let world = World::new().await;
    let person = Person::choosing(MEGAN);
    let mut request = SignInRequest::for_setup(None);
    request.landing = LandingPage { title: "Done & <b>dusted</b>".to_owned(), ..LandingPage::default() };
    world.sign_in(request, &person).await.unwrap();
    let (address, page) = person.last_page().await;
    assert_eq!((address.path(), address.query()), ("/done", None));
    assert!(page.contains("<h1>Done &amp; &lt;b&gt;dusted&lt;/b&gt;</h1>"), "{page}");
    assert!(page.contains("You can close this page and go back to Onramp."));
    assert!(!["http:", "https:", "src=", "<script", "<link"].iter().any(|outside| page.contains(outside)), "{page}");
}

#[tokio::test]
async fn the_address_carries_pkce_state_nonce_and_our_redirect() {
    let world = World::new().await;
    let seen = Mutex::new(String::new());
    let told = |address: &str| address.clone_into(&mut seen.lock().unwrap());
    let person = Person::choosing(MEGAN);
    let request = SignInRequest::for_setup(Some(" contoso.example "));
    sign_in(&world.network, &world.cloud, request, &person, &world.clock, &world.cancel, &told).await.unwrap();
    let address = Url::parse(&seen.into_inner().unwrap()).unwrap();
    let field = |name: &str| address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert!(address.path().contains(&CONTOSO.to_string()), "{address}");
    assert_eq!(field("client_id"), AZURE_CLI);
    assert_eq!(field("response_type"), "code");
    assert_eq!((field("code_challenge_method").as_str(), field("code_challenge").len()), ("S256", 43));
    assert!(field("state").len() >= 32 && field("nonce").len() >= 32 && field("state") != field("nonce"));
    assert_eq!(field("scope"), format!("{}.default offline_access openid profile", world.cloud.graph));
    assert_eq!(field("prompt"), "select_account");
    let redirect = Url::parse(&field("redirect_uri")).unwrap();
    assert_eq!((redirect.scheme(), redirect.host_str()), ("http", Some("localhost")));
    assert!(!field("redirect_uri").ends_with('/') && redirect.port().is_some());
}

#[tokio::test]
async fn an_account_as_hint_is_filled_in_at_its_organization() {
    let world = World::new().await;
    let seen = Mutex::new(String::new());
    let told = |address: &str| address.clone_into(&mut seen.lock().unwrap());
    let request = SignInRequest::for_setup(Some("adele@fabrikam.example"));
    let person = Person::choosing("adele@fabrikam.example");
    let session =
        sign_in(&world.network, &world.cloud, request, &person, &world.clock, &world.cancel, &told).await.unwrap();
    assert_eq!(session.account().tenant, TenantId::new(FABRIKAM));
    let address = Url::parse(&seen.into_inner().unwrap()).unwrap();
    assert!(address.query_pairs().any(|(key, value)| key == "login_hint" && value == "adele@fabrikam.example"));
    assert!(!address.query_pairs().any(|(key, _)| key == "prompt"));
}

#[tokio::test]
async fn what_is_no_domain_is_refused_before_anything_is_sent() {
    let world = World::new().await;
    for hint in ["contoso", "contoso.example/../x", "a b@contoso.example", "@contoso.example", "?.example", "a..b"] {
        let error = world.sign_in(SignInRequest::for_setup(Some(hint)), &Nobody { opens: true }).await.unwrap_err();
        assert!(matches!(error, SignInError::Hint), "{hint}: {error}");
    }
    assert!(world.demo.requests().is_empty());
}

#[tokio::test]
async fn an_unknown_organization_keeps_microsofts_code_and_ids() {
    let world = World::new().await;
    let request = SignInRequest::for_setup(Some("nobody.example"));
    let fault = world.sign_in(request, &Nobody { opens: true }).await.unwrap_err().fault();
    assert_eq!(fault.kind, FaultKind::Aadsts(90_002));
    assert_eq!(fault.details.code.as_deref(), Some("AADSTS90002"));
    assert!(Uuid::parse_str(&fault.details.request_id.unwrap()).is_ok());
    assert!(Uuid::parse_str(&fault.details.client_request_id.unwrap()).is_ok());
}

#[tokio::test]
async fn saying_no_on_microsofts_page_ends_the_sign_in() {
    let world = World::new().await;
    let person = Person { choice: vec![("cancel", "1")], ..Person::default() };
    let error = world.sign_in(SignInRequest::for_setup(None), &person).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(65_004));
    assert!(Uuid::parse_str(&error.fault().details.request_id.unwrap()).is_ok(), "the id in the description is kept");
    let (address, page) = person.last_page().await;
    assert_eq!(address.path(), "/failed");
    assert!(page.contains("You are not signed in"));
}

#[tokio::test]
async fn without_a_browser_the_address_can_be_opened_by_hand() {
    let world = World::new().await;
    let person = Person::choosing(MEGAN);
    let told = |address: &str| drop(person.open(address));
    let request = SignInRequest::for_setup(None);
    let nobody = Nobody { opens: false };
    let session =
        sign_in(&world.network, &world.cloud, request, &nobody, &world.clock, &world.cancel, &told).await.unwrap();
    assert_eq!(session.account().username, MEGAN);
    assert_eq!(person.last_page().await.0.path(), "/done");
}

// --- Waiting ---

/// A sign-in that waits for its browser, and where it listens.
struct Waiting {
    world: Arc<World>,
    result: tokio::task::JoinHandle<Result<Session, SignInError>>,
    address: Url,
}

impl Waiting {
    async fn new(opens: bool) -> Self {
        let world = Arc::new(World::new().await);
        let (tell, told) = tokio::sync::oneshot::channel();
        let tell = Mutex::new(Some(tell));
        let inside = Arc::clone(&world);
        let result = tokio::spawn(async move {
            let on_address = |address: &str| {
                let address = Url::parse(address).unwrap();
                tell.lock().unwrap().take().unwrap().send(address).unwrap();
            };
            let World { network, cloud, clock, cancel, .. } = &*inside;
            let request = SignInRequest::for_setup(None);
            sign_in(network, cloud, request, &Nobody { opens }, clock, cancel, &on_address).await
        });
        Self { world, result, address: told.await.unwrap() }
    }

    fn field(&self, name: &str) -> String {
        self.address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
    }

    fn port(&self) -> u16 {
        Url::parse(&self.field("redirect_uri")).unwrap().port().unwrap()
    }

    /// Sends bytes and reads the whole answer.
    async fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // The listener may close before it has read what is too much.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    async fn get(&self, target: &str, host: &str) -> String {
        self.raw(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await
    }
}

#[tokio::test]
async fn strangers_are_turned_away_and_do_not_disturb() {
    let waiting = Waiting::new(true).await;
    let (port, state) = (waiting.port(), waiting.field("state"));
    let host = format!("localhost:{port}");
    // A browser opens connections ahead and says nothing on them.
    let _silent = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let good = format!("/?code=stolen&state={state}");
    for (target, host, expected) in [
        ("/favicon.ico", host.as_str(), "404"),
        ("/", &host, "400"),
        ("/?code=abc&state=wrong", &host, "400"),
        ("/?code=abc", &host, "400"),
        (&format!("/?state={state}"), &host, "400"),
        (&format!("/?code=a&code=b&state={state}"), &host, "400"),
        (&format!("/?code=a&error=b&state={state}"), &host, "400"),
        (&format!("/other?code=a&state={state}"), &host, "404"),
        (&good, "evil.example", "421"),
        (&good, &format!("localhost:{}", port ^ 1), "421"),
        (&good, &format!("{host}\r\nHost: evil.example"), "421"),
        ("http://localhost/", &host, "400"),
    ] {
        let answer = waiting.get(target, host).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{target} at {host}: {answer}");
        assert!(answer.contains("Cache-Control: no-store"), "{answer}");
    }
    let posted = waiting.raw(&format!("POST {good} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
    assert!(posted.starts_with("HTTP/1.1 405 "), "{posted}");
    assert!(waiting.raw("nonsense\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
    let endless = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}", "x".repeat(20_000));
    assert!(waiting.raw(&endless).await.starts_with("HTTP/1.1 431 "));

    Person::choosing(MEGAN).open(waiting.address.as_str()).await.unwrap();
    assert_eq!(waiting.result.await.unwrap().unwrap().account().username, MEGAN);
}

#[tokio::test]
async fn the_answer_is_heard_on_both_loopback_addresses() {
    let waiting = Waiting::new(true).await;
    if TcpListener::bind("[::1]:0").await.is_err() {
        println!("skipped: this computer has no IPv6");
        return;
    }
    let mut stream = TcpStream::connect(("::1", waiting.port())).await.unwrap();
    let request = format!("GET /favicon.ico HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", waiting.port());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[tokio::test]
async fn five_minutes_by_the_clock_are_enough() {
    let waiting = Waiting::new(true).await;
    waiting.world.wait(5).await;
    let error = waiting.result.await.unwrap().unwrap_err();
    assert!(matches!(error, SignInError::TimedOut), "{error}");
    assert_eq!(error.fault().kind, FaultKind::Own("sign-in-timeout"));
}

#[tokio::test]
async fn a_missing_browser_is_the_reason_when_nobody_opened_the_address() {
    let waiting = Waiting::new(false).await;
    waiting.world.wait(5).await;
    let fault = waiting.result.await.unwrap().unwrap_err().fault();
    assert_eq!(fault.kind, FaultKind::Own("browser-missing"));
    assert!(fault.details.message.unwrap().contains("there is none"));
}

#[tokio::test]
async fn cancelling_stops_listening() {
    let waiting = Waiting::new(true).await;
    let port = waiting.port();
    waiting.world.cancel.cancel();
    let error = waiting.result.await.unwrap().unwrap_err();
    assert!(matches!(error, SignInError::Cancelled), "{error}");
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "the port is free again");
}

#[tokio::test]
async fn after_the_last_page_nobody_listens() {
    let waiting = Waiting::new(true).await;
    let port = waiting.port();
    let person = Person::choosing(MEGAN);
    person.open(waiting.address.as_str()).await.unwrap();
    waiting.result.await.unwrap().unwrap();
    assert_eq!(person.last_page().await.0.path(), "/done");
    // The last page was shown; the listener goes as soon as its task runs again.
    for _ in 0..10_000 {
        if TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("still listening");
}

// --- Keeping tokens fresh ---

#[tokio::test]
async fn a_token_is_reused_until_shortly_before_its_end() {
    let world = World::new().await;
    let session = world.megan().await;
    let first = session.token(None).await.unwrap();
    world.wait(50).await;
    assert_eq!(session.clone().token(None).await.unwrap(), first);
    assert_eq!(world.token_requests(), 1);
    world.wait(40).await;
    let second = session.token(None).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(world.graph_says(&second).await, 200);
    assert_eq!(world.token_requests(), 2);
    let path = world.demo.requests().iter().rev().find(|r| r.path.contains("token")).unwrap().path.clone();
    assert_eq!(path, format!("/{CONTOSO}/oauth2/v2.0/token"), "the organization's own address");
}

#[tokio::test]
async fn many_callers_share_one_renewal() {
    let world = World::new().await;
    let session = world.megan().await;
    world.wait(120).await;
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.token(None).await.unwrap() })
        })
        .collect();
    let mut tokens = Vec::new();
    for call in calls {
        tokens.push(call.await.unwrap());
    }
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn a_token_that_graph_refused_is_never_given_out_again() {
    let world = World::new().await;
    let session = world.megan().await;
    let first = session.token(None).await.unwrap();
    let second = session.token(Some(&first)).await.unwrap();
    assert_ne!(first, second);
    // Somebody else who was refused the old one gets the new one without asking again.
    assert_eq!(session.token(Some(&first)).await.unwrap(), second);
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn a_revoked_sign_in_has_ended() {
    let world = World::new().await;
    let session = world.megan().await;
    let token = session.token(None).await.unwrap();
    assert!(world.demo.revoke_sessions(MEGAN));
    let fault = session.token(Some(&token)).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Own("sign-in-ended"));
    assert!(fault.details.code.unwrap().starts_with("AADSTS"));
    let asked = world.token_requests();
    assert_eq!(session.token(None).await.unwrap_err().kind, FaultKind::Own("sign-in-ended"));
    assert_eq!(world.token_requests(), asked, "what has ended is not asked for again");
}

#[tokio::test]
async fn without_a_network_a_token_serves_to_its_end() {
    let world = World::new().await;
    let session = world.megan().await;
    let token = session.token(None).await.unwrap();
    let World { demo, clock, .. } = world;
    drop(demo);
    clock.sleep(Duration::from_mins(56)).await;
    assert_eq!(session.token(None).await.unwrap(), token);
    clock.sleep(Duration::from_hours(1)).await;
    let FaultKind::Own(id) = session.token(None).await.unwrap_err().kind else { panic!("not the network") };
    assert!(id.starts_with("network-"), "{id}");
}

#[tokio::test]
async fn signing_out_forgets_the_tokens_of_all_clones() {
    let world = World::new().await;
    let session = world.megan().await;
    session.clone().sign_out().await;
    assert_eq!(session.token(None).await.unwrap_err().kind, FaultKind::Own("sign-in-ended"));
}

#[tokio::test]
async fn a_session_does_not_show_its_tokens() {
    let world = World::new().await;
    let session = world.megan().await;
    let token = session.token(None).await.unwrap();
    let shown = format!("{session:?}");
    assert!(shown.contains("Megan Bowen") && !shown.contains(token.expose()), "{shown}");
}

// --- Servers that answer wrongly ---

/// A sign-in server of ours, whose answers each test chooses.
struct Fake {
    cloud: Cloud,
    stop: CancellationToken,
}

impl Fake {
    async fn new(router: impl FnOnce(&str) -> Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let app = router(&origin);
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        tokio::spawn(async move { axum::serve(listener, app).with_graceful_shutdown(stopped).await });
        Self { cloud: Cloud::demo(Url::parse(&origin).unwrap()), stop }
    }

    /// One answer to everything.
    async fn always(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Self {
        Self::new(|_| Router::new().fallback(move || std::future::ready(answer()))).await
    }

    async fn sign_in(&self, request: SignInRequest, open: &dyn OpenBrowser) -> Result<Session, SignInError> {
        let network = Network::new(&NetworkOptions::default()).unwrap();
        let (clock, cancel) = (Clock::virtual_at(start()), CancellationToken::new());
        sign_in(&network, &self.cloud, request, open, &clock, &cancel, &|_| ()).await
    }

    async fn fault(&self) -> FaultKind {
        let request = SignInRequest::for_setup(None);
        self.sign_in(request, &Nobody { opens: true }).await.unwrap_err().fault().kind
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[tokio::test]
async fn a_guest_networks_page_is_not_taken_for_microsoft() {
    let page = Fake::always(|| Html("<title>Welcome to Hotel Wi-Fi</title>").into_response()).await;
    assert_eq!(page.fault().await, FaultKind::Own("not-json"));
    let redirect = Fake::always(|| axum::response::Redirect::to("http://wifi.example/").into_response()).await;
    assert_eq!(redirect.fault().await, FaultKind::Own("not-json"));
}

#[tokio::test]
async fn an_overloaded_sign_in_is_told_as_such() {
    for status in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS] {
        let fake = Fake::always(move || (status, "busy").into_response()).await;
        assert_eq!(fake.fault().await, FaultKind::Own("microsoft-busy"));
    }
}

#[tokio::test]
async fn an_organization_elsewhere_is_not_signed_in_to() {
    let elsewhere = || {
        Json(json!({
            "issuer": "https://login.microsoftonline.us/x/v2.0",
            "authorization_endpoint": "https://login.microsoftonline.us/x/oauth2/v2.0/authorize",
            "token_endpoint": "https://login.microsoftonline.us/x/oauth2/v2.0/token",
        }))
        .into_response()
    };
    assert_eq!(Fake::always(elsewhere).await.fault().await, FaultKind::Own("other-cloud"));
}

#[tokio::test]
async fn a_port_where_nobody_answers_is_told_as_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
    drop(listener);
    let fake = Fake { cloud: Cloud::demo(Url::parse(&origin).unwrap()), stop: CancellationToken::new() };
    assert_eq!(fake.fault().await, FaultKind::Own("network-unreachable"));
}

#[tokio::test]
async fn a_server_without_tls_where_tls_was_expected_is_told_as_such() {
    let mut fake = Fake::always(|| "hello".into_response()).await;
    let mut address = fake.cloud.login.clone();
    address.set_scheme("https").unwrap();
    fake.cloud = Cloud::demo(address);
    assert_eq!(fake.fault().await, FaultKind::Own("network-tls"));
}

/// What a wrong server puts into its tokens.
#[derive(Clone)]
struct Answers {
    nonce: Arc<Mutex<String>>,
    change: Value,
    origin: String,
}

const TENANT: &str = "aaaa1111-0000-4000-8000-000000000001";

fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2ln", part(&json!({"alg": "RS256"})), part(claims))
}

async fn wrong_token(State(answers): State<Answers>) -> Response {
    let mut claims = json!({
        "iss": format!("{}/{TENANT}/v2.0", answers.origin),
        "aud": AZURE_CLI,
        "exp": start().as_second() + 3600,
        "nonce": *answers.nonce.lock().unwrap(),
        "tid": TENANT,
        "oid": "aaaa5555-0000-4000-8000-000000000001",
        "name": "Megan Bowen",
        "preferred_username": MEGAN,
    });
    for (key, value) in answers.change.as_object().unwrap() {
        claims[key] = value.clone();
    }
    Json(json!({
        "token_type": "Bearer",
        "expires_in": 3600,
        "access_token": "access",
        "id_token": unsigned(&claims),
    }))
    .into_response()
}

/// A browser that goes straight back with a code, and tells the server which nonce it saw.
struct StraightBack(Arc<Mutex<String>>);

impl OpenBrowser for StraightBack {
    fn open<'a>(&'a self, address: &'a str) -> Opening<'a> {
        Box::pin(async move {
            let address = Url::parse(address).unwrap();
            let field = |name: &str| address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
            *self.0.lock().unwrap() = field("nonce");
            let back = [("code", "abc".to_owned()), ("state", field("state"))];
            http().get(field("redirect_uri")).query(&back).send().await.unwrap();
            Ok(())
        })
    }
}

async fn sign_in_with_claims(change: Value, tenant: Option<TenantId>) -> Result<Session, SignInError> {
    let nonce = Arc::new(Mutex::new(String::new()));
    let shared = Arc::clone(&nonce);
    let fake = Fake::new(|origin| {
        let document = json!({
            "issuer": format!("{origin}/{{tenantid}}/v2.0"),
            "authorization_endpoint": format!("{origin}/authorize"),
            "token_endpoint": format!("{origin}/token"),
        });
        Router::new()
            .route("/{tenant}/v2.0/.well-known/openid-configuration", get(async move || Json(document)))
            .route("/token", post(wrong_token))
            .with_state(Answers { nonce: shared, change, origin: origin.to_owned() })
    })
    .await;
    let request = SignInRequest { tenant, ..SignInRequest::for_setup(None) };
    fake.sign_in(request, &StraightBack(nonce)).await
}

#[tokio::test]
async fn an_id_token_that_fits_is_accepted_even_if_the_clock_is_five_minutes_off() {
    assert!(sign_in_with_claims(json!({}), None).await.is_ok());
    assert!(sign_in_with_claims(json!({"exp": start().as_second() - 290}), None).await.is_ok());
}

#[tokio::test]
async fn an_id_token_that_does_not_fit_is_refused() {
    for change in [
        json!({"nonce": "of another sign-in"}),
        json!({"nonce": null}),
        json!({"aud": "14d82eec-204b-4c2f-b7e8-296a70dab67e"}),
        json!({"iss": "https://login.evil.example/x/v2.0"}),
        json!({"tid": "aaaa1111-0000-4000-8000-000000000002"}),
        json!({"exp": start().as_second() - 310}),
        json!({"oid": null}),
    ] {
        let error = sign_in_with_claims(change.clone(), None).await.unwrap_err();
        assert!(matches!(error, SignInError::WrongAnswer(_)), "{change}: {error}");
        assert_eq!(error.fault().kind, FaultKind::Own("sign-in-wrong-answer"));
    }
}

#[tokio::test]
async fn another_organization_than_the_one_asked_for_is_refused() {
    let wanted = TenantId::new(CONTOSO);
    let error = sign_in_with_claims(json!({}), Some(wanted)).await.unwrap_err();
    assert!(matches!(&error, SignInError::OtherTenant { wanted: asked, .. } if *asked == wanted), "{error}");
    assert_eq!(error.fault().kind, FaultKind::Own("tenant-mismatch"));
}

#[tokio::test]
async fn without_a_refresh_token_the_sign_in_ends_with_its_token() {
    let session = sign_in_with_claims(json!({}), None).await.unwrap();
    let token = session.token(None).await.unwrap();
    assert_eq!(session.token(Some(&token)).await.unwrap_err().kind, FaultKind::Own("sign-in-ended"));
}

// --- An app's own token ---

#[tokio::test]
async fn a_wrong_secret_keeps_microsofts_code_and_never_the_secret() {
    let world = World::new().await;
    let secret = SecretValue::new("not-the-right-one".to_owned());
    let app = world.demo.with_store(|store| {
        let tenant = &mut store.tenants[0];
        let principal = tenant.service_principals[0].clone();
        let id = Uuid::from_u128(77);
        tenant.service_principals.push(onramp::demo::store::ServicePrincipal { id, app_id: id, ..principal });
        tenant.applications.push(onramp::demo::store::Application {
            id,
            app_id: id,
            unique_name: None,
            created: start() - jiff::SignedDuration::from_hours(1),
            deleted: None,
            secrets: Vec::new(),
            owners: Vec::new(),
            body: serde_json::Map::new(),
        });
        ClientId::new(id)
    });
    let scope = format!("{}.default", world.cloud.graph);
    let tenant = TenantId::new(CONTOSO);
    let error = app_token(&world.network, &world.cloud, tenant, app, &secret, &scope, &world.cancel).await.unwrap_err();
    let fault = error.fault();
    assert_eq!(fault.kind, FaultKind::Aadsts(7_000_215));
    assert!(fault.details.request_id.is_some() && fault.details.client_request_id.is_some());
    assert!(!format!("{error:?} {error} {fault:?}").contains(secret.expose()));

    world.cancel.cancel();
    let error = app_token(&world.network, &world.cloud, tenant, app, &secret, &scope, &world.cancel).await.unwrap_err();
    assert!(matches!(error, SignInError::Cancelled));
}

// --- The system's browser ---

#[cfg(target_os = "linux")]
#[test]
fn the_browser_variable_is_honoured() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let (script, pipe) = (folder.path().join("browser"), folder.path().join("pipe"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::fs::write(&script, format!("#!/bin/sh\necho \"$1 $2\" > '{}'\n", pipe.display())).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["the_system_browser_opens", "--exact", "--ignored"])
        .env("BROWSER", format!("/nonexistent/browser:{} --new %s", script.display()))
        .spawn()
        .unwrap();
    assert!(child.wait().unwrap().success());
    // Reading waits until the browser has written.
    assert_eq!(std::fs::read_to_string(&pipe).unwrap().trim(), "--new http://localhost/?a=b&c=d");
}

#[tokio::test]
#[ignore = "run by the_browser_variable_is_honoured"]
async fn the_system_browser_opens() {
    SystemBrowser.open("http://localhost/?a=b&c=d").await.unwrap();
}
