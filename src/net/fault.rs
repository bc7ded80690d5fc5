//! Which kind of trouble with the network it was, in the ids of [`explain`](crate::explain).

use std::error::Error;
use std::io;

use crate::explain::{Details, Fault, FaultKind};

/// The fault of a request that got no answer, or whose answer broke off.
///
/// The message is the innermost cause only: outer ones repeat the address, which can hold an identifier.
#[must_use]
pub fn fault(error: &reqwest::Error) -> Fault {
    let message = causes(error).last().map(ToString::to_string);
    Fault { kind: FaultKind::Own(kind(error)), details: Details { message, ..Details::default() } }
}

fn kind(error: &reqwest::Error) -> &'static str {
    let texts: Vec<String> = causes(error).map(|cause| cause.to_string().to_lowercase()).collect();
    let says = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| text.contains(word)));
    if error.is_timeout() || io_kind(error) == Some(io::ErrorKind::TimedOut) {
        "network-timeout"
    } else if says(&["tunnel", "proxy"]) {
        "network-proxy"
    } else if says(&["dns error", "lookup address"]) {
        "network-dns"
    } else if says(&["certificate", "tls", "corrupt message", "handshake"]) {
        "network-tls"
    } else if error.is_connect() {
        "network-unreachable"
    } else {
        "network-lost"
    }
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// What caused the error, outermost first; without the error itself, which names the address.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::sync::Arc;
    use std::time::Duration;

    use reqwest::dns::{Name, Resolve, Resolving};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    async fn fault_of(client: reqwest::ClientBuilder, address: &str) -> Fault {
        fault(&client.build().unwrap().get(address).send().await.unwrap_err())
    }

    /// A server that reads a request, answers these bytes to each connection, and closes it.
    async fn answering(bytes: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 1024];
                assert!(stream.read(&mut request).await.unwrap() > 0);
                stream.write_all(bytes.as_bytes()).await.unwrap();
            }
        });
        address
    }

    struct NoNames;

    impl Resolve for NoNames {
        fn resolve(&self, _name: Name) -> Resolving {
            Box::pin(std::future::ready(Err("failed to lookup address information".into())))
        }
    }

    #[tokio::test]
    async fn a_name_that_cannot_be_looked_up_is_told() {
        let client = reqwest::Client::builder().no_proxy().dns_resolver(Arc::new(NoNames));
        let fault = fault_of(client, "https://login.example/secret-path").await;
        assert_eq!(fault.kind, FaultKind::Own("network-dns"));
        assert!(!format!("{fault:?}").contains("secret-path"));
    }

    #[tokio::test]
    async fn a_proxy_that_wants_a_password_is_told() {
        let proxy = answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n").await;
        let client = reqwest::Client::builder().proxy(reqwest::Proxy::all(format!("http://{proxy}")).unwrap());
        assert_eq!(fault_of(client, "https://login.example/").await.kind, FaultKind::Own("network-proxy"));
    }

    #[tokio::test]
    async fn a_connection_that_breaks_off_is_told() {
        let server = answering("HTTP/1.1 200 OK\r\nContent-Le").await;
        let client = reqwest::Client::builder().no_proxy();
        assert_eq!(fault_of(client, &format!("http://{server}/")).await.kind, FaultKind::Own("network-lost"));
    }

    #[tokio::test]
    async fn a_server_that_never_answers_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_millis(1));
        let address = format!("http://{}/", listener.local_addr().unwrap());
        assert_eq!(fault_of(client, &address).await.kind, FaultKind::Own("network-timeout"));
    }
}
