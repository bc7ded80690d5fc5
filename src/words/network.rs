//! What the diagnosis of the network found, in plain words that name the host.

use super::findings::{Level, Row};
use crate::net::diagnose::{Finding, Host, HostReport, Purpose, Severity};
use crate::t;
use crate::text::Texts;

/// What a host is needed for: "sign-in, Microsoft Graph".
#[must_use]
pub fn purposes(texts: &Texts, host: &Host) -> String {
    let words: Vec<_> = host.purposes.iter().map(|purpose| purpose_in_words(texts, *purpose)).collect();
    words.join(", ")
}

fn purpose_in_words(texts: &Texts, purpose: Purpose) -> String {
    match purpose {
        Purpose::SignIn => t!(texts, "network-for-sign-in"),
        Purpose::Graph => t!(texts, "network-for-graph"),
        Purpose::O365Management => t!(texts, "network-for-o365-management"),
        Purpose::Pages => t!(texts, "network-for-pages"),
    }
}

/// The findings about one host, a row each.
#[must_use]
pub fn rows(texts: &Texts, report: &HostReport) -> Vec<Row> {
    report.findings.iter().map(|finding| row(texts, &report.host, finding)).collect()
}

fn row(texts: &Texts, host: &Host, finding: &Finding) -> Row {
    let mut args = vec![("host".to_owned(), host.name.clone()), ("port".to_owned(), host.port.to_string())];
    let mut words = finding.id();
    match finding {
        Finding::ProxyUsed(proxy)
        | Finding::ProxyUnknown(proxy)
        | Finding::ProxyUnreachable(proxy)
        | Finding::ProxyPassword(proxy)
        | Finding::ProxyRefused(proxy) => args.push(("proxy".to_owned(), proxy.clone())),
        Finding::InspectedTrusted(issuer) | Finding::TrustedByFile(issuer) | Finding::Inspected(issuer) => {
            let unseen = || t!(texts, "network-unknown-issuer");
            args.push(("issuer".to_owned(), if issuer.is_empty() { unseen() } else { issuer.clone() }));
        }
        Finding::Portal(Some(to)) => {
            words = "portal-leads";
            args.push(("to".to_owned(), to.clone()));
        }
        Finding::Busy(status) => args.push(("status".to_owned(), status.to_string())),
        Finding::Clock(minutes) => {
            words = if *minutes > 0 { "clock-ahead" } else { "clock-behind" };
            args.push(("minutes".to_owned(), minutes.abs().to_string()));
        }
        _ => {}
    }
    let (level, to_do) = match finding.severity() {
        Severity::Fine => (Level::Ready, false),
        Severity::Note => (Level::Note, true),
        Severity::Broken => (Level::Blocked, true),
    };
    let id = format!("network-found-{words}");
    let text = if to_do { texts.by_id_attribute_with(&id, "todo", &args) } else { String::new() };
    Row { id: finding.id(), level, title: texts.by_id_with(&id, &args), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_names_its_host_or_its_proxy_and_trouble_says_what_to_do() {
        let texts = Texts::english();
        let host = Host { name: "login.example".to_owned(), port: 8443, purposes: vec![Purpose::SignIn] };
        let some = || "proxy.example:3128".to_owned();
        let all = [
            Finding::NameKnown,
            Finding::NameUnknown,
            Finding::Connected,
            Finding::Refused,
            Finding::NoAnswer,
            Finding::NoRoute,
            Finding::ProxyUsed(some()),
            Finding::ProxyUnknown(some()),
            Finding::ProxyUnreachable(some()),
            Finding::ProxyPassword(some()),
            Finding::ProxyRefused(some()),
            Finding::Trusted,
            Finding::InspectedTrusted(some()),
            Finding::TrustedByFile(some()),
            Finding::Inspected(some()),
            Finding::OtherHost,
            Finding::NotValidNow,
            Finding::TlsFailed,
            Finding::Answered,
            Finding::Portal(None),
            Finding::Portal(Some(some())),
            Finding::Busy(503),
            Finding::Lost,
            Finding::Slow,
            Finding::Clock(7),
            Finding::Clock(-7),
        ];
        for finding in all {
            let row = row(&texts, &host, &finding);
            let names_it = row.title.contains("login.example") || row.title.contains("proxy.example");
            assert!(names_it || matches!(finding, Finding::Clock(_)), "{finding:?}: {}", row.title);
            assert_eq!(row.text.is_empty(), row.level == Level::Ready, "{finding:?}: {}", row.text);
            for text in [&row.title, &row.text] {
                assert!(!text.contains("{ $") && !text.contains("network-found"), "{finding:?}: {text}");
            }
        }
    }
}
