//! Signing in with a code on another device (RFC 8628): for computers without a browser. Many organizations block this
//! way, because it is easy to talk somebody into typing a code; the browser is the first choice.

use std::time::Duration;

use jiff::Timestamp;
use oauth2::http::{HeaderValue, Method, header};
use oauth2::{HttpRequest, HttpResponse};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use url::Url;
use url::form_urlencoded::Serializer;

use super::claims::{Expected, account};
use super::code_flow::SignInRequest;
use super::discovery::{Authority, find, is_trusted};
use super::error::SignInError;
use super::refusal::Refusal;
use super::session::{NewSession, Session};
use super::token_endpoint::{TokenAnswer, send};
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::net::Network;
use crate::types::SecretValue;

/// RFC 8628, 3.2: the pause between two questions where the server names none.
const INTERVAL: Duration = Duration::from_secs(5);
/// RFC 8628, 3.5: what `slow_down` adds to it.
const SLOWER: Duration = Duration::from_secs(5);
/// No pause is longer, whatever the server says or the network does.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// No code lives longer here; Microsoft's lives for 15 minutes.
const LONGEST_LIFE: Duration = Duration::from_mins(30);
/// Microsoft's codes have nine characters.
const MAX_CODE: usize = 64;

/// Conditional Access and security defaults say no, or want a device that another device cannot prove to be
/// (entra-docs reference-error-codes).
const BLOCKED: [u32; 10] = [50_097, 53_000, 53_001, 53_002, 53_003, 53_009, 530_032, 530_033, 530_034, 530_035];

/// What the person types on another device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceCode {
    /// The code: `A1B2C3D4E`.
    pub code: String,
    /// The page on which it is typed: `https://login.microsoft.com/device`.
    pub address: String,
    /// From when on it is no longer good.
    pub expires: Timestamp,
}

/// The answer of the device authorization endpoint (RFC 8628, 3.2).
#[derive(Deserialize)]
struct Given {
    device_code: String,
    user_code: String,
    #[serde(alias = "verification_url")]
    verification_uri: Url,
    expires_in: u64,
    interval: Option<u64>,
}

/// Signs a person in with a code. `on_code` is told it as soon as it can be typed; then Microsoft is asked from time
/// to time until the person is done.
///
/// # Errors
/// Cancelled, refused, blocked by the organization ([`SignInError::CodeBlocked`]), not finished while the code was
/// good ([`SignInError::CodeExpired`]), or the network is gone.
pub async fn sign_in_with_code(
    network: &Network,
    cloud: &Cloud,
    request: SignInRequest,
    clock: &Clock,
    cancel: &CancellationToken,
    on_code: &(dyn Fn(&DeviceCode) + Send + Sync),
) -> Result<Session, SignInError> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(SignInError::Cancelled),
        result = flow(network, cloud, request, clock, on_code) => result,
    }
}

async fn flow(
    network: &Network,
    cloud: &Cloud,
    request: SignInRequest,
    clock: &Clock,
    on_code: &(dyn Fn(&DeviceCode) + Send + Sync),
) -> Result<Session, SignInError> {
    let (_, authority) = find(network, cloud, &request).await?;
    let scopes = request.scopes_in(cloud);
    let endpoint = authority
        .device_authorization_endpoint
        .as_ref()
        .ok_or(SignInError::WrongAnswer("there is no address for signing in with a code"))?;
    let client = request.client.to_string();
    let began = clock.now();
    let scope = scopes.join(" ");
    let mut form = vec![("client_id", client.as_str()), ("scope", &scope)];
    form.extend(request.claims.as_deref().map(|claims| ("claims", claims)));
    let asked = post(network, endpoint, &form).await?;
    let given: Given = read(&asked)?;
    if !is_trusted(&given.verification_uri, cloud) {
        return Err(SignInError::WrongAnswer("the page for the code is not a secure one"));
    }
    let fits = given.user_code.len() <= MAX_CODE && given.user_code.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    if given.user_code.is_empty() || !fits {
        return Err(SignInError::WrongAnswer("the code is not one that can be typed"));
    }
    let life = Duration::from_secs(given.expires_in).min(LONGEST_LIFE);
    let expires = began.checked_add(life).unwrap_or(Timestamp::MAX);
    on_code(&DeviceCode { code: given.user_code, address: given.verification_uri.to_string(), expires });

    let pause = given.interval.map_or(INTERVAL, |seconds| Duration::from_secs(seconds.max(1)));
    let secret = SecretValue::new(given.device_code);
    let question =
        Question { network, authority: &authority, client: &client, code: &secret, claims: request.claims.as_deref() };
    let (answer, asked) = question.until_answered(clock, pause, expires).await?;
    let id_token = answer.extra_fields().id_token.as_deref().ok_or(SignInError::WrongAnswer("there is no ID token"))?;
    let expected = Expected {
        issuer: &authority.issuer,
        client: request.client,
        // This way has none: nothing comes back through a browser that could be somebody else's.
        nonce: None,
        tenant: request.tenant,
        now: clock.now(),
    };
    let account = account(id_token, &expected)?;
    let client = request.client;
    Ok(Session::new(NewSession { account, network, cloud, clock, client, scopes, answer: &answer, asked }))
}

