//! The setup itself: begun from the review page only, one at a time, stopped safely, taken up again, undone, checked.

use super::super::memory::Wish;
use super::super::protocol::Effect;
use super::super::state::{
    ApprovalMessage, CheckRow, ConnectPhase, Dialog, Handover, Preflight, SetupPhase, SetupRow, State, Step,
};
use super::{JobId, approval, cancel_job, connect, dialogs, handover, navigation};
use crate::explain::{Page, Problem};
use crate::plan::{Change, ChangeKey, Existing, Plan, changes};
use crate::preset::Api;
use crate::setup::{ChangeState, Outcome, Progress};
use crate::types::SetupId;
use crate::verify::{CheckProgress, CheckState};

/// "Set up in Contoso": the plan is fixed from here on.
pub(super) fn start(state: &mut State) -> Vec<Effect> {
    if !state.can_start() {
        return Vec::new();
    }
    let (Some(plan), Preflight::Found(findings)) = (state.current_plan(), state.preflight.clone()) else {
        return Vec::new();
    };
    let existing = state.reused().map(|found| found.app.clone());
    begin(state, plan.clone(), &findings.missing_apis(), existing.as_ref());
    state.memory.set_up_in = Some(findings.tenant);
    state.memory.from_draft = true;
    let job = state.start_job();
    state.setup = SetupPhase::Running(job);
    vec![Effect::Apply { job, plan, findings }]
}

/// Goes to the setup page with one row per change.
fn begin(state: &mut State, plan: Plan, missing_apis: &[Api], existing: Option<&Existing>) {
    state.rows = rows(&plan, missing_apis, existing);
    state.read_back = ChangeState::Waiting;
    state.checks = check_rows(&plan);
    state.plan = Some(plan);
    state.setup_id = None;
    state.outcome = None;
    state.handover = Handover::default();
    state.message = ApprovalMessage::default();
    state.memory.path_chosen = false;
    state.memory.undoing = false;
    state.memory.from_draft = false;
    state.step = Step::Setup;
    state.reached = Step::Setup;
}

fn rows(plan: &Plan, missing_apis: &[Api], existing: Option<&Existing>) -> Vec<SetupRow> {
    let row = |change: Change| SetupRow { key: change.key(), change, state: ChangeState::Waiting };
    changes(plan, missing_apis, existing).into_iter().map(row).collect()
}

fn check_rows(plan: &Plan) -> Vec<CheckRow> {
    plan.checks
        .iter()
        .map(|check| CheckRow {
            id: check.id.clone(),
            label: check.label.clone(),
            state: CheckState::Waiting,
            optional: check.optional,
        })
        .collect()
}

/// News from the setup engine.
pub(super) fn progress(state: &mut State, progress: Progress) {
    match progress {
        Progress::Begun(id) => state.setup_id = Some(id),
        Progress::ReadBack(news) => state.read_back = news,
        Progress::Approved(permissions) => approval::news(state, permissions),
        Progress::Change(key, news) => match (state.rows.iter_mut().find(|row| row.key == key), key) {
            (Some(row), _) => row.state = news,
            // Only the engine found out that this tenant lacks the API.
            (None, ChangeKey::Api(api)) => {
                let before = state.rows.iter().position(|row| row.key == ChangeKey::ServicePrincipal);
                let row = SetupRow { key: ChangeKey::Api(api), change: Change::AddApi { api }, state: news };
                state.rows.insert(before.unwrap_or(state.rows.len()), row);
            }
            (None, _) => {}
        },
    }
}

/// Stops safely after the change that is being made.
pub(super) fn stop(state: &mut State) -> Vec<Effect> {
    match state.setup {
        SetupPhase::Running(job) | SetupPhase::Revoking(job) | SetupPhase::Undoing(job) => {
            state.setup = SetupPhase::Stopping(job);
            vec![Effect::Cancel(job)]
        }
        _ => Vec::new(),
    }
}

