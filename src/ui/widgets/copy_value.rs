//! A value that is meant to be pasted elsewhere. A secret is hidden until the person asks, and the clipboard is the
//! only place it goes to from here.

use std::time::Duration;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{CornerRadius, Frame, Id, Margin, Response, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::icons::Icon;
use super::super::theme::{self, RADIUS, Text};
use super::super::view::View;
use super::button::icon_button;
use super::text::{galley, icon, label};
use crate::t;
use crate::types::SecretValue;

/// How long "Copied" is shown, in seconds.
const FEEDBACK: f64 = 2.0;

/// What the person did with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyEvent {
    /// It is on the clipboard.
    Copied,
    /// The secret shall be shown, or hidden.
    Reveal(bool),
}

/// A value under its name, with Copy.
pub fn copy_row(ui: &mut Ui, view: &View<'_>, name: &str, value: &str) -> Option<CopyEvent> {
    framed(ui, view, name, value, None)
}

/// A secret under its name, hidden unless `reveal`, with Show and Copy.
pub fn copy_value(ui: &mut Ui, view: &View<'_>, name: &str, secret: &SecretValue, reveal: bool) -> Option<CopyEvent> {
    framed(ui, view, name, secret.expose(), Some(reveal))
}

fn framed(ui: &mut Ui, view: &View<'_>, name: &str, value: &str, reveal: Option<bool>) -> Option<CopyEvent> {
    let colors = view.colors;
    let mut event = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme::XS;
        label(ui, Text::Strong, colors.text, name);
        Frame::new()
            .fill(colors.canvas)
            .stroke(Stroke::new(1.0, colors.hairline))
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin { left: 12, right: 4, top: 2, bottom: 2 })
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    let buttons = 32.0 + if reveal.is_some() { 32.0 } else { 0.0 } + FEEDBACK_WIDTH;
                    let width = (ui.available_width() - buttons).max(40.0);
                    paint_value(ui, view, name, value, reveal == Some(false), width);
                    event = buttons_of(ui, view, name, value, reveal);
                });
            });
    });
    event
}

/// Room for the word "Copied".
const FEEDBACK_WIDTH: f32 = 64.0;

fn paint_value(ui: &mut Ui, view: &View<'_>, name: &str, value: &str, hidden: bool, width: f32) {
    let colors = view.colors;
    if hidden {
        // As many dots for every secret: its length is nobody's business either.
        let (rect, response) = ui.allocate_exact_size(vec2(width, 32.0), Sense::hover());
        let words = t!(view.texts, "hidden-value", name = name);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        for i in 0..20_u8 {
            let x = rect.left() + 4.0 + f32::from(i) * 10.0;
            if x < rect.right() {
                ui.painter().circle_filled(eframe::egui::pos2(x, rect.center().y), 3.0, colors.muted);
            }
        }
        return;
    }
    let words = galley(ui, Text::Mono, colors.text, value, width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, (words.size().y + 8.0).max(32.0)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, value));
    ui.painter().galley(eframe::egui::pos2(rect.left(), rect.center().y - words.size().y / 2.0), words, colors.text);
}

fn buttons_of(ui: &mut Ui, view: &View<'_>, name: &str, value: &str, reveal: Option<bool>) -> Option<CopyEvent> {
    let colors = view.colors;
    let mut event = None;
    let id = Id::unique(("onramp-copied", name));
    feedback(ui, view, id);
    if let Some(shown) = reveal {
        let (sign, words) = if shown {
            (Icon::EyeOff, t!(view.texts, "hide-named", name = name))
        } else {
            (Icon::Eye, t!(view.texts, "show-named", name = name))
        };
        if icon_button(ui, sign, &words, colors.muted).clicked() {
            event = Some(CopyEvent::Reveal(!shown));
        }
    }
    if icon_button(ui, Icon::Copy, &t!(view.texts, "copy-named", name = name), colors.accent).clicked() {
        ui.ctx().copy_text(value.to_owned());
        remember(ui, id);
        event = Some(CopyEvent::Copied);
    }
    event
}

/// A quiet button that copies a longer text.
pub fn copy_button(ui: &mut Ui, view: &View<'_>, name: &str, value: &str) -> Response {
    let id = Id::unique(("onramp-copied", name, value.len()));
    ui.horizontal(|ui| {
        let response = super::button::secondary(ui, name);
        if response.clicked() {
            ui.ctx().copy_text(value.to_owned());
            remember(ui, id);
        }
        feedback(ui, view, id);
        response
    })
    .inner
}

fn remember(ui: &Ui, id: Id) {
    let time = ui.ctx().time();
    ui.data_mut(|data| data.insert_temp(id, time));
    ui.ctx().request_repaint_after(Duration::from_secs_f64(FEEDBACK + 0.1));
}

fn feedback(ui: &mut Ui, view: &View<'_>, id: Id) {
    let copied: Option<f64> = ui.data(|data| data.get_temp(id));
    let fresh = copied.is_some_and(|time| ui.ctx().time() - time < FEEDBACK);
    ui.allocate_ui(vec2(FEEDBACK_WIDTH, 32.0), |ui| {
        ui.set_min_size(vec2(FEEDBACK_WIDTH, 32.0));
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = theme::XS;
            if fresh {
                icon(ui, Icon::Check, 12.0, view.colors.success);
                let words = label(ui, Text::Small, view.colors.success, &t!(view.texts, "copied"));
                ui.ctx().accesskit_node_builder(words.id, |node| node.set_live(Live::Polite));
            }
        });
    });
}
