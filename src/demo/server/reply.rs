//! An answer before it becomes HTTP: status, headers, body. Also the answer that breaks off in the middle.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body::{Frame, SizeHint};
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers; a later one of the same name replaces an earlier one.
    pub headers: Vec<(String, String)>,
    /// The body; empty for none.
    pub body: Vec<u8>,
}

impl Reply {
    /// No body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    /// A page. Nothing on it may load from elsewhere.
    pub fn page(status: u16, html: String) -> Self {
        Self { status, headers: Vec::new(), body: html.into_bytes() }
            .with("content-type", "text/html; charset=utf-8")
            .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
            .with("referrer-policy", "no-referrer")
    }

    /// Sends the browser elsewhere, with GET.
    pub fn redirect(to: &str) -> Self {
        Self::empty(303).with("location", to)
    }

    /// The same, with this header.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Makes it HTTP.
    pub fn into_response(self) -> Response {
        let body = Body::from(self.body);
        Self::dress(self.status, self.headers, body)
    }

    /// Makes it HTTP that promises the whole body and breaks off in the middle.
    pub fn into_broken_response(self) -> Response {
        let whole = self.body.len();
        let half = Bytes::from(self.body).slice(..whole / 2);
        // An empty body cannot break off, so it is promised to be longer.
        let body = Body::new(Broken { promised: whole.max(1) as u64, half: Some(half), waited: false });
        Self::dress(self.status, self.headers, body)
    }

    fn dress(status: u16, headers: Vec<(String, String)>, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        response
    }
}

/// A body that promises more than it sends.
struct Broken {
    promised: u64,
    half: Option<Bytes>,
    waited: bool,
}

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if let Some(half) = self.half.take().filter(|half| !half.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        if !self.waited {
            // Lets the first half reach the wire before the connection fails.
            self.waited = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
