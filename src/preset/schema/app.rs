//! The application to register, as a preset says it: whose accounts, which redirect URIs. Data only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
