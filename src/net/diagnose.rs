//! Why the network does not let Onramp through: names, connection, proxy, TLS inspection, guest networks and the clock told
//! apart for each host that must be reachable. Sends two public requests per host, without any token, and changes nothing.

mod challenge;
mod finding;
mod judge;
mod look;
mod probe;

use tokio::task::JoinSet;
use url::Url;

pub use finding::{Cause, Finding, Severity};
pub use judge::{Evidence, Exchange, Families, Lookup, Reached, Via, judge};

use super::{Certificate, Network, NetworkError};
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
    /// The certificate that was presented, trusted or not.
    pub certificate: Option<Certificate>,
    /// The one of its authority, if that was presented along with it.
    pub authority: Option<Certificate>,
}

impl HostReport {
    /// Whether Onramp cannot work with this host.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Broken)
    }

    /// Whether something in between opens the encrypted connections, trusted or not.
    #[must_use]
    pub fn is_inspected(&self) -> bool {
        let inspected = |finding: &Finding| {
            matches!(finding, Finding::Inspected(_) | Finding::InspectedTrusted(_) | Finding::TrustedByFile(_))
        };
        self.findings.iter().any(inspected)
    }
}

/// The first thing that stops Onramp; `None` when nothing does.
#[must_use]
pub fn cause(reports: &[HostReport]) -> Option<Cause> {
    reports.iter().flat_map(|report| &report.findings).find_map(Finding::cause)
}

/// A page without encryption, which a guest network answers with its own. Where there is none, it leads to Microsoft's
/// start page. Windows asks the same server whether there is an internet connection.
pub const GUEST_PAGE: &str = "http://www.msftconnecttest.com/redirect";

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

/// Tries the way to every host without which nothing works, all at once, and tells of each as soon as it is known. The
/// answer is in the order of [`hosts`]. When it is dropped, the probes end.
///
/// # Errors
/// The file with certificate authorities is no such file any more, or TLS cannot be set up.
pub async fn diagnose(
    network: &Network,
    cloud: &Cloud,
    clock: &Clock,
    on_host: &(dyn Fn(&HostReport) + Sync),
) -> Result<Vec<HostReport>, NetworkError> {
    let tools = probe::Tools::new(network, clock)?;
    let mut probes = JoinSet::new();
    for (index, host) in hosts(cloud).into_iter().enumerate() {
        // What each answers without a token is known, and is JSON.
        let url = match host.purposes.iter().find(|purpose| purpose.is_always_needed()) {
            Some(Purpose::SignIn) => cloud.login_url("organizations/v2.0/.well-known/openid-configuration"),
            Some(_) => cloud.graph_url("v1.0/organization"),
            None => continue,
        };
        let (tools, expected) = (tools.clone(), cloud.has_public_certificates());
        probes.spawn(async move { (index, host, probe::probe(&tools, &url, expected).await) });
    }
    let mut reports = Vec::new();
    while let Some(done) = probes.join_next().await {
        let Ok((index, host, evidence)) = done else { continue };
        let proxy = match &evidence.via {
            Via::Proxy(proxy) => Some(proxy.clone()),
            Via::Direct => None,
        };
        let findings = judge(&evidence);
        let Evidence { certificate, authority, .. } = evidence;
        let report = HostReport { host, proxy, findings, certificate, authority };
        on_host(&report);
        reports.push((index, report));
    }
    reports.sort_by_key(|(index, _)| *index);
    Ok(reports.into_iter().map(|(_, report)| report).collect())
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
