//! What the probes see, and what it has to mean.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::super::Severity;
use super::*;
use crate::net::Name;

fn fine() -> Evidence {
    let noon: Timestamp = "2026-08-20T12:00:00Z".parse().unwrap();
    Evidence {
        via: Via::Direct,
        https: true,
        lookup: Lookup::Known,
        reached: Reached::Yes,
        families: Families::default(),
        kinds: Vec::new(),
        password_given: false,
        exchange: Exchange::Answer { status: 401, json: true, leads_to: None },
        certificate: Some(issued_by("DigiCert Inc")),
        authority: None,
        trusted_without_file: None,
        microsofts: true,
        dates: Some((noon, noon)),
    }
}

fn issued_by(organization: &str) -> Certificate {
    Certificate {
        issuer: Name { organization: Some(organization.to_owned()), common_name: None },
        subject: Name::default(),
        valid: None,
        is_authority: false,
        fingerprint: String::new(),
    }
}

fn through_a_proxy() -> Evidence {
    Evidence { via: Via::Proxy("proxy.example:3128".to_owned()), ..fine() }
}

fn failed(kind: &str, cause: &str) -> Exchange {
    Exchange::Failed { kind: kind.to_owned(), cause: cause.to_owned() }
}

/// The one finding that is broken.
#[track_caller]
fn broken(evidence: &Evidence) -> Finding {
    let broken: Vec<_> = judge(evidence).into_iter().filter(|f| f.severity() == Severity::Broken).collect();
    assert_eq!(broken.len(), 1, "{broken:?}");
    broken[0].clone()
}

#[test]
fn a_good_way_is_told_step_by_step() {
    let all = [Finding::NameKnown, Finding::Connected, Finding::Trusted, Finding::Answered];
    assert_eq!(judge(&fine()), all);
    let proxy = Finding::ProxyUsed("proxy.example:3128".to_owned());
    assert_eq!(judge(&through_a_proxy()), [proxy, Finding::Trusted, Finding::Answered]);
    assert_eq!(
        judge(&Evidence { https: false, certificate: None, microsofts: false, ..fine() }),
        [Finding::NameKnown, Finding::Connected, Finding::Answered]
    );
}

#[test]
fn only_the_first_cause_is_told() {
    let nothing = Evidence {
        lookup: Lookup::Unknown,
        reached: Reached::NotTried,
        exchange: Exchange::NotTried,
        certificate: None,
        dates: None,
        ..fine()
    };
    assert_eq!(judge(&nothing), [Finding::NameUnknown]);
    for (reached, finding) in [
        (Reached::Refused, Finding::Refused),
        (Reached::TimedOut, Finding::NoAnswer),
        (Reached::NoRoute, Finding::NoRoute),
    ] {
        let evidence = Evidence { lookup: Lookup::Known, reached, ..nothing.clone() };
        assert_eq!(judge(&evidence), [Finding::NameKnown, finding]);
    }
}

#[test]
fn what_a_proxy_does_is_told_apart_and_the_proxy_named() {
    let proxy = || "proxy.example:3128".to_owned();
    let with = |exchange| Evidence { exchange, ..through_a_proxy() };
    assert_eq!(broken(&Evidence { lookup: Lookup::Unknown, ..through_a_proxy() }), Finding::ProxyUnknown(proxy()));
    assert_eq!(
        broken(&Evidence { reached: Reached::Refused, ..through_a_proxy() }),
        Finding::ProxyUnreachable(proxy())
    );
    let password = Finding::ProxyPassword(proxy());
    assert_eq!(broken(&with(failed("network-proxy", "tunnel error: proxy authorization required"))), password);
    assert_eq!(broken(&with(Exchange::Answer { status: 407, json: false, leads_to: None })), password);
    assert_eq!(broken(&with(failed("network-proxy", "tunnel error: unsuccessful"))), Finding::ProxyRefused(proxy()));
}

#[test]
fn a_sign_in_that_onramp_cannot_do_is_told_from_a_password() {
    let proxy = || "proxy.example:3128".to_owned();
    let asked = |kinds: &[&str], password_given| Evidence {
        exchange: failed("network-proxy", "tunnel error: proxy authorization required"),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        password_given,
        ..through_a_proxy()
    };
    for given in [false, true] {
        let kinds = vec!["Negotiate".to_owned(), "NTLM".to_owned()];
        assert_eq!(broken(&asked(&["Negotiate", "NTLM"], given)), Finding::ProxySignIn(proxy(), kinds));
    }
    assert_eq!(broken(&asked(&["NTLM", "basic"], false)), Finding::ProxyPassword(proxy()));
    assert_eq!(broken(&asked(&["Basic"], true)), Finding::ProxyPasswordRefused(proxy()));
    assert_eq!(broken(&asked(&[], true)), Finding::ProxyPasswordRefused(proxy()), "it does not say what it wants");
}

