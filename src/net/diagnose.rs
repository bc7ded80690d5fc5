//! Why the network does not let Onramp through: names, connection, proxy, TLS inspection, guest networks and the clock told
//! apart for each host that must be reachable. Sends two public requests per host, without any token, and changes nothing.

mod certificate;
mod judge;
mod look;
mod probe;

use url::Url;

pub use certificate::Certificate;
pub use judge::{Evidence, Exchange, Lookup, Reached, Via, judge};

use super::{NetworkError, NetworkOptions};
use crate::clock::Clock;
use crate::cloud::Cloud;

/// What a host is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Signing in, and tokens.
    SignIn,
    /// Microsoft Graph: everything that is looked up and changed.
    Graph,
    /// The Office 365 Management APIs, which some products use.
    O365Management,
    /// Pages of Microsoft that open in the person's own browser.
    Pages,
}

impl Purpose {
    /// A short name for files and results.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::SignIn => "signIn",
            Self::Graph => "graph",
            Self::O365Management => "o365Management",
            Self::Pages => "pages",
        }
    }

    /// Whether nothing works without it.
    #[must_use]
    pub fn is_always_needed(self) -> bool {
        matches!(self, Self::SignIn | Self::Graph)
    }
}

/// A server that the network has to let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its name, as certificates and firewalls know it.
    pub name: String,
    /// The TCP port.
    pub port: u16,
    /// What for; never empty.
    pub purposes: Vec<Purpose>,
}

/// What was found out about one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostReport {
    /// Which.
    pub host: Host,
    /// `proxy.example:3128`, when the way goes through a proxy.
    pub proxy: Option<String>,
    /// What was found, in the order of a connection: name, connection, certificate, answer, clock.
    pub findings: Vec<Finding>,
}

impl HostReport {
    /// Whether Onramp cannot work with this host.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Broken)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Fine.
    Fine,
    /// Works, and is good to know.
    Note,
    /// Onramp cannot work until somebody mends it.
    Broken,
}

/// One thing that was found out about the way to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The name has an address.
    NameKnown,
    /// The name of the host cannot be looked up.
    NameUnknown,
    /// A TCP connection to the host stands.
    Connected,
    /// The connection is refused: a firewall, or nobody is there.
    Refused,
    /// Nothing comes back: most often a firewall that drops the packets.
    NoAnswer,
    /// There is no way to the address: no internet connection, or IPv6 only by name.
    NoRoute,
    /// The proxy is there, and the way goes through it.
    ProxyUsed(String),
    /// The name of the proxy cannot be looked up.
    ProxyUnknown(String),
    /// The proxy does not answer.
    ProxyUnreachable(String),
    /// The proxy wants a user name and password, or other ones.
    ProxyPassword(String),
    /// The proxy does not let this host through.
    ProxyRefused(String),
    /// The certificate is trusted by this computer. (Issuers below are empty where they could not be seen.)
    Trusted,
    /// Trusted by this computer, but from an authority that Microsoft does not use: the traffic is inspected.
    InspectedTrusted(String),
    /// Trusted only because of the extra authorities (`--ca`).
    TrustedByFile(String),
    /// The certificate comes from an authority that is not trusted: most often a device that inspects the traffic.
    Inspected(String),
    /// The certificate is for another host.
    OtherHost,
    /// The certificate is not valid today: most often this computer's date is wrong.
    NotValidNow,
    /// The encrypted connection fails in another way.
    TlsFailed,
    /// The host answered as Microsoft does.
    Answered,
    /// Something else answered: the page of a guest network or of a filter; the host that it leads to, if any.
    Portal(Option<String>),
    /// Microsoft (or what stands before it) answered that it is overloaded.
    Busy(u16),
    /// The connection broke off before the answer.
    Lost,
    /// No answer in time, though the connection stands.
    Slow,
    /// This computer's clock is wrong by so many minutes; positive: it is ahead.
    Clock(i64),
}

