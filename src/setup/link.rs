//! The admin-consent link: one human step in the browser, which any administrator with the right role can take. Pure.

use serde::{Deserialize, Serialize};
use url::form_urlencoded::Serializer;

use crate::cloud::Cloud;
use crate::plan::Plan;
use crate::preset::{Api, PermissionKind};
use crate::types::{ClientId, SetupId, TenantId};

/// Who can approve (Microsoft's grant-admin-consent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Approvers {
    /// Application, Cloud Application and AI Administrators can, besides those of [`Approvers::Privileged`].
    Application,
    /// Only Global and Privileged Role Administrators: there are application permissions of Microsoft Graph.
    Privileged,
}

impl Approvers {
    /// Who can approve these permissions.
    pub fn of(permissions: impl IntoIterator<Item = (Api, PermissionKind)>) -> Self {
        let hard = |(api, kind)| api == Api::Graph && kind == PermissionKind::Application;
        if permissions.into_iter().any(hard) { Self::Privileged } else { Self::Application }
    }
}

/// The scope that stands for everything that an app lists of an API. For links and tokens.
#[must_use]
pub fn everything_of(api: Api, cloud: &Cloud) -> String {
    let by_address = match api {
        Api::Graph => Some(&cloud.graph),
        // Where one server is both (the demo tenant), its address means Graph.
        Api::O365Management => cloud.o365_management.as_ref().filter(|address| **address != cloud.graph),
        Api::Exchange => None,
    };
    match by_address {
        Some(address) => format!("{}/.default", address.as_str().trim_end_matches('/')),
        // The API's own id is the same in every cloud.
        None => format!("{}/.default", api.app_id()),
    }
}

/// The link with which an administrator approves everything that a plan asks for. The second form of the endpoint wants
/// a redirect URI of the app and names one API; the first one covers everything that the app lists.
#[must_use]
pub fn approval_link(cloud: &Cloud, plan: &Plan, tenant: TenantId, client: ClientId, setup: SetupId) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("client_id", &client.to_string());
    let redirect = plan.redirects.first().map(|redirect| redirect.uri.as_str());
    let path = match (redirect, plan.apis().as_slice()) {
        (Some(_), [api]) => {
            query.append_pair("scope", &everything_of(*api, cloud));
            "v2.0/adminconsent"
        }
        _ => "adminconsent",
    };
    if let Some(redirect) = redirect {
        query.append_pair("redirect_uri", redirect).append_pair("state", &setup.to_string());
    }
    cloud.login_url(&format!("{tenant}/{path}?{}", query.finish()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn the_scope_names_the_api_by_its_address_in_the_cloud() {
        let global = Cloud::global().unwrap();
        let demo = Cloud::demo(url::Url::parse("http://localhost:4711").unwrap());
        assert_eq!(everything_of(Api::Graph, &global), "https://graph.microsoft.com/.default");
        assert_eq!(everything_of(Api::O365Management, &global), "https://manage.office.com/.default");
        assert_eq!(everything_of(Api::Graph, &demo), "http://localhost:4711/.default");
        assert_eq!(everything_of(Api::O365Management, &demo), "c5393580-f805-4401-95e8-94b7a6ef2fc2/.default");
    }
}
