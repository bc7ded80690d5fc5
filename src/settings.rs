//! What the window keeps between two starts: the theme and the draft. Two small files, each written whole or not at all.
//! Holds no secret; a file that cannot be read is put aside, never a reason not to start.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::plan::Draft;
use crate::signin::SignInClient;
use crate::wizard::ThemeChoice;

/// The files, in a folder that is made when something is kept for the first time.
#[derive(Clone, Debug)]
pub struct Settings {
    folder: PathBuf,
}

/// Why something was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The disk said no.
    #[error("cannot write {path}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It cannot be written in the file's format.
    #[error("cannot write {path} in its format")]
    Format {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The content of `settings.toml`. Keys that a later version wrote are left alone by reading, not by writing.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    theme: ThemeChoice,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_client: Option<SignInClient>,
}

impl Settings {
    /// The settings in `folder`.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The theme that was chosen last; as the system where none was.
    #[must_use]
    pub fn theme(&self) -> ThemeChoice {
        self.kept().theme
    }

    /// The app that was chosen last for signing in, if one ever was.
    #[must_use]
    pub fn client(&self) -> Option<SignInClient> {
        self.kept().sign_in_client
    }

    /// Keeps the app to sign in to.
    ///
    /// # Errors
    /// The disk said no.
    pub fn save_client(&self, client: SignInClient) -> Result<(), SettingsError> {
        self.keep(&Kept { sign_in_client: Some(client), ..self.kept() })
    }

    fn kept(&self) -> Kept {
        let kept: Option<Kept> = read(&self.settings_file(), |text| toml::from_str(text).map_err(|e| e.to_string()));
        kept.unwrap_or_default()
    }

    fn keep(&self, kept: &Kept) -> Result<(), SettingsError> {
        let path = self.settings_file();
        let text = toml::to_string(kept)
            .map_err(|source| SettingsError::Format { path: path.clone(), source: Box::new(source) })?;
        self.write(&path, &text)
    }

    /// Keeps the theme.
    ///
    /// # Errors
    /// The disk said no.
    pub fn save_theme(&self, theme: ThemeChoice) -> Result<(), SettingsError> {
        self.keep(&Kept { theme, ..self.kept() })
    }

    /// The draft of last time, if there is one.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        read(&self.draft_file(), json)
    }

    /// Keeps the draft in place of an earlier one.
    ///
    /// # Errors
    /// The disk said no.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), SettingsError> {
        let path = self.draft_file();
        let text = serde_json::to_string_pretty(draft)
            .map_err(|source| SettingsError::Format { path: path.clone(), source: Box::new(source) })?;
        self.write(&path, &text)
    }

    /// Forgets the draft. One that is not there is no error.
    ///
    /// # Errors
    /// The disk said no.
    pub fn forget_draft(&self) -> Result<(), SettingsError> {
        let path = self.draft_file();
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(SettingsError::Disk { path, source }),
            _ => Ok(()),
        }
    }

    fn settings_file(&self) -> PathBuf {
        self.folder.join("settings.toml")
    }

    fn draft_file(&self) -> PathBuf {
        self.folder.join("draft.json")
    }

    /// Whole or not at all: written beside it, then renamed over it.
    fn write(&self, path: &Path, text: &str) -> Result<(), SettingsError> {
        let disk = |source| SettingsError::Disk { path: path.to_owned(), source };
        fs::create_dir_all(&self.folder).map_err(disk)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(disk)?;
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_data()).map_err(disk)?;
        file.persist(path).map_err(|error| disk(error.error))?;
        Ok(())
    }
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Reads a file; one that is there and cannot be understood is put aside, so that nobody loses what is in it.
fn read<T>(path: &Path, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        // Not text at all is as damaged as text of another kind.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            put_aside(path, &error.to_string());
            return None;
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "settings cannot be read");
            return None;
        }
    };
    parse(&text).map_err(|reason| put_aside(path, &reason)).ok()
}

fn put_aside(path: &Path, reason: &str) {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".damaged");
    tracing::warn!(path = %path.display(), reason, "settings are damaged and put aside");
    if let Err(error) = fs::rename(path, &aside) {
        tracing::warn!(path = %path.display(), %error, "damaged settings cannot be put aside");
    }
}
