//! The terminal: what each command prints and how it ends, against the demo tenant, by running the program itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;

use std::net::TcpListener;

use cli_support::{Desk, Ended, MEGAN, PRODUCT, env_file, files_in};
use onramp::vault::{SecretId, Vault};
use serde_json::{Value, json};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// `--export env=FILE` for a file of this desk.
fn export(desk: &Desk, format: &str, name: &str) -> String {
    format!("{format}={}", desk.file(name).display())
}

#[track_caller]
fn assert_one_line(ended: &Ended) {
    assert_eq!(ended.err.lines().count(), 1, "one line: {:?}", ended.err);
    assert_eq!(ended.out, "");
}

#[test]
fn the_products_are_listed() {
    let desk = Desk::new();
    let list = desk.run(&["presets", "--json"]).exits(0).json();
    let cirrus = list.as_array().unwrap().iter().find(|p| p["id"] == PRODUCT[1]).unwrap();
    assert_eq!(
        keys(cirrus),
        ["id", "name", "vendor", "product", "category", "summary", "confidence", "reviewed", "inputs", "features"]
    );
    assert_eq!(keys(&cirrus["inputs"][0]), ["key", "label", "required", "example"]);
    assert_eq!(keys(&cirrus["features"][0]), ["id", "label", "default", "available"]);
    let text = desk.run(&["presets"]).exits(0);
    assert!(text.out.contains(PRODUCT[1]));
    assert_eq!(text.err, "");
}

#[test]
fn a_plan_needs_no_network_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let more = ["--feature", "calendar-sync", "--lean", "--months", "6", "--name", "Sync", "--json"];
    let plan = desk.run(&[&["plan"], &PRODUCT[..], &more].concat()).exits(0).json();
    assert_eq!(keys(&plan), ["plan", "changes", "requests"]);
    assert_eq!(plan["plan"]["appName"], "Sync");
    assert_eq!(plan["plan"]["secret"]["months"], 6);
    assert_eq!(plan["plan"]["permissions"].as_array().unwrap().len(), 1);
    assert_eq!(plan["plan"]["permissions"][0]["name"], "Calendars.ReadWrite");
    assert_eq!(plan["requests"][0]["path"], "/applications");
    assert_eq!(plan["requests"][0]["body"]["signInAudience"], "AzureADMyOrg");
    let words = desk.run(&[&["plan"], &PRODUCT[..]].concat()).exits(0);
    assert!(words.out.contains("Mail.ReadWrite") && words.out.contains("Cirrus Insight"), "{}", words.out);
    assert!(files_in(&desk.data()).is_empty() && files_in(&desk.home()).is_empty());
}

