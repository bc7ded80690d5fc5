//! What a person and the world can do in a random journey, and the ways in which the world answers.

use std::path::PathBuf;

use crate::support::{
    OTHER, PRODUCT, account, device_code, earlier, findings, outcome, partly_approved, problem, setup_id,
};
use jiff::Timestamp;
use onramp::explain::Page;
use onramp::export::ExportFormat;
use onramp::plan::ChangeKey;
use onramp::setup::{ChangeState, Progress, SecretRule};
use onramp::verify::{CheckProgress, CheckState};
use onramp::wizard::{
    Action, ConnectionAction, ConnectionEffect, ConnectionEvent, Effect, Event, JobId, SetupPhase, State, Step,
    ThemeChoice,
};
use proptest::prelude::*;

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Move {
    /// The person does something.
    Do(Action),
    /// The world answers the job at this place of the list of what is under way, in one of the possible ways.
    Answer { job: usize, way: usize },
    /// An answer to a job that may not be awaited any more.
    Late { job: u64, way: usize },
    /// What was kept is read.
    Started,
    /// The person goes straight to the next thing that the page asks for.
    Forward,
}

fn actions() -> impl Strategy<Value = Action> {
    let text = prop_oneof![Just("alex@contoso.com"), Just(""), Just("x y"), Just("App 2"), Just("<bad>")];
    let text = text.prop_map(str::to_owned).boxed();
    let step = prop::sample::select(Step::ALL.to_vec());
    let setup = prop_oneof![Just(setup_id()), Just(earlier().id)].boxed();
    let input = prop_oneof![Just("test_mailbox"), Just("out_of_scope_mailbox"), Just("no-such-input")];
    let feature = prop_oneof![Just("calendar-sync"), Just("email-sync"), Just("task-sync"), Just("no-such-feature")];
    let navigation = prop_oneof![
        Just(Action::Next),
        Just(Action::Back),
        step.prop_map(Action::GoTo),
        Just(Action::StartSetup),
        Just(Action::StopSetup),
        Just(Action::ResumeSetup),
        Just(Action::CheckResult),
        Just(Action::CheckApproval),
        Just(Action::ApproveHere),
        Just(Action::SaveApprovalMessage { text: "Please approve.".to_owned() }),
        Just(Action::CheckAgain),
        Just(Action::StartOver),
        Just(Action::CloseWindow),
        Just(Action::DialogConfirm),
        Just(Action::DialogCancel),
    ];
    let connecting = prop_oneof![
        text.clone().prop_map(Action::TenantHint),
        Just(Action::ChooseCloud(None)),
        Just(Action::SignIn),
        Just(Action::SignInWithBrowser),
        Just(Action::SignInWithCode),
        Just(Action::CancelSignIn),
        Just(Action::SignOut),
        Just(Action::AskUndo),
        connection(),
        Just(Action::AskRevoke),
        setup.clone().prop_map(Action::ResumeEarlier),
        setup.prop_map(Action::UndoEarlier),
        Just(Action::DismissEarlier),
    ];
    let form = prop_oneof![
        prop::sample::select(vec![PRODUCT, OTHER, "no-such-product"])
            .prop_map(|id| Action::ChooseProduct(id.to_owned())),
        text.clone().prop_map(Action::AppName),
        text.clone().prop_map(Action::Search),
        (input, text.clone()).prop_map(|(key, value)| Action::SetInput { key: key.to_owned(), value }),
        (0_u32..30).prop_map(Action::SetMonths),
        (feature, any::<bool>()).prop_map(|(id, on)| Action::SetFeature { id: id.to_owned(), on }),
        any::<bool>().prop_map(Action::SetLean),
        any::<bool>().prop_map(|on| Action::Confirm { id: "domains".to_owned(), on }),
        any::<bool>().prop_map(Action::ShowRequests),
    ];
    let handing_over = prop_oneof![
        Just(Action::SecretCopied),
        any::<bool>().prop_map(Action::RevealSecret),
        text.prop_map(Action::SavePath),
        prop::sample::select(ExportFormat::ALL.to_vec()).prop_map(Action::SaveFormat),
        Just(Action::BrowseForPath),
        Just(Action::Save),
        Just(Action::SaveOverwrite),
        (0_usize..9, any::<bool>()).prop_map(|(index, on)| Action::TickStep { index, on }),
        Just(Action::OpenLink("https://entra.microsoft.com".to_owned())),
        Just(Action::SetTheme(ThemeChoice::Dark)),
    ];
    prop_oneof![4 => navigation, 2 => connecting, 3 => form, 1 => handing_over]
}

