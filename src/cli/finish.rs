//! After a setup: saves the files, waits for an administrator where one has to approve, proves, prints the result. What
//! `apply` and `resume` share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::args::{Results, Target};
use super::exit::{CliError, Exit};
use super::output;
use super::report::Watcher;
use super::session::Session;
use crate::explain::explain;
use crate::export::{self, ExportFormat, Rendered};
use crate::plan::Plan;
use crate::preset::Preset;
use crate::setup::{Outcome, SetupError};
use crate::t;
use crate::text::Texts;
use crate::verify::{CheckProgress, CheckState, verify};
use crate::words::approval::{approvers, mail, who_can};

/// What was set up, and where.
pub struct Made<'a> {
    pub preset: &'a Preset,
    pub plan: &'a Plan,
    /// The organisation's name.
    pub tenant: &'a str,
}

/// Refuses paths that cannot be written to, before anything is changed.
pub fn check_paths(results: &Results, texts: &Texts) -> Result<(), CliError> {
    for path in results.exports.iter().map(|(_, path)| path).chain(&results.approval_mail) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
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
    made: &Made<'_>,
    outcome: Outcome,
    results: &Results,
    texts: &Texts,
) -> Result<Exit, CliError> {
    let Made { preset, plan, .. } = *made;
    // Files first: a secret that no keychain holds must not be lost to a check that takes long.
    let mut files = Vec::new();
    // Whatever goes wrong from here on: the result, which may show the secret for the only time, is printed first.
    let mut trouble = None;
    for (format, path) in &results.exports {
        match save(*format, path.clone(), preset, plan, &outcome).await {
            Ok(path) => {
                output::err(&t!(texts, "cli-saved", path = path.display().to_string()));
                files.push(json!({ "format": format.name(), "path": path }));
            }
            Err(error) => trouble = Some(error),
        }
    }
    let has_secret = outcome.secret.as_ref().is_some_and(|secret| secret.value.is_some());
    let in_a_file = has_secret && !files.is_empty();
    if in_a_file {
        note_handed_over(session, &outcome);
    }
    let again = format!("{}{}", outcome.setup, target.to_find_again());
    let outcome = if outcome.awaits_approval() {
        let told = tell_who_can(session, made, &outcome, results, texts).await;
        trouble = trouble.or(told.err());
        let outcome = match wait(session, made, &outcome, results, texts).await {
            Ok(waited) => waited,
            Err(error) => {
                trouble = trouble.or(Some(error));
                outcome
            }
        };
        if !outcome.awaits_approval() && trouble.is_none() {
            // What they say of the approval has changed.
            for (format, path) in &results.exports {
                let saved = save(*format, path.clone(), preset, plan, &outcome).await;
                trouble = trouble.or(saved.err());
            }
        }
        outcome
    } else {
        outcome
    };
    let awaits = outcome.awaits_approval();
    let checks = if awaits { Vec::new() } else { prove(session, plan, &outcome, texts).await };
    let proven = !awaits && all_passed(plan, &checks);
    if results.json {
        let status = match (awaits, proven) {
            (true, _) => "awaitingApproval",
            (false, true) => "done",
            (false, false) => "notProven",
        };
        output::json(&in_json(status, plan, &outcome, &checks, &files, results.reveal_secret, texts));
    } else {
        print(preset, plan, &outcome, results.reveal_secret, texts);
    }
    let shown = has_secret && results.reveal_secret;
    if shown && !in_a_file {
        note_handed_over(session, &outcome);
    }
    let lost = has_secret && !in_a_file && !shown && outcome.secret.as_ref().is_some_and(|secret| !secret.in_keychain);
    if lost {
        output::err(&t!(texts, "cli-secret-not-kept", setup = again.clone()));
    }
    if awaits {
        output::err(&t!(texts, "cli-awaiting-again", setup = again.clone()));
    }
    if let Some(error) = trouble {
        return Err(error);
    }
    if awaits {
        Ok(Exit::AwaitingApproval)
    } else if proven {
        Ok(Exit::Done)
    } else {
        output::err(&t!(texts, "cli-not-proven", setup = again));
        Ok(Exit::Stopped)
    }
}

/// Notes that the person has the secret.
fn note_handed_over(session: &Session, outcome: &Outcome) {
    if let Err(error) = session.place.journal().handed_over(outcome.setup, jiff::Timestamp::now()) {
        tracing::warn!(%error, "the journal does not know that the secret was handed over");
    }
}