impl Finding {
    /// The id of its words (`network-found-*`) and in results. Stays as it is.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NameKnown => "name",
            Self::NameUnknown => "name-unknown",
            Self::Connected => "connected",
            Self::Refused => "refused",
            Self::NoAnswer => "no-answer",
            Self::NoRoute => "no-route",
            Self::ProxyUsed(_) => "proxy",
            Self::ProxyUnknown(_) => "proxy-unknown",
            Self::ProxyUnreachable(_) => "proxy-unreachable",
            Self::ProxyPassword(_) => "proxy-password",
            Self::ProxyRefused(_) => "proxy-refused",
            Self::Trusted => "certificate",
            Self::InspectedTrusted(_) => "inspected-trusted",
            Self::TrustedByFile(_) => "inspected-ca",
            Self::Inspected(_) => "inspected",
            Self::OtherHost => "certificate-host",
            Self::NotValidNow => "certificate-date",
            Self::TlsFailed => "tls",
            Self::Answered => "answer",
            Self::Portal(_) => "portal",
            Self::Busy(_) => "busy",
            Self::Lost => "lost",
            Self::Slow => "slow",
            Self::Clock(_) => "clock",
        }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::NameKnown | Self::Connected | Self::ProxyUsed(_) | Self::Trusted | Self::Answered => Severity::Fine,
            Self::InspectedTrusted(_) | Self::TrustedByFile(_) | Self::Clock(_) => Severity::Note,
            _ => Severity::Broken,
        }
    }
}

/// Every host of a cloud: what to hand to the network team. The same host is listed once, with all it is needed for.
#[must_use]
pub fn hosts(cloud: &Cloud) -> Vec<Host> {
    let pages = [&cloud.entra, &cloud.portal].map(|url| url.as_ref().map(|url| (Purpose::Pages, url)));
    let management = cloud.o365_management.as_ref().map(|url| (Purpose::O365Management, url));
    let always = [Some((Purpose::SignIn, &cloud.login)), Some((Purpose::Graph, &cloud.graph)), management];
    let mut hosts: Vec<Host> = Vec::new();
    for (purpose, url) in always.into_iter().chain(pages).flatten() {
        let (name, port) = place(url);
        match hosts.iter_mut().find(|host| host.name == name && host.port == port) {
            Some(host) => host.purposes.push(purpose),
            None => hosts.push(Host { name, port, purposes: vec![purpose] }),
        }
    }
    for host in &mut hosts {
        host.purposes.dedup();
    }
    hosts
}

fn place(url: &Url) -> (String, u16) {
    (url.host_str().unwrap_or_default().to_owned(), url.port_or_known_default().unwrap_or(443))
}

/// Tries the way to every host without which nothing works, all at once.
///
/// # Errors
/// The file with certificate authorities is no such file, or TLS cannot be set up.
pub async fn diagnose(options: &NetworkOptions, cloud: &Cloud, clock: &Clock) -> Result<Vec<HostReport>, NetworkError> {
    let tools = probe::Tools::new(options, clock)?;
    let mut probes = Vec::new();
    for host in hosts(cloud) {
        // What each answers without a token is known, and is JSON.
        let url = match host.purposes.iter().find(|purpose| purpose.is_always_needed()) {
            Some(Purpose::SignIn) => cloud.login_url("organizations/v2.0/.well-known/openid-configuration"),
            Some(_) => cloud.graph_url("v1.0/organization"),
            None => continue,
        };
        let (tools, expected) = (tools.clone(), cloud.has_public_certificates());
        let evidence = tokio::spawn(async move { probe::probe(&tools, &url, expected).await });
        probes.push((host, evidence));
    }
    let mut reports = Vec::new();
    for (host, evidence) in probes {
        let Ok(evidence) = evidence.await else { continue };
        let proxy = match &evidence.via {
            Via::Proxy(proxy) => Some(proxy.clone()),
            Via::Direct => None,
        };
        reports.push(HostReport { host, proxy, findings: judge(&evidence) });
    }
    Ok(reports)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn the_list_for_the_network_team_names_each_host_once_with_all_it_is_for() {
        let global: Vec<_> = hosts(&Cloud::global().unwrap())
            .into_iter()
            .map(|host| (format!("{}:{}", host.name, host.port), host.purposes))
            .collect();
        assert_eq!(
            global,
            [
                ("login.microsoftonline.com:443".to_owned(), vec![Purpose::SignIn]),
                ("graph.microsoft.com:443".to_owned(), vec![Purpose::Graph]),
                ("manage.office.com:443".to_owned(), vec![Purpose::O365Management]),
                ("entra.microsoft.com:443".to_owned(), vec![Purpose::Pages]),
                ("portal.azure.com:443".to_owned(), vec![Purpose::Pages]),
            ]
        );
        let demo = hosts(&Cloud::demo("http://localhost:8080".parse().unwrap()));
        assert_eq!(demo.len(), 1);
        assert_eq!((demo[0].name.as_str(), demo[0].port), ("localhost", 8080));
        assert_eq!(demo[0].purposes, [Purpose::SignIn, Purpose::Graph, Purpose::O365Management]);
    }
}
