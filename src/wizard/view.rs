//! What the window asks of the state: titles, what is wrong, what stands in the way. Reads only.

use std::collections::BTreeSet;

use super::blocker::{self, Blocker};
use super::choice::{ClientChoice, CloudFile};
use super::memory::Memory;
use super::protocol::JobId;
use super::state::{
    ApprovalMessage, ConnectPhase, DemoAccount, Handover, Preflight, ResumableSetup, SetupPhase, State, Step,
    ThemeChoice,
};
use crate::export::ExportFormat;
use crate::plan::{Change, Draft, DraftField, Plan, Problems, changes};
use crate::preset::schema::{CredentialKind, Mode};
use crate::preset::{PermissionIds, PermissionKind, Preset};
use crate::setup::{ChangeState, Findings, MadeSecret, PreflightTarget};
use crate::signin::Account;
use crate::types::{FieldError, SetupId};

impl State {
    /// The first step of a fresh start. `demo`: the accounts of the demo tenant, when that is what is open.
    #[must_use]
    pub fn new(presets: Vec<Preset>, ids: PermissionIds, demo: Option<Vec<DemoAccount>>) -> Self {
        let demo_account = demo.iter().flatten().next().map(|account| account.key.clone()).unwrap_or_default();
        Self {
            presets,
            ids,
            demo,
            step: Step::Product,
            reached: Step::Product,
            search: String::new(),
            draft: None,
            show_problems: BTreeSet::new(),
            tenant_hint: String::new(),
            clouds: Vec::new(),
            cloud: "global".to_owned(),
            chosen_cloud: None,
            cloud_file: CloudFile::default(),
            client: ClientChoice::default(),
            more_failed: None,
            found_cloud: None,
            demo_account,
            connect: ConnectPhase::SignedOut,
            preflight: Preflight::Idle,
            show_requests: false,
            plan: None,
            setup: SetupPhase::Idle,
            rows: Vec::new(),
            read_back: ChangeState::Waiting,
            setup_id: None,
            outcome: None,
            checks: Vec::new(),
            checking: None,
            message: ApprovalMessage::default(),
            handover: Handover::default(),
            resumable: Vec::new(),
            dialog: None,
            theme: ThemeChoice::default(),
            connection: None,
            failed_link: None,
            last_job: JobId::default(),
            jobs: BTreeSet::new(),
            memory: Memory::default(),
        }
    }

    /// The product that everything is about: of the setup, of the earlier setup that waits for a sign-in, or chosen.
    #[must_use]
    pub fn preset(&self) -> Option<&Preset> {
        let id = match (&self.plan, self.awaited_setup(), &self.draft) {
            (Some(plan), _, _) => &plan.preset,
            (None, Some(setup), _) => &setup.plan.preset,
            (None, None, draft) => &draft.as_ref()?.preset,
        };
        self.presets.iter().find(|preset| &preset.id == id)
    }

    /// The earlier setup that goes on as soon as somebody is signed in.
    #[must_use]
    pub fn awaited_setup(&self) -> Option<&ResumableSetup> {
        self.earlier(self.memory.wish?.setup())
    }

    /// The unfinished setup of an earlier start with this id.
    #[must_use]
    pub fn earlier(&self, id: SetupId) -> Option<&ResumableSetup> {
        self.resumable.iter().find(|setup| setup.id == id)
    }

    /// What was typed for a product, also when another one is chosen now.
    #[must_use]
    pub fn draft_of(&self, preset: &str) -> Option<&Draft> {
        self.draft.as_ref().filter(|draft| draft.preset == preset).or_else(|| self.memory.drafts.get(preset))
    }

    /// The product that the draft is about. Not always [`State::preset`]: an earlier setup may be of another product.
    pub(super) fn drafted(&self) -> Option<(&Draft, &Preset)> {
        let draft = self.draft.as_ref()?;
        Some((draft, self.presets.iter().find(|preset| preset.id == draft.preset)?))
    }

