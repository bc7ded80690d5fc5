//! Which steps can be entered and left, and how the rail marks them. Reads only.

use super::blocker::Blocker;
use super::state::{SetupPhase, State, Step, StepMark};
use crate::preset::schema::Mode;
use crate::verify::CheckState;

impl State {
    /// Whether "Set up" may be pressed now.
    #[must_use]
    pub fn can_start(&self) -> bool {
        self.step == Step::Review && self.plan.is_none() && self.blockers().is_empty()
    }

    /// Whether the person may go on from this step. The review page is left by "Set up" only.
    #[must_use]
    pub fn can_leave_step(&self, step: Step) -> bool {
        match step {
            Step::Product => self.drafted().is_some_and(|(_, preset)| preset.mode == Mode::App),
            Step::Connect => self.account().is_some() && (self.draft.is_some() || self.plan.is_some()),
            Step::App | Step::Account | Step::Secret | Step::Permissions => self.problems_of(step).is_empty(),
            Step::Review => self.can_start(),
            Step::Setup => self.setup == SetupPhase::Done,
            Step::Check => self.outcome.is_some(),
            Step::Handover => false,
        }
    }

    /// Whether the rail leads to this step. Once a setup has begun, its plan is fixed: the form is closed until a new start.
    #[must_use]
    pub fn can_go_to(&self, step: Step) -> bool {
        let sign_in_again = step == Step::Connect && self.account().is_none();
        match (&self.plan, &self.setup) {
            (None, _) => step <= self.reached,
            (Some(_), SetupPhase::Stopped(_) | SetupPhase::AwaitingApproval { .. } | SetupPhase::Revoked)
                if sign_in_again =>
            {
                true
            }
            // The checks prove nothing before everything is approved.
            (Some(_), SetupPhase::AwaitingApproval { .. }) => matches!(step, Step::Setup | Step::Handover),
            (Some(_), _) => step >= Step::Setup && step <= self.reached,
        }
    }

    /// How the rail marks a step.
    #[must_use]
    pub fn mark(&self, step: Step) -> StepMark {
        let done_if = |done: bool| if done { StepMark::Done } else { StepMark::Blocked };
        if step == self.step {
            return StepMark::Current;
        }
        if step > self.reached {
            return StepMark::ToDo;
        }
        if self.plan.is_some() && step < Step::Setup {
            return done_if(step != Step::Connect || self.account().is_some() || self.outcome.is_some());
        }
        match step {
            Step::Connect => done_if(!self.blockers().iter().any(|b| b.step() == step && *b != Blocker::Looking)),
            Step::Secret => done_if(!self.blockers().iter().any(|b| b.step() == step)),
            Step::Review => done_if(self.blockers().is_empty()),
            Step::Setup => match self.setup {
                SetupPhase::Done | SetupPhase::Undone => StepMark::Done,
                SetupPhase::Stopped(_) | SetupPhase::Revoked => StepMark::Blocked,
                SetupPhase::AwaitingApproval { .. } => StepMark::Waiting,
                _ => StepMark::ToDo,
            },
            Step::Check => self.mark_of_checks(),
            Step::Handover => {
                if self.handover.secret_kept {
                    StepMark::Done
                } else {
                    StepMark::ToDo
                }
            }
            Step::Product => done_if(self.awaited_setup().is_some() || self.can_leave_step(step)),
            Step::App | Step::Account | Step::Permissions => done_if(self.can_leave_step(step)),
        }
    }

    fn mark_of_checks(&self) -> StepMark {
        let needed = || self.checks.iter().filter(|row| !row.optional);
        if self.checking.is_some() || self.outcome.is_none() {
            StepMark::ToDo
        } else if needed().any(|row| matches!(row.state, CheckState::Failed(_))) {
            StepMark::Blocked
        } else if needed().all(|row| row.state == CheckState::Passed) {
            StepMark::Done
        } else {
            StepMark::ToDo
        }
    }
}
