//! Wave one on an application that is there already: read afresh, what it lacks is written down, then merged in. Nothing
//! that it has is left out, and nobody's approval or secret is taken for this setup's.

use std::collections::BTreeSet;

use super::error::SetupError;
use super::existing::held;
use super::progress::ChangeState;
use super::run::Run;
use crate::graph::resources::applications::{self, Application};
use crate::graph::resources::service_principals::{self, ServicePrincipal};
use crate::graph::resources::{List, grants};
use crate::graph::{GraphError, Lag, Request};
use crate::journal::{Entry, Made};
use crate::plan::{Additions, ChangeKey, Existing, added, taken_back};
use crate::preset::PermissionKind;
use crate::types::{ClientId, ObjectId, PermissionName};

/// How often a change whose answer was lost is tried, each time after looking.
const TRIES: u32 = 4;

impl Run<'_> {
    /// Adds to the application what it lacks.
    pub(super) async fn use_application(&mut self, client: ClientId) -> Result<(), SetupError> {
        let key = ChangeKey::Application;
        let plan = self.plan();
        let mut in_doubt = self.history.making.contains(&key);
        let mut tries = 0;
        loop {
            tries += 1;
            let Some(application) = self.read_reused(client).await? else { return Err(SetupError::ReusedGone) };
            let existing = held(&application);
            if existing.misfit(&plan).is_some() {
                return Err(SetupError::ReusedChanged);
            }
            let additions = Additions::of(&plan, &existing);
            if additions.is_empty() {
                return self.has_everything(&existing).await;
            }
            let adding = Entry::Adding { id: existing.application, additions: additions.clone() };
            self.write([Entry::Making { key: key.clone() }, adding]).await?;
            self.tell(&key, ChangeState::Running);
            let Err(error) = self.send(&key, &merge(&existing, &additions)).await else {
                return self.has_everything(&existing).await;
            };
            in_doubt |= error.may_have_happened();
            if !error.may_have_happened() && !in_doubt {
                self.write([Entry::Refused { key: key.clone() }]).await?;
            }
            // Deleted in this moment: the next look says so.
            let look_again = error.may_have_happened() || error.status() == Some(404);
            if !look_again || tries == TRIES {
                return Err(SetupError::of_application(error));
            }
            self.go_on()?;
        }
    }

    async fn has_everything(&mut self, existing: &Existing) -> Result<(), SetupError> {
        let key = ChangeKey::Application;
        let ours = (existing.application, existing.client);
        if self.history.application != Some(ours) || self.history.making.contains(&key) {
            let made = Made::Application { id: existing.application, client: existing.client };
            self.write([Entry::Made { key: key.clone(), made }]).await?;
        }
        let nothing = self.history.added.is_empty();
        self.tell(&key, if nothing { ChangeState::AlreadyThere } else { ChangeState::Done });
        Ok(())
    }

    /// The application as it is now; `None` when it is gone.
    async fn read_reused(&self, client: ClientId) -> Result<Option<Application>, GraphError> {
        match self.send(&ChangeKey::Application, &applications::to_add_to(client)).await {
            Ok(reply) => reply.read().map(Some),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Before the service principal is made: the one that is there is used. One whose creation was begun by this setup,
    /// after it had looked, is this setup's.
    pub(super) async fn find_service_principal(&mut self, client: ClientId) -> Result<(), SetupError> {
        let key = ChangeKey::ServicePrincipal;
        let found: ServicePrincipal = match self.send(&key, &service_principals::by_app_id(client)).await {
            Ok(reply) => reply.read()?,
            Err(error) if error.status() == Some(404) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let new = self.history.making.contains(&key);
        self.write([Entry::Made { key: key.clone(), made: Made::ServicePrincipal { id: found.id, new } }]).await?;
        self.tell(&key, ChangeState::AlreadyThere);
        Ok(())
    }

    /// Before anything is approved on a service principal that others use too: what is approved already is noted as not
    /// of this setup, and what will be added to a grant is written down; the keys of such grants are answered. After that, whatever is found approved although
    /// its answer was never heard came with this setup.
    pub(super) async fn note_what_is_approved(
        &mut self,
        wanted: &mut Vec<(ChangeKey, Request)>,
    ) -> Result<BTreeSet<ChangeKey>, SetupError> {
        let mut widened = BTreeSet::new();
        if wanted.is_empty() || self.history.made_service_principal {
            return Ok(widened);
        }
        let (assignments, delegated) = self.approvals_of(self.service_principal()?).await?;
        let plan = self.plan();
        let mut there = Vec::new();
        for (key, request) in wanted.iter_mut() {
            match key {
                ChangeKey::Role(api, name) => {
                    let role = plan.permissions_of(*api, PermissionKind::Application).find(|p| p.name == *name);
                    let (resource, role) = (self.history.api(*api), role.map(|p| p.id));
                    let found =
                        assignments.iter().find(|a| Some(a.resource_id) == resource && Some(a.app_role_id) == role);
                    if let Some(found) = found {
                        let added = self.in_doubt_names(key);
                        there.push((key.clone(), Made::Grant { id: found.id.clone(), added }));
                    }
                }
                ChangeKey::Delegated(api) => {
                    let resource = self.history.api(*api);
                    let found = delegated.iter().find(|g| g.is_for_everyone() && Some(g.resource_id) == resource);
                    let Some(found) = found else { continue };
                    let has = |name: &str| found.names().any(|have| have.eq_ignore_ascii_case(name));
                    let added: Vec<_> = self.names_of(key).into_iter().filter(|name| !has(name.as_str())).collect();
                    if added.is_empty() {
                        let added = self.in_doubt_names(key);
                        there.push((key.clone(), Made::Grant { id: Some(found.id.clone()), added }));
                    } else {
                        let names: Vec<&str> = found.names().chain(added.iter().map(PermissionName::as_str)).collect();
                        *request = grants::set_scope(&found.id, &names.join(" "));
                        widened.insert(key.clone());
                        self.write([Entry::Widening { key: key.clone(), id: found.id.clone(), added }]).await?;
                    }
                }
                _ => {}
            }
        }
        wanted.retain(|(key, _)| !there.iter().any(|(found, _)| found == key));
        for (key, made) in there {
            self.write([Entry::Made { key: key.clone(), made }]).await?;
            self.tell(&key, ChangeState::AlreadyThere);
        }
        Ok(widened)
    }

    /// What came with this setup of an approval that is there although nobody heard so: all of it, if this setup began
    /// it; of a widened grant, what was written down.
    pub(super) fn in_doubt_names(&self, key: &ChangeKey) -> Vec<PermissionName> {
        let begun = self.history.making.contains(key) && !self.history.approved.contains_key(key);
        if self.history.made_service_principal || begun { self.names_of(key) } else { Vec::new() }
    }

    /// Undo on an application that was there before: secret, approvals and additions of this setup are taken back. The
    /// application stays, and so does its service principal, unless this setup made it and nobody uses it.
    pub(super) async fn give_back(&mut self, client: ClientId) -> Result<(), SetupError> {
        let begun: Vec<ChangeKey> = self.history.making.iter().cloned().collect();
        for key in begun.into_iter().filter(|key| matches!(key, ChangeKey::Role(..) | ChangeKey::Delegated(_))) {
            let added = self.in_doubt_names(&key);
            self.write([Entry::Made { key, made: Made::Grant { id: None, added } }]).await?;
        }
        self.revoke().await?;
        self.remove_own_service_principal().await?;
        let key = ChangeKey::Application;
        self.tell(&key, ChangeState::Running);
        let result = self.take_back(client).await;
        result.map_err(|error| self.failed(&key, error))?;
        self.tell(&key, ChangeState::Done);
        self.write([Entry::Gone { key }]).await
    }

    async fn remove_own_service_principal(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::ServicePrincipal;
        let Some(id) = self.history.service_principal.filter(|_| self.history.made_service_principal) else {
            return Ok(());
        };
        let used = match self.approvals_of(id).await {
            Ok((assignments, delegated)) => {
                !assignments.is_empty() || !delegated.is_empty() || self.is_given(id).await?
            }
            Err(error) if error.status() == Some(404) => false,
            Err(error) => return Err(self.failed(&key, SetupError::of_undo(error))),
        };
        if used {
            // Somebody was given something with it meanwhile.
            self.tell(&key, ChangeState::AlreadyThere);
            return Ok(());
        }
        self.remove(&key, &service_principals::delete(id)).await
    }

    /// Whether anybody was given the app: people and groups who may use it.
    async fn is_given(&self, principal: ObjectId) -> Result<bool, SetupError> {
        match self.send(&ChangeKey::ServicePrincipal, &grants::assigned_to(principal)).await {
            Ok(reply) => Ok(!reply.read::<List<serde_json::Value>>()?.value.is_empty()),
            Err(error) if error.status() == Some(404) => Ok(false),
            Err(error) => Err(SetupError::of_undo(error)),
        }
    }

    /// Takes back the secret and what was added, from the application as it is now.
    async fn take_back(&mut self, client: ClientId) -> Result<(), SetupError> {
        let mut additions = self.history.added.clone();
        additions.extend(self.history.adding.clone());
        let ours = self.plan().secret.map(|secret| secret.description);
        let known = self.history.secret.map(|(key, _)| key);
        let mut tries = 0;
        loop {
            tries += 1;
            // Without the application, nothing of it is left.
            let Some(application) = self.read_reused(client).await? else { return Ok(()) };
            for secret in &application.password_credentials {
                // No other setup and nobody else gives a secret this name.
                if Some(secret.key_id) != known && (ours.is_none() || secret.display_name != ours) {
                    continue;
                }
                let remove = applications::remove_password(application.id, secret.key_id);
                match self.send(&ChangeKey::Secret, &remove).await {
                    Ok(_) => {}
                    Err(error) if matches!(error.status(), Some(400 | 404)) => {
                        tracing::info!(%error, "a secret was already gone");
                    }
                    Err(error) => return Err(SetupError::of_undo(error)),
                }
                self.write([Entry::SecretRemoved { key_id: secret.key_id }]).await?;
            }
            if ours.is_some() {
                self.tell(&ChangeKey::Secret, ChangeState::Done);
            }
            let Some(body) = taken_back(&held(&application), &additions) else { return Ok(()) };
            match self.send(&ChangeKey::Application, &change(&application, body)).await {
                Ok(_) => return Ok(()),
                Err(error) if tries < TRIES && (error.may_have_happened() || error.status() == Some(404)) => {}
                Err(error) => return Err(SetupError::of_undo(error)),
            }
        }
    }
}

fn merge(existing: &Existing, additions: &Additions) -> Request {
    applications::update(existing.application, added(existing, additions)).look_first().lagging(Lag::Never)
}

/// What was merged is out of date as soon as somebody else changes the application: it is never sent a second time
/// without looking.
fn change(application: &Application, body: serde_json::Value) -> Request {
    applications::update(application.id, body).look_first().lagging(Lag::Never)
}
