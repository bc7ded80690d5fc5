//! The whole window: the page first, then help, footer and rail, so that the keyboard walks in that order; dialogs above.

use eframe::egui::accesskit::{self, Role};
use eframe::egui::{Frame, Margin, Rect, ScrollArea, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};
use jiff::Timestamp;

use super::theme::{self, FORM_WIDTH, Text};
use super::view::{self, View};
use super::widgets::{Tone, callout, copy_button, disclosure, label};
use super::{dialogs, focus, footer, rail, steps};
use crate::t;
use crate::text::Texts;
use crate::wizard::{Action, State};

const RAIL_WIDTH: f32 = 232.0;
const HELP_WIDTH: f32 = 232.0;
/// Below this width, the rail becomes a line above the page: a small window at 200 %.
const SLIM: f32 = 720.0;
/// From this width of the page on, help stands beside the form.
const WIDE: f32 = 800.0;

/// Draws everything and returns what the person did, in order.
pub fn show(ui: &mut Ui, state: &State, texts: &Texts, now: Timestamp) -> Vec<Action> {
    let ctx = ui.ctx().clone();
    let colors = theme::colors(ui);
    let mut view = View::new(state, texts, now, colors);
    focus::watch(&ctx);
    if view::entered(&ctx, state.step) {
        view::clear_help(&ctx);
        focus::want(&ctx, true);
    }
    let whole = ui.max_rect();
    let slim = whole.width() < SLIM;
    let low = whole.height() < 480.0;
    let rail_width = if slim { 0.0 } else { RAIL_WIDTH };
    let head_height = if slim { 48.0 } else { 0.0 };
    let (rail_rect, right) = whole.split_left_right_at_x(whole.left() + rail_width);
    let (head_rect, below) = right.split_top_bottom_at_y(right.top() + head_height);
    let (page_rect, footer_rect) = below.split_top_bottom_at_y(below.bottom() - if low { 52.0 } else { 68.0 });
    view.wide = page_rect.width() >= WIDE;

    ui.painter().rect_filled(whole, 0.0, colors.page);
    ui.painter().rect_filled(rail_rect, 0.0, colors.canvas);
    ui.painter().rect_filled(head_rect, 0.0, colors.canvas);
    let hairline = Stroke::new(1.0, colors.hairline);
    ui.painter().hline(footer_rect.x_range(), footer_rect.top(), hairline);
    if !slim {
        ui.painter().vline(rail_rect.right(), rail_rect.y_range(), hairline);
    }

    let pad = if slim { theme::L } else { theme::XXL };
    let help_rect = Rect::from_min_max(
        pos2(page_rect.right() - HELP_WIDTH - theme::XL, page_rect.top() + theme::XXL),
        pos2(page_rect.right() - theme::XL, page_rect.bottom()),
    );
    let form_right = if view.wide { help_rect.left() - theme::L } else { page_rect.right() };
    let form_rect = Rect::from_min_max(page_rect.min, pos2(form_right, page_rect.bottom()));
    scope(ui, form_rect, "page", |ui| page(ui, &mut view, pad));
    focus::want(&ctx, false);
    if view.wide {
        scope(ui, help_rect, "help", |ui| help_beside(ui, &view));
    }
    scope(ui, footer_rect.shrink2(vec2(pad, 0.0)), "footer", |ui| footer::show(ui, &mut view));
    if slim {
        scope(ui, head_rect.shrink2(vec2(pad, 0.0)), "head", |ui| rail::line(ui, &view));
    } else {
        scope(ui, rail_rect.shrink2(vec2(theme::M, theme::L)), "rail", |ui| rail::show(ui, &mut view));
    }
    dialogs::show(&ctx, &mut view);
    focus::ring(&ctx, colors);

    let title = title(state, texts);
    ctx.accesskit_node_builder(eframe::egui::accesskit_root_id(), |node| node.set_label(title));
    view.into_actions()
}

/// The window's title: with the tenant, so that two windows can be told apart.
pub fn title(state: &State, texts: &Texts) -> String {
    match state.tenant_title() {
        Some(tenant) => t!(texts, "window-title", tenant = tenant),
        None => t!(texts, "app-name"),
    }
}

fn scope(ui: &mut Ui, rect: Rect, name: &'static str, add: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new().id_salt(name).max_rect(rect);
    ui.scope_builder(builder, |ui| {
        ui.shrink_clip_rect(rect.expand(4.0));
        add(ui);
    });
}

fn page(ui: &mut Ui, view: &mut View<'_>, pad: f32) {
    ScrollArea::vertical().auto_shrink(false).id_salt(view.state.step).show(ui, |ui| {
        let margin = Margin { left: pad as i8, right: pad as i8, top: pad as i8, bottom: theme::XL as i8 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(FORM_WIDTH));
            ui.take_available_width();
            failed_link(ui, view);
            steps::show(ui, view);
            if !view.wide {
                ui.add_space(theme::L);
                if disclosure(ui, ("help", view.state.step), &t!(view.texts, "what-this-means")) {
                    label(ui, Text::Body, view.colors.muted, &steps::help(view));
                }
            }
        });
    });
}

fn failed_link(ui: &mut Ui, view: &View<'_>) {
    let Some(address) = &view.state.failed_link else { return };
    callout(ui, Tone::Warning, &t!(view.texts, "link-failed"), &t!(view.texts, "link-failed-text"), |ui| {
        label(ui, Text::Mono, view.colors.text, address);
        copy_button(ui, view, &t!(view.texts, "copy"), address);
    });
    ui.add_space(theme::L);
}

fn help_beside(ui: &mut Ui, view: &View<'_>) {
    let own = view::help(ui.ctx()).filter(|help| !help.text.is_empty());
    let (title, text) = match &own {
        Some(help) => (help.title.as_str(), help.text.clone()),
        None => ("", steps::help(view)),
    };
    let frame = Frame::new().fill(view.colors.canvas).corner_radius(theme::RADIUS).inner_margin(Margin::same(16)).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = Vec2::splat(theme::S);
            label(ui, Text::SmallStrong, view.colors.accent, &t!(view.texts, "what-this-means"));
            if !title.is_empty() {
                label(ui, Text::Strong, view.colors.text, title);
            }
            label(ui, Text::Body, view.colors.muted, &text);
        },
    );
    ui.ctx().accesskit_node_builder(frame.response.id, |node: &mut accesskit::Node| {
        node.set_role(Role::Complementary);
    });
}
