//! The one HTTP client: system proxy, the operating system's trust store plus an extra authority, timeouts.

mod authority;
mod certificate;
pub mod diagnose;
mod fault;

pub use authority::Authority;
pub use certificate::{Certificate, Name};
pub use fault::fault;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::explain::{Details, Fault, FaultKind};

/// How to reach the network.
#[derive(Clone, Debug, Default)]
pub struct NetworkOptions {
    /// A PEM file with certificate authorities to trust beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Speak HTTP/2 without TLS: only for the built-in demo tenant, which is known to understand it.
    pub cleartext_http2: bool,
}

/// The client that everything shares: one connection pool, one TLS set-up. Clones share it too, so that an authority that
/// is trusted later counts for whoever is signed in already.
#[derive(Clone)]
pub struct Network(Arc<Shared>);

struct Shared {
    options: NetworkOptions,
    now: RwLock<Now>,
}

struct Now {
    client: reqwest::Client,
    /// Trusted for this run of the program only.
    authorities: Vec<Authority>,
}

// The client would show its proxies.
impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("options", &self.0.options).finish_non_exhaustive()
    }
}

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
    /// It holds a certificate that may not issue others: of a server, not of an authority.
    #[error("{path} holds a certificate that is none of an authority")]
    NoAuthority {
        /// Which file.
        path: PathBuf,
    },
    /// TLS could not be set up.
    #[error("cannot set up TLS")]
    Tls(#[source] reqwest::Error),
}

impl NetworkError {
    /// For [`explain`](crate::explain::explain).
    #[must_use]
    pub fn fault(&self) -> Fault {
        let id = match self {
            Self::CaFile { .. } => "authority-unreadable",
            Self::NoCertificate { .. } => "authority-none",
            Self::NoAuthority { .. } => "authority-of-a-server",
            Self::Tls(_) => "network-tls",
        };
        let message = match std::error::Error::source(self) {
            Some(cause) => format!("{self}: {cause}"),
            None => self.to_string(),
        };
        Fault { kind: FaultKind::Own(id), details: Details { message: Some(message), ..Details::default() } }
    }
}

impl Network {
    /// Sets the client up. Nothing is sent yet.
    ///
    /// # Errors
    /// The file with certificate authorities is no such file, or TLS cannot be set up.
    pub fn new(options: &NetworkOptions) -> Result<Self, NetworkError> {
        let client = builder(options, &[])?.build().map_err(NetworkError::Tls)?;
        let now = RwLock::new(Now { client, authorities: Vec::new() });
        Ok(Self(Arc::new(Shared { options: options.clone(), now })))
    }

    /// The client itself. To be asked for anew for each request, so that the last one is taken.
    #[must_use]
    pub fn client(&self) -> reqwest::Client {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).client.clone()
    }

    /// Trusts these authorities too, until the program ends; connections made so far are not used again.
    ///
    /// # Errors
    /// TLS cannot be set up with them. Then everything is as before.
    pub fn trust(&self, authorities: &[Authority]) -> Result<(), NetworkError> {
        let mut all = self.chosen();
        for one in authorities {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        let client = builder(&self.0.options, &all)?.build().map_err(NetworkError::Tls)?;
        *self.0.now.write().unwrap_or_else(PoisonError::into_inner) = Now { client, authorities: all };
        Ok(())
    }

    /// The authorities that were trusted later.
    fn chosen(&self) -> Vec<Authority> {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).authorities.clone()
    }
}

/// The one set-up, for the client and for the diagnosis, which must see what the client sees.
fn builder(options: &NetworkOptions, authorities: &[Authority]) -> Result<reqwest::ClientBuilder, NetworkError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("Onramp/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(15))
        .timeout(Duration::from_mins(1))
        // Sign-in and Graph answer themselves; a redirect would carry a token elsewhere.
        .redirect(reqwest::redirect::Policy::none());
    let mut more = authorities.iter().map(Authority::trusted).collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = &options.ca_file {
        more.extend(certificates(path)?);
    }
    if !more.is_empty() {
        builder = builder.tls_certs_merge(more);
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
