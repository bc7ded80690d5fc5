//! Somebody's sign-in: keeps the access token fresh. Tokens live in memory only and are never shown.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use oauth2::{RefreshToken, Scope, TokenResponse as _};
use tokio::sync::Mutex;

use super::Account;
use super::error::SignInError;
use super::token_endpoint::{Http, TokenAnswer, client};
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::explain::Fault;
use crate::graph::TokenSource;
use crate::net::Network;
use crate::types::{ClientId, SecretValue};

/// How long before its end a token is replaced.
const EARLY: Duration = Duration::from_mins(5);

/// Somebody's sign-in. Cheap to clone; all clones share the tokens.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    account: Account,
    network: Network,
    cloud: Cloud,
    clock: Clock,
    client: ClientId,
    /// The organisation's own, even when the sign-in began at `organizations`.
    token_endpoint: String,
    scopes: Vec<String>,
    /// `None` once the sign-in has ended.
    tokens: Mutex<Option<Tokens>>,
    /// What Microsoft demanded of the sign-in and it did not show.
    demanded: std::sync::Mutex<Option<String>>,
}

struct Tokens {
    access: SecretValue,
    refresh: Option<SecretValue>,
    renew: Timestamp,
    end: Timestamp,
    /// The demand with which it was asked for, or that it came to nothing with: whoever is refused it with the same
    /// demand need not ask again.
    asked_with: Option<String>,
}

impl Tokens {
    /// `asked` is when the answer was asked for. A clock that is wrong does no harm: only durations count.
    fn new(answer: &TokenAnswer, asked: Timestamp, previous: Option<SecretValue>) -> Self {
        let life = answer.expires_in().unwrap_or(EARLY);
        let after = |duration: Duration| asked.checked_add(duration).unwrap_or(Timestamp::MAX);
        let refresh = answer.refresh_token().map(|token| SecretValue::new(token.secret().clone()));
        Self {
            access: SecretValue::new(answer.access_token().secret().clone()),
            refresh: refresh.or(previous),
            renew: after(life.saturating_sub(EARLY.min(life / 2))),
            end: after(life),
            asked_with: None,
        }
    }
}

/// What a session is made of.
pub(super) struct NewSession<'a> {
    pub account: Account,
    pub network: &'a Network,
    pub cloud: &'a Cloud,
    pub clock: &'a Clock,
    pub client: ClientId,
    pub scopes: Vec<String>,
    pub answer: &'a TokenAnswer,
    pub asked: Timestamp,
}

impl Session {
    pub(super) fn new(new: NewSession<'_>) -> Self {
        let tokens = Tokens::new(new.answer, new.asked, None);
        Self(Arc::new(Inner {
            token_endpoint: new.cloud.login_url(&format!("{}/oauth2/v2.0/token", new.account.tenant)),
            account: new.account,
            network: new.network.clone(),
            cloud: new.cloud.clone(),
            clock: new.clock.clone(),
            client: new.client,
            scopes: new.scopes,
            tokens: Mutex::new(Some(tokens)),
            demanded: std::sync::Mutex::default(),
        }))
    }

