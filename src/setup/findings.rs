//! What is known about a tenant before anything is changed in it: one `$batch` right after sign-in.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::preset::Api;
use crate::types::{ClientId, ObjectId, TenantId};

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
}

/// What to look up: as much of a plan as is known before the form is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreflightTarget {
    /// The application's name, for finding applications that already carry it.
    pub app_name: String,
    /// The APIs whose permissions will be asked for.
    pub apis: Vec<Api>,
    /// Those of them whose application permissions will be approved.
    pub application_permissions_of: Vec<Api>,
    /// Whether delegated permissions will be approved.
    pub delegated: bool,
    /// Whether a client secret will be made.
    pub secret: bool,
}

/// The tenant's rules about client secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretRule {
    /// No client secrets at all.
    pub forbidden: bool,
    /// The longest life, in days.
    pub max_days: Option<i64>,
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
    /// The APIs of the plan that this tenant lacks.
    #[must_use]
    pub fn missing_apis(&self) -> Vec<Api> {
        self.apis.iter().filter(|(_, id)| id.is_none()).map(|(api, _)| *api).collect()
    }
}
