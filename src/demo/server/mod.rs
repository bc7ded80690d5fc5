//! HTTP: connections, the request log, misbehaviour, tokens, sign-in pages, `$batch`. What Graph holds and says is not
//! here.

mod activation;
mod admin_consent;
mod assertion;
mod authorize;
mod batch;
mod clients;
mod consent;
mod device;
mod faults;
mod front;
mod graph_door;
mod incoming;
mod keys;
mod log;
mod login_door;
mod logins;
mod metadata;
mod other_apis;
mod pages;
mod refusal;
mod refusal_texts;
mod reply;
mod roles;
mod saver;
mod scopes;
mod step_up;
mod token;
mod tokens;
mod wire;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

use super::caller::Moment;
use super::misbehaviour::Misbehaviour;
use super::store::Store;
use super::{DemoError, DemoOptions, LoggedRequest, seed};
use crate::clock::Clock;
use crate::types::SecretValue;
use clients::{Authority, Client};
use keys::Keys;
use log::Log;
use logins::{Logins, SignedIn};
use saver::Saver;
use wire::{Doors, Wire};

/// What all connections share. Locks are taken in this order: store, logins.
#[derive(Debug)]
pub struct Shared {
    origin: Url,
    clock: Clock,
    keys: Arc<Keys>,
    store: Mutex<Store>,
    logins: Mutex<Logins>,
    misbehaviour: Mutex<Misbehaviour>,
    log: Log,
    saver: Option<Saver>,
}

/// Locks, whatever happened to others who held the lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.log.read()
    }

    pub fn clear_requests(&self) {
        self.log.clear();
    }

    pub fn misbehave(&self, change: impl FnOnce(&mut Misbehaviour)) {
        change(&mut lock(&self.misbehaviour));
    }

    pub fn with_store<R>(&self, look: impl FnOnce(&mut Store) -> R) -> R {
        let result = look(&mut self.store());
        self.save();
        result
    }

    pub fn revoke_sessions(&self, upn: &str) -> bool {
        let user = self.store().user(upn).map(|(_, user)| user.id);
        if let Some(user) = user {
            self.logins().revoke(user);
        }
        user.is_some()
    }

    /// The access token that Azure CLI gets for Graph when this person signs in.
    pub fn access_token(&self, upn: &str) -> Option<SecretValue> {
        let store = self.store();
        let (tenant, user) = store.user(upn)?;
        let id = clients::AZURE_CLI.to_string();
        let client: Client<'_> = clients::find(&store, Authority::Any, &id, self.moment()).ok()?;
        let asked = scopes::parse("openid profile .default", self.base(), &store).ok()?;
        let session = self.logins().open_session(user.id);
        let who = SignedIn { tenant: tenant.id, user: user.id, client: client.id(), asked, session, acrs: Vec::new() };
        let decision = consent::decide(tenant, user, client, &who.asked, false).ok()?;
        let tokens = tokens::UserTokens { client, who: &who, nonce: None, confidential: false };
        let token = tokens.access(self, tenant, user, &decision.scopes, self.clock.now()).ok()?;
        Some(SecretValue::new(token))
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    fn logins(&self) -> MutexGuard<'_, Logins> {
        lock(&self.logins)
    }

    fn moment(&self) -> Moment {
        Moment { now: self.clock.now(), replication_lag: lock(&self.misbehaviour).replication_lag }
    }

    /// `http://localhost:PORT` (or the address of what stands before it), without a slash.
    fn base(&self) -> &str {
        self.origin.as_str().trim_end_matches('/')
    }

    fn issuer(&self, tenant: Uuid) -> String {
        format!("{}/{tenant}/v2.0", self.base())
    }

    /// Whether a `Host` names this server.
    fn is_own_name(&self, authority: &str) -> bool {
        let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
        ["localhost", "127.0.0.1", "[::1]"].contains(&host) && port.parse().ok() == self.origin.port_or_known_default()
    }

    /// Leaves the file to the next demo tenant: nothing is written any more.
    pub fn close(&self) {
        if let Some(saver) = &self.saver {
            saver.close();
        }
    }

    /// Writes the store to its file, if it has one. A failure is not the caller's: it is told in the log.
    fn save(&self) {
        if let Some(saver) = &self.saver
            && let Err(error) = saver.save(|| serde_json::to_string(&*self.store()))
        {
            tracing::warn!(%error, "the demo tenant's contents could not be saved");
        }
    }
}

pub use roles::in_words as role_in_words;

/// Starts the server. `stop` ends it, with every connection.
pub async fn start(options: DemoOptions, stop: CancellationToken) -> Result<(Url, Arc<Shared>), DemoError> {
    let DemoOptions { port, clock, misbehaviour, front, state_file } = options;
    let listen = |source| DemoError::Listen { port, source };
    let saver = state_file.map(Saver::open).transpose()?;
    let kept = saver.as_ref().map(Saver::load).transpose()?.flatten();
    let store = kept.unwrap_or_else(|| seed::store(clock.now()));
    let keys = tokio::task::spawn_blocking(Keys::of_this_process).await.ok().flatten().ok_or(DemoError::Key)?;
    let doors = Doors::open(port, stop.clone()).await.map_err(listen)?;
    let address = format!("http://localhost:{}", doors.port().map_err(listen)?);
    let origin = match front {
        Some(front) => front,
        None => Url::parse(&address).map_err(|error| listen(std::io::Error::other(error)))?,
    };
    let shared = Arc::new(Shared {
        origin: origin.clone(),
        clock,
        keys,
        store: Mutex::new(store),
        logins: Mutex::default(),
        misbehaviour: Mutex::new(misbehaviour),
        log: Log::default(),
        saver,
    });
    let service = Router::new().fallback(front::handle).with_state(Arc::clone(&shared));
    tokio::spawn(async move {
        let serving = axum::serve(doors, service.into_make_service_with_connect_info::<Wire>());
        tokio::select! {
            _ = serving => {}
            () = stop.cancelled() => {}
        }
    });
    Ok((origin, shared))
}
