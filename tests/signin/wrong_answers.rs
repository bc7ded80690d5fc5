//! Servers that answer wrongly, and networks in the way.

use super::*;

/// A sign-in server of ours, whose answers each test chooses.
pub(super) struct Fake {
    pub(super) cloud: Cloud,
    stop: CancellationToken,
}

impl Fake {
    pub(super) async fn new(router: impl FnOnce(&str) -> Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let app = router(&origin);
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        tokio::spawn(async move { axum::serve(listener, app).with_graceful_shutdown(stopped).await });
        Self { cloud: Cloud::demo(Url::parse(&origin).unwrap()), stop }
    }

    /// One answer to everything.
    pub(super) async fn always(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Self {
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
