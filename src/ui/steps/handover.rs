//! What the product asks for, in the product's own words: to copy, to save; and what the person does next.

use eframe::egui::Ui;

use super::head;
use crate::export::{ExportFormat, FieldValue, product_fields};
use crate::plan::Plan;
use crate::preset::Preset;
use crate::setup::Outcome;
use crate::types::SecretValue;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    CopyEvent, Field, Look, Toggle, Tone, callout, card, copy_row, copy_value, disclosure, empty_state, field, icon,
    label, link, problem, secondary, section, segment, small, toggle_row,
};
use crate::wizard::{Action, SetupPhase};
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let product = view.product();
    let (Some(outcome), Some(plan)) = (&view.state.outcome, &view.state.plan) else {
        head(ui, &t!(texts, "step-handover"), "");
        let (title, text) = (t!(texts, "handover-nothing"), t!(texts, "handover-nothing-text"));
        empty_state(ui, Icon::Key, &title, &text, |_| {});
        return;
    };
    head(
        ui,
        &t!(texts, "handover-title", product = product.as_str()),
        &t!(texts, "handover-text", product = product.as_str()),
    );
    if outcome.awaits_approval() {
        let text = t!(texts, "awaiting-handover-text", product = product.as_str());
        callout(ui, Tone::Warning, &t!(texts, "awaiting-handover-title"), &text, |_| {});
        ui.add_space(theme::L);
    }
    let preset = view.state.presets.iter().find(|preset| preset.id == plan.preset);
    values(ui, view, preset, plan, outcome);
    ui.add_space(theme::XL);
    save(ui, view);
    if let Some(preset) = preset
        && !preset.steps_after.is_empty()
    {
        ui.add_space(theme::XL);
        next_steps(ui, view, preset);
    }
    ui.add_space(theme::XL);
    ui.horizontal(|ui| {
        if secondary(ui, &t!(texts, "handover-another")).clicked() {
            view.act(Action::StartOver);
        }
        if view.state.setup == SetupPhase::Done && secondary(ui, &t!(texts, "handover-revoke")).clicked() {
            view.act(Action::AskRevoke);
        }
        if secondary(ui, &t!(texts, "handover-undo")).clicked() {
            view.act(Action::AskUndo);
        }
    });
    small(ui, &t!(texts, "handover-undo-text"));
}

fn values(ui: &mut Ui, view: &mut View<'_>, preset: Option<&Preset>, plan: &Plan, outcome: &Outcome) {
    let texts = view.texts;
    let fields = preset.map(|preset| product_fields(preset, plan, outcome)).unwrap_or_default();
    for field in &fields {
        match &field.value {
            FieldValue::Plain(text) => drop(copy_row(ui, view, &field.label, text)),
            FieldValue::Secret(Some(value)) => secret(ui, view, &field.label, value),
            FieldValue::Secret(None) => {}
        }
    }
    if fields.is_empty() {
        copy_row(ui, view, &t!(texts, "value-client-id"), &outcome.client.to_string());
        if let Some(value) = outcome.secret.as_ref().and_then(|made| made.value.as_ref()) {
            let own = preset.map(|preset| preset.credential.field_label.clone());
            secret(ui, view, &own.unwrap_or_else(|| t!(texts, "step-secret")), value);
        }
    }
    if let Some(made) = &outcome.secret {
        ui.add_space(theme::XS);
        let text = t!(texts, "handover-secret-ends", date = words::date(texts, made.end));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::S;
            icon(ui, Icon::Clock, 16.0, view.colors.muted);
            label(ui, Text::Body, view.colors.muted, &text);
        });
        if made.value.is_none() {
            let (title, text) = (t!(texts, "handover-secret-gone"), t!(texts, "handover-secret-gone-text"));
            callout(ui, Tone::Warning, &title, &text, |_| {});
        } else if !view.state.handover.secret_kept {
            callout(ui, Tone::Warning, "", &t!(texts, "handover-secret-once"), |_| {});
        } else if made.in_keychain {
            label(ui, Text::Small, view.colors.muted, &t!(texts, "handover-secret-kept"));
        }
    }
    if disclosure(ui, "handover-ids", &t!(texts, "handover-more")) {
        let mut rows = vec![
            (t!(texts, "value-tenant-id"), outcome.tenant.to_string()),
            (t!(texts, "value-application-object"), outcome.application.to_string()),
            (t!(texts, "value-service-principal-object"), outcome.service_principal.to_string()),
        ];
        if let Some(made) = &outcome.secret {
            rows.push((t!(texts, "value-secret-id"), made.key.to_string()));
        }
        for (name, value) in rows {
            copy_row(ui, view, &name, &value);
        }
    }
}

fn secret(ui: &mut Ui, view: &mut View<'_>, name: &str, value: &SecretValue) {
    match copy_value(ui, view, name, value, view.state.handover.reveal) {
        Some(CopyEvent::Copied) => view.act(Action::SecretCopied),
        Some(CopyEvent::Reveal(on)) => view.act(Action::RevealSecret(on)),
        None => {}
    }
}

fn save(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let handover = &view.state.handover;
    section(ui, &t!(texts, "handover-save"));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::XS;
        for format in ExportFormat::ALL {
            let name = words::export_format(texts, format);
            if segment(ui, &name, handover.format == format).clicked() {
                view.act(Action::SaveFormat(format));
            }
        }
        ui.add_space(theme::S);
        small(ui, &words::export_format_note(texts, handover.format));
    });
    let path = Field {
        key: "save-path",
        label: &t!(texts, "handover-path"),
        help: &t!(texts, "handover-path-help"),
        mono: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &path, &handover.path) {
        view.act(Action::SavePath(typed));
    }
    if secondary(ui, &t!(texts, "handover-browse")).clicked() {
        view.act(Action::BrowseForPath);
    }
    if let Some(reason) = &handover.problem {
        problem(ui, view, reason, |_| {});
    }
    for path in &handover.saved {
        let text = t!(texts, "handover-saved", path = path.display().to_string());
        callout(ui, Tone::Success, "", &text, |_| {});
    }
}

fn next_steps(ui: &mut Ui, view: &mut View<'_>, preset: &Preset) {
    let texts = view.texts;
    section(ui, &t!(texts, "handover-next"));
    label(ui, Text::Body, view.colors.muted, &t!(texts, "handover-next-text"));
    card(ui, |ui| {
        let mut place = "";
        for (index, step) in preset.steps_after.iter().enumerate() {
            // One after the other in the same place: the place is named once.
            if step.place != place {
                place = &step.place;
                label(ui, Text::Strong, view.colors.text, &t!(texts, "handover-next-in", place = place));
            }
            let on = view.state.handover.ticked.contains(&index);
            let row = Toggle { look: Look::Tick, title: &step.text, note: "", on, enabled: true };
            if toggle_row(ui, &row).clicked() {
                view.act(Action::TickStep { index, on: !on });
            }
        }
    });
    for source in preset.sources.iter().filter(|source| source.kind != "repo") {
        if link(ui, &source.title, Some(Icon::External)).clicked() {
            view.act(Action::OpenLink(source.url.clone()));
        }
    }
}
