//! Telling progress, saving files, proving, and printing the result: what `apply` and `resume` share.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::args::{Results, Target};
use super::exit::{CliError, Exit};
use super::output;
use super::session::Session;
use crate::explain::explain;
use crate::export::{self, ExportFormat};
use crate::plan::{Change, ChangeKey, Plan, changes};
use crate::preset::{Api, Preset};
use crate::setup::{ChangeState, Outcome, Progress};
use crate::text::Texts;
use crate::verify::{CheckProgress, CheckState, verify};
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
            Progress::Begun(_) => return,
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

/// Refuses paths that cannot be written to, before anything is changed.
pub fn check_paths(results: &Results, texts: &Texts) -> Result<(), CliError> {
    for (_, path) in &results.exports {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
        if path.is_dir() || !folder.is_dir() {
            return Err(CliError::Input(t!(texts, "cli-bad-export-path", path = path.display().to_string())));
        }
    }
    Ok(())
}

/// After a setup: saves the files, proves that it works, prints the result.
pub async fn finish(
    session: &Session,
    target: &Target,
    preset: &Preset,
    plan: &Plan,
    outcome: &Outcome,
    results: &Results,
    texts: &Texts,
) -> Result<Exit, CliError> {
    // Files first: a secret that no keychain holds must not be lost to a check that takes long.
    let mut files = Vec::new();
    let mut file_trouble = None;
    for (format, path) in &results.exports {
        match save(*format, path.clone(), preset, plan, outcome).await {
            Ok(path) => {
                output::err(&t!(texts, "cli-saved", path = path.display().to_string()));
                files.push(json!({ "format": format.name(), "path": path }));
            }
            Err(error) => file_trouble = Some(error),
        }
    }
    let has_secret = outcome.secret.as_ref().is_some_and(|secret| secret.value.is_some());
    let handed_over = has_secret && (!files.is_empty() || results.reveal_secret);
    if handed_over && let Err(error) = session.place.journal().handed_over(outcome.setup, jiff::Timestamp::now()) {
        tracing::warn!(%error, "the journal does not know that the secret was handed over");
    }
    let watcher = Watcher::new(plan, texts);
    let labels: BTreeMap<&str, &str> = plan.checks.iter().map(|c| (c.id.as_str(), c.label.as_str())).collect();
    let on = |news: CheckProgress| {
        watcher.tell_check(labels.get(news.check.as_str()).copied().unwrap_or(&news.check), &news.state);
    };
    let checks = verify(&session.verify, plan, outcome, &on).await;
    let proven = plan
        .checks
        .iter()
        .filter(|check| !check.optional)
        .all(|check| checks.iter().any(|result| result.check == check.id && result.state == CheckState::Passed));

    let result = in_json(plan, outcome, &checks, &files, results.reveal_secret, texts);
    if results.json {
        output::json(&result);
    } else {
        print(preset, plan, outcome, results.reveal_secret, texts);
    }
    let again = format!("{}{}", outcome.setup, target.to_find_again());
    let lost = has_secret && !handed_over && outcome.secret.as_ref().is_some_and(|secret| !secret.in_keychain);
    if lost {
        output::err(&t!(texts, "cli-secret-not-kept", setup = again.clone()));
    }
    if let Some(error) = file_trouble {
        return Err(error);
    }
    if proven {
        Ok(Exit::Done)
    } else {
        output::err(&t!(texts, "cli-not-proven", setup = again));
        Ok(Exit::Stopped)
    }
}

async fn save(
    format: ExportFormat,
    path: PathBuf,
    preset: &Preset,
    plan: &Plan,
    outcome: &Outcome,
) -> Result<PathBuf, CliError> {
    let failed = |error: export::ExportError| CliError::Problem(Box::new(explain(&error.fault())), Exit::Stopped);
    let rendered = export::render(format, preset, plan, outcome).map_err(failed)?;
    // A path on the command line is meant: like a shell's redirection, it replaces what is there.
    match tokio::task::spawn_blocking(move || export::save(&path, &rendered, true)).await {
        Ok(saved) => saved.map_err(failed),
        Err(_) => Err(CliError::Input("stopped".to_owned())),
    }
}

/// The documented result (README, "JSON results").
fn in_json(
    plan: &Plan,
    outcome: &Outcome,
    checks: &[CheckProgress],
    files: &[Value],
    reveal: bool,
    texts: &Texts,
) -> Value {
    let secret = outcome.secret.as_ref().map(|secret| {
        let mut json = json!({ "keyId": secret.key, "endDateTime": secret.end });
        if let (true, Some(value)) = (reveal, &secret.value) {
            json["value"] = json!(value.expose());
        }
        json
    });
    let permissions: Vec<Value> = outcome
        .permissions
        .iter()
        .map(|p| json!({ "api": p.api.name(), "kind": p.kind, "name": p.name, "granted": p.granted }))
        .collect();
    let checks: Vec<Value> = plan
        .checks
        .iter()
        .map(|check| {
            let state = checks.iter().find(|result| result.check == check.id).map(|result| &result.state);
            let mut json = json!({ "id": check.id, "label": check.label, "state": state_name(state) });
            if let Some(CheckState::Failed(problem)) = state {
                json["problem"] = json!({
                    "id": problem.id,
                    "text": texts.problem(problem).happened,
                    "details": problem.details,
                });
            }
            json
        })
        .collect();
    json!({
        "setupId": outcome.setup,
        "tenantId": outcome.tenant,
        "clientId": outcome.client,
        "objectId": outcome.application,
        "servicePrincipalId": outcome.service_principal,
        "secret": secret,
        "permissions": permissions,
        "checks": checks,
        "files": files,
    })
}

fn state_name(state: Option<&CheckState>) -> &'static str {
    match state {
        Some(CheckState::Passed) => "passed",
        Some(CheckState::Failed(_)) => "failed",
        Some(CheckState::NotYet { .. }) => "notYet",
        _ => "skipped",
    }
}

/// The product's own fields; the secret only if it was asked for.
fn print(preset: &Preset, plan: &Plan, outcome: &Outcome, reveal: bool, texts: &Texts) {
    for field in export::product_fields(preset, plan, outcome) {
        let value = match field.value {
            export::FieldValue::Plain(text) => text,
            export::FieldValue::Secret(Some(secret)) if reveal => secret.expose().to_owned(),
            export::FieldValue::Secret(_) => t!(texts, "cli-secret-hidden"),
        };
        output::out(&format!("{}: {value}", field.label));
    }
}
