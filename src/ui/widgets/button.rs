//! Buttons: one primary per page, quiet ones beside it, links in the text.

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::super::focus;
use super::super::icons::{self, Icon};
use super::super::theme::{self, CONTROL_HEIGHT, RADIUS, Text};
use super::text::galley;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do on this page.
    Primary,
    /// Something else that can be done.
    Secondary,
    /// Something that takes away.
    Danger,
}

/// A button with a text.
pub fn button(ui: &mut Ui, kind: Kind, text: &str, enabled: bool) -> Response {
    let colors = theme::colors(ui);
    let enabled = enabled && ui.is_enabled();
    let style = if kind == Kind::Secondary { Text::Body } else { Text::Strong };
    let words = galley(ui, style, Color32::PLACEHOLDER, text, f32::INFINITY);
    let size = vec2((words.size().x + 2.0 * theme::L).max(72.0), CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, if enabled { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    focus::reveal(&response);
    let over = response.hovered() || response.has_focus();
    let (fill, stroke, ink) = match kind {
        _ if !enabled => (colors.hairline, Stroke::NONE, colors.muted),
        Kind::Primary if over => (colors.accent_hover, Stroke::NONE, colors.on_accent),
        Kind::Primary => (colors.accent, Stroke::NONE, colors.on_accent),
        Kind::Danger => (colors.danger, Stroke::NONE, colors.on_danger),
        Kind::Secondary if over => (colors.hover, Stroke::new(1.0, colors.text), colors.text),
        Kind::Secondary => (colors.card, Stroke::new(1.0, colors.outline), colors.text),
    };
    ui.painter().rect(rect, f32::from(RADIUS), fill, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - words.size() / 2.0, words, ink);
    pointing(response)
}

/// A quiet button.
pub fn secondary(ui: &mut Ui, text: &str) -> Response {
    button(ui, Kind::Secondary, text, true)
}

/// A button that looks like a link in the text.
pub fn link(ui: &mut Ui, text: &str, icon: Option<Icon>) -> Response {
    let colors = theme::colors(ui);
    let words = galley(ui, Text::Body, colors.accent, text, ui.available_width());
    let extra = if icon.is_some() { theme::XS + 14.0 } else { 0.0 };
    let size = vec2(words.size().x + extra, words.size().y.max(24.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text));
    focus::reveal(&response);
    let at = pos2(rect.left(), rect.center().y - words.size().y / 2.0);
    let width = words.size().x;
    ui.painter().galley(at, words, colors.accent);
    if response.hovered() {
        let y = rect.center().y + 9.0;
        ui.painter().hline(rect.left()..=rect.left() + width, y, Stroke::new(1.0, colors.accent));
    }
    if let Some(icon) = icon {
        let square = Rect::from_center_size(pos2(rect.right() - 7.0, rect.center().y), Vec2::splat(14.0));
        icons::paint(ui.painter(), square, icon, colors.accent);
    }
    pointing(response)
}

/// A square button with only an icon; `name` is what screen readers say and what a tooltip shows.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, color: Color32) -> Response {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(32.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    focus::reveal(&response);
    if response.hovered() {
        ui.painter().rect_filled(rect, f32::from(RADIUS), colors.hover);
    }
    icons::paint(ui.painter(), Rect::from_center_size(rect.center(), Vec2::splat(18.0)), icon, color);
    pointing(response.on_hover_text(name))
}

/// One of several buttons in a row of which exactly one is on.
pub fn segment(ui: &mut Ui, text: &str, on: bool) -> Response {
    let colors = theme::colors(ui);
    let words = galley(ui, Text::Small, Color32::PLACEHOLDER, text, f32::INFINITY);
    let (rect, response) = ui.allocate_exact_size(vec2(words.size().x + theme::L, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, text));
    focus::reveal(&response);
    let (fill, ink) = match (on, response.hovered()) {
        (true, _) => (colors.accent_soft, colors.accent),
        (false, true) => (colors.hover, colors.text),
        (false, false) => (Color32::TRANSPARENT, colors.muted),
    };
    ui.painter().rect_filled(rect, f32::from(RADIUS) - 2.0, fill);
    ui.painter().galley(rect.center() - words.size() / 2.0, words, ink);
    pointing(response)
}

fn pointing(response: Response) -> Response {
    if response.enabled() && response.sense.senses_click() {
        response.on_hover_cursor(CursorIcon::PointingHand)
    } else {
        response
    }
}
