//! `onramp undo`: removes what a setup made, after asking.

use serde_json::json;

use super::apply::stopped;
use super::args::UndoArguments;
use super::exit::{CliError, Exit};
use super::output;
use super::report::Watcher;
use super::resume::{choose, sign_in_again};
use super::session::Place;
use crate::journal::History;
use crate::setup::{PreflightTarget, SetupError};
use crate::t;
use crate::text::Texts;

pub async fn run(arguments: UndoArguments, texts: &Texts) -> Result<Exit, CliError> {
    let place = Place::open(&arguments.target).await?;
    let history = if let Some(setup) = arguments.setup {
        place.journal().history(setup)?
    } else {
        let mut candidates = place.journal().all()?;
        candidates.retain(History::left_something);
        choose(&place, candidates, texts)?
    };
    let mut session = sign_in_again(place, &arguments.target, &history, texts).await?;
    let tenant = history.begun.tenant_name.clone().unwrap_or_else(|| history.begun.tenant.to_string());
    let name = history.begun.plan.app_name.to_string();
    let reused = history.begun.plan.reuse.is_some();
    let question = if reused && !arguments.approvals_only {
        t!(texts, "cli-ask-undo-reuse", name = name.as_str(), tenant = tenant)
    } else if arguments.approvals_only {
        t!(texts, "cli-ask-revoke", name = name.as_str(), tenant = tenant)
    } else {
        t!(texts, "cli-ask-undo", name = name.as_str(), tenant = tenant)
    };
    if !arguments.yes {
        match output::ask(&question) {
            Some(answer) if answer.eq_ignore_ascii_case(&t!(texts, "cli-yes")) => {}
            Some(_) => return Err(CliError::Input(t!(texts, "cli-nothing-changed"))),
            None => return Err(CliError::Input(t!(texts, "cli-needs-yes"))),
        }
    }
    let setup = history.begun.setup;
    let watcher = Watcher::removing(&history.begun.plan, texts);
    let (on, wanted) = (|news| watcher.tell(&news), PreflightTarget::of(&history.begun.plan));
    let ended = loop {
        let ended = if arguments.approvals_only {
            session.engine.revoke(setup, &on).await
        } else {
            session.engine.undo(setup, &on).await
        };
        match &ended {
            Err(error) if session.signed_in_again(error, &arguments.target, &wanted, texts).await => {}
            _ => break ended,
        }
    };
    match ended {
        Ok(_) if arguments.approvals_only => {
            if arguments.json {
                let client = history.application.map(|(_, client)| client);
                output::json(&json!({ "setupId": setup, "clientId": client, "revoked": true }));
            } else {
                let again = format!("{setup}{}", arguments.target.to_find_again());
                output::out(&t!(texts, "cli-revoked", name = name.as_str(), setup = again));
            }
            Ok(Exit::Done)
        }
        Ok(_) => {
            if arguments.json {
                let client = history.application.map(|(_, client)| client);
                output::json(&json!({ "setupId": setup, "clientId": client, "undone": true }));
            } else {
                let said = if reused {
                    t!(texts, "cli-undone-reuse", name = name.as_str())
                } else {
                    t!(texts, "cli-undone", name = name.as_str())
                };
                output::out(&said);
            }
            Ok(Exit::Done)
        }
        // Refused before anything was touched; there is nothing to go on with.
        Err(error @ SetupError::StillNeeded(_)) => Err(CliError::of_setup(&error, false)),
        Err(error) => Err(stopped(&session, &arguments.target, Some(setup), &error, texts)),
    }
}
