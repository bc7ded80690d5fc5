//! Microsoft's own APIs with the real ids of their permissions, from `assets/demo/apis.toml`.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, json};
use uuid::{Uuid, uuid};

use super::super::store::{AppRole, Scope, ServicePrincipal};

/// The client id of the Office 365 Management APIs.
pub const OFFICE_365_MANAGEMENT: Uuid = uuid!("c5393580-f805-4401-95e8-94b7a6ef2fc2");

/// The tenant that Microsoft's own applications live in.
const MICROSOFT: Uuid = uuid!("f8cdef31-a31e-4b4a-93e4-5f571e91255a");

const DATA: &str = include_str!("../../../assets/demo/apis.toml");

#[derive(Default, Deserialize)]
struct File {
    api: Vec<Api>,
}

/// One API.
#[derive(Clone, Debug, Deserialize)]
pub struct Api {
    /// Its client id, the same in every tenant.
    pub app_id: Uuid,
    /// "Microsoft Graph".
    pub name: String,
    names: Vec<String>,
    roles: Vec<(String, Uuid, String)>,
    #[serde(default)]
    scopes: Vec<(String, Uuid, String, String)>,
}

/// All APIs that the demo tenant knows.
#[must_use]
pub fn all() -> Vec<Api> {
    toml::from_str::<File>(DATA).unwrap_or_default().api
}

/// A new service principal for one of Microsoft's own APIs, as `POST /servicePrincipals` makes it.
#[must_use]
pub fn service_principal(app_id: Uuid, now: Timestamp) -> Option<ServicePrincipal> {
    all().iter().find(|api| api.app_id == app_id).map(|api| build(api, Uuid::new_v4(), now))
}

/// The service principal of an API in one tenant.
#[must_use]
pub fn build(api: &Api, id: Uuid, created: Timestamp) -> ServicePrincipal {
    let mut body = json!({
        "appDisplayName": api.name, "displayName": api.name, "servicePrincipalNames": api.names,
        "appOwnerOrganizationId": MICROSOFT, "signInAudience": "AzureADMultipleOrgs",
    });
    if created == Timestamp::UNIX_EPOCH {
        body["createdDateTime"] = json!(null); // as Microsoft shows its own that were there from the start
    }
    let role = |(value, id, display_name): &(String, Uuid, String)| AppRole {
        id: *id,
        value: value.clone(),
        display_name: display_name.clone(),
    };
    let scope = |(value, id, display_name, kind): &(String, Uuid, String, String)| Scope {
        id: *id,
        value: value.clone(),
        display_name: display_name.clone(),
        admin: kind == "Admin",
    };
    ServicePrincipal {
        id,
        app_id: api.app_id,
        created,
        deleted: None,
        enabled: true,
        body: body.as_object().cloned().unwrap_or_else(Map::new),
        app_roles: api.roles.iter().map(role).collect(),
        scopes: api.scopes.iter().map(scope).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_can_be_read() {
        let names: Vec<String> = all().into_iter().map(|api| api.name).collect();
        assert_eq!(names, ["Microsoft Graph", "Office 365 Management APIs", "Office 365 Exchange Online"]);
    }
}
