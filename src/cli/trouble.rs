//! A [`CliError`] in one line of plain words.

use std::error::Error;

use super::exit::CliError;
use crate::cloud::CloudError;
use crate::demo::DemoError;
use crate::explain::Problem;
use crate::net::NetworkError;
use crate::signin::CertificateError;
use crate::text::Texts;
use crate::worker::WorkerError;
use crate::{t, words};

impl CliError {
    /// One line for stderr.
    #[must_use]
    pub fn in_words(&self, texts: &Texts) -> String {
        let text = match self {
            Self::Input(text) => text.clone(),
            Self::Problem(found, _) => problem(found, texts),
            Self::Cloud(error) => cloud(error, texts),
            Self::Certificate(error) => certificate(error, texts),
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
    let path = match error {
        CloudError::Read { path, .. } | CloudError::Syntax { path, .. } => path.as_str(),
        _ => "",
    };
    words::cloud_fault(texts, path, &error.into())
}

fn certificate(error: &CertificateError, texts: &Texts) -> String {
    match error {
        CertificateError::Read { path, source } => {
            t!(texts, "trouble-cannot-read", path = path.display().to_string(), why = source.to_string())
        }
        CertificateError::NoCertificate { path } => {
            t!(texts, "trouble-certificate-none", path = path.display().to_string())
        }
        CertificateError::NoKey { path } => t!(texts, "trouble-certificate-no-key", path = path.display().to_string()),
        CertificateError::Locked { path } => t!(texts, "trouble-certificate-locked", path = path.display().to_string()),
        CertificateError::NotRsa { path } => {
            t!(texts, "trouble-certificate-not-rsa", path = path.display().to_string())
        }
        CertificateError::Mismatch { path } => {
            t!(texts, "trouble-certificate-mismatch", path = path.display().to_string())
        }
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
