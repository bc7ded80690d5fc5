//! The application's name and what the product needs to know, and what the person should have done before.

use eframe::egui::Ui;

use super::{app_choice, head};
use crate::plan::{Draft, DraftField, Problems};
use crate::preset::schema::{Input, Prerequisite};
use crate::preset::{InputKind, Preset};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Field, Look, Toggle, choice_card, field, icon, label, section, small, toggle_row};
use crate::wizard::Action;
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    head(ui, &t!(texts, "app-title"), &t!(texts, "app-text", product = view.product()));
    let Some((preset, draft)) = view.choices() else { return };
    let problems = view.state.problems();
    app_choice::show(ui, view, preset);
    if let Some(reuse) = &draft.reuse {
        app_choice::kept(ui, view, reuse.name.as_str(), &t!(texts, "reuse-keeps-name"));
    } else {
        name(ui, view, preset, draft, &problems);
    }
    if !preset.inputs.is_empty() {
        ui.add_space(theme::L);
        section(ui, &t!(texts, "app-inputs"));
        for input in &preset.inputs {
            if let Some(typed) = one_input(ui, view, draft, input, &problems) {
                view.act(Action::SetInput { key: input.key.clone(), value: typed });
            }
            ui.add_space(theme::S);
        }
    }
    before(ui, view, preset, draft);
}

fn name(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, draft: &Draft, problems: &Problems) {
    let texts = view.texts;
    let help = if preset.app.name_help.is_empty() { t!(texts, "app-name-help") } else { preset.app.name_help.clone() };
    let name = Field {
        key: "app-name",
        label: &t!(texts, "app-name-label"),
        hint: &preset.app.default_name,
        help: &help,
        error: problems.get(&DraftField::AppName).map(|error| words::field_error(texts, error)),
        first: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &name, &draft.app_name) {
        view.act(Action::AppName(typed));
    }
}

fn one_input(ui: &mut Ui, view: &View<'_>, draft: &Draft, input: &Input, problems: &Problems) -> Option<String> {
    let error = problems.get(&DraftField::Input(input.key.clone())).map(|error| words::field_error(view.texts, error));
    let text = draft.input(&input.key);
    if input.kind == InputKind::Choice {
        return one_choice(ui, view, input, text, error.as_deref());
    }
    // "(optional)" in the preset's label is for readers of the file; the field says it in its own place.
    let label = input.label.trim_end_matches(" (optional)");
    let shown = Field {
        key: &input.key,
        label,
        hint: &input.placeholder,
        help: &input.help,
        error,
        optional: !input.required && input.required_when.is_none(),
        ..Field::default()
    };
    field(ui, view, &shown, text)
}

fn one_choice(ui: &mut Ui, view: &View<'_>, input: &Input, text: &str, error: Option<&str>) -> Option<String> {
    label(ui, Text::Strong, view.colors.text, &input.label);
    if !input.help.is_empty() {
        small(ui, &input.help);
    }
    let mut chosen = None;
    for choice in &input.choices {
        let card = Choice { title: choice, selected: choice == text, ..Choice::default() };
        if choice_card(ui, &card).clicked() {
            chosen = Some(choice.clone());
        }
    }
    if let Some(error) = error.filter(|_| view.strict()) {
        label(ui, Text::Body, view.colors.danger, error);
    }
    chosen
}

fn before(ui: &mut Ui, view: &mut View<'_>, preset: &Preset, draft: &Draft) {
    if preset.prerequisites.is_empty() {
        return;
    }
    let texts = view.texts;
    ui.add_space(theme::L);
    section(ui, &t!(texts, "app-before"));
    let asks = |p: &&Prerequisite| p.check.as_deref() == Some("confirm");
    if preset.prerequisites.iter().any(|p| asks(&p)) {
        label(ui, Text::Body, view.colors.muted, &t!(texts, "app-before-text", product = preset.product.as_str()));
    }
    for prerequisite in preset.prerequisites.iter().filter(asks) {
        let on = draft.confirmed.contains(&prerequisite.id);
        let row = Toggle { look: Look::Tick, title: &prerequisite.text, note: "", on, enabled: true };
        if toggle_row(ui, &row).clicked() {
            view.act(Action::Confirm { id: prerequisite.id.clone(), on: !on });
        }
    }
    let mut others = preset.prerequisites.iter().filter(|p| !asks(p)).peekable();
    if others.peek().is_none() {
        return;
    }
    ui.add_space(theme::S);
    label(ui, Text::Strong, view.colors.text, &t!(texts, "app-checked"));
    for prerequisite in others {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::M;
            icon(ui, Icon::Info, 18.0, view.colors.muted);
            label(ui, Text::Body, view.colors.muted, &prerequisite.text);
        });
    }
}
