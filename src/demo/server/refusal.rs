//! A refusal of sign-in, and its two shapes: JSON for programs, a page for people. The numbers and texts are in
//! `refusal_texts`.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Shared;
use super::incoming::Incoming;
use super::pages;
use super::reply::Reply;

/// The marks of one answer, for support.
pub struct Stamp {
    trace: Uuid,
    correlation: Uuid,
    time: String,
    origin: String,
}

impl Stamp {
    /// The marks of the answer to this request.
    pub fn of(shared: &Shared, incoming: &Incoming) -> Self {
        let asked = incoming.header("client-request-id").and_then(|id| Uuid::parse_str(id).ok());
        Self {
            trace: Uuid::new_v4(),
            correlation: asked.unwrap_or_else(Uuid::new_v4),
            time: time_text(shared.clock.now()),
            origin: shared.base().to_owned(),
        }
    }
}

fn time_text(now: Timestamp) -> String {
    now.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// A refusal.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// HTTP status of its JSON shape.
    pub status: u16,
    /// OAuth's `error`.
    pub error: String,
    /// The AADSTS number; 0 for none.
    pub code: u32,
    /// What follows the number.
    pub text: String,
    /// `suberror`.
    pub suberror: Option<&'static str>,
    /// What the next sign-in must show, as JSON.
    pub claims: Option<String>,
}

impl Refusal {
    /// A refusal with status 400.
    pub fn new(error: &str, code: u32, text: impl Into<String>) -> Self {
        Self { status: 400, error: error.to_owned(), code, text: text.into(), suberror: None, claims: None }
    }

    /// The same, with this HTTP status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same, with this `suberror`.
    pub fn with_suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    /// A failure that somebody asked for. `message` may start with an AADSTS number.
    pub fn injected(status: u16, error: &str, message: &str) -> Self {
        let digits = message.strip_prefix("AADSTS").map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest.split_at(end)
        });
        let (code, text) = match digits.and_then(|(number, rest)| Some((number.parse().ok()?, rest))) {
            Some((code, rest)) => (code, rest.trim_start_matches(':').trim_start()),
            None => (0, message),
        };
        let error = if error.is_empty() { "invalid_grant" } else { error };
        Self::new(error, code, text).with_status(status)
    }

    /// Too many requests.
    pub fn throttled() -> Self {
        let text = "The request was throttled. There are too many incoming requests.";
        Self::new("temporarily_unavailable", 90055, text).with_status(429)
    }

    /// `AADSTS...: text. Trace ID ...`.
    pub fn description(&self, stamp: &Stamp) -> String {
        let number = if self.code == 0 { String::new() } else { format!("AADSTS{}: ", self.code) };
        format!(
            "{number}{} Trace ID: {} Correlation ID: {} Timestamp: {}",
            self.text, stamp.trace, stamp.correlation, stamp.time
        )
    }

    /// As a program gets it.
    pub fn json(&self, stamp: &Stamp) -> Reply {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(stamp),
            "error_codes": if self.code == 0 { vec![] } else { vec![self.code] },
            "timestamp": stamp.time,
            "trace_id": stamp.trace,
            "correlation_id": stamp.correlation,
        });
        if self.code != 0 {
            body["error_uri"] = Value::from(format!("{}/error?code={}", stamp.origin, self.code));
        }
        if let Some(suberror) = self.suberror {
            body["suberror"] = Value::from(suberror);
        }
        if let Some(claims) = &self.claims {
            body["claims"] = Value::from(claims.clone());
        }
        Reply::json(self.status, &body)
            .with("x-ms-request-id", stamp.trace.to_string())
            .with("client-request-id", stamp.correlation.to_string())
    }

    /// As a person gets it.
    pub fn page(&self, stamp: &Stamp) -> Reply {
        Reply::page(
            self.status,
            pages::problem("Sorry, but we're having trouble signing you in.", &self.description(stamp)),
        )
    }
}
