//! The changes being made, each with its state; stopping safely, going on, undoing.

use eframe::egui::Ui;

use super::{approval, connection, head};
use crate::explain::Problem;
use crate::setup::ChangeState;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Status, Tone, callout, card, empty_state, label, problem, progress_bar, secondary, status_row,
};
use crate::wizard::{Action, ConnectionAction, SetupPhase};
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let (title, sentence) = match &view.state.setup {
        SetupPhase::Idle | SetupPhase::Running(_) | SetupPhase::Stopping(_) => {
            (t!(texts, "setup-title"), t!(texts, "setup-text"))
        }
        SetupPhase::Revoking(_) => (t!(texts, "setup-title-revoking"), t!(texts, "setup-text-revoking")),
        SetupPhase::Revoked => (t!(texts, "setup-title-revoked"), t!(texts, "setup-text-revoked")),
        SetupPhase::Undoing(_) => (t!(texts, "setup-title-undoing"), t!(texts, "setup-text-undoing")),
        SetupPhase::Stopped(_) if view.state.is_undoing() => {
            (t!(texts, "setup-title-undo-stopped"), t!(texts, "setup-text-undoing"))
        }
        SetupPhase::Stopped(_) => (t!(texts, "setup-title-stopped"), t!(texts, "setup-text-stopped")),
        SetupPhase::AwaitingApproval { .. } => (t!(texts, "awaiting-title"), t!(texts, "awaiting-text")),
        SetupPhase::Done => (t!(texts, "setup-title-done"), t!(texts, "setup-text-done")),
        SetupPhase::Undone => (t!(texts, "setup-title-undone"), t!(texts, "setup-text-undone")),
    };
    head(ui, &title, &sentence);
    if view.state.setup == SetupPhase::Undone {
        empty_state(ui, Icon::Check, &t!(texts, "setup-title-undone"), &t!(texts, "setup-text-undone"), |_| {});
        return;
    }
    if let SetupPhase::Stopped(reason) = &view.state.setup {
        stopped(ui, view, reason);
        ui.add_space(theme::L);
        if view.state.connection.is_some() {
            connection::show(ui, view);
            ui.add_space(theme::L);
        }
    }
    if let SetupPhase::AwaitingApproval { job, trouble } = &view.state.setup {
        approval::show(ui, view, job.is_some(), trouble.as_ref());
    }
    if view.state.setup == SetupPhase::Revoked {
        let (title, text) = (t!(texts, "setup-revoked-title"), t!(texts, "setup-revoked-note"));
        let undo = callout(ui, Tone::Warning, &title, &text, |ui| secondary(ui, &t!(texts, "setup-undo")).clicked());
        if undo {
            view.act(Action::AskUndo);
        }
        ui.add_space(theme::L);
        rows(ui, view);
        return;
    }
    if matches!(view.state.setup, SetupPhase::Undoing(_)) {
        callout(ui, Tone::Info, &t!(texts, "setup-undoing"), "", |_| {});
        ui.add_space(theme::S);
        rows(ui, view);
        return;
    }
    progress(ui, view);
    ui.add_space(theme::S);
    rows(ui, view);
}

fn stopped(ui: &mut Ui, view: &mut View<'_>, reason: &Problem) {
    let texts = view.texts;
    let (mut undo, mut test) = (false, false);
    problem(ui, view, reason, |ui| {
        if reason.is_of_the_network() {
            test = secondary(ui, &t!(texts, "connection-test")).clicked();
        }
        if view.state.setup_id.is_some() && !view.state.is_undoing() {
            undo = secondary(ui, &t!(texts, "setup-undo")).clicked();
        }
    });
    if undo {
        view.act(Action::AskUndo);
    }
    if test {
        view.act(Action::Connection(ConnectionAction::Test));
    }
}

fn progress(ui: &mut Ui, view: &View<'_>) {
    let finished = |state: &ChangeState| matches!(state, ChangeState::Done | ChangeState::AlreadyThere);
    let done = view.state.rows.iter().filter(|row| finished(&row.state)).count()
        + usize::from(finished(&view.state.read_back));
    let total = view.state.rows.len() + 1;
    let text = t!(view.texts, "setup-progress", done = done.to_string(), total = total.to_string());
    progress_bar(ui, done, total, &text);
    label(ui, Text::Small, view.colors.muted, &text);
}

fn rows(ui: &mut Ui, view: &View<'_>) {
    let texts = view.texts;
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::M;
        for row in &view.state.rows {
            let note = match &row.state {
                ChangeState::Waiting | ChangeState::Running => words::change_note(texts, &row.change),
                other => note(view, other),
            };
            one(ui, view, &row.key.to_string(), &row.state, &words::change(texts, &row.change), &note);
        }
        if view.state.is_undoing() || view.state.setup == SetupPhase::Revoked {
            return;
        }
        let state = &view.state.read_back;
        let note = match state {
            ChangeState::Waiting | ChangeState::Running => t!(texts, "read-back-note"),
            other => note(view, other),
        };
        one(ui, view, "read-back", state, &t!(texts, "read-back"), &note);
    });
}

/// What stands below a change that pauses or failed.
fn note(view: &View<'_>, state: &ChangeState) -> String {
    match state {
        ChangeState::Pausing { .. } => words::change_state(view.texts, state, view.now),
        ChangeState::Failed(reason) => view.texts.problem(reason).happened,
        _ => String::new(),
    }
}

fn one(ui: &mut Ui, view: &View<'_>, key: &str, state: &ChangeState, title: &str, note: &str) {
    let status = match state {
        ChangeState::Waiting => Status::Waiting,
        ChangeState::Running => Status::Running,
        ChangeState::Pausing { .. } => Status::Pausing,
        ChangeState::Done | ChangeState::AlreadyThere => Status::Done,
        ChangeState::AwaitingApproval => Status::Awaiting,
        ChangeState::Failed(_) => Status::Failed,
    };
    let word = match state {
        ChangeState::Waiting if view.state.setup == SetupPhase::Revoked => t!(view.texts, "state-taken-back"),
        // The whole sentence stands below; here only that it pauses.
        ChangeState::Pausing { .. } => t!(view.texts, "state-pause"),
        ChangeState::Done if view.state.is_undoing() => t!(view.texts, "state-removed"),
        other => words::change_state(view.texts, other, view.now),
    };
    status_row(ui, view, key, status, title, note, &word);
}
