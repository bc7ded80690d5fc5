//! Attacks on the way back from the browser, one rule each. After every attack, the person's own sign-in must still
//! arrive, or nobody be signed in.

use super::waiting::Waiting;
use super::*;

impl Waiting {
    /// The person's own sign-in still works.
    async fn still_arrives(self) {
        Person::choosing(MEGAN).open(self.address.as_str()).await.unwrap();
        assert_eq!(self.result.await.unwrap().unwrap().account().username, MEGAN);
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.port())
    }

    /// What Microsoft would answer with, to this sign-in.
    fn good(&self) -> String {
        format!("/?code=stolen&state={}", self.field("state"))
    }

    /// A request like a browser's.
    async fn with_headers(&self, headers: &[(&str, &str)]) -> String {
        let lines = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
        self.raw(&format!("GET {} HTTP/1.1\r\nHost: {}\r\n{lines}\r\n", self.good(), self.host())).await
    }
}

/// The sign-in address with one field changed.
fn with_field(address: &Url, name: &str, value: &str) -> Url {
    let fields: Vec<(String, String)> = address
        .query_pairs()
        .map(|(key, old)| (key.to_string(), if key == name { value.to_owned() } else { old.into_owned() }))
        .collect();
    let mut changed = address.clone();
    changed.query_pairs_mut().clear().extend_pairs(fields);
    changed
}

/// The address to which Microsoft sends the attacker's browser back, if that asks for it in the address.
async fn redirect_of(address: &Url) -> Url {
    let address = with_field(address, "response_mode", "query");
    let no_redirects = reqwest::redirect::Policy::none();
    let browser = reqwest::Client::builder().no_proxy().redirect(no_redirects).build().unwrap();
    let answer = browser.post(address).form(&[("account", MEGAN)]).send().await.unwrap();
    Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
}

fn target(url: &Url) -> String {
    format!("{}?{}", url.path(), url.query().unwrap())
}

#[tokio::test]
async fn an_answer_to_another_sign_in_is_not_taken() {
    let (mine, other) = (Waiting::new(true).await, Waiting::new(true).await);
    let answer = mine.get(&other.good(), &mine.host()).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    mine.still_arrives().await;
}

#[tokio::test]
async fn a_code_that_an_attacker_had_made_is_useless() {
    let waiting = Waiting::new(true).await;
    // The attacker knows all that the address says, but not the verifier behind the challenge.
    let theirs = with_field(&waiting.address, "code_challenge", &"A".repeat(43));
    let injected = redirect_of(&theirs).await;
    assert!(waiting.get(&target(&injected), &waiting.host()).await.starts_with("HTTP/1.1 303 "));
    let error = waiting.result.await.unwrap().unwrap_err();
    assert!(matches!(&error, SignInError::Refused(refusal) if refusal.error == "invalid_grant"), "{error}");
}

#[tokio::test]
async fn a_code_for_another_port_is_refused() {
    let waiting = Waiting::new(true).await;
    let elsewhere = format!("http://localhost:{}", waiting.port() ^ 1);
    let sent = redirect_of(&with_field(&waiting.address, "redirect_uri", &elsewhere)).await;
    assert_eq!(sent.port(), Some(waiting.port() ^ 1));
    let wrong_host = waiting.get(&target(&sent), &format!("localhost:{}", waiting.port() ^ 1)).await;
    assert!(wrong_host.starts_with("HTTP/1.1 421 "), "{wrong_host}");
    waiting.get(&target(&sent), &waiting.host()).await;
    let error = waiting.result.await.unwrap().unwrap_err();
    assert!(matches!(&error, SignInError::Refused(refusal) if refusal.error == "invalid_grant"), "{error}");
}

