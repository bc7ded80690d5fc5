//! What the person must tell, as a preset says it: fields, their kinds, how a text is tidied. Data only.

use serde::{Deserialize, Serialize};

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
