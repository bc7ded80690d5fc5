//! Proof by use: a fresh token with the new secret, its roles compared, the product's own calls tried.

use jiff::Timestamp;

use crate::explain::Problem;

/// The state of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// Not begun.
    Waiting,
    /// Being tried.
    Running,
    /// Microsoft does not know the new secret or approval yet; tried again at this time.
    NotYet {
        /// When.
        until: Timestamp,
    },
    /// It works.
    Passed,
    /// It does not.
    Failed(Box<Problem>),
    /// Left out, because something before it failed.
    Skipped,
}

/// News from the checks: the id of a check, and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckProgress {
    /// Id of the check in the plan.
    pub check: String,
    /// Its state.
    pub state: CheckState,
}
