//! Sign-in at the demo tenant: what Microsoft's sign-in accepts and refuses, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod demo_support;

use demo_support::*;
use onramp::demo::{DemoError, DemoOptions, DemoTenant};
use serde_json::json;

// --- What programs read first ---

#[tokio::test]
async fn the_openid_document_is_found_by_id_domain_and_organizations() {
    let world = World::new().await;
    for (place, issuer) in [
        (TENANT.to_string(), format!("/{TENANT}/v2.0")),
        ("contoso.example".to_owned(), format!("/{TENANT}/v2.0")),
        ("organizations".to_owned(), "/{tenantid}/v2.0".to_owned()),
        ("common".to_owned(), "/{tenantid}/v2.0".to_owned()),
    ] {
        let answer = world.get(&format!("/{place}/v2.0/.well-known/openid-configuration")).await;
        assert_eq!(answer.status, 200, "{place}");
        assert!(answer.get("issuer").ends_with(&issuer), "{place}: {}", answer.get("issuer"));
        assert_eq!(answer.get("cloud_instance_name"), "microsoftonline.com");
    }
}

#[tokio::test]
async fn an_unknown_tenant_is_aadsts90002() {
    let world = World::new().await;
    let answer = world.get("/nobody.example/v2.0/.well-known/openid-configuration").await;
    assert_eq!((answer.status, answer.get("error").as_str()), (400, "invalid_tenant"));
    assert_eq!(answer.json()["error_codes"], json!([90002]));
    assert!(answer.get("error_description").starts_with("AADSTS90002: Tenant 'nobody.example' not found."));
    for field in ["timestamp", "trace_id", "correlation_id", "error_uri"] {
        assert!(!answer.get(field).is_empty());
    }
}

#[tokio::test]
async fn instance_discovery_points_to_the_tenant() {
    let world = World::new().await;
    let asked = "/common/discovery/instance?api-version=1.1&authorization_endpoint=http%3A%2F%2Flocalhost%2Fcontoso.example%2Foauth2%2Fv2.0%2Fauthorize";
    let answer = world.get(asked).await;
    assert!(
        answer.get("tenant_discovery_endpoint").ends_with("/contoso.example/v2.0/.well-known/openid-configuration")
    );
}

#[tokio::test]
async fn tokens_are_signed_with_the_published_key() {
    let world = World::new().await;
    let keys: jsonwebtoken::jwk::JwkSet =
        serde_json::from_str(&world.get(&format!("/{TENANT}/discovery/v2.0/keys")).await.text).unwrap();
    let token = world.app_token(&[]).await.get("access_token");
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    rules.validate_exp = false;
    rules.set_audience(&[GRAPH]);
    assert!(jsonwebtoken::decode::<serde_json::Value>(&token, &key, &rules).is_ok());
}

// --- The page ---

#[tokio::test]
async fn the_page_offers_the_accounts_escaped_and_loads_nothing() {
    let world = World::new().await;
    let page = Flow::azure_cli().open(&world).await;
    assert_eq!(page.status, 200);
    for expected in [ADMIN, PERSON, "Global Administrator", "Megan &lt;Bowen&gt;", "Microsoft Azure CLI"] {
        assert!(page.text.contains(expected), "{expected}");
    }
    assert!(!page.text.contains("<Bowen>"));
    assert!(!page.text.contains("src=") && !page.text.contains("<link") && !page.text.contains("<script"));
}

#[tokio::test]
async fn what_the_app_sends_cannot_become_html() {
    let world = World::new().await;
    let page = Flow::azure_cli().with("state", "\"><script>alert(1)</script>").open(&world).await;
    assert!(!page.text.contains("<script>"));
    let problem = Flow { client: "<b>x".to_owned(), ..Flow::azure_cli() }.open(&world).await;
    assert_eq!(problem.aadsts(), 700_016);
    assert!(!problem.text.contains("<b>x"));
}

#[tokio::test]
async fn choosing_an_account_brings_a_code_and_the_state_to_the_redirect() {
    let world = World::new().await;
    let answer = Flow::azure_cli().choose(&world, ADMIN).await;
    assert_eq!(answer.status, 303);
    assert!(answer.headers["location"].starts_with("http://localhost:8400/?"));
    assert_eq!(answer.sent_back("state").as_deref(), Some("the state"));
    assert!(answer.sent_back("code").is_some() && answer.sent_back("session_state").is_some());
}

#[tokio::test]
async fn a_known_login_hint_signs_in_without_a_page_when_asked_to_be_silent() {
    let world = World::new().await;
    let silent = Flow::azure_cli().with("prompt", "none");
    assert_eq!(silent.open(&world).await.sent_back("error").as_deref(), Some("login_required"));
    assert!(silent.with("login_hint", ADMIN).open(&world).await.sent_back("code").is_some());
}

