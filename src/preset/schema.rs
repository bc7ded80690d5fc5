//! The preset format, version 1: what a product needs of Microsoft 365, as data. Compiled into `build.rs` too, so that
//! a broken preset fails the build; it must not import anything of the house.

use std::collections::BTreeMap;

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

/// The application to register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The name that is filled in.
    pub default_name: String,
    /// What the name is for.
    #[serde(default)]
    pub name_help: String,
    /// `signInAudience`.
    pub audience: Audience,
    /// What the person may choose instead.
    pub audiences_allowed: Vec<Audience>,
    /// What each choice means.
    #[serde(default)]
    pub audience_help: BTreeMap<Audience, String>,
    /// What kind of redirect URIs the product uses.
    pub platform: Platform,
    /// Whether there must be a redirect URI.
    pub redirect: RedirectRule,
    /// `isFallbackPublicClient` ("Allow public client flows").
    pub public_client: bool,
    /// Why.
    #[serde(default)]
    pub public_client_note: Option<String>,
    /// How many such apps a tenant may have; 0 is any number.
    #[serde(default)]
    pub max_per_tenant: u32,
    /// How an app of this product is recognised.
    #[serde(default)]
    pub duplicate_rule: Option<String>,
    /// What to say when there is one.
    #[serde(default)]
    pub duplicate_text: Option<String>,
    /// Whether it should be listed under "Enterprise applications".
    #[serde(default)]
    pub show_in_enterprise_apps: bool,
}

/// `signInAudience`: whose accounts may use the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// This organisation only.
    #[serde(rename = "AzureADMyOrg")]
    MyOrg,
    /// Any organisation.
    #[serde(rename = "AzureADMultipleOrgs")]
    MultipleOrgs,
    /// Any organisation and personal Microsoft accounts.
    #[serde(rename = "AzureADandPersonalMicrosoftAccount")]
    OrgsAndPersonal,
}

impl Audience {
    /// Microsoft's word for it, as Graph wants it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MyOrg => "AzureADMyOrg",
            Self::MultipleOrgs => "AzureADMultipleOrgs",
            Self::OrgsAndPersonal => "AzureADandPersonalMicrosoftAccount",
        }
    }
}

/// The platform of redirect URIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// No redirect URI.
    None,
    /// `web`.
    Web,
    /// `publicClient`: mobile and desktop.
    PublicClient,
    /// `spa`: single-page application.
    Spa,
}

/// Whether a redirect URI is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RedirectRule {
    /// There must be none.
    None,
    /// There may be one.
    Optional,
    /// There must be one.
    Required,
}

/// Something that the person must tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its name in templates and on the command line (`--set key=value`).
    pub key: String,
    /// What the field is called.
    pub label: String,
    /// What kind of value.
    #[serde(rename = "type")]
    pub kind: InputKind,
    /// Must it be filled in?
    #[serde(default)]
    pub required: bool,
    /// Must it be filled in when another input has a value (`key=value`)?
    #[serde(default)]
    pub required_when: Option<String>,
    /// A regular expression that the value must match as a whole.
    #[serde(default)]
    pub pattern: Option<String>,
    /// What is done to the text before it is checked.
    #[serde(default)]
    pub normalise: Vec<Normalise>,
    /// An example.
    #[serde(default)]
    pub placeholder: String,
    /// What it is for.
    #[serde(default)]
    pub help: String,
    /// For `choice`.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What is filled in at first.
    #[serde(default)]
    pub default: Option<String>,
    /// For `pick`: where the list comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// The kind of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// A host name.
    Host,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// E-mail addresses, comma-separated.
    EmailList,
    /// Any text.
    Text,
    /// One of `choices`.
    Choice,
    /// One of a list that is read from the tenant.
    Pick,
}

/// What is done to a typed text before it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalise {
    /// Drop white space at both ends.
    Trim,
    /// Lower case.
    Lowercase,
    /// Drop `https://`.
    StripScheme,
    /// Drop everything from the first `/`.
    StripPath,
    /// Drop a `/` at the end.
    StripTrailingSlash,
}

/// A redirect URI, as a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// Which platform.
    pub platform: Platform,
    /// With `{input}` in it.
    pub uri: String,
    /// What to know about it.
    #[serde(default)]
    pub note: String,
}

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
