//! `onramp plan`: what a setup would change. No network.

use serde_json::{Value, json};

use super::args::{Choice, PlanArguments};
use super::exit::{CliError, Exit};
use super::output;
use crate::plan::{Change, Draft, DraftField, Plan, Reuse, changes, requests};
use crate::preset::{self, PermissionIds, Preset};
use crate::setup::ExistingApp;
use crate::text::Texts;
use crate::types::{AppName, FieldError, UniqueName};
use crate::{t, words};

pub fn run(arguments: &PlanArguments, texts: &Texts) -> Result<Exit, CliError> {
    let (_, plan) = make(&arguments.choice, texts)?;
    if arguments.json {
        output::json(&in_json(&plan));
    } else {
        for line in in_words(&plan, &[], None, texts) {
            output::out(&line);
        }
        if plan.reuse.is_some() {
            output::out(&t!(texts, "cli-plan-unread"));
        }
    }
    Ok(Exit::Done)
}

/// The preset and the plan of a choice.
pub fn make(choice: &Choice, texts: &Texts) -> Result<(Preset, Plan), CliError> {
    let preset = preset::by_id(&choice.preset)
        .map_err(|_| CliError::Input(t!(texts, "cli-unknown-preset", id = choice.preset.clone())))?;
    let mut draft = Draft::new(&preset);
    draft.inputs.extend(choice.inputs.iter().cloned());
    if !choice.features.is_empty() {
        draft.features = choice.features.iter().cloned().collect();
    }
    if let Some(name) = &choice.name {
        draft.app_name.clone_from(name);
    }
    if let Some(months) = choice.months {
        draft.months = months;
    }
    draft.lean = choice.lean;
    // Until somebody has looked, it has no other name than its id.
    draft.reuse = choice.reuse.map(|client| {
        let name = AppName::of_existing(&client.to_string());
        Box::new(Reuse { client, name, audience: draft.audience })
    });
    for name in &choice.without {
        let wanted = draft.needed(&preset).find(|permission| permission.name.eq_ignore_ascii_case(name));
        let wanted = wanted.map(|permission| permission.name.clone());
        let wanted = wanted.ok_or_else(|| CliError::Input(t!(texts, "cli-not-needed", name = name.clone())))?;
        draft.without.insert(wanted);
    }
    let ids = PermissionIds::built_in()?;
    match draft.plan(&preset, &ids) {
        Ok(plan) => Ok((preset, plan)),
        Err(problems) => {
            let lines: Vec<String> =
                problems.iter().map(|(field, error)| complaint(&preset, field, error, texts)).collect();
            Err(CliError::Input(lines.join("; ")))
        }
    }
}

/// What is wrong with a field, with the option that mends it.
fn complaint(preset: &Preset, field: &DraftField, error: &FieldError, texts: &Texts) -> String {
    let option = match field {
        DraftField::AppName => "--name".to_owned(),
        DraftField::Months => "--months".to_owned(),
        DraftField::Audience => preset.app.default_name.clone(),
        DraftField::Input(key) | DraftField::Redirect(key) => format!("--set {key}="),
        DraftField::Features => "--feature".to_owned(),
        DraftField::Feature(id) => format!("--feature {id}"),
        DraftField::Permission(name) => name.clone(),
    };
    let known = match field {
        DraftField::Input(_) if *error == FieldError::UnknownChoice => {
            Some(preset.inputs.iter().map(|i| i.key.as_str()).collect::<Vec<_>>())
        }
        DraftField::Feature(_) => {
            Some(preset.features.iter().filter(|f| f.available).map(|f| f.id.as_str()).collect::<Vec<_>>())
        }
        _ => None,
    };
    let words = words::field_error(texts, error);
    match known {
        Some(known) => {
            format!("{option}: {words} ({})", t!(texts, "cli-there-are", names = known.join(", ")))
        }
        None => format!("{option}: {words}"),
    }
}

/// The plan in plain words, a line each.
pub fn in_words(plan: &Plan, missing_apis: &[preset::Api], reused: Option<&ExistingApp>, texts: &Texts) -> Vec<String> {
    let mut lines = vec![t!(texts, "cli-plan-title", product = plan.product.clone(), name = plan.app_name.to_string())];
    for (number, change) in changes(plan, missing_apis, reused.map(|found| &found.app)).iter().enumerate() {
        lines.push(format!("  {}. {}", number + 1, words::change(texts, change)));
        if let Change::AddToApplication { .. } = change {
            lines.push(format!("     {}", words::change_note(texts, change)));
        }
    }
    if let Some(app) = reused {
        lines.push(t!(texts, "cli-plan-stays"));
        lines.extend(words::reuse::stays(texts, app).into_iter().map(|line| format!("  - {line}")));
    }
    lines.push(t!(texts, "cli-plan-checks"));
    lines.extend(plan.checks.iter().map(|check| format!("  - {}", check.label)));
    lines
}

/// The plan as JSON: the plan itself, its changes, and the exact requests.
pub fn in_json(plan: &Plan) -> Value {
    let example = UniqueName::parse("onramp-chosen-when-it-begins").ok();
    let requests: Vec<Value> = example
        .map(|name| requests::preview(plan, &[], None, &name, jiff::Timestamp::now()))
        .unwrap_or_default()
        .into_iter()
        .map(|r| json!({ "method": r.method, "path": r.path, "body": r.body }))
        .collect();
    json!({ "plan": plan, "changes": changes(plan, &[], None), "requests": requests })
}
