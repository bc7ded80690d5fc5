//! Undo: removes what the journal says this setup made, and nothing else.

use super::error::SetupError;
use super::progress::ChangeState;
use super::run::Run;
use crate::graph::resources::applications::{self, Application};
use crate::graph::resources::{List, grants, service_principals};
use crate::graph::{GraphError, Lag, Reply, Request};
use crate::journal::{Entry, History, Made};
use crate::plan::ChangeKey;
use crate::preset::Api;
use crate::types::{ClientId, ObjectId};

impl Run<'_> {
    /// Removes service principal (with its approvals), application (to the recycle bin) and the kept secret; then the
    /// APIs that this setup added and that nobody else uses.
    pub(super) async fn undo(mut self) -> Result<History, SetupError> {
        self.write([Entry::Undoing]).await?;
        self.find_what_was_never_heard_of().await?;
        let secret = self.history.secret.is_some();
        if let Some(client) = self.plan().reuse {
            self.give_back(client).await?;
        }
        if let Some(id) = self.history.service_principal {
            let approvals: Vec<ChangeKey> = self.history.approved.keys().cloned().collect();
            self.remove(&ChangeKey::ServicePrincipal, &service_principals::delete(id)).await?;
            // They were the service principal's, and went with it.
            for key in &approvals {
                self.tell(key, ChangeState::Done);
            }
        }
        if let Some((id, _)) = self.history.application {
            self.remove(&ChangeKey::Application, &applications::delete(id)).await?;
            if secret {
                self.tell(&ChangeKey::Secret, ChangeState::Done);
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

    /// Things whose creation was begun and never answered may be there. As long as replication may be the reason why
    /// they do not show, nobody says that they are not.
    async fn find_what_was_never_heard_of(&mut self) -> Result<(), SetupError> {
        let in_doubt = |history: &History, key: ChangeKey| history.making.contains(&key);
        let reused = self.plan().reuse;
        if reused.is_none() && self.history.application.is_none() && in_doubt(&self.history, ChangeKey::Application) {
            let look = applications::by_unique_name(&self.history.begun.unique_name).lagging(self.patience());
            match found(self.send(&ChangeKey::Application, &look).await) {
                Ok(Some(reply)) => {
                    let application: Application = reply.read()?;
                    let made = Made::Application { id: application.id, client: application.app_id };
                    self.write([Entry::Made { key: ChangeKey::Application, made }]).await?;
                }
                Ok(None) => {}
                Err(GraphError::StillReplicating(_)) => return Err(SetupError::MayStillBeThere),
                Err(error) => return Err(error.into()),
            }
        }
        let mut lost: Vec<(ChangeKey, ClientId)> = self
            .missing_apis()
            .into_iter()
            // Where nobody could look, it may have been there all the time.
            .filter(|api| self.history.begun.apis.contains_key(api) && in_doubt(&self.history, ChangeKey::Api(*api)))
            .map(|api| (ChangeKey::Api(api), ClientId::from(api.app_id())))
            .collect();
        let ours = reused.is_none() || in_doubt(&self.history, ChangeKey::ServicePrincipal);
        if let (None, Some((_, client)), true) = (self.history.service_principal, self.history.application, ours) {
            // Deleting the application takes its service principal along, seen or not.
            lost.push((ChangeKey::ServicePrincipal, client));
        }
        for (key, client) in lost {
            if let Some(reply) = found(self.send(&key, &service_principals::by_app_id(client)).await)? {
                let principal: service_principals::ServicePrincipal = reply.read()?;
                let made = Made::ServicePrincipal { id: principal.id, new: true };
                self.write([Entry::Made { key, made }]).await?;
            }
        }
        Ok(())
    }

    /// Whether "not there" may still mean "not seen everywhere yet".
    fn patience(&self) -> Lag {
        if self.is_young() { Lag::NewObject } else { Lag::Never }
    }

    pub(super) async fn remove(&mut self, key: &ChangeKey, request: &Request) -> Result<(), SetupError> {
        self.tell(key, ChangeState::Running);
        match self.removed(key, request).await {
            Ok(()) => {
                self.tell(key, ChangeState::Done);
                if *key == ChangeKey::Application {
                    self.forget_kept_secret().await?;
                }
                self.write([Entry::Gone { key: key.clone() }]).await
            }
            Err(error) => Err(self.failed(key, SetupError::of_undo(error))),
        }
    }

    /// Takes the secret's value out of the keychain: before the journal forgets the secret, or nobody would know of it.
    pub(super) async fn forget_kept_secret(&self) -> Result<(), SetupError> {
        let Some((key, _)) = self.history.secret else { return Ok(()) };
        if let Err(error) = self.parts.vault.forget(&self.secret_id(key)?).await {
            tracing::warn!(%error, "the keychain did not forget the secret");
        }
        Ok(())
    }

    /// Removes something, and believes "not there" only when it is in the recycle bin or has had the time to show.
    async fn removed(&self, key: &ChangeKey, request: &Request) -> Result<(), GraphError> {
        if found(self.send(key, request).await)?.is_some() {
            return Ok(());
        }
        if *key == ChangeKey::ServicePrincipal {
            // Deleting the application, which follows, takes it along, seen or not.
            return Ok(());
        }
        if let (ChangeKey::Application, Some((id, _))) = (key, self.history.application)
            && found(self.send(key, &applications::deleted(id)).await)?.is_some()
        {
            return Ok(());
        }
        found(self.send(key, &request.clone().lagging(self.patience())).await).map(drop)
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
