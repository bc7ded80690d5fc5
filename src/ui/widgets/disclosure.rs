//! A line that folds more open, for what only some people want to see.

use std::hash::Hash;

use eframe::egui::accesskit::Role;
use eframe::egui::{CursorIcon, Id, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::super::focus;
use super::super::icons::{self, Icon};
use super::super::theme::{self, Text};
use super::text::galley;

/// Draws the line and says whether it is open. The window remembers it.
pub fn disclosure(ui: &mut Ui, salt: impl Hash + std::fmt::Debug, text: &str) -> bool {
    let id = Id::unique(("onramp-disclosure", format!("{salt:?}")));
    let open: bool = ui.data(|data| data.get_temp(id).unwrap_or(false));
    if disclosure_line(ui, text, open).clicked() {
        ui.data_mut(|data| data.insert_temp(id, !open));
    }
    open
}

/// Only the line, for what the wizard's state remembers.
pub fn disclosure_line(ui: &mut Ui, text: &str, open: bool) -> Response {
    let colors = theme::colors(ui);
    let words = galley(ui, Text::Body, colors.accent, text, ui.available_width() - 20.0);
    let (rect, response) =
        ui.allocate_exact_size(vec2(words.size().x + 20.0, words.size().y.max(24.0)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(open));
    focus::reveal(&response);
    let arrow = if open { Icon::ChevronDown } else { Icon::ChevronRight };
    let square = Rect::from_center_size(pos2(rect.left() + 6.0, rect.center().y), Vec2::splat(12.0));
    icons::paint(ui.painter(), square, arrow, colors.accent);
    ui.painter().galley(pos2(rect.left() + 20.0, rect.center().y - words.size().y / 2.0), words, colors.accent);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
