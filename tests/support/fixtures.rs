//! Realistic states of the wizard, one per situation that a person can see.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;
use onramp::cloud::CloudFault;
use onramp::explain::{Details, Problem};
use onramp::plan::{Existing, KnownRedirect, Requested, changes};
use onramp::preset::{self, Api, PermissionIds, PermissionKind, Platform};
use onramp::setup::{
    ChangeState, ExistingApp, ExistingPermission, ExistingSecret, Findings, FoundBy, GrantedPermission, MadeSecret,
    Outcome, SecretRule, Standing,
};
use onramp::signin::{Account, DeviceCode};
use onramp::types::{AppRoleId, ClientId, KeyId, ObjectId, SecretValue, SetupId, TenantId};
use onramp::verify::CheckState;
use onramp::wizard::{
    Action, CUSTOM_CLOUD, CheckRow, ClientChoice, ClientKind, ConnectPhase, DemoAccount, Effect, Event, FoundCloud,
    JobId, Message, Preflight, ResumableSetup, SetupPhase, SetupRow, State, Step, update,
};
use uuid::Uuid;

/// The secret of the fixtures: made up, in the form that Entra gives out.
pub const SECRET: &str = "q7F8Q~made.up.for.tests.only_k2Jv0hTzXcD";
/// The client id of the fixtures.
pub const CLIENT: &str = "6a1f0d3e-27b4-4c58-9a3d-51c0c9e7b204";

/// The time on every picture.
pub fn now() -> Timestamp {
    "2026-11-21T09:30:00Z".parse().unwrap()
}

fn id(text: &str) -> Uuid {
    text.parse().unwrap()
}

/// A first start on the demo tenant.
pub fn fresh() -> State {
    let mut state = State::new(
        preset::built_in().unwrap(),
        PermissionIds::built_in().unwrap(),
        Some(vec![
            demo_account("global-admin", "Megan Bowen", "megan@contoso.example", "Global Administrator"),
            demo_account(
                "app-admin",
                "Adele Vance",
                "adele@contoso.example",
                "Application Administrator: can register, cannot approve",
            ),
            demo_account("user", "Grady Archie", "grady@contoso.example", "No administrator role"),
        ]),
    );
    // The product of the pictures alone, whatever else is built in.
    state.presets.retain(|preset| preset.id == "cirrus-insight-service-account");
    state.handover.path = String::from("/home/megan/Documents/cirrus-insight-contoso.txt");
    state
}

fn demo_account(key: &str, name: &str, username: &str, role: &str) -> DemoAccount {
    DemoAccount { key: key.to_owned(), name: name.to_owned(), username: username.to_owned(), role: role.to_owned() }
}

/// What the person did or the world answered.
pub fn tell(state: &mut State, message: impl Into<Told>) -> Vec<Effect> {
    update(state, message.into().0)
}

/// An action or an event.
pub struct Told(Message);

impl From<Action> for Told {
    fn from(action: Action) -> Self {
        Self(Message::Action(action))
    }
}

impl From<Event> for Told {
    fn from(event: Event) -> Self {
        Self(Message::Event(event))
    }
}

/// A product is chosen and its form filled in; the person is on `step`, signed in if that is behind.
pub fn at(step: Step) -> State {
    let mut state = fresh();
    tell(&mut state, Action::ChooseProduct("cirrus-insight-service-account".to_owned()));
    tell(&mut state, Action::SetInput { key: "test_mailbox".to_owned(), value: "alex@contoso.example".to_owned() });
    tell(&mut state, Action::Confirm { id: "domains".to_owned(), on: true });
    if step > Step::Connect {
        sign_in(&mut state);
    }
    state.step = step;
    state.reached = step;
    state
}

/// Megan signs in, and Onramp looks at her organization.
fn sign_in(state: &mut State) {
    state.step = Step::Connect;
    state.reached = Step::Connect;
    for effect in tell(state, Action::SignIn) {
        let Effect::SignIn { job, .. } = effect else { continue };
        for effect in tell(state, Event::SignedIn(job, megan())) {
            let Effect::Preflight { job, .. } = effect else { continue };
            tell(state, Event::Found(job, Box::new(all_clear())));
        }
    }
    assert!(matches!(state.preflight, Preflight::Found(_)), "looked at: {:?}", state.preflight);
}

