//! Looking at what could not be checked with the present rights: why, what Microsoft will ask, and the button. Draws only.

use eframe::egui::Ui;

use crate::setup::{Findings, Unchecked, unchecked};
use crate::t;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Tone, callout, label, problem, secondary};
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
        let (title, why) = match what {
            Unchecked::Rules => (t!(texts, "connect-more-rules"), t!(texts, "connect-more-rules-text")),
            Unchecked::EligibleRoles => (t!(texts, "connect-more-roles"), t!(texts, "connect-more-roles-text")),
        };
        let asks = if view.state.client.kind == ClientKind::Own {
            t!(texts, "connect-more-asks-own", permission = what.scope())
        } else {
            t!(texts, "connect-more-asks", permission = what.scope())
        };
        let pressed = callout(ui, Tone::Info, &title, &why, |ui| {
            label(ui, Text::Small, view.colors.muted, &asks);
            secondary(ui, &t!(texts, "connect-more-check")).clicked()
        });
        if pressed {
            view.act(Action::CheckMore(what));
        }
    }
}
