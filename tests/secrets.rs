//! A secret or a token that leaves memory leaves it where the person asked, and nowhere else: a whole run, talking as
//! much as it can, is searched for them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;

use std::path::Path;

use cli_support::{Desk, Ended, MEGAN, PRODUCT, env_file, files_in};
use regex_lite::Regex;

/// Everything that a run left or said, by name.
struct Traces(Vec<(String, String)>);

impl Traces {
    /// All files of the desk but the one that was asked for, and what the program said.
    fn of(desk: &Desk, asked_for: &Path, runs: &[Ended]) -> Self {
        let folders = [desk.data(), desk.home(), asked_for.parent().unwrap().to_owned()];
        let files = folders.iter().flat_map(|folder| files_in(folder)).filter(|file| file != asked_for);
        let mut all: Vec<_> = files
            .map(|file| {
                (file.display().to_string(), String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned())
            })
            .collect();
        for run in runs {
            all.push(("stdout".into(), run.out.clone()));
            all.push(("stderr".into(), run.err.clone()));
        }
        Self(all)
    }

    fn say(&self, words: &str) -> bool {
        self.0.iter().any(|(_, text)| text.contains(words))
    }

    #[track_caller]
    fn assert_clean(&self, secret: &str) {
        // As it is, and as a form writes it.
        let as_form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        // An access or ID token (a JWT), and the demo tenant's refresh tokens.
        let token = Regex::new(r"eyJ[A-Za-z0-9_-]{16,}|\b1\.[A-Za-z0-9_-]{32,}").unwrap();
        assert!(token.is_match("Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6"), "the pattern finds a token");
        for (name, text) in &self.0 {
            for hidden in [secret, &as_form] {
                let place = text.find(hidden).map(|at| line_around(text, at));
                assert_eq!(place, None, "the secret is in {name}");
            }
            let place = token.find(text).map(|found| line_around(text, found.start()));
            assert_eq!(place, None, "a token is in {name}");
        }
    }
}

fn line_around(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    text[start..].lines().next().unwrap_or_default()
}

#[test]
fn a_whole_life_on_the_demo_tenant_leaves_no_secret_behind() {
    let desk = Desk::talkative();
    let file = desk.file("values.env");
    let export = format!("env={}", file.display());
    let runs = [
        desk.apply_demo(&["--json", "--export", &export]).exits(0),
        desk.run(&["undo", "--demo", "--yes", "--json"]).exits(0),
    ];
    let secret = &env_file(&file)["CLIENT_SECRET"];
    let traces = Traces::of(&desk, &file, &runs);
    assert!(traces.say("TRACE"), "the log says everything");
    assert!(traces.0.iter().any(|(name, _)| name.contains("setups")), "the journal was searched");
    assert!(traces.0.iter().any(|(name, _)| name.ends_with("tenant.json")), "the demo tenant's contents too");
    traces.assert_clean(secret);
}

#[test]
fn a_setup_that_stopped_and_went_on_elsewhere_leaves_no_secret_behind() {
    let desk = Desk::talkative();
    // The answer with the secret is lost on the way; later one of the approvals is refused.
    let served = desk.serve(&[
        "--fault",
        "POST:/v1.0/applications:truncate",
        "--fault",
        "POST:/appRoleAssignments:error=403,AccessDenied,Denied.",
    ]);
    let file = desk.file("values.env");
    let export = format!("env={}", file.display());
    let place = ["--tenant", "contoso.example", "--cloud", served.cloud()];
    let stopped = desk.run_in_company(&[&["apply", "--yes"], &PRODUCT[..], &place].concat(), MEGAN).exits(5);
    let resume = ["resume", "--cloud", served.cloud(), "--json", "--export", &export];
    let done = desk.run_in_company(&resume, MEGAN).exits(0);
    drop(served);
    let secret = &env_file(&file)["CLIENT_SECRET"];
    let traces = Traces::of(&desk, &file, &[stopped, done]);
    assert!(traces.say("TRACE"), "the log says everything");
    assert!(traces.0.iter().any(|(name, _)| name.ends_with("serve.log")), "the server's log was searched too");
    traces.assert_clean(secret);
}

#[test]
fn what_goes_to_an_administrator_holds_no_secret() {
    let desk = Desk::talkative();
    let (file, mail) = (desk.file("values.env"), desk.file("mail.txt"));
    let export = format!("env={}", file.display());
    let more = ["--account", "app-admin", "--json", "--export", &export, "--approval-mail", mail.to_str().unwrap()];
    let runs = [
        desk.apply_demo(&more).exits(6),
        desk.run(&["resume", "--demo", "--json"]).exits(6),
        desk.run(&["undo", "--demo", "--yes", "--json"]).exits(0),
    ];
    let secret = &env_file(&file)["CLIENT_SECRET"];
    let traces = Traces::of(&desk, &file, &runs);
    assert!(traces.say("/adminconsent?client_id="), "the link was searched");
    assert!(traces.0.iter().any(|(name, _)| name.ends_with("mail.txt")), "the message was searched");
    traces.assert_clean(secret);
}
