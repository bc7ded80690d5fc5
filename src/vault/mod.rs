//! Stub.
use crate::types::{ClientId, KeyId, SecretValue, TenantId};
/// Stub.
#[derive(Clone, Debug, Default)]
pub struct Vault(std::sync::Arc<std::sync::Mutex<std::collections::HashMap<KeyId, SecretValue>>>);
/// Which.
#[derive(Clone, Copy, Debug)]
pub struct SecretId {
    /// t
    pub tenant: TenantId,
    /// c
    pub client: ClientId,
    /// k
    pub key: KeyId,
}
/// e
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct VaultError;
impl Vault {
    /// m
    pub fn memory() -> Self {
        Self::default()
    }
    /// s
    pub async fn store(&self, id: &SecretId, v: &SecretValue) -> Result<(), VaultError> {
        self.0.lock().unwrap().insert(id.key, v.clone());
        Ok(())
    }
    /// s
    pub async fn load(&self, id: &SecretId) -> Result<Option<SecretValue>, VaultError> {
        Ok(self.0.lock().unwrap().get(&id.key).cloned())
    }
    /// s
    pub async fn forget(&self, id: &SecretId) -> Result<(), VaultError> {
        self.0.lock().unwrap().remove(&id.key);
        Ok(())
    }
}