pub fn megan() -> Account {
    Account {
        id: ObjectId::new(id("0b4e8c72-1f63-4a90-8d35-7c2e9b16f0a1")),
        tenant: TenantId::new(id("3d9a7f15-84c2-4e0b-b6a7-92f1d05c8e36")),
        name: "Megan Bowen".to_owned(),
        username: "megan@contoso.example".to_owned(),
    }
}

/// An organization in which nothing is in the way.
pub fn all_clear() -> Findings {
    Findings {
        tenant: megan().tenant,
        tenant_name: Some("Contoso".to_owned()),
        domain: Some("contoso.example".to_owned()),
        standing: Some(Standing::Member),
        roles: Some(vec!["Global Administrator".to_owned()]),
        eligible: None,
        activate: None,
        may_create: Some(true),
        may_consent: Some(true),
        secret_rule: Some(SecretRule { forbidden: false, max_days: None }),
        existing: Some(Vec::new()),
        apis: BTreeMap::from([(Api::Graph, Some(ObjectId::new(id("c11d2a04-6be3-4b1f-a5c9-e6d4880f2b77"))))]),
        permissions: BTreeMap::new(),
    }
}

/// Signed in; everything is ready.
pub fn connected() -> State {
    let mut state = at(Step::Connect);
    sign_in(&mut state);
    state
}

/// Signed in as somebody who may neither register nor approve, in an organization with rules.
pub fn connected_but_blocked() -> State {
    let mut state = connected();
    state.preflight = Preflight::Found(Findings {
        roles: Some(vec!["Global Reader".to_owned()]),
        may_consent: Some(false),
        secret_rule: Some(SecretRule { forbidden: false, max_days: Some(200) }),
        existing: Some(vec![earlier_app()]),
        may_create: Some(false),
        activate: Some("https://entra.microsoft.com/#roles".to_owned()),
        ..all_clear()
    });
    state
}

/// Signed in as a guest whose role waits to be activated, where an API is missing and secrets may live for 90 days.
pub fn connected_as_a_guest() -> State {
    let mut state = connected();
    state.preflight = Preflight::Found(Findings {
        standing: Some(Standing::Guest { from: Some("adatum.example".to_owned()) }),
        roles: Some(Vec::new()),
        eligible: Some(vec!["Global Administrator".to_owned()]),
        activate: Some("https://entra.microsoft.com/#roles".to_owned()),
        may_consent: Some(false),
        secret_rule: Some(SecretRule { forbidden: false, max_days: Some(90) }),
        apis: BTreeMap::from([(Api::O365Management, None)]),
        ..all_clear()
    });
    state
}

/// An application that a colleague registered by hand, two years ago.
pub fn earlier_app() -> ExistingApp {
    let permission = |name: &str, approved| ExistingPermission {
        api: Api::Graph,
        kind: PermissionKind::Application,
        name: name.to_owned(),
        requested: true,
        approved: Some(approved),
    };
    let secret = |number: u128, name: &str, end: &str| ExistingSecret {
        key: KeyId::new(Uuid::from_u128(number)),
        name: Some(name.to_owned()),
        end: Some(end.parse().unwrap()),
    };
    let table = PermissionIds::built_in().unwrap();
    let ids =
        ["Mail.Read", "Calendars.Read"].map(|name| table.id(Api::Graph, PermissionKind::Application, name).unwrap());
    ExistingApp {
        app: Existing {
            application: ObjectId::new(id("5c1d8f60-94ab-4e27-8b3c-0a6f7d2e9514")),
            client: ClientId::new(id("0d5e6c7b-8a91-4f23-b4c5-d6e7f8091a2b")),
            name: "Cirrus Insight Service Account".to_owned(),
            audience: Some("AzureADMyOrg".to_owned()),
            public_client: false,
            service_principal: Some(ObjectId::new(id("b2c3d4e5-f601-4a2b-8c3d-4e5f60718293"))),
            requested: ids
                .map(|id| Requested { api: Api::Graph.app_id(), kind: PermissionKind::Application, id })
                .to_vec(),
            held: serde_json::json!([{
                "resourceAppId": Api::Graph.app_id(),
                "resourceAccess": ids.map(|id| serde_json::json!({ "id": id, "type": "Role" })),
            }]),
            redirects: Vec::new(),
            roles: vec![(Api::Graph, ids[0])],
            grants: Vec::new(),
        },
        found_by: vec![FoundBy::Name],
        in_detail: true,
        created: Some("2024-10-02T08:14:00Z".parse().unwrap()),
        owners: Some(vec!["Alan Deyoung".to_owned()]),
        secrets: vec![secret(1, "Second key", "2027-02-01T00:00:00Z"), secret(2, "First key", "2026-10-02T00:00:00Z")],
        permissions: vec![permission("Mail.Read", true), permission("Calendars.Read", false)],
        other_permissions: 0,
        secret_rule: None,
        may_change: Some(true),
        setup: None,
    }
}

