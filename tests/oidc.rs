//! Signing in at a certified OpenID provider that nobody here wrote. `.ci/oidc` starts it and names its address in
//! `ONRAMP_OIDC`; elsewhere these tests say that they were skipped.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::future::Future;
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use onramp::clock::Clock;
use onramp::cloud::Cloud;
use onramp::graph::TokenSource as _;
use onramp::net::{Network, NetworkOptions};
use onramp::signin::{BrowserError, OpenBrowser, SignInError, SignInRequest, app_token, find_organization, sign_in};
use onramp::types::{ClientId, SecretValue, TenantId};
use tokio_util::sync::CancellationToken;
use uuid::{Uuid, uuid};

const TENANT: Uuid = uuid!("aaaa1111-0000-4000-8000-000000000001");
const APP: Uuid = uuid!("aaaa3333-0000-4000-8000-000000000001");
const SECRET: &str = "Xy1~a-client-secret-that-nobody-guesses";

/// A browser with cookies: curl.
struct Curl;

impl OpenBrowser for Curl {
    fn open<'a>(&'a self, address: &'a str) -> Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>> {
        let mut curl = Command::new("curl");
        curl.args(["-sSL", "--noproxy", "*", "-b", "", "-o", "/dev/null", address]).stdin(Stdio::null());
        let opened = curl.spawn().map(|_| ()).map_err(|error| BrowserError { reason: error.to_string() });
        Box::pin(std::future::ready(opened))
    }
}

/// The provider as a cloud, if there is one.
fn provider() -> Option<(Cloud, Network)> {
    let Ok(base) = std::env::var("ONRAMP_OIDC") else {
        eprintln!("skipped: no OpenID provider (.ci/oidc starts one)");
        return None;
    };
    let cloud = Cloud::from_toml(&format!("login = \"{base}\"\ngraph = \"{base}\"\n"), "ONRAMP_OIDC").unwrap();
    Some((cloud, Network::new(&NetworkOptions::default()).unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_and_the_sign_in_outlives_its_tokens() {
    let Some((cloud, network)) = provider() else { return };
    let found = find_organization(&network, &cloud, &TENANT.to_string()).await.unwrap();
    assert_eq!(found.tenant, TenantId::new(TENANT));

    let (clock, cancel) = (Clock::virtual_at(Timestamp::now()), CancellationToken::new());
    let mut request = SignInRequest::for_setup(Some("megan@contoso.example"));
    request.tenant = Some(TenantId::new(TENANT));
    let session = sign_in(&network, &cloud, request, &Curl, &clock, &cancel, &|_| ()).await.unwrap();
    assert_eq!(session.account().name, "Megan Bowen");
    assert_eq!(session.account().username, "megan@contoso.example");

    // The provider takes each refresh token once: the third works only with what came with the second.
    let mut last = session.token(None).await.unwrap();
    assert!(session.token(None).await.unwrap() == last, "still good");
    for _ in 0..3 {
        clock.sleep(Duration::from_hours(2)).await;
        let fresh = session.token(None).await.unwrap();
        assert!(fresh != last, "a new token");
        last = fresh;
    }
    let replaced = session.token(Some(&last)).await.unwrap();
    assert!(replaced != last, "a refused token is replaced");
    session.sign_out().await;
    assert!(session.token(None).await.is_err());
}

#[tokio::test]
async fn an_app_gets_a_token_with_its_secret_and_none_with_another() {
    let Some((cloud, network)) = provider() else { return };
    let scope = cloud.graph_url(".default");
    let cancel = CancellationToken::new();
    let ask = async |secret: &str| {
        let secret = SecretValue::new(secret.to_owned());
        app_token(&network, &cloud, TenantId::new(TENANT), ClientId::new(APP), &secret, &scope, &cancel).await
    };
    let token = ask(SECRET).await.unwrap();
    assert_eq!(token.roles, ["Mail.Read"]);
    assert!(token.expires > Timestamp::now());
    match ask("another").await {
        Err(SignInError::Refused(refusal)) => assert_eq!(refusal.error, "invalid_client"),
        other => panic!("{other:?}"),
    }
}
