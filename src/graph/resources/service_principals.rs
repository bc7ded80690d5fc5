//! Service principals: what an application is in one tenant; and the APIs that permissions belong to.

use serde::Deserialize;
use serde_json::Value;

use super::super::request::{Lag, Method, Request};
use crate::types::{AppRoleId, ClientId, ObjectId, ResourceAppId};

/// A service principal.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Object id.
    pub id: ObjectId,
    /// Client id of its application.
    pub app_id: ClientId,
    /// What other apps can be given of this API.
    #[serde(default)]
    pub app_roles: Vec<Permission>,
    /// What other apps can be given of this API on behalf of a user.
    #[serde(default)]
    pub oauth2_permission_scopes: Vec<Permission>,
}

/// A permission of an API.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// Its id.
    pub id: AppRoleId,
    /// Its name.
    #[serde(default)]
    pub value: Option<String>,
    /// Whether it can be given.
    #[serde(default = "enabled")]
    pub is_enabled: bool,
}

fn enabled() -> bool {
    true
}

/// Makes a service principal. Sent twice, the second is refused as "already in use".
#[must_use]
pub fn create(body: Value) -> Request {
    Request::write(Method::Post, "/servicePrincipals", Some(body)).lagging(Lag::NewApplication)
}

/// The service principal of an application.
#[must_use]
pub fn by_app_id(app: ClientId) -> Request {
    Request::get(format!("/servicePrincipals(appId='{app}')?$select=id,appId"))
}

/// The delegated permissions that an application was given, by its client id; 404 when it has no service principal.
#[must_use]
pub fn grants_by_app_id(app: ClientId) -> Request {
    Request::get(format!("/servicePrincipals(appId='{app}')/oauth2PermissionGrants"))
}

/// The application permissions that an application was given, by its client id.
#[must_use]
pub fn assignments_by_app_id(app: ClientId) -> Request {
    Request::get(format!("/servicePrincipals(appId='{app}')/appRoleAssignments"))
}

/// The service principal of an API, with all its permissions.
#[must_use]
pub fn api(app: ResourceAppId) -> Request {
    Request::get(format!("/servicePrincipals(appId='{app}')?$select=id,appId,appRoles,oauth2PermissionScopes"))
}

/// Removes a service principal and what was granted to it.
#[must_use]
pub fn delete(id: ObjectId) -> Request {
    Request::write(Method::Delete, format!("/servicePrincipals/{id}"), None)
}
