//! The loopback address to which Microsoft sends the browser back: a listener that takes one answer, shows one page
//! and is gone. Whatever else knocks (other pages, other programs) is turned away and does not disturb.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use super::landing::{LandingPage, Reply};
use super::refusal::Refusal;
use crate::types::SecretValue;

/// A request that is longer is none of Microsoft's.
const MAX_HEAD: usize = 16 * 1024;
/// How long a connection may take to say what it wants.
const READ_TIME: Duration = Duration::from_secs(10);
/// How long the last page is offered after the answer came.
const LAST_PAGE: Duration = Duration::from_secs(5);
/// Browsers open some connections ahead; nobody needs more than this. When there are more, the one that has kept
/// silent for longest makes room: whoever holds connections open must not keep the browser out.
const MAX_CONNECTIONS: usize = 32;
/// How often another port is tried when somebody else has it on the other loopback address.
const PORT_TRIES: usize = 10;

/// What Microsoft sent the browser back with.
#[derive(Debug)]
pub enum Answer {
    /// A code, to be exchanged for tokens.
    Code(SecretValue),
    /// An error.
    Refused(Refusal),
}

/// What a connection turned out to be.
enum Visit {
    /// The answer, and that the last page was shown with it.
    Answer(Answer),
    /// The answer; the browser comes for the last page.
    AnswerFirst(Answer),
    LastPage,
    Other,
}

/// The listener. It stops when dropped.
pub struct Loopback {
    port: u16,
    v4: TcpListener,
    v6: Option<TcpListener>,
    page: Arc<LandingPage>,
    /// Where Microsoft's page is, as browsers write it into `Origin`.
    login: Arc<str>,
    visits: JoinSet<Visit>,
    /// The last page was shown together with the answer.
    shown: bool,
    /// One per connection, the oldest first; they end those that have not said yet what they want.
    silent: VecDeque<CancellationToken>,
}

impl Loopback {
    /// Listens on a free port of 127.0.0.1, and on the same one of [::1] where there is such an address: browsers
    /// take either for `localhost`.
    pub async fn bind(page: LandingPage, login: String) -> io::Result<Self> {
        let mut tries = 0;
        loop {
            tries += 1;
            let v4 = TcpListener::bind(("127.0.0.1", 0)).await?;
            let port = v4.local_addr()?.port();
            let v6 = match TcpListener::bind(("::1", port)).await {
                Ok(v6) => Some(v6),
                // Another program would get the code.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && tries < PORT_TRIES => continue,
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
                Err(_) => None,
            };
            return Ok(Self {
                port,
                v4,
                v6,
                page: Arc::new(page),
                login: login.into(),
                visits: JoinSet::new(),
                shown: false,
                silent: VecDeque::new(),
            });
        }
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the answer that carries `state`.
    pub async fn answer(&mut self, state: &str) -> Answer {
        let state: Arc<str> = state.into();
        loop {
            match self.next(Some(&state)).await {
                Visit::Answer(answer) => {
                    self.shown = true;
                    return answer;
                }
                Visit::AnswerFirst(answer) => return answer,
                Visit::LastPage | Visit::Other => {}
            }
        }
    }

    /// Shows the last page unless it was, for a few seconds and in the background: the browser comes for it on its own.
    pub fn finish(mut self) {
        if self.shown {
            return;
        }
        tokio::spawn(async move {
            let shown = async { while !matches!(self.next(None).await, Visit::LastPage) {} };
            // Too late or shown: either way the listener goes.
            let _ = tokio::time::timeout(LAST_PAGE, shown).await;
        });
    }

    /// Lets somebody say what they want. Where there is no room, the one who has been silent for longest goes.
    fn receive(&mut self, stream: TcpStream, state: Option<Arc<str>>) {
        self.silent.retain(|token| !token.is_cancelled());
        if self.silent.len() >= MAX_CONNECTIONS
            && let Some(oldest) = self.silent.pop_front()
        {
            oldest.cancel();
        }
        let evicted = CancellationToken::new();
        self.silent.push_back(evicted.clone());
        let (port, page, login) = (self.port, Arc::clone(&self.page), Arc::clone(&self.login));
        self.visits.spawn(async move {
            // Marks the place as free when the visit is over, however it ends.
            let _over = evicted.clone().drop_guard();
            let door = Door { port, login: &login, page: &page, state: state.as_deref() };
            visit(stream, door, evicted).await
        });
    }

    /// The next connection that is done.
    async fn next(&mut self, state: Option<&Arc<str>>) -> Visit {
        loop {
            tokio::select! {
                accepted = accept(&self.v4, self.v6.as_ref()) => match accepted {
                    Ok(stream) => self.receive(stream, state.cloned()),
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
                Some(done) = self.visits.join_next() => return done.unwrap_or(Visit::Other),
            }
        }
    }
}

/// Where an answer is expected, and from where.
struct Door<'a> {
    port: u16,
    login: &'a str,
    page: &'a LandingPage,
    state: Option<&'a str>,
}

async fn accept(v4: &TcpListener, v6: Option<&TcpListener>) -> io::Result<TcpStream> {
    let (stream, _) = match v6 {
        Some(v6) => tokio::select! { accepted = v4.accept() => accepted?, accepted = v6.accept() => accepted? },
        None => v4.accept().await?,
    };
    Ok(stream)
}

/// Reads one request and answers it; until it is read, `evicted` ends it.
async fn visit(mut stream: TcpStream, door: Door<'_>, evicted: CancellationToken) -> Visit {
    let reading = tokio::time::timeout(READ_TIME, request(&mut stream));
    let read = tokio::select! {
        biased;
        read = reading => read,
        () = evicted.cancelled() => return Visit::Other,
    };
    let (visit, reply) = match read {
        Ok(Ok(Some((head, body)))) => judge(&head, &body, &door),
        Ok(Ok(None)) => (Visit::Other, Reply::status("431 Request Header Fields Too Large")),
        Ok(Err(_)) | Err(_) => return Visit::Other,
    };
    let written = async {
        stream.write_all(reply.text().as_bytes()).await?;
        stream.shutdown().await
    };
    // The answer counts even when the browser is already gone.
    let _ = tokio::time::timeout(READ_TIME, written).await;
    visit
}

/// The request line with the headers, and the body; `None` when they are too long.
async fn request(stream: &mut TcpStream) -> io::Result<Option<(String, Zeroizing<Vec<u8>>)>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_HEAD));
    let mut part = [0; 2048];
    loop {
        let count = stream.read(&mut part).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&part[..count]);
        if bytes.len() > MAX_HEAD {
            return Ok(None);
        }
        let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end + 4].to_vec()).map_err(|_| io::ErrorKind::InvalidData)?;
        let body = Zeroizing::new(bytes[end + 4..].to_vec());
        match length(&head) {
            None => return Ok(Some((head, Zeroizing::new(Vec::new())))),
            Some(length) if length > MAX_HEAD - (end + 4) => return Ok(None),
            Some(length) if body.len() >= length => return Ok(Some((head, body[..length].to_vec().into()))),
            Some(_) => {}
        }
    }
}

