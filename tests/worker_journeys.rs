//! Whole journeys: the wizard, the worker, and the demo tenant over real sockets.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod worker_support;

use std::fs;
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};

use onramp::setup::ChangeState;
use onramp::types::SecretValue;
use onramp::verify::CheckState;
use onramp::wizard::{Action, ConnectPhase, Dialog, Effect, Event, Preflight, SetupPhase, Step, ThemeChoice};
use worker_support::{NotedDesktop, PRODUCT, Window};

#[test]
fn a_click_through_ends_with_an_app_and_its_values() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    assert_eq!(window.state.tenant_title().as_deref(), Some("Contoso"));
    assert!(window.contoso(|tenant| tenant.applications.is_empty()), "nothing is changed before the button");
    window.set_up();
    assert_eq!(window.state.setup, SetupPhase::Done);
    let unfinished: Vec<_> =
        window.state.rows.iter().filter(|row| row.state != ChangeState::Done).map(|row| &row.key).collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
    let outcome = window.state.outcome.clone().unwrap();
    assert_eq!(window.contoso(|tenant| tenant.applications[0].app_id), outcome.client.uuid());
    assert_eq!(window.state.step, Step::Check);
    window.until_checked();
    let checks: Vec<_> = window.state.checks.iter().map(|row| (row.id.as_str(), row.state.clone())).collect();
    assert_eq!(checks, ["token", "calendar", "mail"].map(|id| (id, CheckState::Passed)));
    window.act(Action::Next);
    assert_eq!(window.state.step, Step::Handover);
}

#[test]
fn the_values_are_saved_and_a_file_that_is_there_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("values.txt");
    fs::write(&file, "somebody's").unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    window.until_checked();
    window.act(Action::Next);
    window.act(Action::SavePath(file.display().to_string()));
    window.act(Action::Save);
    window.until(|event| matches!(event, Event::SaveWouldOverwrite(..)));
    assert_eq!(window.state.dialog, Some(Dialog::Overwrite(file.clone())));
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's");
    window.act(Action::DialogConfirm);
    window.until(|event| matches!(event, Event::Saved(..) | Event::SaveFailed(..)));
    assert_eq!(window.state.handover.saved, std::slice::from_ref(&file));
    let secret = window.state.secret().unwrap().value.clone().unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains(secret.expose()), "the person asked for it");
    window.act(Action::CloseWindow);
    assert!(window.closed);
}

#[test]
fn a_file_that_cannot_be_written_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    window.until_checked();
    window.act(Action::Next);
    window.act(Action::SavePath(folder.path().join("no-such-folder").join("x.txt").display().to_string()));
    window.act(Action::Save);
    window.until(|event| matches!(event, Event::Saved(..) | Event::SaveFailed(..)));
    assert_eq!(window.state.handover.problem.as_ref().unwrap().id, "no-folder");
}

#[test]
fn no_file_of_ours_holds_the_secret() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    window.until_checked();
    let secret = window.state.secret().unwrap().value.clone().unwrap();
    assert!(!format!("{:?}{:?}", window.state, window.heard).contains(secret.expose()));
    drop(window);
    let mut files = Vec::new();
    list(folder.path(), &mut files);
    assert!(files.iter().any(|file| file.extension().is_some_and(|e| e == "jsonl")), "there is a journal: {files:?}");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let found = bytes.windows(secret.expose().len()).any(|part| part == secret.expose().as_bytes());
        assert!(!found, "{}", file.display());
    }
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
}

