//! Signing in through the browser: authorization code with PKCE (S256), state and nonce, answered on a loopback
//! address (RFC 8252).

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use jiff::SignedDuration;
use oauth2::{AuthUrl, AuthorizationCode, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::browser::OpenBrowser;
use super::claims::{Expected, account};
use super::client::{Asking, SignInClient};
use super::discovery::find;
use super::error::SignInError;
use super::landing::LandingPage;
use super::loopback::{Answer, Loopback};
use super::session::{NewSession, Session};
use super::token_endpoint::{Http, client};
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::net::Network;
use crate::types::{ClientId, TenantId};

/// What every sign-in asks for besides: who it is, and to stay signed in.
const ALWAYS: [&str; 3] = ["offline_access", "openid", "profile"];
/// How long the person may take.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// How often the clock is looked at meanwhile.
const TICK: Duration = Duration::from_millis(250);

/// What to sign in for.
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// A domain, an account or a tenant id, as typed.
    pub hint: Option<String>,
    /// The organisation that it must be, if that is known.
    pub tenant: Option<TenantId>,
    /// The app that the person signs in to.
    pub client: ClientId,
    /// Scopes; `{graph}` stands for the address of Microsoft Graph in the cloud.
    pub scopes: Vec<String>,
    /// What Microsoft demands of the sign-in (a claims challenge), as JSON.
    pub claims: Option<String>,
    /// What the browser shows in the end.
    pub landing: LandingPage,
}

impl SignInRequest {
    /// The sign-in for setting up an app: as Microsoft Azure CLI, with all that it is pre-authorised for, so that no
    /// consent is asked and none is left behind.
    #[must_use]
    pub fn for_setup(hint: Option<&str>) -> Self {
        Self {
            hint: hint.map(str::trim).filter(|hint| !hint.is_empty()).map(str::to_owned),
            tenant: None,
            client: SignInClient::AzureCli.id(),
            scopes: std::iter::once("{graph}/.default").chain(ALWAYS).map(str::to_owned).collect(),
            claims: None,
            landing: LandingPage::default(),
        }
    }

    /// The same as another app, or as somebody who has signed in before. An app that names its permissions asks for
    /// exactly those of `asking`.
    #[must_use]
    pub fn asking(mut self, asking: &Asking) -> Self {
        self.client = asking.client.id();
        if asking.client.names_its_scopes() {
            let named = asking.scopes.iter().map(|name| format!("{{graph}}/{name}"));
            self.scopes = named.chain(ALWAYS.map(str::to_owned)).collect();
        }
        if let Some(again) = &asking.again {
            self.tenant = Some(again.tenant);
            let typed = self.hint.take().filter(|hint| hint.contains('@'));
            self.hint = typed.or_else(|| again.username.clone().filter(|name| name.contains('@')));
        }
        self
    }

    /// The scopes, as the cloud calls them.
    pub(super) fn scopes_in(&self, cloud: &Cloud) -> Vec<String> {
        let graph = cloud.graph.as_str().trim_end_matches('/');
        self.scopes.iter().map(|scope| scope.replace("{graph}", graph)).collect()
    }
}

/// Signs a person in. `on_address` is told the address as soon as it can be opened by hand, before `open` is asked to;
/// when no browser can be opened, the sign-in still waits for whoever opens it by hand.
///
/// # Errors
/// Cancelled, refused, not finished within five minutes by `clock`, or the network is gone.
pub async fn sign_in(
    network: &Network,
    cloud: &Cloud,
    request: SignInRequest,
    open: &dyn OpenBrowser,
    clock: &Clock,
    cancel: &CancellationToken,
    on_address: &(dyn Fn(&str) + Send + Sync),
) -> Result<Session, SignInError> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(SignInError::Cancelled),
        result = flow(network, cloud, request, open, clock, on_address) => result,
    }
}

