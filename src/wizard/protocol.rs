//! What goes in and out of the wizard: actions of the person, events from the world, effects to carry out. Data only.

use std::path::PathBuf;

use crate::cloud::CloudFault;
use crate::explain::Problem;
use crate::export::ExportFormat;
use crate::plan::{Draft, Plan};
use crate::preset::Audience;
use crate::setup::{Findings, Outcome, PreflightTarget, Progress, Unchecked};
use crate::signin::{Account, Asking, DeviceCode, SignInClient};
use crate::types::{ClientId, SetupId};
use crate::verify::CheckProgress;

use super::choice::ClientKind;
use super::connection::{ConnectionAction, ConnectionEffect, ConnectionEvent};
use super::saving::SaveRequest;
use super::state::{FoundCloud, ResumableSetup, Step, ThemeChoice};

/// A number for each piece of work, so that late answers to cancelled work are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// What goes into [`super::update`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The person did something.
    Action(Action),
    /// The world answered.
    Event(Event),
}

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The primary button of the footer.
    Next,
    /// The Back button.
    Back,
    /// A step in the rail that was already reached.
    GoTo(Step),
    /// Typed in the product search.
    Search(String),
    /// Chose a product, by preset id.
    ChooseProduct(String),
    /// Typed a domain or account in Connect.
    TenantHint(String),
    /// Chose a demo account, by key.
    ChooseDemoAccount(String),
    /// Chose a cloud, by id, or left it to Onramp to find out.
    ChooseCloud(Option<String>),
    /// Typed the path of a cloud file.
    CloudPath(String),
    /// Choose the cloud file in the system's dialog.
    BrowseForCloud,
    /// Chose as which app to sign in.
    ChooseClient(ClientKind),
    /// Typed the client id of the own app to sign in to.
    OwnClient(String),
    /// Sign in (demo: as the chosen account, without a browser).
    SignIn,
    /// Sign in through the browser, also on the demo tenant.
    SignInWithBrowser,
    /// Sign in with a code on another device.
    SignInWithCode,
    /// Stop waiting for the browser.
    CancelSignIn,
    /// Forget the sign-in.
    SignOut,
    /// Sign in as somebody else in the same organization.
    SwitchAccount,
    /// Sign in to another organization.
    SwitchOrganization,
    /// Sign in with one more right, to look at what could not be checked.
    CheckMore(Unchecked),
    /// Look at the tenant again.
    CheckAgain,
    /// Typed the application's name.
    AppName(String),
    /// Chose an application that is there already, by client id, or a new one.
    UseApp(Option<ClientId>),
    /// Typed in an input of the preset.
    SetInput {
        /// Its key.
        key: String,
        /// The text.
        value: String,
    },
    /// Chose the account type.
    SetAudience(Audience),
    /// Chose the lifetime of the secret, in months.
    SetMonths(u32),
    /// Switched a feature on or off.
    SetFeature {
        /// Its id.
        id: String,
        /// On?
        on: bool,
    },
    /// Switched the lean choice on or off.
    SetLean(bool),
    /// Goes on without a permission that the organization does not know, or asks for it after all.
    GoWithout {
        /// Its name.
        permission: String,
        /// Without it?
        on: bool,
    },
    /// Ticked a prerequisite.
    Confirm {
        /// Its id.
        id: String,
        /// Ticked?
        on: bool,
    },
    /// Opened or closed "Show technical details" on Review.
    ShowRequests(bool),
    /// "Set up in Contoso".
    StartSetup,
    /// Stop safely after the change that is being made.
    StopSetup,
    /// Go on after a stop.
    ResumeSetup,
    /// "Check again": look now whether an administrator has approved.
    CheckApproval,
    /// An administrator signs in on this computer to approve.
    ApproveHere,
    /// Typed the path of the file for the message to the administrator.
    ApprovalPath(String),
    /// Save the message to the administrator, which holds no secret.
    SaveApprovalMessage {
        /// Its text.
        text: String,
    },
    /// Run the checks again.
    CheckResult,
    /// The secret was put on the clipboard.
    SecretCopied,
    /// Show or hide the secret.
    RevealSecret(bool),
    /// Typed the path of a file to save to.
    SavePath(String),
    /// Chose the format to save.
    SaveFormat(ExportFormat),
    /// Choose the path in the system's dialog.
    BrowseForPath,
    /// Save the file.
    Save,
    /// Overwrite the file that is there.
    SaveOverwrite,
    /// Ticked a step of the hand-over list.
    TickStep {
        /// Its number, from 0.
        index: usize,
        /// Ticked?
        on: bool,
    },
    /// Undo what this setup made: asks first.
    AskUndo,
    /// Take back only what was approved: asks first.
    AskRevoke,
    /// Take up an unfinished setup of an earlier start.
    ResumeEarlier(SetupId),
    /// Undo an unfinished setup of an earlier start.
    UndoEarlier(SetupId),
    /// Not now.
    DismissEarlier,
    /// A new setup, from the first step.
    StartOver,
    /// "Test the connection" and all that belongs to it.
    Connection(ConnectionAction),
    /// Open an address in the browser.
    OpenLink(String),
    /// Light, dark, or as the system.
    SetTheme(ThemeChoice),
    /// The window's close button.
    CloseWindow,
    /// The dialog's confirming button.
    DialogConfirm,
    /// The dialog's cancelling button, or Escape.
    DialogCancel,
}

