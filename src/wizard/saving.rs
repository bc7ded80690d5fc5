//! What is to be written to a file: data only.

use std::path::PathBuf;

use crate::export::ExportFormat;
use crate::plan::Plan;
use crate::setup::Outcome;

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveRequest {
    /// In which form.
    pub format: ExportFormat,
    /// Where.
    pub path: PathBuf,
    /// Whether a file that is there may be replaced.
    pub overwrite: bool,
    /// What was planned.
    pub plan: Plan,
    /// What was made.
    pub outcome: Outcome,
}
