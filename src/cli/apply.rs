//! `onramp apply`: sets a product up.

use super::args::{ApplyArguments, Target};
use super::exit::{CliError, Exit};
use super::finish::{Made, check_paths, finish};
use super::output;
use super::plan;
use super::report::Watcher;
use super::reuse;
use super::session::{Place, Session};
use crate::explain::{Details, Fault, FaultKind};
use crate::journal::History;
use crate::plan::{Change, Plan, changes};
use crate::setup::{ExistingApp, Findings, PreflightTarget, SecretRule, SetupError};
use crate::text::Texts;
use crate::types::{SecretLifetime, SetupId};
use crate::wizard::months_within;
use crate::{t, words};

pub async fn run(arguments: ApplyArguments, texts: &Texts) -> Result<Exit, CliError> {
    let (preset, mut plan) = plan::make(&arguments.choice, texts)?;
    let is_out = |name: &str| arguments.choice.without.iter().any(|out| out.eq_ignore_ascii_case(name));
    let left_out: Vec<(String, String)> = preset
        .permissions
        .iter()
        .filter(|permission| is_out(&permission.name))
        .map(|permission| (permission.name.clone(), permission.why.clone()))
        .collect();
    check_paths(&arguments.results, texts)?;
    if !arguments.target.demo && arguments.target.tenant.is_none() {
        return Err(CliError::Input(t!(texts, "cli-where")));
    }
    let place = Place::open(&arguments.target).await?;
    place.journal().prepare()?;
    let wanted = PreflightTarget::of(&plan);
    let mut session = place.sign_in(&arguments.target, &wanted, texts).await?;
    let findings = session.look(&arguments.target, &wanted, texts).await?;
    let reused = reuse::chosen(&mut plan, &preset, &findings, texts)?;
    if let Some(rights) = session.engine.app_rights()
        && reused.is_none()
        && !rights.may_create()
    {
        return Err(CliError::before(&Fault { kind: FaultKind::Own("not-allowed-app"), details: Details::default() }));
    }
    let shortened = match arguments.choice.months {
        None => shorten(&mut plan, &findings, reused),
        Some(_) => None,
    };
    refuse_what_cannot_work(&findings, reused, plan.secret.as_ref().map(|secret| secret.months))?;
    refuse_unknown_permissions(&plan, &findings, texts)?;

    let tenant = findings.tenant_name.clone().unwrap_or_else(|| findings.tenant.to_string());
    for line in plan::in_words(&plan, &findings.missing_apis(), reused, texts) {
        output::err(&line);
    }
    if let Some(months) = shortened {
        output::err(&t!(
            texts,
            "cli-shortened",
            tenant = tenant.as_str(),
            months = words::months(texts, months.count())
        ));
    }
    if reused.is_none() {
        reuse::offer(&preset, &findings, texts);
    }
    for (name, why) in &left_out {
        output::err(&t!(texts, "cli-without", name = name.as_str(), why = why.as_str()));
    }
    let approves =
        changes(&plan, &findings.missing_apis(), reused.map(|found| &found.app)).iter().any(Change::is_approval);
    if approves && findings.may_consent == Some(false) {
        output::err(&t!(texts, "cli-will-wait"));
    }
    if plan.secret.is_some() {
        session.place.warn_of_losing_the_secret(&arguments.results, texts).await;
    }
    if !arguments.yes {
        match output::ask(&t!(texts, "cli-ask-apply", tenant = tenant.as_str())) {
            Some(answer) if answer.eq_ignore_ascii_case(&t!(texts, "cli-yes")) => {}
            Some(_) => return Err(CliError::Input(t!(texts, "cli-nothing-changed"))),
            None => return Err(CliError::Input(t!(texts, "cli-needs-yes"))),
        }
    }
    let watcher = Watcher::new(&plan, texts);
    let begun = std::sync::Mutex::new(None);
    let on = |news| {
        if let crate::setup::Progress::Begun(setup) = news
            && let Ok(mut begun) = begun.lock()
        {
            *begun = Some(setup);
        }
        watcher.tell(&news);
    };
    let begun_now = || begun.lock().ok().and_then(|begun| *begun);
    let mut result = session.engine.apply(&plan, &findings, &on).await;
    while let Err(error) = &result
        && session.signed_in_again(error, &arguments.target, &wanted, texts).await
    {
        result = match begun_now() {
            Some(setup) => session.engine.resume(setup, &on).await.map(|(_, outcome)| outcome),
            None => session.engine.apply(&plan, &findings, &on).await,
        };
    }
    match result {
        Ok(outcome) => {
            let made = Made { preset: &preset, plan: &plan, tenant: &tenant };
            finish(&session, &arguments.target, &made, outcome, &arguments.results, texts).await
        }
        Err(error) => Err(stopped(&session, &arguments.target, begun_now(), &error, texts)),
    }
}

