//! The end of a setup: everything is read back and compared as sets, in one `$batch`. What does not show yet is
//! waited for; then the setup stops in a state that can be taken up again.

use std::collections::BTreeSet;
use std::time::Duration;

use super::error::SetupError;
use super::progress::{ChangeState, GrantedPermission};
use super::run::Run;
use crate::graph::resources::applications::{self, Application};
use crate::graph::resources::grants;
use crate::graph::{GraphError, Lag, Pause, PauseReason};
use crate::journal::Entry;
use crate::plan::{ChangeKey, requests};
use crate::preset::PermissionKind;
use crate::types::{AppRoleId, ObjectId};

/// What was read back.
struct Seen {
    application: Application,
    approvals: Approvals,
}

/// What an app is approved for, for everyone in the organisation.
pub(super) struct Approvals {
    roles: BTreeSet<(ObjectId, AppRoleId)>,
    /// In lower case.
    scopes: BTreeSet<(ObjectId, String)>,
}

impl Approvals {
    pub(super) fn of(assignments: &[grants::Assignment], delegated: &[grants::Grant]) -> Self {
        let everyone = delegated.iter().filter(|grant| grant.is_for_everyone());
        let names = |grant: &grants::Grant| {
            grant.names().map(|name| (grant.resource_id, name.to_lowercase())).collect::<Vec<_>>()
        };
        Self {
            roles: assignments.iter().map(|a| (a.resource_id, a.app_role_id)).collect(),
            scopes: everyone.flat_map(names).collect(),
        }
    }
}

/// How long to wait between looks: 1, 2, 4, 8 ... about 90 seconds in all.
pub(super) const WAITS: [u64; 13] = [1, 2, 4, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8];

impl Run<'_> {
    /// Reads back until everything that was made shows. `awaited` is not expected yet: an administrator has to approve it.
    pub(super) async fn read_back(
        &mut self,
        awaited: &BTreeSet<ChangeKey>,
    ) -> Result<Vec<GrantedPermission>, SetupError> {
        self.tell_read_back(ChangeState::Running);
        let result = self.look_until_complete(awaited).await;
        match &result {
            Ok(_) => self.tell_read_back(ChangeState::Done),
            Err(error) => self.tell_read_back(ChangeState::Failed(Box::new(error.problem()))),
        }
        result
    }

    async fn look_until_complete(
        &mut self,
        awaited: &BTreeSet<ChangeKey>,
    ) -> Result<Vec<GrantedPermission>, SetupError> {
        let mut waits = WAITS.into_iter();
        loop {
            let seen = self.look().await?;
            self.correct_requested(&seen).await?;
            self.remove_strays(&seen).await?;
            let permissions = self.compare(&seen.approvals);
            let missing = permissions.iter().filter(|p| !p.granted).map(GrantedPermission::key);
            let missing: Vec<ChangeKey> = missing.filter(|key| !awaited.contains(key)).collect();
            if missing.is_empty() {
                return Ok(permissions);
            }
            let Some(wait) = waits.next() else { return Err(SetupError::Incomplete(missing)) };
            let wait = Duration::from_secs(wait);
            let until = self.now().checked_add(wait).unwrap_or(jiff::Timestamp::MAX);
            self.tell_read_back(ChangeState::Pausing { until, why: PauseReason::Replication.message() });
            tokio::select! {
                () = self.parts.graph.clock().sleep(wait) => {}
                () = self.parts.graph.cancel().cancelled() => return Err(SetupError::Stopped),
            }
        }
    }

    async fn look(&self) -> Result<Seen, SetupError> {
        let (application, _) = self.application()?;
        let principal = self.service_principal()?;
        let reads = [
            applications::by_id(application).lagging(Lag::NewObject),
            grants::assignments_of(principal).lagging(Lag::NewObject),
            grants::of(principal).lagging(Lag::NewObject),
        ];
        let on_pause = |_, pause: Pause| {
            self.tell_read_back(ChangeState::Pausing { until: pause.until, why: pause.reason.message() });
        };
        let mut answers = self.parts.graph.batch(&reads, &on_pause).await?.into_iter();
        let mut next = || answers.next().unwrap_or(Err(GraphError::Cancelled));
        let application: Application = next()?.read()?;
        let (assignments, grants) = (next()?.read()?, self.delegated_in(next())?);
        let assignments: Vec<grants::Assignment> = self.parts.graph.all_pages(assignments).await?;
        let grants: Vec<grants::Grant> = self.parts.graph.all_pages(grants).await?;
        Ok(Seen { application, approvals: Approvals::of(&assignments, &grants) })
    }

    /// What the application asks for must be what was planned: one that was adopted may differ.
    async fn correct_requested(&mut self, seen: &Seen) -> Result<(), SetupError> {
        let plan = self.plan();
        let wanted: BTreeSet<(String, String, &str)> = plan
            .permissions
            .iter()
            .map(|p| (p.api.app_id().to_string(), p.id.to_string(), requests::access_type(p.kind)))
            .collect();
        let found: BTreeSet<(String, String, &str)> = seen
            .application
            .required_resource_access
            .iter()
            .flat_map(|api| {
                api.resource_access.iter().filter_map(|access| {
                    let id = access.get("id")?.as_str()?.to_lowercase();
                    Some((api.resource_app_id.to_string(), id, access.get("type")?.as_str()?))
                })
            })
            .collect();
        if wanted.is_subset(&found) {
            return Ok(());
        }
        if let Some(client) = plan.reuse {
            return self.use_application(client).await;
        }
        let body = serde_json::json!({ "requiredResourceAccess": requests::required_resource_access(&plan) });
        self.send(&ChangeKey::Application, &applications::update(seen.application.id, body)).await?;
        Ok(())
    }

    /// A secret of this setup that nobody ever heard of may show only now.
    async fn remove_strays(&mut self, seen: &Seen) -> Result<(), SetupError> {
        let (Some(planned), Some((known, _))) = (self.plan().secret, self.history.secret) else { return Ok(()) };
        if self.history.is_made() {
            // Others of the same name may be somebody's by now.
            return Ok(());
        }
        for secret in &seen.application.password_credentials {
            if secret.key_id != known && secret.display_name.as_deref() == Some(planned.description.as_str()) {
                let remove = applications::remove_password(seen.application.id, secret.key_id);
                self.send(&ChangeKey::Secret, &remove).await?;
                self.write([Entry::SecretRemoved { key_id: secret.key_id }]).await?;
            }
        }
        Ok(())
    }

    /// The planned permissions, each with whether it is approved.
    pub(super) fn compare(&self, seen: &Approvals) -> Vec<GrantedPermission> {
        self.plan()
            .permissions
            .into_iter()
            .map(|permission| {
                let granted = self.history.api(permission.api).is_some_and(|api| match permission.kind {
                    PermissionKind::Application => seen.roles.contains(&(api, permission.id)),
                    PermissionKind::Delegated => seen.scopes.contains(&(api, permission.name.as_str().to_lowercase())),
                });
                GrantedPermission { api: permission.api, kind: permission.kind, name: permission.name, granted }
            })
            .collect()
    }
}
