//! Taking approvals back, on their own: exactly what came with this setup. What was approved before, or by somebody for
//! something else, stays.

use std::collections::BTreeMap;

use super::error::SetupError;
use super::progress::ChangeState;
use super::read_back::Approvals;
use super::run::Run;
use crate::graph::resources::List;
use crate::graph::resources::grants::{self, Assignment, Grant};
use crate::graph::{GraphError, Reply, Request};
use crate::journal::{Approved, Entry, History, Made};
use crate::plan::ChangeKey;
use crate::preset::{Api, PermissionKind};
use crate::types::{ObjectId, PermissionName};

impl Run<'_> {
    /// Takes back what came with this setup, and leaves app and secret.
    pub(super) async fn revoke_only(mut self) -> Result<History, SetupError> {
        self.revoke().await?;
        self.write([Entry::Revoked]).await?;
        Ok(self.history)
    }

    /// Takes back what came with this setup. What is gone already is fine.
    pub(super) async fn revoke(&mut self) -> Result<(), SetupError> {
        let Some(principal) = self.history.service_principal else { return Ok(()) };
        let (assignments, delegated) = match self.approvals_of(principal).await {
            Ok(found) => found,
            // Without its service principal, the app has no approvals.
            Err(error) if error.status() == Some(404) => (Vec::new(), Vec::new()),
            Err(error) => return Err(SetupError::of_undo(error)),
        };
        self.note_what_came_unheard(&Approvals::of(&assignments, &delegated)).await?;
        let approved: Vec<_> =
            self.history.approved.clone().into_iter().filter(|(_, what)| !what.added.is_empty()).collect();
        for (key, what) in approved {
            self.tell(&key, ChangeState::Running);
            let request = match &key {
                ChangeKey::Role(api, name) => self.unassign(principal, *api, name, &what, &assignments),
                ChangeKey::Delegated(api) => self.narrow(*api, &what, &delegated),
                _ => None,
            };
            if let Some(request) = request
                && let Err(error) = self.send(&key, &request).await
                && error.status() != Some(404)
            {
                return Err(self.failed(&key, SetupError::of_undo(error)));
            }
            self.write([Entry::Gone { key: key.clone() }]).await?;
            self.tell(&key, ChangeState::Done);
        }
        Ok(())
    }

    /// Before it is taken back: what came with this setup although nobody heard so. An answer was lost, or an
    /// administrator approved what this setup waited for and nobody has looked since.
    async fn note_what_came_unheard(&mut self, now: &Approvals) -> Result<(), SetupError> {
        let mut unheard: BTreeMap<ChangeKey, Vec<PermissionName>> = BTreeMap::new();
        for permission in self.compare(now) {
            let key = permission.key();
            let known = self.history.approved.get(&key).is_some_and(|what| what.added.contains(&permission.name));
            let in_doubt = self.history.making.contains(&key) && self.in_doubt_names(&key).contains(&permission.name);
            let waited_for = permission.granted && self.came_with_this_setup(&key).contains(&permission.name);
            if !known && (in_doubt || waited_for) {
                unheard.entry(key).or_default().push(permission.name);
            }
        }
        let entries =
            unheard.into_iter().map(|(key, added)| Entry::Made { key, made: Made::Grant { id: None, added } });
        self.write(entries.collect::<Vec<_>>()).await
    }

    /// What an app is approved for, as Microsoft has it now.
    pub(super) async fn approvals_of(&self, principal: ObjectId) -> Result<(Vec<Assignment>, Vec<Grant>), GraphError> {
        let graph = &self.parts.graph;
        let reads = [grants::assignments_of(principal), grants::of(principal)];
        let mut answers = graph.batch(&reads, &|_, _| {}).await?.into_iter();
        let mut next = || answers.next().unwrap_or(Err(GraphError::Cancelled));
        let (assignments, delegated) = (next()?, next());
        Ok((graph.all_pages(assignments.read()?).await?, graph.all_pages(self.delegated_in(delegated)?).await?))
    }

    /// The delegated approvals in an answer. Where the plan has none, whoever may not read them need not.
    pub(super) fn delegated_in(&self, answer: Result<Reply, GraphError>) -> Result<List<Grant>, GraphError> {
        let none = || self.plan().permissions.iter().all(|permission| permission.kind != PermissionKind::Delegated);
        match answer {
            Err(error) if error.status() == Some(403) && none() => Ok(List { value: Vec::new(), next: None }),
            answer => answer?.read(),
        }
    }

    fn unassign(
        &self,
        principal: ObjectId,
        api: Api,
        name: &PermissionName,
        what: &Approved,
        there: &[Assignment],
    ) -> Option<Request> {
        let plan = self.plan();
        let role = plan.permissions_of(api, PermissionKind::Application).find(|p| p.name == *name)?.id;
        let resource = self.history.api(api)?;
        let is_it = |one: &&Assignment| match (&what.id, &one.id) {
            // One that was made again by somebody else has another id.
            (Some(made), Some(id)) => made == id,
            _ => one.resource_id == resource && one.app_role_id == role,
        };
        let id = there.iter().find(is_it)?.id.as_deref()?;
        Some(grants::unassign(principal, id))
    }

    fn narrow(&self, api: Api, what: &Approved, there: &[Grant]) -> Option<Request> {
        let resource = self.history.api(api)?;
        let grant = there.iter().find(|grant| grant.is_for_everyone() && grant.resource_id == resource)?;
        let added = |name: &&str| what.added.iter().any(|added| added.as_str().eq_ignore_ascii_case(name));
        let left: Vec<&str> = grant.names().filter(|name| !added(name)).collect();
        if left.is_empty() {
            Some(grants::delete(&grant.id))
        } else {
            Some(grants::set_scope(&grant.id, &left.join(" ")))
        }
    }
}
