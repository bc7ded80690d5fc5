//! The demo tenant: an HTTP server on loopback that behaves like Microsoft's sign-in and Microsoft Graph. It is what
//! `--demo` opens on, and the double for every test, so it refuses what Microsoft refuses, in Microsoft's words.
//! Imported by nothing but `main`, `cli`, `worker` and tests.

pub mod caller;
pub mod graph;
pub mod misbehaviour;
pub mod seed;
mod server;
pub mod store;

use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::types::SecretValue;
use misbehaviour::Misbehaviour;
use store::Store;

/// How to start a demo tenant.
#[derive(Clone, Debug)]
pub struct DemoOptions {
    /// TCP port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// The tenant's time: token lifetimes, replication lag, secret ends.
    pub clock: Clock,
    /// How it misbehaves at first.
    pub misbehaviour: Misbehaviour,
    /// The address under which it is reached, where a server of one's own (for TLS, say) stands before it.
    pub front: Option<Url>,
    /// Where its contents are kept between runs; `None` keeps them in memory only.
    pub state_file: Option<PathBuf>,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self { port: 0, clock: Clock::system(), misbehaviour: Misbehaviour::default(), front: None, state_file: None }
    }
}

/// One request that the demo tenant saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRequest {
    /// HTTP method.
    pub method: String,
    /// Path and query, as sent. Parts of a `$batch` follow their batch, with `part` set.
    pub path: String,
    /// The status that was answered; 0 when the connection was dropped.
    pub status: u16,
    /// A number per TCP connection.
    pub connection: u64,
    /// The id inside a `$batch`, for its parts.
    pub part: Option<String>,
    /// The JSON body that was sent, with the values of `client_secret`, `password`, tokens and codes left out.
    pub body: Option<serde_json::Value>,
}

/// Why a demo tenant did not start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The port is taken or not allowed.
    #[error("cannot listen on port {port}")]
    Listen {
        /// Which port.
        port: u16,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The state file is there but cannot be read.
    #[error("cannot read the demo tenant's contents from {path}")]
    State {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another demo tenant, perhaps of another process, keeps its contents in this file.
    #[error("{path} is open in another window")]
    InUse {
        /// Which file.
        path: PathBuf,
    },
    /// The key for signing tokens could not be made.
    #[error("cannot make a signing key")]
    Key,
}

/// A running demo tenant. It stops when dropped.
#[derive(Debug)]
pub struct DemoTenant {
    origin: Url,
    shared: Arc<server::Shared>,
    stop: tokio_util::sync::CancellationToken,
}

impl DemoTenant {
    /// Starts the server on the current tokio runtime; returns when it listens.
    ///
    /// # Errors
    /// The port cannot be had, or the state file cannot be read or is in use.
    pub async fn start(options: DemoOptions) -> Result<Self, DemoError> {
        let stop = tokio_util::sync::CancellationToken::new();
        let (origin, shared) = server::start(options, stop.clone()).await?;
        Ok(Self { origin, shared, stop })
    }

    /// `http://localhost:PORT`, or the address of what stands before it.
    #[must_use]
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// Its addresses, as a cloud.
    #[must_use]
    pub fn cloud(&self) -> Cloud {
        Cloud::demo(self.origin.clone())
    }

    /// Every request so far, in the order in which they were answered.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.clear_requests();
    }

    /// Ends all sessions of a person: neither access tokens nor refresh tokens of theirs are accepted any more.
    /// Answers whether there is such a person.
    #[must_use]
    pub fn revoke_sessions(&self, upn: &str) -> bool {
        self.shared.revoke_sessions(upn)
    }

    /// A person's access token for Graph, as the sign-in of Azure CLI gives it; `None` when there is no such person.
    /// For tests that are not about signing in.
    #[must_use]
    pub fn access_token(&self, upn: &str) -> Option<SecretValue> {
        self.shared.access_token(upn)
    }

    /// Changes how it misbehaves from now on.
    pub fn misbehave(&self, change: impl FnOnce(&mut Misbehaviour)) {
        self.shared.misbehave(change);
    }

    /// Looks at (or changes) what the tenants hold.
    pub fn with_store<R>(&self, look: impl FnOnce(&mut Store) -> R) -> R {
        self.shared.with_store(look)
    }
}

/// What a person is, in a few words: "Global Administrator", "User".
#[must_use]
pub fn role_in_words(user: &store::User) -> String {
    server::role_in_words(user)
}

impl Drop for DemoTenant {
    fn drop(&mut self) {
        self.stop.cancel();
        self.shared.close();
    }
}
