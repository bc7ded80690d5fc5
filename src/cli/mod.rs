//! The terminal front: one file per command. Progress goes to stderr, results to stdout; nothing else prints.

mod apply;
mod args;
mod credential;
mod demo;
mod doctor;
mod exit;
mod finish;
mod log;
mod output;
mod plan;
mod presets;
mod report;
mod resume;
mod reuse;
mod session;
mod sign_in;
mod trouble;
mod undo;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use args::{Arguments, Command, Renderer, WindowArguments};
pub use exit::{CliError, Exit};
pub use log::start_log;

use crate::text::Texts;

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// Open the window.
    Window(WindowArguments),
    /// Run a command in the terminal.
    Command(Box<Command>),
    /// Everything is said already (help, version, or a mistake in the arguments).
    Nothing(ExitCode),
}

/// Reads the command line. Help goes to stdout; a mistake is one line on stderr and exit code 2.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Asked {
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: Some(command), .. }) => Asked::Command(Box::new(command)),
        Ok(Arguments { window, .. }) => Asked::Window(window),
        Err(error) if !error.use_stderr() => {
            output::out(&error.render().to_string());
            Asked::Nothing(ExitCode::SUCCESS)
        }
        Err(error) => {
            output::err(&one_line(&error.render().to_string()));
            Asked::Nothing(Exit::BadInput.code())
        }
    }
}

/// Runs a command and says how it ended.
#[must_use]
pub fn run(command: Command) -> ExitCode {
    let texts = Texts::of_the_system();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::err(&error.to_string());
            return Exit::Stopped.code();
        }
    };
    let result = runtime.block_on(dispatch(command, &texts));
    // A keychain that does not answer must not keep the terminal waiting.
    runtime.shutdown_background();
    match result {
        Ok(exit) => exit.code(),
        Err(error) => {
            output::err(&error.in_words(&texts));
            error.exit().code()
        }
    }
}

/// Says in one line why the window did not open.
#[must_use]
pub fn fail(error: &CliError, texts: &Texts) -> ExitCode {
    output::err(&error.in_words(texts));
    error.exit().code()
}

async fn dispatch(command: Command, texts: &Texts) -> Result<Exit, CliError> {
    match command {
        Command::Presets(arguments) => presets::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments, texts),
        Command::Apply(arguments) => Box::pin(apply::run(*arguments, texts)).await,
        Command::Resume(arguments) => Box::pin(resume::run(arguments, texts)).await,
        Command::Undo(arguments) => Box::pin(undo::run(arguments, texts)).await,
        Command::Doctor(arguments) => doctor::run(arguments, texts).await,
        Command::Credential(arguments) => credential::run(arguments, texts).await,
        Command::Demo(arguments) => demo::run(arguments, texts).await,
    }
}

/// The first paragraph of clap's message, on one line.
fn one_line(message: &str) -> String {
    let first = message.split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}
