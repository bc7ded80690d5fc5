//! The list of changes that a plan makes in a tenant, one line each, in the order in which they are made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Existing, Plan, PlannedPermission};
use crate::preset::{Api, PermissionKind};
use crate::types::{AppName, PermissionName, RedirectUri, SecretLifetime};

/// One change in the tenant, as the person reads it on the review page (Fluent `change-*`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "change")]
pub enum Change {
    /// An application is registered.
    CreateApplication {
        /// Its name.
        name: AppName,
        /// Its redirect URIs.
        redirects: Vec<RedirectUri>,
    },
    /// An application that is there already gets what it lacks; the rest of it stays as it is.
    AddToApplication {
        /// Its name.
        name: String,
        /// The permissions that it asks for from now on.
        permissions: Vec<PermissionName>,
        /// The redirect URIs that it gets.
        redirects: Vec<RedirectUri>,
    },
    /// A client secret is made.
    AddSecret {
        /// Its display name.
        description: String,
        /// How long it is valid.
        months: SecretLifetime,
    },
    /// An API of Microsoft that this tenant does not have yet is added.
    AddApi {
        /// Which.
        api: Api,
    },
    /// The service principal is made: the app becomes usable in this tenant.
    CreateServicePrincipal,
    /// Delegated permissions are approved for everyone (admin consent).
    GrantDelegated {
        /// Of which API.
        api: Api,
        /// Which.
        scopes: Vec<PermissionName>,
    },
    /// An application permission is approved (admin consent).
    GrantApplication {
        /// Of which API.
        api: Api,
        /// Which.
        name: PermissionName,
        /// What it lets the product do.
        why: String,
    },
}

/// The stable name of a change: the journal and the progress events use it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ChangeKey {
    /// `application`
    Application,
    /// `secret`
    Secret,
    /// `service-principal`
    ServicePrincipal,
    /// `api:graph`
    Api(Api),
    /// `delegated:graph`
    Delegated(Api),
    /// `role:graph:Mail.Read`
    Role(Api, PermissionName),
}

impl Change {
    /// Whether it is an approval for everyone (admin consent).
    #[must_use]
    pub fn is_approval(&self) -> bool {
        matches!(self, Self::GrantDelegated { .. } | Self::GrantApplication { .. })
    }

    /// Its stable name.
    #[must_use]
    pub fn key(&self) -> ChangeKey {
        match self {
            Self::CreateApplication { .. } | Self::AddToApplication { .. } => ChangeKey::Application,
            Self::AddSecret { .. } => ChangeKey::Secret,
            Self::AddApi { api } => ChangeKey::Api(*api),
            Self::CreateServicePrincipal => ChangeKey::ServicePrincipal,
            Self::GrantDelegated { api, .. } => ChangeKey::Delegated(*api),
            Self::GrantApplication { api, name, .. } => ChangeKey::Role(*api, name.clone()),
        }
    }
}

/// What a plan changes in a tenant that lacks the service principals of `missing_apis`, in order. A plan that uses an
/// existing application changes only what that one lacks; as long as nobody looked (`None`), that may be everything.
#[must_use]
pub fn changes(plan: &Plan, missing_apis: &[Api], existing: Option<&Existing>) -> Vec<Change> {
    let existing = existing.filter(|existing| plan.reuse == Some(existing.client));
    let mut list = Vec::new();
    list.extend(match plan.reuse {
        None => Some(Change::CreateApplication {
            name: plan.app_name.clone(),
            redirects: plan.redirects.iter().map(|r| r.uri.clone()).collect(),
        }),
        Some(_) => addition(plan, existing),
    });
    if let Some(secret) = &plan.secret {
        list.push(Change::AddSecret { description: secret.description.clone(), months: secret.months });
    }
    let apis = plan.apis();
    list.extend(apis.iter().filter(|api| missing_apis.contains(api)).map(|api| Change::AddApi { api: *api }));
    if existing.is_none_or(|existing| existing.service_principal.is_none()) {
        list.push(Change::CreateServicePrincipal);
    }
    let approved = |p: &&PlannedPermission| existing.is_some_and(|existing| existing.is_approved(p));
    for api in apis {
        let delegated = plan.permissions_of(api, PermissionKind::Delegated);
        let scopes: Vec<_> = delegated.filter(|p| !approved(p)).map(|p| p.name.clone()).collect();
        if !scopes.is_empty() {
            list.push(Change::GrantDelegated { api, scopes });
        }
        let application = plan.permissions_of(api, PermissionKind::Application);
        list.extend(application.filter(|p| !approved(p)).map(|p| Change::GrantApplication {
            api,
            name: p.name.clone(),
            why: p.why.clone(),
        }));
    }
    list
}

