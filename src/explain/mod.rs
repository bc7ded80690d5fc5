//! From an error to what a person reads: what happened, what it means, what to do now. Codes are data
//! (`assets/explain.toml`), words are Fluent (`problem-*`). Pure.

mod catalogue;

use serde::{Deserialize, Serialize};

use catalogue::Catalogue;

/// An error in the words of the one who reported it, without the words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of error.
    pub kind: FaultKind,
    /// For the one-click-away details.
    pub details: Details,
}

/// What kind of error happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Sign-in answered an AADSTS code.
    Aadsts(u32),
    /// Microsoft Graph (or another API) answered an error.
    Graph {
        /// HTTP status.
        status: u16,
        /// `error.code`.
        code: String,
    },
    /// Something that Onramp found out itself, by the id of its words: `network`, `no-keychain`, `cancelled` ...
    Own(&'static str),
}

/// The technical details of an error. Never holds a secret or a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Microsoft's error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Microsoft's message, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `request-id` or correlation id: Microsoft's support asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// `client-request-id`: the id that Onramp sent along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What was tried: `POST /applications`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

/// What a person reads about an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The Fluent message `problem-{id}`: what happened; its attributes `means` and `todo`.
    pub id: String,
    /// Arguments of the message, such as the product's or the person's name.
    #[serde(default)]
    pub args: Vec<(String, String)>,
    /// One click away.
    #[serde(default)]
    pub details: Details,
    /// Whether trying again makes sense.
    pub retry: bool,
    /// The wizard's page on which it can be mended, if there is one.
    #[serde(default)]
    pub page: Option<Page>,
}

/// A page of the wizard that an explanation can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// Choosing a product and its inputs.
    App,
    /// Signing in.
    Connect,
    /// Account type and redirect.
    Account,
    /// The secret.
    Secret,
    /// The permissions.
    Permissions,
}

/// What a person reads about an error. Codes that nobody foresaw get general words and keep their details.
#[must_use]
pub fn explain(fault: &Fault) -> Problem {
    let catalogue = Catalogue::built_in();
    let (id, retry, page) = match catalogue.find(&fault.kind) {
        Some((words, line)) => (words, line.retry, line.page),
        None if matches!(fault.kind, FaultKind::Aadsts(_)) => ("sign-in-refused".to_owned(), true, Some(Page::Connect)),
        None => ("unexpected".to_owned(), true, None),
    };
    Problem { id, args: Vec::new(), details: fault.details.clone(), retry, page }
}

impl Problem {
    /// Whether testing the connection may tell more about it.
    #[must_use]
    pub fn is_of_the_network(&self) -> bool {
        self.id.starts_with("network-") || self.id == "not-json"
    }

    /// The problem with an argument for its message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}
