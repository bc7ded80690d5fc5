//! What the lines of a journal add up to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::record::{Awaited, Begun, Entry, Made, Record};
use crate::plan::{Additions, ChangeKey};
use crate::preset::Api;
use crate::types::{ClientId, KeyId, ObjectId, PermissionName};

/// The story of one setup so far.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, not the states of one thing")]
pub struct History {
    /// What is fixed since the beginning.
    pub begun: Begun,
    /// When it began.
    pub began: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// The application, once made.
    pub application: Option<(ObjectId, ClientId)>,
    /// The secret that counts, once made: its id and end.
    pub secret: Option<(KeyId, Timestamp)>,
    /// Whether that secret's value is in the keychain.
    pub secret_kept: bool,
    /// Whether the person has that secret: copied, shown or saved to a file.
    pub handed_over: bool,
    /// The app's own service principal, once made.
    pub service_principal: Option<ObjectId>,
    /// The service principals of APIs that this setup added.
    pub added_apis: BTreeMap<Api, ObjectId>,
    /// Changes that were begun: with those that are not made, nobody knows whether they happened.
    pub making: BTreeSet<ChangeKey>,
    /// Changes that are made.
    pub made: BTreeSet<ChangeKey>,
    /// What came with each approval of this setup.
    pub approved: BTreeMap<ChangeKey, Approved>,
    /// The permissions that wait for the approval of an administrator.
    pub awaited: BTreeSet<Awaited>,
    /// What an application that was there got from this setup.
    pub added: Additions,
    /// What it is getting: nobody knows whether it has it.
    pub adding: Additions,
    /// Whether this setup made the app's service principal: then every approval it has came after it.
    pub made_service_principal: bool,
    /// Whether everything but approvals was there once, and the application still is.
    was_made: bool,
    /// What grants are being widened with: it goes again when that is refused.
    widening: BTreeMap<ChangeKey, BTreeSet<PermissionName>>,
}

/// What came with an approval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approved {
    /// The id of the assignment, or of the grant, where it is known.
    pub id: Option<String>,
    /// The permissions that came with this setup.
    pub added: BTreeSet<PermissionName>,
}

/// Where a setup stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Begun, and not everything is made.
    Unfinished,
    /// Everything is made, and an administrator has yet to approve some of it.
    AwaitingApproval,
    /// Everything was read back as planned.
    Complete,
    /// What was approved was taken back on purpose; the rest is there.
    Revoked,
    /// Everything was removed again.
    Undone,
}

impl History {
    pub(super) fn new(begun: Begun, at: Timestamp) -> Self {
        Self {
            begun,
            began: at,
            stage: Stage::Unfinished,
            application: None,
            secret: None,
            secret_kept: false,
            handed_over: false,
            service_principal: None,
            added_apis: BTreeMap::new(),
            making: BTreeSet::new(),
            made: BTreeSet::new(),
            approved: BTreeMap::new(),
            awaited: BTreeSet::new(),
            added: Additions::default(),
            adding: Additions::default(),
            made_service_principal: false,
            was_made: false,
            widening: BTreeMap::new(),
        }
    }

    /// Whether anything of this setup is, or may be, in the tenant.
    #[must_use]
    pub fn left_something(&self) -> bool {
        let there = if self.begun.plan.reuse.is_some() {
            self.added_something()
        } else {
            self.application.is_some() || !self.made.is_empty()
        };
        self.stage != Stage::Undone && (there || !self.making.is_empty())
    }

    /// Whether anything in the tenant came with this setup, on an application that was there before.
    fn added_something(&self) -> bool {
        !self.added.is_empty()
            || self.secret.is_some()
            || !self.added_apis.is_empty()
            || (self.service_principal.is_some() && self.made_service_principal)
            || self.approved.values().any(|approved| !approved.added.is_empty())
    }

    /// Whether nobody has the secret: neither a keychain nor the person. Then nobody can be using it either.
    #[must_use]
    pub fn secret_is_lost(&self) -> bool {
        self.secret.is_some() && !self.secret_kept && !self.handed_over
    }

