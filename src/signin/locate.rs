//! In which cloud an organisation lives, and its tenant id: asked before anybody signs in. Decides nothing for a person
//! who chose a cloud, but says when the organisation is in another one.

use serde::Deserialize;
use url::Url;

use super::discovery::{Hint, document, same_place};
use super::error::SignInError;
use crate::cloud::{Cloud, KnownCloud};
use crate::net::Network;
use crate::types::TenantId;

/// An organisation, found by what the person typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Where it lives.
    pub cloud: Cloud,
    /// Its id.
    pub tenant: TenantId,
    /// What it was found by: a domain, or the tenant id.
    pub name: String,
}

/// What an OpenID configuration says about the place (entra-docs: the region fields are Microsoft's own additions).
#[derive(Deserialize)]
struct Configuration {
    issuer: String,
    token_endpoint: Url,
    #[serde(default)]
    tenant_region_sub_scope: Option<String>,
    #[serde(default)]
    cloud_instance_name: Option<String>,
    #[serde(default)]
    msgraph_host: Option<String>,
}

/// Finds the organisation that `hint` names. `chosen`: the person chose this cloud, so only it will do; else the
/// others of `known` are asked, too. `None` when nothing was typed: then the account says it at sign-in.
///
/// # Errors
/// The hint cannot be read, no cloud knows the organisation, it is in another cloud than the chosen one
/// ([`SignInError::OtherCloud`]), or the network is gone.
pub async fn locate(
    network: &Network,
    cloud: &Cloud,
    chosen: bool,
    known: &[KnownCloud],
    hint: &str,
) -> Result<Option<Located>, SignInError> {
    let Some(name) = Hint::parse(hint)?.authority else { return Ok(None) };
    let unknown = match document::<Configuration>(network, cloud, &name).await {
        Ok(found) => return placed(&found, cloud, chosen, known, name).map(Some),
        Err(SignInError::Refused(refusal)) if matches!(refusal.code(), Some(90_002 | 90_038)) => refusal,
        Err(error) => return Err(error),
    };
    let mut asked = vec![&cloud.login];
    for other in known {
        if asked.contains(&&other.cloud.login) {
            continue;
        }
        asked.push(&other.cloud.login);
        // Another cloud that cannot be reached from here knows nothing that helps.
        if let Ok(found) = document::<Configuration>(network, &other.cloud, &name).await {
            if chosen {
                let host = other.cloud.login.host_str().unwrap_or_default().to_owned();
                return Err(SignInError::OtherCloud { host });
            }
            return placed(&found, &other.cloud, false, known, name).map(Some);
        }
    }
    Err(SignInError::Refused(unknown))
}

fn placed(
    found: &Configuration,
    cloud: &Cloud,
    chosen: bool,
    known: &[KnownCloud],
    name: String,
) -> Result<Located, SignInError> {
    let ids = [found.token_endpoint.path(), found.issuer.as_str()];
    let tenant = ids.into_iter().find_map(|text| text.split('/').find_map(|part| part.parse::<TenantId>().ok()));
    let tenant = tenant.ok_or(SignInError::WrongAnswer("there is no tenant id"))?;
    let here = same_place(&found.token_endpoint, &cloud.login);
    let elsewhere = || SignInError::OtherCloud { host: found.token_endpoint.host_str().unwrap_or_default().to_owned() };
    if chosen {
        return if here { Ok(Located { cloud: cloud.clone(), tenant, name }) } else { Err(elsewhere()) };
    }
    let cloud = match best(found, known) {
        Some(cloud) => cloud.clone(),
        None if here => cloud.clone(),
        None => return Err(elsewhere()),
    };
    Ok(Located { cloud, tenant, name })
}

/// The known cloud that fits best: by region, then by the address of Graph, then by its instance alone. Its sign-in
/// must be where the organisation's is: an unknown cloud is not taken for a known one.
fn best<'a>(found: &Configuration, known: &'a [KnownCloud]) -> Option<&'a Cloud> {
    let fits = |one: &&KnownCloud| {
        same_place(&found.token_endpoint, &one.cloud.login)
            && found.cloud_instance_name.as_ref().is_none_or(|name| *name == one.instance)
    };
    let region = |one: &&KnownCloud| one.sub_scope.is_some() && one.sub_scope == found.tenant_region_sub_scope;
    let graph = |one: &&KnownCloud| one.cloud.graph.host_str() == found.msgraph_host.as_deref();
    let list: Vec<&KnownCloud> = known.iter().filter(fits).collect();
    let by_region = list.iter().find(|one| region(one));
    let plain = || list.iter().find(|one| one.sub_scope.is_none());
    let by_graph = || list.iter().find(|one| graph(one));
    by_region.or_else(plain).or_else(by_graph).or(list.first()).map(|one| &one.cloud)
}
