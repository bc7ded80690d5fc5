//! A wizard with two products, and the answers that a world would give it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use onramp::explain::{Details, Page, Problem};
use onramp::plan::Plan;
use onramp::preset::{self, Api, PermissionIds, Preset};
use onramp::setup::{Findings, GrantedPermission, MadeSecret, Outcome, Standing};
use onramp::signin::{Account, DeviceCode};
use onramp::types::{ClientId, KeyId, ObjectId, SecretValue, SetupId, TenantId};
use onramp::wizard::{
    Action, ConnectPhase, DemoAccount, Effect, Event, JobId, Message, ResumableSetup, State, Step, ThemeChoice, update,
};
use uuid::Uuid;

pub const PRODUCT: &str = "cirrus-insight-service-account";
pub const OTHER: &str = "other-product";
pub const SECRET: &str = "s3cr3t~never-to-be-shown";

pub struct Window {
    pub state: State,
    /// Everything that was to be done so far.
    pub effects: Vec<Effect>,
}

impl Window {
    pub fn new() -> Self {
        Self { state: State::new(products(), PermissionIds::built_in().unwrap(), None), effects: Vec::new() }
    }

    pub fn demo() -> Self {
        let accounts = ["global-admin", "user"].map(|key| DemoAccount {
            key: key.to_owned(),
            name: "Megan Bowen".to_owned(),
            username: "megan@contoso.example".to_owned(),
            role: "Global Administrator".to_owned(),
        });
        Self {
            state: State::new(products(), PermissionIds::built_in().unwrap(), Some(accounts.to_vec())),
            effects: Vec::new(),
        }
    }

    /// The person does something; returns what is to be done in the world.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        self.take(Message::Action(action))
    }

    /// The world answers.
    pub fn hear(&mut self, event: Event) -> Vec<Effect> {
        self.take(Message::Event(event))
    }

    fn take(&mut self, message: Message) -> Vec<Effect> {
        let effects = update(&mut self.state, message);
        self.effects.extend(effects.clone());
        effects
    }

    pub fn job(&self) -> JobId {
        self.state.last_job
    }

    pub fn choose(&mut self, id: &str) {
        self.act(Action::ChooseProduct(id.to_owned()));
    }

    pub fn set(&mut self, key: &str, value: &str) -> Vec<Effect> {
        self.act(Action::SetInput { key: key.to_owned(), value: value.to_owned() })
    }

    pub fn sign_in(&mut self) -> Vec<Effect> {
        self.act(Action::SignIn);
        let job = self.job();
        self.hear(Event::SignedIn(job, account()))
    }

    pub fn find(&mut self, findings: Findings) {
        let job = self.job();
        self.hear(Event::Found(job, Box::new(findings)));
    }

    /// Product chosen, signed in, everything found, everything filled in: on the review page.
    pub fn at_review() -> Self {
        let mut window = Self::new();
        window.choose(PRODUCT);
        window.act(Action::Next);
        window.sign_in();
        window.find(findings());
        window.act(Action::Next);
        window.set("test_mailbox", "alex@contoso.com");
        for _ in 0..4 {
            window.act(Action::Next);
        }
        assert_eq!(window.state.step, Step::Review);
        window
    }

    /// As [`Window::at_review`], and set up under way; the id is known.
    pub fn setting_up() -> Self {
        let mut window = Self::at_review();
        window.act(Action::StartSetup);
        let job = window.job();
        window.hear(Event::Setup(job, onramp::setup::Progress::Begun(setup_id())));
        window
    }

    /// As [`Window::setting_up`], everything made, and the checks over.
    pub fn set_up() -> Self {
        let mut window = Self::setting_up();
        let job = window.job();
        window.hear(Event::SetupDone(job, outcome()));
        let checks = window.state.checking.unwrap();
        window.hear(Event::ChecksDone(checks));
        window
    }

    /// As [`Window::set_up`], on the last page.
    pub fn handing_over() -> Self {
        let mut window = Self::set_up();
        window.act(Action::Next);
        assert_eq!(window.state.step, Step::Handover);
        window
    }

    pub fn plan(&self) -> Plan {
        self.state.current_plan().unwrap()
    }

    pub fn signed_out(&self) -> bool {
        !matches!(self.state.connect, ConnectPhase::SignedIn(_))
    }
}

