//! Whose accounts may use the application, and where Microsoft sends the browser back to. Most products leave no choice:
//! then it is shown, filled in.

use eframe::egui::Ui;

use super::{app_choice, head};
use crate::plan::{Draft, DraftField, Plan};
use crate::preset::schema::Redirect;
use crate::preset::{Preset, RedirectRule};
use crate::ui::focus;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Tone, callout, card, choice_card, copy_row, icon, label, section};
use crate::wizard::Action;
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    head(ui, &t!(texts, "account-title"), &t!(texts, "account-text", product = view.product()));
    let Some((preset, draft)) = view.choices() else { return };
    section(ui, &t!(texts, "account-audience"));
    if let Some(reuse) = &draft.reuse {
        let title = words::audience(texts, reuse.audience);
        app_choice::kept(ui, view, &title, &t!(texts, "reuse-keeps-audience"));
    } else {
        audiences(ui, view, preset, draft);
    }
    ui.add_space(theme::L);
    section(ui, &t!(texts, "account-redirect"));
    redirects(ui, view, preset);
    if preset.app.public_client {
        ui.add_space(theme::L);
        let text = preset
            .app
            .public_client_note
            .clone()
            .unwrap_or_else(|| t!(texts, "account-public-text", product = preset.product.as_str()));
        callout(ui, Tone::Info, &t!(texts, "account-public"), &text, |_| {});
    }
}

fn audiences(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, draft: &Draft) {
    let texts = view.texts;
    let fixed = preset.app.audiences_allowed.len() < 2;
    for audience in &preset.app.audiences_allowed {
        let own = preset.app.audience_help.get(audience);
        let note = own.cloned().unwrap_or_else(|| words::audience_note(texts, *audience));
        let title = words::audience(texts, *audience);
        let tag = if fixed { t!(texts, "fixed-by", product = preset.product.as_str()) } else { String::new() };
        let selected = draft.audience == *audience;
        let choice = Choice { title: &title, note: &note, tag: &tag, selected, fixed, ..Choice::default() };
        let response = choice_card(ui, &choice);
        if selected && !fixed {
            focus::first(&response);
        }
        if response.clicked() {
            view.act(Action::SetAudience(*audience));
        }
    }
}

fn redirects(ui: &mut Ui, view: &View<'_>, preset: &Preset) {
    let texts = view.texts;
    let product = preset.product.as_str();
    if preset.redirects.is_empty() {
        let (title, text) = if preset.app.redirect == RedirectRule::None {
            (t!(texts, "account-no-redirect"), t!(texts, "account-no-redirect-text", product = product))
        } else {
            (t!(texts, "account-optional-redirect"), t!(texts, "account-optional-redirect-text", product = product))
        };
        card(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::M;
                icon(ui, Icon::Check, 20.0, view.colors.success);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    label(ui, Text::Strong, view.colors.text, &title);
                    label(ui, Text::Body, view.colors.muted, &text);
                });
            });
        });
        return;
    }
    let plan = view.choices().and_then(|(preset, draft)| draft.plan(preset, &view.state.ids).ok());
    for (i, redirect) in preset.redirects.iter().enumerate() {
        one(ui, view, redirect, i, plan.as_ref());
    }
}

fn one(ui: &mut Ui, view: &View<'_>, redirect: &Redirect, index: usize, plan: Option<&Plan>) {
    let texts = view.texts;
    let name = words::platform(texts, redirect.platform);
    let planned = plan.and_then(|plan| plan.redirects.get(index));
    match planned {
        Some(planned) => {
            copy_row(ui, view, &name, planned.uri.as_str());
            if view.state.reused().is_some_and(|app| !app.app.returns_to(planned)) {
                let text = t!(texts, "reuse-redirect-new", redirect = planned.uri.as_str());
                label(ui, Text::Small, view.colors.muted, &text);
            }
        }
        None => callout(ui, Tone::Warning, &redirect.uri, &t!(texts, "account-redirect-incomplete"), |_| {}),
    }
    if !redirect.note.is_empty() {
        label(ui, Text::Small, view.colors.muted, &redirect.note);
    }
    let problems = view.state.problems();
    if let Some(error) = problems.get(&DraftField::Redirect(redirect.uri.clone())) {
        label(ui, Text::Body, view.colors.danger, &words::field_error(texts, error));
    }
}
