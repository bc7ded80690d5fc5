//! What the demo tenants hold at first.

use super::store::Store;
use jiff::Timestamp;

/// Contoso and Fabrikam as they are before anybody touched them.
#[must_use]
pub fn store(_now: Timestamp) -> Store {
    Store::default()
}
