//! What the diagnosis of the network found, in plain words that name the host.

use super::date;
use super::findings::{Level, Row};
use crate::net::Certificate;
use crate::net::diagnose::{self, Cause, Finding, Host, HostReport, Purpose, Severity};
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
    let certificate = report.certificate.as_ref();
    report.findings.iter().map(|finding| row(texts, &report.host, certificate, finding)).collect()
}

fn row(texts: &Texts, host: &Host, certificate: Option<&Certificate>, finding: &Finding) -> Row {
    let mut args = vec![("host".to_owned(), host.name.clone()), ("port".to_owned(), host.port.to_string())];
    let mut words = finding.id();
    match finding {
        Finding::ProxyUsed(proxy)
        | Finding::ProxyUnknown(proxy)
        | Finding::ProxyUnreachable(proxy)
        | Finding::ProxyPassword(proxy)
        | Finding::ProxyRefused(proxy) => args.push(("proxy".to_owned(), proxy.clone())),
        Finding::ProxyPasswordRefused(proxy) => {
            words = "proxy-password-refused";
            args.push(("proxy".to_owned(), proxy.clone()));
        }
        Finding::ProxySignIn(proxy, kinds) => {
            args.push(("proxy".to_owned(), proxy.clone()));
            args.push(("kinds".to_owned(), kinds.join(", ")));
        }
        Finding::InspectedTrusted(issuer) | Finding::TrustedByFile(issuer) | Finding::Inspected(issuer) => {
            let unseen = || t!(texts, "network-unknown-issuer");
            args.push(("issuer".to_owned(), if issuer.is_empty() { unseen() } else { issuer.clone() }));
        }
        Finding::Portal(Some(to)) => {
            words = "portal-leads";
            args.push(("to".to_owned(), to.clone()));
        }
        Finding::NotValidNow => {
            if let Some((from, until)) = certificate.and_then(|certificate| certificate.valid) {
                words = "certificate-dates";
                args.push(("from".to_owned(), date(texts, from)));
                args.push(("until".to_owned(), date(texts, until)));
            }
        }
        Finding::Busy(status) => args.push(("status".to_owned(), status.to_string())),
        Finding::Clock(minutes) => {
            words = if *minutes > 0 { "clock-ahead" } else { "clock-behind" };
            args.push(("time".to_owned(), skew(texts, minutes.abs())));
        }
        _ => {}
    }
    let level = level(finding);
    let id = format!("network-found-{words}");
    let to_do = level != Level::Ready;
    let text = if to_do { texts.by_id_attribute_with(&id, "todo", &args) } else { String::new() };
    Row { id: finding.id(), level, title: texts.by_id_with(&id, &args), text }
}

/// How a finding is meant.
#[must_use]
pub fn level(finding: &Finding) -> Level {
    match finding.severity() {
        Severity::Fine => Level::Ready,
        Severity::Note => Level::Note,
        Severity::Broken => Level::Blocked,
    }
}

/// By how much a clock is wrong: whole minutes, hours or days, as people say it.
fn skew(texts: &Texts, minutes: i64) -> String {
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    match minutes {
        ..120 => t!(texts, "network-minutes", count = minutes),
        120..2880 => t!(texts, "network-hours", count = hours),
        _ => t!(texts, "network-days", count = days),
    }
}

/// How the way to Microsoft stands, in one sentence.
#[must_use]
pub fn verdict(texts: &Texts, reports: &[HostReport]) -> String {
    match diagnose::cause(reports) {
        Some(Cause::Names) => t!(texts, "network-verdict-names"),
        Some(Cause::Firewall) => t!(texts, "network-verdict-firewall"),
        Some(Cause::Proxy) => t!(texts, "network-verdict-proxy"),
        Some(Cause::Inspection) => t!(texts, "network-verdict-inspection"),
        Some(Cause::Guest) => t!(texts, "network-verdict-guest"),
        Some(Cause::Clock) => t!(texts, "network-verdict-clock"),
        Some(Cause::Busy) => t!(texts, "network-verdict-busy"),
        None if worst(reports) == Level::Ready => t!(texts, "network-verdict-fine"),
        None => t!(texts, "network-verdict-note"),
    }
}

/// The level of the worst finding.
#[must_use]
pub fn worst(reports: &[HostReport]) -> Level {
    let levels: Vec<Level> = reports.iter().flat_map(|report| &report.findings).map(level).collect();
    let order = [Level::Blocked, Level::Unknown, Level::Note];
    order.into_iter().find(|level| levels.contains(level)).unwrap_or(Level::Ready)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::net::Name;

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
            Finding::ProxyPasswordRefused(some()),
            Finding::ProxySignIn(some(), vec!["Negotiate".to_owned()]),
            Finding::ProxyRefused(some()),
            Finding::BothFamilies,
            Finding::OnlyIpv4,
            Finding::OnlyIpv6,
            Finding::BrokenIpv6,
            Finding::BrokenIpv4,
            Finding::Ipv6Alone,
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
            let row = row(&texts, &host, None, &finding);
            let names_it = row.title.contains("login.example") || row.title.contains("proxy.example");
            assert!(names_it || matches!(finding, Finding::Clock(_)), "{finding:?}: {}", row.title);
            assert_eq!(row.text.is_empty(), row.level == Level::Ready, "{finding:?}: {}", row.text);
            for text in [&row.title, &row.text, &verdict(&texts, &[report(&host, vec![finding.clone()])])] {
                assert!(!text.contains("{ $") && !text.contains("network-found"), "{finding:?}: {text}");
            }
        }
    }

    fn report(host: &Host, findings: Vec<Finding>) -> HostReport {
        HostReport { host: host.clone(), proxy: None, findings, certificate: None, authority: None }
    }

    #[test]
    fn a_certificate_of_another_day_is_told_with_its_days() {
        let texts = Texts::english();
        let host = Host { name: "login.example".to_owned(), port: 443, purposes: vec![Purpose::SignIn] };
        let certificate = Certificate {
            issuer: Name::default(),
            subject: Name::default(),
            valid: Some(("2026-01-02T00:00:00Z".parse().unwrap(), "2026-07-01T00:00:00Z".parse().unwrap())),
            is_authority: false,
            fingerprint: String::new(),
        };
        let row = row(&texts, &host, Some(&certificate), &Finding::NotValidNow);
        assert!(row.title.contains("from 2 January 2026 until 1 July 2026"), "{}", row.title);
        assert!(row.text.contains("Date & time"), "{}", row.text);
    }

    #[test]
    fn a_wrong_clock_is_told_as_people_say_it() {
        let texts = Texts::english();
        let said = [6, 90, 120, 60 * 47, 60 * 24 * 400].map(|minutes| skew(&texts, minutes));
        assert_eq!(said, ["6 minutes", "90 minutes", "2 hours", "47 hours", "400 days"]);
    }
}
