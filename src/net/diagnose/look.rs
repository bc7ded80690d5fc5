//! A look at the certificate that a host presents, straight or through a proxy. The handshake is broken off as soon as the
//! certificate is seen: whoever presents it is trusted with nothing.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use super::certificate::Certificate;

/// A proxy never answers more than this to CONNECT.
const LONGEST_ANSWER: usize = 16 * 1024;

/// A proxy that the client takes. Not printable: the password is in it.
#[derive(Clone)]
pub struct Proxy {
    pub name: String,
    pub port: u16,
    /// Whether it is spoken to in plain HTTP, as nearly all are; others are not looked through.
    pub http: bool,
    /// The value of `Proxy-Authorization`.
    pub authorization: Option<String>,
}

/// The certificate that `name` presents; `None` when there is none to be seen.
pub async fn presented(name: &str, port: u16, proxy: Option<&Proxy>) -> Option<Certificate> {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let stream = match proxy {
        None => TcpStream::connect((bare, port)).await.ok()?,
        Some(proxy) if proxy.http => tunnel(name, port, proxy).await?,
        Some(_) => return None,
    };
    let seen = Arc::new(Seen { leaf: Mutex::default(), provider: Arc::new(aws_lc_rs::default_provider()) });
    let config = ClientConfig::builder_with_provider(Arc::clone(&seen.provider))
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::<Seen>::clone(&seen))
        .with_no_client_auth();
    let server = ServerName::try_from(bare.to_owned()).ok()?;
    // It always fails, at the latest at the certificate.
    let _ = TlsConnector::from(Arc::new(config)).connect(server, stream).await;
    let leaf = seen.leaf.lock().unwrap_or_else(PoisonError::into_inner);
    Certificate::read(leaf.as_deref()?)
}

async fn tunnel(name: &str, port: u16, proxy: &Proxy) -> Option<TcpStream> {
    let mut stream = TcpStream::connect((proxy.name.as_str(), proxy.port)).await.ok()?;
    let mut head = format!("CONNECT {name}:{port} HTTP/1.1\r\nHost: {name}:{port}\r\n");
    if let Some(authorization) = &proxy.authorization {
        head.extend(["Proxy-Authorization: ", authorization, "\r\n"]);
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() >= LONGEST_ANSWER {
            return None;
        }
        answer.push(stream.read_u8().await.ok()?);
    }
    let opened = answer.starts_with(b"HTTP/1.") && answer.get(9..12) == Some(b"200");
    opened.then_some(stream)
}

/// Keeps the certificate and refuses it.
#[derive(Debug)]
struct Seen {
    leaf: Mutex<Option<Vec<u8>>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.leaf.lock().unwrap_or_else(PoisonError::into_inner) = Some(end_entity.to_vec());
        Err(refused())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(refused())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(refused())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn refused() -> Error {
    Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)
}
