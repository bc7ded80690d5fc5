//! The proof at the end of a setup, against the demo tenant: what passes, what is waited for, what is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use onramp::clock::Clock;
use onramp::demo::misbehaviour::{Fault, FaultKind};
use onramp::demo::seed::CONTOSO;
use onramp::demo::store::{Application, Assignment, Secret, ServicePrincipal, sha256_hex};
use onramp::demo::{DemoOptions, DemoTenant};
use onramp::explain::{Page, Problem};
use onramp::net::{Network, NetworkOptions};
use onramp::plan::{CheckAction, Draft, Plan};
use onramp::preset::{self, PermissionIds};
use onramp::setup::{GrantedPermission, MadeSecret, Outcome};
use onramp::text::Texts;
use onramp::types::{ClientId, KeyId, ObjectId, SecretValue, SetupId, TenantId};
use onramp::verify::{CheckProgress, CheckState, VerifyParts, verify};
use tokio_util::sync::CancellationToken;
use uuid::{Uuid, uuid};

const GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");
const APP: Uuid = uuid!("aaaa3333-0000-4000-8000-000000000001");
const SECRET: &str = "Xy1~a-client-secret-that-nobody-guesses";

fn start() -> Timestamp {
    "2026-08-20T10:00:00Z".parse().unwrap()
}

/// A demo tenant with a finished setup in it.
struct World {
    demo: DemoTenant,
    parts: VerifyParts,
    plan: Plan,
    outcome: Outcome,
    told: Mutex<Vec<CheckProgress>>,
}

impl World {
    /// The setup was finished an hour ago.
    async fn new() -> Self {
        Self::with(start() - SignedDuration::from_hours(1), &[("test_mailbox", "alex@contoso.example")]).await
    }

    async fn with(made: Timestamp, inputs: &[(&str, &str)]) -> Self {
        let clock = Clock::virtual_at(start());
        let demo = DemoTenant::start(DemoOptions { clock: clock.clone(), ..DemoOptions::default() }).await.unwrap();
        let preset = preset::by_id("cirrus-insight-service-account").unwrap();
        let mut draft = Draft::new(&preset);
        for (key, value) in inputs {
            draft.inputs.insert((*key).to_owned(), (*value).to_owned());
        }
        let plan = draft.plan(&preset, &PermissionIds::built_in().unwrap()).unwrap();
        set_up(&demo, &plan, made);
        let outcome = Outcome {
            setup: SetupId::new(Uuid::from_u128(1)),
            tenant: TenantId::new(CONTOSO),
            client: ClientId::new(APP),
            application: ObjectId::new(APP),
            service_principal: ObjectId::new(APP),
            secret: Some(MadeSecret {
                key: KeyId::new(Uuid::from_u128(2)),
                value: Some(SecretValue::new(SECRET.to_owned())),
                end: start() + SignedDuration::from_hours(24 * 365),
                in_keychain: false,
            }),
            permissions: plan
                .permissions
                .iter()
                .map(|p| GrantedPermission { api: p.api, kind: p.kind, name: p.name.clone(), granted: true })
                .collect(),
            approval_link: String::new(),
        };
        let network = Network::new(&NetworkOptions { cleartext_http2: true, ..NetworkOptions::default() }).unwrap();
        let parts = VerifyParts { network, cloud: demo.cloud(), clock, cancel: CancellationToken::new() };
        Self { demo, parts, plan, outcome, told: Mutex::default() }
    }

    async fn verify(&self) -> Vec<CheckProgress> {
        let on = |progress| self.told.lock().unwrap().push(progress);
        verify(&self.parts, &self.plan, &self.outcome, &on).await
    }

    /// The problem of the check, which must have failed.
    async fn problem_of(&self, check: &str) -> Problem {
        let results = self.verify().await;
        match &state_of(&results, check) {
            CheckState::Failed(problem) => (**problem).clone(),
            other => panic!("{check}: {other:?}"),
        }
    }

    fn waits(&self) -> usize {
        self.told.lock().unwrap().iter().filter(|p| matches!(p.state, CheckState::NotYet { .. })).count()
    }

    fn passed_seconds(&self) -> i64 {
        self.parts.clock.now().duration_since(start()).as_secs()
    }

