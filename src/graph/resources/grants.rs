//! Approvals: delegated permission grants and app role assignments.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::request::{Lag, Method, Request, encoded};
use crate::types::{AppRoleId, ObjectId};

/// Delegated permissions that an app was given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// `AllPrincipals` or `Principal`.
    pub consent_type: String,
    /// The API's service principal.
    pub resource_id: ObjectId,
    /// Space-separated names.
    #[serde(default)]
    pub scope: Option<String>,
}

impl Grant {
    /// Whether it is for everyone in the organisation.
    #[must_use]
    pub fn is_for_everyone(&self) -> bool {
        self.consent_type == "AllPrincipals"
    }

    /// Its names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.scope.as_deref().unwrap_or_default().split_whitespace()
    }
}

/// An application permission that an app was given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// Its id.
    #[serde(default)]
    pub id: Option<String>,
    /// The API's service principal.
    pub resource_id: ObjectId,
    /// Which permission.
    pub app_role_id: AppRoleId,
}

/// Approves delegated permissions. Sent twice, the second is refused as "already exists".
#[must_use]
pub fn create(body: Value) -> Request {
    Request::write(Method::Post, "/oauth2PermissionGrants", Some(body)).lagging(Lag::NewObject)
}

/// Replaces the names of a grant: always the union with what is there, or what is left without what a setup added.
#[must_use]
pub fn set_scope(grant: &str, scope: &str) -> Request {
    let body = json!({ "scope": scope });
    Request::write(Method::Patch, format!("/oauth2PermissionGrants/{}", encoded(grant)), Some(body))
        .lagging(Lag::NewObject)
}

/// Takes delegated permissions back, all names of the grant.
#[must_use]
pub fn delete(grant: &str) -> Request {
    Request::write(Method::Delete, format!("/oauth2PermissionGrants/{}", encoded(grant)), None)
}

/// Takes an application permission back.
#[must_use]
pub fn unassign(service_principal: ObjectId, assignment: &str) -> Request {
    let path = format!("/servicePrincipals/{service_principal}/appRoleAssignments/{}", encoded(assignment));
    Request::write(Method::Delete, path, None)
}

/// The grants of an app.
#[must_use]
pub fn of(service_principal: ObjectId) -> Request {
    Request::get(format!("/servicePrincipals/{service_principal}/oauth2PermissionGrants"))
}

/// Approves an application permission. Sent twice, the second is refused as "already exists".
#[must_use]
pub fn assign(service_principal: ObjectId, body: Value) -> Request {
    let path = format!("/servicePrincipals/{service_principal}/appRoleAssignments");
    Request::write(Method::Post, path, Some(body)).lagging(Lag::NewObject)
}

/// The application permissions of an app.
#[must_use]
pub fn assignments_of(service_principal: ObjectId) -> Request {
    Request::get(format!("/servicePrincipals/{service_principal}/appRoleAssignments"))
}

/// Who was given application permissions of an API.
#[must_use]
pub fn assigned_to(api: ObjectId) -> Request {
    Request::get(format!("/servicePrincipals/{api}/appRoleAssignedTo?$top=5"))
}

/// Who was given delegated permissions of an API.
#[must_use]
pub fn granted_on(api: ObjectId) -> Request {
    Request::get(format!("/oauth2PermissionGrants?$filter=resourceId%20eq%20'{api}'&$top=5"))
}
