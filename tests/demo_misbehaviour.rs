//! The demo tenant's wires and its misbehaviour on request: connections, batches, the log, injected failures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod demo_support;

use std::time::Duration;

use demo_support::*;
use onramp::demo::misbehaviour::{Fault, FaultError, FaultKind};
use onramp::demo::{DemoError, DemoOptions, DemoTenant};
use serde_json::{Value, json};

fn fault(world: &World, text: &str) {
    world.demo.misbehave(|m| m.faults.push(text.parse().unwrap()));
}

async fn consent(world: &World) -> reqwest::Result<reqwest::Response> {
    let url = world.url(&format!("/{TENANT}/adminconsent?client_id={APP}"));
    world.http.post(url).form(&[("account", ADMIN)]).send().await
}

fn is_approved(world: &World) -> bool {
    world.demo.with_store(|s| !s.tenants[0].assignments.is_empty())
}

// --- Connections ---

#[tokio::test]
async fn both_http_versions_and_both_loopback_addresses_are_served() {
    let world = World::new().await;
    let h2 = client().http2_prior_knowledge().build().unwrap();
    let answer = h2.get(world.url("/")).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, reqwest::Version::HTTP_2));
    let answer = world.http.get(world.url("/")).send().await.unwrap();
    assert_eq!(answer.version(), reqwest::Version::HTTP_11);
    assert!(answer.text().await.unwrap().contains("Contoso"));
    let port = world.demo.origin().port().unwrap();
    assert_eq!(world.http.get(format!("http://127.0.0.1:{port}/")).send().await.unwrap().status(), 200);
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        assert_eq!(world.http.get(format!("http://[::1]:{port}/")).send().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn requests_on_one_connection_have_one_number() {
    let world = World::new().await;
    world.get("/").await;
    world.get("/").await;
    client().build().unwrap().get(world.url("/")).send().await.unwrap();
    let numbers: Vec<u64> = world.demo.requests().iter().map(|r| r.connection).collect();
    assert_eq!(numbers[0], numbers[1]);
    assert_ne!(numbers[1], numbers[2]);
}

#[tokio::test]
async fn another_name_for_this_address_is_refused() {
    let world = World::new().await;
    let request = world.http.get(world.url("/")).header("host", "attacker.example");
    assert_eq!(request.send().await.unwrap().status(), 421);
}

#[tokio::test]
async fn a_stopped_tenant_answers_nobody_even_on_open_connections() {
    let world = World::new().await;
    world.get("/").await;
    let url = world.url("/");
    drop(world.demo);
    assert!(world.http.get(url).send().await.is_err());
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let world = World::new().await;
    let port = world.demo.origin().port().unwrap();
    let second = DemoTenant::start(DemoOptions { port, ..DemoOptions::default() }).await;
    assert!(matches!(second, Err(DemoError::Listen { port: taken, .. }) if taken == port));
}

#[tokio::test]
async fn what_is_kept_in_a_file_belongs_to_one_demo_tenant_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tenant.json");
    let options = || DemoOptions { state_file: Some(file.clone()), ..DemoOptions::default() };
    let first = DemoTenant::start(options()).await.unwrap();
    let second = DemoTenant::start(options()).await;
    assert!(matches!(second, Err(DemoError::InUse { path }) if path == file));
    first.with_store(|store| store.tenants[0].applications.clear());
    drop(first);
    assert!(DemoTenant::start(options()).await.is_ok());
}

// --- Graph's headers ---

#[tokio::test]
async fn graph_gives_its_ids_and_returns_the_callers() {
    let world = World::new().await;
    let token = world.demo.access_token(ADMIN).unwrap();
    let request =
        world.http.get(world.url("/v1.0/me")).bearer_auth(token.expose()).header("client-request-id", "mine-1");
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.headers["client-request-id"], "mine-1");
    assert!(!answer.headers["request-id"].is_empty() && !answer.headers["date"].is_empty());
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_as_graph_does() {
    let world = World::new().await;
    let token = world.demo.access_token(ADMIN).unwrap();
    for (kind, body) in [("application/json", "{"), ("text/plain", "{}")] {
        let request = world.http.post(world.url("/v1.0/applications")).bearer_auth(token.expose());
        let answer = Answer::of(request.header("content-type", kind).body(body).send().await.unwrap()).await;
        assert_eq!(answer.status, 400);
        assert!(
            answer.json()["error"]["message"].as_str().unwrap().starts_with("Unable to read JSON request payload.")
        );
    }
}

