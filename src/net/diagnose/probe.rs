//! The probes: a look-up, a connection, a look at the certificate, and a request by the very client that everything else
//! uses. What it means is not decided here.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

use super::challenge;
use super::judge::{Evidence, Exchange, Families, Lookup, Reached, Via};
use super::look::{self, Proxy};
use crate::clock::Clock;
use crate::explain::FaultKind;
use crate::net::{Authority, Network, NetworkError, NetworkOptions, builder, fault};

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the other address family may take once one stands. The client itself waits for a third of a second.
const GRACE: Duration = Duration::from_secs(3);

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
    pub fn new(network: &Network, clock: &Clock) -> Result<Self, NetworkError> {
        let build = |options: &NetworkOptions, authorities: &[Authority]| {
            builder(options, authorities)?.timeout(PATIENCE * 2).build().map_err(NetworkError::Tls)
        };
        let (options, chosen) = (&network.0.options, network.chosen());
        let plain = NetworkOptions { ca_file: None, ..options.clone() };
        let extra = options.ca_file.is_some() || !chosen.is_empty();
        Ok(Self {
            usual: build(options, &chosen)?,
            without_file: extra.then(|| build(&plain, &[])).transpose()?,
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
        families: Families::default(),
        kinds: Vec::new(),
        password_given: proxy.as_ref().is_some_and(|proxy| proxy.authorization.is_some()),
        exchange: Exchange::NotTried,
        certificate: None,
        authority: None,
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
    let own_network = proxy.is_some() || addresses.iter().any(|address| address.ip().is_loopback());
    let connected = connect(addresses).await;
    evidence.reached = connected.reached;
    if !own_network {
        evidence.families = connected.families;
    }
    if let Some(address) = connected.address {
        if evidence.https {
            let looking = look::look(&name, port, address, proxy.as_ref());
            let sight = tokio::time::timeout(PATIENCE, looking).await.unwrap_or_default();
            (evidence.certificate, evidence.authority) = (sight.certificate, sight.authority);
            evidence.kinds = sight.kinds;
        }
        exchange(tools, url, &mut evidence).await;
    }
    evidence
}

async fn exchange(tools: &Tools, url: &str, evidence: &mut Evidence) {
    match tools.usual.get(url).send().await {
        Ok(answer) => {
            evidence.dates = dates(answer.headers(), &tools.clock);
            if answer.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
                let asked = answer.headers().get_all(header::PROXY_AUTHENTICATE).into_iter();
                evidence.kinds = challenge::kinds(asked.filter_map(|value| value.to_str().ok()));
            }
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

/// What came of connecting.
struct Connected {
    /// One address that answers is enough; else the most telling of the failures.
    reached: Reached,
    families: Families,
    /// The first one that answered.
    address: Option<SocketAddr>,
}

/// Connects to all addresses at once. As soon as one answers, the others have a little time left: an address family in
/// which nothing comes back is told, not waited for.
async fn connect(addresses: Vec<SocketAddr>) -> Connected {
    let mut tries = JoinSet::new();
    for address in &addresses {
        let address = *address;
        tries.spawn(async move { (address, reach(address).await) });
    }
    let mut end = Instant::now() + PATIENCE;
    let (mut seen, mut first) = (Vec::new(), None);
    while let Ok(Some(done)) = tokio::time::timeout_at(end, tries.join_next()).await {
        let Ok((address, reached)) = done else { continue };
        seen.push((address, reached));
        if reached == Reached::Yes {
            if first.is_none() {
                end = end.min(Instant::now() + GRACE);
            }
            first = first.or(Some(address));
        }
        let stands = |like: &SocketAddr| {
            seen.iter().any(|(one, reached)| *reached == Reached::Yes && one.is_ipv6() == like.is_ipv6())
        };
        if addresses.iter().all(stands) {
            break;
        }
    }
    let of = |v6: bool| {
        let there = addresses.iter().any(|address| address.is_ipv6() == v6);
        there.then(|| most_telling(seen.iter().filter(|(a, _)| a.is_ipv6() == v6).map(|(_, reached)| *reached)))
    };
    let families = Families { v4: of(false), v6: of(true) };
    let reached = most_telling([families.v4, families.v6].into_iter().flatten());
    Connected { reached, families, address: first }
}

async fn reach(address: SocketAddr) -> Reached {
    match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(Ok(_)) => Reached::Yes,
        Ok(Err(error)) => match error.kind() {
            io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => Reached::Refused,
            io::ErrorKind::TimedOut => Reached::TimedOut,
            _ => Reached::NoRoute,
        },
        Err(_) => Reached::TimedOut,
    }
}

/// What came of several addresses together. Of those that said nothing at all, nothing came back.
fn most_telling(seen: impl Iterator<Item = Reached>) -> Reached {
    let seen: Vec<Reached> = seen.collect();
    let order = [Reached::Yes, Reached::Refused, Reached::TimedOut, Reached::NoRoute];
    order.into_iter().find(|kind| seen.contains(kind)).unwrap_or(Reached::TimedOut)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

    use super::*;

    #[tokio::test]
    async fn both_address_families_are_tried_and_told_apart() {
        let four = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let six = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).unwrap();
        let (four_at, six_at) = (four.local_addr().unwrap(), six.local_addr().unwrap());
        let both = connect(vec![six_at, four_at]).await;
        assert_eq!(both.families, Families { v4: Some(Reached::Yes), v6: Some(Reached::Yes) });
        let alone = connect(vec![four_at]).await;
        assert_eq!(alone.families, Families { v4: Some(Reached::Yes), v6: None });

        drop(six);
        let broken = connect(vec![six_at, four_at]).await;
        assert_eq!((broken.reached, broken.address), (Reached::Yes, Some(four_at)));
        assert_eq!(broken.families, Families { v4: Some(Reached::Yes), v6: Some(Reached::Refused) });

        drop(four);
        let nothing = connect(vec![six_at, four_at]).await;
        assert_eq!((nothing.reached, nothing.address), (Reached::Refused, None));
    }
}
