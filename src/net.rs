//! The one HTTP client: system proxy, the operating system's trust store plus an extra authority, timeouts.

pub mod diagnose;
mod fault;

pub use fault::fault;

use std::path::{Path, PathBuf};
use std::time::Duration;

/// How to reach the network.
#[derive(Clone, Debug, Default)]
pub struct NetworkOptions {
    /// A PEM file with certificate authorities to trust beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Speak HTTP/2 without TLS: only for the built-in demo tenant, which is known to understand it.
    pub cleartext_http2: bool,
}

/// The client that everything shares: one connection pool, one TLS set-up.
#[derive(Clone, Debug)]
pub struct Network(reqwest::Client);

/// Why there is no network client.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The file with certificate authorities cannot be read.
    #[error("cannot read {path}")]
    CaFile {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It holds no certificate.
    #[error("{path} holds no certificate in PEM form")]
    NoCertificate {
        /// Which file.
        path: PathBuf,
    },
    /// TLS could not be set up.
    #[error("cannot set up TLS")]
    Tls(#[source] reqwest::Error),
}

impl Network {
    /// Sets the client up. Nothing is sent yet.
    ///
    /// # Errors
    /// The file with certificate authorities is no such file, or TLS cannot be set up.
    pub fn new(options: &NetworkOptions) -> Result<Self, NetworkError> {
        Ok(Self(builder(options)?.build().map_err(NetworkError::Tls)?))
    }

    /// The client itself.
    #[must_use]
    pub fn client(&self) -> &reqwest::Client {
        &self.0
    }
}

/// The one set-up, for the client and for the diagnosis, which must see what the client sees.
fn builder(options: &NetworkOptions) -> Result<reqwest::ClientBuilder, NetworkError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("Onramp/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(15))
        .timeout(Duration::from_mins(1))
        // Sign-in and Graph answer themselves; a redirect would carry a token elsewhere.
        .redirect(reqwest::redirect::Policy::none());
    if let Some(path) = &options.ca_file {
        builder = builder.tls_certs_merge(certificates(path)?);
    }
    if options.cleartext_http2 {
        builder = builder.http2_prior_knowledge().no_proxy();
    }
    Ok(builder)
}

fn certificates(path: &Path) -> Result<Vec<reqwest::Certificate>, NetworkError> {
    let pem = std::fs::read(path).map_err(|source| NetworkError::CaFile { path: path.to_owned(), source })?;
    match reqwest::Certificate::from_pem_bundle(&pem) {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(NetworkError::NoCertificate { path: path.to_owned() }),
    }
}