#[tokio::test]
async fn cancel_goes_back_as_aadsts65004() {
    let world = World::new().await;
    let answer = world.post(Flow::azure_cli().url(&world), &[("cancel", "1")]).await;
    assert_eq!(answer.sent_back("error").as_deref(), Some("access_denied"));
    assert_eq!(answer.aadsts(), 65004);
    assert_eq!(answer.sent_back("state").as_deref(), Some("the state"));
}

#[tokio::test]
async fn before_the_redirect_is_known_to_be_right_nothing_is_sent_to_it() {
    let world = World::new().await;
    let cases = [
        (Flow { client: String::new(), ..Flow::azure_cli() }, 900_144),
        (Flow { client: "aaaa3333-0000-4000-8000-00000000dead".to_owned(), ..Flow::azure_cli() }, 700_016),
        (Flow { redirect: "http://127.0.0.1:8400".to_owned(), ..Flow::azure_cli() }, 50011),
        (Flow { redirect: "https://localhost:8400".to_owned(), ..Flow::azure_cli() }, 50011),
        (Flow { redirect: String::new(), ..Flow::azure_cli() }, 900_144),
        (Flow { redirect: format!("{REDIRECT}/"), ..Flow::of_app("User.Read") }, 50011),
        (Flow { redirect: REDIRECT.to_uppercase(), ..Flow::of_app("User.Read") }, 50011),
        (Flow { tenant: "nobody.example".to_owned(), ..Flow::azure_cli() }, 90002),
        (Flow { tenant: "organizations".to_owned(), ..Flow::of_app("User.Read") }, 50194),
    ];
    for (flow, number) in cases {
        let answer = flow.open(&world).await;
        assert!(!answer.headers.contains_key("location"), "{number}");
        assert_eq!(answer.aadsts(), number);
    }
}

#[tokio::test]
async fn with_a_right_redirect_the_app_is_told_what_is_wrong() {
    let world = World::new().await;
    let cases = [
        (Flow::azure_cli().with("response_type", "token"), "unsupported_response_type", 700_054),
        (Flow::azure_cli().without("response_type"), "invalid_request", 900_144),
        (Flow::azure_cli().without("scope"), "invalid_request", 900_144),
        (Flow::azure_cli().without("code_challenge"), "invalid_request", 9_002_325),
        (Flow::azure_cli().with("code_challenge_method", "plain"), "invalid_request", 501_491),
        (Flow::azure_cli().with("scope", "Policy.Read.All"), "invalid_request", 65002),
        (Flow::of_app("User.Reed"), "invalid_client", 650_053),
    ];
    for (flow, error, number) in cases {
        let answer = flow.open(&world).await;
        assert_eq!(answer.sent_back("error").as_deref(), Some(error), "{number}: {answer:?}");
        assert_eq!(answer.aadsts(), number);
        assert_eq!(answer.sent_back("state").as_deref(), Some("the state"));
    }
}

#[tokio::test]
async fn the_answer_can_come_back_as_a_fragment_or_as_a_form() {
    let world = World::new().await;
    let fragment = Flow::azure_cli().with("response_mode", "fragment").choose(&world, ADMIN).await;
    let to = url::Url::parse(&fragment.headers["location"]).unwrap();
    assert!(to.query().is_none() && to.fragment().unwrap().contains("code="));
    let form = Flow::azure_cli().with("response_mode", "form_post").choose(&world, ADMIN).await;
    assert_eq!(form.status, 200);
    assert!(form.text.contains("action=\"http://localhost:8400/\"") && form.text.contains("name=\"code\""));
}

#[tokio::test]
async fn organizations_takes_the_tenant_of_the_account() {
    let world = World::new().await;
    let flow = Flow { tenant: "organizations".to_owned(), ..Flow::azure_cli() };
    let code = flow.code(&world, PERSON).await;
    let answer = world.redeem(&flow, &code, &[]).await;
    assert_eq!(claims(&answer.get("access_token"))["tid"], json!(TENANT));
}

#[tokio::test]
async fn an_account_of_another_tenant_or_a_disabled_one_is_not_let_in() {
    let world = World::new().await;
    let elsewhere = Flow { tenant: OTHER_TENANT.to_string(), ..Flow::azure_cli() };
    assert!(!elsewhere.open(&world).await.text.contains(ADMIN));
    assert_eq!(elsewhere.choose(&world, ADMIN).await.aadsts(), 50034);
    world.demo.with_store(|s| s.tenants[0].users[2].can_sign_in = false);
    assert!(!Flow::azure_cli().open(&world).await.text.contains(PERSON));
    assert_eq!(Flow::azure_cli().choose(&world, PERSON).await.aadsts(), 50057);
}