#[test]
fn a_setup_on_the_demo_tenant_ends_with_proof_and_a_file() {
    let desk = Desk::new();
    let done = desk.apply_demo(&["--json", "--export", &export(&desk, "env", "values.env")]).exits(0);
    let result = done.json();
    assert_eq!(
        keys(&result),
        [
            "status",
            "setupId",
            "tenantId",
            "clientId",
            "objectId",
            "servicePrincipalId",
            "secret",
            "permissions",
            "approvalLink",
            "checks",
            "files"
        ]
    );
    assert_eq!(keys(&result["secret"]), ["keyId", "endDateTime"], "the value only with --reveal-secret");
    let granted: Vec<_> = result["permissions"].as_array().unwrap().iter().map(|p| &p["granted"]).collect();
    assert_eq!(granted, [&json!(true); 4]);
    let checks: Vec<_> = result["checks"].as_array().unwrap().iter().map(|c| (&c["id"], &c["state"])).collect();
    let passed = json!("passed");
    assert_eq!(checks, [(&json!("token"), &passed), (&json!("calendar"), &passed), (&json!("mail"), &passed)]);

    let file = desk.file("values.env");
    assert_eq!(result["files"], json!([{ "format": "env", "path": file }]));
    let values = env_file(&file);
    assert_eq!(result["clientId"], values["CLIENT_ID"]);
    assert_eq!(result["tenantId"], values["TENANT_ID"]);
    assert_eq!(values["TEST_MAILBOX"], "alex@contoso.example");
    let secret = &values["CLIENT_SECRET"];
    assert!(secret.len() > 30 && !done.out.contains(secret) && !done.err.contains(secret));
    assert!(files_in(&desk.home()).is_empty(), "everything is where ONRAMP_DATA_DIR says");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_secret_is_printed_when_it_is_asked_for() {
    let desk = Desk::new();
    let done = desk.apply_demo(&["--json", "--reveal-secret", "--export", &export(&desk, "json", "v.json")]).exits(0);
    let file: Value = serde_json::from_str(&std::fs::read_to_string(desk.file("v.json")).unwrap()).unwrap();
    assert_eq!(done.json()["secret"]["value"], file["secret"]["value"]);
    assert!(file["secret"]["value"].as_str().unwrap().len() > 30);
}

#[test]
fn without_json_the_products_own_fields_are_printed() {
    let desk = Desk::new();
    let done = desk.apply_demo(&["--export", &export(&desk, "text", "values.txt")]).exits(0);
    let labels: Vec<_> = done.out.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
    assert_eq!(labels, ["Client Id", "Client Secret", "Test Account"]);
    assert!(done.out.contains("--reveal-secret"), "{}", done.out);
}

#[test]
fn wrong_input_is_said_in_one_line_that_names_what_to_mend() {
    let desk = Desk::new();
    let apply = |more: &[&'static str]| [&["apply", "--demo", "--yes"], &PRODUCT[..], more].concat();
    let table: [(Vec<&str>, &str); 12] = [
        (vec!["plan", "--preset", "no-such"], "no-such"),
        (vec!["plan", "--preset", PRODUCT[1]], "test_mailbox"),
        (vec!["plan", "--preset", PRODUCT[1], "--set", "test_mailbox=alex"], "test_mailbox"),
        (apply(&["--set", "colour=red"]), "colour"),
        (apply(&["--feature", "task-sync"]), "task-sync"),
        (apply(&["--months", "25"]), "--months"),
        (apply(&["--months", "soon"]), "soon"),
        (apply(&["--name", "a<b"]), "--name"),
        (apply(&["--account", "nobody"]), "--account"),
        (apply(&["--export", "pdf=x"]), "FORMAT"),
        (apply(&["--export", "env=/no/such/folder/values.env"]), "/no/such/folder"),
        ([&["apply", "--yes"], &PRODUCT[..]].concat(), "--tenant"),
    ];
    for (arguments, named) in table {
        let ended = desk.run(&arguments).exits(2);
        assert_one_line(&ended);
        assert!(ended.err.contains(named), "{named:?} in {:?}", ended.err);
    }
    assert!(desk.setups(true).is_empty() && desk.setups(false).is_empty());
}

#[test]
fn nothing_is_changed_while_nobody_said_yes() {
    let desk = Desk::new();
    let ended = desk.run(&[&["apply", "--demo"], &PRODUCT[..]].concat()).exits(2);
    assert!(ended.err.contains("Mail.ReadWrite"), "what would change is said first: {}", ended.err);
    assert!(ended.err.lines().last().unwrap().contains("--yes"), "{}", ended.err);
    assert!(desk.setups(true).is_empty());
}

#[test]
fn whoever_may_not_do_it_is_told_before_anything_is_changed() {
    let desk = Desk::new();
    let ended = desk.apply_demo(&["--account", "plain-user", "--without", "Mail.Read", "--json"]).exits(3);
    assert_eq!(ended.out, "");
    let nothing_left = desk.run(&["undo", "--demo", "--yes"]).exits(2);
    assert_one_line(&nothing_left);
}

#[test]
fn a_code_on_another_device_signs_in_without_a_browser() {
    let desk = Desk::new();
    let served = desk.serve(&[]);
    let place = ["--cloud", served.cloud(), "--tenant", "contoso.example", "--device-code"];
    let done = desk.run_in_company(&[&["apply", "--yes", "--json"], &place[..], &PRODUCT[..]].concat(), MEGAN).exits(0);
    assert_eq!(done.json()["permissions"][0]["granted"], true);
    let line = done.err.lines().find(|line| line.contains("/devicelogin")).unwrap();
    assert!(line.contains("type the code") && line.contains("15 minutes"), "{line}");
    assert!(done.err.contains("Organizations often block"), "{}", done.err);
    assert!(!done.err.contains("/authorize?"), "no browser is asked for: {}", done.err);
}

#[test]
fn a_blocked_code_names_the_browser_as_the_way_out() {
    let desk = Desk::new();
    let fault = "POST:/oauth2/v2.0/token:error=400,invalid_grant,AADSTS53003: Access has been blocked.";
    let served = desk.serve(&["--fault", fault]);
    let place = ["--cloud", served.cloud(), "--tenant", "contoso.example", "--device-code"];
    let refused = desk.run_in_company(&[&["apply", "--yes"], &place[..], &PRODUCT[..]].concat(), MEGAN).exits(3);
    let last = refused.err.lines().last().unwrap();
    assert!(last.contains("Sign in through the browser") && last.contains("AADSTS53003"), "{last}");
    assert!(refused.err.contains("leave out --device-code"), "{}", refused.err);
}

#[test]
fn an_unreachable_microsoft_is_told_apart_from_wrong_input() {
    let desk = Desk::new();
    // A port that was free a moment ago: nobody listens there.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cloud = format!("login = \"http://127.0.0.1:{port}\"\ngraph = \"http://127.0.0.1:{port}\"\n");
    let file = desk.file("cloud.toml");
    std::fs::write(&file, cloud).unwrap();
    let place = ["--tenant", "contoso.example", "--cloud", file.to_str().unwrap()];
    let ended = desk.run(&[&["apply", "--yes"], &PRODUCT[..], &place].concat()).exits(4);
    assert_one_line(&ended);
    assert!(desk.setups(false).is_empty());
}

#[test]
fn a_cloud_is_chosen_by_a_name_that_exists() {
    let desk = Desk::new();
    let place = ["--tenant", "contoso.example", "--cloud-name", "atlantis"];
    let ended = desk.run(&[&["apply", "--yes"], &place[..], &PRODUCT[..]].concat()).exits(2);
    assert_one_line(&ended);
    assert!(ended.err.contains("atlantis") && ended.err.contains("gcchigh"), "{}", ended.err);
    let both = ["--cloud-name", "gcc", "--cloud", "file.toml", "--tenant", "contoso.example"];
    assert_one_line(&desk.run(&[&["apply", "--yes"], &both[..], &PRODUCT[..]].concat()).exits(2));
}

#[test]
fn a_cloud_without_https_is_refused() {
    let desk = Desk::new();
    let file = desk.file("cloud.toml");
    std::fs::write(&file, "login = \"http://contoso.example\"\ngraph = \"https://contoso.example\"\n").unwrap();
    let place = ["--tenant", "contoso.example", "--cloud", file.to_str().unwrap()];
    let ended = desk.run(&[&["apply", "--yes"], &PRODUCT[..], &place].concat()).exits(2);
    assert_one_line(&ended);
    assert!(ended.err.contains("login") && ended.err.contains("https"), "{}", ended.err);
}

#[test]
fn a_setup_that_was_refused_half_way_is_finished_by_resume() {
    let desk = Desk::new();
    let served = desk.serve(&["--fault", "POST:/appRoleAssignments:error=403,AccessDenied,Denied."]);
    let place = ["--tenant", "contoso.example", "--cloud", served.cloud()];
    let stopped = desk.run_in_company(&[&["apply", "--yes"], &PRODUCT[..], &place].concat(), MEGAN).exits(5);
    assert_eq!(stopped.out, "");
    let setup = stopped.err.split_once("onramp resume ").unwrap().1.split_whitespace().next().unwrap();

    let file = export(&desk, "env", "values.env");
    let resume = ["resume", setup, "--cloud", served.cloud(), "--json", "--export", &file];
    let done = desk.run_in_company(&resume, MEGAN).exits(0).json();
    assert_eq!(done["setupId"], setup);
    assert!(done["permissions"].as_array().unwrap().iter().all(|p| p["granted"] == true), "{done}");
    assert_eq!(done["clientId"], env_file(&desk.file("values.env"))["CLIENT_ID"]);
}

#[test]
fn a_setup_whose_program_was_killed_is_finished_by_resume() {
    let desk = Desk::new();
    let served = desk.serve(&["--fault", "POST:/v1.0/servicePrincipals:throttle=120"]);
    let place = ["--tenant", "contoso.example", "--cloud", served.cloud()];
    let apply = [&["apply", "--yes"], &PRODUCT[..], &place].concat();
    // It is now waiting as Microsoft asked it to: the app is there, the rest is not.
    let killed = desk.run_until(&apply, MEGAN, "short pause");
    assert_eq!((killed.code, killed.out.as_str()), (None, ""), "{}", killed.err);
    assert_eq!(desk.setups(false).len(), 1);

    let file = export(&desk, "env", "values.env");
    let resume = ["resume", "--cloud", served.cloud(), "--json", "--export", &file];
    let done = desk.run_in_company(&resume, MEGAN).exits(0).json();
    assert!(done["checks"].as_array().unwrap().iter().all(|c| c["state"] == "passed"), "{done}");
    assert!(env_file(&desk.file("values.env"))["CLIENT_SECRET"].len() > 30, "a secret whose value is known");
}

#[tokio::test]
async fn a_finished_setup_finds_its_secret_in_the_keychain_until_it_is_undone() {
    let Some(desk) = Desk::with_keychain() else { return };
    let id = |result: &Value| SecretId {
        tenant: result["tenantId"].as_str().unwrap().parse().unwrap(),
        client: result["clientId"].as_str().unwrap().parse().unwrap(),
        key: result["secret"]["keyId"].as_str().unwrap().parse().unwrap(),
    };
    let (again, key) = tokio::task::spawn_blocking(move || {
        let served = desk.serve(&[]);
        let place = ["--tenant", "contoso.example", "--cloud", served.cloud()];
        let done = desk.run_in_company(&[&["apply", "--yes", "--json"], &PRODUCT[..], &place].concat(), MEGAN).exits(0);
        let setup = done.json()["setupId"].as_str().unwrap().to_owned();
        let again = ["resume", &setup, "--cloud", served.cloud(), "--json", "--reveal-secret"];
        let again = desk.run_in_company(&again, MEGAN).exits(0).json();
        desk.run_in_company(&["undo", &setup, "--cloud", served.cloud(), "--yes"], MEGAN).exits(0);
        (again, id(&done.json()))
    })
    .await
    .unwrap();
    assert!(again["secret"]["value"].as_str().is_some_and(|value| value.len() > 30), "the value is still known");
    assert_eq!(Vault::keychain("Onramp").load(&key).await.unwrap(), None, "undo forgets it");
}

#[test]
fn undo_removes_what_a_setup_made_once() {
    let desk = Desk::new();
    let done = desk.apply_demo(&["--json"]).exits(0).json();
    let unasked = desk.run(&["undo", "--demo"]).exits(2);
    assert!(unasked.err.contains("--yes"), "{}", unasked.err);
    let undone = desk.run(&["undo", "--demo", "--yes", "--json"]).exits(0).json();
    assert_eq!(undone, json!({ "setupId": done["setupId"], "clientId": done["clientId"], "undone": true }));
    assert_one_line(&desk.run(&["undo", "--demo", "--yes"]).exits(2));
    // A second setup finds the tenant as it was.
    desk.apply_demo(&["--json"]).exits(0);
}

#[test]
fn demo_things_and_real_things_never_meet() {
    let desk = Desk::new();
    desk.apply_demo(&[]).exits(0);
    assert_eq!(desk.setups(true).len(), 1);
    assert!(files_in(&desk.data()).iter().all(|file| file.starts_with(desk.data().join("demo"))));
    for command in [&["resume"][..], &["undo", "--yes"]] {
        let ended = desk.run(command).exits(2);
        assert!(ended.err.contains("--demo"), "{}", ended.err);
    }
}

#[test]
fn a_reset_demo_tenant_is_as_new_and_leaves_real_things_alone() {
    let desk = Desk::new();
    let real = desk.data().join("settings.toml");
    std::fs::write(&real, "").unwrap();
    desk.apply_demo(&[]).exits(0);
    desk.run(&["demo", "reset"]).exits(0);
    assert_eq!(files_in(&desk.data()), [real]);
    desk.run(&["demo", "reset"]).exits(0);
    desk.apply_demo(&[]).exits(0);
}

#[test]
fn help_is_printed_and_a_wrong_option_is_one_line() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]).exits(0);
    for command in ["presets", "plan", "apply", "resume", "undo", "doctor", "demo", "--demo", "--cloud"] {
        assert!(help.out.contains(command), "{command} in {}", help.out);
    }
    assert_eq!(desk.run(&["--version"]).exits(0).out.trim(), concat!("onramp ", env!("CARGO_PKG_VERSION")));
    for wrong in [&["--colour"][..], &["fly"], &["apply"], &["demo"]] {
        assert_one_line(&desk.run(wrong).exits(2));
    }
}

