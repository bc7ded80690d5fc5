//! What Microsoft's sign-in says when it refuses: the AADSTS code and the ids that Microsoft's support asks for.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::explain::{Details, Fault, FaultKind};

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
            code: Some(self.code().map_or_else(|| self.error.clone(), |code| format!("AADSTS{code}"))),
            message: self.error_description.as_deref().map(|text| message_only(text).to_owned()),
            request_id: self.trace_id.clone().or_else(|| self.named("Trace ID:")),
            client_request_id: self.correlation_id.clone().or_else(|| self.named("Correlation ID:")),
            date: self.timestamp.clone().or_else(|| self.named("Timestamp:")),
            request: None,
        }
    }

    /// For [`explain`](crate::explain::explain).
    #[must_use]
    pub fn fault(&self) -> Fault {
        let kind = match self.code() {
            _ if self.error_subcode.as_deref() == Some("cancel") => FaultKind::Own("cancelled"),
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

fn message_only(description: &str) -> &str {
    description.split("Trace ID:").next().unwrap_or(description).trim()
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code() {
            Some(code) => write!(f, "{} (AADSTS{code})", self.error),
            None => f.write_str(&self.error),
        }
    }
}

impl std::error::Error for Refusal {}