#[test]
fn a_setup_that_failed_goes_on_at_the_next_start_and_makes_no_second_app() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.misbehave("POST:/v1.0/servicePrincipals:error=403,Authorization_RequestDenied,No.:times=all");
    window.set_up();
    assert!(matches!(window.state.setup, SetupPhase::Stopped(_)), "{:?}", window.state.setup);
    assert_eq!(window.contoso(|tenant| tenant.applications.len()), 1);
    window.act(Action::CloseWindow);
    assert!(window.closed);
    drop(window);

    let mut window = Window::open(folder.path());
    let earlier = window.state.resumable.clone();
    assert_eq!(earlier.len(), 1);
    assert_eq!((earlier[0].plan.preset.as_str(), earlier[0].tenant.as_str()), (PRODUCT, "Contoso"));
    window.act(Action::ResumeEarlier(earlier[0].id));
    window.sign_in();
    window.until_setup_ends();
    assert_eq!(window.state.setup, SetupPhase::Done);
    assert_eq!(window.contoso(|tenant| tenant.applications.len()), 1);
    window.until_checked();
    window.act(Action::RevealSecret(true));
    drop(window);
    assert_eq!(Window::open(folder.path()).state.resumable, []);
}

#[test]
fn a_complete_setup_is_offered_again_until_somebody_has_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    let setup = window.state.setup_id.unwrap();
    window.until_checked();
    // As a crash would: nothing was copied, shown or saved.
    drop(window);
    let mut window = Window::open(folder.path());
    let offered: Vec<_> = window.state.resumable.iter().map(|earlier| (earlier.id, earlier.secret_lost)).collect();
    assert_eq!(offered, [(setup, true)]);
    window.run(vec![Effect::NoteHandedOver(setup)]);
    drop(window);
    assert_eq!(Window::open(folder.path()).state.resumable, []);
}

#[test]
fn a_file_whose_secret_is_being_removed_is_not_written_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("values.txt");
    // The worker's two threads, and the window.
    let gate = Arc::new(Barrier::new(3));
    let desktop = NotedDesktop { gate: Some(Arc::clone(&gate)), ..NotedDesktop::default() };
    let mut window = Window::open_on(folder.path(), desktop);
    window.fill_in();
    window.set_up();
    window.until_checked();
    window.act(Action::Next);
    window.act(Action::SavePath(file.display().to_string()));
    for _ in 0..2 {
        window.act(Action::OpenLink("https://entra.microsoft.com/".to_owned()));
    }
    gate.wait();
    window.act(Action::Save);
    window.act(Action::AskUndo);
    window.act(Action::DialogConfirm);
    gate.wait();
    window.until(|event| matches!(event, Event::Saved(..) | Event::SaveFailed(..)));
    let failed = |event: &Event| matches!(event, Event::SaveFailed(_, problem) if problem.id == "cancelled");
    assert!(window.heard.iter().any(failed));
    assert!(!file.exists());
    assert!(matches!(window.state.setup, SetupPhase::Undoing(_) | SetupPhase::Undone), "{:?}", window.state.setup);
}

#[test]
fn undoing_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    window.until_checked();
    window.act(Action::AskUndo);
    window.act(Action::DialogConfirm);
    window.until_setup_ends();
    assert_eq!(window.state.setup, SetupPhase::Undone, "{:?}", window.state.setup);
    assert_eq!(window.contoso(|tenant| (tenant.applications.len(), tenant.assignments.len())), (0, 0));
    drop(window);
    assert_eq!(Window::open(folder.path()).state.resumable, []);
}

#[test]
fn a_sign_in_that_ended_is_renewed_and_the_setup_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    let username = window.state.account().unwrap().username.clone();
    assert!(window.demo().revoke_sessions(&username));
    window.set_up();
    assert!(matches!(window.state.connect, ConnectPhase::Failed(_)), "{:?}", window.state.setup);
    window.act(Action::ResumeSetup);
    assert_eq!(window.state.step, Step::Connect);
    window.sign_in();
    window.until_setup_ends();
    assert_eq!(window.state.setup, SetupPhase::Done);
    assert_eq!(window.contoso(|tenant| tenant.applications.len()), 1);
}

#[test]
fn a_setup_that_waits_stops_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open_in_real_time(folder.path());
    window.fill_in();
    window.set_up_until_it_waits();
    window.act(Action::StopSetup);
    window.until_setup_ends();
    let SetupPhase::Stopped(problem) = &window.state.setup else { panic!("{:?}", window.state.setup) };
    assert_eq!(problem.id, "cancelled");
    assert_eq!(window.contoso(|tenant| tenant.applications.len()), 0);
}

