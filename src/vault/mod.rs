//! Secrets at rest: the operating system's keychain, or memory for those who have none. Nothing else is kept here, and
//! no secret ever becomes part of an error.

mod error;
mod keychain;

pub use error::VaultError;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use keyring_core::CredentialStore;
use sha2::{Digest as _, Sha256};

use crate::cloud::Cloud;
use crate::types::{ClientId, KeyId, SecretValue, TenantId};

/// Which secret: a client secret of an app in a tenant, by its "Secret ID".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretId {
    /// The organisation.
    pub tenant: TenantId,
    /// The app.
    pub client: ClientId,
    /// Which of its secrets.
    pub key: KeyId,
}

impl SecretId {
    /// The secret with which an app signs in to Onramp itself, whichever of its secrets that is: automation names the
    /// app, not the key. In its place stands where people sign in in `cloud`, so that a secret which was kept for one
    /// cloud is never sent to the servers of another.
    #[must_use]
    pub fn for_signing_in(cloud: &Cloud, tenant: TenantId, client: ClientId) -> Self {
        let mut place = [0; 16];
        place.copy_from_slice(&Sha256::digest(cloud.login.as_str())[..16]);
        Self { tenant, client, key: KeyId::new(uuid::Builder::from_custom_bytes(place).into_uuid()) }
    }
}

impl fmt::Display for SecretId {
    /// The name in the keychain.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.tenant, self.client, self.key)
    }
}

/// A place for secrets. Cheap to clone; clones share it.
#[derive(Clone, Debug)]
pub struct Vault(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// The system's keychain. Opened anew each time, so that one that was started or unlocked meanwhile is found.
    System {
        service: Arc<str>,
    },
    Store {
        service: Arc<str>,
        store: Arc<CredentialStore>,
    },
    Memory(Arc<Mutex<BTreeMap<SecretId, SecretValue>>>),
}

impl Vault {
    /// The operating system's keychain; `service` names the program in it.
    #[must_use]
    pub fn keychain(service: &str) -> Self {
        Self(Kind::System { service: service.into() })
    }

    /// A keychain of another make.
    #[must_use]
    pub fn in_store(service: &str, store: Arc<CredentialStore>) -> Self {
        Self(Kind::Store { service: service.into(), store })
    }

    /// Memory: gone when the program ends.
    #[must_use]
    pub fn memory() -> Self {
        Self(Kind::Memory(Arc::default()))
    }

    /// Whether what is kept is still there after the program ends.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        !matches!(self.0, Kind::Memory(_))
    }

    /// Keeps a secret, in place of an earlier one of the same id. Where the keychain is locked, the system asks the
    /// person to unlock it, and this waits.
    ///
    /// # Errors
    /// There is no keychain, it stays locked, or it refuses.
    pub async fn store(&self, id: &SecretId, secret: &SecretValue) -> Result<(), VaultError> {
        if let Kind::Memory(secrets) = &self.0 {
            secrets.lock().unwrap_or_else(PoisonError::into_inner).insert(*id, secret.clone());
            return Ok(());
        }
        let (id, secret) = (*id, secret.clone());
        self.keychain_work(move |chain| chain.store(&id, &secret)).await
    }

    /// The secret, if it is kept here.
    ///
    /// # Errors
    /// As [`Vault::store`].
    pub async fn load(&self, id: &SecretId) -> Result<Option<SecretValue>, VaultError> {
        if let Kind::Memory(secrets) = &self.0 {
            return Ok(secrets.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned());
        }
        let id = *id;
        self.keychain_work(move |chain| chain.load(&id)).await
    }

    /// Removes the secret. One that is not there is no error.
    ///
    /// # Errors
    /// As [`Vault::store`].
    pub async fn forget(&self, id: &SecretId) -> Result<(), VaultError> {
        if let Kind::Memory(secrets) = &self.0 {
            secrets.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
            return Ok(());
        }
        let id = *id;
        self.keychain_work(move |chain| chain.forget(&id)).await
    }

    /// Runs on a thread of its own: keychains block, and some start a runtime, which panics inside async code.
    async fn keychain_work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&keychain::Keychain) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let kind = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            let chain = match kind {
                Kind::System { service } => keychain::Keychain::of_the_system(service)?,
                Kind::Store { service, store } => keychain::Keychain::new(service, store),
                Kind::Memory(_) => return Err(VaultError::no_keychain("memory is not a keychain")),
            };
            work(&chain)
        });
        done.await.unwrap_or_else(|error| Err(VaultError::no_keychain(&error.to_string())))
    }
}
