//! What the rules of the wizard remember and no page shows. Nothing outside the wizard reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::protocol::JobId;
use crate::plan::Draft;
use crate::setup::PreflightTarget;
use crate::signin::Account;
use crate::types::{SetupId, TenantId};

/// What the rules remember.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, not the states of one thing")]
pub struct Memory {
    /// The drafts of products that were chosen before the present one: going back to them loses nothing.
    pub(super) drafts: BTreeMap<String, Draft>,
    /// What the look-ups of [`super::Preflight`] were about; other answers in the form make them stale.
    pub(super) looked_at: Option<PreflightTarget>,
    /// Who signed in last, until they sign out: a sign-in that ended is renewed as them.
    pub(super) last_account: Option<Account>,
    /// Permissions beyond what the setup needs, which the person agreed to be asked for.
    pub(super) more: BTreeSet<&'static str>,
    /// The sign-in that goes on when the one with more rights comes to nothing.
    pub(super) before_more: Option<Account>,
    /// The organization of the setup that has begun: nobody signs in anywhere else until it is over.
    pub(super) set_up_in: Option<TenantId>,
    /// The organization whose name was read last, here or in the journal of an earlier setup.
    pub(super) tenant: Option<(TenantId, String)>,
    /// What to do as soon as somebody is signed in.
    pub(super) wish: Option<Wish>,
    /// Whether the plan was made from the draft in the form, not taken from an earlier start.
    pub(super) from_draft: bool,
    /// Whether a stopped setup was being undone: going on means undoing on.
    pub(super) undoing: bool,
    /// Whether a stopped setup was having its approvals taken back: going on means taking them back.
    pub(super) revoking: bool,
    /// Close the window as soon as the setup has stopped.
    pub(super) closing: bool,
    /// Where files are saved unless the person says otherwise.
    pub(super) save_folder: PathBuf,
    /// Whether the person chose the path of the file: then it no longer follows the format.
    pub(super) path_chosen: bool,
    /// The setup of which it was noted that the person has its secret.
    pub(super) handed_over: Option<SetupId>,
    /// The system's dialog for a path is open under this job.
    pub(super) asking_path: Option<JobId>,
    /// Whether the person chose an app to sign in to in this run: then the one of last time comes too late.
    pub(super) client_chosen: bool,
    /// The system's dialog for a cloud file is open under this job.
    pub(super) asking_cloud: Option<JobId>,
    /// Whether the person chose a theme in this run: then the one of last time comes too late.
    pub(super) theme_chosen: bool,
}

/// Something to do with a setup that waits for a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go on with it.
    Resume(SetupId),
    /// Remove what it made.
    Undo(SetupId),
    /// Take back only what was approved.
    Revoke(SetupId),
}

impl Wish {
    /// The setup that it is about.
    pub(super) fn setup(self) -> SetupId {
        let (Self::Resume(id) | Self::Undo(id) | Self::Revoke(id)) = self;
        id
    }
}
