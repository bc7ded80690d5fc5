//! What the person chooses and types. Every change is kept at once; once a setup has begun, the form is closed.

use std::collections::BTreeSet;

use super::super::protocol::Effect;
use super::super::state::{State, Step};
use super::{connect, set_ticked};
use crate::plan::{Draft, DraftField};
use crate::preset::{Audience, Preset};

/// Chooses a product. What was typed for another one is kept for when the person comes back to it.
pub(super) fn choose_product(state: &mut State, id: &str) -> Vec<Effect> {
    let same = state.draft.as_ref().is_some_and(|draft| draft.preset == id);
    let Some(preset) = state.presets.iter().find(|preset| preset.id == id) else { return Vec::new() };
    if state.plan.is_some() || same {
        return Vec::new();
    }
    let draft = state.memory.drafts.remove(id).unwrap_or_else(|| Draft::new(preset));
    if let Some(before) = state.draft.replace(draft.clone()) {
        state.memory.drafts.insert(before.preset.clone(), before);
    }
    // The steps after the sign-in are another product's: they are walked through again.
    state.step = state.step.min(Step::Connect);
    state.reached = state.reached.min(Step::Connect);
    state.show_problems.clear();
    state.memory.wish = None;
    vec![Effect::SaveDraft(draft)]
}

/// Changes the draft, and keeps it if that made a difference.
pub(super) fn edit(state: &mut State, change: impl FnOnce(&mut Draft, &Preset)) -> Vec<Effect> {
    if state.plan.is_some() {
        return Vec::new();
    }
    let Some(draft) = &mut state.draft else { return Vec::new() };
    let Some(preset) = state.presets.iter().find(|preset| preset.id == draft.preset) else { return Vec::new() };
    let before = draft.clone();
    change(draft, preset);
    if *draft == before {
        return Vec::new();
    }
    let mut effects = vec![Effect::SaveDraft(draft.clone())];
    if state.step == Step::Review {
        effects.extend(connect::refresh(state));
    }
    effects
}

/// Types into an input of the preset.
pub(super) fn set_input(state: &mut State, key: String, value: String) -> Vec<Effect> {
    edit(state, |draft, preset| {
        if preset.inputs.iter().any(|input| input.key == key) {
            draft.inputs.insert(key, value);
        }
    })
}

/// Chooses an account type that the product allows.
pub(super) fn set_audience(state: &mut State, audience: Audience) -> Vec<Effect> {
    edit(state, |draft, preset| {
        if preset.app.audiences_allowed.contains(&audience) {
            draft.audience = audience;
        }
    })
}

/// Switches a feature.
pub(super) fn set_feature(state: &mut State, id: String, on: bool) -> Vec<Effect> {
    edit(state, |draft, preset| {
        if preset.features.iter().any(|feature| feature.id == id && feature.available) {
            set_ticked(&mut draft.features, id, on);
        }
    })
}

/// Goes on without a permission that the organization does not know, or asks for it after all.
pub(super) fn go_without(state: &mut State, permission: String, on: bool) -> Vec<Effect> {
    let unknown = state.problems().contains_key(&DraftField::Permission(permission.clone()));
    edit(state, |draft, _| {
        if unknown || !on {
            set_ticked(&mut draft.without, permission, on);
        }
    })
}

/// After a look: what the organization knows is not left out any more. That was chosen where it was unknown.
pub(super) fn keep_up(state: &mut State) -> Vec<Effect> {
    let (Some((draft, preset)), Some(found)) = (state.drafted(), state.findings()) else { return Vec::new() };
    let whole = Draft { without: BTreeSet::new(), ..draft.clone() };
    let unheard_of = whole.plan(preset, &state.ids).err().unwrap_or_default();
    let known: Vec<String> = draft
        .left_out(preset)
        .filter(|one| found.permissions.contains_key(&one.api) && !found.lacks(one.api, one.kind, &one.name))
        .map(|one| one.name.clone())
        .filter(|name| !unheard_of.contains_key(&DraftField::Permission(name.clone())))
        .collect();
    edit(state, |draft, _| draft.without.retain(|name| !known.contains(name)))
}

/// For another organization: everything is asked for again, also by the products that were chosen before.
pub(super) fn with_everything(state: &mut State) -> Vec<Effect> {
    state.memory.drafts.values_mut().for_each(|draft| draft.without.clear());
    edit(state, |draft, _| draft.without.clear())
}

/// Ticks a prerequisite.
pub(super) fn confirm(state: &mut State, id: String, on: bool) -> Vec<Effect> {
    edit(state, |draft, preset| {
        if preset.prerequisites.iter().any(|prerequisite| prerequisite.id == id) {
            set_ticked(&mut draft.confirmed, id, on);
        }
    })
}

/// A draft of an earlier start, without what today's preset no longer knows: nobody could mend what no page shows.
pub(super) fn restored(mut draft: Draft, preset: &Preset) -> Draft {
    draft.inputs.retain(|key, _| preset.inputs.iter().any(|input| &input.key == key));
    draft.features.retain(|id| preset.features.iter().any(|feature| &feature.id == id && feature.available));
    draft.confirmed.retain(|id| preset.prerequisites.iter().any(|prerequisite| &prerequisite.id == id));
    draft.without.retain(|name| preset.permissions.iter().any(|permission| &permission.name == name));
    if !preset.app.audiences_allowed.contains(&draft.audience) {
        draft.audience = preset.app.audience;
    }
    draft
}