#[test]
fn closing_during_a_setup_closes_when_it_has_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open_in_real_time(folder.path());
    window.fill_in();
    window.set_up_until_it_waits();
    window.act(Action::CloseWindow);
    assert!(!window.closed);
    window.act(Action::DialogConfirm);
    window.until_setup_ends();
    assert!(window.closed);
}

#[test]
fn a_sign_in_waits_for_the_browser_and_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.act(Action::SignInWithBrowser);
    window.until(|event| matches!(event, Event::SignInAddress(..)));
    let ConnectPhase::SigningIn { address: Some(address), .. } = window.state.connect.clone() else {
        panic!("{:?}", window.state.connect)
    };
    assert!(address.starts_with(window.demo().origin().as_str()), "{address}");
    window.act(Action::CancelSignIn);
    window.until(|event| matches!(event, Event::SignInFailed(..)));
    assert_eq!(window.state.connect, ConnectPhase::SignedOut);
    assert_eq!(window.state.preflight, Preflight::Idle);
}

#[test]
fn a_code_typed_on_another_device_signs_in_and_looks() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open_in_real_time(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.act(Action::SignInWithCode);
    window.until(|event| matches!(event, Event::SignInCode(..) | Event::SignInFailed(..)));
    let ConnectPhase::WithCode { code: Some(code), .. } = window.state.connect.clone() else {
        panic!("{:?}", window.state.connect)
    };
    assert!(code.address.starts_with(window.demo().origin().as_str()), "{code:?}");
    assert!(window.desktop.opened.lock().unwrap().is_empty(), "nothing opens by itself");
    type_code(&code.address, &code.code, "megan@contoso.example");
    window.until(|event| matches!(event, Event::Found(..) | Event::NotFound(..) | Event::SignInFailed(..)));
    assert_eq!(window.state.account().unwrap().username, "megan@contoso.example");
    assert_eq!(window.state.tenant_title().as_deref(), Some("Contoso"));
}

/// What a person does on the other device.
fn type_code(address: &str, code: &str, account: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let typed = browser.post(address).form(&[("user_code", code), ("account", account)]).send();
    assert_eq!(runtime.block_on(typed).unwrap().status(), 200);
}

#[test]
fn an_organization_that_blocks_codes_leads_to_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.misbehave("POST:/oauth2/v2.0/token:error=400,invalid_grant,AADSTS53003: Blocked by Conditional Access.");
    window.act(Action::SignInWithCode);
    window.until(|event| matches!(event, Event::SignInFailed(..)));
    let ConnectPhase::Failed(problem) = &window.state.connect else { panic!("{:?}", window.state.connect) };
    assert_eq!((problem.id.as_str(), problem.details.code.as_deref()), ("code-blocked", Some("AADSTS53003")));
    window.act(Action::SignInWithBrowser);
    window.until(|event| matches!(event, Event::SignInAddress(..)));
}

#[test]
fn signing_in_as_somebody_else_looks_with_their_eyes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    for (key, may_consent) in [("global-admin", Some(true)), ("user", Some(false))] {
        window.act(Action::ChooseDemoAccount(key.to_owned()));
        window.sign_in();
        window.until(|event| matches!(event, Event::Found(..) | Event::NotFound(..)));
        let Preflight::Found(findings) = &window.state.preflight else { panic!("{:?}", window.state.preflight) };
        assert_eq!(findings.may_consent, may_consent, "{key}");
    }
}

#[test]
fn a_role_that_is_activated_in_the_browser_counts_once_the_window_checks_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    window.act(Action::Next);
    window.act(Action::ChooseDemoAccount("pim-admin".to_owned()));
    window.sign_in();
    let looked = |event: &Event| matches!(event, Event::Found(..) | Event::NotFound(..));
    window.until(looked);
    let Preflight::Found(found) = window.state.preflight.clone() else { panic!("{:?}", window.state.preflight) };
    assert_eq!((found.may_consent, found.eligible), (Some(false), None));

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let role = "62e90394-69f5-4237-9190-012177145e10";
    let form = [("account", "lynne@contoso.example"), ("role", role)];
    let page = reqwest::Client::new().post(found.activate.unwrap()).form(&form);
    assert_eq!(runtime.block_on(page.send()).unwrap().status(), 200);
    window.act(Action::CheckAgain);
    window.until(looked);
    let Preflight::Found(found) = &window.state.preflight else { panic!("{:?}", window.state.preflight) };
    assert_eq!((found.may_create, found.may_consent), (Some(true), Some(true)));
}

