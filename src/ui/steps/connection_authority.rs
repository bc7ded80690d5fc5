//! The authority of an inspection: what it means to trust it, what is in the file, and the button. Draws only.

use eframe::egui::Ui;

use crate::net::Authority;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Field, Tone, callout, card, copy_row, field, label, problem, secondary, section};
use crate::wizard::{Action, ConnectionAction, ConnectionTest};
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>, test: &ConnectionTest) {
    let texts = view.texts;
    section(ui, &t!(texts, "authority-title"));
    if test.authority.trusted {
        callout(ui, Tone::Success, &t!(texts, "authority-trusted"), &t!(texts, "authority-trusted-text"), |_| {});
        return;
    }
    label(ui, Text::Body, view.colors.muted, &t!(texts, "authority-text"));
    let path = Field {
        key: "authority-path",
        label: &t!(texts, "authority-path"),
        hint: &t!(texts, "authority-path-hint"),
        help: &t!(texts, "authority-path-help"),
        mono: true,
        optional: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &path, &test.authority.path) {
        act(view, ConnectionAction::AuthorityPath(typed));
    }
    ui.horizontal(|ui| {
        if secondary(ui, &t!(texts, "authority-read")).clicked() {
            act(view, ConnectionAction::ReadAuthority);
        }
        if secondary(ui, &t!(texts, "handover-browse")).clicked() {
            act(view, ConnectionAction::BrowseAuthority);
        }
    });
    if let Some(reason) = &test.authority.problem {
        problem(ui, view, reason, |_| {});
    }
    if test.authority.found.is_empty() {
        return;
    }
    ui.add_space(theme::S);
    for one in &test.authority.found {
        shown(ui, view, test, one);
        ui.add_space(theme::S);
    }
    let mut trust = false;
    callout(ui, Tone::Warning, &t!(texts, "authority-warning"), &t!(texts, "authority-warning-text"), |ui| {
        trust = secondary(ui, &t!(texts, "authority-trust")).clicked();
    });
    if trust {
        act(view, ConnectionAction::Trust);
    }
}

fn act(view: &mut View<'_>, action: ConnectionAction) {
    view.act(Action::Connection(action));
}

/// What one of them says of itself, and whether it is the one that was seen on the way.
fn shown(ui: &mut Ui, view: &View<'_>, test: &ConnectionTest, one: &Authority) {
    let texts = view.texts;
    let certificate = &one.certificate;
    card(ui, |ui| {
        let name = certificate.subject.in_words().unwrap_or_else(|| t!(texts, "network-unknown-issuer"));
        label(ui, Text::Strong, view.colors.text, &name);
        if let Some((_, until)) = certificate.valid {
            let line = t!(texts, "authority-until", date = words::date(texts, until));
            let ended = until <= view.now;
            label(ui, Text::Body, if ended { view.colors.danger } else { view.colors.muted }, &line);
        }
        copy_row(ui, view, &t!(texts, "authority-fingerprint"), &certificate.fingerprint);
        let mut seen = test.reports.iter().filter_map(|report| report.authority.as_ref());
        let issued = |report: &&crate::net::diagnose::HostReport| {
            report.certificate.as_ref().is_some_and(|leaf| leaf.issuer == certificate.subject)
        };
        let line = if seen.any(|authority| authority.fingerprint == certificate.fingerprint) {
            t!(texts, "authority-seen")
        } else if test.reports.iter().any(|report| issued(&report)) {
            t!(texts, "authority-same-name")
        } else {
            t!(texts, "authority-not-seen")
        };
        label(ui, Text::Small, view.colors.muted, &line);
    });
}