/// The built-in product and a second one that is like it.
pub fn products() -> Vec<Preset> {
    let one = preset::by_id(PRODUCT).unwrap();
    let mut other = one.clone();
    OTHER.clone_into(&mut other.id);
    vec![one, other]
}

pub fn account() -> Account {
    Account {
        id: ObjectId::new(Uuid::from_u128(1)),
        tenant: TenantId::new(Uuid::from_u128(2)),
        name: "Megan Bowen".to_owned(),
        username: "megan@contoso.com".to_owned(),
    }
}

pub fn device_code() -> DeviceCode {
    DeviceCode {
        code: "FJK7Q2MZP".to_owned(),
        address: "https://login.microsoft.com/device".to_owned(),
        expires: Timestamp::UNIX_EPOCH,
    }
}

pub fn findings() -> Findings {
    Findings {
        tenant: TenantId::new(Uuid::from_u128(2)),
        tenant_name: Some("Contoso Ltd.".to_owned()),
        domain: Some("contoso.com".to_owned()),
        standing: Some(Standing::Member),
        roles: Some(vec!["Global Administrator".to_owned()]),
        eligible: None,
        activate: None,
        may_create: Some(true),
        may_consent: Some(true),
        secret_rule: None,
        existing: Some(Vec::new()),
        apis: [(Api::Graph, Some(ObjectId::new(Uuid::from_u128(3))))].into(),
        permissions: BTreeMap::new(),
    }
}

pub fn setup_id() -> SetupId {
    SetupId::new(Uuid::from_u128(4))
}

pub fn outcome() -> Outcome {
    Outcome {
        setup: setup_id(),
        tenant: TenantId::new(Uuid::from_u128(2)),
        client: ClientId::new(Uuid::from_u128(5)),
        application: ObjectId::new(Uuid::from_u128(6)),
        service_principal: ObjectId::new(Uuid::from_u128(7)),
        secret: Some(MadeSecret {
            key: KeyId::new(Uuid::from_u128(8)),
            value: Some(SecretValue::new(SECRET.to_owned())),
            end: Timestamp::UNIX_EPOCH,
            in_keychain: true,
        }),
        permissions: Vec::new(),
        approval_link: "https://login.microsoftonline.com/t/adminconsent?client_id=c".to_owned(),
    }
}

/// Everything is made, but two of four permissions wait for an administrator.
pub fn partly_approved() -> Outcome {
    let plan = Window::at_review().plan();
    let permissions = plan.permissions.into_iter().enumerate().map(|(i, p)| GrantedPermission {
        api: p.api,
        kind: p.kind,
        name: p.name,
        granted: i < 2,
    });
    Outcome { permissions: permissions.collect(), ..outcome() }
}

pub fn problem(id: &str, page: Option<Page>) -> Problem {
    Problem { id: id.to_owned(), args: Vec::new(), details: Details::default(), retry: true, page }
}

/// A setup that an earlier start left unfinished.
pub fn earlier() -> ResumableSetup {
    let plan = Window::at_review().plan();
    ResumableSetup {
        id: SetupId::new(Uuid::from_u128(40)),
        product: plan.product.clone(),
        app_name: plan.app_name.to_string(),
        tenant: "Contoso Ltd.".to_owned(),
        tenant_id: account().tenant,
        cloud: "global".to_owned(),
        begun: Timestamp::UNIX_EPOCH,
        secret_lost: false,
        awaits_approval: false,
        plan,
    }
}

pub fn started(resumable: Vec<ResumableSetup>) -> Event {
    Event::Started { draft: None, resumable, theme: ThemeChoice::System, save_folder: PathBuf::from("/home/megan") }
}
