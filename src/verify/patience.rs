//! How long a check waits for Microsoft: 1, 2, 4, 8, 8 ... seconds, two minutes in all. New secrets and approvals take
//! that long to be known everywhere.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How long in all.
const BUDGET: SignedDuration = SignedDuration::from_mins(2);
/// The longest single wait, unless Microsoft asks for more.
const LONGEST: Duration = Duration::from_secs(8);
/// How often a network that does not answer is tried.
const NETWORK_TRIES: u32 = 3;

/// One check's patience.
#[derive(Debug)]
pub struct Patience {
    end: Timestamp,
    next: Duration,
    network_tries: u32,
}

impl Patience {
    pub fn new(now: Timestamp) -> Self {
        let end = now.saturating_add(BUDGET).unwrap_or(Timestamp::MAX);
        Self { end, next: Duration::from_secs(1), network_tries: 0 }
    }

    /// How long to wait now, or `None` when it is enough. `asked` is how long Microsoft asked to wait.
    pub fn wait(&mut self, now: Timestamp, asked: Option<Duration>) -> Option<Duration> {
        let wait = self.next.max(asked.unwrap_or_default());
        self.next = (self.next * 2).min(LONGEST);
        let fits = now.checked_add(wait).is_ok_and(|then| then <= self.end);
        fits.then_some(wait)
    }

    /// As [`Patience::wait`], when nobody answered: the network is not Microsoft, and the person should know soon.
    pub fn wait_for_network(&mut self, now: Timestamp) -> Option<Duration> {
        self.network_tries += 1;
        if self.network_tries < NETWORK_TRIES { self.wait(now, None) } else { None }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn waits_double_to_eight_seconds_and_end_within_two_minutes() {
        let start: Timestamp = "2026-08-20T10:00:00Z".parse().unwrap();
        let (mut now, mut patience, mut waits) = (start, Patience::new(start), Vec::new());
        while let Some(wait) = patience.wait(now, None) {
            now = now.checked_add(wait).unwrap();
            waits.push(wait.as_secs());
        }
        assert_eq!(waits[..6], [1, 2, 4, 8, 8, 8]);
        assert!(now.duration_since(start) <= BUDGET && now.duration_since(start).as_secs() > 110);
    }

    #[test]
    fn a_longer_wait_that_microsoft_asks_for_is_kept_if_it_fits() {
        let start: Timestamp = "2026-08-20T10:00:00Z".parse().unwrap();
        let mut patience = Patience::new(start);
        assert_eq!(patience.wait(start, Some(Duration::from_secs(30))), Some(Duration::from_secs(30)));
        assert_eq!(patience.wait(start, Some(Duration::from_mins(3))), None);
    }
}
