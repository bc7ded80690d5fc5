//! The rules of the wizard: every action and every event goes to the rule that knows it. One way round: what is
//! returned is to be done in the world, and comes back as an event.

mod approval;
mod asking;
mod cloud_file;
mod connect;
mod connection;
mod dialogs;
mod earlier;
mod form;
mod handover;
mod navigation;
mod reuse;
mod setup;

use std::collections::BTreeSet;

use super::protocol::{Action, Effect, Event, JobId, Message};
use super::state::{Dialog, State};

/// Takes what happened, changes the state, and says what to do in the world. Whatever does not fit the state (a step
/// that was not reached, an answer to a job that was cancelled) changes nothing.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Action(action) => act(state, action),
        Message::Event(event) => hear(state, event),
    }
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Next => navigation::next(state),
        Action::Back => navigation::back(state),
        Action::GoTo(step) => navigation::go_to(state, step),
        Action::Search(text) => quietly(|| state.search = text),
        Action::ChooseProduct(id) => form::choose_product(state, &id),
        Action::TenantHint(text) => quietly(|| connect::type_hint(state, text)),
        Action::ChooseCloud(id) => quietly(|| connect::choose_cloud(state, id)),
        Action::CloudPath(path) => cloud_file::type_path(state, path),
        Action::BrowseForCloud => cloud_file::browse(state),
        Action::ChooseClient(kind) => asking::choose_client(state, kind),
        Action::OwnClient(text) => asking::own_client(state, text),
        Action::SwitchAccount => asking::switch_account(state),
        Action::SwitchOrganization => asking::switch_organization(state),
        Action::CheckMore(what) => asking::check_more(state, what),
        Action::ChooseDemoAccount(key) => connect::choose_demo_account(state, key),
        Action::SignIn => connect::sign_in(state, false),
        Action::SignInWithBrowser => connect::sign_in(state, true),
        Action::SignInWithCode => connect::sign_in_with_code(state),
        Action::CancelSignIn => connect::cancel(state),
        Action::SignOut => connect::sign_out(state),
        Action::CheckAgain => anew(state, connect::look_again),
        Action::AppName(name) => form::edit(state, |draft, _| draft.app_name = name),
        Action::UseApp(client) => reuse::choose(state, client),
        Action::SetInput { key, value } => form::set_input(state, key, value),
        Action::SetAudience(audience) => form::set_audience(state, audience),
        Action::SetMonths(months) => form::edit(state, |draft, _| draft.months = months),
        Action::SetFeature { id, on } => form::set_feature(state, id, on),
        Action::SetLean(lean) => form::edit(state, |draft, _| draft.lean = lean),
        Action::GoWithout { permission, on } => form::go_without(state, permission, on),
        Action::Confirm { id, on } => form::confirm(state, id, on),
        Action::ShowRequests(show) => quietly(|| state.show_requests = show),
        Action::StartSetup => setup::start(state),
        Action::StopSetup => setup::stop(state),
        Action::ResumeSetup => anew(state, setup::go_on),
        Action::CheckApproval => approval::look_again(state),
        Action::ApproveHere => approval::sign_in_here(state),
        Action::ApprovalPath(path) => quietly(|| state.message.path = path),
        Action::SaveApprovalMessage { text } => approval::save(state, text),
        Action::CheckResult => setup::check(state),
        Action::SecretCopied => handover::secret_copied(state),
        Action::RevealSecret(reveal) => handover::reveal(state, reveal),
        Action::SavePath(path) => handover::type_path(state, path),
        Action::SaveFormat(format) => handover::choose_format(state, format),
        Action::BrowseForPath => handover::browse(state),
        Action::Save => handover::save(state),
        Action::SaveOverwrite => match state.dialog {
            Some(Dialog::Overwrite(_)) => dialogs::confirm(state),
            _ => Vec::new(),
        },
        Action::TickStep { index, on } => handover::tick(state, index, on),
        Action::AskUndo => setup::ask_undo(state),
        Action::AskRevoke => approval::ask_revoke(state),
        Action::ResumeEarlier(id) => earlier::resume(state, id),
        Action::UndoEarlier(id) => earlier::ask_undo(state, id),
        Action::DismissEarlier => quietly(|| earlier::dismiss(state)),
        Action::StartOver => dialogs::start_over(state),
        Action::Connection(action) => connection::act(state, action),
        Action::OpenLink(address) => {
            state.failed_link = None;
            vec![Effect::OpenLink(address)]
        }
        Action::SetTheme(theme) => {
            (state.theme, state.memory.theme_chosen) = (theme, true);
            vec![Effect::SaveTheme(theme)]
        }
        Action::CloseWindow => dialogs::close_window(state),
        Action::DialogConfirm => dialogs::confirm(state),
        Action::DialogCancel => quietly(|| state.dialog = None),
    }
}