/// An application of the name and one of other accounts are there already.
pub fn with_existing_apps(step: Step) -> State {
    let mut state = at(step);
    let mut other = earlier_app();
    other.app.client = ClientId::new(id("7f3a2b1c-5d4e-4c6f-9a8b-1e2d3c4b5a69"));
    "Cirrus Insight for partners".clone_into(&mut other.app.name);
    other.app.audience = Some("AzureADMultipleOrgs".to_owned());
    other.found_by = vec![FoundBy::Redirect];
    other.owners = None;
    other.secrets.truncate(1);
    let mut app = earlier_app();
    app.other_permissions = 2;
    app.app.redirects =
        vec![KnownRedirect { platform: Platform::Web, uri: "https://crm.contoso.example/callback".to_owned() }];
    state.preflight = Preflight::Found(Findings { existing: Some(vec![app, other]), ..all_clear() });
    state
}

/// The one that fits is used.
pub fn reusing(step: Step) -> State {
    let mut state = with_existing_apps(step);
    tell(&mut state, Action::UseApp(Some(earlier_app().app.client)));
    assert!(state.reused().is_some());
    state
}

/// Waiting for the browser.
pub fn waiting_for_the_browser() -> State {
    let mut state = at(Step::Connect);
    state.demo = None;
    let address = "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?client_id=14d82eec";
    state.connect = ConnectPhase::SigningIn { job: JobId(1), address: Some(address.to_owned()) };
    state
}

/// Waiting for a code to be typed on another device.
pub fn waiting_for_a_code() -> State {
    let mut state = at(Step::Connect);
    state.demo = None;
    let code = DeviceCode {
        code: "FJK7Q2MZP".to_owned(),
        address: "https://login.microsoft.com/device".to_owned(),
        expires: "2026-11-21T09:44:12Z".parse().unwrap(),
    };
    state.connect = ConnectPhase::WithCode { job: JobId(1), code: Some(code) };
    state
}

/// The organization was found in another cloud; nobody is signed in.
pub fn found_in_another_cloud() -> State {
    let mut state = at(Step::Connect);
    state.demo = None;
    state.clouds = ["global", "gcc", "gcchigh", "dod", "china"].map(str::to_owned).to_vec();
    state.tenant_hint = String::from("contoso.com");
    state.found_cloud = Some(FoundCloud { name: "contoso.com".to_owned(), cloud: "gcchigh".to_owned() });
    state
}

/// Advanced choices that are not right yet.
pub fn advanced() -> State {
    let mut state = found_in_another_cloud();
    state.found_cloud = None;
    state.chosen_cloud = Some(CUSTOM_CLOUD.to_owned());
    state.cloud_file.path = String::from("/home/megan/sovereign.toml");
    state.cloud_file.fault = Some(CloudFault::Insecure("login"));
    state.client = ClientChoice { kind: ClientKind::Own, own: "contoso-setup".to_owned() };
    state.show_problems.insert(Step::Connect);
    state
}

