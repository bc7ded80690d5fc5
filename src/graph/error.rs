//! Why a request to Graph brought nothing, in the words of the one who refused.

use serde::Deserialize;

use crate::explain::{Details, Fault, FaultKind};

/// Why a request to Graph brought nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum GraphError {
    /// Graph (or a proxy in front of it) answered an error.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// Graph still answers "not there yet" after all the waiting.
    #[error("still replicating: {0}")]
    StillReplicating(Box<Refusal>),
    /// Graph still asks for a pause after all the waiting.
    #[error("still busy: {0}")]
    StillBusy(Box<Refusal>),
    /// There was no answer. Unless the request is a read, it may have been carried out.
    #[error("{request}: no answer")]
    NoAnswer {
        /// `POST /applications`.
        request: String,
        /// What stood in the way.
        fault: Box<Fault>,
        /// Whether the request had left: then it may have been carried out.
        sent: bool,
    },
    /// The answer says "carried out", but cannot be read: cut short, or from something that is not Graph.
    #[error("{request}: {status}, but the answer cannot be read")]
    Unreadable {
        /// `POST /applications`.
        request: String,
        /// HTTP status.
        status: u16,
    },
    /// There is no valid sign-in any more.
    #[error("no access token")]
    NoToken(Box<Fault>),
    /// The person stopped the work.
    #[error("stopped")]
    Cancelled,
}

/// An error answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// `POST /applications`.
    pub request: String,
    /// HTTP status.
    pub status: u16,
    /// `error.code`; empty when the answer is not Graph's.
    pub code: String,
    /// `error.message`.
    pub message: String,
    /// `error.details[].code`.
    pub detail_codes: Vec<String>,
    /// `request-id`.
    pub request_id: Option<String>,
    /// `client-request-id`.
    pub client_request_id: Option<String>,
    /// `date`.
    pub date: Option<String>,
    /// What Graph demands of the sign-in besides (a claims challenge), as JSON.
    pub claims: Option<String>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {}: {}", self.request, self.status, self.code, self.message)
    }
}

#[derive(Deserialize)]
struct Envelope {
    error: Body,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Vec<Detail>,
    #[serde(rename = "innerError", default)]
    inner: Option<Inner>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
    #[serde(rename = "client-request-id")]
    client_request_id: Option<String>,
    date: Option<String>,
}

impl Refusal {
    /// Reads an error answer; whatever cannot be read stays empty.
    pub(super) fn read(request: String, status: u16, body: &[u8]) -> Self {
        let mut refusal = Self { request, status, ..Self::default() };
        if let Ok(Envelope { error }) = serde_json::from_slice(body) {
            refusal.code = error.code;
            refusal.message = error.message;
            refusal.detail_codes = error.details.into_iter().map(|d| d.code).collect();
            if let Some(inner) = error.inner {
                refusal.request_id = inner.request_id;
                refusal.client_request_id = inner.client_request_id;
                refusal.date = inner.date;
            }
        }
        refusal
    }

    /// Whether the code, a detail's code or the message says this.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.code == text || self.detail_codes.iter().any(|code| code == text) || self.message.contains(text)
    }

    fn details(&self) -> Details {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Details {
            status: Some(self.status),
            code: some(&self.code),
            message: some(&self.message),
            request_id: self.request_id.clone(),
            client_request_id: self.client_request_id.clone(),
            date: self.date.clone(),
            request: some(&self.request),
        }
    }
}

impl GraphError {
    /// The refusal, if there was one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) | Self::StillReplicating(refusal) | Self::StillBusy(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The HTTP status, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Unreadable { status, .. } => Some(*status),
            other => other.refusal().map(|refusal| refusal.status),
        }
    }

    /// Whether the request may have been carried out although it brought no answer that can be read.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::NoAnswer { sent, .. } => *sent,
            Self::Unreadable { .. } => true,
            Self::Refused(refusal) | Self::StillBusy(refusal) => refusal.status >= 500,
            Self::StillReplicating(_) | Self::NoToken(_) | Self::Cancelled => false,
        }
    }

    /// The error, for its words.
    #[must_use]
    pub fn fault(&self) -> Fault {
        let own = |id| Fault { kind: FaultKind::Own(id), details: Details::default() };
        match self {
            Self::Refused(r) => {
                Fault { kind: FaultKind::Graph { status: r.status, code: r.code.clone() }, details: r.details() }
            }
            Self::StillReplicating(r) => Fault { kind: FaultKind::Own("replication"), details: r.details() },
            Self::StillBusy(r) => Fault { kind: FaultKind::Own("microsoft-busy"), details: r.details() },
            Self::NoAnswer { request, fault, .. } => {
                let details = Details { request: Some(request.clone()), ..fault.details.clone() };
                Fault { kind: fault.kind.clone(), details }
            }
            Self::Unreadable { request, status } => {
                let details = Details { request: Some(request.clone()), status: Some(*status), ..Details::default() };
                Fault { kind: FaultKind::Own("not-json"), details }
            }
            Self::NoToken(fault) => (**fault).clone(),
            Self::Cancelled => own("cancelled"),
        }
    }
}
