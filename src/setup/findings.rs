//! What is known about a tenant before anything is changed in it: one `$batch` right after sign-in.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::preset::{Api, PermissionKind};
use crate::types::{AppRoleId, ClientId, ObjectId, SecretLifetime, TenantId};

/// What the look-ups found. Whatever the token may not read is `None`: "could not check", never a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The organisation.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: Option<String>,
    /// Its default domain.
    pub domain: Option<String>,
    /// Names of the person's active directory roles.
    pub roles: Option<Vec<String>>,
    /// Whether the person may register applications.
    pub may_create: Option<bool>,
    /// Whether the person may approve everything that the plan asks for.
    pub may_consent: Option<bool>,
    /// The tenant's rules about secrets.
    pub secret_rule: Option<SecretRule>,
    /// Applications that already carry the name.
    pub same_name: Option<Vec<ExistingApp>>,
    /// The APIs of the plan: object id of the service principal, or `None` when the tenant lacks it.
    pub apis: BTreeMap<Api, Option<ObjectId>>,
    /// What those APIs offer in this tenant.
    pub permissions: BTreeMap<Api, ApiPermissions>,
}

/// What the look-ups are for: as much of a plan as is known when somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreflightTarget {
    /// The name that the application will have.
    pub app_name: String,
    /// The APIs whose permissions will be asked for.
    pub apis: Vec<Api>,
    /// Those of them of which application permissions will be asked for.
    pub application_permissions_of: Vec<Api>,
    /// Whether delegated permissions will be asked for.
    pub delegated: bool,
    /// Whether a client secret will be made.
    pub secret: bool,
}

/// The permissions that an API offers, by name in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiPermissions {
    /// App roles.
    pub application: BTreeMap<String, AppRoleId>,
    /// Scopes.
    pub delegated: BTreeMap<String, AppRoleId>,
}

impl ApiPermissions {
    /// The id of a permission in this tenant.
    #[must_use]
    pub fn id(&self, kind: PermissionKind, name: &str) -> Option<AppRoleId> {
        let table = match kind {
            PermissionKind::Application => &self.application,
            PermissionKind::Delegated => &self.delegated,
        };
        table.get(&name.to_ascii_lowercase()).copied()
    }
}

/// The tenant's rules about client secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretRule {
    /// No client secrets at all.
    pub forbidden: bool,
    /// The longest life, in days.
    pub max_days: Option<i64>,
}

impl SecretRule {
    /// Whether a secret made now may be valid for so long.
    #[must_use]
    pub fn allows(&self, months: SecretLifetime, now: Timestamp) -> bool {
        let days = months.end(now).duration_since(now).as_hours() / 24;
        !self.forbidden && self.max_days.is_none_or(|max| days <= max)
    }
}

/// An application that was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingApp {
    /// Its name.
    pub name: String,
    /// Its client id.
    pub client: ClientId,
    /// When it was made.
    pub created: Option<Timestamp>,
}

impl Findings {
    /// Whether the tenant is known not to offer a permission. An API that it was not asked about, or lacks as yet, offers
    /// whatever the lock file says.
    #[must_use]
    pub fn lacks(&self, api: Api, kind: PermissionKind, name: &str) -> bool {
        self.permissions.get(&api).is_some_and(|offered| offered.id(kind, name).is_none())
    }

    /// The APIs of the plan that this tenant lacks.
    #[must_use]
    pub fn missing_apis(&self) -> Vec<Api> {
        self.apis.iter().filter(|(_, id)| id.is_none()).map(|(api, _)| *api).collect()
    }
}

impl PreflightTarget {
    /// What a plan needs to know.
    #[must_use]
    pub fn of(plan: &crate::plan::Plan) -> Self {
        let apis = plan.apis();
        let has = |api: Api, kind| plan.permissions_of(api, kind).next().is_some();
        Self {
            app_name: plan.app_name.to_string(),
            application_permissions_of: apis
                .iter()
                .copied()
                .filter(|api| has(*api, PermissionKind::Application))
                .collect(),
            delegated: apis.iter().any(|api| has(*api, PermissionKind::Delegated)),
            secret: plan.secret.is_some(),
            apis,
        }
    }
}