/// The error of a run, with what can be done about the setup that it left.
pub fn stopped(
    session: &Session,
    target: &Target,
    setup: Option<SetupId>,
    error: &SetupError,
    texts: &Texts,
) -> CliError {
    let history = setup.and_then(|id| {
        let all = session.place.journal().all().ok()?;
        all.into_iter().find(|history| history.begun.setup == id)
    });
    let half_way = history.as_ref().is_some_and(History::left_something);
    if let (true, Some(setup)) = (half_way, setup) {
        let again = format!("{setup}{}", target.to_find_again());
        output::err(&t!(texts, "cli-half-way", setup = again));
    }
    CliError::of_setup(error, half_way)
}

/// A permission that the organisation does not know is named, with the option that goes on without it.
fn refuse_unknown_permissions(plan: &Plan, findings: &Findings, texts: &Texts) -> Result<(), CliError> {
    let unknown: Vec<String> = plan
        .permissions
        .iter()
        .filter(|permission| findings.lacks(permission.api, permission.kind, permission.name.as_str()))
        .map(|permission| {
            let tenant = findings.tenant_name.clone().unwrap_or_else(|| findings.tenant.to_string());
            t!(texts, "cli-unknown-permission", tenant = tenant, name = permission.name.as_str())
        })
        .collect();
    if unknown.is_empty() { Ok(()) } else { Err(CliError::Input(unknown.join("; "))) }
}

/// Nobody asked for a certain life of the secret: then it is as long as the organisation allows. `None` if that is no
/// shorter than planned.
fn shorten(plan: &mut Plan, findings: &Findings, reused: Option<&ExistingApp>) -> Option<SecretLifetime> {
    let rule = rule_for(findings, reused)?;
    let longest = SecretLifetime::months(months_within(rule.max_days?)).ok()?;
    let secret = plan.secret.as_mut().filter(|secret| secret.months > longest)?;
    secret.months = longest;
    Some(longest)
}

/// The rule that the secret falls under: of the app that is used, or of the organisation.
fn rule_for(findings: &Findings, reused: Option<&ExistingApp>) -> Option<SecretRule> {
    reused.and_then(|found| found.secret_rule).or(findings.secret_rule)
}

/// What is known to fail is not begun.
fn refuse_what_cannot_work(
    findings: &Findings,
    reused: Option<&ExistingApp>,
    months: Option<SecretLifetime>,
) -> Result<(), CliError> {
    let refuse = |id| Err(CliError::before(&Fault { kind: FaultKind::Own(id), details: Details::default() }));
    if reused.is_none() && findings.may_create == Some(false) {
        return refuse("not-allowed-create");
    }
    match (rule_for(findings, reused), months) {
        (Some(rule), Some(_)) if rule.forbidden => refuse("secrets-forbidden"),
        (Some(rule), Some(months)) if !rule.allows(months, jiff::Timestamp::now()) => refuse("secret-too-long"),
        _ => Ok(()),
    }
}
