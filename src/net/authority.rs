//! Certificate authorities from a file: read and shown before they are trusted, and trusted as exactly the bytes that
//! were shown. Trusts nothing itself.

use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;

use super::NetworkError;
use super::certificate::Certificate;

/// The longest file that is read: the largest lists of authorities are smaller.
const LONGEST: u64 = 4 * 1024 * 1024;

/// A certificate authority that can be trusted beside the system's.
#[derive(Clone, PartialEq, Eq)]
pub struct Authority {
    /// What it says of itself.
    pub certificate: Certificate,
    der: Arc<[u8]>,
}

impl Authority {
    /// The authorities in a PEM file, in its order. Blocks.
    ///
    /// # Errors
    /// The file cannot be read, or holds a certificate that is none of an authority, or none at all.
    pub fn from_file(path: &Path) -> Result<Vec<Self>, NetworkError> {
        let unreadable = |source| NetworkError::CaFile { path: path.to_owned(), source };
        let mut pem = Vec::new();
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(LONGEST).read_to_end(&mut pem).map_err(unreadable)?;
        let none = || NetworkError::NoCertificate { path: path.to_owned() };
        let mut found = Vec::new();
        for der in CertificateDer::pem_slice_iter(&pem) {
            let der = der.map_err(|_| none())?;
            let certificate = Certificate::read(&der).ok_or_else(none)?;
            if !certificate.is_authority {
                return Err(NetworkError::NoAuthority { path: path.to_owned() });
            }
            found.push(Self { certificate, der: der.as_ref().into() });
        }
        if found.is_empty() { Err(none()) } else { Ok(found) }
    }

    pub(super) fn trusted(&self) -> Result<reqwest::Certificate, NetworkError> {
        reqwest::Certificate::from_der(&self.der).map_err(NetworkError::Tls)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}
