//! Signing in and looking at the tenant. Look-ups change nothing; they run as soon as somebody is signed in.

use super::super::choice::CUSTOM_CLOUD;
use super::super::memory::Wish;
use super::super::protocol::{Effect, JobId};
use super::super::state::{ConnectPhase, FoundCloud, Preflight, State, Step};
use super::{approval, asking, cancel_job, cloud_file, connection, form, reuse, setup};
use crate::explain::{Page, Problem};
use crate::setup::Findings;
use crate::signin::{Account, DeviceCode};

/// Chooses one of the accounts that the demo tenant offers.
pub(super) fn choose_demo_account(state: &mut State, key: String) -> Vec<Effect> {
    if state.demo.iter().flatten().any(|account| account.key == key) {
        state.demo_account = key;
    }
    Vec::new()
}

/// Signs in, or as somebody else. Not while the tenant is being changed with the present sign-in. Whoever waits for a
/// code may change to the browser.
pub(super) fn sign_in(state: &mut State, in_browser: bool) -> Vec<Effect> {
    let with_code = matches!(state.connect, ConnectPhase::WithCode { .. });
    let waiting = state.connect.job().is_some() && !(with_code && in_browser);
    if state.setup_job().is_some() || waiting {
        return Vec::new();
    }
    let mut effects = stop_waiting(state);
    effects.extend(begin(state, in_browser));
    effects
}

/// Begins the sign-in, if everything that it needs is there; else the form says what is not.
pub(super) fn begin(state: &mut State, in_browser: bool) -> Vec<Effect> {
    let Some(asking) = asking::asking(state).filter(|_| cloud_file::is_ready(state)) else {
        state.show_problems.insert(Step::Connect);
        return Vec::new();
    };
    let job = state.start_job();
    state.connect = ConnectPhase::SigningIn { job, address: None };
    let demo_account = (state.demo.is_some() && !in_browser).then(|| state.demo_account.clone());
    let (hint, cloud) = (state.tenant_hint.trim().to_owned(), cloud_to_use(state));
    vec![Effect::SignIn { job, hint, demo_account, cloud, asking }]
}

/// Typed in Connect: what was found for another organization no longer counts.
pub(super) fn type_hint(state: &mut State, text: String) {
    if text.trim() != state.tenant_hint.trim() {
        state.found_cloud = None;
        // Somebody else is meant.
        state.memory.last_account = None;
    }
    state.tenant_hint = text;
}

/// Chooses a cloud, or leaves it to be found out.
pub(super) fn choose_cloud(state: &mut State, id: Option<String>) {
    let of_file = |id: &str| id == CUSTOM_CLOUD && !state.clouds.is_empty();
    let offered = id.as_ref().is_none_or(|id| state.clouds.contains(id) || of_file(id));
    if offered && state.connect.job().is_none() && state.account().is_none() {
        state.chosen_cloud = id;
        state.found_cloud = None;
    }
}

/// What the person chose, or read that it was found.
fn cloud_to_use(state: &State) -> Option<String> {
    state.chosen_cloud.clone().or_else(|| state.found_cloud.as_ref().map(|found| found.cloud.clone()))
}

/// The organization is where the sign-in goes on.
pub(super) fn cloud_found(state: &mut State, job: JobId, found: FoundCloud) {
    if state.connect.job() == Some(job) {
        state.found_cloud = Some(found);
    }
}

/// The organization is in another cloud: the person reads so, and signs in there or chooses another one.
pub(super) fn other_cloud(state: &mut State, found: FoundCloud) {
    state.connect = ConnectPhase::SignedOut;
    state.found_cloud = Some(found);
}

/// Signs in with a code on another device. Whoever waits for the browser may change to a code.
pub(super) fn sign_in_with_code(state: &mut State) -> Vec<Effect> {
    if state.setup_job().is_some() || matches!(state.connect, ConnectPhase::WithCode { .. }) {
        return Vec::new();
    }
    let mut effects = stop_waiting(state);
    let Some(asking) = asking::asking(state).filter(|_| cloud_file::is_ready(state)) else {
        state.show_problems.insert(Step::Connect);
        return effects;
    };
    let job = state.start_job();
    state.connect = ConnectPhase::WithCode { job, code: None };
    let (hint, cloud) = (state.tenant_hint.trim().to_owned(), cloud_to_use(state));
    effects.push(Effect::SignInWithCode { job, hint, cloud, asking });
    effects
}

/// Stops waiting for the browser, or for the code.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    if state.connect.job().is_none() {
        return Vec::new();
    }
    let effects = stop_waiting(state);
    asking::back_to_before(state, None);
    effects
}

/// Stops waiting, for another sign-in to begin. What was found stays only while more rights are asked for.
fn stop_waiting(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some(job) = state.connect.job() {
        state.connect = ConnectPhase::SignedOut;
        effects.extend(cancel_job(state, job));
    }
    effects.extend(approval::stop_looking(state));
    effects.extend(connection::close(state));
    if state.memory.before_more.is_none() {
        effects.extend(forget_account(state));
    }
    effects
}

