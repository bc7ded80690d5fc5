//! What was done in a tenant, durable before and after each change: one file per setup, one JSON line per fact.
//! Holds no secret, ever. Knows nothing of HTTP.

mod record;
mod replay;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::types::SetupId;

pub use record::{Awaited, Begun, Entry, Made, Record};
pub use replay::{Approved, History, Stage};

/// The folder with the journals of all setups of this person (or of the demo).
#[derive(Clone, Debug)]
pub struct Journal {
    folder: PathBuf,
}

/// The journal of one setup, open for writing. No other process can write it meanwhile.
#[derive(Debug)]
pub struct SetupJournal {
    file: File,
    path: PathBuf,
    history: History,
}

/// Why a journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk said no.
    #[error("cannot use {path}")]
    Disk {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The folder for journals cannot be written.
    #[error("cannot write in {path}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A line in the middle is not a record of ours.
    #[error("{path}, line {line}: not a journal record")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// Another window or command is working on this setup.
    #[error("{path} is in use")]
    InUse {
        /// Which file.
        path: PathBuf,
    },
    /// There is no such setup.
    #[error("there is no setup {0}")]
    Unknown(SetupId),
}

impl JournalError {
    fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Disk { path, source }
    }

    /// The error, for its words.
    #[must_use]
    pub fn fault(&self) -> crate::explain::Fault {
        let id = match self {
            Self::Disk { .. } => "disk",
            Self::Folder { .. } => "journal-folder",
            Self::Damaged { .. } => "journal-damaged",
            Self::InUse { .. } => "journal-in-use",
            Self::Unknown(_) => "journal-unknown",
        };
        let message = std::error::Error::source(self).map_or_else(|| self.to_string(), |s| format!("{self}: {s}"));
        crate::explain::Fault {
            kind: crate::explain::FaultKind::Own(id),
            details: crate::explain::Details { message: Some(message), ..Default::default() },
        }
    }
}

impl Journal {
    /// The journals in `folder`, which is made when the first setup begins.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Makes sure that journals can be written here, before anybody is bothered with a setup.
    ///
    /// # Errors
    /// The folder cannot be made or written: [`JournalError::Folder`].
    pub fn prepare(&self) -> Result<(), JournalError> {
        let folder = |source| JournalError::Folder { path: self.folder.clone(), source };
        fs::create_dir_all(&self.folder).map_err(folder)?;
        tempfile::tempfile_in(&self.folder).map(drop).map_err(folder)
    }

