//! Text in the four sizes, badges, icons in a line, and the card that groups things.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, Color32, CornerRadius, Frame, Galley, Label, Margin, Response, RichText, Sense, Stroke, Ui, vec2,
};

use super::super::icons::{self, Icon};
use super::super::theme::{self, Text};

/// A text in a size and colour, wrapped at the width there is.
pub fn label(ui: &mut Ui, style: Text, color: Color32, text: &str) -> Response {
    let rich = RichText::new(text).font(style.font()).color(color).line_height(Some(style.line_height()));
    ui.add(Label::new(rich).wrap())
}

/// A small text beside running text: on one line with it.
pub fn aside(ui: &mut Ui, color: Color32, text: &str) -> Response {
    let line = Some(Text::Body.line_height());
    let rich = RichText::new(text).font(Text::Small.font()).color(color).line_height(line);
    ui.add(Label::new(rich).wrap())
}

/// Running text that explains.
pub fn muted(ui: &mut Ui, text: &str) -> Response {
    let color = theme::colors(ui).muted;
    label(ui, Text::Body, color, text)
}

/// Small text that explains.
pub fn small(ui: &mut Ui, text: &str) -> Response {
    let color = theme::colors(ui).muted;
    label(ui, Text::Small, color, text)
}

/// The title of the page, a heading for screen readers.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    let color = theme::colors(ui).text;
    titled(ui, Text::Title, color, text)
}

/// The title of a section of the page.
pub fn section(ui: &mut Ui, text: &str) -> Response {
    let color = theme::colors(ui).text;
    titled(ui, Text::Section, color, text)
}

fn titled(ui: &mut Ui, style: Text, color: Color32, text: &str) -> Response {
    let response = label(ui, style, color, text);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.clear_value();
        node.set_label(text);
    });
    response
}

/// A laid-out text for widgets that paint themselves.
pub fn galley(ui: &Ui, style: Text, color: Color32, text: &str, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple(text.to_owned(), style.font(), color, width.max(1.0));
    for part in &mut job.sections {
        part.format.line_height = Some(style.line_height());
        part.format.valign = Align::Center;
    }
    ui.painter().layout_job(job)
}

/// An icon in the flow of a line. It decorates: the text beside it says the same.
pub fn icon(ui: &mut Ui, icon: Icon, size: f32, color: Color32) {
    // As high as a line of text, so that both have their middle on one line.
    let (rect, _) = ui.allocate_exact_size(vec2(size, Text::Body.line_height().max(size)), Sense::hover());
    icons::paint(ui.painter(), rect, icon, color);
}

/// A word on a coloured ground.
pub fn badge(ui: &mut Ui, text: &str, color: Color32, ground: Color32) -> Response {
    Frame::new()
        .fill(ground)
        .corner_radius(CornerRadius::same(theme::RADIUS / 2))
        .inner_margin(Margin::symmetric(6, 2))
        .show(ui, |ui| {
            let rich = RichText::new(text).font(Text::SmallStrong.font()).color(color).line_height(Some(16.0));
            ui.add(Label::new(rich).extend())
        })
        .inner
}

/// A quiet card around things that belong together, as wide as the form.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let colors = theme::colors(ui);
    Frame::new()
        .fill(colors.card)
        .stroke(Stroke::new(1.0, colors.hairline))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.take_available_width();
            add(ui)
        })
        .inner
}
