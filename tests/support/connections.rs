//! What the test of the connection can find, as states of the window.

use std::path::Path;

use onramp::cloud::Cloud;
use onramp::net::Authority;
use onramp::net::diagnose::{Finding, HostReport, hosts};
use onramp::wizard::{Action, ConnectionAction, ConnectionEvent, Event, JobId, State};

use super::fixtures::{now, sign_in_failed, tell};

/// The authority of an inspection, as its file says.
pub fn authority() -> Authority {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/inspection-ca.pem");
    Authority::from_file(&file).unwrap().remove(0)
}

fn begun() -> (State, JobId) {
    let mut state = sign_in_failed("network-unreachable");
    tell(&mut state, Action::Connection(ConnectionAction::Test));
    let job = state.connection.as_ref().unwrap().running.unwrap();
    hear(&mut state, ConnectionEvent::Hosts(job, hosts(&Cloud::global().unwrap())));
    (state, job)
}

fn hear(state: &mut State, event: ConnectionEvent) {
    tell(state, Event::Connection(event));
}

/// The way to the host of this number, from the list.
fn report(host: usize, findings: Vec<Finding>) -> HostReport {
    let host = hosts(&Cloud::global().unwrap()).remove(host);
    HostReport { host, proxy: None, findings, certificate: None, authority: None }
}

fn ended(reports: Vec<HostReport>) -> State {
    let (mut state, job) = begun();
    for report in reports {
        hear(&mut state, ConnectionEvent::Host(job, Box::new(report)));
    }
    hear(&mut state, ConnectionEvent::Tested(job, now()));
    state
}

fn good() -> Vec<Finding> {
    vec![Finding::NameKnown, Finding::Connected, Finding::BothFamilies, Finding::Trusted, Finding::Answered]
}

/// One of the two is known.
pub fn half() -> State {
    let (mut state, job) = begun();
    hear(&mut state, ConnectionEvent::Host(job, Box::new(report(1, good()))));
    state
}

pub fn fine() -> State {
    ended(vec![report(0, good()), report(1, good())])
}

/// The packets of IPv6 vanish.
pub fn broken_ipv6() -> State {
    let broken =
        || vec![Finding::NameKnown, Finding::Connected, Finding::BrokenIpv6, Finding::Trusted, Finding::Answered];
    ended(vec![report(0, broken()), report(1, broken())])
}

/// The proxy wants a password for one host, and a sign-in of another kind for the other.
pub fn proxy_sign_in() -> State {
    let proxy = || "proxy.contoso.example:3128".to_owned();
    let kinds = vec!["Negotiate".to_owned(), "NTLM".to_owned()];
    ended(vec![
        report(0, vec![Finding::ProxyUsed(proxy()), Finding::ProxyPassword(proxy())]),
        report(1, vec![Finding::ProxyUsed(proxy()), Finding::ProxySignIn(proxy(), kinds)]),
    ])
}

/// A device reads the traffic; it showed its authority.
pub fn inspected() -> State {
    let one = authority();
    let issuer = one.certificate.subject.in_words().unwrap();
    let read = |host| HostReport {
        certificate: Some(one.certificate.clone()),
        authority: Some(one.certificate.clone()),
        ..report(host, vec![Finding::NameKnown, Finding::Connected, Finding::Inspected(issuer.clone())])
    };
    ended(vec![read(0), read(1)])
}

/// As [`inspected`], and the person has the file of the authority.
pub fn inspected_with_file() -> State {
    let mut state = inspected();
    tell(&mut state, Action::Connection(ConnectionAction::AuthorityPath("/home/megan/inspection-ca.pem".to_owned())));
    tell(&mut state, Action::Connection(ConnectionAction::ReadAuthority));
    let job = state.connection.as_ref().unwrap().authority.job.unwrap();
    hear(&mut state, ConnectionEvent::AuthorityRead(job, vec![authority()]));
    state
}

/// The page of a hotel.
pub fn guest() -> State {
    let page = || vec![Finding::NameKnown, Finding::Connected, Finding::Portal(Some("wifi.hotel.example".to_owned()))];
    ended(vec![report(0, page()), report(1, page())])
}
