//! `onramp resume`: goes on with a setup that stopped half-way, or reads a complete one back and checks it again.

use super::apply::stopped;
use super::args::{ResumeArguments, Target};
use super::exit::{CliError, Exit};
use super::finish::{Made, check_paths, finish};
use super::output;
use super::report::Watcher;
use super::session::{Place, Session};
use crate::journal::History;
use crate::preset;
use crate::setup::PreflightTarget;
use crate::t;
use crate::text::Texts;

pub async fn run(arguments: ResumeArguments, texts: &Texts) -> Result<Exit, CliError> {
    check_paths(&arguments.results, texts)?;
    let place = Place::open(&arguments.target).await?;
    let history = match arguments.setup {
        Some(setup) => place.journal().history(setup)?,
        None => choose(&place, place.journal().unfinished()?, texts)?,
    };
    let mut session = sign_in_again(place, &arguments.target, &history, texts).await?;
    let plan = history.begun.plan.clone();
    let preset = preset::by_id(&plan.preset)?;
    let watcher = Watcher::new(&plan, texts);
    let setup = history.begun.setup;
    let (on, wanted) = (|news| watcher.tell(&news), PreflightTarget::of(&plan));
    let mut result = session.engine.resume(setup, &on).await;
    while let Err(error) = &result
        && session.signed_in_again(error, &arguments.target, &wanted, texts).await
    {
        result = session.engine.resume(setup, &on).await;
    }
    match result {
        Ok((plan, outcome)) => {
            let tenant = history.begun.tenant_name.clone().unwrap_or_else(|| history.begun.tenant.to_string());
            let made = Made { preset: &preset, plan: &plan, tenant: &tenant };
            finish(&session, &arguments.target, &made, outcome, &arguments.results, texts).await
        }
        Err(error) => Err(stopped(&session, &arguments.target, Some(setup), &error, texts)),
    }
}

/// The only setup that can be meant when none is named.
pub fn choose(place: &Place, mut candidates: Vec<History>, texts: &Texts) -> Result<History, CliError> {
    for path in place.journal().damaged()? {
        output::err(&t!(texts, "cli-damaged-journal", path = path.display().to_string()));
    }
    match candidates.len() {
        0 => Err(CliError::Input(t!(texts, "cli-no-setup"))),
        1 => Ok(candidates.remove(0)),
        _ => {
            let list: Vec<String> = candidates
                .iter()
                .map(|h| {
                    let tenant = h.begun.tenant_name.clone().unwrap_or_else(|| h.begun.tenant.to_string());
                    format!("{} ({}, {tenant})", h.begun.setup, h.begun.plan.app_name)
                })
                .collect();
            Err(CliError::Input(t!(texts, "cli-which-setup", list = list.join("; "))))
        }
    }
}

/// Signs in to the organisation of a setup, and (on the demo tenant) as the same person unless another is named.
pub async fn sign_in_again(
    mut place: Place,
    target: &Target,
    history: &History,
    texts: &Texts,
) -> Result<Session, CliError> {
    let mut target = target.clone();
    if target.demo {
        target.account.get_or_insert_with(|| history.begun.username.clone());
    } else {
        target.tenant = Some(history.begun.tenant.to_string());
        if target.cloud.is_none() && target.cloud_name.is_none() {
            place.stay_in(history.begun.cloud.clone());
        }
    }
    place.sign_in(&target, &PreflightTarget::of(&history.begun.plan), texts).await
}
