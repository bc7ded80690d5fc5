//! Where an organisation's sign-in is: OpenID discovery. Also reads what the person typed to say which organisation.

use oauth2::HttpRequest;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::{Host, Url};

use super::code_flow::SignInRequest;
use super::error::SignInError;
use super::refusal::Refusal;
use super::token_endpoint::send;
use crate::cloud::Cloud;
use crate::net::Network;
use crate::types::TenantId;

/// What the person typed to say where to sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// A tenant id or a domain, for the address; `None`: whatever organisation the account belongs to.
    pub authority: Option<String>,
    /// An account to fill in on Microsoft's page.
    pub account: Option<String>,
}

impl Hint {
    /// Reads a domain, an account or a tenant id.
    pub fn parse(text: &str) -> Result<Self, SignInError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        if let Ok(id) = text.parse::<TenantId>() {
            return Ok(Self { authority: Some(id.to_string()), account: None });
        }
        let (account, domain) = match text.split_once('@') {
            Some((name, domain)) if !name.is_empty() && !text.chars().any(char::is_whitespace) => (Some(text), domain),
            Some(_) => return Err(SignInError::Hint),
            None => (None, text),
        };
        // What goes into the path of an address must not leave its segment.
        let labels = || domain.split('.');
        let is_domain = labels().count() > 1
            && labels().all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
        if is_domain {
            Ok(Self { authority: Some(domain.to_lowercase()), account: account.map(str::to_owned) })
        } else {
            Err(SignInError::Hint)
        }
    }
}

/// The addresses of an organisation's sign-in.
#[derive(Clone, Debug, Deserialize)]
pub struct Authority {
    /// What ID tokens name as their issuer; `{tenantid}` stands for the tenant.
    pub issuer: String,
    /// Where the browser goes.
    pub authorization_endpoint: Url,
    /// Where codes become tokens.
    pub token_endpoint: Url,
    /// Where codes for other devices are had.
    pub device_authorization_endpoint: Option<Url>,
}

/// The account to fill in, and the addresses of the organisation that a sign-in is for.
pub async fn find(
    network: &Network,
    cloud: &Cloud,
    request: &SignInRequest,
) -> Result<(Option<String>, Authority), SignInError> {
    let hint = Hint::parse(request.hint.as_deref().unwrap_or_default())?;
    let segment = request.tenant.map(|id| id.to_string()).or(hint.authority).unwrap_or("organizations".to_owned());
    Ok((hint.account, discover(network, cloud, &segment).await?))
}

/// Asks for the addresses of the organisation named `segment`: a tenant id, a domain, or `organizations`.
pub async fn discover(network: &Network, cloud: &Cloud, segment: &str) -> Result<Authority, SignInError> {
    let authority: Authority = document(network, cloud, segment).await?;
    let device = authority.device_authorization_endpoint.as_ref();
    for address in [&authority.authorization_endpoint, &authority.token_endpoint].into_iter().chain(device) {
        if !same_place(address, &cloud.login) {
            return Err(SignInError::OtherCloud { host: address.host_str().unwrap_or_default().to_owned() });
        }
    }
    Ok(authority)
}

/// The OpenID configuration of the organisation named `segment`, as `cloud` tells it.
pub async fn document<T: DeserializeOwned>(network: &Network, cloud: &Cloud, segment: &str) -> Result<T, SignInError> {
    let mut request = HttpRequest::new(Vec::new());
    *request.uri_mut() = cloud
        .login_url(&format!("{}/v2.0/.well-known/openid-configuration", segment_text(segment)))
        .parse()
        .map_err(|_| SignInError::Hint)?;
    let answer = send(network, request).await?;
    if answer.status().as_u16() != 200 {
        let refusal: Refusal =
            serde_json::from_slice(answer.body()).map_err(|_| SignInError::WrongAnswer("an error without its code"))?;
        return Err(SignInError::Refused(Box::new(refusal)));
    }
    serde_json::from_slice(answer.body())
        .map_err(|_| SignInError::WrongAnswer("the OpenID configuration is incomplete"))
}

/// A domain with letters beyond ASCII, as addresses write it.
fn segment_text(segment: &str) -> String {
    match Host::parse(segment) {
        Ok(Host::Domain(domain)) => domain,
        _ => segment.to_owned(),
    }
}

/// Whether a person may be sent there: over TLS, or to the very server that was chosen.
pub fn is_trusted(address: &Url, cloud: &Cloud) -> bool {
    (address.scheme() == "https" && address.host().is_some()) || same_place(address, &cloud.login)
}

/// Whether an address is on the same server: what the person types at must be the server that was chosen.
pub fn same_place(address: &Url, base: &Url) -> bool {
    let loopback = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    address.scheme() == base.scheme()
        && address.port_or_known_default() == base.port_or_known_default()
        && (address.host() == base.host() || (loopback(address) && loopback(base)))
}
