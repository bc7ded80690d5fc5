//! Signing in from the terminal: as which app, again in the same run, and as an app itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cli_support::{Desk, Ended, MEGAN, PRODUCT};
use onramp::demo::store::{Application, Assignment, Secret, ServicePrincipal, sha256_hex};
use onramp::demo::{DemoOptions, DemoTenant, seed};
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256};
use serde_json::json;
use uuid::Uuid;

const APP: Uuid = Uuid::from_u128(0xaaaa_3333_0000_4000_8000_0000_0000_0099);
const SECRET: &str = "Xy1~a-client-secret-that-nobody-guesses";

/// A tenant in this process, so that the test can put an app into it; and a file that names it.
struct Tenant {
    demo: DemoTenant,
    cloud: PathBuf,
    certificate: PathBuf,
    _runtime: tokio::runtime::Runtime,
}

impl Tenant {
    /// With an app that has these permissions of Microsoft Graph, a certificate and a secret.
    fn with_an_app(desk: &Desk, roles: &[&str]) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let demo = runtime.block_on(DemoTenant::start(DemoOptions::default())).unwrap();
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        let made = CertificateParams::new(vec!["automation.contoso.example".to_owned()]).unwrap();
        let made = made.self_signed(&key).unwrap();
        let certificate = desk.file("app.pem");
        std::fs::write(&certificate, format!("{}{}", made.pem(), key.serialize_pem())).unwrap();
        let cloud = desk.file("cloud.toml");
        demo.with_store(|store| {
            let tenant = &mut store.tenants[0];
            let graph = tenant.service_principals[0].clone();
            let name = json!({"displayName": "Automation", "keyCredentials": [{"customKeyIdentifier": "00"}]});
            tenant.applications.push(Application {
                id: APP,
                app_id: APP,
                unique_name: None,
                created: graph.created,
                deleted: None,
                owners: Vec::new(),
                secrets: vec![Secret {
                    key_id: APP,
                    display_name: None,
                    hint: "Xy1".to_owned(),
                    sha256: sha256_hex(SECRET),
                    start: graph.created,
                    end: jiff::Timestamp::MAX,
                }],
                certificates: [("00".to_owned(), STANDARD.encode(made.der()))].into(),
                body: name.as_object().unwrap().clone(),
            });
            for role in roles {
                let role = graph.app_roles.iter().find(|known| known.value == *role).unwrap().id;
                tenant.assignments.push(Assignment {
                    id: role.to_string(),
                    principal_id: APP,
                    resource_id: graph.id,
                    app_role_id: role,
                    created: graph.created,
                });
            }
            let (app_roles, scopes) = (Vec::new(), Vec::new());
            let body = name.as_object().unwrap().clone();
            tenant.service_principals.push(ServicePrincipal { id: APP, app_id: APP, body, app_roles, scopes, ..graph });
        });
        let tenant = Self { demo, cloud, certificate, _runtime: runtime };
        tenant.names_itself();
        tenant
    }

    /// Writes the file that names it.
    fn names_itself(&self) {
        let origin = self.demo.origin();
        std::fs::write(&self.cloud, format!("login = \"{origin}\"\ngraph = \"{origin}\"\n")).unwrap();
    }

    /// The options that name the tenant and the app.
    fn as_app(&self) -> Vec<String> {
        let cloud = self.cloud.display().to_string();
        ["--cloud", &cloud, "--tenant", "contoso.example", "--client-id", &APP.to_string()].map(str::to_owned).to_vec()
    }

    fn with_certificate(&self) -> Vec<String> {
        let mut all = self.as_app();
        all.extend(["--certificate".to_owned(), self.certificate.display().to_string()]);
        all
    }

    /// The applications besides the one that signs in.
    fn made(&self) -> usize {
        self.demo.with_store(|store| store.tenants[0].applications.len() - 1)
    }
}

fn run(desk: &Desk, command: &[&str], options: &[String]) -> Ended {
    let options: Vec<&str> = command.iter().copied().chain(options.iter().map(String::as_str)).collect();
    desk.run(&options)
}

const ENOUGH: [&str; 2] = ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"];

#[test]
fn a_sign_in_that_is_revoked_in_the_middle_is_asked_for_again_and_the_run_goes_on() {
    for fault in ["end-session", "challenge"] {
        for step in ["POST:/v1.0/applications", "POST:/v1.0/servicePrincipals", "*:/v1.0/organization"] {
            let desk = Desk::new();
            let served = desk.serve(&["--fault", &format!("{step}:{fault}")]);
            let apply = [&["apply", "--yes", "--json", "--reveal-secret"], &PRODUCT[..]].concat();
            let arguments = [&apply[..], &["--cloud", served.cloud(), "--tenant", "contoso.example"]].concat();
            let ended = desk.run_in_company(&arguments, MEGAN).exits(0);
            assert_eq!(ended.err.matches("Signing in again").count(), 1, "{step} {fault}: {}", ended.err);
            let reason = if fault == "challenge" { "confirm it's you" } else { "Your sign-in has ended" };
            assert!(ended.err.contains(reason), "{step} {fault}: {}", ended.err);
            assert!(ended.json()["clientId"].is_string(), "{}", ended.out);
        }
    }
}

