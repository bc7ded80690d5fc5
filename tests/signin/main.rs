//! Signing in through the browser, against the demo tenant and against servers that answer wrongly, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod app_token;
mod browser_flow;
mod certificate;
mod clients;
mod clouds;
mod codes;
mod device_code;
mod hostile;
mod session;
mod system_browser;
mod waiting;
mod wrong_answers;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Json, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use onramp::clock::Clock;
use onramp::cloud::{Cloud, KnownCloud};
use onramp::demo::seed::{CONTOSO, FABRIKAM};
use onramp::demo::{DemoOptions, DemoTenant};
use onramp::explain::FaultKind;
use onramp::graph::TokenSource as _;
use onramp::net::{Network, NetworkOptions};
use onramp::signin::{
    BrowserError, DeviceCode, LandingPage, Located, OpenBrowser, Session, SignInError, SignInRequest, SystemBrowser,
    app_token, locate, sign_in, sign_in_with_code,
};
use onramp::types::{ClientId, SecretValue, TenantId};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const MEGAN: &str = "megan@contoso.example";

fn start() -> Timestamp {
    "2026-08-20T10:00:00Z".parse().unwrap()
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Answers once somebody asked for `address`.
type Opening<'a> = Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>>;

/// A person in front of a browser, who chooses an account (or Cancel) and sees pages.
#[derive(Default)]
struct Person {
    /// Fields of the form on Microsoft's page.
    choice: Vec<(&'static str, &'static str)>,
    /// Where the browser is in the end, and what it shows. It goes its own way, as a program of its own does.
    browsing: Mutex<Option<tokio::task::JoinHandle<(Url, String)>>>,
}

impl Person {
    fn choosing(account: &'static str) -> Self {
        Self { choice: vec![("account", account)], ..Self::default() }
    }

    async fn last_page(&self) -> (Url, String) {
        let browsing = self.browsing.lock().unwrap().take().unwrap();
        browsing.await.unwrap()
    }
}

impl OpenBrowser for Person {
    fn open<'a>(&'a self, address: &'a str) -> Opening<'a> {
        let posted = http().post(address).form(&self.choice);
        *self.browsing.lock().unwrap() = Some(tokio::spawn(async move {
            let answer = posted.send().await.unwrap();
            let (address, page) = (answer.url().clone(), answer.text().await.unwrap());
            // Microsoft's page sends its form on by itself.
            let Some((back, fields)) = onramp::worker::form_in(&page) else { return (address, page) };
            let answer = http().post(back).form(&fields).send().await.unwrap();
            (answer.url().clone(), answer.text().await.unwrap())
        }));
        Box::pin(std::future::ready(Ok(())))
    }
}

/// No browser, or one that nobody uses.
struct Nobody {
    opens: bool,
}

impl OpenBrowser for Nobody {
    fn open<'a>(&'a self, _address: &'a str) -> Opening<'a> {
        let result = if self.opens { Ok(()) } else { Err(BrowserError { reason: "there is none".to_owned() }) };
        Box::pin(std::future::ready(result))
    }
}

/// A demo tenant and all that signing in to it needs.
struct World {
    demo: DemoTenant,
    cloud: Cloud,
    network: Network,
    clock: Clock,
    cancel: CancellationToken,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::virtual_at(start());
        let demo = DemoTenant::start(DemoOptions { clock: clock.clone(), ..DemoOptions::default() }).await.unwrap();
        let network = Network::new(&NetworkOptions { cleartext_http2: true, ..NetworkOptions::default() }).unwrap();
        Self { cloud: demo.cloud(), demo, network, clock, cancel: CancellationToken::new() }
    }

    async fn sign_in(&self, request: SignInRequest, open: &dyn OpenBrowser) -> Result<Session, SignInError> {
        sign_in(&self.network, &self.cloud, request, open, &self.clock, &self.cancel, &|_| ()).await
    }

    async fn megan(&self) -> Session {
        self.sign_in(SignInRequest::for_setup(None), &Person::choosing(MEGAN)).await.unwrap()
    }

    async fn wait(&self, minutes: u64) {
        self.clock.sleep(Duration::from_mins(minutes)).await;
    }

    fn token_requests(&self) -> usize {
        self.demo.requests().iter().filter(|request| request.path.ends_with("/oauth2/v2.0/token")).count()
    }

    async fn graph_says(&self, token: &SecretValue) -> u16 {
        let me = self.cloud.graph_url("v1.0/me");
        self.network.client().get(me).bearer_auth(token.expose()).send().await.unwrap().status().as_u16()
    }
}
