//! What the window shows: one plain value. Only [`super::update`] changes it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::choice::{ClientChoice, CloudFile};
use super::connection::ConnectionTest;
use super::memory::Memory;
use super::protocol::JobId;
use crate::explain::Problem;
use crate::export::ExportFormat;
use crate::plan::{Change, ChangeKey, Draft, Plan};
use crate::preset::{PermissionIds, Preset};
use crate::setup::{ChangeState, Findings, Outcome};
use crate::signin::{Account, DeviceCode};
use crate::types::{SetupId, TenantId};
use crate::verify::CheckState;

/// The ten steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// Which product.
    Product,
    /// Sign in.
    Connect,
    /// The application's name and the product's inputs.
    App,
    /// Account type and redirect URI.
    Account,
    /// The secret's lifetime.
    Secret,
    /// Features and their permissions.
    Permissions,
    /// What will change.
    Review,
    /// It happens.
    Setup,
    /// It works.
    Check,
    /// Values to paste, files to save, what to do next.
    Handover,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 10] = [
        Self::Product,
        Self::Connect,
        Self::App,
        Self::Account,
        Self::Secret,
        Self::Permissions,
        Self::Review,
        Self::Setup,
        Self::Check,
        Self::Handover,
    ];

    /// The one after.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|step| *step < self)
    }
}

/// How the rail marks a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepMark {
    /// Behind the person, and right.
    Done,
    /// Where the person is.
    Current,
    /// Not reached.
    ToDo,
    /// Cannot be passed: something is wrong or someone else is needed.
    Blocked,
    /// Waits for an administrator, and goes on by itself.
    Waiting,
}

/// Everything the window shows.
#[derive(Clone, Debug)]
pub struct State {
    /// All products.
    pub presets: Vec<Preset>,
    /// Permission ids for previews.
    pub ids: PermissionIds,
    /// On the demo tenant? Then the accounts that it offers.
    pub demo: Option<Vec<DemoAccount>>,
    /// Where the person is.
    pub step: Step,
    /// The furthest step that was reached.
    pub reached: Step,
    /// Typed in the product search.
    pub search: String,
    /// What was chosen and typed; `None` until a product is chosen.
    pub draft: Option<Draft>,
    /// A step whose problems are shown even beside untouched fields, because Next was pressed.
    pub show_problems: BTreeSet<Step>,
    /// Typed in Connect.
    pub tenant_hint: String,
    /// The clouds that can be chosen, by id; empty where the place is fixed.
    pub clouds: Vec<String>,
    /// The cloud that the program was started for, by id.
    pub cloud: String,
    /// The cloud that the person chose; `None`: found out.
    pub chosen_cloud: Option<String>,
    /// A cloud from a file, chosen when `chosen_cloud` is [`super::CUSTOM_CLOUD`].
    pub cloud_file: CloudFile,
    /// As which app people sign in.
    pub client: ClientChoice,
    /// Why signing in with more rights failed; the sign-in before it stays.
    pub more_failed: Option<Problem>,
    /// Where the organization was found that is typed in Connect.
    pub found_cloud: Option<FoundCloud>,
    /// Key of the chosen demo account.
    pub demo_account: String,
    /// Signing in.
    pub connect: ConnectPhase,
    /// Looking at the tenant.
    pub preflight: Preflight,
    /// "Show technical details" on Review.
    pub show_requests: bool,
    /// What is being set up, fixed when it began; the draft may change afterwards only by starting over.
    pub plan: Option<Plan>,
    /// Setting up.
    pub setup: SetupPhase,
    /// One row per change.
    pub rows: Vec<SetupRow>,
    /// The read-back at the end of the setup.
    pub read_back: ChangeState,
    /// The setup's id in the journal, once begun.
    pub setup_id: Option<SetupId>,
    /// What was made.
    pub outcome: Option<Outcome>,
    /// One row per check.
    pub checks: Vec<CheckRow>,
    /// The checks are running under this job.
    pub checking: Option<JobId>,
    /// What goes to the administrator who has to approve.
    pub message: ApprovalMessage,
    /// Handing over.
    pub handover: Handover,
    /// Unfinished setups of earlier starts, offered on the first step.
    pub resumable: Vec<ResumableSetup>,
    /// The open dialog.
    pub dialog: Option<Dialog>,
    /// Light, dark or as the system.
    pub theme: ThemeChoice,
    /// The test of the connection, while it is open.
    pub connection: Option<ConnectionTest>,
    /// An address that could not be opened: shown with Copy.
    pub failed_link: Option<String>,
    /// The last job number given out.
    pub last_job: JobId,
    /// The jobs whose answers are awaited.
    pub jobs: BTreeSet<JobId>,
    /// What the rules remember and no page shows.
    pub(super) memory: Memory,
}

/// An account that the demo tenant offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// `global-admin`.
    pub key: String,
    /// "Megan Bowen".
    pub name: String,
    /// "megan@contoso.example".
    pub username: String,
    /// "Global Administrator", or what it lacks.
    pub role: String,
}

