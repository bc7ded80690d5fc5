//! Wave two: the service principal of the application, and those of APIs that the tenant lacks.

use super::error::SetupError;
use super::progress::ChangeState;
use super::run::Run;
use crate::graph::resources::service_principals::{self, ServicePrincipal};
use crate::graph::{GraphError, Lag, Reply, Request};
use crate::journal::{Entry, Made};
use crate::plan::{ChangeKey, requests};
use crate::types::ClientId;

impl Run<'_> {
    /// Makes the service principals that are not there yet.
    pub(super) async fn make_service_principals(&mut self) -> Result<(), SetupError> {
        let (_, client) = self.application()?;
        if self.plan().reuse.is_some() && self.history.service_principal.is_none() {
            self.find_service_principal(client).await?;
        }
        let mut wanted: Vec<(ChangeKey, ClientId)> =
            self.missing_apis().into_iter().map(|api| (ChangeKey::Api(api), ClientId::from(api.app_id()))).collect();
        if self.history.service_principal.is_none() {
            wanted.push((ChangeKey::ServicePrincipal, client));
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let keys: Vec<_> = wanted.iter().map(|(key, _)| key.clone()).collect();
        let in_doubt = self.history.making.clone();
        self.making(&keys).await?;
        let posts: Vec<Request> = wanted
            .iter()
            .map(|(_, app)| service_principals::create(requests::create_service_principal(&app.to_string())))
            .collect();
        let answers = self.send_all(&keys, &posts).await?;
        let mut first_error = None;
        for ((key, app), answer) in wanted.into_iter().zip(answers) {
            let refused = answer.as_ref().err().and_then(GraphError::refusal);
            if refused.is_some_and(|r| r.status < 500 && r.status != 409) && !in_doubt.contains(&key) {
                // Whoever makes it from now on, it is not this setup's.
                self.write([Entry::Refused { key: key.clone() }]).await?;
            }
            match self.service_principal_of(&key, app, answer).await {
                Ok((id, new)) => {
                    let made = Made::ServicePrincipal { id: id.id, new };
                    self.write([Entry::Made { key: key.clone(), made }]).await?;
                    self.tell(&key, if new { ChangeState::Done } else { ChangeState::AlreadyThere });
                }
                Err(error) => {
                    let error = self.failed(&key, SetupError::of_application(error));
                    first_error.get_or_insert(error);
                }
            }
        }
        first_error.map_or(Ok(()), Err)
    }

    /// The service principal that was made now, or that was there already (`false`).
    async fn service_principal_of(
        &self,
        key: &ChangeKey,
        app: ClientId,
        answer: Result<Reply, GraphError>,
    ) -> Result<(ServicePrincipal, bool), GraphError> {
        match answer {
            Ok(reply) => Ok((reply.read()?, true)),
            Err(error) if error.status() == Some(409) => {
                // Where it was missing when this setup began, an earlier try made it, whose answer was never heard. Where
                // nobody could look, it was there. Reading may lag behind.
                let was_missing = match key {
                    ChangeKey::Api(api) => self.history.begun.apis.contains_key(api),
                    _ => true,
                };
                let look = service_principals::by_app_id(app).lagging(Lag::NewObject);
                Ok((self.send(key, &look).await?.read()?, was_missing))
            }
            Err(error) => Err(error),
        }
    }
}