#[test]
fn a_demo_tenant_behind_a_front_names_the_front_and_only_this_computer_may_be_one() {
    let desk = Desk::new();
    let served = desk.serve(&["--front", "https://localhost:8443"]);
    let cloud = std::fs::read_to_string(&served.cloud_file).unwrap();
    assert!(cloud.contains("login = \"https://localhost:8443\""), "{cloud}");
    for wrong in ["https://login.example", "https://localhost:8443/path", "not an address"] {
        assert_one_line(&desk.run(&["demo", "serve", "--front", wrong]).exits(2));
    }
}

#[test]
fn an_app_that_is_there_is_mentioned_and_can_be_used() {
    let desk = Desk::new();
    let first = desk.apply_demo(&["--json"]).exits(0).json();
    let client = first["clientId"].as_str().unwrap().to_owned();
    let again = desk.apply_demo(&["--json", "--name", "Another"]).exits(0);
    let offers: Vec<&str> = again.err.lines().filter(|line| line.contains("--reuse")).collect();
    assert_eq!(offers.len(), 1, "{}", again.err);
    // Everything is approved already: nobody who may approve is needed.
    let used = desk.apply_demo(&["--json", "--reuse", &client, "--account", "app-admin"]).exits(0);
    assert!(!used.err.contains("can't approve"), "{}", used.err);
    let result = used.json();
    assert_eq!(result["clientId"], json!(client));
    assert_eq!(result["objectId"], first["objectId"]);
    assert_ne!(result["secret"]["keyId"], first["secret"]["keyId"]);
    assert!(used.err.contains("Already there, stays as it is"), "{}", used.err);
    assert!(!used.err.contains("Register the application"), "{}", used.err);
    let setup = result["setupId"].as_str().unwrap();
    let needed = desk.run(&["undo", first["setupId"].as_str().unwrap(), "--demo", "--yes"]).exits(2);
    assert!(needed.err.contains("A later setup uses the same app"), "{}", needed.err);
    let undone = desk.run(&["undo", setup, "--demo", "--yes"]).exits(0);
    assert!(undone.out.contains("The application itself is as it was"), "{}", undone.out);
    desk.run(&["undo", first["setupId"].as_str().unwrap(), "--demo", "--yes"]).exits(0);
}

