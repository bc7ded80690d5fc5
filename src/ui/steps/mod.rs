//! One file per page. Each draws its form from the state and leaves actions in the view.

mod account;
mod app;
mod app_choice;
mod approval;
mod check;
mod connect;
mod connect_advanced;
mod connect_cloud;
mod connect_code;
mod connect_found;
mod connect_more;
mod connection;
mod connection_authority;
mod handover;
mod permissions;
mod product;
mod review;
mod secret;
mod setup;

use eframe::egui::Ui;

use super::theme;
use super::view::View;
use super::widgets::{heading, muted};
use crate::t;
use crate::wizard::Step;

/// Draws the page of the current step.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    match view.state.step {
        Step::Product => product::show(ui, view),
        Step::Connect => connect::show(ui, view),
        Step::App => app::show(ui, view),
        Step::Account => account::show(ui, view),
        Step::Secret => secret::show(ui, view),
        Step::Permissions => permissions::show(ui, view),
        Step::Review => review::show(ui, view),
        Step::Setup => setup::show(ui, view),
        Step::Check => check::show(ui, view),
        Step::Handover => handover::show(ui, view),
    }
}

/// What the page is about, for the place beside it.
pub fn help(view: &View<'_>) -> String {
    let texts = view.texts;
    let product = view.product();
    match view.state.step {
        Step::Product => t!(texts, "product-help"),
        Step::Connect => t!(texts, "connect-help"),
        Step::App => t!(texts, "app-help", product = product),
        Step::Account => t!(texts, "account-help"),
        Step::Secret => t!(texts, "secret-help", product = product),
        Step::Permissions => t!(texts, "permissions-help", product = product),
        Step::Review => t!(texts, "review-help"),
        Step::Setup if view.state.awaits_approval() => t!(texts, "awaiting-help"),
        Step::Setup => t!(texts, "setup-help"),
        Step::Check => t!(texts, "check-help", product = product),
        Step::Handover => t!(texts, "handover-help"),
    }
}

/// The title of a page and its one sentence.
fn head(ui: &mut Ui, title: &str, sentence: &str) {
    heading(ui, title);
    if !sentence.is_empty() {
        muted(ui, sentence);
    }
    ui.add_space(theme::L);
}
