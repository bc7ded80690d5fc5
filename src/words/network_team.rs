//! The text that an admin hands to the network team: which hosts, what was found, what to allow. Plain text, the same from
//! the window and the terminal. Holds no secret, no password of a proxy, and nobody's name.

use jiff::Timestamp;

use super::network::{level, purposes, rows, verdict};
use crate::net::Certificate;
use crate::net::diagnose::{Finding, Host, HostReport};
use crate::text::Texts;
use crate::words::findings::Level;
use crate::{t, words};

/// What the text is made of.
#[derive(Clone, Copy, Debug)]
pub struct Tested<'a> {
    /// The id of the cloud.
    pub cloud: &'a str,
    /// Every host that is needed, tested or not.
    pub hosts: &'a [Host],
    /// What was found.
    pub reports: &'a [HostReport],
    /// When.
    pub time: Timestamp,
}

/// The text, line by line, with a line break at its end.
#[must_use]
pub fn text(texts: &Texts, tested: &Tested<'_>) -> String {
    let cloud = if tested.cloud == "demo" { t!(texts, "team-demo") } else { words::cloud(texts, tested.cloud) };
    let time = tested.time.strftime("%H:%M").to_string();
    let version = env!("CARGO_PKG_VERSION");
    let mut lines = vec![
        t!(texts, "team-title"),
        t!(texts, "team-when", date = words::date(texts, tested.time), time = time, version = version, cloud = cloud),
        String::new(),
        verdict(texts, tested.reports),
        String::new(),
        t!(texts, "team-allow"),
        String::new(),
    ];
    for host in tested.hosts {
        let place = place(host);
        lines.push(format!("  {place:<40} {}", purposes(texts, host)));
    }
    lines.extend([String::new(), t!(texts, "team-allow-how"), t!(texts, "team-allow-inspection")]);
    let wishes = wishes(texts, tested.reports);
    if !wishes.is_empty() {
        lines.extend([String::new(), t!(texts, "team-do"), String::new()]);
        lines.extend(wishes.into_iter().map(|wish| format!("  - {wish}")));
    }
    lines.extend([String::new(), t!(texts, "team-found")]);
    for report in tested.reports {
        lines.extend([String::new(), format!("  {}", place(&report.host))]);
        lines.extend(rows(texts, report).iter().map(|row| format!("    [{}] {}", row.level.id(), row.title)));
        if let Some(certificate) = &report.certificate {
            lines.push(format!("    {}", shown(texts, &t!(texts, "team-certificate"), certificate)));
        }
        if let Some(authority) = &report.authority {
            lines.push(format!("    {}", shown(texts, &t!(texts, "team-authority"), authority)));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn place(host: &Host) -> String {
    format!("{}:{}", host.name, host.port)
}

fn shown(texts: &Texts, what: &str, certificate: &Certificate) -> String {
    let unknown = || t!(texts, "network-unknown-issuer");
    let issuer = certificate.issuer.in_words().unwrap_or_else(unknown);
    let subject = certificate.subject.in_words().unwrap_or_else(unknown);
    let fingerprint = certificate.fingerprint.as_str();
    let line =
        t!(texts, "team-certificate-line", what = what, subject = subject, issuer = issuer, sha256 = fingerprint);
    match certificate.valid {
        Some((from, until)) => {
            let (from, until) = (words::date(texts, from), words::date(texts, until));
            format!("{line} {}", t!(texts, "team-certificate-valid", from = from, until = until))
        }
        None => line,
    }
}

/// What the network team can do about it, each thing once.
fn wishes(texts: &Texts, reports: &[HostReport]) -> Vec<String> {
    let mut wishes: Vec<String> = Vec::new();
    let findings = reports.iter().flat_map(|report| report.findings.iter().map(move |finding| (report, finding)));
    for (report, finding) in findings.filter(|(_, finding)| level(finding) != Level::Ready) {
        let wish = wish(texts, &place(&report.host), finding);
        if let Some(wish) = wish.filter(|wish| !wishes.contains(wish)) {
            wishes.push(wish);
        }
    }
    wishes
}

fn wish(texts: &Texts, host: &str, finding: &Finding) -> Option<String> {
    Some(match finding {
        Finding::NameUnknown => t!(texts, "team-do-name", host = host),
        Finding::Refused | Finding::NoAnswer | Finding::NoRoute | Finding::Lost => {
            t!(texts, "team-do-firewall", host = host)
        }
        Finding::BrokenIpv6 | Finding::Ipv6Alone => t!(texts, "team-do-ipv6"),
        Finding::BrokenIpv4 => t!(texts, "team-do-ipv4"),
        Finding::ProxyUnknown(proxy) | Finding::ProxyUnreachable(proxy) => {
            t!(texts, "team-do-proxy-there", proxy = proxy.as_str())
        }
        Finding::ProxyPassword(proxy) | Finding::ProxyPasswordRefused(proxy) => {
            t!(texts, "team-do-proxy-password", proxy = proxy.as_str())
        }
        Finding::ProxySignIn(proxy, kinds) => {
            t!(texts, "team-do-proxy-sign-in", proxy = proxy.as_str(), kinds = kinds.join(", "))
        }
        Finding::ProxyRefused(proxy) => t!(texts, "team-do-proxy-refused", proxy = proxy.as_str(), host = host),
        Finding::Inspected(_) | Finding::TlsFailed => t!(texts, "team-do-inspection", host = host),
        Finding::InspectedTrusted(_) | Finding::TrustedByFile(_) => {
            t!(texts, "team-do-inspection-trusted", host = host)
        }
        Finding::Portal(_) | Finding::OtherHost => t!(texts, "team-do-portal", host = host),
        Finding::Clock(_) | Finding::NotValidNow => t!(texts, "team-do-clock"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Name;
    use crate::net::diagnose::Purpose;

    #[test]
    fn the_network_team_reads_which_hosts_what_was_found_and_what_to_do() {
        let host = |name: &str, purpose| Host { name: name.to_owned(), port: 443, purposes: vec![purpose] };
        let hosts = [host("login.example", Purpose::SignIn), host("portal.example", Purpose::Pages)];
        let named = |name: &str| Name { organization: Some(name.to_owned()), common_name: None };
        let certificate = Certificate {
            issuer: named("Contoso Gateway"),
            subject: named("Microsoft"),
            valid: Some((Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH)),
            is_authority: false,
            fingerprint: "AB:CD".to_owned(),
        };
        let proxy = "proxy.example:3128".to_owned();
        let report = HostReport {
            host: hosts[0].clone(),
            proxy: Some(proxy.clone()),
            findings: vec![
                Finding::ProxyUsed(proxy.clone()),
                Finding::Inspected("Contoso Gateway".to_owned()),
                Finding::ProxySignIn(proxy, vec!["Negotiate".to_owned()]),
                Finding::BrokenIpv6,
            ],
            authority: Some(Certificate { subject: named("Contoso Gateway"), ..certificate.clone() }),
            certificate: Some(certificate),
        };
        let other = HostReport {
            host: host("graph.example", Purpose::Graph),
            proxy: None,
            findings: vec![Finding::NameKnown, Finding::Connected, Finding::BrokenIpv6],
            certificate: None,
            authority: None,
        };
        let tested = Tested { cloud: "global", hosts: &hosts, reports: &[report, other], time: Timestamp::UNIX_EPOCH };
        insta::assert_snapshot!(text(&Texts::english(), &tested), @r"
        What Onramp needs from the network
        Tested on 1 January 1970 at 00:00 UTC with Onramp 0.1.0, for Microsoft 365 (worldwide).

        Something between this computer and Microsoft opens encrypted connections, and this computer does not trust it.

        Please allow outgoing HTTPS (TCP, TLS 1.2 or later) from this computer, or on the proxy that it uses, to:

          login.example:443                        sign-in
          portal.example:443                       Microsoft's pages in your browser

        Nothing comes in: Onramp runs on one person's computer and only opens connections. It uses the proxy that the system names (HTTPS_PROXY comes first) and can give it a user name and a password (Basic).
        Please leave these hosts out of TLS inspection. Where that cannot be, the authority of the inspection has to be in this computer's trust store, or given to Onramp as a PEM file (onramp --ca FILE).

        What is asked of you

          - Leave login.example:443 out of TLS inspection, or hand out the certificate of the inspecting authority (PEM), and confirm that the certificate below is yours.
          - Let the hosts above through the proxy proxy.example:3128 without a sign-in, or allow Basic: it asks for Negotiate, which Onramp cannot do.
          - Mend IPv6 on this computer's network, or switch it off there: names have IPv6 addresses, and nothing gets through to them.

        What was found

          login.example:443
            [ready] The way to login.example goes through the proxy proxy.example:3128
            [blocked] The certificate of login.example comes from Contoso Gateway, which this computer does not trust
            [blocked] The proxy proxy.example:3128 asks for a kind of sign-in that Onramp cannot do: Negotiate
            [warning] IPv6 is set up here, but nothing gets through to login.example over it
            Certificate: Microsoft, issued by Contoso Gateway, SHA-256 AB:CD. Valid from 1 January 1970 until 1 January 1970.
            Its authority: Contoso Gateway, issued by Contoso Gateway, SHA-256 AB:CD. Valid from 1 January 1970 until 1 January 1970.

          graph.example:443
            [ready] The name graph.example is known
            [ready] A connection to graph.example, port 443, is possible
            [warning] IPv6 is set up here, but nothing gets through to graph.example over it
        ");
    }
}