    /// Who is signed in.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match &self.connect {
            ConnectPhase::SignedIn(account) => Some(account),
            _ => None,
        }
    }

    /// What to call the tenant: its name, its domain, or its id. `None` while nobody is signed in.
    #[must_use]
    pub fn tenant_title(&self) -> Option<String> {
        let account = self.account()?;
        let found = match &self.preflight {
            Preflight::Found(findings) => findings.tenant_name.clone().or_else(|| findings.domain.clone()),
            _ => None,
        };
        let known = self.memory.tenant.as_ref().filter(|(tenant, _)| *tenant == account.tenant);
        found
            .or_else(|| known.map(|(_, name)| name.clone()))
            .or_else(|| account.username.split_once('@').map(|(_, domain)| domain.to_owned()))
            .or_else(|| Some(account.tenant.to_string()))
    }

    /// The plan: the one that is being set up, or the one that the form amounts to if nothing is wrong with it.
    #[must_use]
    pub fn current_plan(&self) -> Option<Plan> {
        if let Some(plan) = &self.plan {
            return Some(plan.clone());
        }
        self.planned()?.ok()
    }

    /// What the form amounts to, with a secret that lives no longer than the tenant allows.
    fn planned(&self) -> Option<Result<Plan, Problems>> {
        let (draft, preset) = self.drafted()?;
        let draft = Draft { months: self.months().unwrap_or(draft.months), ..draft.clone() };
        Some(draft.plan(preset, &self.ids))
    }

    /// What will change in the tenant, for the review page. Empty while something is wrong with the form.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let missing = self.findings().map(Findings::missing_apis).unwrap_or_default();
        let existing = self.reused().map(|found| &found.app);
        self.current_plan().map(|plan| changes(&plan, &missing, existing)).unwrap_or_default()
    }

    /// What the look-ups are about, as far as the form says; `None` until a product is chosen.
    #[must_use]
    pub fn preflight_target(&self) -> Option<PreflightTarget> {
        let (draft, preset) = self.drafted()?;
        let mut target = PreflightTarget {
            preset: Some(preset.id.clone()),
            app_name: draft.app_name.trim().to_owned(),
            redirects: draft.redirects(preset),
            apis: Vec::new(),
            application_permissions_of: Vec::new(),
            delegated: false,
            secret: uses_secret(preset),
            reuse: draft.reuse.as_ref().map(|reuse| reuse.client),
        };
        for permission in draft.needed(preset) {
            push_new(&mut target.apis, permission.api);
            match permission.kind {
                PermissionKind::Application => push_new(&mut target.application_permissions_of, permission.api),
                PermissionKind::Delegated => target.delegated = true,
            }
        }
        Some(target)
    }

    /// Whether what was found in the tenant is about what the form says now.
    #[must_use]
    pub fn findings_are_current(&self) -> bool {
        matches!(self.preflight, Preflight::Found(_)) && self.memory.looked_at == self.preflight_target()
    }

    /// Everything that is wrong with the form.
    #[must_use]
    pub fn problems(&self) -> Problems {
        let Some((draft, preset)) = self.drafted() else { return Problems::new() };
        let mut problems = self.planned().and_then(Result::err).unwrap_or_default();
        if let Preflight::Found(findings) = &self.preflight {
            let missing = draft.needed(preset).filter(|p| findings.lacks(p.api, p.kind, &p.name));
            problems.extend(missing.map(|p| (DraftField::Permission(p.name.clone()), FieldError::UnknownChoice)));
        }
        problems
    }

    /// What is wrong on one page of the form.
    #[must_use]
    pub fn problems_of(&self, step: Step) -> Problems {
        self.problems().into_iter().filter(|(field, _)| blocker::step_of(field) == step).collect()
    }

    /// The life of the secret, in months: what was chosen, or the longest that the tenant allows if that is shorter. `None`
    /// when the product has no secret, and when the tenant allows none that lives for a whole month.
    #[must_use]
    pub fn months(&self) -> Option<u32> {
        let allowed = self.longest_months().filter(|longest| *longest > 0)?;
        let capped = self.secret_rule().is_some_and(|rule| rule.max_days.is_some());
        self.draft.as_ref().map(|draft| if capped { draft.months.min(allowed) } else { draft.months })
    }

    /// The longest life of a secret that product and tenant allow, in months; `None` when the product has no secret.
    #[must_use]
    pub fn longest_months(&self) -> Option<u32> {
        let (_, preset) = self.drafted().filter(|(_, preset)| uses_secret(preset))?;
        let cap = self.secret_rule().and_then(|rule| rule.max_days).map_or(u32::MAX, blocker::months_within);
        Some(cap.min(preset.credential.max_months))
    }

    /// What stands in the way of "Set up", first things first. Empty once a setup has begun.
    #[must_use]
    pub fn blockers(&self) -> Vec<Blocker> {
        let mut list = Vec::new();
        if self.plan.is_some() {
            return list;
        }
        if self.account().is_none() {
            list.push(Blocker::SignedOut);
        }
        match &self.preflight {
            Preflight::Found(findings) => {
                let secret = self.drafted().is_some_and(|(_, preset)| uses_secret(preset));
                list.extend(blocker::found(findings, self.reused(), self.secret_rule().filter(|_| secret)));
                if !self.findings_are_current() {
                    list.push(Blocker::Looking);
                }
            }
            Preflight::Running(_) => list.push(Blocker::Looking),
            Preflight::Idle | Preflight::Failed(_) => list.push(Blocker::NotLooked),
        }
        match self.drafted() {
            Some((_, preset)) if preset.mode == Mode::App => {}
            _ => list.push(Blocker::Form(Step::Product)),
        }
        let steps: BTreeSet<Step> = self.problems().keys().map(blocker::step_of).collect();
        list.extend(steps.into_iter().map(Blocker::Form));
        list
    }

    /// The job that is changing the tenant at this moment.
    #[must_use]
    pub fn setup_job(&self) -> Option<JobId> {
        match self.setup {
            SetupPhase::Running(job)
            | SetupPhase::Stopping(job)
            | SetupPhase::Revoking(job)
            | SetupPhase::Undoing(job) => Some(job),
            SetupPhase::Idle
            | SetupPhase::Stopped(_)
            | SetupPhase::AwaitingApproval { .. }
            | SetupPhase::Revoked
            | SetupPhase::Done
            | SetupPhase::Undone => None,
        }
    }

    /// Whether an administrator has yet to approve some of what was set up.
    #[must_use]
    pub fn awaits_approval(&self) -> bool {
        matches!(self.setup, SetupPhase::AwaitingApproval { .. })
    }

    /// The job that looks whether an administrator has approved. It changes nothing in the tenant.
    #[must_use]
    pub fn waiting_job(&self) -> Option<JobId> {
        match self.setup {
            SetupPhase::AwaitingApproval { job, .. } => job,
            _ => None,
        }
    }

    /// Whether a stopped setup was being undone: going on means undoing on.
    #[must_use]
    pub fn is_undoing(&self) -> bool {
        self.memory.undoing
    }

    /// The secret that was made, if there is one.
    #[must_use]
    pub fn secret(&self) -> Option<&MadeSecret> {
        self.outcome.as_ref()?.secret.as_ref()
    }

    /// Whether leaving now would lose a secret that was neither copied nor saved. Not while an administrator has yet to
    /// approve: the next start has it from the keychain, or makes another one that nobody is using yet.
    #[must_use]
    pub fn would_lose_secret(&self) -> bool {
        !self.awaits_approval()
            && !self.handover.secret_kept
            && self.secret().is_some_and(|secret| secret.value.is_some())
    }

    /// Whether "Save" may be pressed now.
    #[must_use]
    pub fn can_save(&self) -> bool {
        self.outcome.is_some() && self.handover.saving.is_none() && !self.handover.path.trim().is_empty()
    }

    /// The next job, from now on awaited.
    pub(super) fn start_job(&mut self) -> JobId {
        self.last_job = JobId(self.last_job.0.wrapping_add(1));
        self.jobs.insert(self.last_job);
        self.last_job
    }
}

impl Default for Handover {
    fn default() -> Self {
        Self {
            reveal: false,
            secret_kept: false,
            format: ExportFormat::Text,
            path: String::new(),
            saving: None,
            saved: Vec::new(),
            problem: None,
            ticked: BTreeSet::new(),
        }
    }
}

fn uses_secret(preset: &Preset) -> bool {
    preset.credential.kinds.contains(&CredentialKind::Secret)
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