impl State {
    /// The cloud that a sign-in goes to, by id: found, chosen, or the one of the start.
    #[must_use]
    pub fn cloud_in_use(&self) -> &str {
        let found = self.found_cloud.as_ref().map(|found| found.cloud.as_str());
        found.or(self.chosen_cloud.as_deref()).unwrap_or(&self.cloud)
    }
}

/// The cloud in which an organization was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCloud {
    /// The domain or id that was typed.
    pub name: String,
    /// The cloud's id.
    pub cloud: String,
}

/// Signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectPhase {
    /// Nobody is signed in.
    SignedOut,
    /// Waiting for the browser; the address to open by hand, once known.
    SigningIn {
        /// The job.
        job: JobId,
        /// The address.
        address: Option<String>,
    },
    /// Waiting for a code to be typed on another device; the code, once known.
    WithCode {
        /// The job.
        job: JobId,
        /// What to type, and where.
        code: Option<DeviceCode>,
    },
    /// Somebody is.
    SignedIn(Account),
    /// It failed; trying again is offered.
    Failed(Problem),
}

impl ConnectPhase {
    /// The job under which somebody is signing in.
    #[must_use]
    pub fn job(&self) -> Option<JobId> {
        match self {
            Self::SigningIn { job, .. } | Self::WithCode { job, .. } => Some(*job),
            Self::SignedOut | Self::SignedIn(_) | Self::Failed(_) => None,
        }
    }
}

/// Looking at the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preflight {
    /// Not begun.
    Idle,
    /// Looking.
    Running(JobId),
    /// Found.
    Found(Findings),
    /// Could not look.
    Failed(Problem),
}

/// Setting up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupPhase {
    /// Not begun.
    Idle,
    /// Working.
    Running(JobId),
    /// Stopping after the change that is being made.
    Stopping(JobId),
    /// Stopped; can be taken up again.
    Stopped(Problem),
    /// Everything is made but what an administrator has to approve.
    AwaitingApproval {
        /// Looking for it under this job; `None` while nobody is signed in.
        job: Option<JobId>,
        /// Why nobody looks at the moment.
        trouble: Option<Problem>,
    },
    /// Everything is made.
    Done,
    /// Taking back what was approved; the rest stays.
    Revoking(JobId),
    /// What was approved is taken back. It can be approved again.
    Revoked,
    /// Removing what was made.
    Undoing(JobId),
    /// Everything that was made is removed.
    Undone,
}

/// One change on the Set up page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupRow {
    /// Its key.
    pub key: ChangeKey,
    /// The change, for its words.
    pub change: Change,
    /// Its state.
    pub state: ChangeState,
}

/// One check on the Check page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// Id of the check in the plan.
    pub id: String,
    /// What the person reads.
    pub label: String,
    /// Its state.
    pub state: CheckState,
    /// May it fail without spoiling the result?
    pub optional: bool,
}

/// The message to the administrator who has to approve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApprovalMessage {
    /// The file to save it to, as typed.
    pub path: String,
    /// Being written under this job.
    pub saving: Option<JobId>,
    /// Where it was written.
    pub saved: Option<PathBuf>,
    /// Why it was not.
    pub problem: Option<Problem>,
}

/// Handing over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Whether the secret is shown.
    pub reveal: bool,
    /// Whether the secret was copied or saved.
    pub secret_kept: bool,
    /// The form of the file to save.
    pub format: ExportFormat,
    /// Its path, as typed.
    pub path: String,
    /// Being written under this job.
    pub saving: Option<JobId>,
    /// Files that were written.
    pub saved: Vec<PathBuf>,
    /// Why the last one was not.
    pub problem: Option<Problem>,
    /// The steps of the list that are ticked.
    pub ticked: BTreeSet<usize>,
}

/// An unfinished setup of an earlier start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResumableSetup {
    /// Its id.
    pub id: SetupId,
    /// The product's name.
    pub product: String,
    /// The application's name.
    pub app_name: String,
    /// The tenant's name or id.
    pub tenant: String,
    /// The tenant's id.
    pub tenant_id: TenantId,
    /// The id of the cloud that it is in.
    pub cloud: String,
    /// When it was begun.
    pub begun: Timestamp,
    /// Whether it is complete, but nobody has its secret: going on makes a new one.
    pub secret_lost: bool,
    /// Whether it waits for the approval of an administrator.
    pub awaits_approval: bool,
    /// What was planned.
    pub plan: Plan,
}

/// A question in front of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Close although the setup is running? It will be stopped safely and offered again at the next start.
    CloseDuringSetup,
    /// Close while an administrator has yet to approve? Nothing is lost.
    CloseWhileWaiting,
    /// Leave although the secret was neither copied nor saved?
    LeaveWithoutSecret {
        /// Close the window (else: start over).
        closing: bool,
    },
    /// Remove what this setup made?
    Undo(SetupId),
    /// Take back only what was approved with this setup?
    Revoke(SetupId),
    /// Replace the file that is there?
    Overwrite(PathBuf),
}

/// Light, dark, or as the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}