#[tokio::test]
async fn an_app_for_many_organisations_gets_its_service_principal_by_consent() {
    let world = World::new().await;
    world.demo.with_store(|s| {
        s.tenants[0].applications[0].body.insert("signInAudience".to_owned(), json!("AzureADMultipleOrgs"));
        let guest = s.tenants[0].users.remove(0);
        s.tenants[1].users.push(guest);
    });
    Flow { tenant: "organizations".to_owned(), ..Flow::of_app("User.Read") }.code(&world, ADMIN).await;
    let made = world.demo.with_store(|s| s.tenants[1].service_principal_by_app_id(APP).cloned()).unwrap();
    assert_eq!(made.body["appOwnerOrganizationId"], json!(TENANT));
}

// --- Codes ---

#[tokio::test]
async fn azure_cli_gets_its_preauthorised_permissions_and_no_others() {
    let world = World::new().await;
    let answer = Flow::azure_cli().with("nonce", "n1").sign_in(&world, ADMIN).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let access = claims(&answer.get("access_token"));
    let scopes: Vec<&str> = access["scp"].as_str().unwrap().split(' ').collect();
    assert!(scopes.contains(&"Application.ReadWrite.All") && !scopes.contains(&"Policy.Read.All"));
    assert_eq!(access["aud"], json!(GRAPH));
    assert_eq!(access["iss"], json!(format!("{}{TENANT}/v2.0", world.demo.origin())));
    assert_eq!((&access["idtyp"], &access["upn"]), (&json!("user"), &json!(ADMIN)));
    assert!(access["wids"].as_array().unwrap().contains(&json!("62e90394-69f5-4237-9190-012177145e10")));
    let life = access["exp"].as_i64().unwrap() - start_time().as_second();
    assert!((3600..=5400).contains(&life), "{life}");
    let id = claims(&answer.get("id_token"));
    assert_eq!((&id["nonce"], &id["aud"]), (&json!("n1"), &json!(AZURE_CLI)));
    assert!(world.graph("/me", &answer.get("access_token")).await.let_in());
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let world = World::new().await;
    let answer = Flow::new(AZURE_CLI, "openid User.Read.All").sign_in(&world, ADMIN).await;
    assert!(answer.json().get("refresh_token").is_none());
    assert!(answer.json().get("id_token").is_some());
}

#[tokio::test]
async fn a_code_works_once() {
    let world = World::new().await;
    let flow = Flow::azure_cli();
    let code = flow.code(&world, ADMIN).await;
    assert_eq!(world.redeem(&flow, &code, &[]).await.status, 200);
    let again = world.redeem(&flow, &code, &[]).await;
    assert_eq!((again.status, again.get("error").as_str(), again.aadsts()), (400, "invalid_grant", 54005));
}

#[tokio::test]
async fn a_code_is_bound_to_verifier_redirect_and_app() {
    let world = World::new().await;
    let flow = Flow::azure_cli();
    let code = flow.code(&world, ADMIN).await;
    let wrong = "another-verifier-that-is-long-enough-to-be-one-too";
    assert_eq!(world.redeem(&flow, &code, &[("code_verifier", wrong)]).await.aadsts(), 501_481);
    assert_eq!(world.redeem(&flow, &code, &[("code_verifier", "")]).await.aadsts(), 900_144);
    assert_eq!(world.redeem(&flow, &code, &[("redirect_uri", "http://localhost:8401")]).await.aadsts(), 70000);
    assert_eq!(world.redeem(&flow, &code, &[("client_id", GRAPH_TOOLS)]).await.aadsts(), 70000);
    assert_eq!(world.redeem(&flow, &code, &[("client_secret", "x")]).await.aadsts(), 700_025);
    assert_eq!(world.redeem(&flow, &code, &[]).await.status, 200);
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let world = World::new().await;
    let flow = Flow::azure_cli();
    let code = flow.code(&world, ADMIN).await;
    world.wait(600).await;
    assert_eq!(world.redeem(&flow, &code, &[]).await.aadsts(), 70008);
}

