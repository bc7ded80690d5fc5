//! Values for the product, in the product's words and file formats. Renderers are pure; writing is in [`save()`].

mod error;
mod fields;

pub use error::ExportError;
pub use fields::{FieldValue, ProductField, product_fields};

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::plan::Plan;
use crate::preset::Preset;
use crate::setup::Outcome;

/// A form in which the values can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// The product's own field names, one per line.
    Text,
    /// JSON.
    Json,
    /// `.env`.
    Env,
}

impl ExportFormat {
    /// All of them, the product's own words first.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Env];

    /// The name on the command line: `--export env=out.env`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Env => "env",
        }
    }

    /// The usual file extension.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Env => "env",
        }
    }
}

/// A finished file, secrets included: zeroized when dropped, never shown by `Debug`.
pub struct Rendered(Zeroizing<String>);

impl Rendered {
    /// The text, for the file or the clipboard that the person asked for.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rendered([redacted])")
    }
}

/// Writes the values in a form.
///
/// # Errors
/// The value of the secret is not known, or cannot be written in this form.
pub fn render(
    _format: ExportFormat,
    _preset: &Preset,
    _plan: &Plan,
    _outcome: &Outcome,
) -> Result<Rendered, ExportError> {
    Err(ExportError::SecretUnknown)
}

/// Writes the file: whole or not at all, readable by its owner only.
///
/// # Errors
/// The folder is missing or not writable, or there is a file of that name and `overwrite` is false.
pub fn save(path: &Path, _rendered: &Rendered, _overwrite: bool) -> Result<PathBuf, ExportError> {
    Err(ExportError::Exists { path: path.to_owned() })
}
