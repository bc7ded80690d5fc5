//! Why nobody is signed in, or why there is no token. No words for people here: [`explain`](crate::explain) has them.

use crate::explain::{Details, Fault, FaultKind};
use crate::net;
use crate::types::TenantId;

use super::browser::BrowserError;
use super::refusal::Refusal;

/// Why a sign-in or a token request failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The hint is neither a domain nor an account nor a tenant id.
    #[error("the hint is neither a domain nor an account")]
    Hint,
    /// Microsoft could not be reached.
    #[error("the sign-in service cannot be reached")]
    Network(#[source] reqwest::Error),
    /// Something answered that is not Microsoft's sign-in: a proxy, or the sign-in page of a guest network.
    #[error("the answer with status {status} is not JSON")]
    NotJson {
        /// HTTP status.
        status: u16,
    },
    /// Microsoft's sign-in is overloaded.
    #[error("the sign-in service answered {status}")]
    Busy {
        /// HTTP status.
        status: u16,
    },
    /// Microsoft refused.
    #[error("the sign-in service refused: {0}")]
    Refused(Box<Refusal>),
    /// No port of this computer could be listened on.
    #[error("cannot listen on this computer")]
    Listen(#[source] std::io::Error),
    /// No browser could be opened, and nobody opened the address by hand.
    #[error("no browser could be opened")]
    Browser(#[source] BrowserError),
    /// Nobody finished signing in within five minutes.
    #[error("nobody finished signing in in time")]
    TimedOut,
    /// The person cancelled, here or on Microsoft's page.
    #[error("cancelled")]
    Cancelled,
    /// Nobody typed the code while it was good.
    #[error("the code has expired")]
    CodeExpired,
    /// A rule of the organisation forbids signing in with a code; the browser may still be allowed.
    #[error("signing in with a code is blocked: {0}")]
    CodeBlocked(Box<Refusal>),
    /// The answer does not hold what it must hold, or is for somebody else.
    #[error("the answer of the sign-in service is wrong: {0}")]
    WrongAnswer(&'static str),
    /// The organisation lives in another national cloud.
    #[error("the organisation is in another cloud: {host}")]
    OtherCloud {
        /// Where its sign-in is.
        host: String,
    },
    /// Somebody signed in to another organisation than the one that was asked for.
    #[error("signed in to {got} instead of {wanted}")]
    OtherTenant {
        /// Asked for.
        wanted: TenantId,
        /// Signed in to.
        got: TenantId,
    },
    /// Signed out, or Microsoft no longer accepts the sign-in: the person must sign in again.
    #[error("the sign-in has ended")]
    Ended(Option<Box<Refusal>>),
    /// The organisation demands more of the sign-in than it shows (Conditional Access): only the person can show it.
    #[error("more is demanded of the sign-in")]
    Challenged(Option<Box<Refusal>>),
    /// A certificate's key did not sign.
    #[error("the certificate's key cannot sign")]
    Unsigned,
}

impl SignInError {
    /// For [`explain`](crate::explain::explain).
    #[must_use]
    pub fn fault(&self) -> Fault {
        let own = |id: &'static str, details: Details| Fault { kind: FaultKind::Own(id), details };
        let status = |status: u16| Details { status: Some(status), ..Details::default() };
        let message = |text: String| Details { message: Some(text), ..Details::default() };
        match self {
            Self::Hint => own("sign-in-hint", Details::default()),
            Self::Network(error) => net::fault(error),
            Self::NotJson { status: code } => own("not-json", status(*code)),
            Self::Busy { status: code } => own("microsoft-busy", status(*code)),
            Self::Refused(refusal) => refusal.fault(),
            Self::Listen(error) => own("cannot-listen", message(error.to_string())),
            Self::Browser(error) => own("browser-missing", message(error.to_string())),
            Self::TimedOut => own("sign-in-timeout", Details::default()),
            Self::Cancelled => own("cancelled", Details::default()),
            Self::CodeExpired => own("code-expired", Details::default()),
            Self::CodeBlocked(refusal) => own("code-blocked", refusal.details()),
            Self::WrongAnswer(what) => own("sign-in-wrong-answer", message((*what).to_owned())),
            Self::OtherCloud { host } => own("other-cloud", message(host.clone())),
            Self::OtherTenant { wanted, got } => own("tenant-mismatch", message(format!("{got} instead of {wanted}"))),
            Self::Ended(refusal) => {
                own("sign-in-ended", refusal.as_ref().map(|refusal| refusal.details()).unwrap_or_default())
            }
            Self::Challenged(refusal) => {
                own("sign-in-challenged", refusal.as_ref().map(|refusal| refusal.details()).unwrap_or_default())
            }
            Self::Unsigned => own("certificate-wrong", Details::default()),
        }
    }
}
