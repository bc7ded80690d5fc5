//! How a command ends: the exit codes, and errors in one line.

use std::process::ExitCode;

use crate::cloud::CloudError;
use crate::demo::DemoError;
use crate::explain::{Fault, FaultKind, Problem, explain};
use crate::home::NoHome;
use crate::journal::JournalError;
use crate::net::NetworkError;
use crate::preset::PresetError;
use crate::setup::SetupError;
use crate::signin::{CertificateError, SignInError};
use crate::worker::WorkerError;

/// The exit codes. They are documented and stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, and proven.
    Done,
    /// 2: something in the input is wrong; nothing was changed.
    BadInput,
    /// 3: the account may not do it; nothing was changed.
    NotAllowed,
    /// 4: Microsoft cannot be reached; nothing was changed.
    Unreachable,
    /// 5: stopped half-way. `onramp resume` goes on, `onramp undo` takes it back.
    Stopped,
    /// 6: everything is done but what an administrator has to approve. `onramp resume` looks again and goes on.
    AwaitingApproval,
    /// 130: stopped by Ctrl-C before anything was changed, as shells number it.
    Interrupted,
}

impl Exit {
    /// For `main`.
    #[must_use]
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::BadInput => 2,
            Self::NotAllowed => 3,
            Self::Unreachable => 4,
            Self::Stopped => 5,
            Self::AwaitingApproval => 6,
            Self::Interrupted => 130,
        })
    }
}

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Said in words already: what is wrong with the input.
    #[error("{0}")]
    Input(String),
    /// A problem that has words for people.
    #[error("{}", .0.id)]
    Problem(Box<Problem>, Exit),
    /// A cloud file that cannot be used.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// A certificate file that cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A preset that does not exist.
    #[error(transparent)]
    Preset(#[from] PresetError),
    /// The network client could not be set up.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The demo tenant did not start.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// No folder for personal data.
    #[error(transparent)]
    Home(#[from] NoHome),
    /// The window's worker did not start.
    #[error(transparent)]
    Worker(#[from] WorkerError),
}

impl CliError {
    /// The exit code.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Problem(_, exit) => *exit,
            _ => Exit::BadInput,
        }
    }

    /// A fault before anything was changed.
    pub(super) fn before(fault: &Fault) -> Self {
        let exit = match &fault.kind {
            FaultKind::Own("cancelled") => Exit::Interrupted,
            FaultKind::Own(id) if is_refusal(id) => Exit::NotAllowed,
            // No such organisation, or in another cloud: what was typed is wrong.
            FaultKind::Aadsts(90002 | 90038 | 900_023)
            | FaultKind::Own(
                "journal-unknown" | "journal-folder" | "tenant-mismatch" | "setup-other-cloud" | "disk" | "file-exists"
                | "unknown-permission" | "still-needed" | "reused-gone" | "reused-changed",
            ) => Exit::BadInput,
            FaultKind::Own("sign-in-ended" | "sign-in-challenged" | "sign-in-timeout")
            | FaultKind::Graph { status: 401 | 403, .. }
            | FaultKind::Aadsts(_) => Exit::NotAllowed,
            FaultKind::Own(
                "replication" | "journal-damaged" | "journal-in-use" | "may-still-be-there" | "app-removed"
                | "keychain-locked" | "no-keychain" | "app-vanished",
            ) => Exit::Stopped,
            // No answer, or none that can be worked with.
            FaultKind::Own(_) | FaultKind::Graph { .. } => Exit::Unreachable,
        };
        Self::Problem(Box::new(explain(fault)), exit)
    }

    /// An error of the engine: half-way when something may already be there.
    pub(super) fn of_setup(error: &SetupError, half_way: bool) -> Self {
        match Self::before(&error.fault()) {
            Self::Problem(problem, _) if half_way => Self::Problem(problem, Exit::Stopped),
            other => other,
        }
    }
}

/// Whether a problem of ours says that the account, or the organization's rules, do not allow it.
fn is_refusal(id: &str) -> bool {
    id.starts_with("not-allowed-") || id.starts_with("secret") || id.starts_with("code-")
}

impl From<SignInError> for CliError {
    fn from(error: SignInError) -> Self {
        Self::before(&error.fault())
    }
}

impl From<JournalError> for CliError {
    fn from(error: JournalError) -> Self {
        Self::before(&error.fault())
    }
}
