//! The probes: a look-up, a connection, a look at the certificate, and a request by the very client that everything else
//! uses. What it means is not decided here.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use url::Url;

use super::judge::{Evidence, Exchange, Lookup, Reached, Via};
use super::look::{self, Proxy};
use crate::clock::Clock;
use crate::explain::FaultKind;
use crate::net::{NetworkError, NetworkOptions, builder, fault};

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The clients of the probes; none carries a token, none follows a redirect.
#[derive(Clone)]
pub struct Tools {
    /// As everything else: system's trust store and the extra authorities.
    usual: reqwest::Client,
    /// Without the extra authorities, where there are some.
    without_file: Option<reqwest::Client>,
    proxied: bool,
    clock: Clock,
}

impl Tools {
    pub fn new(options: &NetworkOptions, clock: &Clock) -> Result<Self, NetworkError> {
        let build =
            |options: &NetworkOptions| builder(options)?.timeout(PATIENCE * 2).build().map_err(NetworkError::Tls);
        let plain = NetworkOptions { ca_file: None, ..options.clone() };
        Ok(Self {
            usual: build(options)?,
            without_file: options.ca_file.is_some().then(|| build(&plain)).transpose()?,
            proxied: !options.cleartext_http2,
            clock: clock.clone(),
        })
    }
}

/// Tries the way to `url`.
pub async fn probe(tools: &Tools, url: &str, microsofts: bool) -> Evidence {
    let proxy = if tools.proxied { proxy_for(url) } else { None };
    let mut evidence = Evidence {
        via: proxy.as_ref().map_or(Via::Direct, |proxy| Via::Proxy(format!("{}:{}", proxy.name, proxy.port))),
        https: url.starts_with("https:"),
        lookup: Lookup::Unknown,
        reached: Reached::NotTried,
        exchange: Exchange::NotTried,
        certificate: None,
        trusted_without_file: None,
        microsofts,
        dates: None,
    };
    let Some((name, port)) = place(url) else { return evidence };
    let addresses = match &proxy {
        Some(proxy) => look_up(&proxy.name, proxy.port).await,
        None => look_up(&name, port).await,
    };
    if addresses.is_empty() {
        return evidence;
    }
    evidence.lookup = Lookup::Known;
    evidence.reached = connect(addresses).await;
    if evidence.reached == Reached::Yes {
        if evidence.https {
            let looking = look::presented(&name, port, proxy.as_ref());
            evidence.certificate = tokio::time::timeout(PATIENCE, looking).await.ok().flatten();
        }
        exchange(tools, url, &mut evidence).await;
    }
    evidence
}

async fn exchange(tools: &Tools, url: &str, evidence: &mut Evidence) {
    match tools.usual.get(url).send().await {
        Ok(answer) => {
            evidence.dates = dates(answer.headers(), &tools.clock);
            evidence.exchange = Exchange::Answer {
                status: answer.status().as_u16(),
                json: is_json(answer.headers()),
                leads_to: leads_to(&answer),
            };
            if let Some(client) = tools.without_file.as_ref().filter(|_| evidence.https) {
                evidence.trusted_without_file = Some(client.get(url).send().await.is_ok());
            }
        }
        Err(error) => {
            let fault = fault(&error);
            let kind = match fault.kind {
                FaultKind::Own(id) => id.to_owned(),
                FaultKind::Aadsts(_) | FaultKind::Graph { .. } => String::new(),
            };
            evidence.exchange = Exchange::Failed { kind, cause: fault.details.message.unwrap_or_default() };
        }
    }
}

/// The proxy that the client takes for this address.
fn proxy_for(url: &str) -> Option<Proxy> {
    let proxy = Matcher::from_system().intercept(&url.parse().ok()?)?;
    let uri = proxy.uri();
    let default = match uri.scheme_str() {
        Some("https") => 443,
        Some(scheme) if scheme.starts_with("socks") => 1080,
        _ => 80,
    };
    Some(Proxy {
        name: uri.host()?.to_owned(),
        port: uri.port_u16().unwrap_or(default),
        http: uri.scheme_str().is_none_or(|scheme| scheme == "http"),
        authorization: proxy.basic_auth().and_then(|value| value.to_str().ok()).map(str::to_owned),
    })
}

fn place(url: &str) -> Option<(String, u16)> {
    let url = Url::parse(url).ok()?;
    Some((url.host_str()?.to_owned(), url.port_or_known_default()?))
}

/// The addresses of a name; none when it has none, or nobody could be asked in time.
async fn look_up(name: &str, port: u16) -> Vec<SocketAddr> {
    let name = name.trim_start_matches('[').trim_end_matches(']');
    match tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name, port))).await {
        Ok(Ok(addresses)) => addresses.collect(),
        _ => Vec::new(),
    }
}

/// Connects to all addresses at once; one that answers is enough. Else the most telling of the failures.
async fn connect(addresses: Vec<SocketAddr>) -> Reached {
    let mut tries = JoinSet::new();
    for address in addresses {
        tries.spawn(async move {
            match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
                Ok(Ok(_)) => Reached::Yes,
                Ok(Err(error)) => match error.kind() {
                    io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => Reached::Refused,
                    io::ErrorKind::TimedOut => Reached::TimedOut,
                    _ => Reached::NoRoute,
                },
                Err(_) => Reached::TimedOut,
            }
        });
    }
    let mut seen = Vec::new();
    while let Some(result) = tries.join_next().await {
        match result {
            Ok(Reached::Yes) => return Reached::Yes,
            Ok(other) => seen.push(other),
            Err(_) => {}
        }
    }
    [Reached::Refused, Reached::TimedOut].into_iter().find(|kind| seen.contains(kind)).unwrap_or(Reached::NoRoute)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("application/json")
}

fn leads_to(answer: &reqwest::Response) -> Option<String> {
    let location = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    answer.url().join(location).ok()?.host_str().map(str::to_owned)
}

/// The `Date` of the answer and now.
fn dates(headers: &HeaderMap, clock: &Clock) -> Option<(Timestamp, Timestamp)> {
    let date = headers.get(header::DATE)?.to_str().ok()?;
    Some((jiff::fmt::rfc2822::parse(date).ok()?.timestamp(), clock.now()))
}