    /// Who is signed in.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// In which cloud.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.0.cloud
    }

    /// What Microsoft demanded of this sign-in and it could not show (a claims challenge, JSON): the next one asks for it.
    #[must_use]
    pub fn demanded(&self) -> Option<String> {
        self.0.demanded().clone()
    }

    /// Forgets the tokens, in all clones. Entra has no way to revoke them one by one; they end by themselves.
    pub async fn sign_out(&self) {
        *self.0.tokens.lock().await = None;
    }

    async fn fresh(&self, refused: Option<&SecretValue>) -> Result<SecretValue, SignInError> {
        // Held while asking: whoever comes meanwhile gets the same new token.
        let mut held = self.0.tokens.lock().await;
        let now = self.0.clock.now();
        let (current, refresh) = match held.as_ref() {
            None => return Err(SignInError::Ended(None)),
            Some(tokens) => {
                let accepted = refused != Some(&tokens.access);
                if accepted && now < tokens.renew {
                    return Ok(tokens.access.clone());
                }
                let still_good = accepted && now < tokens.end;
                (still_good.then(|| tokens.access.clone()), tokens.refresh.clone())
            }
        };
        match (self.0.refreshed(refresh, now, None).await, current) {
            (Ok(fresh), _) => {
                let access = fresh.access.clone();
                *held = Some(fresh);
                Ok(access)
            }
            (Err(_), Some(current)) => Ok(current),
            (Err(error), None) => {
                if let SignInError::Ended(refusal) = &error {
                    *held = None;
                    if let Some(claims) = refusal.as_ref().and_then(|refusal| refusal.claims.clone()) {
                        *self.0.demanded() = Some(claims);
                    }
                }
                Err(error)
            }
        }
    }

    /// Another token, which shows what Graph demands; quietly if Microsoft finds it fulfilled.
    async fn showing(&self, refused: &SecretValue, claims: &str) -> Result<SecretValue, SignInError> {
        let mut held = self.0.tokens.lock().await;
        let Some(tokens) = held.as_mut() else { return Err(SignInError::Ended(None)) };
        if tokens.access != *refused {
            return Ok(tokens.access.clone());
        }
        *self.0.demanded() = Some(claims.to_owned());
        let asked_before = tokens.asked_with.replace(claims.to_owned()).is_some_and(|before| before == claims);
        if asked_before {
            return Err(SignInError::Challenged(None));
        }
        match self.0.refreshed(tokens.refresh.clone(), self.0.clock.now(), Some(claims)).await {
            Ok(fresh) => {
                let access = fresh.access.clone();
                *tokens = Tokens { asked_with: Some(claims.to_owned()), ..fresh };
                Ok(access)
            }
            Err(SignInError::Ended(refusal)) => Err(SignInError::Challenged(refusal)),
            Err(error) => Err(error),
        }
    }
}

impl Inner {
    fn demanded(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.demanded.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn refreshed(
        &self,
        refresh: Option<SecretValue>,
        now: Timestamp,
        claims: Option<&str>,
    ) -> Result<Tokens, SignInError> {
        let Some(refresh) = refresh else { return Err(SignInError::Ended(None)) };
        let oauth = client(self.client, &self.token_endpoint)?;
        let token = RefreshToken::new(refresh.expose().to_owned());
        let http = Http(self.network.clone());
        let mut asking = oauth.exchange_refresh_token(&token).add_scopes(self.scopes.iter().cloned().map(Scope::new));
        if let Some(claims) = claims {
            asking = asking.add_extra_param("claims", claims);
        }
        let answer = asking.request_async(&http).await;
        match answer.map_err(SignInError::from) {
            Ok(answer) => Ok(Tokens::new(&answer, now, Some(refresh))),
            // Expired, revoked, password changed, a policy now wants more: in every case only a new sign-in helps.
            Err(SignInError::Refused(refusal))
                if ["invalid_grant", "interaction_required", "login_required", "consent_required"]
                    .contains(&refusal.error.as_str()) =>
            {
                Err(SignInError::Ended(Some(refusal)))
            }
            Err(error) => Err(error),
        }
    }
}

impl TokenSource for Session {
    fn token<'a>(
        &'a self,
        refused: Option<&'a SecretValue>,
    ) -> Pin<Box<dyn Future<Output = Result<SecretValue, Fault>> + Send + 'a>> {
        Box::pin(async move { self.fresh(refused).await.map_err(|error| error.fault()) })
    }

    fn challenged<'a>(
        &'a self,
        refused: &'a SecretValue,
        claims: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<SecretValue, Fault>> + Send + 'a>> {
        Box::pin(async move { self.showing(refused, claims).await.map_err(|error| error.fault()) })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("account", &self.0.account).finish_non_exhaustive()
    }
}
