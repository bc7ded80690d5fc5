//! The features as switches, and exactly the permissions that follow from them, each with its plain reason.

use eframe::egui::Ui;

use super::head;
use crate::plan::{Draft, DraftField};
use crate::preset::schema::{Permission, Risk};
use crate::preset::{Lean, PermissionKind, Preset};
use crate::ui::focus;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Look, Toggle, Tone, badge, callout, card, empty_state, label, link, secondary, section, small, toggle_row,
};
use crate::wizard::{Action, Step};
use crate::{t, words};

const REFERENCE: &str = "https://learn.microsoft.com/graph/permissions-reference";

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let product = view.product();
    head(ui, &t!(texts, "permissions-title", product = product), &t!(texts, "permissions-text"));
    let Some((preset, draft)) = view.choices() else { return };
    features(ui, view, preset, draft);
    ui.add_space(theme::L);

    unknown(ui, view, preset, draft);
    let needed: Vec<_> = draft.needed(preset).collect();
    section(ui, &t!(texts, "permissions-list", count = needed.len()));
    if needed.is_empty() {
        let (title, text) = (t!(texts, "permissions-empty"), t!(texts, "permissions-empty-text"));
        empty_state(ui, Icon::Lock, &title, &text, |_| {});
        return;
    }
    if draft.needs_application_permissions(preset) {
        small(ui, &t!(texts, "permissions-application-note"));
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::M;
        for permission in &needed {
            one(ui, view, permission);
        }
    });
    lean(ui, view, preset, draft);
    if preset.limit_access.as_ref().is_some_and(|limit| limit.exchange) {
        callout(ui, Tone::Info, "", &t!(texts, "permissions-everyone"), |_| {});
    }
    if link(ui, &t!(texts, "permissions-reference"), Some(Icon::External)).clicked() {
        view.act(Action::OpenLink(REFERENCE.to_owned()));
    }
}

fn features(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, draft: &Draft) {
    if preset.features.is_empty() {
        return;
    }
    let texts = view.texts;
    section(ui, &t!(texts, "permissions-features"));
    card(ui, |ui| {
        for feature in &preset.features {
            let on = draft.features.contains(&feature.id);
            let row = Toggle {
                look: Look::Switch,
                title: &feature.label,
                note: &feature.summary,
                on,
                enabled: feature.available,
            };
            let response = toggle_row(ui, &row);
            focus::first(&response);
            if response.clicked() {
                view.act(Action::SetFeature { id: feature.id.clone(), on: !on });
            }
        }
    });
    if view.strict() && view.state.problems().contains_key(&DraftField::Features) {
        callout(ui, Tone::Warning, &t!(texts, "field-error-no-feature"), "", |_| {});
    }
}

/// The permissions that the organization does not know, each with the choice to go on without it; and those that the
/// person goes on without.
fn unknown(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, draft: &Draft) {
    let texts = view.texts;
    let problems = view.state.problems_of(Step::Permissions);
    let product = view.product();
    let mut action = None;
    let is_unknown = |p: &&Permission| problems.contains_key(&DraftField::Permission(p.name.clone()));
    for permission in draft.needed(preset).filter(is_unknown) {
        let (name, why) = (permission.name.as_str(), permission.why.as_str());
        let tenant = view.state.tenant_title().unwrap_or_else(|| t!(texts, "permissions-unknown-somewhere"));
        let title = t!(texts, "permissions-unknown", tenant = tenant, name = name);
        let text = t!(texts, "permissions-unknown-text", why = why);
        if callout(ui, Tone::Warning, &title, &text, |ui| secondary(ui, &t!(texts, "permissions-without")).clicked()) {
            action = Some((permission.name.clone(), true));
        }
        ui.add_space(theme::S);
    }
    for permission in draft.left_out(preset) {
        let (name, why) = (permission.name.as_str(), permission.why.as_str());
        let title = t!(texts, "permissions-left-out", name = name);
        let text = t!(texts, "permissions-left-out-text", product = product.as_str(), why = why);
        let again = callout(ui, Tone::Info, &title, &text, |ui| {
            secondary(ui, &t!(texts, "permissions-ask-after-all")).clicked()
        });
        if again {
            action = Some((permission.name.clone(), false));
        }
        ui.add_space(theme::S);
    }
    if let Some((permission, on)) = action {
        view.act(Action::GoWithout { permission, on });
    }
}

fn one(ui: &mut Ui, view: &View<'_>, permission: &Permission) {
    let (texts, colors) = (view.texts, view.colors);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme::S;
            label(ui, Text::Strong, colors.text, &permission.name);
            let kind = match permission.kind {
                PermissionKind::Application => (colors.accent, colors.accent_soft),
                PermissionKind::Delegated => (colors.muted, colors.canvas),
            };
            badge(ui, &words::permission_kind(texts, permission.kind), kind.0, kind.1);
            if permission.risk == Some(Risk::High) {
                badge(ui, &t!(texts, "permissions-high"), colors.warning, colors.warning_soft);
            }
        });
        label(ui, Text::Body, colors.muted, &permission.why);
    });
}

/// The choice to leave out what others include, where there is something to leave out.
fn lean(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, draft: &Draft) {
    let texts = view.texts;
    let full = Draft { lean: false, ..draft.clone() };
    let droppable: Vec<_> = full.needed(preset).filter(|permission| permission.lean == Lean::Drop).collect();
    if droppable.is_empty() {
        return;
    }
    card(ui, |ui| {
        let note = t!(texts, "permissions-lean-text");
        let row = Toggle {
            look: Look::Switch,
            title: &t!(texts, "permissions-lean"),
            note: &note,
            on: draft.lean,
            enabled: true,
        };
        if toggle_row(ui, &row).clicked() {
            view.act(Action::SetLean(!draft.lean));
        }
        for permission in droppable {
            let why = permission.lean_note.clone().unwrap_or_default();
            let text = t!(texts, "permissions-lean-drops", name = permission.name.as_str(), note = why);
            label(ui, Text::Small, view.colors.muted, &text);
        }
    });
}
