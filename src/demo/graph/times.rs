//! How Graph writes times, and what replication lag means.

use jiff::{Timestamp, ToSpan as _, Unit, tz::TimeZone};

use super::super::caller::Moment;

/// To the ten-millionth of a second, as in the answer to a create.
pub fn precise(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.7fZ").to_string()
}

/// To the second, as in every later answer.
pub fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// With as many digits as it has, at most seven.
pub fn trimmed(at: Timestamp) -> String {
    at.round(jiff::TimestampRound::new().smallest(Unit::Nanosecond).increment(100)).unwrap_or(at).to_string()
}

/// The same day and time two years later: how long a secret lives when nobody says.
pub fn two_years_after(start: Timestamp) -> Timestamp {
    start.to_zoned(TimeZone::UTC).saturating_add(2.years()).timestamp()
}

/// How much of the replication lag an object made at `created` has behind it: 0.0 to 1.0; 1.0 when everybody knows it.
pub fn replicated(created: Timestamp, moment: Moment) -> f64 {
    let lag = moment.replication_lag.as_secs_f64();
    let age = moment.now.duration_since(created).as_secs_f64();
    if lag <= 0.0 || age >= lag { 1.0 } else { (age / lag).max(0.0) }
}

/// Whether calls that depend on an object made at `created` know it.
pub fn known(created: Timestamp, moment: Moment) -> bool {
    replicated(created, moment) >= 1.0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn times_look_as_recorded() {
        let at: Timestamp = "2022-05-07T06:52:40.8313021Z".parse().unwrap();
        assert_eq!(precise(at), "2022-05-07T06:52:40.8313021Z");
        assert_eq!(seconds(at), "2022-05-07T06:52:40Z");
        assert_eq!(trimmed("2024-05-07T06:52:43Z".parse().unwrap()), "2024-05-07T06:52:43Z");
        assert_eq!(trimmed("2020-02-11T01:27:47.395556012Z".parse().unwrap()), "2020-02-11T01:27:47.395556Z");
        assert_eq!(two_years_after(at).to_string(), "2024-05-07T06:52:40.8313021Z");
    }
}
