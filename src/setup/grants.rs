//! Wave three: the approvals. Existing grants are widened with what is missing, never replaced. What the account may
//! not approve is left to an administrator; everything else goes on.

use std::collections::BTreeSet;

use super::error::SetupError;
use super::progress::ChangeState;
use super::read_back::WAITS;
use super::run::Run;
use crate::graph::resources::{List, grants};
use crate::graph::{GraphError, Refusal, Reply, Request};
use crate::journal::{Entry, Made};
use crate::plan::{ChangeKey, requests};
use crate::preset::{Api, PermissionKind};
use crate::types::{ObjectId, PermissionName};

/// What came of one approval.
struct Granted {
    state: ChangeState,
    id: Option<String>,
    /// The names that were not approved before.
    added: Vec<PermissionName>,
}

impl Run<'_> {
    /// Approves what is not approved yet, everything in one `$batch`. Answers what the account may not approve. Whether
    /// it may is found out by trying: a role of the organisation's own making can allow it as well.
    pub(super) async fn make_grants(&mut self) -> Result<BTreeSet<ChangeKey>, SetupError> {
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
        let mut refused = BTreeSet::new();
        if wanted.is_empty() {
            return Ok(refused);
        }
        let widened = self.note_what_is_approved(&mut wanted).await?;
        if wanted.is_empty() {
            return Ok(refused);
        }
        let (keys, posts): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
        self.making(&keys).await?;
        let answers = match self.send_all(&keys, &posts).await {
            Ok(answers) => answers,
            Err(error) => {
                for key in &keys {
                    self.tell(key, ChangeState::Waiting);
                }
                return Err(SetupError::of_consent(error));
            }
        };
        let mut first_error = None;
        for (key, answer) in keys.into_iter().zip(answers) {
            match self.granted(&key, principal, answer).await {
                Ok(Granted { state, id, added }) => {
                    // Of a grant that was widened, what was added is written down already.
                    let added = if widened.contains(&key) { Vec::new() } else { added };
                    self.write([Entry::Made { key: key.clone(), made: Made::Grant { id, added } }]).await?;
                    self.tell(&key, state);
                }
                Err(SetupError::Graph(error)) if needs_an_administrator(&error) => {
                    tracing::info!(%error, "left to an administrator");
                    self.write([Entry::Refused { key: key.clone() }]).await?;
                    self.tell(&key, ChangeState::AwaitingApproval);
                    refused.insert(key);
                }
                Err(SetupError::Graph(error)) => {
                    let error = self.failed(&key, SetupError::of_consent(error));
                    first_error.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        first_error.map_or(Ok(refused), Err)
    }

    async fn granted(
        &mut self,
        key: &ChangeKey,
        principal: ObjectId,
        answer: Result<Reply, GraphError>,
    ) -> Result<Granted, SetupError> {
        let error = match answer {
            Ok(reply) => {
                // Both kinds of approval have an id of their own; without it, undo looks them up.
                let id = reply.read::<serde_json::Value>().ok();
                let id = id.and_then(|made| Some(made.get("id")?.as_str()?.to_owned()));
                return Ok(Granted { state: ChangeState::Done, id, added: self.names_of(key) });
            }
            Err(error) => error,
        };
        let there = error
            .refusal()
            .is_some_and(|r| matches!(r.status, 400 | 409) && r.message.to_lowercase().contains("already exists"));
        match key {
            _ if !there => Err(error.into()),
            ChangeKey::Delegated(api) => self.widen(key, principal, *api).await,
            // It was not there before: it comes from a try whose answer was lost, or for it.
            _ => Ok(Granted { state: ChangeState::AlreadyThere, id: None, added: self.in_doubt_names(key) }),
        }
    }

    /// The planned permissions that a change approves.
    pub(super) fn names_of(&self, key: &ChangeKey) -> Vec<PermissionName> {
        match key {
            ChangeKey::Role(_, name) => vec![name.clone()],
            ChangeKey::Delegated(api) => {
                self.plan().permissions_of(*api, PermissionKind::Delegated).map(|p| p.name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// There is a grant already: its names and the plan's together. What is added is written down first.
    async fn widen(&mut self, key: &ChangeKey, principal: ObjectId, api: Api) -> Result<Granted, SetupError> {
        let grant = self.grant_that_exists(key, principal, api).await?;
        let there = |name: &PermissionName| grant.names().any(|have| have.eq_ignore_ascii_case(name.as_str()));
        let planned = self.names_of(key);
        let added: Vec<_> = planned.iter().filter(|name| !there(name)).cloned().collect();
        let id = Some(grant.id.clone());
        if added.is_empty() {
            let added = self.in_doubt_names(key);
            return Ok(Granted { state: ChangeState::AlreadyThere, id, added });
        }
        self.write([Entry::Widening { key: key.clone(), id: grant.id.clone(), added: added.clone() }]).await?;
        let names: Vec<&str> = grant.names().chain(added.iter().map(PermissionName::as_str)).collect();
        self.send(key, &grants::set_scope(&grant.id, &names.join(" "))).await?;
        Ok(Granted { state: ChangeState::Done, id, added })
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
            let found = list.into_iter().find(|g| g.is_for_everyone() && Some(g.resource_id) == resource);
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

/// Whether somebody with more rights has to do it.
fn needs_an_administrator(error: &GraphError) -> bool {
    error.refusal().is_some_and(|r| r.status == 403 && r.says("Authorization_RequestDenied"))
}