fn connection() -> impl Strategy<Value = Action> {
    let text = prop_oneof![Just("a.pem"), Just("")].prop_map(str::to_owned).boxed();
    prop_oneof![
        3 => Just(ConnectionAction::Test),
        1 => Just(ConnectionAction::Stop),
        1 => Just(ConnectionAction::Close),
        1 => text.clone().prop_map(ConnectionAction::TeamPath),
        1 => Just(ConnectionAction::BrowseTeamPath),
        1 => any::<bool>().prop_map(|replace| ConnectionAction::SaveTeam { text: "hosts".to_owned(), replace }),
        1 => text.prop_map(ConnectionAction::AuthorityPath),
        1 => Just(ConnectionAction::BrowseAuthority),
        1 => Just(ConnectionAction::ReadAuthority),
        1 => Just(ConnectionAction::Trust),
    ]
    .prop_map(Action::Connection)
}

pub fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => actions().prop_map(Move::Do),
        4 => Just(Move::Forward),
        4 => (0_usize..4, 0_usize..12).prop_map(|(job, way)| Move::Answer { job, way }),
        1 => (0_u64..40, 0_usize..12).prop_map(|(job, way)| Move::Late { job, way }),
        1 => Just(Move::Started),
    ];
    prop::collection::vec(one, 1..120)
}

/// What the page asks for: the journey of somebody who knows what they want, so that random ones get far.
pub fn forward(state: &State) -> Action {
    match (state.step, &state.setup) {
        (Step::Product, _) if state.draft.is_none() => Action::ChooseProduct(PRODUCT.to_owned()),
        (Step::Connect, _) if state.account().is_none() => Action::SignIn,
        (Step::App, _) if !state.can_leave_step(Step::App) => {
            if state.problems_of(Step::App).keys().any(|field| *field == onramp::plan::DraftField::AppName) {
                Action::AppName("App".to_owned())
            } else {
                Action::SetInput { key: "test_mailbox".to_owned(), value: "alex@contoso.com".to_owned() }
            }
        }
        (Step::Secret, _) if !state.can_leave_step(Step::Secret) => Action::SetMonths(3),
        (Step::Permissions, _) if !state.can_leave_step(Step::Permissions) => {
            Action::SetFeature { id: "email-sync".to_owned(), on: true }
        }
        (Step::Review, _) => Action::StartSetup,
        (Step::Setup, SetupPhase::Stopped(_) | SetupPhase::Revoked) => Action::ResumeSetup,
        (Step::Setup, SetupPhase::AwaitingApproval { .. }) => Action::CheckApproval,
        (Step::Handover, _) => Action::Save,
        _ => Action::Next,
    }
}

