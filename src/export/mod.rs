//! Values for the product, in the product's words and file formats. Renderers are pure; writing is in [`write`].

use serde::{Deserialize, Serialize};

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
