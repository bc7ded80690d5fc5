//! `onramp demo`: the demo tenant alone, for trying and testing.

use std::time::Duration;

use super::args::{DemoArguments, DemoCommand, ServeArguments};
use super::exit::{CliError, Exit};
use super::output;
use crate::demo::misbehaviour::Misbehaviour;
use crate::demo::{DemoOptions, DemoTenant};
use crate::home::Home;
use crate::t;
use crate::text::Texts;
use crate::worker::demo_accounts;

pub async fn run(arguments: DemoArguments, texts: &Texts) -> Result<Exit, CliError> {
    match arguments.command {
        DemoCommand::Serve(arguments) => serve(arguments, texts).await,
        DemoCommand::Reset => reset(texts),
    }
}

async fn serve(arguments: ServeArguments, texts: &Texts) -> Result<Exit, CliError> {
    let misbehaviour = Misbehaviour {
        latency: Duration::from_millis(arguments.latency),
        replication_lag: Duration::from_millis(arguments.lag),
        faults: arguments.faults,
    };
    // It answers to names of this computer only (DNS rebinding), so a front elsewhere could not reach it.
    let is_local = |front: &url::Url| matches!(front.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if arguments.front.as_ref().is_some_and(|front| !is_local(front) || front.path() != "/") {
        return Err(CliError::Input(t!(texts, "cli-demo-front")));
    }
    let options = DemoOptions { port: arguments.port, misbehaviour, front: arguments.front, ..DemoOptions::default() };
    let demo = DemoTenant::start(options).await?;
    let address = demo.origin().as_str().trim_end_matches('/').to_owned();
    // A cloud file, ready to be written to disk and named with --cloud.
    output::out(&format!("login = \"{address}\"\ngraph = \"{address}\"\no365_management = \"{address}\""));
    output::err(&t!(texts, "cli-demo-serving", address = address));
    for account in demo_accounts(&demo) {
        output::err(&format!("  {:<16} {:<28} {}", account.key, account.username, account.role));
    }
    // The answer to Ctrl-C, or nothing more to wait for where there are no signals.
    let _ = tokio::signal::ctrl_c().await;
    Ok(Exit::Done)
}

fn reset(texts: &Texts) -> Result<Exit, CliError> {
    let home = Home::find(true)?;
    match std::fs::remove_dir_all(home.folder()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(CliError::Input(format!("{}: {error}", home.folder().display())))
        }
        _ => {
            output::out(&t!(texts, "cli-demo-reset"));
            Ok(Exit::Done)
        }
    }
}
