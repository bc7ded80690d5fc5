//! What stands in the way of "Set up", and which field belongs to which step. Pure rules over values; no effects.

use crate::plan::DraftField;
use crate::setup::{ExistingApp, Findings, SecretRule};

use super::state::Step;

/// What stands in the way of "Set up". A thing that could not be checked is never one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// Nobody is signed in.
    SignedOut,
    /// The tenant is still being looked at.
    Looking,
    /// The tenant could not be looked at; trying again is offered.
    NotLooked,
    /// Something on this step is not filled in right.
    Form(Step),
    /// The person may not register applications.
    MayNotCreate,
    /// The person may not change the application that is to be used.
    MayNotChange,
    /// The tenant allows no client secrets.
    SecretsForbidden,
    /// The tenant allows client secrets, but none that lives for a whole month.
    SecretsTooShort {
        /// The longest life it allows, in days.
        max_days: i64,
    },
}

impl Blocker {
    /// The step on which it can be mended, or on which it is explained who can.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            Self::Form(step) => step,
            Self::MayNotChange => Step::App,
            Self::SecretsForbidden | Self::SecretsTooShort { .. } => Step::Secret,
            Self::SignedOut | Self::Looking | Self::NotLooked | Self::MayNotCreate => Step::Connect,
        }
    }
}

/// The step whose page shows a field.
#[must_use]
pub fn step_of(field: &DraftField) -> Step {
    match field {
        DraftField::AppName | DraftField::Input(_) => Step::App,
        DraftField::Audience | DraftField::Redirect(_) => Step::Account,
        DraftField::Months => Step::Secret,
        DraftField::Features | DraftField::Feature(_) | DraftField::Permission(_) => Step::Permissions,
    }
}

/// What the findings alone say against the setup, with the application that is to be used instead of a new one and the
/// rule about its secret, if there is to be one.
pub(super) fn found(findings: &Findings, reused: Option<&ExistingApp>, secret: Option<SecretRule>) -> Vec<Blocker> {
    let mut list = Vec::new();
    match reused {
        None if findings.may_create == Some(false) => list.push(Blocker::MayNotCreate),
        Some(app) if app.may_change == Some(false) => list.push(Blocker::MayNotChange),
        _ => {}
    }
    match secret {
        Some(SecretRule { forbidden: true, .. }) => list.push(Blocker::SecretsForbidden),
        Some(SecretRule { max_days: Some(max_days), .. }) if months_within(max_days) == 0 => {
            list.push(Blocker::SecretsTooShort { max_days });
        }
        _ => {}
    }
    list
}

/// How many whole months always fit into that many days (29 February left aside: a rule of 365 days means a year).
#[must_use]
pub fn months_within(days: i64) -> u32 {
    /// The longest run of so many months in a year of 365 days.
    const LONGEST: [i64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
    let fits = |months: u32| {
        let (years, rest) = (i64::from(months / 12), (months % 12) as usize);
        years * 365 + LONGEST.get(rest).copied().unwrap_or(0) <= days
    };
    (1..=24).take_while(|months| fits(*months)).last().unwrap_or(0)
}
