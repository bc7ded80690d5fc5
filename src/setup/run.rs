//! One run over one setup: the waves in order, each journaled before and after.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::engine::{EngineParts, blocking};
use super::error::SetupError;
use super::progress::{ChangeState, OnProgress, Outcome, Progress};
use super::read_back::Approvals;
use crate::explain::explain;
use crate::graph::{GraphError, Pause, PauseReason, Reply, Request};
use crate::journal::{Entry, History, SetupJournal};
use crate::plan::{ChangeKey, Plan, changes};
use crate::preset::Api;
use crate::types::{ClientId, ObjectId, PermissionName, SecretValue};

/// One run over one setup.
pub(super) struct Run<'a> {
    pub(super) parts: &'a EngineParts,
    journal: Option<SetupJournal>,
    pub(super) history: History,
    /// The value of the secret, once known.
    pub(super) secret: Option<SecretValue>,
    on: OnProgress<'a>,
}

impl<'a> Run<'a> {
    pub(super) fn new(parts: &'a EngineParts, journal: SetupJournal, on: OnProgress<'a>) -> Self {
        Self { parts, history: journal.history().clone(), journal: Some(journal), secret: None, on }
    }

    /// A run that only reads, until it is given the journal with [`Run::take`].
    pub(super) fn reading(parts: &'a EngineParts, history: History, on: OnProgress<'a>) -> Self {
        Self { parts, history, journal: None, secret: None, on }
    }

    /// From now on, facts can be written down.
    pub(super) fn take(&mut self, journal: SetupJournal) {
        self.history = journal.history().clone();
        self.journal = Some(journal);
    }

    /// Makes everything true that is not yet, as far as the account may; an administrator approves the rest.
    pub(super) async fn run(mut self) -> Result<Outcome, SetupError> {
        self.tell_what_is_done();
        self.make_application().await?;
        self.go_on()?;
        self.make_secret().await?;
        self.go_on()?;
        self.make_service_principals().await?;
        self.go_on()?;
        let awaited = self.make_grants().await?;
        self.go_on()?;
        let permissions = self.read_back(&awaited).await?;
        self.settle(permissions).await
    }

    /// The plan, as it was when the setup began.
    pub(super) fn plan(&self) -> Plan {
        self.history.begun.plan.clone()
    }

    /// The APIs of the plan that this tenant lacked when the setup began.
    pub(super) fn missing_apis(&self) -> Vec<Api> {
        self.plan().apis().into_iter().filter(|api| self.history.api(*api).is_none()).collect()
    }

    pub(super) fn application(&self) -> Result<(ObjectId, ClientId), SetupError> {
        self.history.application.ok_or_else(|| SetupError::Incomplete(vec![ChangeKey::Application]))
    }

    pub(super) fn service_principal(&self) -> Result<ObjectId, SetupError> {
        self.history.service_principal.ok_or_else(|| SetupError::Incomplete(vec![ChangeKey::ServicePrincipal]))
    }

    /// Says at once what an earlier run has made.
    fn tell_what_is_done(&self) {
        for change in changes(&self.history.begun.plan, &[], None) {
            let key = change.key();
            if self.history.made.contains(&key) {
                self.tell(&key, ChangeState::AlreadyThere);
            }
        }
    }

    /// Whether the setup is so young that "not there" may only mean "not seen everywhere yet". The longest incidents
    /// on record lasted some twenty minutes.
    pub(super) fn is_young(&self) -> bool {
        self.now().duration_since(self.history.began) < SignedDuration::from_hours(1)
    }

    /// Before an earlier setup is gone on with: what was made and is not there any more (undone, revoked, deleted) is
    /// noted as gone, so that it is made again. Taking something for gone by mistake is harmless: making it again is
    /// answered with "already there".
    pub(super) async fn forget_what_is_gone(&mut self) -> Result<(), SetupError> {
        let Some(principal) = self.history.service_principal else { return Ok(()) };
        let (assignments, delegated) = match self.approvals_of(principal).await {
            Ok(found) => found,
            Err(error) if error.status() == Some(404) => {
                return self.write([Entry::Gone { key: ChangeKey::ServicePrincipal }]).await;
            }
            Err(error) => return Err(error.into()),
        };
        let mut missing: BTreeMap<ChangeKey, Vec<PermissionName>> = BTreeMap::new();
        for permission in self.compare(&Approvals::of(&assignments, &delegated)) {
            if !permission.granted && self.history.made.contains(&permission.key()) {
                missing.entry(permission.key()).or_default().push(permission.name);
            }
        }
        let gone: Vec<Entry> = missing
            .into_iter()
            .map(|(key, gone)| match key {
                // The others are still there, and still came with this setup.
                ChangeKey::Delegated(_) => Entry::Narrowed { key, gone },
                key => Entry::Gone { key },
            })
            .collect();
        if gone.is_empty() { Ok(()) } else { self.write(gone).await }
    }

