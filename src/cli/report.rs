//! Telling progress as it comes: what the commands that change or check something share.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::output;
use crate::plan::{Change, ChangeKey, Plan, changes};
use crate::preset::Api;
use crate::setup::{ChangeState, Progress};
use crate::text::Texts;
use crate::verify::CheckState;
use crate::{t, words};

/// Prints progress as it comes, each piece of news once.
pub struct Watcher<'a> {
    texts: &'a Texts,
    changes: BTreeMap<ChangeKey, Change>,
    removing: bool,
    last: Mutex<Option<String>>,
}

impl<'a> Watcher<'a> {
    pub fn new(plan: &Plan, texts: &'a Texts) -> Self {
        let every_api = [Api::Graph, Api::O365Management, Api::Exchange];
        let changes = changes(plan, &every_api, None).into_iter().map(|change| (change.key(), change)).collect();
        Self { texts, changes, removing: false, last: Mutex::new(None) }
    }

    /// For an undo: the same changes, taken back.
    pub fn removing(plan: &Plan, texts: &'a Texts) -> Self {
        Self { removing: true, ..Self::new(plan, texts) }
    }

    pub fn tell(&self, news: &Progress) {
        let line = match news {
            Progress::Begun(_) | Progress::Approved(_) => return,
            Progress::Change(key, state) => {
                let what = self.changes.get(key).map_or_else(|| key.to_string(), |c| words::change(self.texts, c));
                self.state(&what, state)
            }
            Progress::ReadBack(state) => self.state(&t!(self.texts, "cli-read-back"), state),
        };
        self.print(line);
    }

    pub fn tell_check(&self, label: &str, state: &CheckState) {
        let texts = self.texts;
        self.print(match state {
            CheckState::Waiting | CheckState::Running => None,
            CheckState::NotYet { .. } => Some(t!(texts, "cli-check-not-yet", what = label.to_owned())),
            CheckState::Passed => Some(t!(texts, "cli-check-passed", what = label.to_owned())),
            CheckState::Skipped => Some(t!(texts, "cli-check-skipped", what = label.to_owned())),
            CheckState::Failed(problem) => {
                let why = texts.problem(problem);
                Some(t!(texts, "cli-check-failed", what = label.to_owned(), why = why.happened))
            }
        });
    }

    fn state(&self, what: &str, state: &ChangeState) -> Option<String> {
        let texts = self.texts;
        match state {
            ChangeState::Waiting | ChangeState::Running => None,
            ChangeState::Pausing { why, .. } => Some(format!("  {}", words::pause_reason(texts, why))),
            ChangeState::Done if self.removing => Some(t!(texts, "cli-change-removed", what = what.to_owned())),
            ChangeState::Done => Some(t!(texts, "cli-change-done", what = what.to_owned())),
            ChangeState::AlreadyThere => Some(t!(texts, "cli-change-there", what = what.to_owned())),
            ChangeState::AwaitingApproval => Some(t!(texts, "cli-change-awaiting", what = what.to_owned())),
            ChangeState::Failed(problem) => {
                let why = texts.problem(problem);
                Some(t!(texts, "cli-change-failed", what = what.to_owned(), why = why.happened))
            }
        }
    }

    fn print(&self, line: Option<String>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if line.is_some() && *last != line {
            output::err(line.as_deref().unwrap_or_default());
            *last = line;
        }
    }
}
