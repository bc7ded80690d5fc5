//! "Test the connection": the way to each host as it is found out, the verdict, the text for the network team, and the
//! authority of an inspection. Draws only.

use eframe::egui::Ui;
use eframe::egui::accesskit::Live;

use super::connection_authority as authority;
use crate::net::diagnose::{Finding, GUEST_PAGE, Host, HostReport};
use crate::t;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Field, Status, Tone, callout, card, copy_button, disclosure, field, finding, label, link, problem, secondary,
    section, small, status_row,
};
use crate::wizard::{Action, ConnectionAction, ConnectionTest};
use crate::words::findings::Level;
use crate::words::network::{purposes, rows, verdict, worst};
use crate::words::network_team::{self, Tested};

/// The way to the test, for whoever looks for it.
pub fn offer(ui: &mut Ui, view: &mut View<'_>) {
    ui.add_space(theme::S);
    if link(ui, &t!(view.texts, "connection-test"), None).clicked() {
        act(view, ConnectionAction::Test);
    }
    small(ui, &t!(view.texts, "connection-test-note"));
}

fn act(view: &mut View<'_>, action: ConnectionAction) {
    view.act(Action::Connection(action));
}

/// What is being found out, and what was found.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let Some(test) = &view.state.connection else { return };
    section(ui, &t!(texts, "connection-title"));
    if test.cloud == "demo" {
        label(ui, Text::Body, view.colors.muted, &t!(texts, "connection-demo"));
    }
    summary(ui, view, test);
    ui.add_space(theme::S);
    for (host, report) in test.rows() {
        way(ui, view, host, report, test.running.is_some());
        ui.add_space(theme::S);
    }
    ui.horizontal(|ui| {
        let (name, action) = if test.running.is_some() {
            (t!(texts, "connection-stop"), ConnectionAction::Stop)
        } else {
            (t!(texts, "connection-again"), ConnectionAction::Test)
        };
        if secondary(ui, &name).clicked() {
            act(view, action);
        }
        if secondary(ui, &t!(texts, "connection-close")).clicked() {
            act(view, ConnectionAction::Close);
        }
    });
    if test.is_inspected() {
        ui.add_space(theme::L);
        authority::show(ui, view, test);
    }
    if test.tested.is_some() {
        ui.add_space(theme::L);
        for_team(ui, view, test);
    }
}

/// How it stands, in one sentence.
fn summary(ui: &mut Ui, view: &mut View<'_>, test: &ConnectionTest) {
    let texts = view.texts;
    if let Some(reason) = &test.problem {
        problem(ui, view, reason, |_| {});
        return;
    }
    let (tone, title) = match worst(&test.reports) {
        _ if test.running.is_some() => (Tone::Info, t!(texts, "connection-running")),
        _ if test.tested.is_none() => (Tone::Info, t!(texts, "connection-stopped")),
        Level::Blocked => (Tone::Danger, verdict(texts, &test.reports)),
        Level::Note | Level::Unknown => (Tone::Warning, verdict(texts, &test.reports)),
        Level::Ready => (Tone::Success, verdict(texts, &test.reports)),
    };
    let note = if test.running.is_some() { t!(texts, "connection-running-text") } else { String::new() };
    let findings = || test.reports.iter().flat_map(|report| &report.findings);
    let guest = findings().any(|finding| matches!(finding, Finding::Portal(_)));
    let mut open = false;
    callout(ui, tone, "", "", |ui| {
        let line = label(ui, Text::Strong, view.colors.text, &title);
        ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(Live::Polite));
        if !note.is_empty() {
            label(ui, Text::Body, view.colors.text, &note);
        }
        if guest {
            open = secondary(ui, &t!(texts, "connection-guest")).clicked();
        }
    });
    if open {
        view.act(Action::OpenLink(GUEST_PAGE.to_owned()));
    }
}

/// One host: what it is for, and what was found on the way to it.
fn way(ui: &mut Ui, view: &View<'_>, host: &Host, report: Option<&HostReport>, running: bool) {
    let texts = view.texts;
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::S;
        let place = format!("{}:{}", host.name, host.port);
        let Some(report) = report else {
            let (status, word) = if running {
                (Status::Running, t!(texts, "connection-testing"))
            } else {
                (Status::Waiting, t!(texts, "connection-untested"))
            };
            status_row(ui, view, &place, status, &place, &purposes(texts, host), &word);
            return;
        };
        label(ui, Text::Strong, view.colors.text, &place);
        label(ui, Text::Small, view.colors.muted, &purposes(texts, host));
        for row in rows(texts, report) {
            finding(ui, texts, row.level, &row.title, &row.text, |_| {});
        }
    });
}

/// The text to hand over: to copy, to read, to save.
fn for_team(ui: &mut Ui, view: &mut View<'_>, test: &ConnectionTest) {
    let texts = view.texts;
    let Some(time) = test.tested else { return };
    let tested = Tested { cloud: &test.cloud, hosts: &test.hosts, reports: &test.reports, time };
    let letter = network_team::text(texts, &tested);
    section(ui, &t!(texts, "connection-team"));
    label(ui, Text::Body, view.colors.muted, &t!(texts, "connection-team-text"));
    copy_button(ui, view, &t!(texts, "connection-team-copy"), &letter);
    if disclosure(ui, "connection-team-read", &t!(texts, "connection-team-read")) {
        card(ui, |ui| label(ui, Text::Mono, view.colors.text, letter.trim_end()));
    }
    if disclosure(ui, "connection-team-save", &t!(texts, "connection-team-file")) {
        save(ui, view, test, letter);
    }
}

fn save(ui: &mut Ui, view: &mut View<'_>, test: &ConnectionTest, letter: String) {
    let texts = view.texts;
    let path = Field {
        key: "team-path",
        label: &t!(texts, "handover-path"),
        help: &t!(texts, "handover-path-help"),
        mono: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &path, &test.team.path) {
        act(view, ConnectionAction::TeamPath(typed));
    }
    let mut replace = None;
    ui.horizontal(|ui| {
        if secondary(ui, &t!(texts, "connection-team-save")).clicked() {
            replace = Some(false);
        }
        if secondary(ui, &t!(texts, "handover-browse")).clicked() {
            act(view, ConnectionAction::BrowseTeamPath);
        }
    });
    if let Some(there) = &test.team.exists {
        let title = t!(texts, "connection-team-exists", path = there.display().to_string());
        callout(ui, Tone::Warning, &title, "", |ui| {
            if secondary(ui, &t!(texts, "connection-team-replace")).clicked() {
                replace = Some(true);
            }
        });
    }
    if let Some(reason) = &test.team.problem {
        problem(ui, view, reason, |_| {});
    }
    if let Some(path) = &test.team.saved {
        callout(ui, Tone::Success, "", &t!(texts, "handover-saved", path = path.display().to_string()), |_| {});
    }
    if let Some(replace) = replace {
        act(view, ConnectionAction::SaveTeam { text: letter, replace });
    }
}
