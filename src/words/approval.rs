//! The message to the administrator who has to approve: who asks, for what, what will be approved and why, the link,
//! and who can open it. Holds no secret.

use url::form_urlencoded;

use crate::plan::Plan;
use crate::setup::{Approvers, Outcome};
use crate::t;
use crate::text::Texts;
use crate::words;

/// The longest `mailto:` address that mail programs take from every system.
const LONGEST_ADDRESS: usize = 1_900;

/// A ready e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// The address that opens it in a mail program.
    pub address: String,
}

impl Mail {
    /// Subject and text, for a file or a chat.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n\n{}\n", self.subject, self.body)
    }
}

/// Who can give the approvals that are missing.
#[must_use]
pub fn approvers(outcome: &Outcome) -> Approvers {
    let missing = outcome.permissions.iter().filter(|permission| !permission.granted);
    Approvers::of(missing.map(|permission| (permission.api, permission.kind)))
}

/// Who can approve, as a sentence.
#[must_use]
pub fn who_can(texts: &Texts, approvers: Approvers) -> String {
    match approvers {
        Approvers::Application => t!(texts, "awaiting-who-application"),
        Approvers::Privileged => t!(texts, "awaiting-who-privileged"),
    }
}

/// The e-mail. `sender` is who asks, `tenant` the organization's name.
#[must_use]
pub fn mail(texts: &Texts, plan: &Plan, outcome: &Outcome, sender: &str, tenant: &str) -> Mail {
    let subject = t!(texts, "approval-mail-subject", product = plan.product.as_str(), tenant = tenant);
    let body = body(texts, plan, outcome, sender, tenant, true);
    let mut address = mail_address(&subject, &body);
    if address.len() > LONGEST_ADDRESS {
        // The reasons stay in the text that is copied or saved.
        address = mail_address(&subject, &self::body(texts, plan, outcome, sender, tenant, false));
    }
    Mail { subject, body, address }
}

fn body(texts: &Texts, plan: &Plan, outcome: &Outcome, sender: &str, tenant: &str, reasons: bool) -> String {
    let missing = |name: &crate::types::PermissionName, api, kind| {
        outcome.permissions.iter().any(|p| !p.granted && p.api == api && p.kind == kind && p.name == *name)
    };
    let permissions = plan.permissions.iter().filter(|p| missing(&p.name, p.api, p.kind)).map(|p| {
        let kind = words::permission_kind(texts, p.kind);
        if reasons {
            t!(texts, "approval-mail-permission", name = p.name.as_str(), kind = kind, why = p.why.as_str())
        } else {
            t!(texts, "approval-mail-permission-short", name = p.name.as_str())
        }
    });
    let permissions = permissions.collect::<Vec<_>>().join("\n");
    let approvers = match approvers(outcome) {
        Approvers::Application => t!(texts, "approval-mail-who-application"),
        Approvers::Privileged => t!(texts, "approval-mail-who-privileged"),
    };
    // The link knows only "everything that the application asks for".
    let afterwards = match plan.reuse {
        None => t!(texts, "approval-mail-afterwards"),
        Some(_) => t!(texts, "approval-mail-afterwards-reused"),
    };
    t!(
        texts,
        "approval-mail-body",
        who = sender,
        product = plan.product.as_str(),
        tenant = tenant,
        app = plan.app_name.as_str(),
        permissions = permissions,
        link = outcome.approval_link.as_str(),
        approvers = approvers,
        afterwards = afterwards
    )
}

/// `mailto:` without a receiver (RFC 6068): spaces as `%20`, line ends as CRLF.
fn mail_address(subject: &str, body: &str) -> String {
    let encoded = |text: &str| {
        let lines = text.replace('\n', "\r\n");
        form_urlencoded::byte_serialize(lines.as_bytes()).collect::<String>().replace('+', "%20")
    };
    format!("mailto:?subject={}&body={}", encoded(subject), encoded(body))
}
