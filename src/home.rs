//! Where this person's things are: journals, settings, keychain entries. Those of the demo are clearly apart.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::vault::Vault;

/// One person's place on this computer, real or demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    folder: PathBuf,
    demo: bool,
}

/// The environment variable that names another data folder: for tests, and for consultants who keep customers apart.
pub const DATA_FOLDER_VARIABLE: &str = "ONRAMP_DATA_DIR";

/// The name under which secrets are kept in the keychain.
const SERVICE: &str = "Onramp";

/// The system names no folder for this person's data.
#[derive(Debug, thiserror::Error)]
#[error("this computer names no folder for personal data; set {DATA_FOLDER_VARIABLE} to one")]
pub struct NoHome;

impl Home {
    /// The system's folder for this person's data, or the one that [`DATA_FOLDER_VARIABLE`] names.
    ///
    /// # Errors
    /// There is neither.
    pub fn find(demo: bool) -> Result<Self, NoHome> {
        let folder = match std::env::var_os(DATA_FOLDER_VARIABLE).filter(|value| !value.is_empty()) {
            Some(folder) => PathBuf::from(folder),
            None => ProjectDirs::from("", "", "Onramp").ok_or(NoHome)?.data_dir().to_owned(),
        };
        Ok(Self::at(folder, demo))
    }

    /// A place in this folder; the demo's is inside it.
    #[must_use]
    pub fn at(folder: PathBuf, demo: bool) -> Self {
        let folder = if demo { folder.join("demo") } else { folder };
        Self { folder, demo }
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether this is the demo's.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// The folder of the journals.
    #[must_use]
    pub fn setups(&self) -> PathBuf {
        self.folder.join("setups")
    }

    /// What the demo tenant holds between two starts.
    #[must_use]
    pub fn demo_state(&self) -> PathBuf {
        self.folder.join("tenant.json")
    }

    /// Where secrets are kept. Those of the demo stay in memory: nothing of it appears among real ones.
    #[must_use]
    pub fn vault(&self) -> Vault {
        if self.demo { Vault::memory() } else { Vault::keychain(SERVICE) }
    }
}