/// How long the body is, where one was announced.
fn length(head: &str) -> Option<usize> {
    let announced = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let mut lengths = announced.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next()?.1.trim().parse().ok()
}

fn judge(head: &str, body: &[u8], door: &Door<'_>) -> (Visit, Reply) {
    let Door { port, login, page, state } = *door;
    let other = |status| (Visit::Other, Reply::status(status));
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(_), None) = (words.next(), words.next(), words.next(), words.next()) else {
        return other("400 Bad Request");
    };
    let headers: Vec<(&str, &str)> =
        lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':')).collect();
    let all = |wanted: &'static str| {
        let named = headers.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(wanted));
        named.map(|(_, value)| value.trim())
    };
    let mut hosts = all("host");
    let ours = |host: &str| ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host == format!("{name}:{port}"));
    // A page elsewhere that points its own name at this computer must get nothing.
    if !hosts.next().is_some_and(ours) || hosts.next().is_some() {
        return other("421 Misdirected Request");
    }
    if method != "GET" && method != "POST" {
        return other("405 Method Not Allowed");
    }
    // Only Microsoft's page sends a browser here, and only as the page that the person sees: no script, picture or
    // frame of another page (Fetch Metadata; Origin is absent or `null` when a redirect leads here).
    let microsofts = all("origin").all(|origin| origin == "null" || origin == login)
        && all("sec-fetch-mode").all(|mode| mode == "navigate")
        && all("sec-fetch-dest").all(|dest| dest == "document");
    if state.is_some() && !microsofts && target != "/favicon.ico" {
        return other("403 Forbidden");
    }
    let Some(url) = target.starts_with('/').then(|| Url::parse(&format!("http://localhost{target}")).ok()).flatten()
    else {
        return other("400 Bad Request");
    };
    if method == "POST" {
        let is_form = all("content-type").all(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        return match state.filter(|_| url.path() == "/" && url.query().is_none() && is_form) {
            // Nothing is in the address, so the last page can stand here, and comes even if the program ends at once.
            Some(state) => match answer_in(&form_urlencoded::parse(body).collect::<Vec<_>>(), state) {
                Some(answer @ Answer::Code(_)) => (Visit::Answer(answer), page.done()),
                Some(answer @ Answer::Refused(_)) => (Visit::Answer(answer), page.failed()),
                None => other("400 Bad Request"),
            },
            None => other("400 Bad Request"),
        };
    }
    match (url.path(), state) {
        ("/done", _) => (Visit::LastPage, page.done()),
        ("/failed", _) => (Visit::LastPage, page.failed()),
        // Servers that are not Microsoft's may answer in the address whatever they are asked for.
        // The redirect takes the code out of the address bar.
        ("/", Some(state)) => match answer_in(&url.query_pairs().collect::<Vec<_>>(), state) {
            Some(answer @ Answer::Code(_)) => (Visit::AnswerFirst(answer), Reply::redirect("/done")),
            Some(answer @ Answer::Refused(_)) => (Visit::AnswerFirst(answer), Reply::redirect("/failed")),
            None => other("400 Bad Request"),
        },
        _ => other("404 Not Found"),
    }
}

/// The answer in the fields of a form or an address, if they carry our `state`, each part once.
fn answer_in(fields: &[(Cow<'_, str>, Cow<'_, str>)], state: &str) -> Option<Answer> {
    let one = |name: &str| {
        let mut values = fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone().into_owned());
        values.next().filter(|_| values.next().is_none())
    };
    if one("state")? != state {
        return None;
    }
    match (one("code"), one("error")) {
        (Some(code), None) => Some(Answer::Code(SecretValue::new(code))),
        (None, Some(error)) => Some(Answer::Refused(Refusal {
            error,
            error_description: one("error_description"),
            error_subcode: one("error_subcode"),
            ..Refusal::default()
        })),
        _ => None,
    }
}