#[tokio::test]
async fn an_app_with_a_web_redirect_needs_its_secret() {
    let world = World::new().await;
    let flow = Flow::of_app("openid User.Read");
    let code = flow.code(&world, ADMIN).await;
    let bare = world.redeem(&flow, &code, &[]).await;
    assert_eq!((bare.status, bare.aadsts()), (401, 7_000_218));
    let answer = world.redeem(&flow, &code, &[("client_secret", SECRET)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.get("scope").contains("https://graph.microsoft.com/User.Read"));
}

#[tokio::test]
async fn the_code_of_a_single_page_app_is_redeemed_from_a_page_only() {
    let world = World::new().await;
    world.demo.with_store(|s| {
        let body = &mut s.tenants[0].applications[0].body;
        body.remove("web");
        body.insert("spa".to_owned(), json!({"redirectUris": [REDIRECT]}));
    });
    let flow = Flow::of_app("openid User.Read");
    let code = flow.code(&world, ADMIN).await;
    assert_eq!(world.redeem(&flow, &code, &[]).await.aadsts(), 9_002_327);
}

#[tokio::test]
async fn user_information_is_for_the_bearer_of_a_token() {
    let world = World::new().await;
    assert_eq!(world.get("/oidc/userinfo").await.status, 401);
    let token = world.demo.access_token(ADMIN).unwrap();
    let answer = world.http.get(world.url("/oidc/userinfo")).bearer_auth(token.expose()).send().await.unwrap();
    assert_eq!(Answer::of(answer).await.get("name"), "Megan <Bowen>");
}

// --- Consent ---

#[tokio::test]
async fn a_person_approves_signing_in_but_not_more() {
    let world = World::new().await;
    assert!(Flow::of_app("openid User.Read").choose(&world, PERSON).await.sent_back("code").is_some());
    let more = Flow::of_app("openid Application.ReadWrite.All").choose(&world, PERSON).await;
    assert_eq!(more.aadsts(), 90094);
    let admin = Flow::of_app("openid Application.ReadWrite.All").choose(&world, ADMIN).await;
    assert!(admin.sent_back("code").is_some());
}

#[tokio::test]
async fn an_approval_is_kept_as_a_grant_of_that_person() {
    let world = World::new().await;
    Flow::of_app("User.Read").code(&world, PERSON).await;
    let grants = world.demo.with_store(|s| s.tenants[0].grants.clone());
    assert_eq!(grants.len(), 1);
    assert_eq!((grants[0].consent_type.as_str(), grants[0].scope.as_str()), ("Principal", "User.Read"));
    let silent = Flow::of_app("User.Read").with("prompt", "none");
    assert!(silent.with("login_hint", PERSON).open(&world).await.sent_back("code").is_some());
    let other = Flow::of_app("User.Read").with("prompt", "none").with("login_hint", APP_ADMIN).open(&world).await;
    assert_eq!((other.sent_back("error").as_deref(), other.aadsts()), (Some("consent_required"), 65001));
}

#[tokio::test]
async fn graph_command_line_tools_needs_an_administrator() {
    let world = World::new().await;
    let flow = Flow::new(GRAPH_TOOLS, "Application.ReadWrite.All");
    assert_eq!(flow.choose(&world, PERSON).await.aadsts(), 90094);
    assert!(flow.choose(&world, ADMIN).await.sent_back("code").is_some());
}

// --- Refresh tokens ---

#[tokio::test]
async fn a_refresh_token_is_replaced_and_the_old_one_ends() {
    let world = World::new().await;
    let first = Flow::azure_cli().sign_in(&world, ADMIN).await.get("refresh_token");
    let form = |token: &str| {
        vec![
            ("grant_type", "refresh_token".to_owned()),
            ("client_id", AZURE_CLI.to_owned()),
            ("refresh_token", token.to_owned()),
        ]
    };
    let send = async |token: &str| {
        let form = form(token);
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        world.post(world.token_url(), &form).await
    };
    let second = send(&first).await;
    assert_eq!(second.status, 200);
    assert!(world.graph("/me", &second.get("access_token")).await.let_in());
    let old = send(&first).await;
    assert_eq!((old.get("error").as_str(), old.aadsts()), ("invalid_grant", 70043));
    assert_eq!(send(&second.get("refresh_token")).await.status, 200);
}

#[tokio::test]
async fn revoking_a_persons_sessions_ends_their_tokens_and_nobody_elses() {
    let world = World::new().await;
    let answer = Flow::azure_cli().sign_in(&world, ADMIN).await;
    let other = Flow::azure_cli().sign_in(&world, PERSON).await;
    assert!(world.demo.revoke_sessions(ADMIN));
    assert_eq!(world.graph("/me", &answer.get("access_token")).await.status, 401);
    assert!(world.graph("/me", &other.get("access_token")).await.let_in());
    let refresh = answer.get("refresh_token");
    let form = [("grant_type", "refresh_token"), ("client_id", AZURE_CLI), ("refresh_token", refresh.as_str())];
    assert_eq!(world.post(world.token_url(), &form).await.aadsts(), 50173);
    assert_eq!(Flow::azure_cli().sign_in(&world, ADMIN).await.status, 200);
}

// --- Apps that sign in as themselves ---

#[tokio::test]
async fn an_app_gets_exactly_its_roles() {
    let world = World::new().await;
    let bare = claims(&world.app_token(&[]).await.get("access_token"));
    assert!(bare.get("roles").is_none());
    approve_for_all(&world).await;
    let token = claims(&world.app_token(&[]).await.get("access_token"));
    assert_eq!(token["roles"], json!(["User.Read.All"]));
    assert_eq!((&token["idtyp"], &token["oid"], &token["appid"]), (&json!("app"), &json!(APP_SP), &json!(APP)));
}

#[tokio::test]
async fn graph_is_known_by_its_address_here_its_real_address_and_its_id() {
    let world = World::new().await;
    for scope in ["https://graph.microsoft.com/.default", "00000003-0000-0000-c000-000000000000/.default"] {
        assert_eq!(world.app_token(&[("scope", scope)]).await.status, 200, "{scope}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told_in_microsofts_words() {
    let world = World::new().await;
    let answer = world.app_token(&[("client_secret", "aaaa3333-0000-4000-8000-000000000031")]).await;
    assert_eq!((answer.status, answer.get("error").as_str()), (401, "invalid_client"));
    assert!(answer.get("error_description").starts_with(&format!(
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client \
         secret value, not the client secret ID, for a secret added to app '{APP}'."
    )));
}

#[tokio::test]
async fn an_expired_secret_is_aadsts7000222() {
    let world = World::new().await;
    world.wait(24 * 90 * 3600).await;
    let answer = world.app_token(&[]).await;
    assert_eq!((answer.status, answer.aadsts()), (401, 7_000_222));
}

#[tokio::test]
async fn what_an_app_sends_wrongly_has_its_own_number() {
    let world = World::new().await;
    let cases = [
        (vec![("client_id", "aaaa3333-0000-4000-8000-00000000dead")], "unauthorized_client", 700_016),
        (vec![("client_secret", "")], "invalid_client", 7_000_218),
        (vec![("scope", "https://graph.microsoft.com/User.Read")], "invalid_scope", 1_002_012),
        (vec![("scope", "")], "invalid_request", 900_144),
        (vec![("scope", "https://manage.office.com/.default")], "invalid_resource", 500_011),
        (vec![("grant_type", "")], "invalid_request", 900_144),
        (vec![("grant_type", "magic")], "unsupported_grant_type", 70003),
    ];
    for (change, error, number) in cases {
        let answer = world.app_token(&change).await;
        assert_eq!((answer.get("error").as_str(), answer.aadsts()), (error, number), "{change:?}");
    }
}

#[tokio::test]
async fn the_management_api_wants_its_own_token_and_its_own_role() {
    let world = World::new().await;
    let management = "c5393580-f805-4401-95e8-94b7a6ef2fc2";
    let role = uuid::Uuid::from_u128(7);
    world.demo.with_store(|s| {
        let mut api = s.tenants[0].service_principals[0].clone();
        (api.id, api.app_id) = (uuid::Uuid::from_u128(8), management.parse().unwrap());
        api.app_roles[0].id = role;
        api.app_roles[0].value = "ActivityFeed.Read".to_owned();
        s.tenants[0].service_principals.push(api);
    });
    let ask = async |token: &str| {
        let path = format!("/api/v1.0/{TENANT}/activity/feed/subscriptions/list?PublisherIdentifier={TENANT}");
        world.http.get(world.url(&path)).bearer_auth(token).send().await.unwrap().status()
    };
    assert_eq!(ask(&world.app_token(&[]).await.get("access_token")).await, 401);
    let scope = format!("{management}/.default");
    let token = world.app_token(&[("scope", &scope)]).await.get("access_token");
    assert_eq!(claims(&token)["aud"], json!("https://manage.office.com"));
    assert_eq!(ask(&token).await, 401);
    assert!(!world.graph("/me", &token).await.let_in());
    world.demo.with_store(|s| {
        let lines = json!([{"resourceAppId": management, "resourceAccess": [{"id": role, "type": "Role"}]}]);
        s.tenants[0].applications[0].body.insert("requiredResourceAccess".to_owned(), lines);
    });
    approve_for_all(&world).await;
    let token = world.app_token(&[("scope", "https://manage.office.com/.default")]).await.get("access_token");
    assert_eq!(ask(&token).await, 200);
}

#[tokio::test]
async fn without_a_service_principal_the_secret_is_called_wrong() {
    let world = World::new().await;
    world.demo.with_store(|s| s.tenants[0].service_principals.retain(|sp| sp.app_id != APP));
    assert_eq!(world.app_token(&[]).await.aadsts(), 7_000_215);
}

#[tokio::test]
async fn a_disabled_app_is_aadsts7000112() {
    let world = World::new().await;
    world.demo.with_store(|s| s.tenants[0].service_principals.iter_mut().for_each(|sp| sp.enabled = sp.app_id != APP));
    assert_eq!(world.app_token(&[]).await.aadsts(), 7_000_112);
}

#[tokio::test]
async fn client_id_and_secret_may_come_by_basic_authentication() {
    let world = World::new().await;
    let form = [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];
    let request = world.http.post(world.token_url()).basic_auth(APP, Some(SECRET)).form(&form);
    assert_eq!(request.send().await.unwrap().status(), 200);
}

// --- Replication lag ---

#[tokio::test]
async fn a_new_app_is_unknown_to_sign_in_until_the_lag_is_over() {
    let world = World::new().await;
    world.demo.misbehave(|m| m.replication_lag = std::time::Duration::from_secs(30));
    world.demo.with_store(|s| {
        s.tenants[0].applications = vec![app(start_time())];
        s.tenants[0].service_principals.retain(|sp| sp.app_id != APP);
        s.tenants[0].service_principals.push(service_principal(start_time()));
    });
    assert_eq!(world.app_token(&[]).await.aadsts(), 700_016);
    assert_eq!(Flow::of_app("User.Read").open(&world).await.aadsts(), 700_016);
    world.wait(30).await;
    assert_eq!(world.app_token(&[]).await.status, 200);
}

#[tokio::test]
async fn a_new_secret_is_wrong_until_the_lag_is_over() {
    let world = World::new().await;
    world.demo.misbehave(|m| m.replication_lag = std::time::Duration::from_secs(30));
    world.demo.with_store(|s| s.tenants[0].applications[0].secrets[0].start = start_time());
    assert_eq!(world.app_token(&[]).await.aadsts(), 7_000_215);
    world.wait(30).await;
    assert_eq!(world.app_token(&[]).await.status, 200);
}

#[tokio::test]
async fn a_new_role_is_missing_from_tokens_until_the_lag_is_over() {
    let world = World::new().await;
    approve_for_all(&world).await;
    world.demo.misbehave(|m| m.replication_lag = std::time::Duration::from_secs(30));
    assert!(claims(&world.app_token(&[]).await.get("access_token")).get("roles").is_none());
    world.wait(30).await;
    assert!(claims(&world.app_token(&[]).await.get("access_token")).get("roles").is_some());
}

// --- Passwords ---

#[tokio::test]
async fn password_sign_in_works_for_people_without_a_second_factor_only() {
    let world = World::new().await;
    world.demo.with_store(|s| {
        s.tenants[0].applications[0].body.insert("isFallbackPublicClient".to_owned(), json!(true));
    });
    Flow::of_app("User.Read").code(&world, PERSON).await;
    let app = APP.to_string();
    let sign_in = async |upn: &str, password: &str, scope: &str| {
        let form = [
            ("grant_type", "password"),
            ("client_id", app.as_str()),
            ("username", upn),
            ("password", password),
            ("scope", scope),
        ];
        world.post(world.token_url(), &form).await
    };
    assert_eq!(sign_in(PERSON, PASSWORD, "User.Read").await.status, 200);
    assert_eq!(sign_in(PERSON, "wrong", "User.Read").await.aadsts(), 50126);
    assert_eq!(sign_in(ADMIN, PASSWORD, "User.Read").await.aadsts(), 50076);
    assert_eq!(sign_in("nobody@contoso.example", PASSWORD, "User.Read").await.aadsts(), 50034);
    let more = sign_in(PERSON, PASSWORD, "Application.ReadWrite.All").await;
    assert_eq!((more.aadsts(), more.get("suberror").as_str()), (65001, "consent_required"));
}

#[tokio::test]
async fn without_public_client_flows_a_password_sign_in_needs_the_secret() {
    let world = World::new().await;
    Flow::of_app("User.Read").code(&world, PERSON).await;
    let app = APP.to_string();
    let form = [
        ("grant_type", "password"),
        ("client_id", app.as_str()),
        ("username", PERSON),
        ("password", PASSWORD),
        ("scope", "User.Read"),
    ];
    assert_eq!(world.post(world.token_url(), &form).await.aadsts(), 7_000_218);
    let with_secret: Vec<(&str, &str)> = form.into_iter().chain([("client_secret", SECRET)]).collect();
    assert_eq!(world.post(world.token_url(), &with_secret).await.status, 200);
}

// --- Device codes ---

async fn device_code(world: &World) -> Answer {
    let form = [("client_id", AZURE_CLI), ("scope", "openid offline_access User.Read.All")];
    world.post(world.url(&format!("/{TENANT}/oauth2/v2.0/devicecode")), &form).await
}

async fn poll(world: &World, device: &Answer) -> Answer {
    let code = device.get("device_code");
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", AZURE_CLI),
        ("device_code", code.as_str()),
    ];
    world.post(world.token_url(), &form).await
}

#[tokio::test]
async fn a_device_gets_its_tokens_when_the_person_has_entered_the_code() {
    let world = World::new().await;
    let device = device_code(&world).await;
    assert_eq!(poll(&world, &device).await.get("error"), "authorization_pending");
    let typed = device.get("user_code");
    let page = world.post(world.url("/devicelogin"), &[("user_code", &typed)]).await;
    assert!(page.text.contains(ADMIN));
    world.post(world.url("/devicelogin"), &[("user_code", &typed), ("account", ADMIN)]).await;
    world.wait(5).await;
    let answer = poll(&world, &device).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(claims(&answer.get("access_token"))["upn"], json!(ADMIN));
    world.wait(5).await;
    assert_eq!(poll(&world, &device).await.get("error"), "bad_verification_code");
}

#[tokio::test]
async fn a_device_that_asks_too_often_is_told_to_slow_down() {
    let world = World::new().await;
    let device = device_code(&world).await;
    poll(&world, &device).await;
    world.wait(4).await;
    assert_eq!(poll(&world, &device).await.get("error"), "slow_down");
    world.wait(9).await;
    assert_eq!(poll(&world, &device).await.get("error"), "slow_down");
    world.wait(15).await;
    assert_eq!(poll(&world, &device).await.get("error"), "authorization_pending");
}

#[tokio::test]
async fn a_device_code_can_be_declined_and_expires() {
    let world = World::new().await;
    let declined = device_code(&world).await;
    world.post(world.url("/devicelogin"), &[("user_code", &declined.get("user_code")), ("cancel", "1")]).await;
    assert_eq!(poll(&world, &declined).await.get("error"), "authorization_declined");
    let late = device_code(&world).await;
    world.wait(900).await;
    assert_eq!(poll(&world, &late).await.get("error"), "expired_token");
    let page = world.post(world.url("/devicelogin"), &[("user_code", &late.get("user_code"))]).await;
    assert!(page.text.contains("Check the code and try again"));
}

// --- Admin consent ---

fn consent_url(world: &World, version: &str, fields: &[(&str, &str)]) -> url::Url {
    let mut url = world.url(&format!("/{TENANT}{version}/adminconsent"));
    url.query_pairs_mut().append_pair("client_id", &APP.to_string()).extend_pairs(fields);
    url
}

async fn approve_for_all(world: &World) {
    let answer = world.post(consent_url(world, "", &[]), &[("account", ADMIN)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn an_administrator_approves_everything_the_app_lists() {
    let world = World::new().await;
    world.demo.with_store(|s| s.tenants[0].service_principals.retain(|sp| sp.app_id != APP));
    let url = consent_url(
        &world,
        "/v2.0",
        &[("scope", "https://graph.microsoft.com/.default"), ("redirect_uri", REDIRECT), ("state", "s 1")],
    );
    let page = Answer::of(world.http.get(url.clone()).send().await.unwrap()).await;
    assert!(page.text.contains("User.Read.All") && page.text.contains("Product &lt;1&gt;"), "{page:?}");
    let answer = world.post(url, &[("account", ADMIN)]).await;
    assert_eq!(answer.sent_back("admin_consent").as_deref(), Some("True"));
    assert_eq!(answer.sent_back("tenant"), Some(TENANT.to_string()));
    assert_eq!(answer.sent_back("state").as_deref(), Some("s 1"));
    assert_eq!(answer.sent_back("code"), None);
    world.demo.with_store(|s| {
        let tenant = &s.tenants[0];
        let own = tenant.service_principal_by_app_id(APP).expect("consent makes the service principal");
        assert_eq!(tenant.granted_roles(own.id, GRAPH_SP), ["User.Read.All"]);
        assert_eq!(tenant.grants.len(), 1);
        assert_eq!(tenant.grants[0].consent_type, "AllPrincipals");
        assert_eq!(tenant.grants[0].scope, "User.Read Application.ReadWrite.All");
    });
}

#[tokio::test]
async fn approving_twice_changes_nothing_more() {
    let world = World::new().await;
    approve_for_all(&world).await;
    let once = world.demo.with_store(|s| serde_json::to_value(&s.tenants[0]).unwrap());
    approve_for_all(&world).await;
    assert_eq!(world.demo.with_store(|s| serde_json::to_value(&s.tenants[0]).unwrap()), once);
}

#[tokio::test]
async fn an_application_administrator_cannot_approve_graph_application_permissions() {
    let world = World::new().await;
    for account in [APP_ADMIN, PERSON] {
        let answer = world.post(consent_url(&world, "", &[]), &[("account", account)]).await;
        assert_eq!(answer.aadsts(), 90094);
    }
    assert!(world.demo.with_store(|s| s.tenants[0].grants.is_empty() && s.tenants[0].assignments.is_empty()));
    // Without them, it can.
    world.demo.with_store(|s| {
        let body = &mut s.tenants[0].applications[0].body;
        body["requiredResourceAccess"][0]["resourceAccess"].as_array_mut().unwrap().pop();
    });
    assert_eq!(world.post(consent_url(&world, "", &[]), &[("account", APP_ADMIN)]).await.status, 200);
}

#[tokio::test]
async fn a_role_that_is_not_activated_does_not_count() {
    let world = World::new().await;
    world.demo.with_store(|s| {
        let megan = &mut s.tenants[0].users[0];
        megan.eligible_roles = std::mem::take(&mut megan.active_roles);
    });
    let page = Answer::of(world.http.get(consent_url(&world, "", &[])).send().await.unwrap()).await;
    assert!(page.text.contains("Global Administrator (not activated)"));
    assert_eq!(world.post(consent_url(&world, "", &[]), &[("account", ADMIN)]).await.aadsts(), 90094);
}

#[tokio::test]
async fn declining_goes_back_as_aadsts65004() {
    let world = World::new().await;
    let url = consent_url(&world, "", &[("redirect_uri", REDIRECT), ("state", "s1")]);
    let answer = world.post(url, &[("cancel", "1")]).await;
    assert_eq!((answer.sent_back("error").as_deref(), answer.aadsts()), (Some("access_denied"), 65004));
    assert_eq!(answer.sent_back("state").as_deref(), Some("s1"));
}

#[tokio::test]
async fn the_second_form_of_admin_consent_wants_scope_and_redirect() {
    let world = World::new().await;
    for fields in [vec![("redirect_uri", REDIRECT)], vec![("scope", "User.Read")]] {
        let answer = Answer::of(world.http.get(consent_url(&world, "/v2.0", &fields)).send().await.unwrap()).await;
        assert_eq!(answer.aadsts(), 900_144);
    }
    let elsewhere = [("redirect_uri", "https://elsewhere.example"), ("scope", "User.Read")];
    let answer = Answer::of(world.http.get(consent_url(&world, "/v2.0", &elsewhere)).send().await.unwrap()).await;
    assert_eq!(answer.aadsts(), 50011);
}

// --- The token at Graph's door ---

#[tokio::test]
async fn graph_says_what_is_wrong_with_a_token() {
    let world = World::new().await;
    let good = Flow::azure_cli().sign_in(&world, ADMIN).await;
    let token = good.get("access_token");
    let (head, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for (token, message) in [
        ("", "Access token is empty."),
        ("not-a-token", "CompactToken parsing failed with error code: 80049217"),
        (forged.as_str(), "Access token validation failure. Invalid signature."),
        (good.get("id_token").as_str(), "Access token validation failure. Invalid audience."),
    ] {
        let answer = world.graph("/me", token).await;
        assert_eq!(answer.status, 401);
        assert!(answer.headers["www-authenticate"].starts_with("Bearer "));
        let error = &answer.json()["error"];
        assert_eq!((&error["code"], &error["message"]), (&json!("InvalidAuthenticationToken"), &json!(message)));
    }
    world.wait(5400).await;
    let late = world.graph("/me", &token).await;
    assert_eq!(late.json()["error"]["message"], json!("Access token has expired or is not yet valid."));
}

#[tokio::test]
async fn a_token_of_another_demo_tenant_is_refused() {
    let (one, other) = (World::new().await, World::new().await);
    let token = other.demo.access_token(ADMIN).unwrap();
    assert_eq!(one.graph("/me", token.expose()).await.status, 401);
    assert!(other.graph("/me", token.expose()).await.let_in());
}

// --- Between runs ---

#[tokio::test]
async fn what_was_approved_survives_a_restart_and_no_secret_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.json");
    let options = || DemoOptions { state_file: Some(file.clone()), ..DemoOptions::default() };
    let mut world = World::new().await;
    world.demo = DemoTenant::start(options()).await.unwrap();
    world.demo.with_store(|s| *s = store());
    approve_for_all(&world).await;
    let tokens = Flow::azure_cli().sign_in(&world, ADMIN).await;
    let text = std::fs::read_to_string(&file).unwrap();
    for secret in [SECRET, PASSWORD, &tokens.get("access_token"), &tokens.get("refresh_token")] {
        assert!(!text.contains(secret));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    drop(world.demo);
    world.demo = DemoTenant::start(options()).await.unwrap();
    assert_eq!(world.demo.with_store(|s| s.tenants[0].assignments.len()), 1);
}

#[tokio::test]
async fn a_state_file_that_is_not_one_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.json");
    std::fs::write(&file, "not JSON").unwrap();
    let result = DemoTenant::start(DemoOptions { state_file: Some(file.clone()), ..DemoOptions::default() }).await;
    assert!(matches!(result, Err(DemoError::State { .. })));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not JSON");
}