/// What an existing application gets; nothing when it has all of it.
fn addition(plan: &Plan, existing: Option<&Existing>) -> Option<Change> {
    let lacks = |p: &&PlannedPermission| existing.is_none_or(|existing| !existing.asks_for(p));
    let permissions: Vec<_> = plan.permissions.iter().filter(lacks).map(|p| p.name.clone()).collect();
    let new = plan.redirects.iter().filter(|r| existing.is_none_or(|existing| !existing.returns_to(r)));
    let redirects: Vec<_> = new.map(|r| r.uri.clone()).collect();
    let name = existing.map_or_else(|| plan.app_name.to_string(), |existing| existing.name.clone());
    let something = !permissions.is_empty() || !redirects.is_empty();
    something.then_some(Change::AddToApplication { name, permissions, redirects })
}

/// The short name of an API in keys and on the command line.
fn api_key(api: Api) -> &'static str {
    match api {
        Api::Graph => "graph",
        Api::O365Management => "o365mgmt",
        Api::Exchange => "exchange",
    }
}

fn api_from_key(key: &str) -> Option<Api> {
    [Api::Graph, Api::O365Management, Api::Exchange].into_iter().find(|api| api_key(*api) == key)
}

impl fmt::Display for ChangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application => f.write_str("application"),
            Self::Secret => f.write_str("secret"),
            Self::ServicePrincipal => f.write_str("service-principal"),
            Self::Api(api) => write!(f, "api:{}", api_key(*api)),
            Self::Delegated(api) => write!(f, "delegated:{}", api_key(*api)),
            Self::Role(api, name) => write!(f, "role:{}:{name}", api_key(*api)),
        }
    }
}

/// The text is not the name of a change.
#[derive(Debug, thiserror::Error)]
#[error("not the name of a change: {0}")]
pub struct UnknownChange(String);

impl FromStr for ChangeKey {
    type Err = UnknownChange;

    fn from_str(text: &str) -> Result<Self, UnknownChange> {
        let unknown = || UnknownChange(text.to_owned());
        let mut parts = text.splitn(3, ':');
        let kind = parts.next().unwrap_or_default();
        let api = parts.next().and_then(api_from_key);
        match (kind, api, parts.next()) {
            ("application", None, None) => Ok(Self::Application),
            ("secret", None, None) => Ok(Self::Secret),
            ("service-principal", None, None) => Ok(Self::ServicePrincipal),
            ("api", Some(api), None) => Ok(Self::Api(api)),
            ("delegated", Some(api), None) => Ok(Self::Delegated(api)),
            ("role", Some(api), Some(name)) => Ok(Self::Role(api, PermissionName::parse(name).map_err(|_| unknown())?)),
            _ => Err(unknown()),
        }
    }
}

impl TryFrom<String> for ChangeKey {
    type Error = UnknownChange;

    fn try_from(text: String) -> Result<Self, UnknownChange> {
        text.parse()
    }
}

impl From<ChangeKey> for String {
    fn from(key: ChangeKey) -> Self {
        key.to_string()
    }
}
