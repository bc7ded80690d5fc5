//! Handing over, and closing the window.

use std::path::PathBuf;

use crate::support::{PRODUCT, SECRET, Window, outcome, problem, setup_id, started};
use onramp::export::ExportFormat;
use onramp::wizard::{Action, Dialog, Effect, Event, Step};

#[test]
fn the_file_name_follows_the_format_until_the_person_chooses_one() {
    let mut window = Window::setting_up();
    window.hear(started(Vec::new()));
    let job = window.job();
    window.hear(Event::SetupDone(job, outcome()));
    let folder = PathBuf::from("/home/megan");
    let name = |extension: &str| folder.join(format!("{PRODUCT}-contoso-ltd.{extension}")).display().to_string();
    assert_eq!(window.state.handover.path, name("txt"));
    window.act(Action::SaveFormat(ExportFormat::Env));
    assert_eq!(window.state.handover.path, name("env"));
    window.act(Action::SavePath("mine.txt".to_owned()));
    window.act(Action::SaveFormat(ExportFormat::Json));
    assert_eq!(window.state.handover.path, "mine.txt");
    let effects = window.act(Action::Save);
    let [Effect::Save { request, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.path, folder.join("mine.txt"));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_the_person_says_so() {
    let mut window = Window::handing_over();
    window.act(Action::SavePath("/tmp/there.txt".to_owned()));
    let effects = window.act(Action::Save);
    assert!(matches!(&effects[..], [Effect::Save { request, .. }] if !request.overwrite), "{effects:?}");
    assert_eq!(window.act(Action::Save), [], "it is being saved already");
    let job = window.job();
    window.hear(Event::SaveWouldOverwrite(job, PathBuf::from("/tmp/there.txt")));
    assert_eq!(window.state.dialog, Some(Dialog::Overwrite(PathBuf::from("/tmp/there.txt"))));
    let effects = window.act(Action::SaveOverwrite);
    assert!(matches!(&effects[..], [Effect::Save { request, .. }] if request.overwrite), "{effects:?}");
    let job = window.job();
    window.hear(Event::Saved(job, PathBuf::from("/tmp/there.txt")));
    assert!(window.state.handover.secret_kept);
    assert_eq!(window.state.handover.saved, [PathBuf::from("/tmp/there.txt")]);
}

#[test]
fn a_file_that_cannot_be_written_says_why_and_can_be_tried_again() {
    let mut window = Window::handing_over();
    window.act(Action::SavePath("/nowhere/x.txt".to_owned()));
    window.act(Action::Save);
    let job = window.job();
    window.hear(Event::SaveFailed(job, problem("file", None)));
    assert_eq!(window.state.handover.problem, Some(problem("file", None)));
    assert!(!window.state.handover.secret_kept && window.state.can_save());
}

#[test]
fn nothing_is_saved_to_an_empty_path() {
    let mut window = Window::handing_over();
    window.act(Action::SavePath("  ".to_owned()));
    assert_eq!(window.act(Action::Save), []);
}

#[test]
fn the_systems_dialog_fills_in_the_path() {
    let mut window = Window::handing_over();
    let effects = window.act(Action::BrowseForPath);
    assert!(matches!(&effects[..], [Effect::AskPath { .. }]), "{effects:?}");
    assert_eq!(window.act(Action::BrowseForPath), [], "one dialog at a time");
    let before = window.state.handover.path.clone();
    let job = window.job();
    window.hear(Event::PathChosen(job, None));
    assert_eq!(window.state.handover.path, before);
    window.act(Action::BrowseForPath);
    let job = window.job();
    window.hear(Event::PathChosen(job, Some(PathBuf::from("/tmp/chosen.txt"))));
    assert_eq!(window.state.handover.path, "/tmp/chosen.txt");
}

#[test]
fn a_copied_secret_counts_as_kept_and_leaves_the_clipboard() {
    let mut window = Window::handing_over();
    let effects = window.act(Action::SecretCopied);
    let [Effect::ClearClipboardLater(value), _] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(value.expose(), SECRET);
    assert_eq!(window.act(Action::CloseWindow), [Effect::CloseWindow]);
}

#[test]
fn a_secret_that_was_copied_shown_or_saved_is_noted_as_handed_over_once() {
    let copy = |window: &mut Window| window.act(Action::SecretCopied);
    let show = |window: &mut Window| window.act(Action::RevealSecret(true));
    let save = |window: &mut Window| {
        window.act(Action::Save);
        let job = window.job();
        window.hear(Event::Saved(job, PathBuf::from("/tmp/values.txt")))
    };
    let ways: [fn(&mut Window) -> Vec<Effect>; 3] = [copy, show, save];
    let note = Effect::NoteHandedOver(setup_id());
    for first in ways {
        let mut window = Window::handing_over();
        assert_eq!(window.act(Action::RevealSecret(false)), [], "nobody has seen it");
        assert!(first(&mut window).contains(&note));
        for later in ways {
            assert!(!later(&mut window).contains(&note), "it is noted already");
        }
    }
}

#[test]
fn a_secret_that_nobody_knows_any_more_is_not_handed_over() {
    let mut window = Window::setting_up();
    let job = window.job();
    let mut outcome = outcome();
    outcome.secret.as_mut().unwrap().value = None;
    window.hear(Event::SetupDone(job, outcome));
    window.act(Action::Next);
    assert_eq!(window.act(Action::RevealSecret(true)), []);
    window.act(Action::Save);
    let job = window.job();
    assert_eq!(window.hear(Event::Saved(job, PathBuf::from("/tmp/values.txt"))), []);
}

#[test]
fn the_secret_is_hidden_again_when_the_page_is_left() {
    let mut window = Window::handing_over();
    window.act(Action::RevealSecret(true));
    assert!(window.state.handover.reveal);
    window.act(Action::Back);
    window.act(Action::Next);
    assert!(!window.state.handover.reveal);
}

#[test]
fn steps_that_the_list_has_can_be_ticked() {
    let mut window = Window::handing_over();
    window.act(Action::TickStep { index: 1, on: true });
    window.act(Action::TickStep { index: 99, on: true });
    assert!(window.state.handover.ticked.iter().eq(&[1]));
    window.act(Action::TickStep { index: 1, on: false });
    assert!(window.state.handover.ticked.is_empty());
}

#[test]
fn closing_with_nothing_to_lose_just_closes() {
    assert_eq!(Window::at_review().act(Action::CloseWindow), [Effect::CloseWindow]);
}

#[test]
fn leaving_with_an_unkept_secret_asks() {
    let mut window = Window::handing_over();
    assert_eq!(window.act(Action::CloseWindow), []);
    assert_eq!(window.state.dialog, Some(Dialog::LeaveWithoutSecret { closing: true }));
    assert_eq!(window.act(Action::DialogConfirm), [Effect::CloseWindow]);
    assert_eq!(window.act(Action::StartOver), []);
    assert_eq!(window.state.dialog, Some(Dialog::LeaveWithoutSecret { closing: false }));
    assert_eq!(window.act(Action::DialogConfirm), [Effect::LoadEarlier]);
    assert_eq!((window.state.step, &window.state.draft), (Step::Product, &None));
}

#[test]
fn closing_during_a_setup_stops_it_safely_first() {
    let mut window = Window::setting_up();
    let job = window.job();
    assert_eq!(window.act(Action::CloseWindow), []);
    assert_eq!(window.state.dialog, Some(Dialog::CloseDuringSetup));
    assert_eq!(window.act(Action::DialogConfirm), [Effect::Cancel(job)]);
    assert_eq!(window.hear(Event::SetupStopped(job, problem("cancelled", None))), [Effect::CloseWindow]);
}

#[test]
fn a_setup_that_is_complete_before_it_could_stop_does_not_take_its_secret_along() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.act(Action::CloseWindow);
    window.act(Action::DialogConfirm);
    let effects = window.hear(Event::SetupDone(job, outcome()));
    assert!(!effects.contains(&Effect::CloseWindow));
    assert_eq!(window.state.dialog, Some(Dialog::LeaveWithoutSecret { closing: true }));
}

#[test]
fn the_question_about_closing_goes_away_with_the_setup() {
    let mut window = Window::setting_up();
    let job = window.job();
    window.act(Action::CloseWindow);
    window.hear(Event::SetupDone(job, outcome()));
    assert_eq!(window.state.dialog, None);
    assert_eq!(window.state.step, Step::Check);
}