/// What the world answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// What was kept from earlier starts.
    Started {
        /// The draft of last time.
        draft: Option<Draft>,
        /// Unfinished setups.
        resumable: Vec<ResumableSetup>,
        /// The theme chosen last time.
        theme: ThemeChoice,
        /// Where files are saved unless the person says otherwise.
        save_folder: PathBuf,
    },
    /// The app that was chosen last time for signing in.
    ClientKept(SignInClient),
    /// The cloud file is right; the host at which people sign in there.
    CloudRead(JobId, String),
    /// The cloud file cannot be used.
    CloudUnreadable(JobId, CloudFault),
    /// The organization is in the cloud that the sign-in goes on in.
    CloudFound(JobId, FoundCloud),
    /// The organization is in another cloud: the sign-in stopped, for the person to read so first.
    OtherCloudFound(JobId, FoundCloud),
    /// Sign-in waits for the browser at this address.
    SignInAddress(JobId, String),
    /// Sign-in waits for this code to be typed on another device.
    SignInCode(JobId, DeviceCode),
    /// Somebody signed in.
    SignedIn(JobId, Account),
    /// Nobody did.
    SignInFailed(JobId, Problem),
    /// The look-ups are done.
    Found(JobId, Box<Findings>),
    /// The look-ups failed.
    NotFound(JobId, Problem),
    /// News from the setup.
    Setup(JobId, Progress),
    /// The setup is complete.
    SetupDone(JobId, Outcome),
    /// The setup stopped; it can be taken up again.
    SetupStopped(JobId, Problem),
    /// The message to the administrator is in this file.
    MessageSaved(JobId, PathBuf),
    /// It could not be written.
    MessageNotSaved(JobId, Problem),
    /// What a setup made was removed.
    Undone(JobId),
    /// What was approved with a setup was taken back.
    Revoked(JobId),
    /// News from the checks.
    Check(JobId, CheckProgress),
    /// The checks are over.
    ChecksDone(JobId),
    /// The system's dialog gave a path, or nothing.
    PathChosen(JobId, Option<PathBuf>),
    /// The file is there.
    Saved(JobId, PathBuf),
    /// There is already a file of that name.
    SaveWouldOverwrite(JobId, PathBuf),
    /// The file could not be written.
    SaveFailed(JobId, Problem),
    /// About the test of the connection.
    Connection(ConnectionEvent),
    /// No browser could be opened.
    LinkFailed(String),
}