/// Says who can approve, with the link; and saves the message to them where that was asked for.
async fn tell_who_can(
    session: &Session,
    made: &Made<'_>,
    outcome: &Outcome,
    results: &Results,
    texts: &Texts,
) -> Result<(), CliError> {
    output::err(&t!(texts, "cli-awaiting", who = who_can(texts, approvers(made.plan))));
    output::err(&t!(texts, "cli-awaiting-link", link = outcome.approval_link.as_str()));
    let Some(path) = results.approval_mail.clone() else {
        output::err(&t!(texts, "cli-awaiting-mail"));
        return Ok(());
    };
    let mail = mail(texts, made.plan, outcome, &session.sender, made.tenant);
    let path = write(path, Rendered::message(&mail.text())).await?;
    output::err(&t!(texts, "cli-saved", path = path.display().to_string()));
    Ok(())
}

/// Waits for the approval, if that was asked for; the outcome says whether it has come.
async fn wait(
    session: &Session,
    made: &Made<'_>,
    outcome: &Outcome,
    results: &Results,
    texts: &Texts,
) -> Result<Outcome, CliError> {
    let Some(minutes) = results.wait else { return Ok(outcome.clone()) };
    output::err(&t!(texts, "cli-awaiting-until", minutes = minutes.to_string()));
    let watcher = Watcher::new(made.plan, texts);
    let on = |news| watcher.tell(&news);
    let waited = tokio::select! {
        biased;
        waited = session.engine.await_approval(outcome.setup, &on) => waited,
        () = session.clock().sleep(Duration::from_mins(minutes.into())) => Err(SetupError::Stopped),
    };
    match waited {
        Ok(approved) => {
            output::err(&t!(texts, "cli-approved"));
            Ok(approved.remembering(outcome))
        }
        // The time is up, or Ctrl-C: nothing is lost.
        Err(SetupError::Stopped) => Ok(outcome.clone()),
        Err(error) => Err(CliError::of_setup(&error, true)),
    }
}

async fn prove(session: &Session, plan: &Plan, outcome: &Outcome, texts: &Texts) -> Vec<CheckProgress> {
    let watcher = Watcher::new(plan, texts);
    let labels: BTreeMap<&str, &str> = plan.checks.iter().map(|c| (c.id.as_str(), c.label.as_str())).collect();
    let on = |news: CheckProgress| {
        watcher.tell_check(labels.get(news.check.as_str()).copied().unwrap_or(&news.check), &news.state);
    };
    verify(&session.verify, plan, outcome, &on).await
}

fn all_passed(plan: &Plan, checks: &[CheckProgress]) -> bool {
    let passed = |id: &str| checks.iter().any(|result| result.check == id && result.state == CheckState::Passed);
    plan.checks.iter().filter(|check| !check.optional).all(|check| passed(&check.id))
}

async fn save(
    format: ExportFormat,
    path: PathBuf,
    preset: &Preset,
    plan: &Plan,
    outcome: &Outcome,
) -> Result<PathBuf, CliError> {
    let rendered = export::render(format, preset, plan, outcome).map_err(|error| unwritten(&error))?;
    write(path, rendered).await
}

/// A path on the command line is meant: like a shell's redirection, it replaces what is there.
async fn write(path: PathBuf, rendered: Rendered) -> Result<PathBuf, CliError> {
    match tokio::task::spawn_blocking(move || export::save(&path, &rendered, true)).await {
        Ok(saved) => saved.map_err(|error| unwritten(&error)),
        Err(_) => Err(CliError::Input("stopped".to_owned())),
    }
}

fn unwritten(error: &export::ExportError) -> CliError {
    CliError::Problem(Box::new(explain(&error.fault())), Exit::Stopped)
}

/// The documented result (README, "JSON results").
fn in_json(
    status: &str,
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
    let link = outcome.awaits_approval().then_some(&outcome.approval_link);
    json!({
        "status": status,
        "setupId": outcome.setup,
        "tenantId": outcome.tenant,
        "clientId": outcome.client,
        "objectId": outcome.application,
        "servicePrincipalId": outcome.service_principal,
        "secret": secret,
        "permissions": permissions,
        "approvalLink": link,
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
