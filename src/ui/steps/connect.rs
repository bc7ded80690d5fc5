//! Signing in, and what Onramp finds in the organization before anything is changed.

use eframe::egui::{Sense, Ui, Vec2};

use super::{connect_advanced, connect_cloud, connect_code, connect_found, connect_more, connection, head};
use crate::explain::Problem;
use crate::signin::Account;
use crate::t;
use crate::ui::focus;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Choice, Field, Kind, Tone, button, callout, card, choice_card, copy_row, field, label, link, problem, secondary,
    section,
};
use crate::wizard::{Action, ConnectPhase, ConnectionAction, DemoAccount, Preflight};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let sentence = match (view.state.account(), &view.state.demo) {
        (Some(_), _) => t!(texts, "connect-done-text"),
        (None, Some(_)) => t!(texts, "connect-demo-text"),
        (None, None) => t!(texts, "connect-text"),
    };
    head(ui, &t!(texts, "connect-title"), &sentence);
    if let Some(earlier) = view.state.awaited_setup() {
        let title = t!(texts, "connect-resume", name = earlier.app_name.as_str(), tenant = earlier.tenant.as_str());
        callout(ui, Tone::Info, &title, "", |_| {});
        ui.add_space(theme::L);
    }
    if view.state.account().is_none() {
        connect_cloud::found(ui, view);
    }
    match &view.state.connect {
        ConnectPhase::SignedOut | ConnectPhase::Failed(_) if view.state.connection.is_some() => {
            connection::show(ui, view);
        }
        ConnectPhase::SignedOut => signed_out(ui, view),
        ConnectPhase::Failed(failure) => {
            failed(ui, view, failure);
            ui.add_space(theme::L);
            signed_out(ui, view);
        }
        ConnectPhase::WithCode { code, .. } => connect_code::waiting(ui, view, code.as_ref()),
        ConnectPhase::SigningIn { address, .. } => waiting(ui, view, address.as_deref()),
        ConnectPhase::SignedIn(account) => signed_in(ui, view, account),
    }
}

fn signed_out(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let Some(accounts) = &view.state.demo else {
        let hint = Field {
            key: "tenant-hint",
            label: &t!(texts, "connect-hint"),
            hint: &t!(texts, "connect-hint-hint"),
            help: &t!(texts, "connect-hint-help"),
            optional: true,
            first: true,
            ..Field::default()
        };
        if let Some(typed) = field(ui, view, &hint, &view.state.tenant_hint) {
            view.act(Action::TenantHint(typed));
        }
        offer_code(ui, view);
        connection::offer(ui, view);
        connect_advanced::show(ui, view);
        return;
    };
    section(ui, &t!(texts, "connect-demo-accounts"));
    for account in accounts {
        if demo_card(ui, view, account) {
            view.act(Action::ChooseDemoAccount(account.key.clone()));
        }
    }
    ui.add_space(theme::S);
    if link(ui, &t!(texts, "connect-browser"), Some(Icon::External)).clicked() {
        view.act(Action::SignInWithBrowser);
    }
    label(ui, Text::Small, view.colors.muted, &t!(texts, "connect-browser-note"));
    offer_code(ui, view);
    connection::offer(ui, view);
    connect_advanced::show(ui, view);
}

/// The other way, unless the problem above offers it already or says that it is shut.
fn offer_code(ui: &mut Ui, view: &mut View<'_>) {
    let said = ["browser-missing", "cannot-listen", "code-blocked"];
    if !matches!(&view.state.connect, ConnectPhase::Failed(failure) if said.contains(&failure.id.as_str())) {
        ui.add_space(theme::S);
        connect_code::offer(ui, view);
    }
}