#[test]
fn broken_ipv6_is_told_and_stops_nothing_unless_it_is_all_there_is() {
    use Reached::{NoRoute, Refused, TimedOut, Yes};
    let way = |v4, v6, reached| judge(&Evidence { families: Families { v4, v6 }, reached, ..fine() });
    for (v4, v6, finding) in [
        (Some(Yes), Some(Yes), Finding::BothFamilies),
        (Some(Yes), None, Finding::OnlyIpv4),
        (Some(Yes), Some(NoRoute), Finding::OnlyIpv4),
        (None, Some(Yes), Finding::OnlyIpv6),
        (Some(NoRoute), Some(Yes), Finding::OnlyIpv6),
        (Some(Yes), Some(TimedOut), Finding::BrokenIpv6),
        (Some(Yes), Some(Refused), Finding::BrokenIpv6),
        (Some(TimedOut), Some(Yes), Finding::BrokenIpv4),
    ] {
        let found = way(v4, v6, Yes);
        assert_eq!(found[..3], [Finding::NameKnown, Finding::Connected, finding], "{v4:?} {v6:?}");
        assert!(found.iter().all(|f| f.severity() != Severity::Broken), "it works: {found:?}");
    }
    for reached in [TimedOut, Refused, NoRoute] {
        assert_eq!(way(None, Some(reached), reached), [Finding::NameKnown, Finding::Ipv6Alone]);
    }
    assert_eq!(way(Some(TimedOut), Some(TimedOut), TimedOut), [Finding::NameKnown, Finding::NoAnswer]);
}

#[test]
fn an_inspected_connection_names_who_inspects_it() {
    let gateway = Evidence { certificate: Some(issued_by("Contoso Gateway")), ..fine() };
    let name = || "Contoso Gateway".to_owned();
    let refused =
        Evidence { exchange: failed("network-tls", "invalid peer certificate: UnknownIssuer"), ..gateway.clone() };
    assert_eq!(broken(&refused), Finding::Inspected(name()));
    let by_file = Evidence { trusted_without_file: Some(false), ..gateway.clone() };
    assert!(judge(&by_file).contains(&Finding::TrustedByFile(name())));
    assert!(judge(&gateway).contains(&Finding::InspectedTrusted(name())), "the system trusts it");
    let own_server = Evidence { microsofts: false, ..gateway };
    assert!(judge(&own_server).contains(&Finding::Trusted), "a server of one's own may have any authority");
}

#[test]
fn other_trouble_with_certificates_is_no_inspection() {
    for (cause, finding) in [
        ("invalid peer certificate: Expired", Finding::NotValidNow),
        ("invalid peer certificate: certificate not valid yet: verification time 3", Finding::NotValidNow),
        ("invalid peer certificate: certificate not valid for name \"a\"", Finding::OtherHost),
        ("received corrupt message of type InvalidContentType", Finding::TlsFailed),
    ] {
        assert_eq!(broken(&Evidence { exchange: failed("network-tls", cause), ..fine() }), finding, "{cause}");
    }
}

#[test]
fn a_page_where_microsoft_should_be_is_a_guest_network() {
    let page = |status, leads_to: Option<&str>| Evidence {
        exchange: Exchange::Answer { status, json: false, leads_to: leads_to.map(str::to_owned) },
        ..fine()
    };
    assert_eq!(broken(&page(200, None)), Finding::Portal(None));
    assert_eq!(broken(&page(403, None)), Finding::Portal(None));
    assert_eq!(broken(&page(511, None)), Finding::Portal(None));
    assert_eq!(broken(&page(302, Some("wifi.hotel.example"))), Finding::Portal(Some("wifi.hotel.example".to_owned())));
    assert_eq!(broken(&page(503, None)), Finding::Busy(503));
}

#[test]
fn an_answer_that_does_not_come_is_told() {
    assert_eq!(broken(&Evidence { exchange: failed("network-timeout", "timed out"), ..fine() }), Finding::Slow);
    assert_eq!(broken(&Evidence { exchange: failed("network-lost", "reset"), ..fine() }), Finding::Lost);
}

#[test]
fn a_clock_is_wrong_from_more_than_five_minutes() {
    let (theirs, _) = fine().dates.unwrap();
    for (seconds, found) in [(300, None), (-300, None), (301, Some(5)), (-3600, Some(-60))] {
        let ours = Timestamp::from_second(theirs.as_second() + seconds).unwrap();
        let clock = judge(&Evidence { dates: Some((theirs, ours)), ..fine() }).into_iter().find_map(|f| match f {
            Finding::Clock(minutes) => Some(minutes),
            _ => None,
        });
        assert_eq!(clock, found, "{seconds}");
    }
}