// --- Batches ---

fn part(id: &str, url: &str) -> Value {
    json!({"id": id, "method": "GET", "url": url})
}

fn statuses(answer: &Answer) -> Vec<(String, u64)> {
    let body = answer.json();
    let responses = body["responses"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    responses.iter().map(|r| (r["id"].as_str().unwrap().to_owned(), r["status"].as_u64().unwrap())).collect()
}

#[tokio::test]
async fn the_answers_of_a_batch_come_in_another_order() {
    let world = World::new().await;
    let answer =
        world.batch(&json!({"requests": [part("1", "/me"), part("2", "organization"), part("3", "/me")]})).await;
    assert_eq!(answer.status, 200);
    let ids: Vec<String> = statuses(&answer).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["3", "2", "1"]);
}

#[tokio::test]
async fn a_batch_that_is_not_well_formed_is_refused_as_a_whole() {
    let world = World::new().await;
    let many: Vec<Value> = (0..21).map(|n| part(&n.to_string(), "/me")).collect();
    for (requests, message) in [
        (json!(many), "exceeds the maximum value of 20"),
        (json!([part("1", "/me"), part("1", "/me")]), "unique"),
        (json!([part("1", "https://graph.microsoft.com/v1.0/me")]), "relative"),
        (json!([{"id": "1", "method": "GET", "url": "/me", "dependsOn": ["9"]}]), "not in the batch"),
        (
            json!([
                {"id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"]},
                {"id": "2", "method": "GET", "url": "/me", "dependsOn": ["1"]},
            ]),
            "circle",
        ),
    ] {
        let answer = world.batch(&json!({ "requests": requests })).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text.contains(message), "{}", answer.text);
    }
    assert!(world.demo.requests().iter().all(|r| r.part.is_none()));
}

#[tokio::test]
async fn twenty_parts_are_allowed() {
    let world = World::new().await;
    let most: Vec<Value> = (0..20).map(|n| part(&n.to_string(), "/me")).collect();
    assert_eq!(statuses(&world.batch(&json!({ "requests": most })).await).len(), 20);
}

#[tokio::test]
async fn a_part_with_a_body_needs_its_content_type() {
    let world = World::new().await;
    let answer = world
        .batch(
            &json!({"requests": [{"id": "1", "method": "POST", "url": "/applications", "body": {"displayName": "x"}}]}),
        )
        .await;
    assert_eq!(statuses(&answer), [("1".to_owned(), 400)]);
    assert!(answer.text.contains("Content-Type"));
}

#[tokio::test]
async fn what_depends_on_a_failure_is_not_tried() {
    let world = World::new().await;
    fault(&world, "GET:/first:error=403,Authorization_RequestDenied,No.");
    let answer = world
        .batch(&json!({"requests": [
            {"id": "c", "method": "GET", "url": "/third", "dependsOn": ["b"]},
            {"id": "b", "method": "GET", "url": "/second", "dependsOn": ["a"]},
            part("a", "/first"),
            part("d", "/fourth"),
        ]}))
        .await;
    let status = |id: &str| statuses(&answer).into_iter().find(|(known, _)| known == id).unwrap().1;
    assert_eq!((status("a"), status("b"), status("c")), (403, 424, 424));
    assert_ne!(status("d"), 424);
}

#[tokio::test]
async fn one_part_is_throttled_and_the_others_are_not() {
    let world = World::new().await;
    fault(&world, "GET:/v1.0/me:throttle=7");
    let answer = world.batch(&json!({"requests": [part("1", "/me"), part("2", "/me")]})).await;
    let body = answer.json();
    let first = body["responses"].as_array().unwrap().iter().find(|r| r["id"] == "1").unwrap();
    assert_eq!((&first["status"], &first["headers"]["Retry-After"]), (&json!(429), &json!("7")));
    assert_eq!(answer.status, 200);
    assert_ne!(statuses(&answer)[0].1, 429);
}

