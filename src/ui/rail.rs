//! The left rail: where the person is, what is behind and what is to come; below it, in whose organization as whom.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Frame, Margin, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::findings;
use super::focus;
use super::icons::{self, Icon};
use super::theme::{self, RADIUS, Text};
use super::view::View;
use super::widgets::{badge, galley, icon, label, segment};
use crate::verify::CheckState;
use crate::wizard::{Action, CUSTOM_CLOUD, CheckRow, ConnectPhase, SetupPhase, State, Step, StepMark, ThemeChoice};
use crate::{t, words};

const ROW: f32 = 32.0;

/// How the rail marks a step: as the wizard says, and the page that is shown warns, too, when it cannot be passed.
fn mark(state: &State, step: Step) -> StepMark {
    match step == state.step {
        true if stuck(state) => StepMark::Blocked,
        true if step == Step::Setup && state.awaits_approval() => StepMark::Waiting,
        _ => state.mark(step),
    }
}

fn stuck(state: &State) -> bool {
    match state.step {
        Step::Connect => {
            matches!(state.connect, ConnectPhase::Failed(_)) || (state.account().is_some() && findings::blocks(state))
        }
        Step::App | Step::Account | Step::Secret | Step::Permissions => {
            state.show_problems.contains(&state.step) && !state.problems_of(state.step).is_empty()
        }
        Step::Setup => matches!(state.setup, SetupPhase::Stopped(_) | SetupPhase::Revoked),
        Step::Check => {
            let failed = |row: &CheckRow| !row.optional && matches!(row.state, CheckState::Failed(_));
            state.checking.is_none() && state.checks.iter().any(failed)
        }
        _ => false,
    }
}

/// Draws the rail.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    ui.spacing_mut().item_spacing = Vec2::new(theme::S, 2.0);
    let whole = ui.max_rect();
    let (above, below) = whole.split_top_bottom_at_y(whole.bottom() - 28.0);
    let builder = UiBuilder::new().id_salt("steps").max_rect(above);
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| rows(ui, view));
    });
    ui.scope_builder(UiBuilder::new().id_salt("appearance").max_rect(below), |ui| appearance(ui, view));
}

fn rows(ui: &mut Ui, view: &mut View<'_>) {
    let busy = view.state.setup_job().is_some();
    brand(ui, view);
    ui.add_space(theme::L);
    for (i, step) in Step::ALL.into_iter().enumerate() {
        let reachable = view.state.can_go_to(step) && step != view.state.step && !busy;
        if row(ui, view, i + 1, step, reachable) {
            view.act(Action::GoTo(step));
        }
    }
    ui.add_space(theme::L);
    card(ui, view);
}

/// Instead of the rail where there is no room for it.
pub fn line(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal_centered(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(24.0), Sense::hover());
        icons::paint_brand(ui.painter(), rect, view.colors.accent, view.colors.on_accent);
        label(ui, Text::Strong, view.colors.text, &words::step_title(view.texts, view.state.step));
        let number = Step::ALL.iter().position(|step| *step == view.state.step).unwrap_or_default() + 1;
        let text = t!(view.texts, "step-of", number = number.to_string(), count = Step::ALL.len().to_string());
        label(ui, Text::Small, view.colors.muted, &text);
    });
}

fn brand(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal(|ui| {
        ui.add_space(theme::S);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(28.0), Sense::hover());
        icons::paint_brand(ui.painter(), rect, view.colors.accent, view.colors.on_accent);
        label(ui, Text::Section, view.colors.text, &t!(view.texts, "app-name"));
    });
}