    /// Whether the app with its secret was whole once: from then on, the secret may be in use, and another one of its
    /// name may be somebody's, whatever was begun since.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.was_made
    }

    /// Whether nothing but approvals can be missing.
    fn lacks_only_approvals(&self) -> bool {
        let in_doubt = self.making.iter().any(|key| !matches!(key, ChangeKey::Role(..) | ChangeKey::Delegated(_)));
        let secret = self.begun.plan.secret.is_none() || self.secret.is_some();
        self.application.is_some() && self.service_principal.is_some() && secret && !in_doubt
    }

    /// Whether the next start must offer to go on: something is half-way, waits for an approval, or is complete with a
    /// secret that nobody has.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        match self.stage {
            Stage::Unfinished => self.left_something(),
            Stage::AwaitingApproval => true,
            Stage::Complete => self.secret_is_lost(),
            Stage::Revoked | Stage::Undone => false,
        }
    }

    /// The service principal of an API of the plan, if it is known.
    #[must_use]
    pub fn api(&self, api: Api) -> Option<ObjectId> {
        self.added_apis.get(&api).copied().or_else(|| self.begun.apis.get(&api).copied().flatten())
    }

    pub(super) fn apply(&mut self, record: Record) {
        match record.entry {
            Entry::Begun(_) => {}
            Entry::Making { key } => {
                self.making.insert(key);
                // Half-way again, until it is read back.
                self.stage = Stage::Unfinished;
            }
            Entry::Made { key, made } => self.apply_made(key, &made),
            Entry::SecretKept { key_id } => {
                self.secret_kept = self.secret.is_some_and(|(known, _)| known == key_id);
            }
            Entry::SecretRemoved { key_id } => {
                if self.secret.is_some_and(|(known, _)| known == key_id) {
                    self.forget_secret();
                }
            }
            Entry::HandedOver { key_id } => {
                self.handed_over = self.secret.is_some_and(|(known, _)| known == key_id);
            }
            Entry::Refused { key } => {
                self.making.remove(&key);
                if key == ChangeKey::Application {
                    self.adding = Additions::default();
                }
                // A grant that was to be widened was not.
                let refused = self.widening.remove(&key).unwrap_or_default();
                self.not_approved(&key, &refused);
            }
            Entry::Gone { key } => self.gone(&key),
            Entry::Narrowed { key, gone } => {
                self.made.remove(&key);
                self.making.remove(&key);
                self.not_approved(&key, &gone.into_iter().collect());
            }
            Entry::Widening { key, id, added } => {
                let approved = self.approved.entry(key.clone()).or_default();
                approved.id = Some(id);
                let new = added.into_iter().filter(|name| approved.added.insert(name.clone())).collect();
                self.widening.insert(key, new);
            }
            Entry::Adding { additions, .. } => self.adding.extend(additions),
            Entry::AwaitingApproval { permissions } => {
                self.stage = Stage::AwaitingApproval;
                self.was_made = true;
                self.awaited = permissions.into_iter().collect();
            }
            Entry::Completed => {
                self.stage = Stage::Complete;
                self.was_made = true;
                self.awaited.clear();
            }
            Entry::Revoked => {
                // Or else the rest is still half-way.
                if self.lacks_only_approvals() {
                    self.stage = Stage::Revoked;
                }
            }
            // Half an undo is unfinished business too.
            Entry::Undoing => self.stage = Stage::Unfinished,
            Entry::Undone => self.stage = Stage::Undone,
        }
    }

    /// These permissions of an approval did not come with this setup, or not any more.
    fn not_approved(&mut self, key: &ChangeKey, names: &BTreeSet<PermissionName>) {
        let Some(approved) = self.approved.get_mut(key) else { return };
        approved.added.retain(|name| !names.contains(name));
        if approved.added.is_empty() && !self.made.contains(key) {
            self.approved.remove(key);
        }
    }

    fn forget_secret(&mut self) {
        self.secret = None;
        self.secret_kept = false;
        self.handed_over = false;
        self.made.remove(&ChangeKey::Secret);
    }

    /// What a change had made is not there any more, nor what hung on it.
    fn gone(&mut self, key: &ChangeKey) {
        self.made.remove(key);
        self.making.remove(key);
        self.widening.remove(key);
        match key {
            ChangeKey::Application => {
                self.application = None;
                self.was_made = false;
                self.added = Additions::default();
                self.adding = Additions::default();
                self.forget_secret();
                self.gone(&ChangeKey::ServicePrincipal);
            }
            ChangeKey::ServicePrincipal => {
                self.service_principal = None;
                self.made.retain(|key| !matches!(key, ChangeKey::Role(..) | ChangeKey::Delegated(_)));
                self.approved.clear();
                self.widening.clear();
            }
            ChangeKey::Api(api) => {
                self.added_apis.remove(api);
                self.begun.apis.insert(*api, None);
            }
            ChangeKey::Secret => self.forget_secret(),
            ChangeKey::Role(..) | ChangeKey::Delegated(_) => {
                self.approved.remove(key);
            }
        }
    }

    fn apply_made(&mut self, key: ChangeKey, made: &Made) {
        match (&key, made) {
            (_, Made::Application { id, client }) => {
                self.application = Some((*id, *client));
                self.added.extend(std::mem::take(&mut self.adding));
            }
            (_, Made::Secret { key_id, end }) => {
                self.secret = Some((*key_id, *end));
                self.secret_kept = false;
                self.handed_over = false;
            }
            (ChangeKey::Api(api), Made::ServicePrincipal { id, new }) => {
                if *new {
                    self.added_apis.insert(*api, *id);
                } else {
                    self.begun.apis.insert(*api, Some(*id));
                }
            }
            (_, Made::ServicePrincipal { id, new }) => {
                self.service_principal = Some(*id);
                self.made_service_principal = *new;
            }
            (_, Made::Grant { id, added }) => {
                let approved = self.approved.entry(key.clone()).or_default();
                approved.id = id.clone().or_else(|| approved.id.take());
                approved.added.extend(added.iter().cloned());
                self.awaited.retain(|awaited| awaited.key() != key);
            }
        }
        self.making.remove(&key);
        self.widening.remove(&key);
        self.made.insert(key);
    }
}
