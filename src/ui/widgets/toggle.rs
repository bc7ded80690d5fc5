//! A line that is on or off: a switch for what takes effect, a tick box for what is confirmed.

use eframe::egui::accesskit::Role;
use eframe::egui::{CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::super::focus;
use super::super::icons::{self, Icon};
use super::super::theme::{self, Colors, RADIUS, Text};
use super::text::galley;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A switch, at the right.
    Switch,
    /// A tick box, at the left.
    Tick,
}

/// What the line shows.
#[derive(Clone, Copy, Debug)]
pub struct Toggle<'a> {
    /// A switch or a tick box.
    pub look: Look,
    /// Its name.
    pub title: &'a str,
    /// What it means.
    pub note: &'a str,
    /// On?
    pub on: bool,
    /// Can it be changed?
    pub enabled: bool,
}

/// Draws the line; it is clicked when the person changes it.
pub fn toggle_row(ui: &mut Ui, toggle: &Toggle<'_>) -> Response {
    let colors = theme::colors(ui);
    let enabled = toggle.enabled && ui.is_enabled();
    let ink = if toggle.enabled { colors.text } else { colors.muted };
    let (before, after) = match toggle.look {
        Look::Switch => (0.0, 40.0 + theme::L),
        Look::Tick => (20.0 + theme::M, 0.0),
    };
    let width = ui.available_width();
    let text_width = width - before - after;
    let name = if toggle.note.is_empty() { Text::Body } else { Text::Strong };
    let title = galley(ui, name, ink, toggle.title, text_width);
    let note = (!toggle.note.is_empty()).then(|| galley(ui, Text::Small, colors.muted, toggle.note, text_width));
    let height = title.size().y + note.as_ref().map_or(0.0, |note| note.size().y + 2.0) + theme::S;
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height.max(32.0)), sense);
    let role = if toggle.look == Look::Switch { Role::Switch } else { Role::CheckBox };
    response.widget_info(|| WidgetInfo::selected(role, enabled, toggle.on, toggle.title));
    if !toggle.note.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(toggle.note));
    }
    focus::reveal(&response);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let at = pos2(rect.left() + before, rect.top() + theme::XS);
    let title_height = title.size().y;
    ui.painter().galley(at, title, ink);
    if let Some(note) = note {
        ui.painter().galley(pos2(at.x, at.y + title_height + 2.0), note, colors.muted);
    }
    match toggle.look {
        Look::Switch => {
            let place = Rect::from_min_size(pos2(rect.right() - 40.0, at.y), vec2(40.0, 20.0));
            paint_switch(ui, place, toggle.on, enabled, response.hovered(), colors);
        }
        Look::Tick => {
            let place = Rect::from_min_size(pos2(rect.left(), at.y), Vec2::splat(20.0));
            paint_tick(ui, place, toggle.on, response.hovered(), colors);
        }
    }
    if enabled { response.on_hover_cursor(CursorIcon::PointingHand) } else { response }
}

fn paint_switch(ui: &Ui, rect: Rect, on: bool, enabled: bool, over: bool, colors: Colors) {
    let painter = ui.painter();
    let round = rect.height() / 2.0;
    let knob_x = if on { rect.right() - round } else { rect.left() + round };
    if on {
        painter.rect_filled(rect, round, if over { colors.accent_hover } else { colors.accent });
        painter.circle_filled(pos2(knob_x, rect.center().y), 7.0, colors.on_accent);
    } else {
        let line = if enabled { if over { colors.text } else { colors.outline } } else { colors.hairline };
        painter.rect(rect, round, colors.card, Stroke::new(1.5, line), StrokeKind::Inside);
        painter.circle_filled(pos2(knob_x, rect.center().y), 5.0, line);
    }
}

fn paint_tick(ui: &Ui, rect: Rect, on: bool, over: bool, colors: Colors) {
    let rect = rect.shrink(1.0);
    let radius = f32::from(RADIUS) / 2.0;
    if on {
        ui.painter().rect_filled(rect, radius, if over { colors.accent_hover } else { colors.accent });
        icons::paint(ui.painter(), rect.shrink(2.0), Icon::Check, colors.on_accent);
    } else {
        let line = if over { colors.text } else { colors.outline };
        ui.painter().rect(rect, radius, colors.card, Stroke::new(1.5, line), StrokeKind::Inside);
    }
}