#[tokio::test]
async fn the_log_has_the_batch_and_behind_it_its_parts() {
    let world = World::new().await;
    world.batch(&json!({"requests": [part("1", "/me"), part("2", "/users?$top=1")]})).await;
    let log = world.demo.requests();
    let seen: Vec<(&str, Option<&str>)> = log.iter().map(|r| (r.path.as_str(), r.part.as_deref())).collect();
    assert_eq!(seen, [("/v1.0/$batch", None), ("/v1.0/me", Some("1")), ("/v1.0/users?$top=1", Some("2"))]);
    world.demo.clear_requests();
    assert!(world.demo.requests().is_empty());
}

// --- The log ---

#[tokio::test]
async fn secrets_do_not_reach_the_log() {
    let world = World::new().await;
    world.app_token(&[]).await;
    let flow = Flow::azure_cli();
    let code = flow.code(&world, ADMIN).await;
    let tokens = world.redeem(&flow, &code, &[]).await;
    let refresh = tokens.get("refresh_token");
    let form = [("grant_type", "refresh_token"), ("client_id", AZURE_CLI), ("refresh_token", refresh.as_str())];
    world.post(world.token_url(), &form).await;
    let password = [("grant_type", "password"), ("client_id", AZURE_CLI), ("password", PASSWORD)];
    world.post(world.token_url(), &password).await;
    world.get(&format!("/?code={code}")).await;
    let log = format!("{:?}", world.demo.requests());
    for secret in [SECRET, VERIFIER, PASSWORD, &code, &refresh, &tokens.get("access_token")] {
        assert!(!log.contains(secret), "{secret}");
    }
    assert!(log.contains("client_credentials"));
}

// --- Failures ---

#[tokio::test]
async fn latency_is_waited_on_the_tenants_clock() {
    let world = World::new().await;
    world.demo.misbehave(|m| m.latency = Duration::from_secs(3));
    world.get("/").await;
    assert_eq!(world.clock.now(), start_time() + jiff::SignedDuration::from_secs(3));
}

#[tokio::test]
async fn a_failure_skips_then_strikes_then_is_used_up() {
    let world = World::new().await;
    fault(&world, "GET:/v1.0/me:error=503,ServiceUnavailable,Busy.:skip=1:times=2");
    let token = world.demo.access_token(ADMIN).unwrap();
    let mut struck = Vec::new();
    for _ in 0..4 {
        struck.push(world.graph("/me", token.expose()).await.status == 503);
    }
    assert_eq!(struck, [false, true, true, false]);
}

#[tokio::test]
async fn throttling_says_when_to_come_back() {
    let world = World::new().await;
    fault(&world, "*:*:throttle=11:times=2");
    let token = world.demo.access_token(ADMIN).unwrap();
    let graph = world.graph("/me", token.expose()).await;
    assert_eq!((graph.status, graph.headers["retry-after"].as_str()), (429, "11"));
    assert_eq!(graph.json()["error"]["code"], json!("TooManyRequests"));
    let login = world.app_token(&[]).await;
    assert_eq!((login.status, login.headers["retry-after"].as_str()), (429, "11"));
    assert_eq!(login.get("error"), "temporarily_unavailable");
}

#[tokio::test]
async fn a_failure_at_sign_in_has_the_shape_of_oauth() {
    let world = World::new().await;
    fault(
        &world,
        "POST:/oauth2/v2.0/token:error=400,invalid_grant,AADSTS53003: Access has been blocked by Conditional Access policies.",
    );
    let answer = world.app_token(&[]).await;
    assert_eq!((answer.status, answer.get("error").as_str()), (400, "invalid_grant"));
    assert_eq!(answer.json()["error_codes"], json!([53003]));
    assert!(answer.get("error_description").starts_with("AADSTS53003: Access has been blocked"));
    fault(
        &world,
        "POST:/authorize:error=400,access_denied,AADSTS530035: Access has been blocked by security defaults.",
    );
    let answer = Flow::azure_cli().choose(&world, ADMIN).await;
    assert_eq!((answer.sent_back("error").as_deref(), answer.aadsts()), (Some("access_denied"), 530_035));
}

#[tokio::test]
async fn an_answer_lost_before_means_nothing_was_done() {
    let world = World::new().await;
    fault(&world, "POST:/adminconsent:drop-before");
    assert!(consent(&world).await.is_err());
    assert!(!is_approved(&world));
    assert_eq!(world.demo.requests()[0].status, 0);
    assert!(consent(&world).await.is_ok());
    assert!(is_approved(&world));
}