fn hear(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Started { draft, resumable, theme, save_folder } => {
            earlier::started(state, draft, resumable, theme, save_folder)
        }
        Event::ClientKept(client) => quietly(|| asking::client_kept(state, client)),
        Event::CloudRead(job, host) if ended(state, job) => quietly(|| cloud_file::read(state, job, host)),
        Event::CloudUnreadable(job, fault) if ended(state, job) => {
            quietly(|| cloud_file::unreadable(state, job, fault))
        }
        Event::CloudFound(job, found) => quietly(|| connect::cloud_found(state, job, found)),
        Event::OtherCloudFound(job, found) if ended(state, job) => quietly(|| connect::other_cloud(state, found)),
        Event::SignInAddress(job, address) => quietly(|| connect::address(state, job, address)),
        Event::SignInCode(job, code) => quietly(|| connect::code(state, job, code)),
        Event::SignedIn(job, account) if ended(state, job) => connect::signed_in(state, account),
        Event::SignInFailed(job, problem) if ended(state, job) => quietly(|| connect::failed(state, problem)),
        Event::Found(job, findings) if ended(state, job) => connect::found(state, *findings),
        Event::NotFound(job, problem) if ended(state, job) => quietly(|| connect::not_found(state, problem)),
        Event::Setup(job, progress) if [state.setup_job(), state.waiting_job()].contains(&Some(job)) => {
            quietly(|| setup::progress(state, progress))
        }
        Event::SetupDone(job, outcome) if ended(state, job) => setup::done(state, outcome),
        Event::SetupStopped(job, problem) if ended(state, job) => setup::stopped(state, problem),
        Event::MessageSaved(job, path) if ended(state, job) => quietly(|| approval::saved(state, path)),
        Event::MessageNotSaved(job, problem) if ended(state, job) => quietly(|| approval::not_saved(state, problem)),
        Event::Undone(job) if ended(state, job) => setup::undone(state),
        Event::Revoked(job) if ended(state, job) => approval::revoked(state),
        Event::Check(job, progress) if state.checking == Some(job) => quietly(|| setup::checked(state, progress)),
        Event::ChecksDone(job) if ended(state, job) => quietly(|| setup::checks_done(state)),
        Event::PathChosen(job, path) if state.memory.asking_cloud == Some(job) && ended(state, job) => {
            cloud_file::path_chosen(state, path)
        }
        Event::PathChosen(job, path) if ended(state, job) => quietly(|| handover::path_chosen(state, path)),
        Event::Saved(job, path) if ended(state, job) => handover::saved(state, path),
        Event::SaveWouldOverwrite(job, path) if ended(state, job) => quietly(|| handover::would_overwrite(state, path)),
        Event::SaveFailed(job, problem) if ended(state, job) => quietly(|| handover::save_failed(state, problem)),
        Event::Connection(event) => connection::hear(state, event),
        Event::LinkFailed(address) => quietly(|| state.failed_link = Some(address)),
        // Late news of jobs that nobody waits for any more.
        _ => Vec::new(),
    }
}

/// Tries again what failed: what a test of the connection found before is no news any more.
fn anew(state: &mut State, rule: impl FnOnce(&mut State) -> Vec<Effect>) -> Vec<Effect> {
    let mut effects = connection::close(state);
    effects.extend(rule(state));
    effects
}

/// Changes the state; nothing is to be done in the world.
fn quietly(change: impl FnOnce()) -> Vec<Effect> {
    change();
    Vec::new()
}

/// Puts something into a set or takes it out.
fn set_ticked<T: Ord>(set: &mut BTreeSet<T>, item: T, on: bool) {
    if on {
        set.insert(item);
    } else {
        set.remove(&item);
    }
}

/// Notes that a job has ended; false if nobody waits for it.
fn ended(state: &mut State, job: JobId) -> bool {
    state.jobs.remove(&job)
}

/// Stops waiting for a job and has it cancelled.
fn cancel_job(state: &mut State, job: JobId) -> Option<Effect> {
    state.jobs.remove(&job).then_some(Effect::Cancel(job))
}
