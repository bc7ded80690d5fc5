//! A token for an app that proves itself with a secret or a certificate (client credentials): what the product will do,
//! done once as a proof, and the sign-in of automation.

use std::time::Duration;

use jiff::Timestamp;
use oauth2::{AuthType, ClientSecret, RequestTokenError, Scope, TokenResponse as _};
use tokio_util::sync::CancellationToken;

use super::app_session::AppCredential;
use super::claims::{self, AppClaims};
use super::error::SignInError;
use super::refusal::Refusal;
use super::token_endpoint::{Http, TokenAnswer, Trouble, client};
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::net::Network;
use crate::types::{ClientId, ObjectId, SecretValue, TenantId};

/// RFC 7523: the kind of statement that a certificate signs.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// An app's own access token.
#[derive(Clone, Debug)]
pub struct AppToken {
    /// The token.
    pub token: SecretValue,
    /// The application permissions in it.
    pub roles: Vec<String>,
    /// When it ends, by Microsoft's clock.
    pub expires: Timestamp,
    /// How long it lasts.
    pub life: Duration,
    /// The app's service principal, if the token says.
    pub principal: Option<ObjectId>,
    /// The app's name, if the token says.
    pub name: Option<String>,
}

/// Takes a fresh token with a secret; `scope` is `{address of the API}/.default`. Nothing is cached.
///
/// # Errors
/// Microsoft refuses ([`SignInError::Refused`]), cannot be reached, or `cancel` was cancelled.
pub async fn app_token(
    network: &Network,
    cloud: &Cloud,
    tenant: TenantId,
    app: ClientId,
    secret: &SecretValue,
    scope: &str,
    cancel: &CancellationToken,
) -> Result<AppToken, SignInError> {
    let credential = AppCredential::Secret(secret.clone());
    token_with(network, cloud, &Clock::system(), tenant, app, &credential, scope, cancel).await
}

/// As [`app_token`], with either kind of proof.
#[allow(clippy::too_many_arguments, reason = "each is a fact of one request")]
pub(super) async fn token_with(
    network: &Network,
    cloud: &Cloud,
    clock: &Clock,
    tenant: TenantId,
    app: ClientId,
    credential: &AppCredential,
    scope: &str,
    cancel: &CancellationToken,
) -> Result<AppToken, SignInError> {
    let endpoint = cloud.login_url(&format!("{tenant}/oauth2/v2.0/token"));
    let oauth = client(app, &endpoint)?.set_auth_type(AuthType::RequestBody);
    let http = Http(network.clone());
    let scope = Scope::new(scope.to_owned());
    let asking = async {
        match credential {
            AppCredential::Secret(secret) => {
                let oauth = oauth.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
                answered(oauth.exchange_client_credentials().add_scope(scope).request_async(&http).await)
            }
            AppCredential::Certificate(certificate) => {
                let statement = certificate.statement(app, &endpoint, clock.now()).ok_or(SignInError::Unsigned)?;
                let asking = oauth
                    .exchange_client_credentials()
                    .add_scope(scope)
                    .add_extra_param("client_assertion_type", JWT_BEARER)
                    .add_extra_param("client_assertion", statement.expose().to_owned());
                answered(asking.request_async(&http).await)
            }
        }
    };
    let answer = tokio::select! {
        biased;
        () = cancel.cancelled() => return Err(SignInError::Cancelled),
        answer = asking => answer?,
    };
    let token = SecretValue::new(answer.access_token().secret().clone());
    let claims: AppClaims = claims::read(token.expose())?;
    let expires =
        Timestamp::from_second(claims.exp).map_err(|_| SignInError::WrongAnswer("a token whose end cannot be read"))?;
    let life = answer.expires_in().unwrap_or(Duration::from_mins(5));
    Ok(AppToken { token, roles: claims.roles, expires, life, principal: claims.oid, name: claims.app_displayname })
}

fn answered(answer: Result<TokenAnswer, RequestTokenError<Trouble, Refusal>>) -> Result<TokenAnswer, SignInError> {
    answer.map_err(SignInError::from)
}
