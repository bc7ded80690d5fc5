//! Signing in with a code on another device.

use super::wrong_answers::Fake;
use super::*;

/// What the person does with the code, to the end and before Onramp asks for the first time.
fn on_another_device(code: &DeviceCode, fields: &[(&str, &str)]) {
    let form: Vec<(&str, &str)> = [("user_code", code.code.as_str())].iter().chain(fields).copied().collect();
    let posted = http().post(&code.address).form(&form);
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(posted.send())).unwrap();
}

fn megan_types_it(code: &DeviceCode) {
    on_another_device(code, &[("account", MEGAN)]);
}

impl World {
    async fn with_code(&self, on_code: &(dyn Fn(&DeviceCode) + Send + Sync)) -> Result<Session, SignInError> {
        let request = SignInRequest::for_setup(Some("contoso.example"));
        sign_in_with_code(&self.network, &self.cloud, request, &self.clock, &self.cancel, on_code).await
    }

    /// The next questions about the code are answered like this.
    fn answer_with(&self, what: &str, times: &str) {
        let fault = format!("POST:/oauth2/v2.0/token:{what}:times={times}").parse().unwrap();
        self.demo.misbehave(|misbehaviour| misbehaviour.faults.push(fault));
    }

    fn seconds(&self) -> i64 {
        self.clock.now().as_second() - start().as_second()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_typed_on_another_device_signs_in() {
    let world = World::new().await;
    let seen = Mutex::new(None);
    let session = world
        .with_code(&|code| {
            *seen.lock().unwrap() = Some(code.clone());
            megan_types_it(code);
        })
        .await
        .unwrap();
    assert_eq!((session.account().username.as_str(), session.account().tenant), (MEGAN, TenantId::new(CONTOSO)));
    let token = session.token(None).await.unwrap();
    assert_eq!(world.graph_says(&token).await, 200);
    let code = seen.into_inner().unwrap().unwrap();
    assert_eq!(code.expires.as_second() - start().as_second(), 15 * 60);
    assert_eq!(world.seconds(), 5, "Microsoft's pause was kept");
    // The token is renewed like any other.
    world.wait(120).await;
    assert_ne!(session.token(None).await.unwrap(), token);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_nobody_types_expires() {
    let world = World::new().await;
    let error = world.with_code(&|_| ()).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Own("code-expired"));
    assert_eq!(world.seconds(), 15 * 60);
    assert_eq!(world.token_requests(), 179, "one question each five seconds, none after the end");
}

#[tokio::test(flavor = "multi_thread")]
async fn microsoft_may_end_a_code_early() {
    let world = World::new().await;
    world.answer_with("error=400,expired_token,AADSTS70020: This device code has expired.", "1");
    let error = world.with_code(&|_| ()).await.unwrap_err();
    assert!(matches!(error, SignInError::CodeExpired), "{error}");
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_down_makes_every_pause_five_seconds_longer() {
    let world = World::new().await;
    world.answer_with("error=400,slow_down,AADSTS70016: too often", "2");
    world.with_code(&megan_types_it).await.unwrap();
    assert_eq!(world.seconds(), 5 + 10 + 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_fails_for_a_moment_is_asked_less_often() {
    let world = World::new().await;
    world.answer_with("drop-before", "1");
    world.with_code(&megan_types_it).await.unwrap();
    assert_eq!(world.seconds(), 5 + 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_stays_away_is_the_reason_in_the_end() {
    let world = World::new().await;
    world.answer_with("drop-before", "all");
    let FaultKind::Own(id) = world.with_code(&megan_types_it).await.unwrap_err().fault().kind else {
        panic!("not the network")
    };
    assert!(id.starts_with("network-"), "{id}");
}

#[tokio::test(flavor = "multi_thread")]
async fn saying_no_on_the_other_device_ends_it() {
    let world = World::new().await;
    let error = world.with_code(&|code| on_another_device(code, &[("cancel", "1")])).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Own("code-declined"));
    assert_eq!(world.token_requests(), 1);
    let other = World::new().await;
    other.answer_with("error=400,access_denied,the person said no", "1");
    assert_eq!(other.with_code(&|_| ()).await.unwrap_err().fault().kind, FaultKind::Own("cancelled"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_blocks_codes_is_told_apart_and_keeps_microsofts_ids() {
    for code in [53_003, 50_097, 530_035, 53_000] {
        let world = World::new().await;
        world.answer_with(&format!("error=400,invalid_grant,AADSTS{code}: blocked by policy"), "1");
        let fault = world.with_code(&megan_types_it).await.unwrap_err().fault();
        assert_eq!(fault.kind, FaultKind::Own("code-blocked"), "{code}");
        assert_eq!(fault.details.code, Some(format!("AADSTS{code}")));
        assert!(Uuid::parse_str(&fault.details.request_id.unwrap()).is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_for_a_code_can_be_cancelled() {
    let world = World::new().await;
    let error = world.with_code(&|_| world.cancel.cancel()).await.unwrap_err();
    assert!(matches!(error, SignInError::Cancelled), "{error}");
    assert_eq!(world.token_requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_a_page_without_tls_or_given_a_code_that_steers_a_terminal() {
    for (page, code) in
        [("http://evil.example/device", "ABCD"), ("file:///etc/passwd", "ABCD"), ("https://m.example", "\u{1b}[2J")]
    {
        let fake = Fake::new(|origin| {
            let document = json!({
                "issuer": origin,
                "authorization_endpoint": format!("{origin}/authorize"),
                "token_endpoint": format!("{origin}/token"),
                "device_authorization_endpoint": format!("{origin}/devicecode"),
            });
            let given = json!({
                "device_code": "secret", "user_code": code, "verification_uri": page, "expires_in": 900, "interval": 5,
            });
            Router::new()
                .route("/{tenant}/v2.0/.well-known/openid-configuration", get(async move || Json(document)))
                .route("/devicecode", post(async move || Json(given)))
        })
        .await;
        let network = Network::new(&NetworkOptions::default()).unwrap();
        let (clock, cancel) = (Clock::virtual_at(start()), CancellationToken::new());
        let told = |code: &DeviceCode| panic!("told {code:?}");
        let request = SignInRequest::for_setup(None);
        let error = sign_in_with_code(&network, &fake.cloud, request, &clock, &cancel, &told).await.unwrap_err();
        assert!(matches!(error, SignInError::WrongAnswer(_)), "{page}: {error}");
        assert!(!format!("{error:?} {error}").contains("secret"));
    }
}
