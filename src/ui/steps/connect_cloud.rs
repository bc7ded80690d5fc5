//! In which cloud the organization is: what was found, and the choice for those who know better. Draws only.

use eframe::egui::Ui;

use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Tone, callout, choice_card, disclosure, label};
use crate::wizard::{Action, ConnectPhase};
use crate::{t, words};

/// What was found out about the organization that is typed in.
pub fn found(ui: &mut Ui, view: &View<'_>) {
    let texts = view.texts;
    let Some(found) = &view.state.found_cloud else { return };
    let title = t!(texts, "connect-found", name = found.name.as_str(), cloud = words::cloud(texts, &found.cloud));
    let waits = matches!(view.state.connect, ConnectPhase::SignedOut) && found.cloud != view.state.cloud;
    let text = if waits { t!(texts, "connect-found-other") } else { String::new() };
    callout(ui, Tone::Info, &title, &text, |_| {});
    ui.add_space(theme::M);
}

/// The choice of a cloud, folded away.
pub fn choice(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    if view.state.clouds.is_empty() {
        return;
    }
    ui.add_space(theme::S);
    if !disclosure(ui, "connect-advanced", &t!(texts, "connect-advanced")) {
        return;
    }
    label(ui, Text::Strong, view.colors.text, &t!(texts, "connect-cloud"));
    let (title, note) = (t!(texts, "connect-cloud-find"), t!(texts, "connect-cloud-find-note"));
    let selected = view.state.chosen_cloud.is_none();
    if choice_card(ui, &Choice { title: &title, note: &note, selected, ..Choice::default() }).clicked() {
        view.act(Action::ChooseCloud(None));
    }
    for id in &view.state.clouds {
        let selected = view.state.chosen_cloud.as_ref() == Some(id);
        let title = words::cloud(texts, id);
        if choice_card(ui, &Choice { title: &title, selected, ..Choice::default() }).clicked() {
            view.act(Action::ChooseCloud(Some(id.clone())));
        }
    }
}
