//! From what the probes saw to what it means. Pure: values in, findings out.

use jiff::Timestamp;

use super::Finding;
use crate::net::Certificate;

/// How wrong a clock may be before it is told: Entra's own tolerance for tokens is five minutes.
const CLOCK_TOLERANCE_SECONDS: i64 = 5 * 60;
/// The organisations that issue the certificates of Microsoft's sign-in and Graph
/// (learn.microsoft.com/azure/security/fundamentals/azure-ca-details).
const MICROSOFTS_ISSUERS: [&str; 2] = ["DigiCert", "Microsoft"];

/// The way to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// Straight.
    Direct,
    /// Through a proxy: `proxy.example:3128`.
    Proxy(String),
}

/// Whether a name (of the proxy, where there is one) has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It has.
    Known,
    /// It has none, or nobody could be asked.
    Unknown,
}

/// Whether a TCP connection (to the proxy, where there is one) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It does.
    Yes,
    /// Refused.
    Refused,
    /// Nothing came back.
    TimedOut,
    /// There is no way to the address.
    NoRoute,
    /// It was not tried.
    NotTried,
}

/// What came of the connections, by address family; `None` where there is no such address, or nobody looked: a proxy's
/// family and a loopback address say nothing about the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Families {
    /// IPv4.
    pub v4: Option<Reached>,
    /// IPv6.
    pub v6: Option<Reached>,
}

/// What came of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// It was not sent.
    NotTried,
    /// Something answered.
    Answer {
        /// HTTP status.
        status: u16,
        /// Whether it is JSON, as Microsoft's answers are.
        json: bool,
        /// The host of the `Location` header.
        leads_to: Option<String>,
    },
    /// Nothing answered.
    Failed {
        /// The id of the fault: `network-tls` ...
        kind: String,
        /// The innermost cause, in the words of the library.
        cause: String,
    },
}

/// What the probes saw of one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The way.
    pub via: Via,
    /// Whether the connection is encrypted.
    pub https: bool,
    /// The name.
    pub lookup: Lookup,
    /// The connection.
    pub reached: Reached,
    /// The same, by address family.
    pub families: Families,
    /// The kinds of sign-in that the proxy asks for.
    pub kinds: Vec<String>,
    /// Whether the proxy was given a user name and a password.
    pub password_given: bool,
    /// The request.
    pub exchange: Exchange,
    /// The certificate that was presented, trusted or not.
    pub certificate: Option<Certificate>,
    /// The one of its authority, if that was presented too.
    pub authority: Option<Certificate>,
    /// Whether it is trusted without the extra authorities; `None`: there are none.
    pub trusted_without_file: Option<bool>,
    /// Whether the host is one of Microsoft's, whose certificates come from known authorities.
    pub microsofts: bool,
    /// The `Date` of an answer, and when it came by this computer's clock.
    pub dates: Option<(Timestamp, Timestamp)>,
}

/// What it means, in the order of a connection. The first finding that is broken is the cause; what follows from it is
/// not told.
#[must_use]
pub fn judge(evidence: &Evidence) -> Vec<Finding> {
    let mut findings = vec![name(evidence)];
    let go_on = |findings: &[Finding]| findings.iter().all(|f| f.severity() != super::Severity::Broken);
    if go_on(&findings) {
        findings.extend(connection(evidence));
    }
    if go_on(&findings) {
        findings.extend(encryption(evidence));
    }
    if go_on(&findings) {
        findings.extend(answer(evidence));
    }
    findings.extend(clock(evidence));
    findings
}

fn name(evidence: &Evidence) -> Finding {
    match (&evidence.via, evidence.lookup) {
        (Via::Direct, Lookup::Known) => Finding::NameKnown,
        (Via::Direct, Lookup::Unknown) => Finding::NameUnknown,
        (Via::Proxy(proxy), Lookup::Known) => Finding::ProxyUsed(proxy.clone()),
        (Via::Proxy(proxy), Lookup::Unknown) => Finding::ProxyUnknown(proxy.clone()),
    }
}

fn connection(evidence: &Evidence) -> Vec<Finding> {
    if let Via::Proxy(proxy) = &evidence.via {
        if evidence.reached != Reached::Yes {
            return vec![Finding::ProxyUnreachable(proxy.clone())];
        }
        let found = match &evidence.exchange {
            Exchange::Answer { status: 407, .. } => Some(wanted_by(proxy, evidence)),
            Exchange::Failed { kind, cause } if kind == "network-proxy" && cause.contains("authorization") => {
                Some(wanted_by(proxy, evidence))
            }
            Exchange::Failed { kind, .. } if kind == "network-proxy" => Some(Finding::ProxyRefused(proxy.clone())),
            _ => None,
        };
        return found.into_iter().collect();
    }
    if evidence.reached != Reached::Yes && matches!(evidence.families, Families { v4: None, v6: Some(_) }) {
        return vec![Finding::Ipv6Alone];
    }
    match evidence.reached {
        Reached::Yes => std::iter::once(Finding::Connected).chain(families(evidence.families)).collect(),
        Reached::Refused => vec![Finding::Refused],
        Reached::TimedOut | Reached::NotTried => vec![Finding::NoAnswer],
        Reached::NoRoute => vec![Finding::NoRoute],
    }
}

