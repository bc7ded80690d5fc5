//! Why a secret was not kept or found. Errors of keychains can carry the secret itself: those parts are dropped here.

use keyring_core::Error;

use crate::explain::{Details, Fault, FaultKind};

/// Why a secret was not kept or found.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keychain on this computer, or it does not answer.
    #[error("there is no keychain: {reason}")]
    Unavailable {
        /// In the system's words.
        reason: String,
    },
    /// The keychain is locked and was not unlocked.
    #[error("the keychain is locked: {reason}")]
    Locked {
        /// In the system's words.
        reason: String,
    },
    /// What the keychain holds under this name is not a secret of ours.
    #[error("the keychain's entry is damaged")]
    Damaged,
    /// The keychain refuses.
    #[error("the keychain refuses: {reason}")]
    Refused {
        /// In the system's words.
        reason: String,
    },
}

impl VaultError {
    pub(super) fn no_keychain(reason: &str) -> Self {
        Self::Unavailable { reason: reason.to_owned() }
    }

    /// For [`explain`](crate::explain::explain).
    #[must_use]
    pub fn fault(&self) -> Fault {
        let id = match self {
            Self::Unavailable { .. } => "no-keychain",
            Self::Locked { .. } => "keychain-locked",
            Self::Damaged | Self::Refused { .. } => "keychain-refused",
        };
        let message = Some(self.to_string());
        Fault { kind: FaultKind::Own(id), details: Details { message, ..Details::default() } }
    }
}

impl From<Error> for VaultError {
    fn from(error: Error) -> Self {
        let reason = match &error {
            Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => cause.to_string(),
            Error::NotSupportedByStore(text) => text.clone(),
            Error::TooLong(what, most) => format!("{what} is longer than {most}"),
            Error::Invalid(what, why) => format!("{what} {why}"),
            _ => String::new(),
        };
        match error {
            Error::NoStorageAccess(_) => Self::Locked { reason },
            Error::PlatformFailure(_) | Error::NoDefaultStore => Self::Unavailable { reason },
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => Self::Damaged,
            _ => Self::Refused { reason },
        }
    }
}