#[tokio::test]
async fn a_code_is_taken_and_redeemed_once() {
    let waiting = Waiting::new(true).await;
    let back = redirect_of(&waiting.address).await;
    let (port, host) = (waiting.port(), waiting.host());
    assert!(waiting.get(&target(&back), &host).await.starts_with("HTTP/1.1 303 "));
    let world = Arc::clone(&waiting.world);
    waiting.result.await.unwrap().unwrap();
    // The listener shows its last page for a moment yet, but takes nothing more.
    if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await {
        let again = format!("GET {} HTTP/1.1\r\nHost: {host}\r\n\r\n", target(&back));
        stream.write_all(again.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 404 "), "{answer}");
    }
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test]
async fn a_web_page_cannot_post_to_the_listener() {
    let waiting = Waiting::new(true).await;
    let (good, host) = (waiting.good(), waiting.host());
    let login = waiting.address.origin().ascii_serialization();
    let body = good.trim_start_matches("/?");
    let form = "application/x-www-form-urlencoded";
    for (target, origin, kind, body, expected) in [
        ("/", "https://evil.example", form, body, "403"),
        (good.as_str(), "https://evil.example", form, "a=b", "403"),
        (good.as_str(), login.as_str(), form, body, "400"),
        ("/done", login.as_str(), form, body, "400"),
        ("/", login.as_str(), "text/plain", body, "400"),
        ("/", login.as_str(), form, "code=stolen&state=guessed", "400"),
        ("/", login.as_str(), form, "", "400"),
    ] {
        let length = body.len();
        let answer = waiting
            .raw(&format!(
                "POST {target} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: {kind}\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            ))
            .await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{target} {origin} {kind} {body}: {answer}");
    }
    for length in [9_999_999, usize::MAX] {
        let endless = format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n");
        assert!(waiting.raw(&endless).await.starts_with("HTTP/1.1 431 "), "{length}");
    }
    for headers in [
        &[("Origin", "https://evil.example")][..],
        &[("Origin", login.as_str()), ("Origin", "https://evil.example")],
        &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")],
        &[("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")],
        &[("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")],
    ] {
        let answer = waiting.with_headers(headers).await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{headers:?}: {answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control-"), "{answer}");
    }
    waiting.still_arrives().await;
}

#[tokio::test]
async fn a_browser_that_microsoft_sends_is_let_in() {
    for origin in ["null", "the sign-in page"] {
        let waiting = Waiting::new(true).await;
        let login = waiting.address.origin().ascii_serialization();
        let origin = if origin == "null" { origin } else { &login };
        let fetch = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
        let headers: Vec<(&str, &str)> = fetch.into_iter().chain([("Origin", origin)]).collect();
        let answer = waiting.with_headers(&headers).await;
        assert!(answer.starts_with("HTTP/1.1 303 "), "{origin}: {answer}");
        assert!(waiting.result.await.unwrap().is_err(), "the code is nobody's");
    }
}

#[tokio::test]
async fn a_name_that_was_pointed_at_this_computer_gets_nothing() {
    let waiting = Waiting::new(true).await;
    let port = waiting.port();
    for host in [
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("evil.example@localhost:{port}"),
        format!("0.0.0.0:{port}"),
        "localhost".to_owned(),
        String::new(),
    ] {
        for target in [waiting.good(), "/done".to_owned()] {
            let answer = waiting.get(&target, &host).await;
            assert!(answer.starts_with("HTTP/1.1 421 ") && answer.ends_with("\r\n\r\n"), "{host}: {answer}");
        }
    }
    let nameless = waiting.raw(&format!("GET {} HTTP/1.1\r\n\r\n", waiting.good())).await;
    assert!(nameless.starts_with("HTTP/1.1 421 "), "{nameless}");
    waiting.still_arrives().await;
}

#[tokio::test]
async fn what_is_wrong_is_told_without_letting_it_steer_pages_logs_or_terminals() {
    let waiting = Waiting::new(true).await;
    let nasty = "x%0D%0ASet-Cookie:%20a=b%0D%0A%0D%0A%3Cscript%3Ealert(1)%3C/script%3E%1B%5B2J%C2%9B31m%E2%80%AE";
    let target = format!(
        "/?error={nasty}&error_description={nasty}{}&error_subcode={nasty}&state={}",
        "y".repeat(9000),
        waiting.field("state")
    );
    let answer = waiting.get(&target, &waiting.host()).await;
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert!(!answer.contains("Set-Cookie") && !answer.contains("script"), "{answer}");
    let page = waiting.get("/failed", &waiting.host()).await;
    assert!(page.starts_with("HTTP/1.1 200 ") && !page.contains("script") && !page.contains('\u{1b}'), "{page}");
    let error = waiting.result.await.unwrap().unwrap_err();
    let details = error.fault().details;
    let told = [details.code.unwrap(), details.message.unwrap(), error.to_string()];
    for text in &told {
        assert!(!text.chars().any(|c| c.is_control() || c == '\u{202e}'), "{text:?}");
        assert!(text.chars().count() < 2100, "not endless");
    }
    assert!(told[1].contains("Set-Cookie: a=b"), "what it said is still told");
}

#[tokio::test]
async fn oversized_requests_are_cut_off() {
    let waiting = Waiting::new(true).await;
    let host = waiting.host();
    let long = "x".repeat(20_000);
    for request in [
        format!("GET {}{long} HTTP/1.1\r\nHost: {host}\r\n\r\n", waiting.good()),
        format!("GET {} HTTP/1.1\r\nHost: {host}\r\nCookie: {long}\r\n\r\n", waiting.good()),
        long.clone(),
    ] {
        let answer = waiting.raw(&request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    waiting.still_arrives().await;
}

#[tokio::test]
async fn connections_that_say_nothing_or_half_do_not_keep_the_browser_out() {
    let waiting = Waiting::new(true).await;
    let mut held = Vec::new();
    for i in 0..100 {
        let mut stream = TcpStream::connect(("127.0.0.1", waiting.port())).await.unwrap();
        if i % 2 == 0 {
            stream.write_all(b"GET /?code=").await.unwrap();
        }
        held.push(stream);
    }
    waiting.still_arrives().await;
}
