//! What the person chose ([`Draft`], may be wrong) becomes what will be done ([`Plan`], proved right) and the list of
//! [`Change`]s. Pure: no I/O, no time, no randomness of its own.

mod changes;
mod draft;
mod existing;
pub mod requests;
mod reuse;

pub use changes::{Change, ChangeKey, changes};
pub use draft::{Draft, DraftField, Problems};
pub use existing::{Existing, KnownGrant, KnownRedirect, Requested};
pub use reuse::{Additions, Misfit, Reuse, added, taken_back, with_own_secret};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::preset::{Api, Audience, PermissionKind, Platform};
use crate::types::{AppName, AppRoleId, ClientId, PermissionName, RedirectUri, SecretLifetime};

/// One setup, proved right: plain data that every driver reads (review page, setup engine, exports).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Id of the preset.
    pub preset: String,
    /// The product's name.
    pub product: String,
    /// The display name of the application.
    pub app_name: AppName,
    /// Whose accounts may use it.
    pub audience: Audience,
    /// The existing application to use instead of a new one: it gets what it lacks, and loses nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reuse: Option<ClientId>,
    /// Redirect URIs; empty for none.
    pub redirects: Vec<PlannedRedirect>,
    /// `isFallbackPublicClient`.
    pub public_client: bool,
    /// The client secret to make, if the product uses one.
    pub secret: Option<PlannedSecret>,
    /// Exactly what will be granted.
    pub permissions: Vec<PlannedPermission>,
    /// What will be tried at the end.
    pub checks: Vec<PlannedCheck>,
    /// The person's answers, normalised; empty ones are left out.
    pub inputs: BTreeMap<String, String>,
    /// Ids of the features that are on.
    pub features: Vec<String>,
}

/// A redirect URI to register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRedirect {
    /// On which platform.
    pub platform: Platform,
    /// The address.
    pub uri: RedirectUri,
}

/// A client secret to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSecret {
    /// Its display name.
    pub description: String,
    /// How long it is valid.
    pub months: SecretLifetime,
}

/// A permission to ask for and to approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedPermission {
    /// Which API.
    pub api: Api,
    /// On whose behalf.
    pub kind: PermissionKind,
    /// Its name.
    pub name: PermissionName,
    /// Its id.
    pub id: AppRoleId,
    /// What it lets the product do: one plain sentence.
    pub why: String,
    /// Whether it reaches far.
    pub high_reach: bool,
}

/// A check to run at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedCheck {
    /// Its id in the preset.
    pub id: String,
    /// What the person reads.
    pub label: String,
    /// What is done.
    pub action: CheckAction,
    /// What to say when the answer is not the expected one, by HTTP status.
    pub hints: BTreeMap<u16, String>,
    /// May it fail without spoiling the result?
    pub optional: bool,
}

/// What a check does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckAction {
    /// Takes a fresh token with the new secret and compares its roles with the granted application permissions.
    Token,
    /// Reads `url` with the app's own token and expects `status`. `{graph}` and `{o365mgmt}` are still to be filled in.
    Get {
        /// The address.
        url: String,
        /// The status that means it works.
        status: u16,
    },
}

impl Plan {
    /// The APIs whose permissions are asked for, each once, in the order of the plan.
    #[must_use]
    pub fn apis(&self) -> Vec<Api> {
        let mut apis = Vec::new();
        for permission in &self.permissions {
            if !apis.contains(&permission.api) {
                apis.push(permission.api);
            }
        }
        apis
    }

    /// The permissions of one API and kind.
    pub fn permissions_of(&self, api: Api, kind: PermissionKind) -> impl Iterator<Item = &PlannedPermission> {
        self.permissions.iter().filter(move |p| p.api == api && p.kind == kind)
    }
}