/// Signed in to a cloud from a file; the rules of the organization are not known.
pub fn connected_elsewhere() -> State {
    let mut state = connected();
    state.demo = None;
    state.chosen_cloud = Some(CUSTOM_CLOUD.to_owned());
    state.cloud_file.host = Some("login.sovereign.example".to_owned());
    state.preflight = Preflight::Found(Findings { secret_rule: None, ..all_clear() });
    state
}

/// Nobody is signed in; the sign-in failed with this.
pub fn sign_in_failed(id: &str) -> State {
    let mut state = at(Step::Connect);
    state.demo = None;
    state.connect = ConnectPhase::Failed(Problem { id: id.to_owned(), retry: false, ..network_problem() });
    state
}

/// An earlier start left something unfinished.
pub fn with_an_unfinished_setup() -> State {
    let mut state = fresh();
    let plan = at(Step::Review).draft.unwrap().plan(&state.presets[0], &state.ids).unwrap();
    state.resumable.push(ResumableSetup {
        id: SetupId::new(id("f2b0c1de-93a4-4f5e-8d17-2a6b3c4d5e6f")),
        product: plan.product.clone(),
        app_name: plan.app_name.as_str().to_owned(),
        tenant: "Contoso".to_owned(),
        tenant_id: megan().tenant,
        cloud: "demo".to_owned(),
        begun: "2026-11-20T16:05:00Z".parse().unwrap(),
        secret_lost: false,
        awaits_approval: false,
        plan,
    });
    state
}

/// Setting up, three changes done, one pausing.
pub fn setting_up() -> State {
    let mut state = at(Step::Setup);
    let plan = state.draft.as_ref().unwrap().plan(&state.presets[0], &state.ids).unwrap();
    let states = [
        ChangeState::Done,
        ChangeState::Done,
        ChangeState::Done,
        ChangeState::AlreadyThere,
        ChangeState::Pausing { until: "2026-11-21T09:30:08Z".parse().unwrap(), why: "pause-replication" },
        ChangeState::Running,
    ];
    let states = states.into_iter().chain(std::iter::repeat(ChangeState::Waiting));
    state.rows = changes(&plan, &[], None)
        .into_iter()
        .zip(states)
        .map(|(change, state)| SetupRow { key: change.key(), change, state })
        .collect();
    state.plan = Some(plan);
    state.setup = SetupPhase::Running(JobId(4));
    state.setup_id = Some(SetupId::new(id("f2b0c1de-93a4-4f5e-8d17-2a6b3c4d5e6f")));
    state
}

/// A problem as it comes from the network.
pub fn network_problem() -> Problem {
    Problem {
        id: "network-unreachable".to_owned(),
        args: Vec::new(),
        details: Details {
            request: Some("POST /servicePrincipals".to_owned()),
            client_request_id: Some("9c0f6a7b-5a41-4d3a-8f0e-b1f4a0c6d2e3".to_owned()),
            ..Details::default()
        },
        retry: true,
        page: None,
    }
}

/// The setup stopped in the middle.
pub fn stopped() -> State {
    let mut state = setting_up();
    for row in state.rows.iter_mut().skip(4) {
        row.state = ChangeState::Waiting;
    }
    state.rows[4].state = ChangeState::Failed(Box::new(network_problem()));
    state.setup = SetupPhase::Stopped(network_problem());
    state
}

/// Everything is made; the person is on `step`.
pub fn made(step: Step) -> State {
    let mut state = setting_up();
    let plan = state.plan.clone().unwrap();
    for row in &mut state.rows {
        row.state = ChangeState::Done;
    }
    state.read_back = ChangeState::Done;
    state.setup = SetupPhase::Done;
    state.step = step;
    state.reached = step;
    state.outcome = Some(Outcome {
        setup: state.setup_id.unwrap(),
        tenant: megan().tenant,
        client: ClientId::new(id(CLIENT)),
        application: ObjectId::new(id("a8d0f7c1-2b36-4e59-8c74-d1e2f3a4b5c6")),
        service_principal: ObjectId::new(id("b7c6d5e4-f3a2-41b0-9c8d-7e6f5a4b3c2d")),
        secret: Some(MadeSecret {
            key: KeyId::new(id("d4c3b2a1-0f9e-4d8c-b7a6-958473625140")),
            value: Some(SecretValue::new(SECRET.to_owned())),
            end: "2027-11-21T09:30:00Z".parse().unwrap(),
            in_keychain: true,
        }),
        permissions: plan
            .permissions
            .iter()
            .map(|p| GrantedPermission { api: p.api, kind: p.kind, name: p.name.clone(), granted: true })
            .collect(),
        approval_link: format!("https://login.microsoftonline.com/{}/adminconsent?client_id={CLIENT}", megan().tenant),
    });
    state.checks = plan
        .checks
        .iter()
        .map(|check| CheckRow {
            id: check.id.clone(),
            label: check.label.clone(),
            state: CheckState::Passed,
            optional: check.optional,
        })
        .collect();
    state
}

