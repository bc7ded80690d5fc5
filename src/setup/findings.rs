//! What is known about a tenant before anything is changed in it: one `$batch` right after sign-in.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::plan::{Existing, PlannedRedirect};
use crate::preset::{Api, PermissionKind};
use crate::types::{AppRoleId, ClientId, KeyId, ObjectId, SecretLifetime, SetupId, TenantId};

/// What the look-ups found. Whatever the token may not read is `None`: "could not check", never a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The organisation.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: Option<String>,
    /// Its default domain.
    pub domain: Option<String>,
    /// How the person belongs to the organisation.
    pub standing: Option<Standing>,
    /// Names of the person's active directory roles.
    pub roles: Option<Vec<String>>,
    /// Names of roles that the person could activate (PIM) and that would let them do what they may not do now.
    pub eligible: Option<Vec<String>>,
    /// The page on which roles are activated.
    pub activate: Option<String>,
    /// Whether the person may register applications.
    pub may_create: Option<bool>,
    /// Whether the person may approve everything that the plan asks for.
    pub may_consent: Option<bool>,
    /// The tenant's rules about secrets.
    pub secret_rule: Option<SecretRule>,
    /// Applications that are there already: of this product, of this name, or with the same redirect URI.
    pub existing: Option<Vec<ExistingApp>>,
    /// The APIs of the plan: object id of the service principal, or `None` when the tenant lacks it. Those that could not
    /// be looked up are left out.
    pub apis: BTreeMap<Api, Option<ObjectId>>,
    /// What those APIs offer in this tenant.
    pub permissions: BTreeMap<Api, ApiPermissions>,
}

/// What the look-ups are for: as much of a plan as is known when somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreflightTarget {
    /// Id of the preset; `None` when it is about no product.
    pub preset: Option<String>,
    /// The name that the application will have.
    pub app_name: String,
    /// Its redirect URIs, as far as they are known.
    pub redirects: Vec<PlannedRedirect>,
    /// The APIs whose permissions will be asked for.
    pub apis: Vec<Api>,
    /// Those of them of which application permissions will be asked for.
    pub application_permissions_of: Vec<Api>,
    /// Whether delegated permissions will be asked for.
    pub delegated: bool,
    /// Whether a client secret will be made.
    pub secret: bool,
    /// The existing application that was chosen: looked at in any case.
    pub reuse: Option<ClientId>,
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

/// How a person belongs to an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// One of its own.
    Member,
    /// Invited, with an account of another organisation.
    Guest {
        /// The domain of that account.
        from: Option<String>,
    },
    /// An administrator of a partner (GDAP): no object of the organisation at all.
    Partner {
        /// The domain of the partner's account.
        from: Option<String>,
    },
}

/// An application that was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingApp {
    /// What it is and has, as far as re-using it goes.
    pub app: Existing,
    /// How it was found.
    pub found_by: Vec<FoundBy>,
    /// Whether more than its name could be read. If not, nothing below is known.
    pub in_detail: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Whose it is. Administrators who make an application do not become its owner.
    pub owners: Option<Vec<String>>,
    /// Its secrets.
    pub secrets: Vec<ExistingSecret>,
    /// What it asks for and is approved for, of the plan's APIs.
    pub permissions: Vec<ExistingPermission>,
    /// How many permissions of other APIs it asks for.
    pub other_permissions: usize,
    /// The tenant's rules about its secrets, which may differ from those for new applications.
    pub secret_rule: Option<SecretRule>,
    /// Whether the person may change it; `None`: could not check.
    pub may_change: Option<bool>,
    /// The setup in this computer's journal that made it.
    pub setup: Option<SetupId>,
}

/// How an application was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundBy {
    /// It was chosen, by its client id.
    Choice,
    /// Onramp made it for this product.
    Product,
    /// It has the name.
    Name,
    /// It has one of the redirect URIs.
    Redirect,
}

/// A client secret of an application that was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingSecret {
    /// "Secret ID".
    pub key: KeyId,
    /// Its display name.
    pub name: Option<String>,
    /// When it ends or ended.
    pub end: Option<Timestamp>,
}

/// A permission of an application that was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingPermission {
    /// Of which API.
    pub api: Api,
    /// On whose behalf.
    pub kind: PermissionKind,
    /// Its name, as the tenant's own service principal spells it.
    pub name: String,
    /// Whether the application asks for it (else it is only approved).
    pub requested: bool,
    /// Whether it is approved for everyone; `None`: could not check.
    pub approved: Option<bool>,
}

impl ExistingApp {
    /// Whether it was found this way.
    #[must_use]
    pub fn was_found_by(&self, way: FoundBy) -> bool {
        self.found_by.contains(&way)
    }
}

impl Findings {
    /// The application with this client id, if it is among those that were found.
    #[must_use]
    pub fn existing_app(&self, client: ClientId) -> Option<&ExistingApp> {
        self.existing.iter().flatten().find(|found| found.app.client == client)
    }

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
            preset: Some(plan.preset.clone()),
            app_name: plan.app_name.to_string(),
            redirects: plan.redirects.clone(),
            application_permissions_of: apis
                .iter()
                .copied()
                .filter(|api| has(*api, PermissionKind::Application))
                .collect(),
            delegated: apis.iter().any(|api| has(*api, PermissionKind::Delegated)),
            secret: plan.secret.is_some(),
            reuse: plan.reuse,
            apis,
        }
    }
}
