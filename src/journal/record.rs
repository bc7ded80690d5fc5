//! The lines of a journal.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cloud::Cloud;
use crate::plan::{Additions, ChangeKey, Plan};
use crate::preset::{Api, PermissionKind};
use crate::types::{ClientId, KeyId, ObjectId, PermissionName, SetupId, TenantId, UniqueName};

/// One line: what, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub entry: Entry,
}

/// A fact about a setup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "entry")]
pub enum Entry {
    /// Always the first line, written before anything is changed.
    Begun(Box<Begun>),
    /// A change is about to be made. Without a `Made` after it, it may or may not have happened.
    Making {
        /// Which.
        key: ChangeKey,
    },
    /// A change was made (or found made) and confirmed.
    Made {
        /// Which.
        key: ChangeKey,
        /// What came of it.
        made: Made,
    },
    /// The value of the secret is in the keychain.
    SecretKept {
        /// Which secret.
        key_id: KeyId,
    },
    /// A secret whose value nobody knows was removed.
    SecretRemoved {
        /// Which secret.
        key_id: KeyId,
    },
    /// The person has the secret: copied, shown or saved to a file.
    HandedOver {
        /// Which secret.
        key_id: KeyId,
    },
    /// A change was refused, for certain: it did not happen.
    Refused {
        /// Which.
        key: ChangeKey,
    },
    /// What a change had made is not there any more: undone, or removed by somebody.
    Gone {
        /// Which.
        key: ChangeKey,
    },
    /// Some of what was approved with a change is not there any more: somebody removed it.
    Narrowed {
        /// Which change.
        key: ChangeKey,
        /// What is gone of it.
        gone: Vec<PermissionName>,
    },
    /// An existing approval is about to be widened: with the names that are added, so that a lost answer does not hide
    /// what came from this setup.
    Widening {
        /// Which.
        key: ChangeKey,
        /// The id of the grant.
        id: String,
        /// The names that are added.
        added: Vec<PermissionName>,
    },
    /// An application that was there is about to get this: noted first, so that a lost answer does not hide what came from
    /// this setup.
    Adding {
        /// Object id of the application.
        id: ObjectId,
        /// What it gets.
        additions: Additions,
    },
    /// Everything is made but these permissions, which an administrator has to approve.
    AwaitingApproval {
        /// Those that are not approved yet.
        permissions: Vec<Awaited>,
    },
    /// Everything was read back as planned.
    Completed,
    /// What this setup had approved was taken back on purpose; the rest stays.
    Revoked,
    /// What this setup made is about to be removed.
    Undoing,
    /// What this setup made was removed.
    Undone,
}

/// What is fixed when a setup begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Begun {
    /// The setup.
    pub setup: SetupId,
    /// Which organisation.
    pub tenant: TenantId,
    /// Its name, for people.
    pub tenant_name: Option<String>,
    /// Where it is.
    pub cloud: Cloud,
    /// Who signed in.
    pub username: String,
    /// What is to be made true.
    pub plan: Plan,
    /// The application is found by this, whatever happens.
    pub unique_name: UniqueName,
    /// The service principals of the plan's APIs; `None` for those that the tenant lacks.
    pub apis: BTreeMap<Api, Option<ObjectId>>,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Made {
    /// An application.
    Application {
        /// Its object id.
        id: ObjectId,
        /// Its client id.
        client: ClientId,
    },
    /// A client secret.
    Secret {
        /// "Secret ID".
        key_id: KeyId,
        /// When it ends.
        end: Timestamp,
    },
    /// A service principal: the app's own, or an API's.
    ServicePrincipal {
        /// Its object id.
        id: ObjectId,
        /// Whether this setup made it (else it was there).
        new: bool,
    },
    /// An approval.
    Grant {
        /// The id of the assignment, or of the grant; unknown where somebody else's approval was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The permissions that came with this setup. What was approved before it is not among them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        added: Vec<PermissionName>,
    },
}

/// A permission that waits for the approval of an administrator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Awaited {
    /// Of which API.
    pub api: Api,
    /// On whose behalf.
    pub kind: PermissionKind,
    /// Its name.
    pub name: PermissionName,
}

impl Awaited {
    /// The change that approves it.
    #[must_use]
    pub fn key(&self) -> ChangeKey {
        match self.kind {
            PermissionKind::Application => ChangeKey::Role(self.api, self.name.clone()),
            PermissionKind::Delegated => ChangeKey::Delegated(self.api),
        }
    }
}