/// What went wrong, and the other way where one of the two is shut.
fn failed(ui: &mut Ui, view: &mut View<'_>, failure: &Problem) {
    let texts = view.texts;
    let other = match failure.id.as_str() {
        "code-blocked" | "code-declined" => Some((t!(texts, "connect-browser"), Action::SignInWithBrowser)),
        "code-expired" => Some((t!(texts, "connect-code-again"), Action::SignInWithCode)),
        "browser-missing" | "cannot-listen" => Some((t!(texts, "connect-code"), Action::SignInWithCode)),
        _ if failure.is_of_the_network() => Some(test_connection(view)),
        _ => None,
    };
    let mut chosen = false;
    problem(ui, view, failure, |ui| {
        if let Some((name, _)) = &other {
            chosen = button(ui, Kind::Secondary, name, true).clicked();
        }
    });
    if let Some((_, action)) = other.filter(|_| chosen) {
        view.act(action);
    }
}

fn test_connection(view: &View<'_>) -> (String, Action) {
    (t!(view.texts, "connection-test"), Action::Connection(ConnectionAction::Test))
}

fn demo_card(ui: &mut Ui, view: &View<'_>, account: &DemoAccount) -> bool {
    let selected = view.state.demo_account == account.key;
    let choice =
        Choice { title: &account.name, note: &account.role, meta: &account.username, selected, ..Choice::default() };
    let response = choice_card(ui, &choice);
    if selected {
        focus::first(&response);
    }
    response.clicked()
}

fn waiting(ui: &mut Ui, view: &mut View<'_>, address: Option<&str>) {
    let texts = view.texts;
    let Some(address) = address else {
        callout(ui, Tone::Info, &t!(texts, "connect-waiting"), &t!(texts, "connect-waiting-start"), |_| {});
        cancel(ui, view);
        return;
    };
    callout(ui, Tone::Info, &t!(texts, "connect-waiting"), &t!(texts, "connect-waiting-text"), |_| {});
    ui.add_space(theme::S);
    label(ui, Text::Body, view.colors.muted, &t!(texts, "connect-address"));
    copy_row(ui, view, &t!(texts, "connect-address-name"), address);
    ui.horizontal(|ui| {
        if secondary(ui, &t!(texts, "connect-open-again")).clicked() {
            view.act(Action::OpenLink(address.to_owned()));
        }
        cancel(ui, view);
    });
    ui.add_space(theme::S);
    connect_code::offer(ui, view);
}

fn cancel(ui: &mut Ui, view: &mut View<'_>) {
    if secondary(ui, &t!(view.texts, "connect-cancel")).clicked() {
        view.act(Action::CancelSignIn);
    }
}

fn signed_in(ui: &mut Ui, view: &mut View<'_>, account: &Account) {
    let texts = view.texts;
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::M;
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(36.0), Sense::hover());
            ui.painter().circle_filled(rect.center(), 18.0, view.colors.accent_soft);
            icons::paint(ui.painter(), rect.shrink(9.0), Icon::Person, view.colors.accent);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                label(ui, Text::Strong, view.colors.text, &account.name);
                label(ui, Text::Small, view.colors.muted, &account.username);
            });
        });
        ui.add_space(theme::XS);
        ui.horizontal_wrapped(|ui| {
            let running = matches!(view.state.preflight, Preflight::Running(_));
            if !running && secondary(ui, &t!(texts, "connect-again")).clicked() {
                view.act(Action::CheckAgain);
            }
            if secondary(ui, &t!(texts, "connect-else")).clicked() {
                view.act(Action::SwitchAccount);
            }
            // The accounts of the demo tenant belong to two of them: choosing one chooses the other.
            if view.state.demo.is_none() && secondary(ui, &t!(texts, "connect-other-organization")).clicked() {
                view.act(Action::SwitchOrganization);
            }
            if secondary(ui, &t!(texts, "connect-sign-out")).clicked() {
                view.act(Action::SignOut);
            }
        });
    });
    ui.add_space(theme::L);
    match &view.state.preflight {
        Preflight::Idle => {}
        Preflight::Running(_) => {
            let (title, text) = (t!(texts, "connect-looking"), t!(texts, "connect-looking-text"));
            callout(ui, Tone::Info, &title, &text, |_| {});
        }
        Preflight::Failed(failure) => {
            failed(ui, view, failure);
            ui.add_space(theme::L);
            connection::show(ui, view);
        }
        Preflight::Found(found) => {
            connect_found::list(ui, view, found);
            connect_more::show(ui, view, found);
        }
    }
}
