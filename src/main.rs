//! Arguments -> window or terminal; nothing else.

use std::process::ExitCode;

use onramp::cli::{self, Asked};

fn main() -> ExitCode {
    cli::start_log();
    match cli::read(std::env::args_os()) {
        Asked::Window(_arguments) => ExitCode::SUCCESS,
        Asked::Command(command) => cli::run(*command),
        Asked::Nothing(code) => code,
    }
}
