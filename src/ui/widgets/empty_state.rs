//! What a list shows when there is nothing in it: why, and what to do.

use eframe::egui::{Rect, Sense, Ui, Vec2, vec2};

use super::super::icons::{self, Icon};
use super::super::theme::{self, Text};
use super::text::{card, label};

/// An icon, a title and a text in the middle of a card; `add` puts the way out below.
pub fn empty_state<R>(ui: &mut Ui, icon: Icon, title: &str, text: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let colors = theme::colors(ui);
    card(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(theme::S);
            let (rect, _) = ui.allocate_exact_size(vec2(32.0, 32.0), Sense::hover());
            icons::paint(ui.painter(), Rect::from_center_size(rect.center(), Vec2::splat(28.0)), icon, colors.muted);
            label(ui, Text::Strong, colors.text, title);
            label(ui, Text::Body, colors.muted, text);
            let inner = add(ui);
            ui.add_space(theme::S);
            inner
        })
        .inner
    })
}