#[test]
fn a_code_is_given_out_again_when_a_sign_in_with_a_code_has_ended() {
    let desk = Desk::new();
    let served = desk.serve(&["--fault", "POST:/v1.0/servicePrincipals:challenge"]);
    let apply = [&["apply", "--yes", "--device-code"], &PRODUCT[..]].concat();
    let arguments = [&apply[..], &["--cloud", served.cloud(), "--tenant", "contoso.example"]].concat();
    let ended = desk.run_in_company(&arguments, MEGAN).exits(0);
    assert_eq!(ended.err.matches(" and type the code ").count(), 2, "{}", ended.err);
}

#[test]
fn undoing_goes_on_after_a_new_sign_in() {
    let desk = Desk::new();
    let served = desk.serve(&["--fault", "DELETE:/v1.0/applications:end-session"]);
    let whole = [&["apply", "--yes"], &PRODUCT[..], &["--cloud", served.cloud(), "--tenant", "contoso.example"]];
    desk.run_in_company(&whole.concat(), MEGAN).exits(0);
    let ended = desk.run_in_company(&["undo", "--yes", "--cloud", served.cloud()], MEGAN).exits(0);
    assert_eq!(ended.err.matches("Signing in again").count(), 1, "{}", ended.err);
}

#[test]
fn the_app_to_sign_in_with_can_be_named() {
    let desk = Desk::new();
    desk.apply_demo(&["--sign-in-client", "graph"]).exits(0);
    let refused = desk.apply_demo(&["--sign-in-client", "azure"]).exits(2);
    assert!(refused.err.contains("azure-cli, graph, or the client id"), "{}", refused.err);
    // Without an administrator, nothing is approved and nothing is set up.
    let refused = Desk::new().apply_demo(&["--sign-in-client", "graph", "--account", "user"]).exits(3);
    assert!(refused.err.contains("AADSTS90094"), "{}", refused.err);
}

#[test]
fn an_app_sets_up_and_undoes_with_its_certificate() {
    let desk = Desk::new();
    let tenant = Tenant::with_an_app(&desk, &ENOUGH);
    let arguments = [&["apply", "--yes"], &PRODUCT[..]].concat();
    let ended = run(&desk, &arguments, &tenant.with_certificate()).exits(0);
    assert!(ended.err.contains(&format!("Signed in as the app Automation ({APP})")), "{}", ended.err);
    assert_eq!(tenant.made(), 1);
    let asked: Vec<String> = tenant.demo.requests().into_iter().map(|request| request.path).collect();
    assert!(!asked.iter().any(|path| path.contains("/me/") || path.contains("/authorize")), "{asked:?}");
    let journal = std::fs::read_to_string(&desk.setups(false)[0]).unwrap();
    assert!(journal.contains(&format!("Automation ({APP})")), "the journal says who did it");
    let key = std::fs::read_to_string(&tenant.certificate).unwrap();
    let line = key.lines().rev().nth(2).unwrap();
    assert!(!journal.contains(line) && !ended.err.contains(line) && !ended.out.contains(line));

    run(&desk, &["resume"], &tenant.with_certificate()).exits(0);
    run(&desk, &["undo", "--yes"], &tenant.with_certificate()).exits(0);
    assert_eq!(tenant.made(), 0);
}

