//! The doors of the engine: apply a plan, take a setup up again, undo it.

use std::time::Duration;

use uuid::Uuid;

use super::app_rights::AppRights;
use super::error::SetupError;
use super::findings::Findings;
use super::progress::{OnProgress, Outcome, Progress};
use super::run::Run;
use crate::clock::Clock;
use crate::graph::Graph;
use crate::journal::{Begun, History, Journal, JournalError, SetupJournal, Stage};
use crate::plan::{Plan, with_own_secret};
use crate::signin::Account;
use crate::types::{SetupId, UniqueName};
use crate::vault::Vault;

/// How often a journal that is in use is tried again.
const LOCK_TRIES: u32 = 5;

/// What an engine works with.
#[derive(Clone, Debug)]
pub struct EngineParts {
    /// The signed-in client. Its cancellation token stops the setup between two changes.
    pub graph: Graph,
    /// Where is written down what is done.
    pub journal: Journal,
    /// Where secrets are kept.
    pub vault: Vault,
    /// Who is signed in.
    pub account: Account,
}

/// Makes plans true, for one sign-in.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) parts: EngineParts,
    /// Where no person is signed in, but an app as itself.
    pub(super) app: Option<AppRights>,
}

impl Engine {
    /// An engine. Nothing is done yet.
    #[must_use]
    pub fn new(parts: EngineParts) -> Self {
        Self { parts, app: None }
    }

    /// The same for an app that signed in as itself: no person, no directory roles.
    #[must_use]
    pub fn as_app(self, rights: AppRights) -> Self {
        Self { app: Some(rights), ..self }
    }

    /// What the app that signed in as itself may do; `None` where a person did.
    #[must_use]
    pub fn app_rights(&self) -> Option<&AppRights> {
        self.app.as_ref()
    }

