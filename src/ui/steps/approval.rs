//! Waiting for an administrator: what to send, how to approve here, and what is approved by now.

use eframe::egui::Ui;

use crate::explain::Problem;
use crate::plan::Plan;
use crate::setup::Outcome;
use crate::t;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Field, Tone, callout, copy_button, copy_row, field, label, link, problem, secondary, section, small,
};
use crate::wizard::{Action, Step};
use crate::words::approval::{approvers, mail, who_can};

/// What stands above the rows while an administrator has yet to approve.
pub fn show(ui: &mut Ui, view: &mut View<'_>, looking: bool, trouble: Option<&Problem>) {
    let texts = view.texts;
    let (Some(plan), Some(outcome)) = (&view.state.plan, &view.state.outcome) else { return };
    let total = outcome.permissions.len();
    let done = outcome.permissions.iter().filter(|permission| permission.granted).count();
    let title = t!(texts, "awaiting-approved", done = done.to_string(), total = total.to_string());
    match trouble {
        Some(trouble) => problem(ui, view, trouble, |_| {}),
        None if looking => callout(ui, Tone::Info, &title, &t!(texts, "awaiting-looking"), |_| {}),
        None => callout(ui, Tone::Warning, &title, &t!(texts, "awaiting-not-looking"), |_| {}),
    }
    ui.add_space(theme::L);
    send(ui, view, plan, outcome);
    ui.add_space(theme::XL);
    here(ui, view);
    ui.add_space(theme::XL);
}

fn send(ui: &mut Ui, view: &mut View<'_>, plan: &Plan, outcome: &Outcome) {
    let texts = view.texts;
    section(ui, &t!(texts, "awaiting-send"));
    label(ui, Text::Body, view.colors.muted, &who_can(texts, approvers(outcome)));
    copy_row(ui, view, &t!(texts, "awaiting-link"), &outcome.approval_link);
    small(ui, &t!(texts, "awaiting-link-note"));
    if plan.reuse.is_some() {
        small(ui, &t!(texts, "awaiting-link-reused"));
    }
    if link(ui, &t!(texts, "awaiting-open-link"), Some(Icon::External)).clicked() {
        view.act(Action::OpenLink(outcome.approval_link.clone()));
    }
    let sender = view.state.account().map(|account| account.name.clone());
    let sender = sender.unwrap_or_else(|| t!(texts, "approval-mail-somebody"));
    let tenant = view.state.tenant_title().unwrap_or_else(|| outcome.tenant.to_string());
    let mail = mail(texts, plan, outcome, &sender, &tenant);
    ui.horizontal_top(|ui| {
        if secondary(ui, &t!(texts, "awaiting-open-mail")).clicked() {
            view.act(Action::OpenLink(mail.address.clone()));
        }
        copy_button(ui, view, &t!(texts, "awaiting-copy-mail"), &mail.text());
    });
    let message = &view.state.message;
    let path = Field {
        key: "approval-path",
        label: &t!(texts, "awaiting-file"),
        help: &t!(texts, "awaiting-file-help"),
        mono: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &path, &message.path) {
        view.act(Action::ApprovalPath(typed));
    }
    if secondary(ui, &t!(texts, "awaiting-save")).clicked() {
        view.act(Action::SaveApprovalMessage { text: mail.text() });
    }
    if let Some(reason) = &message.problem {
        problem(ui, view, reason, |_| {});
    }
    if let Some(path) = &message.saved {
        callout(ui, Tone::Success, "", &t!(texts, "awaiting-saved", path = path.display().to_string()), |_| {});
    }
}

fn here(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    section(ui, &t!(texts, "awaiting-here"));
    label(ui, Text::Body, view.colors.muted, &t!(texts, "awaiting-here-text"));
    if secondary(ui, &t!(texts, "awaiting-sign-in-here")).clicked() {
        view.act(Action::ApproveHere);
    }
    ui.add_space(theme::XL);
    ui.horizontal_wrapped(|ui| {
        if secondary(ui, &t!(texts, "awaiting-values")).clicked() {
            view.act(Action::GoTo(Step::Handover));
        }
        if secondary(ui, &t!(texts, "setup-undo")).clicked() {
            view.act(Action::AskUndo);
        }
    });
}
