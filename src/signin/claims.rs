//! What a token says. Signatures are not checked here: the tokens come straight from the token endpoint over TLS
//! (OpenID Connect Core 3.1.3.7 allows it), and access tokens are opaque to us but for showing what they allow.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Account;
use super::error::SignInError;
use crate::types::{ClientId, ObjectId, TenantId};

/// How wrong this computer's clock may be.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The claims of an ID token (entra-docs id-token-claims-reference).
#[derive(Deserialize)]
struct IdClaims {
    iss: String,
    aud: String,
    exp: i64,
    nonce: Option<String>,
    tid: TenantId,
    oid: ObjectId,
    #[serde(default)]
    name: String,
    #[serde(default)]
    preferred_username: String,
}

/// The claims of an app's own access token.
#[derive(Deserialize)]
pub struct AppClaims {
    /// Application permissions.
    #[serde(default)]
    pub roles: Vec<String>,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// The app's service principal.
    #[serde(default)]
    pub oid: Option<ObjectId>,
    /// The app's name.
    #[serde(default)]
    pub app_displayname: Option<String>,
}

/// What an ID token must be.
pub struct Expected<'a> {
    /// From the OpenID configuration; `{tenantid}` stands for the tenant.
    pub issuer: &'a str,
    pub client: ClientId,
    /// What the sign-in was begun with, where it came back through a browser.
    pub nonce: Option<&'a str>,
    pub tenant: Option<TenantId>,
    pub now: Timestamp,
}

/// Reads the claims of a token.
pub fn read<T: DeserializeOwned>(token: &str) -> Result<T, SignInError> {
    let wrong = SignInError::WrongAnswer("a token that cannot be read");
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(wrong);
    };
    let Ok(json) = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')) else { return Err(wrong) };
    // The error of serde_json would quote what the token holds.
    serde_json::from_slice(&json).map_err(|_| wrong)
}

/// Who signed in, if the token is for us, for this sign-in and of now.
pub fn account(id_token: &str, expected: &Expected<'_>) -> Result<Account, SignInError> {
    let claims: IdClaims = read(id_token)?;
    let must = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(SignInError::WrongAnswer(what)) };
    must(claims.aud == expected.client.to_string(), "the ID token is for another app")?;
    must(expected.nonce.is_none() || claims.nonce.as_deref() == expected.nonce, "the ID token is of another sign-in")?;
    if let Some(wanted) = expected.tenant.filter(|wanted| *wanted != claims.tid) {
        return Err(SignInError::OtherTenant { wanted, got: claims.tid });
    }
    let issuer = expected.issuer.replace("{tenantid}", &claims.tid.to_string());
    must(claims.iss == issuer, "the ID token is of another issuer")?;
    let end = Timestamp::from_second(claims.exp).unwrap_or(Timestamp::MIN);
    must(end.saturating_add(SKEW).is_ok_and(|end| end > expected.now), "the ID token has expired: check the clock")?;
    let name = if claims.name.is_empty() { claims.preferred_username.clone() } else { claims.name };
    Ok(Account { id: claims.oid, tenant: claims.tid, name, username: claims.preferred_username })
}
