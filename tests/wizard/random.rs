//! Random journeys: whatever a person and the world do, in whatever order, the wizard's promises hold.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::random_moves::{Move, answer, forward, moves};
use crate::support::{SECRET, Window, account, earlier, findings, outcome, problem, setup_id, started};
use onramp::setup::Progress;
use onramp::wizard::{Action, ConnectPhase, Effect, Event, JobId, SetupPhase, Step};
use proptest::prelude::*;

/// The promises, watched over a whole journey.
struct Watch {
    window: Window,
    /// Effects whose answers are still out.
    out: Vec<Effect>,
    /// Answers that went through before, for late ones.
    typed: BTreeMap<(String, String), String>,
}

impl Watch {
    fn new() -> Self {
        Self { window: Window::new(), out: Vec::new(), typed: BTreeMap::new() }
    }

    fn happen(&mut self, one: &Move) {
        match one {
            Move::Do(action) => self.act(action.clone()),
            Move::Forward => self.act(forward(&self.window.state)),
            Move::Started => {
                let effects = self.window.hear(started(vec![earlier()]));
                self.watch(effects);
            }
            Move::Answer { job, way } => {
                let waiting: Vec<usize> =
                    (0..self.out.len()).filter(|i| answer(&self.out[*i], *way).is_some()).collect();
                let Some(place) = waiting.get(job % waiting.len().max(1)).copied() else { return };
                let Some((_, event, over)) = answer(&self.out[place], *way) else { return };
                if over {
                    self.out.remove(place);
                }
                let effects = self.window.hear(event);
                self.watch(effects);
            }
            Move::Late { job, way } => self.late(JobId(*job), *way),
        }
    }

    fn act(&mut self, action: Action) {
        let before = self.window.state.clone();
        if let (Action::SetInput { key, value }, Some(draft), None) = (&action, &before.draft, &before.plan)
            && key != "no-such-input"
        {
            self.typed.insert((draft.preset.clone(), key.clone()), value.clone());
        }
        let starts = matches!(action, Action::StartSetup);
        let effects = self.window.act(action);
        for effect in &effects {
            if let Effect::Apply { plan, .. } = effect {
                assert!(starts, "only the button sets up");
                assert_eq!(before.step, Step::Review, "what will change was on the screen");
                assert!(matches!(before.connect, ConnectPhase::SignedIn(_)), "somebody is signed in");
                assert!(before.findings_are_current(), "the tenant was looked at");
                assert_eq!(before.current_plan().as_ref(), Some(plan), "it is what was shown");
                assert!(before.problems().is_empty());
            }
        }
        self.watch(effects);
    }

    /// A late answer: nothing is to be done because of it, and nothing on the screen changes.
    fn late(&mut self, job: JobId, way: usize) {
        let state = &self.window.state;
        if state.jobs.contains(&job) {
            return;
        }
        let before = format!("{state:?}");
        let refused = problem("late", None);
        let event = match way {
            0 => Event::SignedIn(job, account()),
            1 => Event::SignInFailed(job, refused),
            2 => Event::Found(job, Box::new(findings())),
            3 => Event::NotFound(job, refused),
            4 => Event::Setup(job, Progress::Begun(setup_id())),
            5 => Event::SetupDone(job, outcome()),
            6 => Event::SetupStopped(job, refused),
            7 => Event::Undone(job),
            8 => Event::ChecksDone(job),
            9 => Event::Saved(job, PathBuf::from("/tmp/late")),
            10 => Event::PathChosen(job, Some(PathBuf::from("/tmp/late"))),
            _ => Event::SaveWouldOverwrite(job, PathBuf::from("/tmp/late")),
        };
        assert_eq!(self.window.hear(event), []);
        assert_eq!(format!("{:?}", self.window.state), before);
    }

    fn watch(&mut self, effects: Vec<Effect>) {
        assert!(!format!("{effects:?}").contains(SECRET));
        for effect in effects {
            match &effect {
                effect if changes_tenant(effect) => {
                    assert!(!self.out.iter().any(changes_tenant), "one setup at a time");
                }
                Effect::ForgetDraft => {
                    // What became a setup may go; what was typed for the other product stays.
                    let used = self.window.state.draft.as_ref().unwrap().preset.clone();
                    self.typed.retain(|(preset, _), _| *preset != used);
                }
                // The world stops what is cancelled; a setup says so itself.
                Effect::Cancel(job) => {
                    self.out.retain(|e| changes_tenant(e) || answer(e, 9).is_none_or(|(of, ..)| of != *job));
                }
                _ => {}
            }
            self.out.push(effect);
        }
        self.promises();
    }

    fn promises(&self) {
        let state = &self.window.state;
        assert!(!format!("{:?}", (&state.outcome, &state.handover, &state.rows, &state.dialog)).contains(SECRET));
        for ((preset, key), value) in &self.typed {
            let draft = state.draft_of(preset).expect("the draft is kept");
            assert_eq!(draft.input(key), value, "what was typed stays");
        }
        if state.awaits_approval() {
            assert!(state.outcome.as_ref().unwrap().awaits_approval(), "waits for something");
            assert_ne!(state.step, Step::Check, "there is nothing to check yet");
        }
        assert!(state.step <= state.reached);
        assert_eq!(state.plan.is_some(), state.setup != SetupPhase::Idle);
        if state.step >= Step::Setup {
            assert!(state.plan.is_some());
        }
        if state.step >= Step::Check {
            assert!(state.outcome.is_some(), "nothing is handed over that was not made");
        }
        let running = self.out.iter().filter(|e| changes_tenant(e)).count();
        assert_eq!(running, usize::from(state.setup_job().is_some()), "the screen says whether the tenant is changed");
        // Whatever the page, there is a way on or a way back: every awaited job is out there.
        for job in &state.jobs {
            assert!(
                self.out.iter().any(|e| answer(e, 9).is_some_and(|(of, ..)| of == *job)),
                "nothing is waited for in vain"
            );
        }
    }
}

fn changes_tenant(effect: &Effect) -> bool {
    matches!(effect, Effect::Apply { .. } | Effect::Resume { .. } | Effect::Undo { .. } | Effect::Revoke { .. })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_promises_hold_whatever_happens(moves in moves()) {
        let mut watch = Watch::new();
        for one in &moves {
            watch.happen(one);
        }
        let shown = format!("{:?}", watch.window.state);
        prop_assert!(!shown.contains(SECRET));
    }
}

#[test]
fn somebody_who_goes_straight_forward_arrives() {
    let mut watch = Watch::new();
    for _ in 0..60 {
        watch.happen(&Move::Forward);
        watch.happen(&Move::Answer { job: 0, way: 9 });
    }
    assert_eq!(watch.window.state.step, Step::Handover);
    assert!(watch.window.state.handover.secret_kept);
}
