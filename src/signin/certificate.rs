//! Proving with a certificate who an app is: a signed statement in place of a client secret (RFC 7523; Entra:
//! certificate-credentials). The key never leaves this file and is never shown.

use std::fmt;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::types::{ClientId, SecretValue};

/// How long a statement is good for, in seconds: Entra takes up to ten minutes.
const LIFE: i64 = 600;
/// No certificate with its key is nearly as long.
const MAX_FILE: u64 = 256 * 1024;

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// There is no certificate in it.
    #[error("there is no certificate in {path}")]
    NoCertificate {
        /// Which file.
        path: PathBuf,
    },
    /// There is no private key in it.
    #[error("there is no private key in {path}")]
    NoKey {
        /// Which file.
        path: PathBuf,
    },
    /// Its private key is protected by a password.
    #[error("the private key in {path} is protected by a password")]
    Locked {
        /// Which file.
        path: PathBuf,
    },
    /// The key is not an RSA key: Entra takes no other.
    #[error("the key in {path} is not an RSA key")]
    NotRsa {
        /// Which file.
        path: PathBuf,
    },
    /// The key is that of another certificate.
    #[error("the key in {path} belongs to another certificate")]
    Mismatch {
        /// Which file.
        path: PathBuf,
    },
}

/// A certificate with its private key.
#[derive(Clone)]
pub struct Certificate {
    key: EncodingKey,
    /// SHA-256 of the certificate in DER, base64url: what Entra finds it by.
    thumbprint: String,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("thumbprint", &self.thumbprint).finish_non_exhaustive()
    }
}

impl Certificate {
    /// Reads a PEM file with a certificate and its RSA key, in either order.
    ///
    /// # Errors
    /// It cannot be read, or does not hold both, or not so that Entra takes them.
    pub fn from_file(path: &Path) -> Result<Self, CertificateError> {
        let read = |source| CertificateError::Read { path: path.to_owned(), source };
        if std::fs::metadata(path).map_err(read)?.len() > MAX_FILE {
            return Err(CertificateError::NoCertificate { path: path.to_owned() });
        }
        let bytes = Zeroizing::new(std::fs::read(path).map_err(read)?);
        // PKCS #12 and other binary files hold no such line.
        let text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
        Self::from_pem(&text, path)
    }

    /// As [`Certificate::from_file`], from text; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`Certificate::from_file`].
    pub fn from_pem(text: &str, path: &Path) -> Result<Self, CertificateError> {
        let path = || path.to_owned();
        let der = CertificateDer::from_pem_slice(text.as_bytes())
            .map_err(|_| CertificateError::NoCertificate { path: path() })?;
        if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(CertificateError::Locked { path: path() });
        }
        let key = ["RSA PRIVATE KEY", "PRIVATE KEY"].into_iter().find_map(|tag| section(text, tag));
        let key = match key {
            Some(key) => key,
            None if text.contains("BEGIN EC PRIVATE KEY") => return Err(CertificateError::NotRsa { path: path() }),
            None => return Err(CertificateError::NoKey { path: path() }),
        };
        let key = EncodingKey::from_rsa_pem(key.as_bytes()).map_err(|_| CertificateError::NotRsa { path: path() })?;
        let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(&der));
        let public = public_key(&der).ok_or_else(|| CertificateError::NotRsa { path: path() })?;
        let this = Self { key, thumbprint };
        // A statement of no use, to see whether the certificate vouches for the key.
        let trial = this.sign(&json!({})).ok_or_else(|| CertificateError::NotRsa { path: path() })?;
        let vouches = trial.expose().rsplit_once('.').is_some_and(|(message, signature)| {
            jsonwebtoken::crypto::verify(signature, message.as_bytes(), &public, Algorithm::PS256).unwrap_or(false)
        });
        if vouches { Ok(this) } else { Err(CertificateError::Mismatch { path: path() }) }
    }

    /// A statement that the app is who it says it is, for one use at the token endpoint `audience`.
    pub(super) fn statement(&self, app: ClientId, audience: &str, now: Timestamp) -> Option<SecretValue> {
        let start = now.as_second();
        self.sign(&json!({
            "aud": audience,
            "iss": app,
            "sub": app,
            "jti": Uuid::new_v4(),
            "iat": start,
            "nbf": start,
            "exp": start + LIFE,
        }))
    }

    fn sign(&self, claims: &serde_json::Value) -> Option<SecretValue> {
        let mut header = Header::new(Algorithm::PS256);
        header.x5t_s256 = Some(self.thumbprint.clone());
        jsonwebtoken::encode(&header, claims, &self.key).ok().map(SecretValue::new)
    }
}

/// The public key of a certificate, if it is an RSA key.
fn public_key(der: &CertificateDer<'_>) -> Option<DecodingKey> {
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(der));
    DecodingKey::from_rsa_pem(pem.as_bytes()).ok()
}

/// One section of a PEM file.
fn section<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    let (first, last) = (format!("-----BEGIN {tag}-----"), format!("-----END {tag}-----"));
    let start = text.find(&first)?;
    let length = text.get(start..)?.find(&last)? + last.len();
    text.get(start..start + length)
}
