//! Looking at what could not be checked with the present rights: why, what Microsoft will ask, and the button. Draws only.

use eframe::egui::Ui;

use crate::setup::{Findings, Unchecked, unchecked};
use crate::t;
use crate::ui::theme;
use crate::ui::view::View;
use crate::ui::widgets::{Tone, callout, problem, secondary};
use crate::wizard::{Action, ClientKind};

/// What more rights would answer, below what was found.
pub fn show(ui: &mut Ui, view: &mut View<'_>, found: &Findings) {
    let texts = view.texts;
    if let Some(failure) = &view.state.more_failed {
        ui.add_space(theme::M);
        callout(ui, Tone::Info, &t!(texts, "connect-more-failed"), "", |_| {});
        ui.add_space(theme::S);
        problem(ui, view, failure, |_| {});
    }
    // Once a setup has begun, nothing is looked at any more.
    if view.state.plan.is_some() {
        return;
    }
    for what in unchecked(found) {
        ui.add_space(theme::M);
        let (title, text) = match (what, view.state.client.kind) {
            (Unchecked::Rules, ClientKind::Own) => {
                (t!(texts, "connect-more-rules"), t!(texts, "connect-more-rules-own-text"))
            }
            (Unchecked::Rules, _) => (t!(texts, "connect-more-rules"), t!(texts, "connect-more-rules-text")),
        };
        let pressed =
            callout(ui, Tone::Info, &title, &text, |ui| secondary(ui, &t!(texts, "connect-more-check")).clicked());
        if pressed {
            view.act(Action::CheckMore(what));
        }
    }
}
