//! Keeping the contents of the demo tenants in a file. Secrets are in the store only as hashes; codes and tokens are
//! not in the store at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::lock;
use crate::demo::DemoError;
use crate::demo::store::Store;

/// The file, and what was last written to it. Nobody else has the file open meanwhile.
#[derive(Debug)]
pub struct Saver {
    path: PathBuf,
    /// Also keeps two writers from overtaking each other.
    last: Mutex<Last>,
}

#[derive(Debug)]
struct Last {
    text: String,
    /// `None` where the folder cannot hold one.
    lock: Option<File>,
    closed: bool,
}

impl Saver {
    /// A saver for this file, which is its alone until it is closed.
    pub fn open(path: PathBuf) -> Result<Self, DemoError> {
        let lock = lock_beside(&path)?;
        Ok(Self { path, last: Mutex::new(Last { text: String::new(), lock, closed: false }) })
    }

    /// Writes nothing any more, and lets others have the file.
    pub fn close(&self) {
        let mut last = lock(&self.last);
        last.closed = true;
        // Not only dropped: a browser that is being started may have inherited it for a moment.
        if let Some(Err(error)) = last.lock.take().map(|lock| lock.unlock()) {
            tracing::debug!(%error, "the demo tenant's lock was not given back");
        }
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
        lock(&self.last).text = text;
        Ok(Some(store))
    }

    /// Writes what `text` gives, unless the file holds it already. `text` is asked only when it is this writer's turn.
    pub fn save(&self, text: impl FnOnce() -> serde_json::Result<String>) -> io::Result<()> {
        let mut last = lock(&self.last);
        if last.closed {
            return Ok(());
        }
        let text = text()?;
        if last.text != text {
            write_whole(&self.path, text.as_bytes())?;
            last.text = text;
        }
        Ok(())
    }
}

/// Locks `tenant.lock` beside `tenant.json`: the file itself is replaced at each save, and a lock with it. Where no lock
/// can be had for another reason than somebody else's, the demo tenant goes on without.
fn lock_beside(path: &Path) -> Result<Option<File>, DemoError> {
    let beside = path.with_extension("lock");
    let made = fs::create_dir_all(folder_of(path))
        .and_then(|()| OpenOptions::new().write(true).create(true).truncate(false).open(&beside));
    let error = match made.map(|file| file.try_lock().map(|()| file)) {
        Ok(Ok(file)) => return Ok(Some(file)),
        Ok(Err(TryLockError::WouldBlock)) => return Err(DemoError::InUse { path: path.to_owned() }),
        Ok(Err(TryLockError::Error(error))) | Err(error) => error,
    };
    tracing::warn!(%error, "the demo tenant's contents are not locked");
    Ok(None)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Replaces a file in one step: a reader sees the old or the new contents. Only this person may read it (the
/// temporary file is made with mode 0600 and keeps it).
fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