#[test]
fn the_draft_and_the_theme_are_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.act(Action::ChooseProduct(PRODUCT.to_owned()));
    let name = "One letter after the other";
    for end in 1..=name.len() {
        window.act(Action::AppName(name[..end].to_owned()));
    }
    window.act(Action::SetTheme(ThemeChoice::Dark));
    drop(window);
    let window = Window::open(folder.path());
    assert_eq!(window.state.draft.as_ref().unwrap().app_name, name);
    assert_eq!(window.state.theme, ThemeChoice::Dark);
}

#[test]
fn a_draft_that_became_a_setup_is_not_filled_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path());
    window.fill_in();
    window.set_up();
    drop(window);
    assert_eq!(Window::open(folder.path()).state.draft, None);
}

#[test]
fn a_link_that_no_browser_opens_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let desktop = NotedDesktop { has_no_browser: true, ..NotedDesktop::default() };
    let mut window = Window::open_on(folder.path(), desktop);
    window.act(Action::OpenLink("https://entra.microsoft.com/".to_owned()));
    window.until(|event| matches!(event, Event::LinkFailed(_)));
    assert_eq!(window.state.failed_link.as_deref(), Some("https://entra.microsoft.com/"));
    assert_eq!(*window.desktop.opened.lock().unwrap(), ["https://entra.microsoft.com/"]);
}

#[test]
fn the_path_is_asked_for_where_files_are_saved() {
    let folder = tempfile::tempdir().unwrap();
    let chosen = folder.path().join("chosen.txt");
    let desktop = NotedDesktop {
        answer: Some(chosen.clone()),
        save_folder: Some(folder.path().join("documents")),
        ..NotedDesktop::default()
    };
    let mut window = Window::open_on(folder.path(), desktop);
    window.fill_in();
    window.set_up();
    window.until_checked();
    window.act(Action::Next);
    window.act(Action::BrowseForPath);
    window.until(|event| matches!(event, Event::PathChosen(..)));
    assert_eq!(window.state.handover.path, chosen.display().to_string());
    let name = format!("{PRODUCT}-contoso.txt");
    assert_eq!(*window.desktop.asked.lock().unwrap(), [folder.path().join("documents").join(name)]);
}

#[test]
fn a_copied_secret_leaves_the_clipboard_and_nothing_else_does() {
    for (copied, held, left) in [("secret", "secret", ""), ("secret", "a later copy", "a later copy")] {
        let folder = tempfile::tempdir().unwrap();
        let (on_look, looked) = channel();
        let desktop = NotedDesktop {
            clipboard: held.to_owned().into(),
            on_look: Some(on_look).into(),
            ..NotedDesktop::default()
        };
        let mut window = Window::open_on(folder.path(), desktop);
        window.run(vec![Effect::ClearClipboardLater(SecretValue::new(copied.to_owned()))]);
        looked.recv().unwrap();
        assert_eq!(*window.desktop.clipboard.lock().unwrap(), left);
    }
}

#[test]
fn a_copied_secret_does_not_outlive_the_window_on_the_clipboard() {
    for (held, left) in [("secret", ""), ("a later copy", "a later copy")] {
        let folder = tempfile::tempdir().unwrap();
        // The minute is a real one: only the end of the window comes before it.
        let mut window = Window::open_in_real_time(folder.path());
        held.clone_into(&mut window.desktop.clipboard.lock().unwrap());
        window.run(vec![Effect::ClearClipboardLater(SecretValue::new("secret".to_owned()))]);
        let desktop = Arc::clone(&window.desktop);
        drop(window);
        assert_eq!(*desktop.clipboard.lock().unwrap(), left);
    }
}
