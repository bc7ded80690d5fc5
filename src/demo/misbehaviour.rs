//! How the demo tenant misbehaves on request: what a test or `onramp demo serve` may ask for. Data only.

use std::str::FromStr;
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

/// One failure to inject. In a `$batch`, `Error`, `Throttle`, `NotJson` and `Challenge` hit the part alone; `DropBefore` keeps the
/// part from being carried out and then, like `DropAfter` and `Truncate`, takes the whole batch's answer with it.
/// At sign-in, `Error` takes OAuth's shape: `code` is `error`, and `message` (with its AADSTS number) is the
/// description; at `authorize` it goes to the app's redirect URI, where one is known, and else to a page.
#[derive(Clone, Debug)]
pub struct Fault {
    /// HTTP method, upper case; empty for any.
    pub method: String,
    /// What the path and query must contain, as sent or percent-decoded (`/applications`, `/oauth2/v2.0/token`);
    /// empty for any. Parts of a `$batch` are
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
    /// A rule of the organisation: Graph answers 401 with a claims challenge until the person's sign-in shows what the
    /// rule demands. A request whose token shows it passes.
    Challenge,
    /// All sign-ins of the person end when Graph gets this request: neither their access tokens nor their refresh tokens
    /// are accepted any more.
    EndSession,
}

/// Why a text is not a [`Fault`].
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// There are not three parts.
    #[error("write METHOD:PATH:WHAT, such as POST:/servicePrincipals:throttle=2")]
    Shape,
    /// There is no such failure.
    #[error(
        "\"{0}\" is not one of error=STATUS,CODE,MESSAGE throttle=SECONDS drop-before drop-after truncate not-json challenge end-session"
    )]
    Kind(String),
    /// Something that must be a number is not.
    #[error("\"{0}\" is not a number that fits here")]
    Number(String),
}

/// Reads `METHOD:PATH:WHAT`, then `:times=N` or `:times=all` (1 by default) and `:skip=N` (0 by default).
/// METHOD and PATH may be `*` for any. WHAT is one of
/// `error=STATUS,CODE,MESSAGE`, `throttle=SECONDS`, `drop-before`, `drop-after`, `truncate`, `not-json`, `challenge`, `end-session`.
///
/// `POST:/servicePrincipals:throttle=2:times=3` answers 429 to the first three attempts.
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut parts = text.splitn(3, ':').map(str::trim);
        let (Some(method), Some(path), Some(mut what)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(FaultError::Shape);
        };
        let (mut times, mut skip) = (1, 0);
        // Options stand at the end; a message may itself hold colons.
        while let Some((before, option)) = what.rsplit_once(':') {
            if let Some(count) = option.trim().strip_prefix("times=") {
                times = if count == "all" { u32::MAX } else { number(count)? };
            } else if let Some(count) = option.trim().strip_prefix("skip=") {
                skip = number(count)?;
            } else {
                break;
            }
            what = before.trim_end();
        }
        let any = |text: &str| if text == "*" { String::new() } else { text.to_owned() };
        Ok(Self {
            method: any(method).to_ascii_uppercase(),
            path_contains: any(path),
            skip,
            times,
            kind: what.parse()?,
        })
    }
}

impl FromStr for FaultKind {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let unknown = || FaultError::Kind(text.to_owned());
        match text.split_once('=').unwrap_or((text, "")) {
            ("error", values) => {
                let mut values = values.splitn(3, ',').map(str::trim);
                let status: u16 = number(values.next().unwrap_or_default())?;
                let (Some(code), Some(message)) = (values.next(), values.next()) else { return Err(unknown()) };
                if !(400..=599).contains(&status) {
                    return Err(FaultError::Number(status.to_string()));
                }
                Ok(Self::Error { status, code: code.to_owned(), message: message.to_owned() })
            }
            ("throttle", seconds) => Ok(Self::Throttle { retry_after: number(seconds)? }),
            ("drop-before", "") => Ok(Self::DropBefore),
            ("drop-after", "") => Ok(Self::DropAfter),
            ("truncate", "") => Ok(Self::Truncate),
            ("not-json", "") => Ok(Self::NotJson),
            ("challenge", "") => Ok(Self::Challenge),
            ("end-session", "") => Ok(Self::EndSession),
            _ => Err(unknown()),
        }
    }
}

fn number<N: FromStr>(text: &str) -> Result<N, FaultError> {
    text.trim().parse().map_err(|_| FaultError::Number(text.to_owned()))
}
