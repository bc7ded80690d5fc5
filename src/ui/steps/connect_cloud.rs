//! In which cloud the organization is: what was found, and the choice for those who know better. Draws only.

use eframe::egui::Ui;

use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Field, Tone, callout, choice_card, field, label, secondary};
use crate::wizard::{Action, CUSTOM_CLOUD, ConnectPhase};
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

/// Whether a cloud file is wanted and there is none that can be used.
pub fn is_wrong(view: &View<'_>) -> bool {
    view.state.chosen_cloud.as_deref() == Some(CUSTOM_CLOUD) && view.state.cloud_file.host.is_none()
}

/// The choice of a cloud.
pub fn choice(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
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
    let (title, note) = (t!(texts, "connect-cloud-file"), t!(texts, "connect-cloud-file-note"));
    let selected = view.state.chosen_cloud.as_deref() == Some(CUSTOM_CLOUD);
    if choice_card(ui, &Choice { title: &title, note: &note, selected, ..Choice::default() }).clicked() {
        view.act(Action::ChooseCloud(Some(CUSTOM_CLOUD.to_owned())));
    }
    if selected {
        file(ui, view);
    }
}

fn file(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let chosen = &view.state.cloud_file;
    let error = match &chosen.fault {
        Some(fault) => Some(words::cloud_fault(texts, chosen.path.trim(), fault)),
        None if chosen.path.trim().is_empty() && chosen.host.is_none() => Some(t!(texts, "connect-cloud-file-missing")),
        None => None,
    };
    let path = Field {
        key: "cloud-file",
        label: &t!(texts, "connect-cloud-file-path"),
        help: &t!(texts, "connect-cloud-file-path-help"),
        error,
        mono: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &path, &chosen.path) {
        view.act(Action::CloudPath(typed));
    }
    if let Some(host) = &chosen.host {
        let text = t!(texts, "connect-cloud-file-read", host = host.as_str());
        label(ui, Text::Small, view.colors.muted, &text);
    }
    if secondary(ui, &t!(texts, "handover-browse")).clicked() {
        view.act(Action::BrowseForCloud);
    }
}
