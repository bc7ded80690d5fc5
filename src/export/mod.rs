//! Values for the product, in the product's words and file formats. Renderers are pure; only [`save`] touches the disk.

mod env;
mod error;
mod fields;
mod file;
mod json;
mod text;
mod values;

pub use error::ExportError;
pub use fields::{FieldValue, ProductField, product_fields};
pub use file::{save, save_text};

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::plan::Plan;
use crate::preset::Preset;
use crate::setup::Outcome;
use values::Values;

/// What every form says of a setup that an administrator has yet to approve.
const NOT_APPROVED: &str = "Not approved yet: the product cannot sign in until an administrator approves.";

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

/// A finished file, secret included: zeroized when dropped, never shown by `Debug`.
pub struct Rendered(Zeroizing<String>);

impl Rendered {
    /// Room for a file, so that growing leaves no copies of the secret behind.
    const ROOM: usize = 16 * 1024;

    /// A message to somebody else, which holds no secret.
    #[must_use]
    pub fn message(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

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

/// Writes the values in a form. The text and JSON forms name the product's own fields: those of the preset's first
/// export that has fields.
///
/// # Errors
/// The value of the secret is not known, or a value cannot be written in this form.
pub fn render(format: ExportFormat, preset: &Preset, plan: &Plan, outcome: &Outcome) -> Result<Rendered, ExportError> {
    let values = Values::new(preset, plan, outcome)?;
    match format {
        ExportFormat::Text => Ok(text::render(&values)),
        ExportFormat::Json => json::render(&values),
        ExportFormat::Env => env::render(&values),
    }
}
