//! What the worker asks of the desktop: the browser, the dialog for a path, the clipboard. A trait, so that tests bring
//! their own and nothing pops up on the screen of whoever runs them.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Command, Stdio};

use crate::signin::{BrowserError, OpenBrowser, SystemBrowser};
use crate::types::SecretValue;

/// Something that a desktop does meanwhile.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The desktop of the person.
pub trait Desktop: OpenBrowser {
    /// Asks for a path to save to; `None` when the person cancels, and where there is no such dialog.
    fn ask_path<'a>(&'a self, suggestion: &'a Path) -> Doing<'a, Option<PathBuf>>;

    /// Asks for a file to read; `None` when the person cancels, and where there is no such dialog.
    fn ask_file(&self) -> Doing<'_, Option<PathBuf>>;

    /// Empties the clipboard if it holds exactly this. Blocks: never called on an async thread.
    fn empty_clipboard_of(&self, secret: &SecretValue);

    /// Where files are saved unless the person says otherwise.
    fn save_folder(&self) -> Option<PathBuf>;
}

/// The desktop that the system provides.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDesktop;

impl OpenBrowser for SystemDesktop {
    fn open<'a>(&'a self, address: &'a str) -> Doing<'a, Result<(), BrowserError>> {
        if !address.starts_with("mailto:") {
            return SystemBrowser.open(address);
        }
        let address = address.to_owned();
        Box::pin(async move {
            let failed = |reason: String| BrowserError { reason };
            let opened = tokio::task::spawn_blocking(move || mail_program(&address).status()).await;
            match opened {
                Ok(Ok(status)) if status.success() => Ok(()),
                Ok(Ok(status)) => Err(failed(status.to_string())),
                Ok(Err(error)) => Err(failed(error.to_string())),
                Err(error) => Err(failed(error.to_string())),
            }
        })
    }
}

/// What hands an address to the person's mail program. The address is one argument and never goes through a shell.
fn mail_program(address: &str) -> Command {
    let (program, first): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(first).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

impl Desktop for SystemDesktop {
    fn ask_path<'a>(&'a self, suggestion: &'a Path) -> Doing<'a, Option<PathBuf>> {
        let mut dialog = rfd::AsyncFileDialog::new();
        // A folder that is not there makes some portals open nothing at all.
        if let Some(folder) = suggestion.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = suggestion.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        Box::pin(async move { dialog.save_file().await.map(|file| file.path().to_owned()) })
    }

    fn ask_file(&self) -> Doing<'_, Option<PathBuf>> {
        Box::pin(async { rfd::AsyncFileDialog::new().pick_file().await.map(|file| file.path().to_owned()) })
    }

    fn empty_clipboard_of(&self, secret: &SecretValue) {
        let emptied = arboard::Clipboard::new().and_then(|mut clipboard| {
            let held = zeroize::Zeroizing::new(clipboard.get_text()?);
            if held.as_str() == secret.expose() { clipboard.clear() } else { Ok(()) }
        });
        if let Err(error) = emptied {
            // Nothing there, something else there, or no clipboard that can be read: in no case is it known to be ours.
            tracing::debug!(%error, "the clipboard was left as it is");
        }
    }

    fn save_folder(&self) -> Option<PathBuf> {
        let folders = directories::UserDirs::new()?;
        let folder = folders.document_dir().filter(|folder| folder.is_dir()).unwrap_or_else(|| folders.home_dir());
        Some(folder.to_owned())
    }
}