/// Set up by an Application Administrator: two of four permissions wait for somebody with more rights.
pub fn awaiting_approval(step: Step) -> State {
    let mut state = made(Step::Setup);
    let outcome = state.outcome.as_mut().unwrap();
    outcome.permissions.iter_mut().skip(2).for_each(|permission| permission.granted = false);
    let open: Vec<_> = outcome.permissions.iter().filter(|p| !p.granted).map(GrantedPermission::key).collect();
    for row in state.rows.iter_mut().filter(|row| open.contains(&row.key)) {
        row.state = ChangeState::AwaitingApproval;
    }
    for check in &mut state.checks {
        check.state = CheckState::Waiting;
    }
    state.setup = SetupPhase::AwaitingApproval { job: Some(JobId(7)), trouble: None };
    state.message.path = String::from("/home/megan/Documents/cirrus-insight-contoso-approval.txt");
    state.step = step;
    state.reached = Step::Handover;
    state
}

/// As [`awaiting_approval`], but the sign-in has ended.
pub fn awaiting_approval_signed_out() -> State {
    let mut state = awaiting_approval(Step::Setup);
    let ended = Problem { id: "sign-in-ended".to_owned(), ..network_problem() };
    state.connect = ConnectPhase::Failed(ended.clone());
    state.setup = SetupPhase::AwaitingApproval { job: None, trouble: Some(ended) };
    state
}

/// What was approved was taken back.
pub fn revoked() -> State {
    let mut state = made(Step::Setup);
    let keys: Vec<_> = state.outcome.as_ref().unwrap().permissions.iter().map(GrantedPermission::key).collect();
    for row in state.rows.iter_mut().filter(|row| keys.contains(&row.key)) {
        row.state = ChangeState::Waiting;
    }
    state.setup = SetupPhase::Revoked;
    state
}

/// An earlier start left a setup that waits for an administrator.
pub fn with_a_setup_that_waits() -> State {
    let mut state = with_an_unfinished_setup();
    state.resumable[0].awaits_approval = true;
    state
}

/// Whoever is signed in may not approve, and the organization does not know one of the permissions.
pub fn with_an_unknown_permission(step: Step) -> State {
    let mut state = at(step);
    let mut findings = Findings { may_consent: Some(false), ..all_clear() };
    let offered = findings.permissions.entry(Api::Graph).or_default();
    for name in ["calendars.read", "calendars.readwrite", "mail.readwrite"] {
        offered.application.insert(name.to_owned(), AppRoleId::new(id(CLIENT)));
    }
    state.preflight = Preflight::Found(findings);
    state
}

/// The checks are running; Microsoft does not know the secret everywhere yet.
pub fn checking() -> State {
    let mut state = made(Step::Check);
    state.checks[1].state = CheckState::NotYet { until: "2026-11-21T09:30:12Z".parse().unwrap() };
    state.checks[2].state = CheckState::Running;
    state.checking = Some(JobId(6));
    state
}

/// A file was saved and some of the list is done.
pub fn handed_over() -> State {
    let mut state = made(Step::Handover);
    state.handover.secret_kept = true;
    state.handover.saved.push(PathBuf::from("/home/megan/Documents/cirrus-insight-contoso.txt"));
    state.handover.ticked = BTreeSet::from([0, 1]);
    state
}
