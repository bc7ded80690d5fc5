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
use onramp::signin::{
    AppCredential, AppSession, BrowserError, Certificate, DeviceCode, OpenBrowser, SignInError, SignInRequest,
    app_token, find_organization, sign_in, sign_in_with_code,
};
use onramp::types::{ClientId, SecretValue, TenantId};
use tokio_util::sync::CancellationToken;
use uuid::{Uuid, uuid};

const TENANT: Uuid = uuid!("aaaa1111-0000-4000-8000-000000000001");
const APP: Uuid = uuid!("aaaa3333-0000-4000-8000-000000000001");
const APP_WITH_CERTIFICATE: Uuid = uuid!("aaaa3333-0000-4000-8000-000000000002");
const SECRET: &str = "Xy1~a-client-secret-that-nobody-guesses";

/// A browser with cookies: curl.
struct Curl;

impl OpenBrowser for Curl {
    fn open<'a>(&'a self, address: &'a str) -> Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>> {
        let address = address.to_owned();
        std::thread::spawn(move || {
            let curl = |arguments: &[&str]| {
                let mut curl = Command::new("curl");
                curl.args(["-sSL", "--noproxy", "*", "-b", ""]).args(arguments).stdin(Stdio::null());
                String::from_utf8(curl.output().unwrap().stdout).unwrap()
            };
            // The provider's page sends its form on by itself; curl runs no script.
            let page = curl(&[&address]);
            let (back, fields) = onramp::worker::form_in(&page).unwrap_or_else(|| panic!("no form: {page}"));
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let data = fields.iter().flat_map(|field| ["--data-urlencode", field]);
            curl(&data.chain([back.as_str()]).collect::<Vec<_>>());
        });
        Box::pin(std::future::ready(Ok(())))
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

/// What a person does with a code, with cookies: the page, its hidden field, the code, and "yes".
fn type_code(code: &DeviceCode) {
    let jar = tempfile::NamedTempFile::new().unwrap();
    let curl = |more: &[&str]| {
        let mut curl = Command::new("curl");
        curl.args(["-sSL", "--noproxy", "*", "-b"]).arg(jar.path()).arg("-c").arg(jar.path()).args(more);
        let output = curl.arg(&code.address).stdin(Stdio::null()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let page = curl(&[]);
    let field = page.split("name=\"xsrf\" value=\"").nth(1).unwrap_or_else(|| panic!("no form: {page}"));
    let (xsrf, user_code) = (format!("xsrf={}", field.split('"').next().unwrap()), format!("user_code={}", code.code));
    let page = curl(&["--data-urlencode", &xsrf, "--data-urlencode", &user_code, "-d", "confirm=yes"]);
    assert_eq!(page, "signed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_typed_on_another_device_signs_in_and_outlives_its_tokens() {
    let Some((cloud, network)) = provider() else { return };
    let (clock, cancel) = (Clock::virtual_at(Timestamp::now()), CancellationToken::new());
    let request = SignInRequest {
        tenant: Some(TenantId::new(TENANT)),
        ..SignInRequest::for_setup(Some("megan@contoso.example"))
    };
    let session = sign_in_with_code(&network, &cloud, request, &clock, &cancel, &type_code).await.unwrap();
    assert_eq!(session.account().username, "megan@contoso.example");
    let first = session.token(None).await.unwrap();
    clock.sleep(Duration::from_hours(2)).await;
    assert!(session.token(None).await.unwrap() != first, "a new token");
}

#[tokio::test]
async fn an_app_proves_itself_with_its_certificate() {
    let Some((cloud, network)) = provider() else { return };
    let file = std::env::var("ONRAMP_OIDC_CERTIFICATE").unwrap();
    let (clock, cancel) = (Clock::system(), CancellationToken::new());
    let certificate = Certificate::from_file(file.as_ref()).unwrap();
    let ask = async |app: Uuid| {
        let (tenant, app) = (TenantId::new(TENANT), ClientId::new(app));
        let credential = AppCredential::Certificate(certificate.clone());
        AppSession::sign_in(&network, &cloud, &clock, tenant, app, credential, &cancel).await
    };
    let session = ask(APP_WITH_CERTIFICATE).await.unwrap();
    assert_eq!(session.roles(), ["Mail.Read"]);
    // Each statement serves once, so renewing makes another one.
    let token = session.token(None).await.unwrap();
    assert!(session.token(Some(&token)).await.unwrap() != token);
    match ask(APP).await {
        Err(SignInError::Refused(refusal)) => assert_eq!(refusal.error, "invalid_client"),
        other => panic!("{other:?}"),
    }
}