    fn token_requests(&self) -> usize {
        self.demo.requests().iter().filter(|request| request.path.ends_with("/oauth2/v2.0/token")).count()
    }

    fn fails(&self, path: &str, skip: u32, times: u32, kind: FaultKind) {
        let fault = Fault { method: String::new(), path_contains: path.to_owned(), skip, times, kind };
        self.demo.misbehave(|m| m.faults.push(fault));
    }
}

/// Puts an app with a secret and its approvals into Contoso.
fn set_up(demo: &DemoTenant, plan: &Plan, made: Timestamp) {
    demo.with_store(|store| {
        let tenant = store.tenants.iter_mut().find(|tenant| tenant.id == CONTOSO).unwrap();
        let graph = tenant.service_principals.iter().find(|sp| sp.app_id == GRAPH).unwrap().clone();
        for (number, permission) in plan.permissions.iter().enumerate() {
            let role = graph.app_roles.iter().find(|role| role.value == permission.name.as_str()).unwrap();
            tenant.assignments.push(Assignment {
                id: format!("assignment-{number}"),
                principal_id: APP,
                resource_id: graph.id,
                app_role_id: role.id,
                created: made,
            });
        }
        tenant.service_principals.push(ServicePrincipal {
            id: APP,
            app_id: APP,
            created: made,
            app_roles: Vec::new(),
            scopes: Vec::new(),
            ..graph
        });
        tenant.applications.push(Application {
            id: APP,
            app_id: APP,
            unique_name: None,
            created: made,
            deleted: None,
            owners: Vec::new(),
            secrets: vec![Secret {
                key_id: Uuid::from_u128(2),
                display_name: None,
                hint: "Xy1".to_owned(),
                sha256: sha256_hex(SECRET),
                start: made,
                end: start() + SignedDuration::from_hours(24 * 365),
            }],
            certificates: std::collections::BTreeMap::new(),
            body: serde_json::Map::new(),
        });
    });
}

fn state_of(results: &[CheckProgress], check: &str) -> CheckState {
    results.iter().find(|progress| progress.check == check).unwrap().state.clone()
}

fn forbidden() -> FaultKind {
    FaultKind::Error {
        status: 403,
        code: "ErrorAccessDenied".to_owned(),
        message: "Access is denied. Check credentials and try again.".to_owned(),
    }
}

#[tokio::test]
async fn a_finished_setup_passes_every_check_with_one_token() {
    let world = World::new().await;
    let results = world.verify().await;
    assert_eq!(results.iter().map(|p| p.check.as_str()).collect::<Vec<_>>(), ["token", "calendar", "mail"]);
    assert!(results.iter().all(|progress| progress.state == CheckState::Passed), "{results:?}");
    assert_eq!((world.token_requests(), world.passed_seconds()), (1, 0));
    let told = world.told.lock().unwrap();
    let states: Vec<_> = told.iter().map(|p| (p.check.as_str(), p.state == CheckState::Running)).collect();
    let each = |check| [(check, true), (check, false)];
    assert_eq!(states, [each("token"), each("calendar"), each("mail")].concat());
}

#[tokio::test]
async fn a_new_app_is_waited_for() {
    let world = World::with(start(), &[("test_mailbox", "alex@contoso.example")]).await;
    world.demo.misbehave(|m| m.replication_lag = Duration::from_secs(20));
    let results = world.verify().await;
    assert!(results.iter().all(|progress| progress.state == CheckState::Passed), "{results:?}");
    assert!(world.waits() > 2 && (20..40).contains(&world.passed_seconds()), "{}", world.passed_seconds());
}

#[tokio::test]
async fn a_wrong_secret_is_told_after_two_minutes_and_the_rest_is_skipped() {
    let mut world = World::new().await;
    world.outcome.secret.as_mut().unwrap().value = Some(SecretValue::new("Secret-ID-in-its-place".to_owned()));
    let problem = world.problem_of("token").await;
    assert_eq!((problem.id.as_str(), problem.page), ("secret-wrong", Some(Page::Secret)));
    assert_eq!(problem.details.code.as_deref(), Some("AADSTS7000215"));
    assert!((100..=120).contains(&world.passed_seconds()), "{}", world.passed_seconds());
    assert_eq!(world.token_requests(), world.waits() + 1, "a new token for each try");
    let told = world.told.lock().unwrap();
    for check in ["calendar", "mail"] {
        assert!(told.iter().any(|p| p.check == check && p.state == CheckState::Skipped));
    }
    assert!(!format!("{told:?}").contains("Secret-ID-in-its-place"));
}

