//! What Microsoft's sign-in says when it refuses: the AADSTS code and the ids that Microsoft's support asks for.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::explain::{Details, Fault, FaultKind};

/// Microsoft's descriptions are a few hundred characters long.
const MAX_TEXT: usize = 2000;

/// An OAuth error answer with Entra's additions (entra-docs reference-error-codes). Holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// OAuth's `error`: `invalid_client`, `invalid_grant`, `access_denied` ...
    pub error: String,
    /// `AADSTS7000215: Invalid client secret provided. ...`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// AADSTS numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<u32>,
    /// `cancel` when the person pressed Cancel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_subcode: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// Microsoft's support asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// Microsoft's support asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// What the next sign-in must show, as JSON (a claims challenge).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
}

impl Refusal {
    /// The AADSTS number, from `error_codes` or from the description.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        self.error_codes.first().copied().or_else(|| {
            let (_, rest) = self.error_description.as_deref()?.split_once("AADSTS")?;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        })
    }

    /// For the one-click-away details.
    #[must_use]
    pub fn details(&self) -> Details {
        Details {
            status: None,
            code: Some(self.code().map_or_else(|| harmless(&self.error), |code| format!("AADSTS{code}"))),
            message: self.error_description.as_deref().map(|text| harmless(message_only(text))),
            request_id: self.trace_id.clone().or_else(|| self.named("Trace ID:")).map(|id| harmless(&id)),
            client_request_id: self
                .correlation_id
                .clone()
                .or_else(|| self.named("Correlation ID:"))
                .map(|id| harmless(&id)),
            date: self.timestamp.clone().or_else(|| self.named("Timestamp:")).map(|date| harmless(&date)),
            request: None,
        }
    }

    /// For [`explain`](crate::explain::explain).
    #[must_use]
    pub fn fault(&self) -> Fault {
        let kind = match self.code() {
            _ if self.error_subcode.as_deref() == Some("cancel") => FaultKind::Own("cancelled"),
            _ if self.error == "authorization_declined" => FaultKind::Own("code-declined"),
            Some(code) => FaultKind::Aadsts(code),
            None if self.error == "access_denied" => FaultKind::Own("cancelled"),
            None if self.error == "temporarily_unavailable" => FaultKind::Own("microsoft-busy"),
            None => FaultKind::Own("sign-in-refused"),
        };
        Fault { kind, details: self.details() }
    }

    /// An id that Microsoft appends to the description: the answer through the browser has no other place for it.
    fn named(&self, label: &str) -> Option<String> {
        let (_, rest) = self.error_description.as_deref()?.split_once(label)?;
        let rest = rest.trim_start();
        let end = ["Trace ID:", "Correlation ID:", "Timestamp:", "\r", "\n"].iter().filter_map(|m| rest.find(m)).min();
        Some(rest[..end.unwrap_or(rest.len())].trim().to_owned())
    }
}

/// The text on one line, not endless, and without characters that steer a terminal or turn the direction of writing:
/// what comes through the browser can be anybody's.
fn harmless(text: &str) -> String {
    let steers = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !steers(*c))
        .take(MAX_TEXT)
        .collect();
    plain.trim().to_owned()
}

fn message_only(description: &str) -> &str {
    description.split("Trace ID:").next().unwrap_or(description).trim()
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code() {
            Some(code) => write!(f, "{} (AADSTS{code})", harmless(&self.error)),
            None => f.write_str(&harmless(&self.error)),
        }
    }
}

impl std::error::Error for Refusal {}