    /// Who is signed in.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.parts.account
    }

    /// Makes a plan true: application with secret, service principals, approvals, read-back. The journal of the new
    /// setup is on the disk before the first change. What the account may not approve waits for an administrator:
    /// [`Outcome::awaits_approval`].
    ///
    /// # Errors
    /// Why it stopped. If the journal was begun (`Progress::Begun` was told), the setup can be taken up again.
    pub async fn apply(&self, plan: &Plan, findings: &Findings, on: OnProgress<'_>) -> Result<Outcome, SetupError> {
        let id = Uuid::new_v4();
        let setup = SetupId::new(id);
        // The random part is what keeps two setups of the same product apart.
        let unique_name = unique_name(id);
        let begun = Begun {
            setup,
            tenant: self.parts.account.tenant,
            tenant_name: findings.tenant_name.clone(),
            cloud: self.parts.graph.cloud().clone(),
            username: self.who(),
            plan: with_own_secret(in_this_tenant(plan, findings)?, &unique_name),
            unique_name,
            apis: findings.apis.clone(),
        };
        let now = self.clock().now();
        let journal = self.parts.journal.clone();
        let journal = blocking(move || journal.begin(begun, now)).await?;
        on(Progress::Begun(setup));
        self.run(journal, on).await
    }

    /// Takes a setup up again, whatever stopped it, and makes true what is missing. A setup that is complete is
    /// read back.
    ///
    /// # Errors
    /// Why it stopped (again), or that it belongs to another tenant.
    pub async fn resume(&self, setup: SetupId, on: OnProgress<'_>) -> Result<(Plan, Outcome), SetupError> {
        let journal = self.open(setup).await?;
        if journal.history().stage == Stage::Undone {
            return Err(SetupError::AlreadyUndone(setup));
        }
        let plan = journal.history().begun.plan.clone();
        on(Progress::Begun(setup));
        let mut run = Run::new(&self.parts, journal, on);
        run.forget_what_is_gone().await?;
        let outcome = run.run().await?;
        Ok((plan, outcome))
    }

    /// Removes what a setup made, and nothing else. What is already gone is fine.
    ///
    /// # Errors
    /// Why it stopped; it can be tried again.
    pub async fn undo(&self, setup: SetupId, on: OnProgress<'_>) -> Result<History, SetupError> {
        let journal = self.open(setup).await?;
        self.is_not_needed(journal.history()).await?;
        Run::new(&self.parts, journal, on).undo().await
    }

    async fn run(&self, journal: SetupJournal, on: OnProgress<'_>) -> Result<Outcome, SetupError> {
        Run::new(&self.parts, journal, on).run().await
    }

    /// Takes back only what was approved with a setup; app and secret stay.
    ///
    /// # Errors
    /// Why it stopped; it can be tried again.
    pub async fn revoke(&self, setup: SetupId, on: OnProgress<'_>) -> Result<History, SetupError> {
        let journal = self.open(setup).await?;
        if journal.history().stage == Stage::Undone {
            return Err(SetupError::AlreadyUndone(setup));
        }
        self.is_not_needed(journal.history()).await?;
        Run::new(&self.parts, journal, on).revoke_only().await
    }

    /// Refuses to take away what a later setup found there and works with.
    async fn is_not_needed(&self, history: &History) -> Result<(), SetupError> {
        let known = history.application.map(|(_, client)| client);
        let Some(client) = history.begun.plan.reuse.or(known) else { return Ok(()) };
        let journal = self.parts.journal.clone();
        let all = blocking(move || journal.all()).await?;
        let later = all.iter().find(|other| {
            other.begun.setup != history.begun.setup
                && other.began > history.began
                && other.begun.plan.reuse == Some(client)
                && (other.left_something() || other.is_made())
        });
        later.map_or(Ok(()), |later| Err(SetupError::StillNeeded(later.begun.setup)))
    }

    /// The story of a setup of this organisation, without keeping others from it.
    pub(super) async fn history(&self, setup: SetupId) -> Result<History, SetupError> {
        let journal = self.parts.journal.clone();
        let history = blocking(move || journal.look(setup)).await?;
        self.is_here(&history)?;
        Ok(history)
    }

    pub(super) async fn open(&self, setup: SetupId) -> Result<SetupJournal, SetupError> {
        let mut tries = 0;
        let journal = loop {
            let journal = self.parts.journal.clone();
            match blocking(move || journal.open(setup)).await {
                // A look for approvals holds it for the moment in which it writes a line.
                Err(SetupError::Journal(JournalError::InUse { .. })) if tries < LOCK_TRIES => tries += 1,
                other => break other?,
            }
            self.clock().sleep(Duration::from_millis(100)).await;
        };
        self.is_here(journal.history())?;
        Ok(journal)
    }

    /// Refuses a setup of another organisation or cloud than the sign-in.
    fn is_here(&self, history: &History) -> Result<(), SetupError> {
        let expected = history.begun.tenant;
        if expected != self.parts.account.tenant {
            return Err(SetupError::OtherTenant { expected });
        }
        let (theirs, ours) = (&history.begun.cloud, self.parts.graph.cloud());
        // The demo tenant listens on another port at every start.
        if theirs.graph != ours.graph && !(theirs.is_demo() && ours.is_demo()) {
            return Err(SetupError::OtherCloud { expected: theirs.login.to_string() });
        }
        Ok(())
    }

    /// Who makes the changes, for the journal: a person by their user name, an app by name and client id.
    fn who(&self) -> String {
        let account = &self.parts.account;
        match self.app {
            None => account.username.clone(),
            Some(_) => format!("{} ({})", account.name, account.username),
        }
    }

    pub(super) fn clock(&self) -> &Clock {
        self.parts.graph.clock()
    }
}

/// The `uniqueName` of a setup's application.
fn unique_name(id: Uuid) -> UniqueName {
    let name = format!("onramp-{}", id.simple());
    // Letters, digits and hyphens, 39 of them: what UniqueName asks for.
    UniqueName::parse(&name).unwrap_or_else(|_| unreachable!("{name} is a unique name"))
}

/// The plan with the permission ids that this tenant itself names; those of the lock file where it was not asked.
fn in_this_tenant(plan: &Plan, findings: &Findings) -> Result<Plan, SetupError> {
    let mut plan = plan.clone();
    for permission in &mut plan.permissions {
        let Some(offered) = findings.permissions.get(&permission.api) else { continue };
        permission.id = offered
            .id(permission.kind, permission.name.as_str())
            .ok_or_else(|| SetupError::UnknownPermission(permission.name.clone()))?;
    }
    Ok(plan)
}

/// Disk work, off the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, crate::journal::JournalError> + Send + 'static,
) -> Result<T, SetupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        // Only at shutdown.
        Err(_) => Err(SetupError::Stopped),
    }
}