#[test]
fn what_an_app_may_do_is_judged_from_its_permissions() {
    let desk = Desk::new();
    let tenant = Tenant::with_an_app(&desk, &["Application.Read.All", "AppRoleAssignment.ReadWrite.All"]);
    let arguments = [&["apply", "--yes"], &PRODUCT[..]].concat();
    let ended = run(&desk, &arguments, &tenant.with_certificate()).exits(3);
    assert!(ended.err.contains("The app that signs in has too few permissions"), "{}", ended.err);
    assert_eq!(tenant.made(), 0);
    let looked = run(&desk, &["doctor", "--json"], &tenant.with_certificate()).exits(3).json();
    let of = |id: &str| {
        let rows = looked["findings"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap()["level"].clone()
    };
    assert_eq!((of("create"), of("consent")), (json!("blocked"), json!("ready")));
}

#[test]
fn a_certificate_that_cannot_work_gets_one_clear_line() {
    let desk = Desk::new();
    let tenant = Tenant::with_an_app(&desk, &ENOUGH);
    let arguments = [&["apply", "--yes"], &PRODUCT[..]].concat();
    let pem = std::fs::read_to_string(&tenant.certificate).unwrap();
    let (certificate, _) = pem.split_at(pem.find("-----BEGIN PRIVATE KEY").unwrap());
    let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (content, words) in [
        (format!("{certificate}{locked}"), "is protected by a password"),
        (certificate.to_owned(), "There is no private key in"),
        ("nothing of the kind".to_owned(), "There is no certificate in"),
    ] {
        std::fs::write(&tenant.certificate, content).unwrap();
        let ended = run(&desk, &arguments, &tenant.with_certificate()).exits(2);
        assert!(ended.err.lines().count() == 1 && ended.err.contains(words), "{}", ended.err);
    }
    // One that Microsoft does not know.
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let other = CertificateParams::new(vec!["other.example".to_owned()]).unwrap().self_signed(&key).unwrap();
    std::fs::write(&tenant.certificate, format!("{}{}", other.pem(), key.serialize_pem())).unwrap();
    let ended = run(&desk, &arguments, &tenant.with_certificate()).exits(3);
    assert!(
        ended.err.contains("The certificate was not accepted") && ended.err.contains("AADSTS700027"),
        "{}",
        ended.err
    );
}

#[test]
fn an_app_without_its_secret_in_the_keychain_is_told_how_to_put_it_there() {
    let desk = Desk::new();
    let tenant = Tenant::with_an_app(&desk, &ENOUGH);
    let arguments = [&["apply", "--yes"], &PRODUCT[..]].concat();
    // Without a keychain at all, that is what is said.
    let ended = run(&desk, &arguments, &tenant.as_app());
    assert_ne!(ended.code, Some(0));
    assert!(ended.err.to_lowercase().contains("keychain"), "{}", ended.err);
    assert!(run(&desk, &["apply", "--yes", "--client-secret", SECRET], &[]).exits(2).err.contains("--client-secret"));
}

#[test]
fn a_secret_kept_in_the_keychain_signs_an_app_in_until_it_is_removed() {
    let Some(desk) = Desk::with_keychain() else { return };
    let tenant = Tenant::with_an_app(&desk, &ENOUGH);
    let credential = |what: &str, input: &str| {
        let options = tenant.as_app();
        let arguments: Vec<&str> = ["credential", what].into_iter().chain(options.iter().map(String::as_str)).collect();
        let mut child = desk.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains(SECRET), "{said}");
        (output.status.code(), said)
    };
    let arguments = [&["apply", "--yes"], &PRODUCT[..]].concat();
    let missing = run(&desk, &arguments, &tenant.as_app()).exits(2);
    assert!(missing.err.contains("onramp credential add"), "{}", missing.err);
    assert_eq!(credential("add", "\n").0, Some(2), "nothing was given");
    let (code, said) = credential("add", &format!("{SECRET}\n"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&seed::CONTOSO.to_string()), "kept for the tenant's id: {said}");
    let mut named = tenant.as_app();
    named.push("--client-secret-from-keyring".to_owned());
    run(&desk, &arguments, &named).exits(0);
    let other = Tenant::with_an_app(&desk, &ENOUGH);
    let elsewhere = run(&desk, &arguments, &other.as_app()).exits(2);
    assert!(elsewhere.err.contains("onramp credential add"), "{}", elsewhere.err);
    let sent = other.demo.requests();
    assert!(sent.iter().all(|request| !request.path.ends_with("/token")), "kept for another cloud: {sent:?}");
    tenant.names_itself();
    run(&desk, &["undo", "--yes"], &tenant.as_app()).exits(0);
    assert_eq!(credential("remove", "").0, Some(0));
    run(&desk, &arguments, &tenant.as_app()).exits(2);
    assert_eq!(tenant.made(), 0);
}

#[test]
fn a_secret_lives_as_long_as_the_organization_allows_unless_another_life_was_asked_for() {
    let desk = Desk::new();
    let tenant = Tenant::with_an_app(&desk, &[&ENOUGH[..], &["Policy.Read.All"]].concat());
    tenant.demo.with_store(|store| store.tenants[0].secret_policy.max_days = Some(90));
    let apply = [&["apply", "--yes"], &PRODUCT[..]].concat();
    let asked = [&apply[..], &["--months", "12"]].concat();
    let refused = run(&desk, &asked, &tenant.with_certificate()).exits(3);
    assert!(refused.err.contains("valid for too long"), "{}", refused.err);
    assert_eq!(tenant.made(), 0);
    let done = run(&desk, &apply, &tenant.with_certificate()).exits(0);
    assert!(done.err.contains(" limits the life of secrets: this one is valid for 2 months."), "{}", done.err);
}

#[test]
fn what_is_wrong_with_the_input_is_said_before_the_network_is_asked() {
    let desk = Desk::new();
    let cloud = desk.file("nowhere.toml");
    std::fs::write(&cloud, "login = \"http://localhost:1\"\ngraph = \"http://localhost:1\"\n").unwrap();
    let missing = desk.file("missing.pem");
    let place = ["--cloud", cloud.to_str().unwrap(), "--tenant", "contoso.example", "--client-id"];
    let app = APP.to_string();
    for (options, words) in [
        (vec![app.as_str(), "--certificate", missing.to_str().unwrap()], "missing.pem"),
        (vec!["my-app"], "an id has 32 digits and letters from a to f"),
    ] {
        let arguments = [&["apply", "--yes"], &PRODUCT[..], &place, &options].concat();
        let ended = desk.run(&arguments).exits(2);
        assert!(ended.err.lines().count() == 1 && ended.err.contains(words), "{}", ended.err);
    }
}
