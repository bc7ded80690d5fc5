//! What the window keeps between two starts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use onramp::plan::Draft;
use onramp::preset;
use onramp::settings::Settings;
use onramp::wizard::ThemeChoice;

fn draft() -> Draft {
    let mut draft = Draft::new(&preset::by_id("cirrus-insight-service-account").unwrap());
    "Mine".clone_into(&mut draft.app_name);
    draft.inputs.insert("test_mailbox".to_owned(), "not yet an addr".to_owned());
    draft
}

#[test]
fn a_first_start_finds_nothing_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::new(folder.path().join("not-there"));
    assert_eq!((settings.draft(), settings.theme()), (None, ThemeChoice::System));
    settings.forget_draft().unwrap();
    assert!(!folder.path().join("not-there").exists());
}

#[test]
fn what_was_kept_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new");
    Settings::new(path.clone()).save_draft(&draft()).unwrap();
    Settings::new(path.clone()).save_theme(ThemeChoice::Dark).unwrap();
    let later = Settings::new(path);
    assert_eq!((later.draft(), later.theme()), (Some(draft()), ThemeChoice::Dark));
    later.forget_draft().unwrap();
    assert_eq!((later.draft(), later.theme()), (None, ThemeChoice::Dark));
}

#[test]
fn a_later_draft_takes_the_place_of_an_earlier_one_and_leaves_no_litter() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::new(folder.path().to_owned());
    settings.save_draft(&draft()).unwrap();
    let mut second = draft();
    second.months = 3;
    settings.save_draft(&second).unwrap();
    assert_eq!(settings.draft(), Some(second));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn damaged_files_are_put_aside_and_the_start_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::new(folder.path().to_owned());
    settings.save_theme(ThemeChoice::Light).unwrap();
    fs::write(folder.path().join("draft.json"), "{\"preset\": ").unwrap();
    assert_eq!((settings.draft(), settings.theme()), (None, ThemeChoice::Light), "one does not spoil the other");
    assert_eq!(fs::read_to_string(folder.path().join("draft.json.damaged")).unwrap(), "{\"preset\": ");

    fs::write(folder.path().join("settings.toml"), b"theme = \xff").unwrap();
    assert_eq!(settings.theme(), ThemeChoice::System);
    assert!(folder.path().join("settings.toml.damaged").exists());

    settings.save_draft(&draft()).unwrap();
    assert_eq!(settings.draft(), Some(draft()));
}
