//! A [`CliError`] in one line of plain words.

use std::error::Error;

use super::exit::CliError;
use crate::cloud::CloudError;
use crate::demo::DemoError;
use crate::explain::Problem;
use crate::net::NetworkError;
use crate::t;
use crate::text::Texts;
use crate::worker::WorkerError;

impl CliError {
    /// One line for stderr.
    #[must_use]
    pub fn in_words(&self, texts: &Texts) -> String {
        let text = match self {
            Self::Input(text) => text.clone(),
            Self::Problem(found, _) => problem(found, texts),
            Self::Cloud(error) => cloud(error, texts),
            Self::Preset(error) => t!(texts, "trouble-built-in-data", why = error.to_string()),
            Self::Network(error) | Self::Worker(WorkerError::Network(error)) => network(error, texts),
            Self::Demo(error) | Self::Worker(WorkerError::Demo(error)) => demo(error, texts),
            Self::Home(_) => t!(texts, "trouble-no-home", variable = crate::home::DATA_FOLDER_VARIABLE),
            Self::Worker(WorkerError::Threads(error)) => t!(texts, "trouble-threads", why = error.to_string()),
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn problem(problem: &Problem, texts: &Texts) -> String {
    let words = texts.problem(problem);
    let id = problem.details.request_id.as_ref().map(|id| format!("request-id {id}"));
    let details: Vec<String> = problem.details.code.clone().into_iter().chain(id).collect();
    let sentence = format!("{}. {} {}", words.happened, words.means, words.todo);
    if details.is_empty() { sentence } else { format!("{sentence} ({})", details.join(", ")) }
}

fn cloud(error: &CloudError, texts: &Texts) -> String {
    match error {
        CloudError::Read { path, source } => {
            t!(texts, "trouble-cannot-read", path = path.as_str(), why = source.to_string())
        }
        CloudError::Syntax { path, source } => {
            t!(texts, "trouble-cloud-syntax", path = path.as_str(), why = source.to_string())
        }
        CloudError::Insecure { key } => t!(texts, "trouble-cloud-insecure", key = key.to_string()),
        CloudError::NotABase { key } => t!(texts, "trouble-cloud-not-a-base", key = key.to_string()),
        CloudError::Unknown(name) => t!(texts, "trouble-cloud-unknown", name = name.as_str()),
    }
}

fn network(error: &NetworkError, texts: &Texts) -> String {
    match error {
        NetworkError::CaFile { path, source } => {
            t!(texts, "trouble-cannot-read", path = path.display().to_string(), why = source.to_string())
        }
        NetworkError::NoCertificate { path } | NetworkError::NoAuthority { path } => {
            t!(texts, "trouble-no-certificate", path = path.display().to_string())
        }
        NetworkError::Tls(error) => t!(texts, "trouble-tls", why = innermost(error)),
    }
}

fn demo(error: &DemoError, texts: &Texts) -> String {
    match error {
        DemoError::Listen { port, source } => {
            t!(texts, "trouble-demo-port", port = port.to_string(), why = source.to_string())
        }
        DemoError::State { path, source } => {
            t!(texts, "trouble-demo-state", path = path.display().to_string(), why = source.to_string())
        }
        DemoError::InUse { path } => t!(texts, "trouble-demo-in-use", path = path.display().to_string()),
        DemoError::Key => t!(texts, "trouble-demo-key"),
    }
}

/// What an error was caused by in the end, in its own words.
pub fn innermost(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}