    /// Stops here if the person asked for it.
    pub(super) fn go_on(&self) -> Result<(), SetupError> {
        if self.parts.graph.cancel().is_cancelled() { Err(SetupError::Stopped) } else { Ok(()) }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.parts.graph.clock().now()
    }

    pub(super) fn tell(&self, key: &ChangeKey, state: ChangeState) {
        (self.on)(Progress::Change(key.clone(), state));
    }

    pub(super) fn tell_read_back(&self, state: ChangeState) {
        (self.on)(Progress::ReadBack(state));
    }

    /// Tells that a change failed, and gives the error back.
    pub(super) fn failed(&self, key: &ChangeKey, error: SetupError) -> SetupError {
        // Nothing was to be registered.
        let error = match error {
            SetupError::MayNotCreate(error) if self.history.begun.plan.reuse.is_some() => {
                SetupError::MayNotChange(error)
            }
            other => other,
        };
        self.tell(key, ChangeState::Failed(Box::new(explain(&error.fault()))));
        error
    }

    /// Writes facts down; they are on the disk when this returns.
    pub(super) async fn write(&mut self, entries: impl IntoIterator<Item = Entry> + Send) -> Result<(), SetupError> {
        let entries: Vec<_> = entries.into_iter().collect();
        let Some(mut journal) = self.journal.take() else { return Err(SetupError::Stopped) };
        let now = self.now();
        let (journal, result) = blocking(move || {
            let result = journal.write(now, entries);
            Ok((journal, result))
        })
        .await?;
        self.history = journal.history().clone();
        self.journal = Some(journal);
        Ok(result?)
    }

    /// Writes down that changes are about to be made, and tells it.
    pub(super) async fn making(&mut self, keys: &[ChangeKey]) -> Result<(), SetupError> {
        self.write(keys.iter().map(|key| Entry::Making { key: key.clone() }).collect::<Vec<_>>()).await?;
        for key in keys {
            self.tell(key, ChangeState::Running);
        }
        Ok(())
    }

    /// Sends one request of a change; its pauses show beside the change.
    pub(super) async fn send(&self, key: &ChangeKey, request: &Request) -> Result<Reply, GraphError> {
        let on_pause = |pause: Pause| {
            self.tell(key, ChangeState::Pausing { until: pause.until, why: pause.reason.message() });
        };
        self.parts.graph.send(request, &on_pause).await
    }

    /// Waits for Microsoft's directories to catch up with each other.
    pub(super) async fn wait_for_replication(&self, key: &ChangeKey, seconds: u64) -> Result<(), GraphError> {
        let wait = Duration::from_secs(seconds);
        let until = self.now().checked_add(wait).unwrap_or(Timestamp::MAX);
        self.tell(key, ChangeState::Pausing { until, why: PauseReason::Replication.message() });
        tokio::select! {
            () = self.parts.graph.clock().sleep(wait) => Ok(()),
            () = self.parts.graph.cancel().cancelled() => Err(GraphError::Cancelled),
        }
    }

    /// Sends the requests of several changes together.
    pub(super) async fn send_all(
        &self,
        keys: &[ChangeKey],
        requests: &[Request],
    ) -> Result<Vec<Result<Reply, GraphError>>, GraphError> {
        let on_pause = |index: usize, pause: Pause| {
            if let Some(key) = keys.get(index) {
                self.tell(key, ChangeState::Pausing { until: pause.until, why: pause.reason.message() });
            }
        };
        match requests {
            [] => Ok(Vec::new()),
            [only] => Ok(vec![self.parts.graph.send(only, &|pause| on_pause(0, pause)).await]),
            several => self.parts.graph.batch(several, &on_pause).await,
        }
    }
}
