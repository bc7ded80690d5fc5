//! The rules of the wizard.

use super::protocol::{Effect, Message};
use super::state::State;

/// Takes what happened, changes the state, and says what to do in the world.
pub fn update(_state: &mut State, _message: Message) -> Vec<Effect> {
    Vec::new()
}
