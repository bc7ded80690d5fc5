//! A text field with its name above, an example inside and what is wrong below. What it is for is told beside the form
//! while it has the focus, or below it where there is no room beside.

use eframe::egui::accesskit::{Invalid, Live};
use eframe::egui::{Id, Margin, Stroke, TextEdit, Ui};

use super::super::focus;
use super::super::icons::Icon;
use super::super::theme::{self, Text};
use super::super::view::{self, Help, View};
use super::text::{aside, icon, label};

/// What a field shows.
#[derive(Clone, Debug, Default)]
pub struct Field<'a> {
    /// A name that stays the same while the program runs.
    pub key: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// An example.
    pub hint: &'a str,
    /// What it is for.
    pub help: &'a str,
    /// What is wrong with its content.
    pub error: Option<String>,
    /// May it stay empty?
    pub optional: bool,
    /// Is it a file path or an address?
    pub mono: bool,
    /// Does it take the focus when the page is entered?
    pub first: bool,
}

/// Draws the field. Returns the new text when something was typed.
pub fn field(ui: &mut Ui, view: &View<'_>, field: &Field<'_>, text: &str) -> Option<String> {
    let colors = view.colors;
    let id = Id::unique(("onramp-field", field.key));
    let touched_id = id.with("touched");
    let mut buffer = text.to_owned();
    let scope = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme::XS;
        let name = ui
            .horizontal(|ui| {
                let name = label(ui, Text::Strong, colors.text, field.label);
                if field.optional && !field.label.contains('(') {
                    aside(ui, colors.muted, &crate::t!(view.texts, "optional"));
                }
                name
            })
            .inner;
        let focused = ui.memory(|memory| memory.has_focus(id));
        let touched = ui.data(|data| data.get_temp(touched_id).unwrap_or(false));
        let error = field.error.as_ref().filter(|_| view.strict() || (!text.is_empty() && (touched || !focused)));
        if error.is_some() {
            let line = Stroke::new(1.5, colors.danger);
            let widgets = &mut ui.visuals_mut().widgets;
            widgets.inactive.bg_stroke = line;
            widgets.hovered.bg_stroke = line;
            ui.visuals_mut().selection.stroke = Stroke::new(2.0, colors.danger);
        }
        let style = if field.mono { Text::Mono } else { Text::Body };
        let response = ui.add(
            TextEdit::singleline(&mut buffer)
                .id(id)
                .font(style.font())
                .hint_text(field.hint.to_owned())
                .margin(Margin { left: 12, right: 12, top: if field.mono { 10 } else { 9 }, bottom: 10 })
                .desired_width(f32::INFINITY),
        );
        let response = response.labelled_by(name.id);
        if field.first {
            focus::first(&response);
        }
        focus::reveal(&response);
        if response.has_focus() {
            view::set_help(ui.ctx(), Help { title: field.label.to_owned(), text: field.help.to_owned() });
        }
        if response.lost_focus() {
            ui.data_mut(|data| data.insert_temp(touched_id, true));
        }
        if let Some(error) = error {
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_invalid(Invalid::True);
                node.set_description(error.as_str());
            });
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::XS + 2.0;
                icon(ui, Icon::Warning, 14.0, colors.danger);
                let line = label(ui, Text::Body, colors.danger, error);
                ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(Live::Polite));
            });
        } else if !view.wide && !field.help.is_empty() {
            label(ui, Text::Small, colors.muted, field.help);
        }
        response.changed()
    });
    scope.inner.then_some(buffer)
}