/// Everything is made: on to the checks, or to waiting for an administrator.
pub(super) fn done(state: &mut State, outcome: Outcome) -> Vec<Effect> {
    let was_waiting = state.awaits_approval();
    state.setup_id = Some(outcome.setup);
    state.resumable.retain(|earlier| earlier.id != outcome.setup);
    let outcome = match &state.outcome {
        Some(before) if before.setup == outcome.setup => outcome.remembering(before),
        _ => outcome,
    };
    let (id, awaits_approval) = (outcome.setup, outcome.awaits_approval());
    state.outcome = Some(outcome);
    let mut effects = Vec::new();
    if state.memory.from_draft && !was_waiting {
        effects.push(Effect::ForgetDraft);
    }
    handover::suggest_path(state);
    if awaits_approval {
        effects.extend(approval::begin(state, id));
    } else {
        state.setup = SetupPhase::Done;
        effects.extend(approval::forget_message(state));
        effects.extend(navigation::enter(state, Step::Check));
        effects.extend(check(state));
    }
    effects.extend(dialogs::setup_ended(state));
    effects
}

/// The setup, or its undoing, stopped.
pub(super) fn stopped(state: &mut State, problem: Problem) -> Vec<Effect> {
    if state.awaits_approval() {
        approval::interrupted(state, problem);
        return dialogs::setup_ended(state);
    }
    state.setup = SetupPhase::Stopped(problem.clone());
    let wish = wish_to_go_on(state);
    if problem.page == Some(Page::Connect) {
        state.connect = ConnectPhase::Failed(problem);
        state.memory.wish = wish;
    }
    for row in &mut state.rows {
        settle(&mut row.state);
    }
    settle(&mut state.read_back);
    dialogs::setup_ended(state)
}

/// Nothing goes on any more: what was under way waits.
fn settle(row: &mut ChangeState) {
    if matches!(row, ChangeState::Running | ChangeState::Pausing { .. }) {
        *row = ChangeState::Waiting;
    }
}

/// What going on means for a setup that stopped; `None` if none has, or if it stopped before it had an id.
pub(super) fn wish_to_go_on(state: &State) -> Option<Wish> {
    let waits = matches!(
        state.setup,
        SetupPhase::Stopped(_) | SetupPhase::AwaitingApproval { job: None, .. } | SetupPhase::Revoked
    );
    let id = state.setup_id.filter(|_| waits)?;
    Some(match &state.memory {
        memory if memory.undoing => Wish::Undo(id),
        memory if memory.revoking => Wish::Revoke(id),
        _ => Wish::Resume(id),
    })
}

/// Goes on after a stop; signs in first if the sign-in was lost.
pub(super) fn go_on(state: &mut State) -> Vec<Effect> {
    match wish_to_go_on(state) {
        Some(wish) => attempt(state, wish),
        None => withdraw(state),
    }
}

/// Back to the review page from a setup that stopped before it had an id: nothing was begun, so the plan is open again.
pub(super) fn withdraw(state: &mut State) -> Vec<Effect> {
    if !matches!(state.setup, SetupPhase::Stopped(_)) || state.setup_id.is_some() {
        return Vec::new();
    }
    state.plan = None;
    state.setup = SetupPhase::Idle;
    state.rows.clear();
    state.checks.clear();
    state.reached = Step::Review;
    navigation::enter(state, Step::Review)
}

/// Does it now, or as soon as somebody is signed in.
pub(super) fn attempt(state: &mut State, wish: Wish) -> Vec<Effect> {
    let Some(account) = state.account() else { return connect::ask_sign_in(state, wish) };
    let id = wish.setup();
    let elsewhere = state.plan.is_none() && state.earlier(id).is_some_and(|it| it.tenant_id != account.tenant);
    if !elsewhere {
        return fulfil(state, wish);
    }
    // It belongs to another organization than the one that is signed in to.
    let mut effects = connect::sign_out(state);
    effects.extend(connect::ask_sign_in(state, wish));
    effects
}

/// Does what waited for the sign-in.
pub(super) fn fulfil(state: &mut State, wish: Wish) -> Vec<Effect> {
    state.memory.wish = None;
    if state.setup_job().is_some() {
        return Vec::new();
    }
    match wish {
        Wish::Resume(id) if take_up(state, id) => {
            state.reached = Step::Setup;
            state.memory.revoking = false;
            let job = run(state, SetupPhase::Running);
            vec![Effect::Resume { job, setup: id }]
        }
        Wish::Undo(id) if take_up(state, id) => undo(state, id),
        Wish::Revoke(id) if take_up(state, id) => approval::revoke(state, id),
        Wish::Resume(_) | Wish::Undo(_) | Wish::Revoke(_) => Vec::new(),
    }
}

