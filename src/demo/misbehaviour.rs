//! How the demo tenant misbehaves on request: what a test or `onramp demo serve` may ask for. Data only.

use std::time::Duration;

/// What goes wrong, and when. The default is a tenant that answers at once and never fails.
#[derive(Clone, Debug, Default)]
pub struct Misbehaviour {
    /// Added to every answer.
    pub latency: Duration,
    /// For this long (by the tenant's clock), a new object is unknown to calls that depend on it.
    pub replication_lag: Duration,
    /// Failures to inject, tried in order; the first that matches and is not used up acts.
    pub faults: Vec<Fault>,
}

/// One failure to inject.
#[derive(Clone, Debug)]
pub struct Fault {
    /// HTTP method, upper case; empty for any.
    pub method: String,
    /// What the path must contain (`/applications`, `/oauth2/v2.0/token`); empty for any. Parts of a `$batch` are
    /// matched one by one, with `/v1.0` before their address.
    pub path_contains: String,
    /// How many matching requests pass before it acts.
    pub skip: u32,
    /// How many matching requests it hits; `u32::MAX` for all.
    pub times: u32,
    /// What happens.
    pub kind: FaultKind,
}

/// What an injected failure does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Answer this status with this Graph error code and message; the request is not carried out.
    Error {
        /// HTTP status.
        status: u16,
        /// `error.code`.
        code: String,
        /// `error.message`.
        message: String,
    },
    /// 429 with `Retry-After: seconds`; the request is not carried out.
    Throttle {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// Close the connection without an answer; the request is not carried out.
    DropBefore,
    /// Carry the request out, then close the connection without an answer.
    DropAfter,
    /// Carry the request out, and cut the answer's body in the middle.
    Truncate,
    /// Carry the request out, and answer 200 with an HTML page, as a proxy or captive portal does.
    NotJson,
}
