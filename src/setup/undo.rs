//! Undo: removes what the journal says this setup made, and nothing else.

use super::error::SetupError;
use super::progress::ChangeState;
use super::run::Run;
use crate::graph::resources::applications::{self, Application};
use crate::graph::resources::{List, grants, service_principals};
use crate::graph::{GraphError, Reply, Request};
use crate::journal::{Entry, History, Made};
use crate::plan::ChangeKey;
use crate::preset::Api;
use crate::types::ObjectId;

impl Run<'_> {
    /// Removes service principal (with its approvals), application (to the recycle bin) and the kept secret; then the
    /// APIs that this setup added and that nobody else uses.
    pub(super) async fn undo(mut self) -> Result<History, SetupError> {
        self.write([Entry::Undoing]).await?;
        self.find_what_was_never_heard_of().await?;
        if let Some(id) = self.history.service_principal {
            self.remove(&ChangeKey::ServicePrincipal, &service_principals::delete(id)).await?;
        }
        if let Some((id, _)) = self.history.application {
            self.remove(&ChangeKey::Application, &applications::delete(id)).await?;
        }
        if let Some((key, _)) = self.history.secret {
            let id = self.secret_id(key)?;
            if let Err(error) = self.parts.vault.forget(&id).await {
                tracing::warn!(%error, "the keychain did not forget the secret");
            }
        }
        for (api, id) in self.history.added_apis.clone() {
            if self.unused(api, id).await? {
                self.remove(&ChangeKey::Api(api), &service_principals::delete(id)).await?;
            }
        }
        self.write([Entry::Undone]).await?;
        Ok(self.history)
    }

    /// Things whose creation was begun and never answered may be there.
    async fn find_what_was_never_heard_of(&mut self) -> Result<(), SetupError> {
        if self.history.application.is_none() && self.history.making.contains(&ChangeKey::Application) {
            let look = applications::by_unique_name(&self.history.begun.unique_name);
            if let Some(reply) = found(self.send(&ChangeKey::Application, &look).await)? {
                let application: Application = reply.read()?;
                let made = Made::Application { id: application.id, client: application.app_id };
                self.write([Entry::Made { key: ChangeKey::Application, made }]).await?;
            }
        }
        let (None, Some((_, client))) = (self.history.service_principal, self.history.application) else {
            return Ok(());
        };
        let look = service_principals::by_app_id(client);
        if let Some(reply) = found(self.send(&ChangeKey::ServicePrincipal, &look).await)? {
            let principal: service_principals::ServicePrincipal = reply.read()?;
            let made = Made::ServicePrincipal { id: principal.id, new: true };
            self.write([Entry::Made { key: ChangeKey::ServicePrincipal, made }]).await?;
        }
        Ok(())
    }

    async fn remove(&self, key: &ChangeKey, request: &Request) -> Result<(), SetupError> {
        self.tell(key, ChangeState::Running);
        match found(self.send(key, request).await) {
            Ok(_) => {
                self.tell(key, ChangeState::Done);
                Ok(())
            }
            Err(error) => Err(self.failed(key, SetupError::of_application(error))),
        }
    }

    /// Whether nobody was given anything of an API.
    async fn unused(&self, api: Api, id: ObjectId) -> Result<bool, SetupError> {
        let key = ChangeKey::Api(api);
        let empty = |reply: Option<Reply>| -> Result<bool, GraphError> {
            Ok(match reply {
                Some(reply) => reply.read::<List<serde_json::Value>>()?.value.is_empty(),
                None => true,
            })
        };
        Ok(empty(found(self.send(&key, &grants::assigned_to(id)).await)?)?
            && empty(found(self.send(&key, &grants::granted_on(id)).await)?)?)
    }
}

/// The answer, or `None` when the thing is not there (any more).
fn found(answer: Result<Reply, GraphError>) -> Result<Option<Reply>, GraphError> {
    match answer {
        Ok(reply) => Ok(Some(reply)),
        Err(GraphError::Refused(refusal)) if refusal.status == 404 => Ok(None),
        Err(error) => Err(error),
    }
}