#[tokio::test]
async fn an_expired_secret_is_not_waited_for() {
    let world = World::new().await;
    world.parts.clock.sleep(Duration::from_hours(24 * 400)).await;
    assert_eq!(world.problem_of("token").await.id, "secret-expired");
    assert_eq!(world.waits(), 0);
}

#[tokio::test]
async fn a_missing_approval_is_named() {
    let world = World::new().await;
    world.demo.with_store(|store| {
        let tenant = store.tenants.iter_mut().find(|tenant| tenant.id == CONTOSO).unwrap();
        tenant.assignments.retain(|assignment| assignment.id != "assignment-3");
    });
    let problem = world.problem_of("token").await;
    assert_eq!((problem.id.as_str(), problem.page), ("check-roles-missing", Some(Page::Permissions)));
    assert!(Texts::english().problem(&problem).means.ends_with("still missing: Mail.ReadWrite."));
    assert!(world.waits() > 10);
}

#[tokio::test]
async fn a_sign_in_that_does_not_know_the_app_at_first_is_tried_again() {
    let world = World::new().await;
    let kind = FaultKind::Error {
        status: 400,
        code: "unauthorized_client".to_owned(),
        message: "AADSTS700016: Application not found in the directory.".to_owned(),
    };
    world.fails("/oauth2/v2.0/token", 0, 2, kind);
    let results = world.verify().await;
    assert_eq!(state_of(&results, "token"), CheckState::Passed, "{results:?}");
    assert_eq!((world.waits(), world.passed_seconds()), (2, 3));
}

