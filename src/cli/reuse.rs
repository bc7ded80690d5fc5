//! `--reuse`: adding to an application that is there instead of registering a new one.

use super::exit::CliError;
use super::output;
use crate::explain::{Details, Fault, FaultKind};
use crate::plan::{Misfit, Plan, Reuse};
use crate::preset::Preset;
use crate::setup::{ExistingApp, Findings};
use crate::text::Texts;
use crate::{t, words};

/// The application that a plan uses, and the plan as that one has it; nothing for a plan that registers a new one.
pub fn chosen<'f>(
    plan: &mut Plan,
    preset: &Preset,
    findings: &'f Findings,
    texts: &Texts,
) -> Result<Option<&'f ExistingApp>, CliError> {
    let Some(client) = plan.reuse else { return Ok(None) };
    let Some(found) = findings.existing_app(client) else {
        let tenant = findings.tenant_name.clone().unwrap_or_else(|| findings.tenant.to_string());
        return Err(CliError::Input(t!(texts, "cli-reuse-unknown", client = client.to_string(), tenant = tenant)));
    };
    let fitting = if found.in_detail { Reuse::of(&found.app, preset) } else { Err(Misfit::Unread) };
    let reuse = fitting.map_err(|misfit| {
        let why = words::reuse::misfit(texts, misfit);
        CliError::Input(t!(texts, "cli-reuse-misfit", name = found.app.name.as_str(), why = why))
    })?;
    if found.may_change == Some(false) {
        let fault = Fault { kind: FaultKind::Own("not-allowed-change"), details: Details::default() };
        return Err(CliError::before(&fault));
    }
    plan.app_name = reuse.name;
    plan.audience = reuse.audience;
    Ok(Some(found))
}

/// Says that there is an application that could be used instead of a new one.
pub fn offer(preset: &Preset, findings: &Findings, texts: &Texts) {
    let fits = |found: &&ExistingApp| found.in_detail && Reuse::of(&found.app, preset).is_ok();
    if let Some(found) = findings.existing.iter().flatten().find(fits) {
        let client = found.app.client.to_string();
        output::err(&t!(texts, "cli-reuse-offer", name = found.app.name.as_str(), client = client));
    }
}
