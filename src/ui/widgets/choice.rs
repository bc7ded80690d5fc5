//! A card of which one in a group is chosen: a radio button with room for an explanation.

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::super::focus;
use super::super::icons::{self, Icon};
use super::super::theme::{self, RADIUS, Text};
use super::text::galley;

/// What a choice card shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// Its name.
    pub title: &'a str,
    /// What it means.
    pub note: &'a str,
    /// One more line, quieter.
    pub meta: &'a str,
    /// A word at the right.
    pub tag: &'a str,
    /// Whether it is the chosen one.
    pub selected: bool,
    /// There is nothing to choose: shown with a lock.
    pub fixed: bool,
    /// The note stands at the right of the name instead of below it.
    pub inline: bool,
}

/// Draws the card; it is clicked when the person chooses it.
pub fn choice_card(ui: &mut Ui, choice: &Choice<'_>) -> Response {
    let colors = theme::colors(ui);
    let width = ui.available_width();
    let text_left = theme::L + 20.0 + theme::M;
    let tag = (!choice.tag.is_empty()).then(|| galley(ui, Text::SmallStrong, colors.accent, choice.tag, f32::INFINITY));
    let tag_width = tag.as_ref().map_or(0.0, |tag| tag.size().x + 2.0 * 6.0 + theme::S);
    let text_width = width - text_left - theme::L;
    let title = galley(ui, Text::Strong, colors.text, choice.title, text_width - tag_width);
    let below = if choice.inline { "" } else { choice.note };
    let lines: Vec<_> = [below, choice.meta]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| galley(ui, Text::Small, colors.muted, text, text_width))
        .collect();
    let height = title.size().y + lines.iter().map(|line| line.size().y + theme::XS).sum::<f32>() + 2.0 * theme::M;
    let sense = if choice.fixed { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height.max(44.0)), sense);
    let enabled = ui.is_enabled() && !choice.fixed;
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, choice.selected, choice.title));
    let description = [choice.tag, choice.note, choice.meta].join(" ");
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(description.trim()));
    focus::reveal(&response);
    if !ui.is_rect_visible(rect) {
        return response;
    }

    let painter = ui.painter();
    let (fill, stroke) = match (choice.selected, response.hovered() && !choice.fixed) {
        (true, _) if choice.fixed => (colors.card, Stroke::new(1.0, colors.hairline)),
        (true, _) => (colors.accent_soft, Stroke::new(2.0, colors.accent)),
        (false, true) => (colors.hover, Stroke::new(1.0, colors.text)),
        (false, false) => (colors.card, Stroke::new(1.0, colors.outline)),
    };
    painter.rect(rect, f32::from(RADIUS), fill, stroke, StrokeKind::Inside);
    let mut at = pos2(rect.left() + text_left, rect.top() + theme::M);
    if lines.is_empty() {
        at.y = rect.center().y - title.size().y / 2.0;
    }
    let mark = Rect::from_center_size(pos2(rect.left() + theme::L + 10.0, at.y + 10.0), Vec2::splat(20.0));
    if choice.fixed {
        icons::paint(painter, mark.shrink(1.0), Icon::Lock, colors.muted);
    } else if choice.selected {
        painter.circle(mark.center(), 9.0, colors.card, Stroke::new(2.0, colors.accent));
        painter.circle_filled(mark.center(), 4.5, colors.accent);
    } else {
        painter.circle(mark.center(), 9.0, Color32::TRANSPARENT, Stroke::new(1.5, colors.outline));
    }
    if let Some(tag) = tag {
        let size = tag.size() + vec2(12.0, 4.0);
        let left = if choice.inline { at.x + title.size().x + theme::M } else { rect.right() - theme::M - size.x };
        let ground = Rect::from_min_size(pos2(left, at.y), size);
        let soft = if choice.selected { colors.card } else { colors.accent_soft };
        painter.rect_filled(ground, f32::from(RADIUS) / 2.0, soft);
        painter.galley(ground.center() - tag.size() / 2.0, tag, colors.accent);
    }
    if choice.inline {
        let aside = galley(ui, Text::Body, colors.muted, choice.note, f32::INFINITY);
        painter.galley(pos2(rect.right() - theme::L - aside.size().x, at.y), aside, colors.muted);
    }
    let mut y = at.y + title.size().y + theme::XS;
    painter.galley(at, title, colors.text);
    for line in lines {
        let below = line.size().y + theme::XS;
        painter.galley(pos2(at.x, y), line, colors.muted);
        y += below;
    }
    if choice.fixed { response } else { response.on_hover_cursor(CursorIcon::PointingHand) }
}
