//! "Advanced" on Connect, folded away: as which app to sign in, and in which cloud. Draws only.

use eframe::egui::Ui;

use super::connect_cloud;
use crate::t;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Field, choice_card, disclosure, field, label};
use crate::wizard::{Action, ClientFault, ClientKind, Step};

/// The choices for those who know better.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    ui.add_space(theme::S);
    // What is wrong in there must be seen.
    let wrong = view.state.show_problems.contains(&Step::Connect)
        && (view.state.client.client().is_err() || connect_cloud::is_wrong(view));
    if !disclosure(ui, "connect-advanced", &t!(view.texts, "connect-advanced")) && !wrong {
        return;
    }
    if !view.state.clouds.is_empty() {
        connect_cloud::choice(ui, view);
        ui.add_space(theme::S);
    }
    client(ui, view);
}

fn client(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    label(ui, Text::Strong, view.colors.text, &t!(texts, "connect-client"));
    for kind in ClientKind::ALL {
        let (title, note) = match kind {
            ClientKind::AzureCli => (t!(texts, "connect-client-azure-cli"), t!(texts, "connect-client-azure-cli-note")),
            ClientKind::GraphCommandLineTools => {
                (t!(texts, "connect-client-graph"), t!(texts, "connect-client-graph-note"))
            }
            ClientKind::Own => (t!(texts, "connect-client-own"), t!(texts, "connect-client-own-note")),
        };
        let selected = view.state.client.kind == kind;
        if choice_card(ui, &Choice { title: &title, note: &note, selected, ..Choice::default() }).clicked() {
            view.act(Action::ChooseClient(kind));
        }
    }
    if view.state.client.kind != ClientKind::Own {
        return;
    }
    let error = view.state.client.client().err().map(|fault| match fault {
        ClientFault::Empty => t!(texts, "connect-client-id-missing"),
        ClientFault::NotAnId => t!(texts, "connect-client-id-wrong"),
    });
    let id = Field {
        key: "own-client",
        label: &t!(texts, "connect-client-id"),
        hint: "1b4c0f6e-8a2d-4f3b-9c57-0d6e2a9f1b34",
        help: &t!(texts, "connect-client-id-help"),
        error,
        mono: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &id, &view.state.client.own) {
        view.act(Action::OwnClient(typed));
    }
}