fn row(ui: &mut Ui, view: &View<'_>, number: usize, step: Step, reachable: bool) -> bool {
    let colors = view.colors;
    let mark = mark(view.state, step);
    let here = step == view.state.step;
    let title = words::step_title(view.texts, step);
    let sense = if reachable { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, reachable || here, &title));
    let state_word = match mark {
        StepMark::Done => t!(view.texts, "mark-done"),
        StepMark::Current => t!(view.texts, "mark-current"),
        StepMark::ToDo => t!(view.texts, "mark-todo"),
        StepMark::Blocked => t!(view.texts, "mark-blocked"),
        StepMark::Waiting => t!(view.texts, "mark-waiting"),
    };
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(state_word);
        if here {
            node.set_aria_current(eframe::egui::accesskit::AriaCurrent::Step);
        }
    });
    focus::reveal(&response);

    let painter = ui.painter();
    let round = CornerRadius::same(RADIUS);
    if here {
        painter.rect_filled(rect, round, colors.accent_soft);
    } else if response.hovered() && reachable {
        painter.rect_filled(rect, round, colors.hairline);
    }
    let circle = Rect::from_center_size(pos2(rect.left() + 20.0, rect.center().y), Vec2::splat(20.0));
    match mark {
        StepMark::Done => {
            painter.circle_filled(circle.center(), 9.5, colors.success_soft);
            icons::paint(painter, circle.shrink(5.0), Icon::Check, colors.success);
        }
        StepMark::Blocked => icons::paint(painter, circle.shrink(1.5), Icon::Warning, colors.danger),
        StepMark::Waiting => icons::paint(painter, circle.shrink(1.5), Icon::Clock, colors.warning),
        StepMark::Current => {
            painter.circle_filled(circle.center(), 9.5, colors.accent);
            numbered(ui, circle, number, colors.on_accent);
        }
        StepMark::ToDo => {
            painter.circle_stroke(circle.center(), 9.0, Stroke::new(1.0, colors.outline));
            numbered(ui, circle, number, colors.muted);
        }
    }
    let (style, ink) = match (here, mark) {
        (true, _) => (Text::Strong, colors.text),
        (false, StepMark::ToDo) => (Text::Body, colors.muted),
        (false, _) => (Text::Body, colors.text),
    };
    let words = galley(ui, style, ink, &title, rect.width() - 52.0);
    let at = pos2(rect.left() + 42.0, rect.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, ink);
    let clicked = response.clicked();
    if reachable {
        response.on_hover_cursor(CursorIcon::PointingHand);
    }
    clicked
}

fn numbered(ui: &Ui, circle: Rect, number: usize, color: Color32) {
    let mut font = Text::SmallStrong.font();
    font.size = if number > 9 { 10.0 } else { 11.0 };
    ui.painter().text(circle.center(), Align2::CENTER_CENTER, number, font, color);
}

fn card(ui: &mut Ui, view: &View<'_>) {
    let colors = view.colors;
    Frame::new()
        .fill(colors.page)
        .stroke(Stroke::new(1.0, colors.hairline))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.vertical(|ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing.y = theme::XS;
                if view.state.demo.is_some() {
                    badge(ui, &t!(view.texts, "demo-badge"), colors.warning, colors.warning_soft);
                }
                let Some(account) = view.state.account() else {
                    label(ui, Text::Strong, colors.text, &t!(view.texts, "card-nobody"));
                    let text = if view.state.demo.is_some() {
                        t!(view.texts, "demo-card")
                    } else {
                        t!(view.texts, "card-nobody-text")
                    };
                    label(ui, Text::Small, colors.muted, &text);
                    // A cloud that somebody chose is named before they sign in there.
                    if view.state.chosen_cloud.is_some() {
                        label(ui, Text::Small, colors.muted, &cloud_name(view));
                    }
                    return;
                };
                let tenant = view.state.tenant_title().unwrap_or_default();
                line_with_icon(ui, Icon::Building, &tenant, Text::Strong, colors.text);
                line_with_icon(ui, Icon::Person, &account.username, Text::Small, colors.muted);
                if view.state.demo.is_none() {
                    label(ui, Text::Small, colors.muted, &cloud_name(view));
                }
            });
        });
}

/// The cloud of the sign-in; one from a file with the host at which people sign in there.
fn cloud_name(view: &View<'_>) -> String {
    let id = view.state.cloud_in_use();
    match &view.state.cloud_file.host {
        Some(host) if id == CUSTOM_CLOUD => t!(view.texts, "card-cloud-file", host = host.as_str()),
        _ => words::cloud(view.texts, id),
    }
}

fn line_with_icon(ui: &mut Ui, sign: Icon, text: &str, style: Text, color: Color32) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        icon(ui, sign, 14.0, color);
        label(ui, style, color, text);
    });
}

fn appearance(ui: &mut Ui, view: &mut View<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (choice, text) in [
            (ThemeChoice::System, t!(view.texts, "theme-system")),
            (ThemeChoice::Light, t!(view.texts, "theme-light")),
            (ThemeChoice::Dark, t!(view.texts, "theme-dark")),
        ] {
            if segment(ui, &text, view.state.theme == choice).clicked() {
                view.act(Action::SetTheme(choice));
            }
        }
    });
}
