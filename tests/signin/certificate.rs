//! An app that signs in as itself, with a certificate or a secret: what Entra refuses, and what is not even sent.

use std::path::Path;

use super::*;
use onramp::demo::store::{Application, Assignment, Secret, ServicePrincipal, sha256_hex};
use onramp::explain::explain;
use onramp::signin::{AppCredential, AppSession, Certificate, CertificateError};
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256};

const APP: Uuid = Uuid::from_u128(0xaaaa_3333_0000_4000_8000_0000_0000_0088);
const SECRET: &str = "Xy1~a-client-secret-that-nobody-guesses";

/// A certificate with its key, as somebody keeps it in a file, and its bytes.
fn made() -> (String, Vec<u8>) {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let certificate = CertificateParams::new(vec!["automation.contoso.example".to_owned()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap();
    (format!("{}{}", certificate.pem(), key.serialize_pem()), certificate.der().to_vec())
}

fn read(pem: &str) -> Result<Certificate, CertificateError> {
    Certificate::from_pem(pem, Path::new("app.pem"))
}

/// Registers the app in Contoso by asking Graph, as an administrator does, with this certificate.
async fn register(world: &World, der: Option<&[u8]>) {
    let credentials: Vec<Value> = der
        .map(|der| {
            json!({
                "type": "AsymmetricX509Cert", "usage": "Verify", "displayName": "CN=automation",
                "key": base64::engine::general_purpose::STANDARD.encode(der),
                "startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2027-01-01T00:00:00Z",
            })
        })
        .into_iter()
        .collect();
    let token = world.demo.access_token(MEGAN).unwrap();
    let answer = world
        .network
        .client()
        .post(world.cloud.graph_url("v1.0/applications"))
        .bearer_auth(token.expose())
        .json(&json!({"displayName": "Automation", "keyCredentials": credentials}))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 201);
    let shown: Value = answer.json().await.unwrap();
    let keys: Vec<&Value> = shown["keyCredentials"].as_array().unwrap().iter().map(|key| &key["key"]).collect();
    assert!(keys.iter().all(|key| key.is_null()), "Graph gives no certificate back");
    world.demo.with_store(|store| {
        let tenant = &mut store.tenants[0];
        let app: &mut Application = tenant.applications.last_mut().unwrap();
        app.app_id = APP;
        app.secrets = vec![Secret {
            key_id: Uuid::from_u128(9),
            display_name: None,
            hint: "Xy1".to_owned(),
            sha256: sha256_hex(SECRET),
            start: start() - jiff::SignedDuration::from_hours(1),
            end: start() + jiff::SignedDuration::from_hours(24),
        }];
        let graph = tenant.service_principals[0].clone();
        let role = graph.app_roles.iter().find(|role| role.value == "Application.ReadWrite.All").unwrap().id;
        let body = json!({"displayName": "Automation"}).as_object().unwrap().clone();
        let (app_roles, scopes) = (Vec::new(), Vec::new());
        tenant.service_principals.push(ServicePrincipal {
            id: APP,
            app_id: APP,
            body,
            app_roles,
            scopes,
            ..graph.clone()
        });
        tenant.assignments.push(Assignment {
            id: "1".to_owned(),
            principal_id: APP,
            resource_id: graph.id,
            app_role_id: role,
            created: start() - jiff::SignedDuration::from_hours(1),
        });
    });
}

async fn sign_in_as(
    world: &World,
    app: Uuid,
    tenant: Uuid,
    credential: AppCredential,
) -> Result<AppSession, SignInError> {
    let (tenant, app) = (TenantId::new(tenant), ClientId::new(app));
    AppSession::sign_in(&world.network, &world.cloud, &world.clock, tenant, app, credential, &world.cancel).await
}

fn secret(text: &str) -> AppCredential {
    AppCredential::Secret(SecretValue::new(text.to_owned()))
}

#[tokio::test]
async fn an_app_signs_in_with_its_certificate_and_stays_signed_in() {
    let world = World::new().await;
    let (pem, der) = made();
    register(&world, Some(&der)).await;
    let certificate = read(&pem).unwrap();
    assert!(!format!("{certificate:?}").contains("PRIVATE"));
    let session = sign_in_as(&world, APP, CONTOSO, AppCredential::Certificate(certificate)).await.unwrap();
    assert_eq!(session.account().name, "Automation");
    assert_eq!(session.account().username, APP.to_string());
    assert_eq!(session.roles(), ["Application.ReadWrite.All"]);
    let first = session.token(None).await.unwrap();
    assert_eq!(session.token(None).await.unwrap(), first, "one token for all requests");
    world.wait(56).await;
    let second = session.token(None).await.unwrap();
    assert_ne!(second, first, "renewed before its end");
    assert_ne!(session.token(Some(&second)).await.unwrap(), second, "a refused token is replaced");
    assert_eq!(world.token_requests(), 3);
}

#[tokio::test]
async fn an_app_signs_in_with_its_secret() {
    let world = World::new().await;
    register(&world, None).await;
    let session = sign_in_as(&world, APP, CONTOSO, secret(SECRET)).await.unwrap();
    assert_eq!(session.account().tenant, TenantId::new(CONTOSO));
    assert!(!format!("{session:?}").contains(SECRET));
}

#[tokio::test]
async fn what_an_app_is_refused_for_has_words_and_keeps_its_number() {
    let world = World::new().await;
    let (pem, der) = made();
    register(&world, Some(&der)).await;
    let right = || AppCredential::Certificate(read(&pem).unwrap());
    let other = AppCredential::Certificate(read(&made().0).unwrap());
    let check = async |app, tenant, credential, code: u32, words: &str| {
        let fault = sign_in_as(&world, app, tenant, credential).await.unwrap_err().fault();
        assert_eq!(fault.kind, FaultKind::Aadsts(code));
        assert_eq!(fault.details.code, Some(format!("AADSTS{code}")));
        assert!(fault.details.request_id.is_some(), "{fault:?}");
        assert_eq!(explain(&fault).id, words);
    };
    check(APP, CONTOSO, other, 700_027, "certificate-wrong").await;
    check(APP, CONTOSO, secret("not-it"), 7_000_215, "secret-wrong").await;
    check(Uuid::from_u128(5), CONTOSO, right(), 700_016, "app-unknown").await;
    check(APP, FABRIKAM, right(), 700_016, "app-unknown").await;
    check(APP, Uuid::from_u128(6), right(), 90002, "tenant-unknown").await;
    check(AZURE_CLI.parse().unwrap(), CONTOSO, secret(SECRET), 700_025, "public-client").await;

    // The clock of this computer is wrong; the certificate was taken off the app; the secret is over; the app is off.
    let ahead = Clock::virtual_at(start() + jiff::SignedDuration::from_hours(2));
    let (tenant, app) = (TenantId::new(CONTOSO), ClientId::new(APP));
    let wrong_clock = AppSession::sign_in(&world.network, &world.cloud, &ahead, tenant, app, right(), &world.cancel);
    assert_eq!(wrong_clock.await.unwrap_err().fault().kind, FaultKind::Aadsts(700_024));
    let change = |change: &dyn Fn(&mut Application, &mut ServicePrincipal)| {
        world.demo.with_store(|store| {
            let tenant = &mut store.tenants[0];
            let sp = tenant.service_principals.last_mut().unwrap();
            change(tenant.applications.last_mut().unwrap(), sp);
        });
    };
    change(&|app, _| app.secrets[0].end = start());
    check(APP, CONTOSO, secret(SECRET), 7_000_222, "secret-expired").await;
    change(&|_, sp| sp.enabled = false);
    check(APP, CONTOSO, right(), 7_000_112, "app-disabled").await;
    change(&|app, _| drop(app.body.insert("keyCredentials".to_owned(), json!([]))));
    check(APP, CONTOSO, right(), 700_027, "certificate-wrong").await;
}

#[test]
fn a_file_that_cannot_work_is_told_apart_before_anything_is_sent() {
    let (pem, _) = made();
    let (certificate, key) = pem.split_at(pem.find("-----BEGIN PRIVATE KEY").unwrap());
    assert!(read(&format!("{key}{certificate}")).is_ok(), "in either order");
    assert!(matches!(read(certificate), Err(CertificateError::NoKey { .. })));
    assert!(matches!(read(key), Err(CertificateError::NoCertificate { .. })));
    assert!(matches!(read("\u{0}\u{1}binary"), Err(CertificateError::NoCertificate { .. })));
    let locked =
        format!("{certificate}-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assert!(matches!(read(&locked), Err(CertificateError::Locked { .. })));
    let (another, _) = made();
    let mixed = format!("{certificate}{}", &another[another.find("-----BEGIN PRIVATE KEY").unwrap()..]);
    assert!(matches!(read(&mixed), Err(CertificateError::Mismatch { .. })));
    let curve = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["curve.example".to_owned()]).unwrap();
    let elliptic = format!("{}{}", params.self_signed(&curve).unwrap().pem(), curve.serialize_pem());
    assert!(matches!(read(&elliptic), Err(CertificateError::NotRsa { .. })));
    assert!(matches!(Certificate::from_file(Path::new("/no/such.pem")), Err(CertificateError::Read { .. })));
}
