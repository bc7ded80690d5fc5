//! A request as the rest of the server sees it, and the fields of a query or form.

use axum::body::Bytes;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

/// A request that arrived completely.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// HTTP method.
    pub method: String,
    /// Path, as sent.
    pub path: String,
    /// Query, as sent, without the question mark.
    pub query: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Incoming {
    /// Path and query, as sent.
    pub fn target(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the body is of this type.
    pub fn is(&self, media_type: &str) -> bool {
        self.header("content-type")
            .and_then(|t| t.split(';').next())
            .is_some_and(|t| t.trim().eq_ignore_ascii_case(media_type))
    }

    /// Whether it asks Graph (and not sign-in).
    pub fn is_for_graph(&self) -> bool {
        ["/v1.0", "/beta"]
            .iter()
            .any(|version| self.path.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    /// The fields of the query.
    pub fn query_fields(&self) -> Fields {
        Fields::parse(self.query.as_bytes())
    }

    /// The fields of the form in the body; none when the body is not a form.
    pub fn form_fields(&self) -> Fields {
        if self.is("application/x-www-form-urlencoded") { Fields::parse(&self.body) } else { Fields::default() }
    }

    /// Client id and secret from HTTP Basic authentication (RFC 6749 section 2.3.1: both are form-encoded first).
    pub fn basic(&self) -> Option<(String, String)> {
        let text = self.header("authorization")?.strip_prefix("Basic ")?;
        let pair = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
        let (id, secret) = pair.split_once(':')?;
        Some((form_decoded(id), form_decoded(secret)))
    }
}

fn form_decoded(text: &str) -> String {
    form_urlencoded::parse(text.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// Undoes percent-encoding; `+` stays.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        if let Some(decoded) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            plain.push(decoded);
            at += 3;
        } else {
            plain.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Named fields, in order.
#[derive(Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// A field's value, when it is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
    }

    /// The first field that is there twice.
    pub fn duplicate(&self) -> Option<&str> {
        self.0
            .iter()
            .enumerate()
            .find(|(at, (name, _))| self.0.iter().skip(at + 1).any(|(other, _)| other == name))
            .map(|(_, (name, _))| name.as_str())
    }

    /// These fields, and those of `others` that are not here.
    pub fn or(mut self, others: Self) -> Self {
        for (name, value) in others.0 {
            if !self.0.iter().any(|(known, _)| *known == name) {
                self.0.push((name, value));
            }
        }
        self
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
