//! One part of longer work with its state, and how much of all of it is done. Nothing spins: the rows change when
//! something happens, and a pause counts down once a second.

use std::time::Duration;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Color32, Id, Rect, Sense, Ui, Vec2, WidgetInfo, vec2};
use jiff::Timestamp;

use super::super::icons::{self, Icon};
use super::super::theme::{self, Colors, Text};
use super::super::view::View;
use super::text::{aside, label};
use crate::words;

/// The state of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not begun.
    Waiting,
    /// Being done.
    Running,
    /// Waiting for Microsoft.
    Pausing,
    /// Done.
    Done,
    /// Did not work.
    Failed,
    /// Left out.
    Skipped,
    /// Waits for somebody. Nothing moves meanwhile.
    Awaiting,
}

impl Status {
    fn look(self, colors: Colors) -> (Icon, Color32) {
        match self {
            Self::Waiting => (Icon::Ring, colors.outline),
            Self::Running => (Icon::Working, colors.accent),
            Self::Pausing | Self::Awaiting => (Icon::Clock, colors.warning),
            Self::Done => (Icon::Check, colors.success),
            Self::Failed => (Icon::Cross, colors.danger),
            Self::Skipped => (Icon::Dot, colors.outline),
        }
    }
}

/// Draws a part: its sign, its name, a note, and its state in words at the right. `key` tells the parts apart, to say how
/// long each one took.
pub fn status_row(ui: &mut Ui, view: &View<'_>, key: &str, status: Status, title: &str, note: &str, state: &str) {
    let (sign, ink) = status.look(view.colors);
    if status == Status::Pausing {
        ui.ctx().request_repaint_after(Duration::from_secs(1));
    }
    let took = took(ui, view, key, status);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::M;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
        icons::paint(ui.painter(), rect.shrink(2.0), sign, ink);
        let side = 116.0;
        let text_width = (ui.available_width() - side - theme::M).max(120.0);
        ui.vertical(|ui| {
            ui.set_width(text_width);
            ui.spacing_mut().item_spacing.y = 2.0;
            let faded = matches!(status, Status::Waiting | Status::Skipped);
            label(ui, Text::Body, if faded { view.colors.muted } else { view.colors.text }, title);
            if !note.is_empty() {
                let color = if status == Status::Pausing { view.colors.warning } else { view.colors.muted };
                let line = label(ui, Text::Small, color, note);
                ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(Live::Polite));
            }
        });
        ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::TOP), |ui| {
            ui.spacing_mut().item_spacing.x = theme::S;
            let ink = if matches!(status, Status::Waiting | Status::Skipped) { view.colors.muted } else { ink };
            let line = aside(ui, ink, state);
            ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(Live::Polite));
            if let Some(took) = took {
                aside(ui, view.colors.muted, &took);
            }
        });
    });
}

/// How long a part took, once it is done and if it took a second or more. Remembered by the window only.
fn took(ui: &Ui, view: &View<'_>, key: &str, status: Status) -> Option<String> {
    let id = Id::unique(("onramp-took", key));
    let known: Option<(Timestamp, Option<i64>)> = ui.data(|data| data.get_temp(id));
    match (status, known) {
        (Status::Waiting, _) => {
            ui.data_mut(|data| data.remove::<(Timestamp, Option<i64>)>(id));
            None
        }
        (Status::Running | Status::Pausing, None) => {
            ui.data_mut(|data| data.insert_temp(id, (view.now, None::<i64>)));
            None
        }
        (Status::Done, Some((begun, None))) => {
            let seconds = view.now.as_second() - begun.as_second();
            ui.data_mut(|data| data.insert_temp(id, (begun, Some(seconds))));
            (seconds > 0).then(|| words::duration(view.texts, seconds))
        }
        (Status::Done, Some((_, Some(seconds)))) if seconds > 0 => Some(words::duration(view.texts, seconds)),
        _ => None,
    }
}

/// A bar that is `done` of `total` full; `name` is what screen readers say.
pub fn progress_bar(ui: &mut Ui, done: usize, total: usize, name: &str) {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    let part = if total == 0 { 0.0 } else { count(done) / count(total) };
    let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
    info.value = Some(f64::from(part));
    response.widget_info(|| info.clone());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    ui.painter().rect_filled(rect, 3.0, colors.hairline);
    if part > 0.0 {
        let filled = Rect::from_min_size(rect.min, vec2(rect.width() * part.min(1.0), rect.height()));
        ui.painter().rect_filled(filled, 3.0, if done == total { colors.success } else { colors.accent });
    }
}

/// A small number as a part of a length; a list never has more rows than this counts.
fn count(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}
