//! What the setup engine tells while it works, and what it has made in the end.

use jiff::Timestamp;

use crate::explain::Problem;
use crate::plan::ChangeKey;
use crate::preset::{Api, PermissionKind};
use crate::types::{ClientId, KeyId, ObjectId, PermissionName, SecretValue, SetupId, TenantId};

/// The state of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// Not begun.
    Waiting,
    /// Being made.
    Running,
    /// Microsoft needs a moment (replication, throttling); tried again at this time.
    Pausing {
        /// When.
        until: Timestamp,
        /// The Fluent message that says why: `pause-replication`, `pause-throttled`, `pause-unreachable`.
        why: &'static str,
    },
    /// Made and confirmed.
    Done,
    /// It was there already; nothing was changed.
    AlreadyThere,
    /// Only an administrator can do it: it waits for one.
    AwaitingApproval,
    /// Refused, or given up for now.
    Failed(Box<Problem>),
}

/// News from the setup engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A setup was begun or taken up again under this id.
    Begun(SetupId),
    /// A change has a new state.
    Change(ChangeKey, ChangeState),
    /// The read-back has a new state.
    ReadBack(ChangeState),
    /// What is approved by now, while the setup waits for an administrator.
    Approved(Vec<GrantedPermission>),
}

/// What a setup has made, read back from the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The setup's id in the journal.
    pub setup: SetupId,
    /// "Directory (tenant) ID".
    pub tenant: TenantId,
    /// "Application (client) ID".
    pub client: ClientId,
    /// Object id of the application.
    pub application: ObjectId,
    /// Object id of the service principal.
    pub service_principal: ObjectId,
    /// The secret, if the plan has one.
    pub secret: Option<MadeSecret>,
    /// What is approved, as read back.
    pub permissions: Vec<GrantedPermission>,
    /// The link with which an administrator approves what is asked for.
    pub approval_link: String,
}

impl Outcome {
    /// Whether an administrator has yet to approve some of it: until then, the product cannot work with it.
    #[must_use]
    pub fn awaits_approval(&self) -> bool {
        self.permissions.iter().any(|permission| !permission.granted)
    }

    /// The outcome with the secret's value of an earlier look at the same setup, where it is not known any more.
    #[must_use]
    pub fn remembering(mut self, earlier: &Self) -> Self {
        if let (Some(now), Some(before)) = (&mut self.secret, &earlier.secret)
            && now.key == before.key
            && now.value.is_none()
        {
            now.value.clone_from(&before.value);
        }
        self
    }
}

/// A client secret that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeSecret {
    /// "Secret ID".
    pub key: KeyId,
    /// Its value. Not known after a restart when there is no keychain.
    pub value: Option<SecretValue>,
    /// When it ends.
    pub end: Timestamp,
    /// Whether the value is in the keychain.
    pub in_keychain: bool,
}

/// A permission of the plan and whether it is approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedPermission {
    /// Of which API.
    pub api: Api,
    /// On whose behalf.
    pub kind: PermissionKind,
    /// Its name.
    pub name: PermissionName,
    /// Whether it was read back as approved.
    pub granted: bool,
}

impl GrantedPermission {
    /// The change that approves it.
    #[must_use]
    pub fn key(&self) -> ChangeKey {
        match self.kind {
            PermissionKind::Application => ChangeKey::Role(self.api, self.name.clone()),
            PermissionKind::Delegated => ChangeKey::Delegated(self.api),
        }
    }
}

/// Who is told about progress.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Send + Sync);
