//! Stub.
use crate::types::{ClientId, KeyId, SecretValue, TenantId};
/// Stub.
#[derive(Clone, Debug)]
pub struct Vault;
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
    /// s
    pub async fn store(&self, _id: &SecretId, _v: &SecretValue) -> Result<(), VaultError> {
        Ok(())
    }
    /// s
    pub async fn load(&self, _id: &SecretId) -> Result<Option<SecretValue>, VaultError> {
        Ok(None)
    }
    /// s
    pub async fn forget(&self, _id: &SecretId) -> Result<(), VaultError> {
        Ok(())
    }
}