/// One of the ways in which the world answers an effect; the second says whether the job is over with it.
pub fn answer(effect: &Effect, way: usize) -> Option<(JobId, Event, bool)> {
    let refused = |page| problem("refused", page);
    Some(match effect {
        Effect::SignIn { job, .. } => match way {
            0 => (*job, Event::SignInFailed(*job, refused(Some(Page::Connect))), true),
            1 => (*job, Event::SignInAddress(*job, "https://login.example".to_owned()), false),
            _ => (*job, Event::SignedIn(*job, account()), true),
        },
        Effect::SignInWithCode { job, .. } => match way {
            0 => (*job, Event::SignInFailed(*job, refused(Some(Page::Connect))), true),
            1 => (*job, Event::SignInCode(*job, device_code()), false),
            _ => (*job, Event::SignedIn(*job, account()), true),
        },
        Effect::Preflight { job, .. } => {
            let mut found = findings();
            match way {
                0 => return Some((*job, Event::NotFound(*job, refused(Some(Page::Connect))), true)),
                1 => return Some((*job, Event::NotFound(*job, refused(None)), true)),
                2 => found.may_consent = Some(false),
                3 => found.secret_rule = Some(SecretRule { forbidden: false, max_days: Some(100) }),
                _ => {}
            }
            (*job, Event::Found(*job, Box::new(found)), true)
        }
        Effect::Apply { job, .. } | Effect::Resume { job, .. } => setup_answer(*job, way),
        Effect::AwaitApproval { job, .. } => match way {
            0..3 => (*job, Event::Setup(*job, Progress::Approved(partly_approved().permissions)), false),
            3 => (*job, Event::SetupStopped(*job, refused(None)), true),
            4 => (*job, Event::SetupStopped(*job, refused(Some(Page::Connect))), true),
            _ => (*job, Event::SetupDone(*job, outcome()), true),
        },
        Effect::SaveMessage { job, path, .. } => match way {
            0 => (*job, Event::MessageNotSaved(*job, refused(None)), true),
            _ => (*job, Event::MessageSaved(*job, path.clone()), true),
        },
        Effect::Undo { job, .. } => match way {
            0..3 => setup_answer(*job, way),
            3 => (*job, Event::SetupStopped(*job, refused(None)), true),
            _ => (*job, Event::Undone(*job), true),
        },
        Effect::Revoke { job, .. } => match way {
            0..3 => setup_answer(*job, way),
            3 => (*job, Event::SetupStopped(*job, refused(None)), true),
            _ => (*job, Event::Revoked(*job), true),
        },
        Effect::Verify { job, .. } => match way {
            0..3 => {
                let news = CheckProgress { check: "token".to_owned(), state: CheckState::Passed };
                (*job, Event::Check(*job, news), false)
            }
            _ => (*job, Event::ChecksDone(*job), true),
        },
        Effect::AskPath { job, .. } => {
            (*job, Event::PathChosen(*job, (way > 5).then(|| PathBuf::from("/tmp/chosen"))), true)
        }
        Effect::Save { job, request } => match way {
            0 => (*job, Event::SaveFailed(*job, refused(None)), true),
            1..5 if !request.overwrite => (*job, Event::SaveWouldOverwrite(*job, request.path.clone()), true),
            _ => (*job, Event::Saved(*job, request.path.clone()), true),
        },
        Effect::Connection(effect) => {
            let (event, over) = connection_answer(effect, way);
            (effect.job(), Event::Connection(event), over)
        }
        Effect::OpenLink(address) => (JobId(0), Event::LinkFailed(address.clone()), true),
        _ => return None,
    })
}

fn connection_answer(effect: &ConnectionEffect, way: usize) -> (ConnectionEvent, bool) {
    let refused = || problem("refused", None);
    let job = effect.job();
    let event = match effect {
        ConnectionEffect::Test { .. } => match way {
            0 => return (ConnectionEvent::Hosts(job, Vec::new()), false),
            1 => ConnectionEvent::NotTested(job, refused()),
            _ => ConnectionEvent::Tested(job, Timestamp::UNIX_EPOCH),
        },
        ConnectionEffect::AskTeamPath { .. } => {
            ConnectionEvent::TeamPath(job, (way > 5).then(|| PathBuf::from("/tmp/x")))
        }
        ConnectionEffect::SaveTeam { path, replace, .. } => match way {
            0 => ConnectionEvent::TeamNotSaved(job, refused()),
            1..5 if !replace => ConnectionEvent::TeamExists(job, path.clone()),
            _ => ConnectionEvent::TeamSaved(job, path.clone()),
        },
        ConnectionEffect::AskAuthority { .. } => {
            ConnectionEvent::AuthorityPath(job, (way > 5).then(|| PathBuf::from("/tmp/a.pem")))
        }
        ConnectionEffect::ReadAuthority { .. } if way > 5 => ConnectionEvent::AuthorityRead(job, Vec::new()),
        ConnectionEffect::Trust { .. } if way > 5 => ConnectionEvent::Trusted(job),
        ConnectionEffect::ReadAuthority { .. } | ConnectionEffect::Trust { .. } => {
            ConnectionEvent::AuthorityRefused(job, refused())
        }
    };
    (event, true)
}

fn setup_answer(job: JobId, way: usize) -> (JobId, Event, bool) {
    match way {
        0 => (job, Event::Setup(job, Progress::Begun(setup_id())), false),
        1 => (job, Event::Setup(job, Progress::Change(ChangeKey::Application, ChangeState::Running)), false),
        2 => (job, Event::Setup(job, Progress::ReadBack(ChangeState::Running)), false),
        3 => (job, Event::SetupStopped(job, problem("refused", None)), true),
        4 => (job, Event::SetupStopped(job, problem("signed-out", Some(Page::Connect))), true),
        5 | 6 => (job, Event::SetupDone(job, partly_approved()), true),
        _ => (job, Event::SetupDone(job, outcome()), true),
    }
}
