//! Steps in order, back, and the rail. Going anywhere loses nothing that was typed.

use super::super::protocol::Effect;
use super::super::state::{State, Step};
use super::{connect, setup};

/// The primary button: on to the next step, if this one is right.
pub(super) fn next(state: &mut State) -> Vec<Effect> {
    let step = state.step;
    if !state.can_leave_step(step) {
        state.show_problems.insert(step);
        return Vec::new();
    }
    match (step, step.next()) {
        // "Set up" is an action of its own: a step is never a reason to change a tenant.
        (Step::Review, _) | (_, None) => Vec::new(),
        (Step::Connect, _) if state.plan.is_some() => enter(state, Step::Setup),
        (_, Some(next)) => enter(state, next),
    }
}

/// The Back button.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    let to = match state.step {
        Step::Connect if state.plan.is_some() => Some(Step::Setup),
        Step::Setup => return setup::withdraw(state),
        // There is nothing to check yet.
        Step::Handover if state.awaits_approval() => Some(Step::Setup),
        step => step.previous(),
    };
    // Whoever walks away from a sign-in no longer wishes what waited for it.
    state.memory.wish = None;
    to.map_or_else(Vec::new, |to| enter(state, to))
}

/// The rail. On the way forward it stops at the first step on which something is wrong.
pub(super) fn go_to(state: &mut State, step: Step) -> Vec<Effect> {
    if !state.can_go_to(step) || step == state.step {
        return Vec::new();
    }
    state.memory.wish = if step == Step::Connect { setup::wish_to_go_on(state) } else { None };
    if state.plan.is_none() {
        let here = state.step;
        let between = Step::ALL.into_iter().filter(|s| *s >= here && *s < step);
        if let Some(wrong) = between.into_iter().find(|s| !state.can_leave_step(*s)) {
            state.show_problems.insert(wrong);
            return enter(state, wrong);
        }
    }
    enter(state, step)
}

/// Shows a step, and looks at the tenant again where its page speaks of what was found.
pub(super) fn enter(state: &mut State, step: Step) -> Vec<Effect> {
    if step != Step::Handover {
        state.handover.reveal = false;
    }
    state.step = step;
    state.reached = state.reached.max(step);
    match step {
        Step::Connect | Step::Review => connect::refresh(state),
        _ => Vec::new(),
    }
}
