//! Proof by use: a fresh token with the new secret, its roles compared, the product's own calls tried. Changes nothing
//! in a tenant and sends the app's token to nobody but Microsoft.

mod answer;
mod api;
mod patience;
mod run;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::explain::Problem;
use crate::net::Network;
use crate::plan::Plan;
use crate::setup::Outcome;

/// The state of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// Not begun.
    Waiting,
    /// Being tried.
    Running,
    /// Microsoft does not know the new secret or approval yet; tried again at this time.
    NotYet {
        /// When.
        until: Timestamp,
    },
    /// It works.
    Passed,
    /// It does not.
    Failed(Box<Problem>),
    /// Left out, because something before it failed.
    Skipped,
}

/// News from the checks: the id of a check, and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckProgress {
    /// Id of the check in the plan.
    pub check: String,
    /// Its state.
    pub state: CheckState,
}

/// What the checks need of the world.
#[derive(Clone, Debug)]
pub struct VerifyParts {
    /// The network.
    pub network: Network,
    /// The cloud.
    pub cloud: Cloud,
    /// Time.
    pub clock: Clock,
    /// Stops the checks: what is not done then is [`CheckState::Skipped`].
    pub cancel: CancellationToken,
}

/// Runs the plan's checks one after the other, each until it passes, fails for good, or two minutes have passed by the
/// clock. Once the app cannot sign in, the rest is skipped. `on` hears of every change of state; the last state of
/// each check is returned, in the order of the plan.
pub async fn verify(
    parts: &VerifyParts,
    plan: &Plan,
    outcome: &Outcome,
    on: &(dyn Fn(CheckProgress) + Send + Sync),
) -> Vec<CheckProgress> {
    let mut run = run::Run::new(parts, outcome, on);
    let mut results = Vec::new();
    for check in &plan.checks {
        let state = run.check(check).await;
        let progress = CheckProgress { check: check.id.clone(), state };
        on(progress.clone());
        results.push(progress);
    }
    results
}
