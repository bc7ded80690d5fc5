//! Whether what the look-ups found stops the setup.

pub use crate::words::findings::{Level, Row, Way, rows, ways};

use crate::wizard::{Blocker, State};

/// Whether somebody has to clear something in the organization before a setup can work.
pub fn blocks(state: &State) -> bool {
    let of_tenant = |blocker: &Blocker| {
        matches!(
            blocker,
            Blocker::MayNotCreate | Blocker::MayNotChange | Blocker::SecretsForbidden | Blocker::SecretsTooShort { .. }
        )
    };
    state.blockers().iter().any(of_tenant)
}
