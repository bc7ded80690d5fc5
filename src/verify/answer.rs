//! What the answer to a product's call means. Pure.

use std::time::Duration;

use serde::Deserialize;

use crate::explain::{Details, Fault, FaultKind};

/// An answer to a product's call.
#[derive(Debug, Default)]
pub struct Answer {
    pub request: String,
    pub status: u16,
    pub is_json: bool,
    pub body: Vec<u8>,
    pub request_id: Option<String>,
    pub client_request_id: Option<String>,
    pub date: Option<String>,
    pub retry_after: Option<Duration>,
}

/// What it means.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It works.
    Passed,
    /// Not yet, perhaps: worth a fresh token and another try.
    NotYet(Fault),
    /// Trying again soon changes nothing.
    Wrong(Fault),
}

#[derive(Default, Deserialize)]
struct Envelope {
    error: Body,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    code: String,
    message: String,
}

impl Answer {
    /// Compares with the status that means it works.
    pub fn judge(&self, expected: u16) -> Verdict {
        let works = (200..300).contains(&expected);
        match self.status {
            status if status == expected && works && !self.is_json => Verdict::Wrong(self.own("not-json")),
            status if status == expected => Verdict::Passed,
            // What was granted seconds ago reaches tokens and Exchange a little later; a busy server answers later too.
            403 if !works => Verdict::Wrong(self.fault()),
            401 | 403 | 429 | 500..=599 => Verdict::NotYet(self.fault()),
            200..=299 if !works => Verdict::Wrong(self.own("check-not-refused")),
            200..=399 => Verdict::Wrong(self.own("check-other-answer")),
            _ => Verdict::Wrong(self.fault()),
        }
    }

    fn fault(&self) -> Fault {
        let Envelope { error } = serde_json::from_slice(&self.body).unwrap_or_default();
        let details = Details {
            code: Some(error.code.clone()).filter(|code| !code.is_empty()),
            message: Some(error.message).filter(|message| !message.is_empty()),
            ..self.details()
        };
        Fault { kind: FaultKind::Graph { status: self.status, code: error.code }, details }
    }

    fn own(&self, id: &'static str) -> Fault {
        Fault { kind: FaultKind::Own(id), details: self.details() }
    }

    fn details(&self) -> Details {
        Details {
            status: Some(self.status),
            code: None,
            message: None,
            request_id: self.request_id.clone(),
            client_request_id: self.client_request_id.clone(),
            date: self.date.clone(),
            request: Some(self.request.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test fails by panicking")]

    use super::*;

    fn verdict(status: u16, body: &str, expected: u16) -> Verdict {
        Answer { status, is_json: true, body: body.as_bytes().to_vec(), ..Answer::default() }.judge(expected)
    }

    #[test]
    fn a_mailbox_that_does_not_exist_is_not_waited_for() {
        let body = r#"{"error":{"code":"ErrorInvalidUser","message":"The requested user is invalid."}}"#;
        let Verdict::Wrong(fault) = verdict(404, body, 200) else { panic!("not final") };
        assert_eq!(fault.kind, FaultKind::Graph { status: 404, code: "ErrorInvalidUser".to_owned() });
        assert_eq!(fault.details.message.as_deref(), Some("The requested user is invalid."));
    }

    #[test]
    fn a_refusal_is_waited_for_unless_it_is_what_proves_the_limit() {
        assert!(matches!(verdict(403, "{}", 200), Verdict::NotYet(_)));
        assert_eq!(verdict(403, "{}", 403), Verdict::Passed);
    }

    #[test]
    fn an_answer_where_a_refusal_was_expected_fails() {
        let Verdict::Wrong(fault) = verdict(200, "{}", 403) else { panic!("not final") };
        assert_eq!(fault.kind, FaultKind::Own("check-not-refused"));
    }

    #[test]
    fn a_page_of_a_guest_network_is_no_success() {
        let page = Answer { status: 200, is_json: false, ..Answer::default() };
        assert!(matches!(page.judge(200), Verdict::Wrong(fault) if fault.kind == FaultKind::Own("not-json")));
    }

    #[test]
    fn an_error_without_a_code_is_told_by_its_status() {
        let Verdict::NotYet(fault) = verdict(503, "<html>", 200) else { panic!("final") };
        assert_eq!(fault.kind, FaultKind::Graph { status: 503, code: String::new() });
    }
}
