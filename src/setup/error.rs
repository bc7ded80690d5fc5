//! Why a setup stopped. Whatever was made until then is in the journal.

use crate::explain::{Details, Fault, FaultKind, Problem, explain};
use crate::graph::GraphError;
use crate::journal::JournalError;
use crate::plan::ChangeKey;
use crate::types::{PermissionName, SetupId, TenantId};
use crate::vault::VaultError;

/// Why a setup stopped.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Graph said no, or nothing.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The journal cannot be written; nothing is changed without it.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The person stopped it between two changes.
    #[error("stopped")]
    Stopped,
    /// The setup belongs to another organisation than the sign-in.
    #[error("the setup is for tenant {expected}")]
    OtherTenant {
        /// The setup's.
        expected: TenantId,
    },
    /// The tenant's API does not offer a permission of the plan.
    #[error("the tenant does not know the permission {0}")]
    UnknownPermission(PermissionName),
    /// The account may not register applications.
    #[error("may not register applications: {0}")]
    MayNotCreate(GraphError),
    /// The account may not change the application that is to be used.
    #[error("may not change the application: {0}")]
    MayNotChange(GraphError),
    /// The application that is to be used is not there any more.
    #[error("the application that was to be used is gone")]
    ReusedGone,
    /// The application that is to be used was changed so that it does not fit any more.
    #[error("the application that was to be used does not fit any more")]
    ReusedChanged,
    /// A later setup uses what this one made or added.
    #[error("setup {0} uses the same application")]
    StillNeeded(SetupId),
    /// Approving was refused for another reason than a missing right.
    #[error("may not approve: {0}")]
    MayNotConsent(GraphError),
    /// The tenant forbids client secrets.
    #[error("client secrets are forbidden: {0}")]
    SecretsForbidden(GraphError),
    /// The tenant caps the life of client secrets.
    #[error("the secret's life is too long: {0}")]
    SecretTooLong(GraphError),
    /// Everything was accepted, but it does not all show when read back.
    #[error("not everything is there: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Incomplete(Vec<ChangeKey>),
    /// The account may not remove what the setup made.
    #[error("may not remove: {0}")]
    MayNotUndo(GraphError),
    /// Nobody knows whether the application exists: its creation was never answered, and it does not show.
    #[error("the application may still be there")]
    MayStillBeThere,
    /// Somebody removed the application for good.
    #[error("the application was removed for good")]
    Removed,
    /// The setup belongs to another cloud than the sign-in.
    #[error("the setup is for {expected}")]
    OtherCloud {
        /// The setup's sign-in address.
        expected: String,
    },
    /// The keychain holds the secret and does not give it out.
    #[error(transparent)]
    Keychain(#[from] VaultError),
    /// While it waited for an approval, somebody removed the app, or its entry for this organisation.
    #[error("the app is not there any more")]
    Vanished,
    /// A setup that is undone cannot be taken up.
    #[error("setup {0} was undone")]
    AlreadyUndone(SetupId),
}

impl SetupError {
    /// The error, for its words.
    #[must_use]
    pub fn fault(&self) -> Fault {
        let own = |id, details| Fault { kind: FaultKind::Own(id), details };
        let told = |text: &dyn ToString| Details { message: Some(text.to_string()), ..Details::default() };
        match self {
            Self::Graph(error) => error.fault(),
            Self::Journal(error) => error.fault(),
            Self::Stopped => own("cancelled", Details::default()),
            Self::OtherTenant { expected } => own("tenant-mismatch", told(expected)),
            Self::UnknownPermission(name) => own("unknown-permission", told(name)),
            Self::MayNotCreate(error) => own("not-allowed-create", error.fault().details),
            Self::MayNotChange(error) => own("not-allowed-change", error.fault().details),
            Self::ReusedGone => own("reused-gone", Details::default()),
            Self::ReusedChanged => own("reused-changed", Details::default()),
            Self::StillNeeded(setup) => own("still-needed", told(setup)),
            Self::MayNotConsent(error) => own("not-allowed-consent", error.fault().details),
            Self::SecretsForbidden(error) => own("secrets-forbidden", error.fault().details),
            Self::SecretTooLong(error) => own("secret-too-long", error.fault().details),
            Self::MayNotUndo(error) => own("not-allowed-undo", error.fault().details),
            Self::MayStillBeThere => own("may-still-be-there", Details::default()),
            Self::Removed => own("app-removed", Details::default()),
            Self::Vanished => own("app-vanished", Details::default()),
            Self::OtherCloud { expected } => own("setup-other-cloud", told(expected)),
            Self::Keychain(error) => error.fault(),
            Self::Incomplete(_) => own("replication", told(self)),
            Self::AlreadyUndone(id) => own("journal-unknown", told(id)),
        }
    }

    /// The error, for the person.
    #[must_use]
    pub fn problem(&self) -> Problem {
        explain(&self.fault())
    }

    /// What a refusal means when it comes to making the application or its secret.
    pub(super) fn of_application(error: GraphError) -> Self {
        match error.refusal() {
            Some(r) if r.says("CredentialTypeNotAllowedAsPerAppPolicy") => Self::SecretsForbidden(error),
            Some(r) if r.says("CredentialInvalidLifetimeAsPerAppPolicy") => Self::SecretTooLong(error),
            Some(r) if r.status == 403 => Self::MayNotCreate(error),
            _ => Self::from(error),
        }
    }

    /// What a refusal means when it comes to removing.
    pub(super) fn of_undo(error: GraphError) -> Self {
        match error.refusal() {
            Some(r) if r.status == 403 => Self::MayNotUndo(error),
            _ => Self::from(error),
        }
    }

    /// What a refusal means when it comes to approving.
    pub(super) fn of_consent(error: GraphError) -> Self {
        match error.refusal() {
            Some(r) if r.status == 403 => Self::MayNotConsent(error),
            _ => Self::from(error),
        }
    }
}
