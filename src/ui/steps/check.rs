//! Does it work: one row per check, what to do beside those that fail, and running them again.

use eframe::egui::Ui;

use super::head;
use crate::ui::icons::Icon;
use crate::ui::theme;
use crate::ui::view::View;
use crate::ui::widgets::{Status, Tone, callout, card, empty_state, problem, secondary, status_row};
use crate::verify::CheckState;
use crate::wizard::{Action, CheckRow};
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let product = view.product();
    let product = product.as_str();
    let running = view.state.checking.is_some();
    let failed = |row: &CheckRow| !row.optional && matches!(row.state, CheckState::Failed(_));
    let passed = |row: &CheckRow| row.optional || row.state == CheckState::Passed;
    let (title, sentence) = if running || view.state.checks.is_empty() {
        (t!(texts, "check-title"), t!(texts, "check-text", product = product))
    } else if view.state.checks.iter().all(passed) {
        (t!(texts, "check-title-passed"), t!(texts, "check-text-passed", product = product))
    } else if view.state.checks.iter().any(failed) {
        (t!(texts, "check-title-failed"), t!(texts, "check-text-failed"))
    } else {
        (t!(texts, "check-title"), t!(texts, "check-text", product = product))
    };
    head(ui, &title, &sentence);
    if view.state.checks.is_empty() {
        let text = t!(texts, "check-none-text", product = product);
        empty_state(ui, Icon::Check, &t!(texts, "check-none"), &text, |_| {});
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::M;
        for row in &view.state.checks {
            one(ui, view, row);
        }
    });
    ui.add_space(theme::S);
    if view.state.checks.iter().any(|row| matches!(row.state, CheckState::NotYet { .. })) {
        let (title, text) = (t!(texts, "check-not-yet-title"), t!(texts, "check-not-yet-text"));
        callout(ui, Tone::Info, &title, &text, |_| {});
    }
    if !running {
        let waiting = view.state.checks.iter().all(|row| row.state == CheckState::Waiting);
        let words = if waiting { t!(texts, "check-start") } else { t!(texts, "check-again") };
        if secondary(ui, &words).clicked() {
            view.act(Action::CheckResult);
        }
    }
}

fn one(ui: &mut Ui, view: &View<'_>, row: &CheckRow) {
    let texts = view.texts;
    let status = match &row.state {
        CheckState::Waiting => Status::Waiting,
        CheckState::Running => Status::Running,
        CheckState::NotYet { .. } => Status::Pausing,
        CheckState::Passed => Status::Done,
        CheckState::Failed(_) => Status::Failed,
        CheckState::Skipped => Status::Skipped,
    };
    let note = match &row.state {
        CheckState::NotYet { .. } => words::check_state(texts, &row.state, view.now),
        _ if row.optional => t!(texts, "check-optional"),
        _ => String::new(),
    };
    let word = match &row.state {
        CheckState::NotYet { .. } => t!(texts, "check-not-yet-short"),
        other => words::check_state(texts, other, view.now),
    };
    status_row(ui, view, &row.id, status, &row.label, &note, &word);
    if let CheckState::Failed(reason) = &row.state {
        problem(ui, view, reason, |_| {});
    }
}
