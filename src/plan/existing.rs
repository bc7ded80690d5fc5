//! An application that is there already, as far as a plan cares: what it asks for, where it sends people back, what it
//! is approved for. A picture of one moment; whoever changes the application reads it again first.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Plan, PlannedPermission, PlannedRedirect};
use crate::preset::{Api, PermissionKind, Platform};
use crate::types::{AppRoleId, ClientId, ObjectId, ResourceAppId};

/// An application that is there already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Existing {
    /// Object id of the application.
    pub application: ObjectId,
    /// Its client id.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its `signInAudience`, whatever it is; `None` when it could not be read.
    #[serde(default)]
    pub audience: Option<String>,
    /// Its `isFallbackPublicClient`.
    #[serde(default)]
    pub public_client: bool,
    /// Its service principal; `None` when it has none here.
    #[serde(default)]
    pub service_principal: Option<ObjectId>,
    /// What it asks for, of whatever API.
    #[serde(default)]
    pub requested: Vec<Requested>,
    /// The same as Microsoft holds it, with every field (`requiredResourceAccess`): changes send it back whole.
    #[serde(default)]
    pub held: Value,
    /// Where it sends people back.
    #[serde(default)]
    pub redirects: Vec<KnownRedirect>,
    /// Application permissions that are approved, of the plan's APIs.
    #[serde(default)]
    pub roles: Vec<(Api, AppRoleId)>,
    /// Delegated permissions that are approved for everyone, of the plan's APIs.
    #[serde(default)]
    pub grants: Vec<KnownGrant>,
}

/// A permission that an application asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Requested {
    /// Of which API.
    pub api: ResourceAppId,
    /// On whose behalf.
    pub kind: PermissionKind,
    /// Which.
    pub id: AppRoleId,
}

/// A redirect URI that an application has. Not checked: others may have written it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownRedirect {
    /// On which platform.
    pub platform: Platform,
    /// The address.
    pub uri: String,
}

/// Delegated permissions of one API that are approved for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownGrant {
    /// The id of the grant.
    pub id: String,
    /// Of which API.
    pub api: Api,
    /// Their names, with spaces between them.
    pub scope: String,
}

impl Existing {
    /// The application that a plan uses, while nobody has looked at it: as if it had nothing.
    pub(super) fn unread(plan: &Plan) -> Self {
        Self {
            application: ObjectId::new(Uuid::nil()),
            client: plan.reuse.unwrap_or_else(|| ClientId::new(Uuid::nil())),
            name: plan.app_name.to_string(),
            audience: None,
            public_client: false,
            service_principal: None,
            requested: Vec::new(),
            held: Value::Null,
            redirects: Vec::new(),
            roles: Vec::new(),
            grants: Vec::new(),
        }
    }

    /// Whether it asks for a permission already.
    #[must_use]
    pub fn asks_for(&self, permission: &PlannedPermission) -> bool {
        self.requested
            .iter()
            .any(|r| r.api == permission.api.app_id() && r.kind == permission.kind && r.id == permission.id)
    }

    /// Whether it sends people back there already.
    #[must_use]
    pub fn returns_to(&self, redirect: &PlannedRedirect) -> bool {
        self.redirects.iter().any(|r| r.platform == redirect.platform && r.uri == redirect.uri.as_str())
    }

    /// Whether a permission is approved for everyone already.
    #[must_use]
    pub fn is_approved(&self, permission: &PlannedPermission) -> bool {
        match permission.kind {
            PermissionKind::Application => self.roles.contains(&(permission.api, permission.id)),
            PermissionKind::Delegated => self.grants.iter().filter(|g| g.api == permission.api).any(|grant| {
                grant.scope.split_whitespace().any(|name| name.eq_ignore_ascii_case(permission.name.as_str()))
            }),
        }
    }

    /// The permissions of a plan that it does not ask for yet.
    pub fn unasked<'p>(&'p self, plan: &'p Plan) -> impl Iterator<Item = &'p PlannedPermission> {
        plan.permissions.iter().filter(|permission| !self.asks_for(permission))
    }

    /// The redirect URIs of a plan that it does not have yet.
    pub fn unknown_redirects<'p>(&'p self, plan: &'p Plan) -> impl Iterator<Item = &'p PlannedRedirect> {
        plan.redirects.iter().filter(|redirect| !self.returns_to(redirect))
    }
}
