//! A token for an app with its own secret (client credentials): what the product will do, done once as a proof.

use jiff::Timestamp;
use oauth2::{AuthType, ClientSecret, Scope, TokenResponse as _};
use tokio_util::sync::CancellationToken;

use super::claims::{self, AppClaims};
use super::error::SignInError;
use super::token_endpoint::{Http, client};
use crate::cloud::Cloud;
use crate::net::Network;
use crate::types::{ClientId, SecretValue, TenantId};

/// An app's own access token.
#[derive(Clone, Debug)]
pub struct AppToken {
    /// The token.
    pub token: SecretValue,
    /// The application permissions in it.
    pub roles: Vec<String>,
    /// When it ends, by Microsoft's clock.
    pub expires: Timestamp,
}

/// Takes a fresh token; `scope` is `{address of the API}/.default`. Nothing is cached.
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
    let oauth = client(app, &cloud.login_url(&format!("{tenant}/oauth2/v2.0/token")))?
        .set_client_secret(ClientSecret::new(secret.expose().to_owned()))
        .set_auth_type(AuthType::RequestBody);
    let http = Http(network.clone());
    let asking = oauth.exchange_client_credentials().add_scope(Scope::new(scope.to_owned())).request_async(&http);
    let answer = tokio::select! {
        biased;
        () = cancel.cancelled() => return Err(SignInError::Cancelled),
        answer = asking => answer.map_err(SignInError::from)?,
    };
    let token = SecretValue::new(answer.access_token().secret().clone());
    let claims: AppClaims = claims::read(token.expose())?;
    let expires =
        Timestamp::from_second(claims.exp).map_err(|_| SignInError::WrongAnswer("a token whose end cannot be read"))?;
    Ok(AppToken { token, roles: claims.roles, expires })
}
