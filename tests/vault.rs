//! Secrets at rest: kept, found and forgotten; and nothing of them in errors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use keyring_core::api::CredentialStoreApi as _;
use keyring_core::{Error, mock};
use onramp::explain::FaultKind;
use onramp::types::{ClientId, KeyId, SecretValue, TenantId};
use onramp::vault::{SecretId, Vault, VaultError};
use uuid::Uuid;

const SECRET: &str = "Abc8Q~not.a_real-secret~value";

fn secret() -> SecretValue {
    SecretValue::new(SECRET.to_owned())
}

fn id(key: u128) -> SecretId {
    SecretId {
        tenant: TenantId::new(Uuid::from_u128(1)),
        client: ClientId::new(Uuid::from_u128(2)),
        key: KeyId::new(Uuid::from_u128(key)),
    }
}

/// A vault over a made-up keychain, and what fails its next call about the secret `id(3)`.
fn mocked() -> (Vault, impl Fn(Error)) {
    let store = mock::Store::new().unwrap();
    let vault = Vault::in_store("onramp-test", store.clone());
    let fail = move |error| {
        let entry = store.build("onramp-test", &id(3).to_string(), None).unwrap();
        entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
    };
    (vault, fail)
}

async fn assert_keeps_and_forgets(vault: &Vault) {
    assert_eq!(vault.load(&id(3)).await.unwrap(), None);
    vault.store(&id(3), &secret()).await.unwrap();
    assert_eq!(vault.load(&id(3)).await.unwrap(), Some(secret()));
    assert_eq!(vault.load(&id(4)).await.unwrap(), None, "another secret of the same app");
    let newer = SecretValue::new("newer".to_owned());
    vault.store(&id(3), &newer).await.unwrap();
    assert_eq!(vault.clone().load(&id(3)).await.unwrap(), Some(newer));
    vault.forget(&id(3)).await.unwrap();
    assert_eq!(vault.load(&id(3)).await.unwrap(), None);
    vault.forget(&id(3)).await.unwrap();
}

#[tokio::test]
async fn memory_keeps_and_forgets() {
    assert_keeps_and_forgets(&Vault::memory()).await;
}

#[tokio::test]
async fn a_keychain_keeps_and_forgets() {
    assert_keeps_and_forgets(&mocked().0).await;
}

#[tokio::test]
async fn a_keychain_works_inside_any_runtime() {
    // Some keychains start a runtime of their own, which panics on a thread that already has one.
    let (vault, _) = mocked();
    let task = tokio::spawn(async move {
        vault.store(&id(3), &secret()).await?;
        vault.load(&id(3)).await
    });
    assert_eq!(task.await.unwrap().unwrap(), Some(secret()));
}

#[tokio::test]
async fn a_locked_keychain_is_told_from_a_missing_one() {
    let (vault, fail) = mocked();
    let cause = || Box::new(std::io::Error::other("in the system's words"));
    fail(Error::NoStorageAccess(cause()));
    let locked = vault.store(&id(3), &secret()).await.unwrap_err();
    assert!(matches!(locked, VaultError::Locked { .. }));
    assert_eq!(locked.fault().kind, FaultKind::Own("keychain-locked"));
    assert!(locked.fault().details.message.unwrap().contains("in the system's words"));

    fail(Error::PlatformFailure(cause()));
    let missing = vault.load(&id(3)).await.unwrap_err();
    assert!(matches!(missing, VaultError::Unavailable { .. }));
    assert_eq!(missing.fault().kind, FaultKind::Own("no-keychain"));
}

#[tokio::test]
async fn no_error_holds_what_the_keychain_held() {
    let (vault, fail) = mocked();
    let bytes = b"Abc8Q~\xff".to_vec();
    let cause = Box::new(std::io::Error::other("Abc8Q~"));
    for error in [Error::BadEncoding(bytes.clone()), Error::BadDataFormat(bytes, cause)] {
        fail(error);
        let error = vault.load(&id(3)).await.unwrap_err();
        assert!(matches!(error, VaultError::Damaged));
        let shown = format!("{error} {error:?} {:?}", error.fault());
        assert!(!shown.contains("Abc8Q") && !shown.contains("65, 98"), "{shown}");
    }
}

#[tokio::test]
async fn a_vault_does_not_show_what_it_keeps() {
    let vault = Vault::memory();
    vault.store(&id(3), &secret()).await.unwrap();
    assert!(!format!("{vault:?}").contains(SECRET));
    let vault = Vault::in_store("onramp-test", Arc::clone(&mock::Store::new().unwrap()) as Arc<_>);
    vault.store(&id(3), &secret()).await.unwrap();
    assert!(!format!("{vault:?}").contains(SECRET));
}

#[cfg(target_os = "linux")]
mod linux {
    use std::process::Command;

    use super::*;

    /// Runs an ignored test of this file in a process of its own, with other environment variables.
    fn run_alone(name: &str, variables: &[(&str, &str)]) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([name, "--exact", "--ignored", "--nocapture"]).envs(variables.iter().copied());
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{text}");
    }

    #[test]
    fn a_computer_without_a_keychain_is_told_so() {
        let nowhere = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/onramp-test-bus");
        run_alone("linux::without_a_bus_there_is_no_keychain", &[nowhere]);
    }

    #[tokio::test]
    #[ignore = "run by a_computer_without_a_keychain_is_told_so"]
    async fn without_a_bus_there_is_no_keychain() {
        let vault = Vault::keychain("onramp-test");
        for error in [
            vault.store(&id(3), &secret()).await.unwrap_err(),
            vault.load(&id(3)).await.unwrap_err(),
            vault.forget(&id(3)).await.unwrap_err(),
        ] {
            assert!(matches!(error, VaultError::Unavailable { .. }), "{error:?}");
            assert_eq!(error.fault().kind, FaultKind::Own("no-keychain"));
        }
    }
}

#[tokio::test]
async fn the_systems_keychain_keeps_and_forgets() {
    if std::env::var_os("ONRAMP_TEST_KEYRING").is_none_or(|value| value != "1") {
        println!("skipped: set ONRAMP_TEST_KEYRING=1 where there is an unlocked keychain");
        return;
    }
    // A name of its own, so that runs beside each other do not meet.
    assert_keeps_and_forgets(&Vault::keychain(&format!("onramp-test-{}", Uuid::new_v4()))).await;
}
