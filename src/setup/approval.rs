//! Waiting for an administrator: one look at what is approved, and a quiet poll until everything is. Changes nothing in
//! the tenant. The journal is locked only while a line is written, so that others can use it meanwhile.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::engine::Engine;
use super::error::SetupError;
use super::link::approval_link;
use super::progress::{ChangeState, GrantedPermission, MadeSecret, OnProgress, Outcome, Progress};
use super::read_back::Approvals;
use super::run::Run;
use crate::explain::FaultKind;
use crate::graph::GraphError;
use crate::journal::{Awaited, Entry, History, JournalError, Made, Stage};
use crate::plan::ChangeKey;
use crate::types::SetupId;

impl Engine {
    /// Looks once at what is approved, and writes it down when there is news. [`Outcome::awaits_approval`] says whether
    /// everything is. The secret's value may be unknown to this outcome: [`Outcome::remembering`].
    ///
    /// # Errors
    /// It cannot be looked at now, or the app is not there any more.
    pub async fn look_for_approval(&self, setup: SetupId, on: OnProgress<'_>) -> Result<Outcome, SetupError> {
        loop {
            let history = self.history(setup).await?;
            if let Some(outcome) = self.look_at_approvals(history, on).await? {
                return Ok(outcome);
            }
        }
    }

    /// `None` when somebody else went on with the setup meanwhile: then what was seen may not be true any more.
    async fn look_at_approvals(&self, history: History, on: OnProgress<'_>) -> Result<Option<Outcome>, SetupError> {
        let setup = history.begun.setup;
        if history.stage == Stage::Undone {
            return Err(SetupError::AlreadyUndone(setup));
        }
        let mut run = Run::reading(&self.parts, history, on);
        let principal = run.service_principal()?;
        let approvals = match run.approvals_of(principal).await {
            Ok((assignments, delegated)) => Approvals::of(&assignments, &delegated),
            Err(error) if error.status() == Some(404) && run.is_young() => Approvals::of(&[], &[]),
            Err(error) if error.status() == Some(404) => return Err(SetupError::Vanished),
            Err(error) => return Err(error.into()),
        };
        let permissions = run.compare(&approvals);
        let missing = awaited(&permissions);
        let news = match run.history.stage {
            Stage::AwaitingApproval => run.history.awaited != missing,
            Stage::Complete => !missing.is_empty(),
            // Taken back on purpose: only that it was approved again is news.
            Stage::Revoked => missing.is_empty(),
            // Begun to be set up or undone: whoever does it says how it ends.
            Stage::Unfinished | Stage::Undone => false,
        };
        if news {
            let journal = self.open(setup).await?;
            if *journal.history() != run.history {
                return Ok(None);
            }
            run.take(journal);
        } else if !missing.is_empty() {
            return run.outcome(permissions).map(Some);
        }
        run.recall_secret().await?;
        if news { run.settle(permissions).await.map(Some) } else { run.outcome(permissions).map(Some) }
    }

    /// Waits until everything is approved, by whomever and however: looks every few seconds at first, less often later,
    /// and never gives up by itself. A lost network and a busy Microsoft are waited out.
    ///
    /// # Errors
    /// Stopped, the sign-in has ended, or the app is not there any more. Waiting can be taken up again.
    pub async fn await_approval(&self, setup: SetupId, on: OnProgress<'_>) -> Result<Outcome, SetupError> {
        let began = self.clock().now();
        let mut told = None;
        loop {
            match self.look_for_approval(setup, on).await {
                Ok(outcome) if !outcome.awaits_approval() => return Ok(outcome),
                Ok(outcome) if told.as_ref() != Some(&outcome.permissions) => {
                    on(Progress::Approved(outcome.permissions.clone()));
                    told = Some(outcome.permissions);
                }
                Ok(_) => {}
                Err(SetupError::Graph(GraphError::Cancelled)) => return Err(SetupError::Stopped),
                Err(error) if passes(&error) => tracing::info!(%error, "could not look for the approval"),
                Err(error) => return Err(error),
            }
            let wait = pause(began, self.clock().now());
            tokio::select! {
                biased;
                () = self.parts.graph.cancel().cancelled() => return Err(SetupError::Stopped),
                () = self.clock().sleep(wait) => {}
            }
        }
    }
}

