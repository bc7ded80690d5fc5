//! Signing a person in: authorization code with PKCE on a loopback address, and keeping the tokens fresh.

use crate::types::{ObjectId, TenantId};

/// Who is signed in, from the ID token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Object id of the person.
    pub id: ObjectId,
    /// The tenant that the tokens are for.
    pub tenant: TenantId,
    /// "Megan Bowen".
    pub name: String,
    /// "megan@contoso.com".
    pub username: String,
}
