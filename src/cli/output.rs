//! The only place that prints. A closed pipe is not an error worth a crash.

use std::io::{self, IsTerminal as _, Write as _};

/// A line (or more) on stdout: results.
pub fn out(text: &str) {
    let _ = writeln!(io::stdout(), "{}", text.trim_end());
}

/// A line on stderr: progress, questions, errors.
pub fn err(text: &str) {
    let _ = writeln!(io::stderr(), "{}", text.trim_end());
}

/// Asks on stderr and reads a line; `None` when nobody is there to answer.
pub fn ask(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    let _ = write!(io::stderr(), "{question} ");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).ok()?;
    Some(answer.trim().to_owned())
}

/// JSON on stdout.
pub fn json(value: &serde_json::Value) {
    out(&format!("{value:#}"));
}
