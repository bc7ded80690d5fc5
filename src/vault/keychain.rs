//! One keychain, of whatever make. Blocks: never call it on an async thread.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};

use super::{SecretId, VaultError};
use crate::types::SecretValue;

/// An open keychain.
pub struct Keychain {
    service: Arc<str>,
    store: Arc<CredentialStore>,
}

impl Keychain {
    pub fn new(service: Arc<str>, store: Arc<CredentialStore>) -> Self {
        Self { service, store }
    }

    /// The operating system's.
    pub fn of_the_system(service: Arc<str>) -> Result<Self, VaultError> {
        Ok(Self::new(service, system_store()?))
    }

    pub fn store(&self, id: &SecretId, secret: &SecretValue) -> Result<(), VaultError> {
        Ok(self.entry(id)?.set_password(secret.expose())?)
    }

    pub fn load(&self, id: &SecretId) -> Result<Option<SecretValue>, VaultError> {
        let found = match self.entry(id)?.get_password() {
            // Two keyrings of one person hold the same secret: its id says so.
            Err(Error::Ambiguous(entries)) => entries.first().map_or(Err(Error::NoEntry), Entry::get_password),
            found => found,
        };
        match found {
            Ok(text) => Ok(Some(SecretValue::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub fn forget(&self, id: &SecretId) -> Result<(), VaultError> {
        match self.entry(id)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(entries)) => Ok(entries.iter().try_for_each(Entry::delete_credential)?),
            Err(error) => Err(error.into()),
        }
    }

    fn entry(&self, id: &SecretId) -> Result<Entry, VaultError> {
        let label = format!("Onramp: client secret of {}", id.client);
        let modifiers = HashMap::from([("label", label.as_str())]);
        // Where entries have a label, the person finds it in the keychain's own window.
        match self.store.build(&self.service, &id.to_string(), Some(&modifiers)) {
            Err(Error::NotSupportedByStore(_) | Error::Invalid(..)) => {
                Ok(self.store.build(&self.service, &id.to_string(), None)?)
            }
            entry => Ok(entry?),
        }
    }
}

#[cfg(target_os = "linux")]
fn system_store() -> Result<Arc<CredentialStore>, VaultError> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(windows)]
fn system_store() -> Result<Arc<CredentialStore>, VaultError> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn system_store() -> Result<Arc<CredentialStore>, VaultError> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
fn system_store() -> Result<Arc<CredentialStore>, VaultError> {
    Err(VaultError::no_keychain("this operating system has none that Onramp knows"))
}
