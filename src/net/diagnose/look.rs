//! A look at the certificate that a host presents, straight or through a proxy. The handshake is broken off as soon as the
//! certificate is seen: whoever presents it is trusted with nothing.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use super::challenge;
use crate::net::Certificate;

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

/// What could be seen on the way to a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// The certificate that the host presents.
    pub certificate: Option<Certificate>,
    /// The one of its authority, if that was presented along with it.
    pub authority: Option<Certificate>,
    /// The kinds of sign-in that the proxy asks for instead of letting anybody through.
    pub kinds: Vec<String>,
}

/// Looks at what `name` presents, over `address`: its own, or the proxy's.
pub async fn look(name: &str, port: u16, address: SocketAddr, proxy: Option<&Proxy>) -> Sight {
    let mut sight = Sight::default();
    let stream = match proxy {
        None => TcpStream::connect(address).await.ok(),
        Some(proxy) if proxy.http => tunnel(name, port, address, proxy, &mut sight).await,
        Some(_) => None,
    };
    if let Some(stream) = stream {
        (sight.certificate, sight.authority) = presented(name, stream).await.unwrap_or_default();
    }
    sight
}

async fn presented(name: &str, stream: TcpStream) -> Option<(Option<Certificate>, Option<Certificate>)> {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let seen = Arc::new(Seen { chain: Mutex::default(), provider: Arc::new(aws_lc_rs::default_provider()) });
    let config = ClientConfig::builder_with_provider(Arc::clone(&seen.provider))
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::<Seen>::clone(&seen))
        .with_no_client_auth();
    let server = ServerName::try_from(bare.to_owned()).ok()?;
    // It always fails, at the latest at the certificate.
    let _ = TlsConnector::from(Arc::new(config)).connect(server, stream).await;
    let chain = seen.chain.lock().unwrap_or_else(PoisonError::into_inner);
    let leaf = Certificate::read(chain.first()?)?;
    let authority =
        chain.iter().skip(1).filter_map(|der| Certificate::read(der)).find(|one| one.subject == leaf.issuer);
    Some((Some(leaf), authority))
}

async fn tunnel(name: &str, port: u16, address: SocketAddr, proxy: &Proxy, sight: &mut Sight) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(address).await.ok()?;
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
    let status = answer.starts_with(b"HTTP/1.").then(|| answer.get(9..12)).flatten()?;
    if status == b"407" {
        let answer = String::from_utf8_lossy(&answer);
        let lines = answer.lines().filter_map(|line| line.split_once(':'));
        let asked = lines.filter(|(name, _)| name.eq_ignore_ascii_case("proxy-authenticate"));
        sight.kinds = challenge::kinds(asked.map(|(_, value)| value));
    }
    (status == b"200").then_some(stream)
}

/// Keeps the certificates and refuses them.
#[derive(Debug)]
struct Seen {
    chain: Mutex<Vec<Vec<u8>>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(end_entity).chain(intermediates).map(|one| one.to_vec()).collect();
        *self.chain.lock().unwrap_or_else(PoisonError::into_inner) = chain;
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