async fn flow(
    network: &Network,
    cloud: &Cloud,
    request: SignInRequest,
    open: &dyn OpenBrowser,
    clock: &Clock,
    on_address: &(dyn Fn(&str) + Send + Sync),
) -> Result<Session, SignInError> {
    let (login_hint, authority) = find(network, cloud, &request).await?;
    let scopes = request.scopes_in(cloud);

    let login = authority.authorization_endpoint.origin().ascii_serialization();
    let listener = Loopback::bind(request.landing, login).await.map_err(SignInError::Listen)?;
    let wrong = |_| SignInError::WrongAnswer("an address that cannot be read");
    let redirect = RedirectUrl::new(format!("http://localhost:{}", listener.port())).map_err(wrong)?;
    let oauth = client(request.client, authority.token_endpoint.as_str())?
        .set_auth_uri(AuthUrl::new(authority.authorization_endpoint.to_string()).map_err(wrong)?);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = CsrfToken::new_random_len(32);
    let mut asking = oauth
        .authorize_url(|| CsrfToken::new_random_len(32))
        .set_redirect_uri(Cow::Borrowed(&redirect))
        .set_pkce_challenge(challenge)
        .add_scopes(scopes.iter().cloned().map(Scope::new))
        // In the body, not in the address: browsers keep addresses in their history, also those that only redirect.
        .add_extra_param("response_mode", "form_post")
        .add_extra_param("nonce", nonce.secret());
    asking = match &login_hint {
        Some(account) => asking.add_extra_param("login_hint", account),
        // The account of an earlier sign-in must not be taken without asking.
        None => asking.add_extra_param("prompt", "select_account"),
    };
    if let Some(claims) = &request.claims {
        asking = asking.add_extra_param("claims", claims);
    }
    let (address, state) = asking.url();
    on_address(address.as_str());

    let answer = wait(listener, &state, &address, open, clock).await?;
    let code = match answer {
        Answer::Code(code) => AuthorizationCode::new(code.expose().to_owned()),
        Answer::Refused(refusal) => return Err(SignInError::Refused(Box::new(refusal))),
    };
    let asked = clock.now();
    let http = Http(network.clone());
    let answer = oauth
        .exchange_code(code)
        .set_redirect_uri(Cow::Borrowed(&redirect))
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await?;
    let id_token = answer.extra_fields().id_token.as_deref().ok_or(SignInError::WrongAnswer("there is no ID token"))?;
    let account = account(
        id_token,
        &Expected {
            issuer: &authority.issuer,
            client: request.client,
            nonce: Some(nonce.secret()),
            tenant: request.tenant,
            now: clock.now(),
        },
    )?;
    Ok(Session::new(NewSession {
        account,
        network,
        cloud,
        clock,
        client: request.client,
        scopes,
        answer: &answer,
        asked,
    }))
}

/// Opens the browser and waits for its answer.
async fn wait(
    mut listener: Loopback,
    state: &CsrfToken,
    address: &Url,
    open: &dyn OpenBrowser,
    clock: &Clock,
) -> Result<Answer, SignInError> {
    let deadline = clock.now().saturating_add(PATIENCE).unwrap_or(jiff::Timestamp::MAX);
    let mut opening = pin!(open.open(address.as_str()));
    let mut opened = None;
    let answer = {
        let mut answering = pin!(listener.answer(state.secret()));
        loop {
            tokio::select! {
                answer = &mut answering => break answer,
                result = &mut opening, if opened.is_none() => opened = Some(result),
                () = tokio::time::sleep(TICK) => if clock.now() >= deadline {
                    return Err(match opened {
                        Some(Err(error)) => SignInError::Browser(error),
                        _ => SignInError::TimedOut,
                    });
                },
            }
        }
    };
    listener.finish();
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signin::SystemBrowser;

    /// Compiles only if a sign-in can run on any thread of the runtime.
    #[allow(dead_code, reason = "only its types matter")]
    fn a_sign_in_can_move_between_threads(network: &Network, cloud: &Cloud, clock: &Clock, cancel: &CancellationToken) {
        fn moves<T: Send>(_: T) {}
        moves(sign_in(network, cloud, SignInRequest::for_setup(None), &SystemBrowser, clock, cancel, &|_| ()));
    }
}
