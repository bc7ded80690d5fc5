//! Back, and one primary button that says what it does. What it is called and whether it can be pressed follows from
//! the state alone.

use eframe::egui::{Align, Layout, Ui};

use super::focus;
use super::view::View;
use super::widgets::{Kind, button};
use crate::t;
use crate::text::Texts;
use crate::wizard::{Action, ConnectPhase, Preflight, SetupPhase, State, Step};

/// The primary button of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Primary {
    /// What it says.
    pub label: String,
    /// What it does.
    pub action: Action,
    /// Whether it can be pressed: not while work is running.
    pub enabled: bool,
}

/// The primary button of the page that is shown.
pub fn primary(state: &State, texts: &Texts) -> Option<Primary> {
    let button = |label: String, action: Action, enabled: bool| Some(Primary { label, action, enabled });
    let next = |enabled: bool| button(t!(texts, "continue"), Action::Next, enabled);
    match state.step {
        Step::Connect => match &state.connect {
            ConnectPhase::SignedIn(_) => next(!matches!(state.preflight, Preflight::Running(_))),
            phase => {
                let waiting = phase.job().is_some();
                button(t!(texts, "connect-sign-in"), Action::SignIn, !waiting)
            }
        },
        Step::Review => {
            let label = match state.tenant_title() {
                Some(tenant) => t!(texts, "review-set-up-in", tenant = tenant),
                None => t!(texts, "review-set-up"),
            };
            button(label, Action::StartSetup, state.can_start())
        }
        Step::Setup => match &state.setup {
            SetupPhase::Idle => None,
            SetupPhase::Running(_) => button(t!(texts, "setup-running"), Action::Next, false),
            SetupPhase::Stopping(_) => button(t!(texts, "setup-stopping"), Action::Next, false),
            SetupPhase::Revoking(_) => button(t!(texts, "setup-revoking"), Action::Next, false),
            SetupPhase::Revoked => button(t!(texts, "setup-approve-again"), Action::ResumeSetup, true),
            SetupPhase::Undoing(_) => button(t!(texts, "setup-undoing"), Action::Next, false),
            SetupPhase::Stopped(_) => button(t!(texts, "try-again"), Action::ResumeSetup, true),
            SetupPhase::AwaitingApproval { .. } if state.account().is_none() => {
                button(t!(texts, "connect-sign-in"), Action::CheckApproval, true)
            }
            SetupPhase::AwaitingApproval { .. } => button(t!(texts, "awaiting-check"), Action::CheckApproval, true),
            SetupPhase::Done => next(true),
            SetupPhase::Undone => button(t!(texts, "setup-new"), Action::StartOver, true),
        },
        Step::Check if state.checking.is_some() => button(t!(texts, "check-running-now"), Action::Next, false),
        Step::Product | Step::App | Step::Account | Step::Secret | Step::Permissions | Step::Check => next(true),
        Step::Handover if state.outcome.is_none() => None,
        Step::Handover if state.handover.saving.is_some() => button(t!(texts, "handover-saving"), Action::Save, false),
        Step::Handover => button(t!(texts, "handover-save-file"), Action::Save, true),
    }
}

/// Whether Back leads anywhere: not from the first page, and not out of a setup that has begun.
pub fn back(state: &State) -> bool {
    match state.step {
        Step::Product => false,
        Step::Setup => state.setup == SetupPhase::Idle,
        Step::Check => state.checking.is_none(),
        _ => true,
    }
}

/// Draws the footer.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let step = view.state.step;
    // Another id on every page: the focus must not stay on "Set up in Contoso" when Enter was pressed on "Continue".
    ui.push_id(step, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if back(view.state) && button(ui, Kind::Secondary, &t!(view.texts, "back"), true).clicked() {
                view.act(Action::Back);
            }
            // Always in sight, however long the list of changes is.
            let stops = step == Step::Setup && matches!(view.state.setup, SetupPhase::Running(_));
            if stops && button(ui, Kind::Secondary, &t!(view.texts, "setup-stop"), true).clicked() {
                view.act(Action::StopSetup);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let Some(primary) = primary(view.state, view.texts) else { return };
                let clicked = button(ui, Kind::Primary, &primary.label, primary.enabled).clicked();
                // Enter in a field goes on; but a tenant is only ever changed by the button itself.
                let entered = step != Step::Review && view.state.dialog.is_none() && focus::enter_is_free(ui.ctx());
                if clicked || (primary.enabled && entered) {
                    view.act(primary.action);
                }
            });
        });
    });
}