#[test]
fn an_app_that_is_not_there_cannot_be_used() {
    let desk = Desk::new();
    let unknown = "11111111-2222-4333-8444-555555555555";
    let ended = desk.apply_demo(&["--reuse", unknown]).exits(2);
    assert!(ended.err.contains(unknown) && ended.err.contains("Contoso"), "{}", ended.err);
    desk.apply_demo(&["--reuse", "not-an-id"]).exits(2);
    desk.apply_demo(&["--reuse", unknown, "--name", "Mine"]).exits(2);
}

#[test]
fn a_plan_for_an_app_that_is_there_needs_no_network_either() {
    let desk = Desk::new();
    let client = "11111111-2222-4333-8444-555555555555";
    let plan = desk.run(&[&["plan"], &PRODUCT[..], &["--reuse", client, "--json"]].concat()).exits(0).json();
    assert_eq!(plan["plan"]["reuse"], client);
    assert_eq!(plan["changes"][0]["change"], "addToApplication");
    let requests: Vec<String> = plan["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{} {}", r["method"].as_str().unwrap(), r["path"].as_str().unwrap()))
        .collect();
    assert_eq!(requests[0], "PATCH /applications/{object id}");
    assert_eq!(requests[1], "POST /applications/{object id}/addPassword");
    let words = desk.run(&[&["plan"], &PRODUCT[..], &["--reuse", client]].concat()).exits(0);
    assert!(words.out.contains("then Onramp looks"), "{}", words.out);
}
