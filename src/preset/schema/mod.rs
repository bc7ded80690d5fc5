//! The preset format, version 1: what a product needs of Microsoft 365, as data. Compiled into `build.rs` too, so that
//! a broken preset fails the build; it must not import anything of the house.

mod access;
mod app;
mod input;
mod proof;

pub use access::{Api, Credential, CredentialKind, Feature, Lean, Permission, PermissionKind, Risk};
pub use app::{App, Audience, Platform, Redirect, RedirectRule};
pub use input::{Input, InputKind, Normalise};
pub use proof::{Advice, Check, CheckKind, Export, ExportField, LimitAccess, Prerequisite, StepAfter};

use serde::{Deserialize, Serialize};

/// The format version that this program reads.
pub const FORMAT: u32 = 1;

/// One product, or one way to connect it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// [`FORMAT`].
    pub format: u32,
    /// Equals the file name without `.toml`.
    pub id: String,
    /// What the product list shows.
    pub name: String,
    /// Who makes the product.
    pub vendor: String,
    /// The product's name, as its makers write it.
    pub product: String,
    /// What kind of product: "CRM calendar and e-mail sync".
    pub category: String,
    /// Who vouches for the preset.
    pub tier: Tier,
    /// How well founded it is.
    pub confidence: Confidence,
    /// The day on which somebody last compared it with its sources, `YYYY-MM-DD`.
    pub reviewed: String,
    /// One sentence for the person: what this sets up.
    pub summary: String,
    /// `guide` for presets that only explain and make no app.
    #[serde(default)]
    pub mode: Mode,
    /// Where the facts come from.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// The application to register.
    pub app: App,
    /// What the person must tell.
    #[serde(default, rename = "input")]
    pub inputs: Vec<Input>,
    /// Redirect URIs, as templates over the inputs.
    #[serde(default, rename = "redirect")]
    pub redirects: Vec<Redirect>,
    /// The credential that the product signs in with.
    pub credential: Credential,
    /// Features of the product that the person switches on or off.
    #[serde(default, rename = "feature")]
    pub features: Vec<Feature>,
    /// The permissions that the features need.
    #[serde(default, rename = "permission")]
    pub permissions: Vec<Permission>,
    /// What must be true before.
    #[serde(default, rename = "prerequisite")]
    pub prerequisites: Vec<Prerequisite>,
    /// What proves that it works.
    #[serde(default, rename = "check")]
    pub checks: Vec<Check>,
    /// What the person does afterwards, in order.
    #[serde(default, rename = "step_after")]
    pub steps_after: Vec<StepAfter>,
    /// The product's own fields and files.
    #[serde(default, rename = "export")]
    pub exports: Vec<Export>,
    /// How access can be narrowed afterwards.
    #[serde(default)]
    pub limit_access: Option<LimitAccess>,
    /// What the vendor's how-to says that is no longer so.
    #[serde(default, rename = "advice")]
    pub advice: Vec<Advice>,
}

/// Who vouches for a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Kept by the makers of Onramp.
    Builtin,
    /// Contributed.
    Community,
}

/// How well founded a preset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The vendor documents every permission.
    VendorDoc,
    /// The vendor documents some of it.
    VendorDocPartial,
    /// Worked out; the vendor documents nothing.
    Inferred,
}

/// What a preset leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// An application is registered.
    #[default]
    App,
    /// Only explained, nothing is registered.
    Guide,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `vendor-howto`, `vendor`, `microsoft` or `repo`.
    pub kind: String,
    /// The page's title.
    pub title: String,
    /// Its address.
    pub url: String,
}
