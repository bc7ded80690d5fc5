//! The terminal where somebody else has to approve, where a permission is unknown, and where approvals are taken back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;

use cli_support::{Desk, MEGAN, PRODUCT, env_file};
use serde_json::json;

const ALAN: &str = "alan@contoso.example";

#[test]
fn a_setup_that_an_administrator_has_to_approve_says_so_and_is_taken_up() {
    let desk = Desk::new();
    let (env, mail) = (desk.file("values.env"), desk.file("mail.txt"));
    let export = format!("env={}", env.display());
    let more = ["--account", "app-admin", "--json", "--export", &export, "--approval-mail", mail.to_str().unwrap()];
    let waiting = desk.apply_demo(&more).exits(6);
    let result = waiting.json();
    assert_eq!(result["status"], "awaitingApproval");
    let link = result["approvalLink"].as_str().unwrap();
    assert!(link.contains("/adminconsent?client_id="), "{link}");
    assert!(result["permissions"].as_array().unwrap().iter().all(|p| p["granted"] == false), "{result}");
    assert!(waiting.err.contains("Waiting for approval by an administrator"), "{}", waiting.err);
    assert!(waiting.err.contains("Privileged Role Administrator") && waiting.err.contains("onramp resume"));
    let values = std::fs::read_to_string(&env).unwrap();
    assert!(values.contains("# Not approved yet"), "{values}");
    let secret = env_file(&env)["CLIENT_SECRET"].clone();
    let mail = std::fs::read_to_string(mail).unwrap();
    for part in [link, "Mail.ReadWrite", "Contoso", "Cirrus Insight", "Alan Deyoung", "Global Administrator"] {
        assert!(mail.contains(part), "{part} in {mail}");
    }
    assert!(!mail.contains(&secret) && !link.contains(&secret));

    let still = desk.run(&["resume", "--demo", "--json"]).exits(6).json();
    assert_eq!((&still["setupId"], &still["status"]), (&result["setupId"], &json!("awaitingApproval")));
    let done = desk.run(&["resume", "--demo", "--account", "global-admin", "--json"]);
    // The secret was in the memory of the first run only, so its use cannot be proven here.
    assert_eq!(done.json()["approvalLink"], json!(null), "{}", done.err);
    assert!(done.json()["permissions"].as_array().unwrap().iter().all(|p| p["granted"] == true));
}

#[test]
fn waiting_in_the_terminal_goes_on_to_the_checks_when_the_approval_arrives() {
    let desk = Desk::new();
    let served = desk.serve(&[]);
    let place = ["--tenant", "contoso.example", "--cloud", served.cloud()];
    let env = desk.file("values.env");
    let export = format!("env={}", env.display());
    let apply = [&["apply", "--yes", "--json", "--wait", "--export", &export], &PRODUCT[..], &place].concat();
    let done = desk.run_with_administrator(&apply, ALAN, MEGAN).exits(0);
    let result = done.json();
    assert_eq!((&result["status"], &result["approvalLink"]), (&json!("done"), &json!(null)));
    assert!(result["checks"].as_array().unwrap().iter().all(|check| check["state"] == "passed"), "{result}");
    assert!(done.err.contains("The approval has arrived"), "{}", done.err);
    assert!(!std::fs::read_to_string(env).unwrap().contains("Not approved"), "the file says what is true now");
}

#[test]
fn an_unknown_permission_is_named_with_the_option_that_goes_on_without_it() {
    let desk = Desk::new();
    let fabrikam = ["--demo", "--account", "fabrikam-admin", "--preset", PRODUCT[1]];
    let mailbox = ["--set", "test_mailbox=pradeep@fabrikam.example", "--yes", "--json"];
    let apply = [&["apply"], &fabrikam[..], &mailbox].concat();
    let named = desk.run(&apply).exits(2);
    let last = named.err.lines().last().unwrap();
    assert!(last.contains("Fabrikam doesn't know the permission Mail.Read"), "{last}");
    assert!(last.contains("--without Mail.Read"), "{last}");
    assert!(desk.setups(true).is_empty(), "nothing was begun");
    let done = desk.run(&[&apply[..], &["--without", "mail.read"]].concat()).exits(0);
    let asked_for: Vec<_> = done.json()["permissions"].as_array().unwrap().iter().map(|p| p["name"].clone()).collect();
    assert_eq!(asked_for, ["Calendars.Read", "Calendars.ReadWrite", "Mail.ReadWrite"]);
    assert!(done.err.contains("Without Mail.Read: Lets Cirrus Insight read mail"), "{}", done.err);
    let wrong = desk.run(&[&apply[..], &["--without", "Files.Read"]].concat()).exits(2);
    assert!(wrong.err.contains("Files.Read"), "{}", wrong.err);
}

#[test]
fn only_the_approvals_are_taken_back_and_given_again() {
    let desk = Desk::new();
    let env = format!("env={}", desk.file("values.env").display());
    let done = desk.apply_demo(&["--json", "--export", &env]).exits(0).json();
    let setup = done["setupId"].as_str().unwrap();
    let unasked = desk.run(&["undo", setup, "--demo", "--approvals-only"]).exits(2);
    assert!(unasked.err.contains("--yes"), "{}", unasked.err);
    let revoked = desk.run(&["undo", setup, "--demo", "--approvals-only", "--yes", "--json"]).exits(0);
    assert_eq!(revoked.json(), json!({ "setupId": setup, "clientId": done["clientId"], "revoked": true }));
    assert_eq!(revoked.err.matches("undone ").count(), 4, "a line per approval: {}", revoked.err);
    let again = desk.run(&["resume", setup, "--demo", "--json"]).json();
    assert!(again["permissions"].as_array().unwrap().iter().all(|p| p["granted"] == true), "{again}");
    assert_eq!(again["secret"]["keyId"], done["secret"]["keyId"], "the product's secret stays");
}

#[test]
fn the_message_about_an_app_that_was_there_says_that_the_link_approves_all_that_it_asks_for() {
    let desk = Desk::new();
    let (first, second) = (desk.file("first.txt"), desk.file("second.txt"));
    let read = |path| std::fs::read_to_string(path).unwrap();
    let apply = ["--account", "app-admin", "--json", "--approval-mail"];
    let made = desk.apply_demo(&[&apply[..], &[first.to_str().unwrap()]].concat()).exits(6).json();
    let reuse = [&apply[..], &[second.to_str().unwrap(), "--reuse", made["clientId"].as_str().unwrap()]].concat();
    desk.apply_demo(&reuse).exits(6);
    let told = |path| read(path).contains("lists everything that it asks for, and approves all of that");
    assert_eq!((told(&first), told(&second)), (false, true));
}