#[tokio::test]
async fn an_answer_lost_after_means_it_was_done() {
    let mut world = World::new().await;
    for h2 in [false, true] {
        if h2 {
            world.http = client().http2_prior_knowledge().build().unwrap();
        }
        world.demo.with_store(|s| *s = store());
        fault(&world, "POST:/adminconsent:drop-after");
        assert!(consent(&world).await.is_err(), "http2: {h2}");
        assert!(is_approved(&world), "http2: {h2}");
    }
}

#[tokio::test]
async fn a_dropped_connection_takes_the_others_on_it_along() {
    let mut world = World::new().await;
    world.http = client().http2_prior_knowledge().build().unwrap();
    world.get("/").await;
    fault(&world, "GET:/devicelogin:drop-before");
    assert!(world.http.get(world.url("/devicelogin")).send().await.is_err());
    world.get("/").await;
    let log = world.demo.requests();
    assert_eq!(log[0].connection, log[1].connection);
    assert_ne!(log[1].connection, log[2].connection);
}

#[tokio::test]
async fn a_truncated_answer_starts_well_and_breaks_off() {
    let mut world = World::new().await;
    for h2 in [false, true] {
        if h2 {
            world.http = client().http2_prior_knowledge().build().unwrap();
        }
        fault(&world, "GET:openid-configuration:truncate");
        let url = world.url(&format!("/{TENANT}/v2.0/.well-known/openid-configuration"));
        let mut answer = world.http.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200, "http2: {h2}");
        let promised = answer.content_length().unwrap();
        let first = answer.chunk().await.unwrap().expect("the first half arrives");
        assert!((first.len() as u64) < promised, "http2: {h2}");
        assert!(answer.chunk().await.is_err(), "http2: {h2}");
    }
}

#[tokio::test]
async fn a_portal_answers_html_although_the_request_was_carried_out() {
    let world = World::new().await;
    fault(&world, "POST:/adminconsent:not-json");
    let answer = Answer::of(consent(&world).await.unwrap()).await;
    assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, "text/html; charset=utf-8"));
    assert!(is_approved(&world));
}

#[tokio::test]
async fn losing_a_part_of_a_batch_loses_the_whole_answer() {
    let world = World::new().await;
    fault(&world, "GET:/v1.0/me:drop-after");
    let token = world.demo.access_token(ADMIN).unwrap();
    let request = world.http.post(world.url("/v1.0/$batch")).bearer_auth(token.expose());
    assert!(request.json(&json!({"requests": [part("1", "/me")]})).send().await.is_err());
    assert!(world.demo.requests().iter().all(|r| r.status == 0));
}

// --- Failures in words ---

#[test]
fn a_failure_can_be_written_in_one_line() {
    let fault: Fault = "post:/servicePrincipals:throttle=2:times=3:skip=1".parse().unwrap();
    assert_eq!((fault.method.as_str(), fault.path_contains.as_str()), ("POST", "/servicePrincipals"));
    assert_eq!((fault.times, fault.skip, fault.kind), (3, 1, FaultKind::Throttle { retry_after: 2 }));
    let fault: Fault = "*:*:error=400,invalid_grant,AADSTS53003: blocked, sorry:times=all".parse().unwrap();
    assert_eq!((fault.method.as_str(), fault.path_contains.as_str(), fault.times), ("", "", u32::MAX));
    let message = "AADSTS53003: blocked, sorry".to_owned();
    assert_eq!(fault.kind, FaultKind::Error { status: 400, code: "invalid_grant".to_owned(), message });
}

#[test]
fn a_failure_that_is_written_wrongly_says_what_is_wrong() {
    assert_eq!("drop-before".parse::<Fault>().unwrap_err(), FaultError::Shape);
    assert_eq!("*:*:explode".parse::<Fault>().unwrap_err(), FaultError::Kind("explode".to_owned()));
    assert_eq!("*:*:throttle=soon".parse::<Fault>().unwrap_err(), FaultError::Number("soon".to_owned()));
    assert_eq!("*:*:error=200,Ok,fine".parse::<Fault>().unwrap_err(), FaultError::Number("200".to_owned()));
    assert_eq!("*:*:truncate:times=-1".parse::<Fault>().unwrap_err(), FaultError::Number("-1".to_owned()));
}
