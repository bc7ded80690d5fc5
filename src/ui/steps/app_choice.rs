//! An application for the product is already there: use it, or register a new one. A new one is chosen unless the person
//! says otherwise.

use eframe::egui::Ui;

use super::connect_found;
use crate::plan::{Misfit, Reuse};
use crate::preset::Preset;
use crate::setup::ExistingApp;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Tone, callout, card, choice_card, icon, label, section};
use crate::wizard::Action;
use crate::{t, words};

/// Draws the choice, if there is one.
pub fn show(ui: &mut Ui, view: &mut View<'_>, preset: &Preset) {
    let found = view.state.existing_apps();
    if found.is_empty() {
        return;
    }
    let texts = view.texts;
    let product = preset.product.as_str();
    section(ui, &t!(texts, "reuse-title", product = product));
    label(ui, Text::Body, view.colors.muted, &t!(texts, "reuse-text"));
    let chosen = view.state.reused_client();
    let note = t!(texts, "reuse-new-note", product = product);
    let new = Choice { title: &t!(texts, "reuse-new"), note: &note, selected: chosen.is_none(), ..Choice::default() };
    if choice_card(ui, &new).clicked() {
        view.act(Action::UseApp(None));
    }
    for app in found {
        one(ui, view, preset, app);
    }
    if let Some(app) = view.state.reused().filter(|app| app.may_change == Some(false)) {
        let title = t!(texts, "reuse-may-not-change", name = app.app.name.as_str());
        callout(ui, Tone::Danger, &title, &t!(texts, "reuse-may-not-change-text"), |_| {});
    }
    ui.add_space(theme::L);
}

fn one(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, app: &ExistingApp) {
    let texts = view.texts;
    let client = app.app.client;
    let why = misfit(app, preset).map(|misfit| words::reuse::misfit(texts, misfit));
    let selected = view.state.reused_client() == Some(client);
    let note = why.clone().unwrap_or_else(|| words::existing::summary(texts, app));
    let tag = if app.setup.is_some() { t!(texts, "reuse-ours") } else { String::new() };
    let choice = Choice {
        title: &t!(texts, "reuse-this", name = app.app.name.as_str()),
        note: &note,
        meta: &t!(texts, "reuse-client", client = client.to_string()),
        tag: &tag,
        selected,
        fixed: why.is_some(),
        ..Choice::default()
    };
    if choice_card(ui, &choice).clicked() && why.is_none() {
        view.act(Action::UseApp(Some(client)));
    }
    connect_found::details(ui, view, app);
}

fn misfit(app: &ExistingApp, preset: &Preset) -> Option<Misfit> {
    if app.in_detail { Reuse::of(&app.app, preset).err() } else { Some(Misfit::Unread) }
}

/// Something that an existing application has and keeps.
pub fn kept(ui: &mut Ui, view: &View<'_>, title: &str, text: &str) {
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::M;
            icon(ui, Icon::Lock, 18.0, view.colors.muted);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                label(ui, Text::Strong, view.colors.text, title);
                label(ui, Text::Body, view.colors.muted, text);
            });
        });
    });
}

/// A list of short lines, each with a sign before it.
pub fn lines(ui: &mut Ui, view: &View<'_>, sign: Icon, lines: &[String]) {
    ui.spacing_mut().item_spacing.y = theme::S;
    for line in lines {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::S;
            icon(ui, sign, 16.0, view.colors.muted);
            label(ui, Text::Body, view.colors.text, line);
        });
    }
}
