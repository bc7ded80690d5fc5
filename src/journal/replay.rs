//! What the lines of a journal add up to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::record::{Begun, Entry, Made, Record};
use crate::plan::ChangeKey;
use crate::preset::Api;
use crate::types::{ClientId, KeyId, ObjectId};

/// The story of one setup so far.
#[derive(Clone, Debug, PartialEq)]
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
    /// The app's own service principal, once made.
    pub service_principal: Option<ObjectId>,
    /// The service principals of APIs that this setup added.
    pub added_apis: BTreeMap<Api, ObjectId>,
    /// Changes that were begun: with those that are not made, nobody knows whether they happened.
    pub making: BTreeSet<ChangeKey>,
    /// Changes that are made.
    pub made: BTreeSet<ChangeKey>,
}

/// Where a setup stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Begun, and not everything is made.
    Unfinished,
    /// Everything was read back as planned.
    Complete,
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
            service_principal: None,
            added_apis: BTreeMap::new(),
            making: BTreeSet::new(),
            made: BTreeSet::new(),
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
            }
            Entry::Made { key, made } => self.apply_made(key, &made),
            Entry::SecretKept { key_id } => {
                self.secret_kept = self.secret.is_some_and(|(known, _)| known == key_id);
            }
            Entry::SecretRemoved { key_id } => {
                if self.secret.is_some_and(|(known, _)| known == key_id) {
                    self.secret = None;
                    self.secret_kept = false;
                    self.made.remove(&ChangeKey::Secret);
                }
            }
            Entry::Restored => {
                self.service_principal = None;
                self.made.retain(|key| matches!(key, ChangeKey::Application | ChangeKey::Secret | ChangeKey::Api(_)));
            }
            Entry::Completed => self.stage = Stage::Complete,
            // Half an undo is unfinished business too.
            Entry::Undoing => self.stage = Stage::Unfinished,
            Entry::Undone => self.stage = Stage::Undone,
        }
    }

    fn apply_made(&mut self, key: ChangeKey, made: &Made) {
        match (&key, made) {
            (_, Made::Application { id, client }) => self.application = Some((*id, *client)),
            (_, Made::Secret { key_id, end }) => {
                self.secret = Some((*key_id, *end));
                self.secret_kept = false;
            }
            (ChangeKey::Api(api), Made::ServicePrincipal { id, new }) => {
                if *new {
                    self.added_apis.insert(*api, *id);
                } else {
                    self.begun.apis.insert(*api, Some(*id));
                }
            }
            (_, Made::ServicePrincipal { id, .. }) => self.service_principal = Some(*id),
            (_, Made::Grant) => {}
        }
        self.making.remove(&key);
        self.made.insert(key);
    }
}
