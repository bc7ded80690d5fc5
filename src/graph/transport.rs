//! Sends requests and waits answers out: token, retry, throttling, cancellation, request ids.

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::challenge::claims_in;
use super::error::{GraphError, Refusal};
use super::request::{Method, Reply, Request};
use super::resources::List;
use super::retry::{Pause, PauseReason, Tries, retry_after};
use super::token::TokenSource;
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::explain::Fault;
use crate::net::{Network, fault};
use crate::types::SecretValue;

/// What a client is made of.
#[derive(Clone, Debug)]
pub struct GraphParts {
    /// The HTTP client.
    pub network: Network,
    /// Where Graph is.
    pub cloud: Cloud,
    /// Where tokens come from.
    pub tokens: Arc<dyn TokenSource>,
    /// What time it is, and how to wait.
    pub clock: Clock,
    /// Ends waiting. A request that is under way is waited for, so that its answer is known.
    pub cancel: CancellationToken,
}

/// A Graph client for one sign-in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Graph {
    parts: GraphParts,
}

/// One answer, before anybody judged it.
pub(super) struct Answer {
    pub(super) result: Result<Reply, GraphError>,
    pub(super) retry_after: Option<Duration>,
    /// A random byte, for spreading retries.
    pub(super) random: u8,
}

impl Graph {
    /// A client. Nothing is sent yet.
    #[must_use]
    pub fn new(parts: GraphParts) -> Self {
        Self { parts }
    }