    /// What happened in a setup so far.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn history(&self, setup: SetupId) -> Result<History, JournalError> {
        self.open(setup).map(|journal| journal.history)
    }

    /// What happened so far in a setup that somebody may be working on: whole lines only, and without keeping others
    /// from it.
    ///
    /// # Errors
    /// There is no such setup, or its file cannot be read.
    pub fn look(&self, setup: SetupId) -> Result<History, JournalError> {
        let path = self.path(setup);
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(JournalError::Unknown(setup)),
            other => other.map_err(JournalError::disk(&path))?,
        };
        read(&mut file, &path)?.map(|(history, _)| history).ok_or(JournalError::Unknown(setup))
    }

    /// Begins the journal of a new setup. The record is on the disk when this returns.
    ///
    /// # Errors
    /// The disk said no.
    pub fn begin(&self, begun: Begun, at: Timestamp) -> Result<SetupJournal, JournalError> {
        fs::create_dir_all(&self.folder).map_err(JournalError::disk(&self.folder))?;
        let path = self.path(begun.setup);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(JournalError::disk(&path))?;
        lock(&file, &path)?;
        let history = History::new(begun.clone(), at);
        let mut journal = SetupJournal { file, path, history };
        journal.append(&[Record { at, entry: Entry::Begun(Box::new(begun)) }])?;
        // The name of a new file is durable only with its folder.
        #[cfg(unix)]
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(JournalError::disk(&self.folder))?;
        Ok(journal)
    }

    /// Opens the journal of an earlier setup to go on with it.
    ///
    /// # Errors
    /// There is none, it is damaged, in use, or the disk said no.
    pub fn open(&self, setup: SetupId) -> Result<SetupJournal, JournalError> {
        let path = self.path(setup);
        let mut file = match OpenOptions::new().read(true).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(JournalError::Unknown(setup)),
            other => other.map_err(JournalError::disk(&path))?,
        };
        lock(&file, &path)?;
        let (history, good) = read(&mut file, &path)?.ok_or(JournalError::Unknown(setup))?;
        // A line that a power cut tore must not be continued.
        file.set_len(good).and_then(|()| file.seek(io::SeekFrom::End(0))).map_err(JournalError::disk(&path))?;
        Ok(SetupJournal { file, path, history })
    }

    /// All setups, newest first. Files that are damaged are left out with a warning in the log.
    ///
    /// # Errors
    /// The folder is there but cannot be read.
    pub fn all(&self) -> Result<Vec<History>, JournalError> {
        let mut setups = Vec::new();
        for path in self.files()? {
            let opened = File::open(&path).map_err(JournalError::disk(&path));
            match opened.and_then(|mut file| read(&mut file, &path)) {
                Ok(Some((history, _))) => setups.push(history),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "a journal is left out"),
            }
        }
        setups.sort_by_key(|history| std::cmp::Reverse(history.began));
        Ok(setups)
    }

    /// The setups that the next start must offer to go on with, newest first.
    ///
    /// # Errors
    /// As [`Journal::all`].
    pub fn unfinished(&self) -> Result<Vec<History>, JournalError> {
        Ok(self.all()?.into_iter().filter(History::needs_attention).collect())
    }

    /// Journals that are there but cannot be read, newest trouble last: what they say must not be forgotten in silence.
    ///
    /// # Errors
    /// As [`Journal::all`].
    pub fn damaged(&self) -> Result<Vec<PathBuf>, JournalError> {
        let mut found: Vec<PathBuf> = self
            .files()?
            .into_iter()
            .filter(|path| File::open(path).is_ok_and(|mut file| read(&mut file, path).is_err()))
            .collect();
        found.sort();
        Ok(found)
    }

    /// Notes that the person has the secret of a complete setup: copied, shown or saved.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn handed_over(&self, setup: SetupId, at: Timestamp) -> Result<(), JournalError> {
        let mut journal = self.open(setup)?;
        match journal.history().secret {
            Some((key_id, _)) if !journal.history().handed_over => journal.write(at, [Entry::HandedOver { key_id }]),
            _ => Ok(()),
        }
    }

    fn files(&self) -> Result<Vec<PathBuf>, JournalError> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(JournalError::disk(&self.folder))?,
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        Ok(paths.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl")).collect())
    }

    fn path(&self, setup: SetupId) -> PathBuf {
        self.folder.join(format!("{setup}.jsonl"))
    }
}

impl SetupJournal {
    /// What happened so far.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Writes facts down. They are on the disk when this returns.
    ///
    /// # Errors
    /// The disk said no.
    pub fn write(&mut self, at: Timestamp, entries: impl IntoIterator<Item = Entry>) -> Result<(), JournalError> {
        let records: Vec<_> = entries.into_iter().map(|entry| Record { at, entry }).collect();
        self.append(&records)?;
        for record in records {
            self.history.apply(record);
        }
        Ok(())
    }

    fn append(&mut self, records: &[Record]) -> Result<(), JournalError> {
        let mut lines = Vec::new();
        for record in records {
            serde_json::to_writer(&mut lines, record)
                .map_err(io::Error::from)
                .map_err(JournalError::disk(&self.path))?;
            lines.push(b'\n');
        }
        self.file.write_all(&lines).and_then(|()| self.file.sync_data()).map_err(JournalError::disk(&self.path))
    }
}

fn lock(file: &File, path: &Path) -> Result<(), JournalError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => JournalError::InUse { path: path.to_owned() },
        TryLockError::Error(source) => JournalError::Disk { path: path.to_owned(), source },
    })
}

/// Reads a journal: its history, and how many bytes of it are whole lines. `None` when not even the first is whole.
fn read(file: &mut File, path: &Path) -> Result<Option<(History, u64)>, JournalError> {
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(JournalError::disk(path))?;
    let mut history: Option<History> = None;
    let mut good = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let damaged = || JournalError::Damaged { path: path.to_owned(), line: number + 1 };
        if !line.ends_with('\n') {
            break;
        }
        let record: Record = serde_json::from_str(line).map_err(|_| damaged())?;
        match (&mut history, record.entry) {
            (None, Entry::Begun(begun)) => history = Some(History::new(*begun, record.at)),
            (Some(history), entry) => history.apply(Record { at: record.at, entry }),
            (None, _) => return Err(damaged()),
        }
        good += line.len() as u64;
    }
    Ok(history.map(|history| (history, good)))
}
