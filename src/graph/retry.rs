//! When to try again, and after how long. A table of Microsoft's and other programs' experience (which refusals mean
//! "not yet"), and a budget, so that nothing is tried for ever.

use std::time::Duration;

use jiff::Timestamp;

use super::error::{GraphError, Refusal};
use super::request::{Lag, Repeat};
use crate::explain::FaultKind;

/// Waiting before the next try: told to whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it is tried again.
    pub until: Timestamp,
    /// Why.
    pub reason: PauseReason,
}

/// Why there is a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// Microsoft's directories have not caught up with each other yet.
    Replication,
    /// Microsoft asked for it, or is busy.
    Throttled,
    /// There was no answer.
    NoAnswer,
}

impl PauseReason {
    /// The Fluent message that says it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Replication => "pause-replication",
            Self::Throttled => "pause-throttled",
            Self::NoAnswer => "pause-unreachable",
        }
    }
}

/// What refusals only mean "not seen yet", per kind of request: `(status, what the answer says)`.
const NEW_APPLICATION: [(u16, &str); 3] = [
    (400, "NoBackingApplicationObject"),
    (400, "does not reference a valid application object"),
    (403, "the backing application of the service principal being created must in the local tenant"),
];
const NEW_OBJECT: [(u16, &str); 5] = [
    (404, "Request_ResourceNotFound"),
    (404, "Directory_ObjectNotFound"),
    (400, "Not a valid reference update"),
    (400, "queried reference-property objects are not present"),
    (409, "Error_MsaAppDoesNotExist"),
];

fn is_lag(lag: Lag, refusal: &Refusal) -> bool {
    let table: &[(u16, &str)] = match lag {
        Lag::Never => &[],
        Lag::NewApplication => &NEW_APPLICATION,
        Lag::NewObject => &NEW_OBJECT,
    };
    table.iter().any(|(status, words)| refusal.status == *status && refusal.says(words))
}

/// The tries of one request.
#[derive(Debug)]
pub(super) struct Tries {
    lag: Lag,
    repeat: Repeat,
    count: u32,
    waited: Duration,
    asked_to_wait: Duration,
}

/// For how long "not yet" is waited out before the setup stops in a state that can be resumed.
const REPLICATION_BUDGET: Duration = Duration::from_secs(90);
/// For how long missing answers and server errors are waited out.
const TROUBLE_BUDGET: Duration = Duration::from_secs(30);
/// For how long Microsoft's own requests to wait are obeyed, in all.
const THROTTLE_BUDGET: Duration = Duration::from_mins(5);

impl Tries {
    pub(super) fn new(lag: Lag, repeat: Repeat) -> Self {
        Self { lag, repeat, count: 0, waited: Duration::ZERO, asked_to_wait: Duration::ZERO }
    }

    /// How long to wait before trying again after `error`, and why; or the error to give up with.
    /// `retry_after` is what the answer asked for; `random` (0 to 255) spreads clients that failed together.
    pub(super) fn after(
        &mut self,
        error: GraphError,
        retry_after: Option<Duration>,
        random: u8,
    ) -> Result<(Duration, PauseReason), GraphError> {
        let safe = self.repeat == Repeat::Safe;
        let reason = match &error {
            GraphError::Refused(refusal) if is_lag(self.lag, refusal) => PauseReason::Replication,
            GraphError::Refused(refusal) if refusal.status == 429 => PauseReason::Throttled,
            // 503 with Retry-After says that the request was not taken.
            GraphError::Refused(refusal) if refusal.status == 503 && (safe || retry_after.is_some()) => {
                PauseReason::Throttled
            }
            GraphError::Refused(refusal) if matches!(refusal.status, 500 | 502 | 504) && safe => PauseReason::NoAnswer,
            // A certificate does not become trusted by waiting.
            GraphError::NoAnswer { fault, .. } if fault.kind == FaultKind::Own("network-tls") => return Err(error),
            GraphError::NoAnswer { sent: false, .. } => PauseReason::NoAnswer,
            GraphError::NoAnswer { .. } | GraphError::Unreadable { .. } if safe => PauseReason::NoAnswer,
            _ => return Err(error),
        };
        let wait = match (reason, retry_after) {
            (PauseReason::Throttled, Some(asked)) => {
                self.asked_to_wait += asked;
                asked
            }
            _ => backoff(self.count, random),
        };
        let budget = match reason {
            PauseReason::Replication => REPLICATION_BUDGET,
            PauseReason::NoAnswer => TROUBLE_BUDGET,
            PauseReason::Throttled => THROTTLE_BUDGET,
        };
        if self.waited + wait > budget.max(self.asked_to_wait.min(THROTTLE_BUDGET)) {
            return Err(match (reason, error) {
                (PauseReason::Replication, GraphError::Refused(r)) => GraphError::StillReplicating(r),
                (PauseReason::Throttled, GraphError::Refused(r)) => GraphError::StillBusy(r),
                (_, error) => error,
            });
        }
        self.count += 1;
        self.waited += wait;
        Ok((wait, reason))
    }
}

/// 1, 2, 4, 8, 8 ... seconds, each up to a quarter longer.
pub(super) fn backoff(tries: u32, random: u8) -> Duration {
    let base = Duration::from_secs(1 << tries.min(3));
    base + base * u32::from(random) / 1024
}

/// `Retry-After`: seconds, or a date.
pub(super) fn retry_after(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(header).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}
