//! One request to Graph, with what must be known to try it again rightly; and one answer.

use serde::de::DeserializeOwned;
use serde_json::Value;
use zeroize::Zeroizing;

use super::error::GraphError;

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes.
    Post,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Upper case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Whether a request may be sent again when nobody knows whether it was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Sending it twice does the same as sending it once, or is refused as "already there".
    Safe,
    /// Sending it twice would make two: whoever sent it must look first.
    LookFirst,
}

/// Which refusals only mean that Microsoft's directories have not caught up with each other yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// None.
    Never,
    /// Of the service principal of a new application: the application is not seen yet.
    NewApplication,
    /// Of anything that refers to a new object: the object is not seen yet.
    NewObject,
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path and query after `/v1.0`, percent-encoded.
    pub path: String,
    /// The JSON body.
    pub body: Option<Value>,
    /// Whether it may be repeated blindly.
    pub repeat: Repeat,
    /// Which refusals mean "not yet".
    pub lag: Lag,
    /// Whether it is one of the directory's advanced queries (`ConsistencyLevel: eventual`; the query says `$count`).
    pub eventual: bool,
}

impl Request {
    /// A read.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            body: None,
            repeat: Repeat::Safe,
            lag: Lag::Never,
            eventual: false,
        }
    }

    /// A write that may be repeated blindly.
    #[must_use]
    pub fn write(method: Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self { method, path: path.into(), body, repeat: Repeat::Safe, lag: Lag::Never, eventual: false }
    }

    /// The same, with what "not yet" looks like.
    #[must_use]
    pub fn lagging(mut self, lag: Lag) -> Self {
        self.lag = lag;
        self
    }

    /// The same, never to be repeated blindly.
    #[must_use]
    pub fn look_first(mut self) -> Self {
        self.repeat = Repeat::LookFirst;
        self
    }

    /// The same, as an advanced query: it may use filters that the directory answers from its index only.
    #[must_use]
    pub fn eventual(mut self) -> Self {
        self.eventual = true;
        self
    }

    /// For details and logs: `POST /applications`, without the query.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path.split('?').next().unwrap_or_default())
    }
}

/// The answer to a request that was carried out. The body may hold a secret: it is zeroized, and never printed.
pub struct Reply {
    pub(super) request: String,
    pub(super) status: u16,
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply").field("request", &self.request).field("status", &self.status).finish_non_exhaustive()
    }
}

impl Reply {
    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as a resource.
    ///
    /// # Errors
    /// It is something else: [`GraphError::Unreadable`].
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        serde_json::from_slice(&self.body)
            .map_err(|_| GraphError::Unreadable { request: self.request.clone(), status: self.status })
    }
}

/// Percent-encodes a value for a path or a query (RFC 3986 unreserved characters stay).
#[must_use]
pub(super) fn encoded(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// A string literal of OData, percent-encoded: quotes doubled, in quotes.
#[must_use]
pub(super) fn literal(value: &str) -> String {
    encoded(&format!("'{}'", value.replace('\'', "''")))
}
