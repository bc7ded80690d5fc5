//! Which organisation a domain or an account belongs to, asked without signing in.

use url::Url;

use super::discovery::{Hint, discover};
use super::error::SignInError;
use crate::cloud::Cloud;
use crate::net::Network;
use crate::types::TenantId;

/// What anybody may know about an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub tenant: TenantId,
    /// The host at which its people sign in.
    pub sign_in_host: String,
}

/// Finds the organisation of a domain, an account or a tenant id.
///
/// # Errors
/// The hint is none of these, no organisation has that domain, it is in another cloud, or the network is gone.
pub async fn find_organization(network: &Network, cloud: &Cloud, hint: &str) -> Result<Organization, SignInError> {
    let segment = Hint::parse(hint)?.authority.ok_or(SignInError::Hint)?;
    let authority = discover(network, cloud, &segment).await?;
    let named = Url::parse(&authority.issuer).ok().and_then(|url| url.path_segments()?.next()?.parse().ok());
    Ok(Organization {
        tenant: named.ok_or(SignInError::WrongAnswer("the issuer names no organisation"))?,
        sign_in_host: authority.authorization_endpoint.host_str().unwrap_or_default().to_owned(),
    })
}
