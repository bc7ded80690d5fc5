//! What the product signs in with and what it may do: credential, features, permissions. Data only.

use serde::{Deserialize, Serialize};

/// The credential that the product signs in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// What the product accepts, best first. Empty: no credential.
    pub kinds: Vec<CredentialKind>,
    /// The secret's display name in Entra.
    pub description: String,
    /// How long it is valid at first.
    pub default_months: u32,
    /// The longest.
    pub max_months: u32,
    /// What the product calls it.
    pub field_label: String,
    /// What people get wrong.
    #[serde(default)]
    pub warn: String,
}

/// A kind of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialKind {
    /// A client secret.
    Secret,
    /// A certificate.
    Certificate,
}

/// A feature of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its name in permissions and on the command line (`--feature id`).
    pub id: String,
    /// What the product calls it.
    pub label: String,
    /// Switched on at first?
    pub default: bool,
    /// Can it be switched on at all? If not, `summary` says why.
    #[serde(default = "yes")]
    pub available: bool,
    /// What it does.
    #[serde(default)]
    pub summary: String,
}

fn yes() -> bool {
    true
}

/// A permission that a product needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Which API.
    pub api: Api,
    /// On whose behalf.
    pub kind: PermissionKind,
    /// `Calendars.Read`.
    pub name: String,
    /// Needed by these features; empty: always.
    #[serde(default)]
    pub features: Vec<String>,
    /// Needed when an input has a value (`key=value`).
    #[serde(default)]
    pub when: Option<String>,
    /// One plain sentence: what it lets the product do.
    pub why: String,
    /// Whether the lean choice keeps it.
    #[serde(default)]
    pub lean: Lean,
    /// Why the lean choice drops it, or why it stays.
    #[serde(default)]
    pub lean_note: Option<String>,
    /// `high` for permissions with a long reach.
    #[serde(default)]
    pub risk: Option<Risk>,
    /// The misspelt name in the vendor's how-to.
    #[serde(default)]
    pub vendor_howto_name: Option<String>,
}

/// An API that permissions belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Api {
    /// Microsoft Graph.
    #[serde(rename = "graph")]
    Graph,
    /// Office 365 Management APIs.
    #[serde(rename = "o365mgmt")]
    O365Management,
    /// Office 365 Exchange Online.
    #[serde(rename = "exchange")]
    Exchange,
}

/// On whose behalf a permission works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionKind {
    /// The app itself (app role).
    Application,
    /// A signed-in person (scope).
    Delegated,
}

/// What the lean choice does with a permission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lean {
    /// It stays.
    #[default]
    Keep,
    /// It goes.
    Drop,
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Far.
    High,
}
