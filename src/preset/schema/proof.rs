//! What must be true before, what proves that it works, and what the person does and gets afterwards. Data only.

use serde::{Deserialize, Serialize};

/// What must be true before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    /// Its name.
    pub id: String,
    /// One or two plain sentences.
    pub text: String,
    /// How it is checked: `confirm` is a tick box; others are checked by the program.
    #[serde(default)]
    pub check: Option<String>,
}

/// Something that proves that it works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its name.
    pub id: String,
    /// What the person reads.
    pub label: String,
    /// What is done.
    #[serde(rename = "type")]
    pub kind: CheckKind,
    /// Tried when one of these features is on; empty: always.
    #[serde(default)]
    pub features: Vec<String>,
    /// Tried when this input is filled in.
    #[serde(default)]
    pub needs_input: Option<String>,
    /// Tried when an input has a value (`key=value`).
    #[serde(default)]
    pub when: Option<String>,
    /// For `token`.
    #[serde(default)]
    pub grant: Option<String>,
    /// For `token`.
    #[serde(default)]
    pub scope: Option<String>,
    /// For `get` and `post`: a template over `{graph}`, `{login}`, `{o365mgmt}` and inputs.
    #[serde(default)]
    pub url: Option<String>,
    /// For `post`.
    #[serde(default)]
    pub body: Option<String>,
    /// The status that means it works.
    #[serde(default)]
    pub expect_status: Option<u16>,
    /// What the token must say.
    #[serde(default)]
    pub expect_claim: Option<String>,
    /// What to say when it answers 200 though it should not.
    #[serde(default)]
    pub on_200: Option<String>,
    /// What to say on 403.
    #[serde(default)]
    pub on_403: Option<String>,
    /// What to say on 404.
    #[serde(default)]
    pub on_404: Option<String>,
    /// May it be left out?
    #[serde(default)]
    pub optional: bool,
    /// Does it change something in the tenant?
    #[serde(default)]
    pub mutates: bool,
    /// What to know about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a check does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// Takes a fresh token and compares its claims.
    Token,
    /// Reads something with the app's own token.
    Get,
    /// Writes something with the app's own token.
    Post,
    /// Reads something as the signed-in administrator.
    GetAsAdmin,
    /// Opens a page in the browser.
    Browser,
    /// Signs a user in with a device code.
    DeviceCode,
}

/// What the person does afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepAfter {
    /// In which product or portal.
    #[serde(rename = "where")]
    pub place: String,
    /// What to do.
    pub text: String,
}

/// The product's own fields, or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Its name.
    pub id: String,
    /// What the person reads.
    pub label: String,
    /// Which renderer.
    pub format: String,
    /// The product's fields.
    #[serde(default)]
    pub fields: Vec<ExportField>,
    /// A template, for formats that need one.
    #[serde(default)]
    pub template: Option<String>,
}

/// One field of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportField {
    /// What the product calls it.
    pub label: String,
    /// Where the value comes from: `client_id`, `tenant_id`, `object_id`, `secret_value`, `secret_end`, `input.KEY`.
    pub value: String,
    /// Is it a secret?
    #[serde(default)]
    pub secret: bool,
    /// Shown when an input has a value (`key=value`).
    #[serde(default)]
    pub when: Option<String>,
}

/// How access can be narrowed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitAccess {
    /// In Exchange Online.
    #[serde(default)]
    pub exchange: bool,
    /// `rbac` or `aap`.
    #[serde(default)]
    pub preferred: Option<String>,
    /// What to know about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// What the vendor's how-to says that is no longer so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// `info` or `warn`.
    pub severity: String,
    /// What the how-to says.
    #[serde(default)]
    pub replaces: String,
    /// What is so today.
    pub text: String,
}