/// Whether the setup that is wished for is the present one or one of an earlier start.
pub(super) fn is_there(state: &State, wish: Wish) -> bool {
    let id = wish.setup();
    if state.plan.is_some() { state.setup_id == Some(id) } else { state.earlier(id).is_some() }
}

/// Makes this setup the present one: it is already, or it is one of an earlier start. False if it is neither.
fn take_up(state: &mut State, id: SetupId) -> bool {
    if state.plan.is_some() {
        return state.setup_id == Some(id);
    }
    let Some(earlier) = state.earlier(id).cloned() else { return false };
    state.memory.set_up_in = Some(earlier.tenant_id);
    state.memory.tenant = Some((earlier.tenant_id, earlier.tenant));
    begin(state, earlier.plan, &[], None);
    state.setup_id = Some(id);
    true
}

pub(super) fn run(state: &mut State, phase: fn(JobId) -> SetupPhase) -> JobId {
    let job = state.start_job();
    state.setup = phase(job);
    state.step = Step::Setup;
    state.reached = state.reached.max(Step::Setup);
    job
}

/// Asks before anything is removed.
pub(super) fn ask_undo(state: &mut State) -> Vec<Effect> {
    let undoable = matches!(
        state.setup,
        SetupPhase::Stopped(_) | SetupPhase::AwaitingApproval { .. } | SetupPhase::Revoked | SetupPhase::Done
    );
    if let (Some(id), true) = (state.setup_id, undoable) {
        state.dialog = Some(Dialog::Undo(id));
    }
    Vec::new()
}

/// Stops everything that looks at or uses what the setup made.
pub(super) fn stop_using(state: &mut State) -> Vec<Effect> {
    let mut effects: Vec<Effect> = approval::stop_looking(state).into_iter().collect();
    effects.extend(approval::forget_message(state));
    let jobs = [state.checking.take(), state.handover.saving.take(), state.memory.asking_path.take()];
    effects.extend(jobs.into_iter().flatten().filter_map(|job| cancel_job(state, job)));
    effects
}

/// Removes what the setup made. What it made counts as gone from here on.
fn undo(state: &mut State, id: SetupId) -> Vec<Effect> {
    let mut effects = stop_using(state);
    state.outcome = None;
    state.handover = Handover::default();
    for row in &mut state.checks {
        row.state = CheckState::Waiting;
    }
    for row in &mut state.rows {
        row.state = ChangeState::Waiting;
    }
    (state.memory.undoing, state.memory.revoking) = (true, false);
    state.reached = Step::Setup;
    let job = run(state, SetupPhase::Undoing);
    effects.push(Effect::Undo { job, setup: id });
    effects
}

/// What was made is removed.
pub(super) fn undone(state: &mut State) -> Vec<Effect> {
    state.setup = SetupPhase::Undone;
    state.memory.undoing = false;
    if let Some(id) = state.setup_id.take() {
        state.resumable.retain(|earlier| earlier.id != id);
    }
    for row in &mut state.rows {
        row.state = ChangeState::Waiting;
    }
    state.read_back = ChangeState::Waiting;
    // The draft was done with when the setup was; now it may be wanted once more.
    let draft = state.draft.clone().filter(|_| state.memory.from_draft);
    let mut effects: Vec<Effect> = draft.map(Effect::SaveDraft).into_iter().collect();
    effects.extend(dialogs::setup_ended(state));
    effects
}

/// Runs the checks.
pub(super) fn check(state: &mut State) -> Vec<Effect> {
    let (Some(plan), Some(outcome), None) = (state.plan.clone(), state.outcome.clone(), state.checking) else {
        return Vec::new();
    };
    state.checks = check_rows(&plan);
    let job = state.start_job();
    state.checking = Some(job);
    vec![Effect::Verify { job, plan, outcome }]
}

/// News from the checks.
pub(super) fn checked(state: &mut State, news: CheckProgress) {
    if let Some(row) = state.checks.iter_mut().find(|row| row.id == news.check) {
        row.state = news.state;
    }
}

/// The checks are over.
pub(super) fn checks_done(state: &mut State) {
    state.checking = None;
}
