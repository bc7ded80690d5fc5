//! One line of what was found: a sign for how it stands, what it is, and the word for it where it is not simply fine.

use eframe::egui::Ui;

use super::text::{aside, icon, label};
use crate::text::Texts;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::words::findings::Level;

/// Room for the word at the right.
const SIDE: f32 = 120.0;

/// Draws the line; `more` comes below its text.
pub fn finding(ui: &mut Ui, texts: &Texts, level: Level, title: &str, text: &str, more: impl FnOnce(&mut Ui)) {
    let colors = theme::colors(ui);
    let (sign, ink) = match level {
        Level::Ready => (Icon::Check, colors.success),
        Level::Note => (Icon::Info, colors.accent),
        Level::Blocked => (Icon::Warning, colors.danger),
        Level::Unknown => (Icon::Question, colors.muted),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::M;
        icon(ui, sign, 16.0, ink);
        let side = if level == Level::Ready { 0.0 } else { SIDE };
        let width = (ui.available_width() - side).max(160.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            label(ui, Text::Body, colors.text, title);
            if !text.is_empty() {
                label(ui, Text::Small, colors.muted, text);
            }
            more(ui);
        });
        if level != Level::Ready {
            aside(ui, ink, &level.in_words(texts));
        }
    });
}
