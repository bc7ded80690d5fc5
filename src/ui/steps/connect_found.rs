//! What Onramp found in the organization, as a calm list: what stands in the way first, each line with what to do.

use eframe::egui::Ui;

use crate::setup::{ExistingApp, Findings};
use crate::t;
use crate::ui::findings::{self, Level, Row, Way};
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Tone, callout, disclosure, finding, label, secondary, section};
use crate::wizard::Action;
use crate::words::existing;

pub fn list(ui: &mut Ui, view: &mut View<'_>, found: &Findings) {
    let texts = view.texts;
    let name = view.state.draft.as_ref().map_or("", |draft| draft.app_name.as_str());
    let rows = findings::rows(texts, found, name);
    section(ui, &t!(texts, "connect-findings"));
    let summary = if findings::blocks(view.state) {
        t!(texts, "connect-blocked")
    } else if rows.iter().any(|row| row.level != Level::Ready) {
        t!(texts, "connect-some-warnings")
    } else {
        t!(texts, "connect-all-good")
    };
    label(ui, Text::Body, view.colors.muted, &summary);
    ui.add_space(theme::XS);
    // What stops the setup comes first, with the way out.
    for row in rows.iter().filter(|row| row.level == Level::Blocked) {
        callout(ui, Tone::Danger, &row.title, &row.text, |_| {});
        ui.add_space(theme::S);
    }
    let mut apps = found.existing.iter().flatten();
    for row in rows.iter().filter(|row| row.level != Level::Blocked) {
        // These lines and the applications come in the same order.
        let about_app = ["name", "existing"].contains(&row.id) && row.level == Level::Note;
        line(ui, view, found, row, about_app.then(|| apps.next()).flatten());
    }
}

fn line(ui: &mut Ui, view: &mut View<'_>, found: &Findings, row: &Row, app: Option<&ExistingApp>) {
    finding(ui, view.texts, row.level, &row.title, &row.text, |ui| {
        if let Some(app) = app {
            details(ui, view, app);
        }
        ways(ui, view, &findings::ways(view.texts, found, row));
    });
}

/// What an application that is there already has: for whoever wants to know.
pub fn details(ui: &mut Ui, view: &View<'_>, app: &ExistingApp) {
    let all = existing::details(view.texts, app, view.now);
    let title = t!(view.texts, "existing-details", name = app.app.name.as_str());
    if all.is_empty() || !disclosure(ui, ("existing", app.app.client), &title) {
        return;
    }
    for (heading, lines) in all {
        ui.add_space(theme::XS);
        label(ui, Text::SmallStrong, view.colors.text, &heading);
        for text in lines {
            label(ui, Text::Small, view.colors.muted, &text);
        }
    }
}

/// The buttons of a line.
fn ways(ui: &mut Ui, view: &mut View<'_>, ways: &[Way]) {
    if ways.is_empty() {
        return;
    }
    ui.add_space(theme::XS);
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::S;
        for way in ways {
            let (name, action) = match way {
                Way::Open { name, address } => (name, Action::OpenLink(address.clone())),
                Way::CheckAgain { name } => (name, Action::CheckAgain),
            };
            if secondary(ui, name).clicked() {
                chosen = Some(action);
            }
        }
    });
    if let Some(action) = chosen {
        view.act(action);
    }
}