/// How long to wait before the next look: an administrator who was just asked is soon there, or comes tomorrow.
fn pause(began: Timestamp, now: Timestamp) -> Duration {
    let waited = now.duration_since(began);
    if waited < SignedDuration::from_mins(5) {
        Duration::from_secs(10)
    } else if waited < SignedDuration::from_hours(1) {
        Duration::from_secs(30)
    } else {
        Duration::from_mins(2)
    }
}

/// Whether looking again later can help without anybody doing anything.
fn passes(error: &SetupError) -> bool {
    match error {
        SetupError::Graph(
            GraphError::NoAnswer { .. }
            | GraphError::Unreadable { .. }
            | GraphError::StillBusy(_)
            | GraphError::StillReplicating(_),
        )
        | SetupError::Journal(JournalError::InUse { .. }) => true,
        SetupError::Graph(GraphError::Refused(refusal)) => refusal.status == 429 || refusal.status >= 500,
        // The sign-in could not be renewed because nobody answered, not because it has ended.
        SetupError::Graph(GraphError::NoToken(fault)) => match &fault.kind {
            FaultKind::Own(id) => id.starts_with("network-") || matches!(*id, "not-json" | "microsoft-busy"),
            FaultKind::Aadsts(_) | FaultKind::Graph { .. } => false,
        },
        _ => false,
    }
}

fn awaited(permissions: &[GrantedPermission]) -> BTreeSet<Awaited> {
    let missing = permissions.iter().filter(|permission| !permission.granted);
    missing.map(|p| Awaited { api: p.api, kind: p.kind, name: p.name.clone() }).collect()
}

impl Run<'_> {
    /// Writes down what is approved by now: the setup is complete, or waits for an administrator.
    pub(super) async fn settle(&mut self, permissions: Vec<GrantedPermission>) -> Result<Outcome, SetupError> {
        let awaited = awaited(&permissions);
        let waiting: BTreeSet<ChangeKey> = awaited.iter().map(Awaited::key).collect();
        let keys: BTreeSet<ChangeKey> = permissions.iter().map(GrantedPermission::key).collect();
        let (arrived, open): (Vec<_>, Vec<_>) = keys
            .into_iter()
            .filter(|key| !self.history.made.contains(key) || waiting.contains(key))
            .partition(|key| !waiting.contains(key));
        let mut entries: Vec<Entry> = arrived
            .iter()
            .map(|key| {
                let made = Made::Grant { id: None, added: self.came_with_this_setup(key) };
                Entry::Made { key: key.clone(), made }
            })
            .collect();
        if awaited.is_empty() {
            entries.push(Entry::Completed);
        } else if self.history.stage != Stage::AwaitingApproval || self.history.awaited != awaited {
            entries.push(Entry::AwaitingApproval { permissions: awaited.into_iter().collect() });
        }
        self.write(entries).await?;
        for key in &arrived {
            self.tell(key, ChangeState::Done);
        }
        for key in &open {
            self.tell(key, ChangeState::AwaitingApproval);
        }
        self.outcome(permissions)
    }

    /// The permissions of an approval that somebody else made and that was missing before: this setup had asked for it.
    pub(super) fn came_with_this_setup(&self, key: &ChangeKey) -> Vec<crate::types::PermissionName> {
        if self.history.made_service_principal {
            return self.names_of(key);
        }
        self.history.awaited.iter().filter(|one| one.key() == *key).map(|one| one.name.clone()).collect()
    }

    /// What came of the setup so far.
    pub(super) fn outcome(&self, permissions: Vec<GrantedPermission>) -> Result<Outcome, SetupError> {
        let (application, client) = self.application()?;
        let begun = &self.history.begun;
        let secret = self.history.secret.map(|(key, end)| MadeSecret {
            key,
            value: self.secret.clone(),
            end,
            in_keychain: self.history.secret_kept,
        });
        Ok(Outcome {
            setup: begun.setup,
            tenant: begun.tenant,
            client,
            application,
            service_principal: self.service_principal()?,
            secret,
            permissions,
            approval_link: approval_link(self.parts.graph.cloud(), &begun.plan, begun.tenant, client, begun.setup),
        })
    }

    /// Takes the secret's value out of the keychain, where it is there.
    async fn recall_secret(&mut self) -> Result<(), SetupError> {
        let Some((key, _)) = self.history.secret else { return Ok(()) };
        match self.parts.vault.load(&self.secret_id(key)?).await {
            Ok(value) => self.secret = value,
            Err(error) => tracing::warn!(%error, "the keychain cannot be asked"),
        }
        Ok(())
    }
}
