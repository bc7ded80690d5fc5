//! Writing the file: whole or not at all, readable by its owner only. Blocks: call it from a thread that may.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::{ExportError, Rendered};

/// Writes the file and answers its full path. A file that is there is replaced only if `overwrite`; until the new one
/// is complete on the disk, the old one stays. Where the system knows permissions, only the owner may read it (0600).
///
/// # Errors
/// The folder is missing or not writable, the path names no file, or there is a file and `overwrite` is false.
pub fn save(path: &Path, rendered: &Rendered, overwrite: bool) -> Result<PathBuf, ExportError> {
    save_text(path, rendered.expose(), overwrite)
}

/// As [`save`], a text that is no secret.
///
/// # Errors
/// As [`save`].
pub fn save_text(path: &Path, text: &str, overwrite: bool) -> Result<PathBuf, ExportError> {
    let named = path.file_name().is_some() && !path.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    if !named || path.is_dir() {
        return Err(ExportError::NotAFile { path: path.to_owned() });
    }
    let path = std::path::absolute(path).map_err(|source| ExportError::Disk { path: path.to_owned(), source })?;
    let Some(folder) = path.parent().filter(|folder| folder.is_dir()) else {
        return Err(ExportError::NoFolder { path: path.parent().unwrap_or(&path).to_owned() });
    };
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(ExportError::Exists { path });
    }
    let trouble = |source: io::Error| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ExportError::NotAllowed { path: path.clone(), source }
        }
        io::ErrorKind::AlreadyExists => ExportError::Exists { path: path.clone() },
        _ => ExportError::Disk { path: path.clone(), source },
    };
    // In the same folder, so that the last step is a rename; such files are 0600 from the beginning.
    let mut file = Builder::new().prefix(".onramp-").suffix(".part").tempfile_in(folder).map_err(trouble)?;
    file.write_all(text.as_bytes()).map_err(trouble)?;
    file.as_file().sync_all().map_err(trouble)?;
    let done = if overwrite { file.persist(&path) } else { file.persist_noclobber(&path) };
    done.map_err(|error| trouble(error.error))?;
    // The name too must survive a power cut; folders cannot be synced everywhere, and the file is there.
    #[cfg(unix)]
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(path)
}
