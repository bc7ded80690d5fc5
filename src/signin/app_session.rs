//! The sign-in of an app as itself, for automation: keeps its token fresh. Nobody is asked anything.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::Account;
use super::app_token::{AppToken, token_with};
use super::certificate::Certificate;
use super::error::SignInError;
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::explain::Fault;
use crate::graph::TokenSource;
use crate::net::Network;
use crate::types::{ClientId, ObjectId, SecretValue, TenantId};

/// How long before its end a token is replaced.
const EARLY: Duration = Duration::from_mins(5);

/// By what an app proves who it is.
#[derive(Clone, Debug)]
pub enum AppCredential {
    /// A client secret.
    Secret(SecretValue),
    /// A certificate with its key.
    Certificate(Certificate),
}

/// The sign-in of an app. Cheap to clone; all clones share the token.
#[derive(Clone)]
pub struct AppSession(Arc<Inner>);

struct Inner {
    account: Account,
    roles: Vec<String>,
    asking: Asking,
    token: Mutex<Held>,
}

struct Asking {
    network: Network,
    cloud: Cloud,
    clock: Clock,
    cancel: CancellationToken,
    tenant: TenantId,
    app: ClientId,
    credential: AppCredential,
}

struct Held {
    token: SecretValue,
    renew: Timestamp,
    end: Timestamp,
}

impl Asking {
    async fn ask(&self) -> Result<(AppToken, Held), SignInError> {
        let asked = self.clock.now();
        let scope = self.cloud.graph_url(".default");
        let (network, cloud, clock) = (&self.network, &self.cloud, &self.clock);
        let token =
            token_with(network, cloud, clock, self.tenant, self.app, &self.credential, &scope, &self.cancel).await?;
        let after = |duration: Duration| asked.checked_add(duration).unwrap_or(Timestamp::MAX);
        let held = Held {
            token: token.token.clone(),
            renew: after(token.life.saturating_sub(EARLY.min(token.life / 2))),
            end: after(token.life),
        };
        Ok((token, held))
    }
}

impl AppSession {
    /// Signs an app in.
    ///
    /// # Errors
    /// Refused, cancelled, or the network is gone.
    pub async fn sign_in(
        network: &Network,
        cloud: &Cloud,
        clock: &Clock,
        tenant: TenantId,
        app: ClientId,
        credential: AppCredential,
        cancel: &CancellationToken,
    ) -> Result<Self, SignInError> {
        let asking = Asking {
            network: network.clone(),
            cloud: cloud.clone(),
            clock: clock.clone(),
            cancel: cancel.clone(),
            tenant,
            app,
            credential,
        };
        let (first, held) = asking.ask().await?;
        let account = Account {
            id: first.principal.unwrap_or_else(|| ObjectId::new(app.uuid())),
            tenant,
            name: first.name.unwrap_or_else(|| app.to_string()),
            username: app.to_string(),
        };
        Ok(Self(Arc::new(Inner { account, roles: first.roles, asking, token: Mutex::new(held) })))
    }

    /// Which app: its service principal, its name, and its client id in place of a user name.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// The application permissions of Microsoft Graph that it has.
    #[must_use]
    pub fn roles(&self) -> &[String] {
        &self.0.roles
    }

    async fn fresh(&self, refused: Option<&SecretValue>) -> Result<SecretValue, SignInError> {
        // Held while asking: whoever comes meanwhile gets the same new token.
        let mut held = self.0.token.lock().await;
        let now = self.0.asking.clock.now();
        let accepted = refused != Some(&held.token);
        if accepted && now < held.renew {
            return Ok(held.token.clone());
        }
        match self.0.asking.ask().await {
            Ok((_, fresh)) => {
                *held = fresh;
                Ok(held.token.clone())
            }
            Err(_) if accepted && now < held.end => Ok(held.token.clone()),
            Err(error) => Err(error),
        }
    }
}

impl TokenSource for AppSession {
    fn token<'a>(
        &'a self,
        refused: Option<&'a SecretValue>,
    ) -> Pin<Box<dyn Future<Output = Result<SecretValue, Fault>> + Send + 'a>> {
        Box::pin(async move { self.fresh(refused).await.map_err(|error| error.fault()) })
    }
}

impl fmt::Debug for AppSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppSession").field("account", &self.0.account).finish_non_exhaustive()
    }
}
