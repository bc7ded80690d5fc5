//! Wave three: the approvals. Existing grants are widened with what is missing, never replaced.

use super::error::SetupError;
use super::progress::ChangeState;
use super::read_back::WAITS;
use super::run::Run;
use crate::graph::resources::{List, grants};
use crate::graph::{GraphError, Refusal, Reply, Request};
use crate::journal::{Entry, Made};
use crate::plan::{ChangeKey, requests};
use crate::preset::{Api, PermissionKind};
use crate::types::ObjectId;

impl Run<'_> {
    /// Approves what is not approved yet, everything in one `$batch`.
    pub(super) async fn make_grants(&mut self) -> Result<(), SetupError> {
        let principal = self.service_principal()?;
        let mut wanted: Vec<(ChangeKey, Request)> = Vec::new();
        let plan = self.plan();
        for api in plan.apis() {
            let Some(resource) = self.history.api(api) else {
                return Err(SetupError::Incomplete(vec![ChangeKey::Api(api)]));
            };
            if let Some(scope) = requests::delegated_scope(&plan, api) {
                let body = requests::grant(&principal.to_string(), &resource.to_string(), &scope);
                wanted.push((ChangeKey::Delegated(api), grants::create(body)));
            }
            for permission in plan.permissions_of(api, PermissionKind::Application) {
                let body =
                    requests::assignment(&principal.to_string(), &resource.to_string(), &permission.id.to_string());
                let key = ChangeKey::Role(api, permission.name.clone());
                wanted.push((key, grants::assign(principal, body)));
            }
        }
        wanted.retain(|(key, _)| !self.history.made.contains(key));
        if wanted.is_empty() {
            return Ok(());
        }
        let (keys, posts): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
        self.making(&keys).await?;
        let answers = match self.send_all(&keys, &posts).await {
            Ok(answers) => answers,
            Err(error) => {
                let error = SetupError::of_consent(error);
                for key in &keys {
                    self.tell(key, ChangeState::Waiting);
                }
                return Err(error);
            }
        };
        let mut first_error = None;
        for (key, answer) in keys.into_iter().zip(answers) {
            match self.granted(&key, principal, answer).await {
                Ok(state) => {
                    self.write([Entry::Made { key: key.clone(), made: Made::Grant }]).await?;
                    self.tell(&key, state);
                }
                Err(error) => {
                    let error = self.failed(&key, SetupError::of_consent(error));
                    first_error.get_or_insert(error);
                }
            }
        }
        first_error.map_or(Ok(()), Err)
    }

    async fn granted(
        &self,
        key: &ChangeKey,
        principal: ObjectId,
        answer: Result<Reply, GraphError>,
    ) -> Result<ChangeState, GraphError> {
        let Err(error) = answer else { return Ok(ChangeState::Done) };
        let there = error
            .refusal()
            .is_some_and(|r| matches!(r.status, 400 | 409) && r.message.to_lowercase().contains("already exists"));
        match key {
            _ if !there => Err(error),
            ChangeKey::Delegated(api) => self.widen(key, principal, *api).await,
            _ => Ok(ChangeState::AlreadyThere),
        }
    }

    /// There is a grant already: its names and the plan's together.
    async fn widen(&self, key: &ChangeKey, principal: ObjectId, api: Api) -> Result<ChangeState, GraphError> {
        let grant = self.grant_that_exists(key, principal, api).await?;
        let scope = grant.scope.unwrap_or_default();
        let mut names: Vec<&str> = scope.split_whitespace().collect();
        let plan = self.plan();
        let before = names.len();
        for permission in plan.permissions_of(api, PermissionKind::Delegated) {
            if !names.iter().any(|name| name.eq_ignore_ascii_case(permission.name.as_str())) {
                names.push(permission.name.as_str());
            }
        }
        if names.len() == before {
            return Ok(ChangeState::AlreadyThere);
        }
        self.send(key, &grants::set_scope(&grant.id, &names.join(" "))).await?;
        Ok(ChangeState::Done)
    }

    /// A grant that Microsoft says is there. The list of grants may lag behind.
    async fn grant_that_exists(
        &self,
        key: &ChangeKey,
        principal: ObjectId,
        api: Api,
    ) -> Result<grants::Grant, GraphError> {
        let resource = self.history.api(api);
        let mut waits = WAITS.into_iter();
        loop {
            let first: List<grants::Grant> = self.send(key, &grants::of(principal)).await?.read()?;
            let list = self.parts.graph.all_pages(first).await?;
            let found = list.into_iter().find(|g| g.consent_type == "AllPrincipals" && Some(g.resource_id) == resource);
            if let Some(grant) = found {
                return Ok(grant);
            }
            let Some(wait) = waits.next() else {
                let refusal = Refusal { request: grants::of(principal).name(), ..Refusal::default() };
                return Err(GraphError::StillReplicating(Box::new(refusal)));
            };
            self.wait_for_replication(key, wait).await?;
        }
    }
}