/// What a proxy asks for. Onramp can do Basic; a proxy that names no kind is taken to want it.
fn wanted_by(proxy: &str, evidence: &Evidence) -> Finding {
    let proxy = proxy.to_owned();
    if !evidence.kinds.is_empty() && !evidence.kinds.iter().any(|kind| kind.eq_ignore_ascii_case("basic")) {
        Finding::ProxySignIn(proxy, evidence.kinds.clone())
    } else if evidence.password_given {
        Finding::ProxyPasswordRefused(proxy)
    } else {
        Finding::ProxyPassword(proxy)
    }
}

/// A computer without a way into one of the two networks is as it should be; one whose packets vanish there is not.
fn families(families: Families) -> Option<Finding> {
    let broken = |reached: Option<Reached>| matches!(reached, Some(Reached::Refused | Reached::TimedOut));
    match (families.v4, families.v6) {
        (Some(Reached::Yes), Some(Reached::Yes)) => Some(Finding::BothFamilies),
        (Some(Reached::Yes), v6) if broken(v6) => Some(Finding::BrokenIpv6),
        (v4, Some(Reached::Yes)) if broken(v4) => Some(Finding::BrokenIpv4),
        (Some(Reached::Yes), _) => Some(Finding::OnlyIpv4),
        (_, Some(Reached::Yes)) => Some(Finding::OnlyIpv6),
        _ => None,
    }
}

fn encryption(evidence: &Evidence) -> Option<Finding> {
    if !evidence.https {
        return None;
    }
    let issuer = || evidence.certificate.as_ref().and_then(|c| c.issuer.in_words()).unwrap_or_default();
    match &evidence.exchange {
        Exchange::Answer { .. } if evidence.trusted_without_file == Some(false) => {
            Some(Finding::TrustedByFile(issuer()))
        }
        Exchange::Answer { .. } if evidence.microsofts && !issued_for_microsoft(evidence) => {
            Some(Finding::InspectedTrusted(issuer()))
        }
        Exchange::Answer { .. } => Some(Finding::Trusted),
        Exchange::Failed { kind, cause } if kind == "network-tls" => Some(complaint(cause, issuer)),
        _ => None,
    }
}

/// Unknown counts as Microsoft's: nobody is worried without a reason.
fn issued_for_microsoft(evidence: &Evidence) -> bool {
    let Some(issuer) = evidence.certificate.as_ref().map(|certificate| &certificate.issuer) else { return true };
    let Some(organization) = &issuer.organization else { return issuer.common_name.is_none() };
    MICROSOFTS_ISSUERS.iter().any(|name| organization.starts_with(name))
}

/// What is wrong with the certificate, from the words of the TLS library; held by tests against real servers.
fn complaint(cause: &str, issuer: impl Fn() -> String) -> Finding {
    let cause = cause.to_lowercase().replace([' ', '_'], "");
    let says = |words: &[&str]| words.iter().any(|word| cause.contains(word));
    if says(&["expired", "notvalidyet", "verificationtime"]) {
        Finding::NotValidNow
    } else if says(&["notvalidforname"]) {
        Finding::OtherHost
    } else if says(&["certificate"]) {
        Finding::Inspected(issuer())
    } else {
        Finding::TlsFailed
    }
}

fn answer(evidence: &Evidence) -> Option<Finding> {
    Some(match &evidence.exchange {
        Exchange::NotTried => return None,
        Exchange::Answer { status: 300..=399 | 511, leads_to, .. } => Finding::Portal(leads_to.clone()),
        Exchange::Answer { status: status @ (429 | 500..), .. } => Finding::Busy(*status),
        Exchange::Answer { json: true, .. } => Finding::Answered,
        Exchange::Answer { .. } => Finding::Portal(None),
        Exchange::Failed { kind, .. } => match kind.as_str() {
            "network-timeout" => Finding::Slow,
            "network-dns" => Finding::NameUnknown,
            "network-unreachable" => Finding::NoRoute,
            _ => Finding::Lost,
        },
    })
}

fn clock(evidence: &Evidence) -> Option<Finding> {
    let (theirs, ours) = evidence.dates?;
    let ahead = ours.as_second() - theirs.as_second();
    (ahead.abs() > CLOCK_TOLERANCE_SECONDS).then_some(Finding::Clock(ahead / 60))
}

#[cfg(test)]
mod tests;
