//! Keeping the contents of the demo tenants in a file. Secrets are in the store only as hashes; codes and tokens are
//! not in the store at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::lock;
use crate::demo::DemoError;
use crate::demo::store::Store;

/// The file, and what was last written to it.
#[derive(Debug)]
pub struct Saver {
    path: PathBuf,
    /// Also keeps two writers from overtaking each other.
    last: Mutex<String>,
}

impl Saver {
    /// A saver for this file.
    pub fn new(path: PathBuf) -> Self {
        Self { path, last: Mutex::new(String::new()) }
    }

    /// What the file holds; `None` when there is no file yet.
    pub fn load(&self) -> Result<Option<Store>, DemoError> {
        let failed =
            |source: Box<dyn std::error::Error + Send + Sync>| DemoError::State { path: self.path.clone(), source };
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error.into())),
        };
        let store = serde_json::from_str(&text).map_err(|error| failed(error.into()))?;
        *lock(&self.last) = text;
        Ok(Some(store))
    }

    /// Writes what `text` gives, unless the file holds it already. `text` is asked only when it is this writer's turn.
    pub fn save(&self, text: impl FnOnce() -> serde_json::Result<String>) -> io::Result<()> {
        let mut last = lock(&self.last);
        let text = text()?;
        if *last != text {
            write_whole(&self.path, text.as_bytes())?;
            *last = text;
        }
        Ok(())
    }
}

/// Replaces a file in one step: a reader sees the old or the new contents. Only this person may read it (the
/// temporary file is made with mode 0600 and keeps it).
fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
