//! Questions in front of the window: closing or starting over while something would be lost, removing, replacing.

use super::super::memory::Wish;
use super::super::protocol::Effect;
use super::super::state::{Dialog, State};
use super::{earlier, handover, setup};

/// The window's close button. Asks while the tenant is being changed, or while a secret would be lost.
pub(super) fn close_window(state: &mut State) -> Vec<Effect> {
    if state.setup_job().is_some() {
        // Whoever already confirmed and presses again will not wait: the journal knows where to go on.
        if state.memory.closing {
            return vec![Effect::CloseWindow];
        }
        state.dialog = Some(Dialog::CloseDuringSetup);
        return Vec::new();
    }
    if state.awaits_approval() {
        state.dialog = Some(Dialog::CloseWhileWaiting);
        return Vec::new();
    }
    if state.would_lose_secret() {
        state.dialog = Some(Dialog::LeaveWithoutSecret { closing: true });
        return Vec::new();
    }
    vec![Effect::CloseWindow]
}

/// A new setup. Not while the tenant is being changed; asks while a secret would be lost.
pub(super) fn start_over(state: &mut State) -> Vec<Effect> {
    if state.setup_job().is_some() {
        return Vec::new();
    }
    if state.would_lose_secret() {
        state.dialog = Some(Dialog::LeaveWithoutSecret { closing: false });
        return Vec::new();
    }
    earlier::reset(state)
}

/// The confirming button.
pub(super) fn confirm(state: &mut State) -> Vec<Effect> {
    match state.dialog.take() {
        Some(Dialog::CloseDuringSetup) if state.setup_job().is_some() => {
            state.memory.closing = true;
            setup::stop(state)
        }
        Some(Dialog::CloseWhileWaiting) if state.awaits_approval() => vec![Effect::CloseWindow],
        Some(Dialog::CloseDuringSetup | Dialog::CloseWhileWaiting) => close_window(state),
        Some(Dialog::LeaveWithoutSecret { closing: true }) => vec![Effect::CloseWindow],
        Some(Dialog::LeaveWithoutSecret { closing: false }) if state.setup_job().is_none() => earlier::reset(state),
        Some(Dialog::Undo(id)) if state.setup_job().is_none() => setup::attempt(state, Wish::Undo(id)),
        Some(Dialog::Revoke(id)) if state.setup_job().is_none() => setup::attempt(state, Wish::Revoke(id)),
        Some(Dialog::Overwrite(path)) => handover::write(state, path, true),
        Some(Dialog::LeaveWithoutSecret { .. } | Dialog::Undo(_) | Dialog::Revoke(_)) | None => Vec::new(),
    }
}

/// The tenant is no longer being changed: a question about that is settled, and a window that waited for it closes.
pub(super) fn setup_ended(state: &mut State) -> Vec<Effect> {
    let settled = match &state.dialog {
        Some(Dialog::CloseDuringSetup) => true,
        Some(Dialog::CloseWhileWaiting) => !state.awaits_approval(),
        _ => false,
    };
    if settled {
        state.dialog = None;
    }
    match std::mem::take(&mut state.memory.closing) {
        // Whoever wanted to close need not be told that waiting goes on at the next start.
        true if state.awaits_approval() => vec![Effect::CloseWindow],
        true => close_window(state),
        false => Vec::new(),
    }
}
