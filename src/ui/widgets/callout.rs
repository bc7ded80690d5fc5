//! A note that stands out: good to know, careful, or a problem with what it means, what to do, and the technical
//! details one click away.

use eframe::egui::{Color32, CornerRadius, Frame, Margin, Ui};

use super::super::icons::Icon;
use super::super::theme::{self, Colors, RADIUS, Text};
use super::super::view::View;
use super::copy_value::copy_button;
use super::disclosure::disclosure;
use super::text::{icon, label};
use crate::explain::{Details, Problem};
use crate::t;
use crate::text::Texts;

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Well done.
    Success,
    /// Careful.
    Warning,
    /// Something is wrong.
    Danger,
}

impl Tone {
    /// Ink, ground and icon.
    pub fn look(self, colors: Colors) -> (Color32, Color32, Icon) {
        match self {
            Self::Info => (colors.accent, colors.accent_soft, Icon::Info),
            Self::Success => (colors.success, colors.success_soft, Icon::Check),
            Self::Warning => (colors.warning, colors.warning_soft, Icon::Warning),
            Self::Danger => (colors.danger, colors.danger_soft, Icon::Warning),
        }
    }
}

/// A note with a title, a text and whatever `add` puts below.
pub fn callout<R>(ui: &mut Ui, tone: Tone, title: &str, text: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let colors = theme::colors(ui);
    let (ink, ground, sign) = tone.look(colors);
    Frame::new()
        .fill(ground)
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.take_available_width();
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::M;
                icon(ui, sign, 18.0, ink);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = theme::XS;
                    if !title.is_empty() {
                        label(ui, Text::Strong, colors.text, title);
                    }
                    if !text.is_empty() {
                        label(ui, Text::Body, colors.text, text);
                    }
                    ui.spacing_mut().item_spacing = eframe::egui::vec2(theme::S, theme::S);
                    add(ui)
                })
                .inner
            })
            .inner
        })
        .inner
}

/// A problem: what happened, what it means, what to do now; `add` puts the way out below.
pub fn problem(ui: &mut Ui, view: &View<'_>, problem: &Problem, add: impl FnOnce(&mut Ui)) {
    let words = view.texts.problem(problem);
    let lines = details(view.texts, &problem.details);
    callout(ui, Tone::Danger, &words.happened, &words.means, |ui| {
        label(ui, Text::Strong, view.colors.text, &words.todo);
        ui.horizontal_wrapped(add);
        if lines.is_empty() {
            return;
        }
        // Two problems on one page fold apart.
        let salt = ("problem", &problem.id, &problem.details.request_id, &problem.details.request);
        if disclosure(ui, salt, &t!(view.texts, "details")) {
            for (name, value) in &lines {
                label(ui, Text::Small, view.colors.muted, name);
                label(ui, Text::Mono, view.colors.text, value);
            }
            let all: Vec<_> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            copy_button(ui, view, &t!(view.texts, "copy-details"), &all.join("\n"));
        }
    });
}

fn details(texts: &Texts, details: &Details) -> Vec<(String, String)> {
    let status = details.status.map(|status| status.to_string());
    [
        (t!(texts, "detail-code"), &details.code),
        (t!(texts, "detail-status"), &status),
        (t!(texts, "detail-message"), &details.message),
        (t!(texts, "detail-request-id"), &details.request_id),
        (t!(texts, "detail-client-request-id"), &details.client_request_id),
        (t!(texts, "detail-date"), &details.date),
        (t!(texts, "detail-request"), &details.request),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value.clone()?)))
    .collect()
}