#[tokio::test]
async fn an_approval_that_arrives_late_is_seen_by_a_new_token() {
    let world = World::new().await;
    let contoso = |change: &dyn Fn(&mut Vec<Assignment>)| {
        world.demo.with_store(|store| {
            change(&mut store.tenants.iter_mut().find(|tenant| tenant.id == CONTOSO).unwrap().assignments);
        });
    };
    let late = Mutex::new(None);
    contoso(&|all| *late.lock().unwrap() = all.iter().position(|a| a.id == "assignment-3").map(|at| all.remove(at)));
    let on = |progress: CheckProgress| {
        if matches!(progress.state, CheckState::NotYet { .. }) {
            contoso(&|all| all.extend(late.lock().unwrap().take()));
        }
    };
    let results = verify(&world.parts, &world.plan, &world.outcome, &on).await;
    assert!(results.iter().all(|progress| progress.state == CheckState::Passed), "{results:?}");
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_leads_to_the_inputs() {
    let world =
        World::with(start() - SignedDuration::from_hours(1), &[("test_mailbox", "nobody@contoso.example")]).await;
    let problem = world.problem_of("calendar").await;
    assert_eq!((problem.id.as_str(), problem.page), ("mailbox-unknown", Some(Page::App)));
    assert_eq!((problem.details.status, world.waits()), (Some(404), 0));
    assert!(problem.details.request_id.is_some() && problem.details.request.unwrap().starts_with("GET "));
}

#[tokio::test]
async fn a_person_without_a_mailbox_is_told_as_such() {
    let world =
        World::with(start() - SignedDuration::from_hours(1), &[("test_mailbox", "scanner@contoso.example")]).await;
    assert_eq!(world.problem_of("mail").await.id, "mailbox-not-in-cloud");
    assert_eq!(world.waits(), 0);
}

#[tokio::test]
async fn a_refusal_just_after_the_approval_passes_with_a_fresh_token() {
    let world = World::new().await;
    world.fails("/events", 0, 3, forbidden());
    let results = world.verify().await;
    assert!(results.iter().all(|progress| progress.state == CheckState::Passed), "{results:?}");
    assert_eq!((world.waits(), world.passed_seconds(), world.token_requests()), (3, 7, 4));
}

#[tokio::test]
async fn a_lasting_refusal_with_the_permission_in_the_token_is_a_limit_of_exchange() {
    let world = World::new().await;
    world.fails("/messages", 0, u32::MAX, forbidden());
    let results = world.verify().await;
    assert_eq!(state_of(&results, "calendar"), CheckState::Passed);
    let CheckState::Failed(problem) = state_of(&results, "mail") else { panic!("{results:?}") };
    assert_eq!(problem.id, "mailbox-refused");
    assert!((100..=120).contains(&world.passed_seconds()));
}

const OUTSIDE: [(&str, &str); 2] =
    [("test_mailbox", "alex@contoso.example"), ("out_of_scope_mailbox", "ceo@contoso.example")];

#[tokio::test]
async fn a_mailbox_that_should_be_out_of_reach_and_is_not_gets_the_presets_advice() {
    let world = World::with(start() - SignedDuration::from_hours(1), &OUTSIDE).await;
    let problem = world.problem_of("scope-negative").await;
    assert_eq!(problem.id, "check-hint");
    let means = Texts::english().problem(&problem).means;
    assert!(means.starts_with("The app can still open every mailbox."), "{means}");
    assert_eq!(world.waits(), 0, "limits take hours");
}

#[tokio::test]
async fn a_mailbox_that_is_out_of_reach_passes() {
    let world = World::with(start() - SignedDuration::from_hours(1), &OUTSIDE).await;
    world.fails("ceo@contoso.example", 0, u32::MAX, forbidden());
    world.fails("ceo%40contoso.example", 0, u32::MAX, forbidden());
    let results = world.verify().await;
    assert!(results.iter().all(|progress| progress.state == CheckState::Passed), "{results:?}");
    assert_eq!(world.waits(), 0);
}

#[tokio::test]
async fn a_pause_that_microsoft_asks_for_is_kept() {
    let world = World::new().await;
    world.fails("/events", 0, 1, FaultKind::Throttle { retry_after: 30 });
    let results = world.verify().await;
    assert!(results.iter().all(|progress| progress.state == CheckState::Passed), "{results:?}");
    assert_eq!((world.waits(), world.passed_seconds()), (1, 30));
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_no_success() {
    let world = World::new().await;
    world.fails("/events", 0, u32::MAX, FaultKind::NotJson);
    assert_eq!(world.problem_of("calendar").await.id, "not-json");
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_and_soon_told() {
    let world = World::new().await;
    world.fails("/events", 0, 1, FaultKind::DropBefore);
    assert!(world.verify().await.iter().all(|progress| progress.state == CheckState::Passed));
    world.fails("/events", 0, u32::MAX, FaultKind::DropBefore);
    let problem = world.problem_of("calendar").await;
    assert!(problem.id.starts_with("network-"), "{problem:?}");
    assert!(world.passed_seconds() < 10);
}

#[tokio::test]
async fn without_the_secrets_value_nothing_is_tried() {
    let mut world = World::new().await;
    world.outcome.secret.as_mut().unwrap().value = None;
    assert_eq!(world.problem_of("token").await.id, "secret-unknown");
    assert_eq!(state_of(&world.verify().await, "mail"), CheckState::Skipped);
    assert!(world.demo.requests().is_empty());
}

#[tokio::test]
async fn cancelling_skips_what_is_not_done() {
    let mut world = World::new().await;
    world.outcome.secret.as_mut().unwrap().value = Some(SecretValue::new("wrong".to_owned()));
    let cancel = world.parts.cancel.clone();
    let on = |progress: CheckProgress| {
        if matches!(progress.state, CheckState::NotYet { .. }) {
            cancel.cancel();
        }
    };
    let results = verify(&world.parts, &world.plan, &world.outcome, &on).await;
    assert!(results.iter().all(|progress| progress.state == CheckState::Skipped), "{results:?}");
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test]
async fn the_apps_token_goes_to_nobody_else() {
    let mut world = World::new().await;
    let other = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let elsewhere = format!("http://{}/steal", other.local_addr().unwrap());
    for check in world.plan.checks.iter_mut().filter(|check| check.id == "mail") {
        check.action = CheckAction::Get { url: elsewhere.clone(), status: 200 };
    }
    assert_eq!(world.problem_of("mail").await.id, "check-address");
    let knocked = std::future::poll_fn(|cx| std::task::Poll::Ready(other.poll_accept(cx).is_ready())).await;
    assert!(!knocked, "nobody connected");
}
