//! Everything that will change, in plain words, before anything changes; the exact requests one click away.

use eframe::egui::{CornerRadius, Frame, Margin, Rect, Sense, Ui, Vec2};

use super::{app_choice, head};
use crate::plan::requests::{self, PlannedRequest};
use crate::plan::{Change, Plan};
use crate::setup::Approvers;
use crate::types::UniqueName;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, RADIUS, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Tone, callout, card, copy_button, disclosure_line, icon, label, secondary, section, small};
use crate::wizard::{Action, Blocker};
use crate::words::approval::who_can;
use crate::words::findings;
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    head(ui, &t!(texts, "review-title"), &t!(texts, "review-text"));
    obstacles(ui, view);
    truths(ui, view);
    let Some(plan) = view.state.current_plan() else { return };
    whereabouts(ui, view, &plan);
    ui.add_space(theme::L);

    let missing = view.findings().map(crate::setup::Findings::missing_apis).unwrap_or_default();
    let list = view.state.changes();
    section(ui, &t!(texts, "review-changes", count = list.len()));
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::M;
        for (i, change) in list.iter().enumerate() {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::M;
                numbered(ui, view, i + 1);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    label(ui, Text::Strong, view.colors.text, &words::change(texts, change));
                    label(ui, Text::Body, view.colors.muted, &words::change_note(texts, change));
                });
            });
        }
    });
    let reused = view.state.reused();
    if let Some(app) = reused {
        ui.add_space(theme::L);
        section(ui, &t!(texts, "review-stays"));
        card(ui, |ui| app_choice::lines(ui, view, Icon::Check, &words::reuse::stays(texts, app)));
    }
    ui.add_space(theme::S);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::S;
        icon(ui, Icon::Info, 16.0, view.colors.muted);
        let new = plan.reuse.is_none();
        let note = if new { t!(texts, "review-undo-note") } else { t!(texts, "review-undo-note-reuse") };
        label(ui, Text::Body, view.colors.muted, &note);
    });
    let open = view.state.show_requests;
    if disclosure_line(ui, &t!(texts, "review-technical"), open).clicked() {
        view.act(Action::ShowRequests(!open));
    }
    if open && let Ok(example) = UniqueName::parse("onramp-example") {
        small(ui, &t!(texts, "review-technical-text"));
        let requests = requests::preview(&plan, &missing, reused.map(|found| &found.app), &example, view.now);
        technical(ui, view, &requests);
    }
}

/// What stands in the way, each with the way to where it can be cleared.
fn obstacles(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    for obstacle in view.state.blockers() {
        let (tone, title, text) = match obstacle {
            Blocker::SignedOut => (Tone::Warning, t!(texts, "review-signed-out"), String::new()),
            Blocker::Looking => (Tone::Info, t!(texts, "connect-looking"), t!(texts, "connect-looking-text")),
            Blocker::NotLooked => (Tone::Warning, t!(texts, "review-not-looked"), String::new()),
            Blocker::Form(_) => (Tone::Warning, t!(texts, "review-incomplete"), t!(texts, "review-incomplete-text")),
            Blocker::MayNotCreate => {
                (Tone::Danger, t!(texts, "found-create-blocked"), t!(texts, "found-create-blocked-text"))
            }
            Blocker::MayNotChange => {
                let name = view.state.reused().map(|app| app.app.name.clone()).unwrap_or_default();
                (Tone::Danger, t!(texts, "reuse-may-not-change", name = name), t!(texts, "reuse-may-not-change-text"))
            }
            Blocker::SecretsForbidden | Blocker::SecretsTooShort { .. } => {
                let obstacle = view.findings().and_then(|found| findings::secret_obstacle(texts, found));
                let (title, text) = obstacle.map_or_else(Default::default, |row| (row.title, row.text));
                (Tone::Danger, title, text)
            }
        };
        let step = obstacle.step();
        let clicked = callout(ui, tone, &title, &text, |ui| {
            let name = t!(texts, "review-go-to", step = words::step_title(texts, step));
            obstacle != Blocker::Looking && secondary(ui, &name).clicked()
        });
        if clicked {
            view.act(Action::GoTo(step));
        }
        ui.add_space(theme::S);
    }
}

/// What is good to know before pressing the button: what an administrator has to approve, and what is left out.
fn truths(ui: &mut Ui, view: &View<'_>) {
    let texts = view.texts;
    if view.findings().is_some_and(|found| found.may_consent == Some(false))
        && view.state.changes().iter().any(Change::is_approval)
        && let Some(plan) = view.state.current_plan()
    {
        let who = who_can(texts, Approvers::of(plan.permissions.iter().map(|p| (p.api, p.kind))));
        let (title, text) = (t!(texts, "review-consent-other"), t!(texts, "review-consent-other-text", who = who));
        callout(ui, Tone::Info, &title, &text, |_| {});
        ui.add_space(theme::S);
    }
    let Some((preset, draft)) = view.choices() else { return };
    for permission in draft.left_out(preset) {
        let title = t!(texts, "review-without", name = permission.name.as_str());
        let text = t!(texts, "review-without-text", product = view.product(), why = permission.why.as_str());
        callout(ui, Tone::Warning, &title, &text, |_| {});
        ui.add_space(theme::S);
    }
}

fn whereabouts(ui: &mut Ui, view: &View<'_>, plan: &Plan) {
    let texts = view.texts;
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::S;
        let tenant = view.state.tenant_title().unwrap_or_default();
        let domain = view.findings().and_then(|found| found.domain.clone()).filter(|domain| *domain != tenant);
        let tenant = domain.map_or(tenant.clone(), |domain| format!("{tenant} ({domain})"));
        line(ui, view, Icon::Building, &t!(texts, "review-in"), &tenant);
        if let Some(account) = view.state.account() {
            let who = t!(texts, "connect-as", name = account.name.as_str(), username = account.username.as_str());
            line(ui, view, Icon::Person, &t!(texts, "review-as"), &who);
        }
        line(ui, view, Icon::Key, &t!(texts, "review-for"), &plan.product);
    });
}

fn line(ui: &mut Ui, view: &View<'_>, sign: Icon, name: &str, value: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::S;
        icon(ui, sign, 16.0, view.colors.muted);
        ui.allocate_ui(Vec2::new(88.0, 20.0), |ui| {
            ui.set_min_width(88.0);
            label(ui, Text::Body, view.colors.muted, name);
        });
        label(ui, Text::Strong, view.colors.text, value);
    });
}

fn numbered(ui: &mut Ui, view: &View<'_>, number: usize) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(22.0), Sense::hover());
    let circle = Rect::from_center_size(rect.center(), Vec2::splat(22.0));
    ui.painter().circle_filled(circle.center(), 11.0, view.colors.accent_soft);
    let font = Text::SmallStrong.font();
    ui.painter().text(circle.center(), eframe::egui::Align2::CENTER_CENTER, number, font, view.colors.accent);
}

fn technical(ui: &mut Ui, view: &View<'_>, list: &[PlannedRequest]) {
    let written: Vec<_> = list
        .iter()
        .map(|request| {
            let body = serde_json::to_string_pretty(&request.body).unwrap_or_default();
            format!("{} {}\n{body}", request.method, request.path)
        })
        .collect();
    copy_button(ui, view, &t!(view.texts, "copy"), &written.join("\n\n"));
    for text in &written {
        Frame::new()
            .fill(view.colors.canvas)
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin::same(12))
            .show(ui, |ui| {
                ui.take_available_width();
                label(ui, Text::Mono, view.colors.text, text);
            });
    }
}