    /// Whose time it goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.parts.clock
    }

    /// Where it goes.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.parts.cloud
    }

    /// What stops it.
    #[must_use]
    pub fn cancel(&self) -> &CancellationToken {
        &self.parts.cancel
    }

    /// Sends a request until it is answered: waits out throttling, replication lag and (where that is safe) missing
    /// answers, each within its budget. `on_pause` is told about each wait.
    ///
    /// # Errors
    /// Refused, no answer, stopped, or no sign-in.
    pub async fn send(&self, request: &Request, on_pause: &(dyn Fn(Pause) + Send + Sync)) -> Result<Reply, GraphError> {
        let mut tries = Tries::new(request.lag, request.repeat);
        loop {
            let Answer { result, retry_after, random } = self.once(request).await?;
            match result {
                Ok(reply) => return Ok(reply),
                Err(error) => {
                    let (wait, reason) = tries.after(error, retry_after, random)?;
                    self.pause(wait, reason, on_pause).await?;
                }
            }
        }
    }

    /// Gets another token than the present one: it was made before a role was activated.
    ///
    /// # Errors
    /// No sign-in.
    pub async fn renew_token(&self) -> Result<(), GraphError> {
        self.renew_token_after(&Refusal::default()).await
    }

    /// Gets another token than the present one: Graph has just refused it.
    pub(super) async fn renew_token_after(&self, refusal: &Refusal) -> Result<(), GraphError> {
        let refused = self.parts.tokens.token(None).await.map_err(no_token)?;
        self.token_after(&refused, refusal).await.map(drop)
    }

    /// The token after one that Graph refused: a new one, or one that shows what Graph demands of the sign-in.
    async fn token_after(&self, refused: &SecretValue, refusal: &Refusal) -> Result<SecretValue, GraphError> {
        let tokens = &self.parts.tokens;
        match &refusal.claims {
            Some(claims) => tokens.challenged(refused, claims).await.map_err(no_token),
            None => tokens.token(Some(refused)).await.map_err(no_token),
        }
    }

    /// All entries of a list: those of this page, and those of the pages that follow.
    ///
    /// # Errors
    /// As [`Graph::send`]; or the next page is said to be on another server, where the token must not go.
    pub async fn all_pages<T: DeserializeOwned>(&self, first: List<T>) -> Result<Vec<T>, GraphError> {
        let base = self.parts.cloud.graph_url("v1.0");
        let List { mut value, mut next } = first;
        while let Some(address) = next {
            let elsewhere = || GraphError::Unreadable { request: "GET @odata.nextLink".to_owned(), status: 200 };
            let path = address.strip_prefix(&base).ok_or_else(elsewhere)?;
            let page: List<T> = self.send(&Request::get(path), &|_| {}).await?.read()?;
            value.extend(page.value);
            next = page.next;
        }
        Ok(value)
    }

    /// Waits, telling whoever watches; ends early with [`GraphError::Cancelled`].
    pub(super) async fn pause(
        &self,
        wait: Duration,
        reason: PauseReason,
        on_pause: &(dyn Fn(Pause) + Send + Sync),
    ) -> Result<(), GraphError> {
        let until = self.parts.clock.now().checked_add(wait).unwrap_or(jiff::Timestamp::MAX);
        on_pause(Pause { until, reason });
        tokio::select! {
            () = self.parts.clock.sleep(wait) => Ok(()),
            () = self.parts.cancel.cancelled() => Err(GraphError::Cancelled),
        }
    }

    /// Sends a request once; a token that Graph refuses is renewed once, and once more when Graph then demands more of
    /// the sign-in.
    ///
    /// # Errors
    /// No sign-in, or stopped before it was sent.
    pub(super) async fn once(&self, request: &Request) -> Result<Answer, GraphError> {
        if self.parts.cancel.is_cancelled() {
            return Err(GraphError::Cancelled);
        }
        let mut token = self.parts.tokens.token(None).await.map_err(no_token)?;
        let mut answer = self.post(request, token.expose()).await;
        for renewed in [false, true] {
            let refusal = match &answer.result {
                Err(GraphError::Refused(refusal)) if refusal.status == 401 => refusal,
                _ => break,
            };
            if renewed && refusal.claims.is_none() {
                break;
            }
            token = self.token_after(&token, refusal).await?;
            answer = self.post(request, token.expose()).await;
        }
        Ok(answer)
    }

    async fn post(&self, request: &Request, token: &str) -> Answer {
        let id = Uuid::new_v4();
        let name = request.name();
        let random = id.as_bytes()[0];
        let url = self.parts.cloud.graph_url(&format!("v1.0{}", request.path));
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self
            .parts
            .network
            .client()
            .request(method, url)
            .bearer_auth(token)
            .header("client-request-id", id.to_string())
            .header("accept", "application/json");
        if request.eventual {
            builder = builder.header("consistencylevel", "eventual");
        }
        if let Some(body) = &request.body {
            builder = builder.json(body);
        }
        tracing::debug!(request = %name, client_request_id = %id, "sending");
        let response = match builder.send().await {
            Ok(response) => response,
            Err(error) => {
                let fault = Box::new(fault(&error));
                tracing::warn!(request = %name, kind = ?fault.kind, "no answer");
                let sent = !error.is_connect();
                return Answer {
                    result: Err(GraphError::NoAnswer { request: name, fault, sent }),
                    retry_after: None,
                    random,
                };
            }
        };
        let status = response.status().as_u16();
        let header = |key: &str| response.headers().get(key).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let claims = header("www-authenticate").and_then(|challenge| claims_in(&challenge));
        let (request_id, client_request_id, date) = (header("request-id"), header("client-request-id"), header("date"));
        let retry_after = header("retry-after").and_then(|h| retry_after(&h, self.parts.clock.now()));
        tracing::debug!(request = %name, status, ?request_id, "answered");
        let body = match response.bytes().await {
            Ok(bytes) => Zeroizing::new(Vec::from(bytes)),
            // The head came, the body did not: carried out, but nobody knows what came of it.
            Err(_) if (200..300).contains(&status) => {
                return Answer {
                    result: Err(GraphError::Unreadable { request: name, status }),
                    retry_after: None,
                    random,
                };
            }
            Err(_) => Zeroizing::new(Vec::new()),
        };
        let result = if (200..300).contains(&status) {
            if body.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_ok() {
                Ok(Reply { request: name, status, body })
            } else {
                Err(GraphError::Unreadable { request: name, status })
            }
        } else {
            let mut refusal = Refusal::read(name, status, &body);
            refusal.request_id = request_id.or(refusal.request_id);
            refusal.client_request_id = client_request_id.or(refusal.client_request_id).or(Some(id.to_string()));
            refusal.date = date.or(refusal.date);
            refusal.claims = claims;
            Err(GraphError::Refused(Box::new(refusal)))
        };
        Answer { result, retry_after, random }
    }
}

fn no_token(fault: Fault) -> GraphError {
    GraphError::NoToken(Box::new(fault))
}
