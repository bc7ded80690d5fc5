//! HTTP: connections, the request log, misbehaviour, tokens, sign-in pages, `$batch`.

use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;
use url::Url;

use super::misbehaviour::Misbehaviour;
use super::store::Store;
use super::{DemoError, DemoOptions, LoggedRequest};

/// What all connections share.
#[derive(Debug)]
pub struct Shared {
    store: Mutex<Store>,
    misbehaviour: Mutex<Misbehaviour>,
    log: Mutex<Vec<LoggedRequest>>,
}

impl Shared {
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn misbehave(&self, change: impl FnOnce(&mut Misbehaviour)) {
        change(&mut self.misbehaviour.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub fn with_store<R>(&self, look: impl FnOnce(&mut Store) -> R) -> R {
        look(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub async fn start(_options: DemoOptions, _stop: CancellationToken) -> Result<(Url, Arc<Shared>), DemoError> {
    Err(DemoError::Key)
}