/// Forgets the sign-in and what was found with it.
pub(super) fn sign_out(state: &mut State) -> Vec<Effect> {
    if state.setup_job().is_some() {
        return Vec::new();
    }
    let mut effects = cancel(state);
    effects.extend(approval::stop_looking(state));
    effects.extend(forget_account(state));
    state.connect = ConnectPhase::SignedOut;
    state.more_failed = None;
    (state.memory.last_account, state.memory.before_more) = (None, None);
    state.memory.more.clear();
    if state.plan.is_none() && state.step > Step::Connect {
        state.step = Step::Connect;
    }
    effects.push(Effect::SignOut);
    effects
}

/// The address that the browser should show.
pub(super) fn address(state: &mut State, of: JobId, text: String) {
    if let ConnectPhase::SigningIn { job, address } = &mut state.connect
        && *job == of
    {
        *address = Some(text);
    }
}

/// The code to be typed on another device.
pub(super) fn code(state: &mut State, of: JobId, text: DeviceCode) {
    if let ConnectPhase::WithCode { job, code } = &mut state.connect
        && *job == of
    {
        *code = Some(text);
    }
}

/// Somebody signed in: what waited for it goes on, or the tenant is looked at.
pub(super) fn signed_in(state: &mut State, account: Account) -> Vec<Effect> {
    state.memory.last_account = Some(account.clone());
    (state.memory.before_more, state.more_failed) = (None, None);
    state.connect = ConnectPhase::SignedIn(account);
    match state.memory.wish.take() {
        Some(wish) if setup::is_there(state, wish) => setup::fulfil(state, wish),
        // Whoever it is: perhaps they may approve, and if not, waiting goes on.
        _ => match setup::wish_to_go_on(state).filter(|_| state.awaits_approval()) {
            Some(wish) => setup::fulfil(state, wish),
            None => look(state, false),
        },
    }
}

/// Nobody signed in.
pub(super) fn failed(state: &mut State, problem: Problem) {
    if !asking::back_to_before(state, Some(problem.clone())) {
        state.connect = ConnectPhase::Failed(problem);
    }
}

/// The look-ups are done.
pub(super) fn found(state: &mut State, findings: Findings) -> Vec<Effect> {
    let name = findings.tenant_name.clone().or_else(|| findings.domain.clone());
    state.memory.tenant = name.map(|name| (findings.tenant, name)).or(state.memory.tenant.take());
    state.preflight = Preflight::Found(findings);
    let mut effects = reuse::keep_up(state);
    effects.extend(form::keep_up(state));
    effects
}

/// The look-ups failed; if the sign-in is why, it is lost.
pub(super) fn not_found(state: &mut State, problem: Problem) {
    if problem.page == Some(Page::Connect) {
        state.connect = ConnectPhase::Failed(problem.clone());
    }
    state.preflight = Preflight::Failed(problem);
}

/// "Check again".
pub(super) fn look_again(state: &mut State) -> Vec<Effect> {
    if state.account().is_some() { look(state, true) } else { Vec::new() }
}

/// Looks at the tenant unless what was found, or is being looked for, is about what the form says now.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let about_this = state.memory.looked_at == state.preflight_target();
    let known = matches!(state.preflight, Preflight::Found(_) | Preflight::Running(_));
    if state.account().is_none() || (known && about_this) { Vec::new() } else { look(state, false) }
}

fn look(state: &mut State, again: bool) -> Vec<Effect> {
    let Some(target) = state.preflight_target().filter(|_| state.plan.is_none()) else { return Vec::new() };
    let mut effects = forget_findings(state);
    let job = state.start_job();
    state.preflight = Preflight::Running(job);
    state.memory.looked_at = Some(target.clone());
    effects.push(Effect::Preflight { job, target, again });
    effects
}

/// Forgets what was found, and what was chosen among it by whoever was signed in.
fn forget_account(state: &mut State) -> Vec<Effect> {
    let mut effects = forget_findings(state);
    if state.account().is_some() {
        effects.extend(reuse::forget(state));
    }
    effects
}

/// Forgets what was found, and stops looking.
pub(super) fn forget_findings(state: &mut State) -> Vec<Effect> {
    state.memory.looked_at = None;
    match std::mem::replace(&mut state.preflight, Preflight::Idle) {
        Preflight::Running(job) => cancel_job(state, job).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Goes to the sign-in and remembers what to do after it.
pub(super) fn ask_sign_in(state: &mut State, wish: Wish) -> Vec<Effect> {
    state.memory.wish = Some(wish);
    state.step = Step::Connect;
    state.reached = state.reached.max(Step::Connect);
    // It goes on where it began.
    match state.awaited_setup().map(|setup| (setup.cloud.clone(), setup.id)) {
        Some((cloud, setup)) if cloud == CUSTOM_CLOUD => cloud_file::recall(state, setup),
        Some((cloud, _)) if state.clouds.contains(&cloud) => {
            choose_cloud(state, Some(cloud));
            Vec::new()
        }
        _ => Vec::new(),
    }
}
