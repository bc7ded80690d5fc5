//! Which kind of trouble with the network it was, in the ids of [`explain`](crate::explain).

use std::error::Error;
use std::io;

use crate::explain::{Details, Fault, FaultKind};

/// The fault of a request that got no answer, or whose answer broke off.
///
/// The message is the innermost cause only: outer ones repeat the address, which can hold an identifier.
#[must_use]
pub fn fault(error: &reqwest::Error) -> Fault {
    let message = causes(error).last().map(ToString::to_string);
    Fault { kind: FaultKind::Own(kind(error)), details: Details { message, ..Details::default() } }
}

fn kind(error: &reqwest::Error) -> &'static str {
    let texts: Vec<String> = causes(error).map(|cause| cause.to_string().to_lowercase()).collect();
    let says = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| text.contains(word)));
    if error.is_timeout() || io_kind(error) == Some(io::ErrorKind::TimedOut) {
        "network-timeout"
    } else if says(&["tunnel", "proxy"]) {
        "network-proxy"
    } else if says(&["dns error", "lookup address"]) {
        "network-dns"
    } else if says(&["certificate", "tls", "corrupt message", "handshake"]) {
        "network-tls"
    } else if error.is_connect() {
        "network-unreachable"
    } else {
        "network-lost"
    }
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// What caused the error, outermost first; without the error itself, which names the address.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}
