//! Signing in, and what Onramp finds in the organization before anything is changed.

use eframe::egui::{Sense, Ui, Vec2};

use super::{connect_cloud, connect_code, connection, head};
use crate::explain::Problem;
use crate::setup::Findings;
use crate::signin::Account;
use crate::t;
use crate::ui::findings::{self, Level, Row, Way};
use crate::ui::focus;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Choice, Field, Kind, Tone, aside, button, callout, card, choice_card, copy_row, field, icon, label, link, problem,
    secondary, section,
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
        connect_cloud::choice(ui, view);
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
        ui.horizontal(|ui| {
            if secondary(ui, &t!(texts, "connect-switch")).clicked() {
                view.act(Action::SignOut);
            }
            let running = matches!(view.state.preflight, Preflight::Running(_));
            if !running && secondary(ui, &t!(texts, "connect-again")).clicked() {
                view.act(Action::CheckAgain);
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
        Preflight::Found(found) => list(ui, view, found),
    }
}

fn list(ui: &mut Ui, view: &mut View<'_>, found: &Findings) {
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
        let mut chosen = None;
        callout(ui, Tone::Danger, &row.title, &row.text, |ui| chosen = ways(ui, view, found, row));
        if let Some(action) = chosen {
            view.act(action);
        }
        ui.add_space(theme::S);
    }
    for row in rows.iter().filter(|row| row.level != Level::Blocked) {
        let (sign, ink, word) = match row.level {
            Level::Ready => (Icon::Check, view.colors.success, t!(texts, "found-ready")),
            Level::Note => (Icon::Info, view.colors.accent, t!(texts, "found-note")),
            Level::Blocked => (Icon::Warning, view.colors.danger, t!(texts, "found-blocked")),
            Level::Unknown => (Icon::Question, view.colors.muted, t!(texts, "found-unknown")),
        };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::M;
            icon(ui, sign, 16.0, ink);
            let width = (ui.available_width() - 120.0).max(160.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 2.0;
                label(ui, Text::Body, view.colors.text, &row.title);
                if !row.text.is_empty() {
                    label(ui, Text::Small, view.colors.muted, &row.text);
                }
                if let Some(action) = ways(ui, view, found, row) {
                    view.act(action);
                }
            });
            if row.level != Level::Ready {
                aside(ui, ink, &word);
            }
        });
    }
}

/// The buttons of a line.
fn ways(ui: &mut Ui, view: &View<'_>, found: &Findings, row: &Row) -> Option<Action> {
    let ways = findings::ways(view.texts, found, row);
    if ways.is_empty() {
        return None;
    }
    let mut chosen = None;
    ui.add_space(theme::XS);
    ui.horizontal_wrapped(|ui| {
        for way in ways {
            let (name, action) = match way {
                Way::Open { name, address } => (name, Action::OpenLink(address)),
                Way::CheckAgain => (t!(view.texts, "connect-again"), Action::CheckAgain),
            };
            if secondary(ui, &name).clicked() {
                chosen = Some(action);
            }
        }
    });
    chosen
}
