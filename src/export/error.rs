//! Why values were not written. No words for people here: [`explain`](crate::explain) has them.

use std::io;
use std::path::PathBuf;

use crate::explain::{Details, Fault, FaultKind};

/// Why values were not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The value of the secret is not known any more: Microsoft shows it once only.
    #[error("the value of the secret is not known")]
    SecretUnknown,
    /// A value cannot be written so that every reader reads the same.
    #[error("the value of {key} cannot be written in this form")]
    Unwritable {
        /// Of which key.
        key: String,
    },
    /// There is a file of that name.
    #[error("{path} is there already")]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// The path names a folder, or nothing at all.
    #[error("{path} is not the name of a file")]
    NotAFile {
        /// Which.
        path: PathBuf,
    },
    /// The folder is not there.
    #[error("there is no folder {path}")]
    NoFolder {
        /// Which.
        path: PathBuf,
    },
    /// Writing is not allowed there.
    #[error("not allowed to write {path}")]
    NotAllowed {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write {path}")]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl ExportError {
    /// For [`explain`](crate::explain::explain).
    #[must_use]
    pub fn fault(&self) -> Fault {
        let id = match self {
            Self::SecretUnknown => "secret-unknown",
            Self::Unwritable { .. } => "value-unwritable",
            Self::Exists { .. } => "file-exists",
            Self::NotAFile { .. } => "not-a-file",
            Self::NoFolder { .. } => "no-folder",
            Self::NotAllowed { .. } => "not-allowed-there",
            Self::Disk { .. } => "disk",
        };
        let message = match std::error::Error::source(self) {
            Some(cause) => format!("{self}: {cause}"),
            None => self.to_string(),
        };
        Fault { kind: FaultKind::Own(id), details: Details { message: Some(message), ..Details::default() } }
    }
}