/// What to do in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read what was kept from earlier starts.
    LoadEarlier,
    /// Keep the draft.
    SaveDraft(Draft),
    /// The draft is done with.
    ForgetDraft,
    /// Keep the theme.
    SaveTheme(ThemeChoice),
    /// Keep the choice of the app to sign in to.
    SaveClient(SignInClient),
    /// Read a cloud file.
    ReadCloud {
        /// The job.
        job: JobId,
        /// Which file.
        path: PathBuf,
    },
    /// Take the cloud of an earlier setup in place of a file. Answers as for a file.
    RecallCloud {
        /// The job.
        job: JobId,
        /// Which setup.
        setup: SetupId,
    },
    /// Ask for a file to open in the system's dialog.
    AskFile {
        /// The job.
        job: JobId,
    },
    /// Sign in.
    SignIn {
        /// The job.
        job: JobId,
        /// A domain or account, or empty.
        hint: String,
        /// A demo account to take without a browser.
        demo_account: Option<String>,
        /// The chosen cloud, by id; `None`: found out.
        cloud: Option<String>,
        /// As which app, for what, and whose sign-in it renews.
        asking: Asking,
    },
    /// Sign in with a code on another device.
    SignInWithCode {
        /// The job.
        job: JobId,
        /// A domain or account, or empty.
        hint: String,
        /// The chosen cloud, by id; `None`: found out.
        cloud: Option<String>,
        /// As which app, for what, and whose sign-in it renews.
        asking: Asking,
    },
    /// Forget the tokens.
    SignOut,
    /// Look at the tenant.
    Preflight {
        /// The job.
        job: JobId,
        /// What will be asked for.
        target: PreflightTarget,
        /// Whether somebody may have been given something meanwhile, such as a role: then the sign-in is renewed first.
        again: bool,
    },
    /// Make it true.
    Apply {
        /// The job.
        job: JobId,
        /// What.
        plan: Plan,
        /// What is known of the tenant.
        findings: Findings,
    },
    /// Go on with an earlier setup.
    Resume {
        /// The job.
        job: JobId,
        /// Which.
        setup: SetupId,
    },
    /// Wait quietly until an administrator has approved. Ends like a setup.
    AwaitApproval {
        /// The job.
        job: JobId,
        /// Which setup.
        setup: SetupId,
    },
    /// Write the message to the administrator to a file. Replaces nothing.
    SaveMessage {
        /// The job.
        job: JobId,
        /// Where.
        path: PathBuf,
        /// What. Holds no secret.
        text: String,
    },
    /// Remove what a setup made.
    Undo {
        /// The job.
        job: JobId,
        /// Which.
        setup: SetupId,
    },
    /// Take back only what was approved with a setup.
    Revoke {
        /// The job.
        job: JobId,
        /// Which.
        setup: SetupId,
    },
    /// Prove that it works.
    Verify {
        /// The job.
        job: JobId,
        /// What was planned.
        plan: Plan,
        /// What was made.
        outcome: Outcome,
    },
    /// Ask for a path in the system's dialog.
    AskPath {
        /// The job.
        job: JobId,
        /// What is filled in.
        suggestion: PathBuf,
    },
    /// Write a file.
    Save {
        /// The job.
        job: JobId,
        /// What and where.
        request: Box<SaveRequest>,
    },
    /// Empty the clipboard in 60 seconds, if it still holds the secret.
    ClearClipboardLater(crate::types::SecretValue),
    /// Note that the person has the secret of a setup: the next start need not offer to replace it.
    NoteHandedOver(SetupId),
    /// For the test of the connection.
    Connection(ConnectionEffect),
    /// Open an address in the browser.
    OpenLink(String),
    /// Cancel a job safely.
    Cancel(JobId),
    /// Close the window.
    CloseWindow,
}
