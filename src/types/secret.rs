//! The value of a client secret. It is zeroized when dropped and has no way to be printed by accident.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};

/// A secret value: a client secret or a token. `Debug` shows `[redacted]`; there is no `Display` and no `Serialize`.
#[derive(Clone)]
pub struct SecretValue(Arc<SecretString>);

impl SecretValue {
    /// Takes the text over; the memory is zeroized when the last clone is dropped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Arc::new(SecretString::from(text)))
    }

    /// The text itself. Call this only where the value must leave: a request body, the keychain,
    /// or a file, clipboard or screen that the person asked for.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for SecretValue {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}
impl Eq for SecretValue {}

impl From<String> for SecretValue {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