/// What is asked again and again.
struct Question<'a> {
    network: &'a Network,
    authority: &'a Authority,
    client: &'a str,
    code: &'a SecretValue,
    claims: Option<&'a str>,
}

impl Question<'_> {
    /// Asks until there is an answer, as slowly as the server wants it. A network that fails for a while does no harm:
    /// the person is busy on another device.
    async fn until_answered(
        &self,
        clock: &Clock,
        mut pause: Duration,
        expires: Timestamp,
    ) -> Result<(TokenAnswer, Timestamp), SignInError> {
        let mut trouble = None;
        loop {
            clock.sleep(pause.min(LONGEST_PAUSE)).await;
            let now = clock.now();
            if now >= expires {
                return Err(trouble.unwrap_or(SignInError::CodeExpired));
            }
            match self.ask().await {
                Ok(answer) => return Ok((answer, now)),
                Err(SignInError::Refused(refusal)) => match refusal.error.as_str() {
                    "authorization_pending" => trouble = None,
                    "slow_down" => (trouble, pause) = (None, pause + SLOWER),
                    "expired_token" | "code_expired" => return Err(SignInError::CodeExpired),
                    _ if refusal.code().is_some_and(|code| BLOCKED.contains(&code)) => {
                        return Err(SignInError::CodeBlocked(refusal));
                    }
                    _ => return Err(SignInError::Refused(refusal)),
                },
                // RFC 8628, 3.5: ask less often when there is no answer.
                Err(error @ (SignInError::Network(_) | SignInError::Busy { .. })) => {
                    (trouble, pause) = (Some(error), pause * 2);
                }
                Err(error) => return Err(error),
            }
            pause = pause.min(LONGEST_PAUSE);
        }
    }

    async fn ask(&self) -> Result<TokenAnswer, SignInError> {
        let mut form = vec![
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", self.client),
            ("device_code", self.code.expose()),
        ];
        form.extend(self.claims.map(|claims| ("claims", claims)));
        read(&post(self.network, &self.authority.token_endpoint, &form).await?)
    }
}

async fn post(network: &Network, address: &Url, form: &[(&str, &str)]) -> Result<HttpResponse, SignInError> {
    let body = Serializer::new(String::new()).extend_pairs(form).finish();
    let mut request = HttpRequest::new(body.into_bytes());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = address.as_str().parse().map_err(|_| SignInError::WrongAnswer("an address"))?;
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(send(network, request).await?)
}

/// The answer, or the refusal in its place. Nothing of the body goes into an error: it can hold tokens.
fn read<T: serde::de::DeserializeOwned>(answer: &HttpResponse) -> Result<T, SignInError> {
    if answer.status().as_u16() == 200 {
        return serde_json::from_slice(answer.body())
            .map_err(|_| SignInError::WrongAnswer("a field is missing or of another kind"));
    }
    let refusal: Refusal =
        serde_json::from_slice(answer.body()).map_err(|_| SignInError::WrongAnswer("an error without its code"))?;
    Err(SignInError::Refused(Box::new(refusal)))
}
