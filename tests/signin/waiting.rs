//! While the browser is awaited: strangers, time, cancelling.

use super::*;

/// A sign-in that waits for its browser, and where it listens.
pub(super) struct Waiting {
    pub(super) world: Arc<World>,
    pub(super) result: tokio::task::JoinHandle<Result<Session, SignInError>>,
    pub(super) address: Url,
}

impl Waiting {
    pub(super) async fn new(opens: bool) -> Self {
        let world = Arc::new(World::new().await);
        let (tell, told) = tokio::sync::oneshot::channel();
        let tell = Mutex::new(Some(tell));
        let inside = Arc::clone(&world);
        let result = tokio::spawn(async move {
            let on_address = |address: &str| {
                let address = Url::parse(address).unwrap();
                tell.lock().unwrap().take().unwrap().send(address).unwrap();
            };
            let World { network, cloud, clock, cancel, .. } = &*inside;
            let request = SignInRequest::for_setup(None);
            sign_in(network, cloud, request, &Nobody { opens }, clock, cancel, &on_address).await
        });
        Self { world, result, address: told.await.unwrap() }
    }

    pub(super) fn field(&self, name: &str) -> String {
        self.address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
    }

    pub(super) fn port(&self) -> u16 {
        Url::parse(&self.field("redirect_uri")).unwrap().port().unwrap()
    }

    /// Sends bytes and reads the whole answer.
    pub(super) async fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // The listener may close before it has read what is too much.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    pub(super) async fn get(&self, target: &str, host: &str) -> String {
        self.raw(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await
    }
}

#[tokio::test]
async fn strangers_are_turned_away_and_do_not_disturb() {
    let waiting = Waiting::new(true).await;
    let (port, state) = (waiting.port(), waiting.field("state"));
    let host = format!("localhost:{port}");
    // A browser opens connections ahead and says nothing on them.
    let _silent = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let good = format!("/?code=stolen&state={state}");
    for (target, host, expected) in [
        ("/favicon.ico", host.as_str(), "404"),
        ("/", &host, "400"),
        ("/?code=abc&state=wrong", &host, "400"),
        ("/?code=abc", &host, "400"),
        (&format!("/?state={state}"), &host, "400"),
        (&format!("/?code=a&code=b&state={state}"), &host, "400"),
        (&format!("/?code=a&error=b&state={state}"), &host, "400"),
        (&format!("/other?code=a&state={state}"), &host, "404"),
        (&good, "evil.example", "421"),
        (&good, &format!("localhost:{}", port ^ 1), "421"),
        (&good, &format!("{host}\r\nHost: evil.example"), "421"),
        ("http://localhost/", &host, "400"),
    ] {
        let answer = waiting.get(target, host).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{target} at {host}: {answer}");
        assert!(answer.contains("Cache-Control: no-store"), "{answer}");
    }
    let posted = waiting.raw(&format!("POST {good} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
    assert!(posted.starts_with("HTTP/1.1 400 "), "{posted}");
    let put = waiting.raw(&format!("PUT {good} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
    assert!(put.starts_with("HTTP/1.1 405 "), "{put}");
    assert!(waiting.raw("nonsense\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
    let endless = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}", "x".repeat(20_000));
    assert!(waiting.raw(&endless).await.starts_with("HTTP/1.1 431 "));

    Person::choosing(MEGAN).open(waiting.address.as_str()).await.unwrap();
    assert_eq!(waiting.result.await.unwrap().unwrap().account().username, MEGAN);
}

#[tokio::test]
async fn the_answer_is_heard_on_both_loopback_addresses() {
    let waiting = Waiting::new(true).await;
    if TcpListener::bind("[::1]:0").await.is_err() {
        println!("skipped: this computer has no IPv6");
        return;
    }
    let mut stream = TcpStream::connect(("::1", waiting.port())).await.unwrap();
    let request = format!("GET /favicon.ico HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", waiting.port());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[tokio::test]
async fn five_minutes_by_the_clock_are_enough() {
    let waiting = Waiting::new(true).await;
    waiting.world.wait(5).await;
    let error = waiting.result.await.unwrap().unwrap_err();
    assert!(matches!(error, SignInError::TimedOut), "{error}");
    assert_eq!(error.fault().kind, FaultKind::Own("sign-in-timeout"));
}

#[tokio::test]
async fn a_missing_browser_is_the_reason_when_nobody_opened_the_address() {
    let waiting = Waiting::new(false).await;
    waiting.world.wait(5).await;
    let fault = waiting.result.await.unwrap().unwrap_err().fault();
    assert_eq!(fault.kind, FaultKind::Own("browser-missing"));
    assert!(fault.details.message.unwrap().contains("there is none"));
}

#[tokio::test]
async fn cancelling_stops_listening() {
    let waiting = Waiting::new(true).await;
    let port = waiting.port();
    waiting.world.cancel.cancel();
    let error = waiting.result.await.unwrap().unwrap_err();
    assert!(matches!(error, SignInError::Cancelled), "{error}");
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "the port is free again");
}

#[tokio::test]
async fn after_the_last_page_nobody_listens() {
    let waiting = Waiting::new(true).await;
    let port = waiting.port();
    let person = Person::choosing(MEGAN);
    person.open(waiting.address.as_str()).await.unwrap();
    waiting.result.await.unwrap().unwrap();
    assert!(person.last_page().await.1.contains("Back to Onramp"));
    // The last page was shown; the listener goes as soon as its task runs again.
    for _ in 0..10_000 {
        if TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("still listening");
}
