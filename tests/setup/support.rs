//! A demo tenant, an engine on it, and a look at what came of it. For the tests of the setup engine.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "shared by test files, which fail by panicking"
)]

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use onramp::clock::Clock;
use onramp::demo::misbehaviour::{Fault as Injected, FaultKind};
use onramp::demo::store::{Application, Tenant};
use onramp::demo::{DemoOptions, DemoTenant, seed};
use onramp::explain::{Details, Fault, FaultKind as Kind};
use onramp::graph::{Graph, GraphParts, TokenSource};
use onramp::journal::Journal;
use onramp::net::{Network, NetworkOptions};
use onramp::plan::{Draft, Plan};
use onramp::preset::{self, PermissionIds};
use onramp::setup::{Engine, EngineParts, Findings, Outcome, PreflightTarget, Progress, SetupError};
use onramp::signin::Account;
use onramp::types::{ObjectId, SecretValue, SetupId, TenantId};
use onramp::vault::Vault;
use tokio_util::sync::CancellationToken;

pub const DEVELOPER: &str = "diego@contoso.example";
pub const NOBODY: &str = "alex@contoso.example";
pub const ADMIN: &str = "megan@contoso.example";
pub const APP_ADMIN: &str = "alan@contoso.example";

/// Tokens straight from the demo tenant, for tests that are not about signing in.
#[derive(Debug)]
struct DemoTokens {
    demo: Arc<DemoTenant>,
    upn: String,
    last: Mutex<Option<SecretValue>>,
}

impl TokenSource for DemoTokens {
    fn token<'a>(
        &'a self,
        refused: Option<&'a SecretValue>,
    ) -> Pin<Box<dyn Future<Output = Result<SecretValue, Fault>> + Send + 'a>> {
        let mut last = self.last.lock().unwrap();
        if last.is_none() || last.as_ref() == refused {
            *last = self.demo.access_token(&self.upn);
        }
        let nobody = || Fault { kind: Kind::Own("sign-in-ended"), details: Details::default() };
        let token = last.clone().ok_or_else(nobody);
        Box::pin(async move { token })
    }
}

/// A demo tenant and a data folder.
pub struct World {
    pub demo: Arc<DemoTenant>,
    pub clock: Clock,
    pub folder: tempfile::TempDir,
    pub vault: Vault,
    pub cancel: CancellationToken,
    pub progress: Arc<Mutex<Vec<Progress>>>,
}

impl World {
    pub async fn new() -> Self {
        Self::at(Clock::virtual_at("2026-11-21T09:00:00Z".parse().unwrap())).await
    }

    pub async fn at(clock: Clock) -> Self {
        let demo = DemoTenant::start(DemoOptions { clock: clock.clone(), ..DemoOptions::default() }).await.unwrap();
        Self {
            demo: Arc::new(demo),
            clock,
            folder: tempfile::tempdir().unwrap(),
            vault: Vault::memory(),
            cancel: CancellationToken::new(),
            progress: Arc::default(),
        }
    }

    /// An engine of somebody who signed in; a new one stands for a new start of the program.
    pub fn engine(&self, upn: &str) -> Engine {
        let (tenant, id) = self.demo.with_store(|store| {
            let (tenant, user) = store.user(upn).unwrap();
            (tenant.id, user.id)
        });
        let network = Network::new(&NetworkOptions { cleartext_http2: true, ..NetworkOptions::default() }).unwrap();
        let graph = Graph::new(GraphParts {
            network,
            cloud: self.demo.cloud(),
            tokens: Arc::new(DemoTokens { demo: Arc::clone(&self.demo), upn: upn.to_owned(), last: Mutex::default() }),
            clock: self.clock.clone(),
            cancel: self.cancel.clone(),
        });
        Engine::new(EngineParts {
            graph,
            journal: self.journal(),
            vault: self.vault.clone(),
            account: Account {
                id: ObjectId::new(id),
                tenant: TenantId::new(tenant),
                name: upn.to_owned(),
                username: upn.to_owned(),
            },
        })
    }

    pub fn journal(&self) -> Journal {
        Journal::new(self.folder.path().join("setups"))
    }

    /// Makes the next matching request fail.
    pub fn inject(&self, method: &str, path: &str, skip: u32, times: u32, kind: FaultKind) {
        self.demo.misbehave(|m| {
            m.faults.push(Injected { method: method.into(), path_contains: path.into(), skip, times, kind });
        });
    }

    pub fn heal(&self) {
        self.demo.misbehave(|m| *m = onramp::demo::misbehaviour::Misbehaviour::default());
    }

    /// Notes progress.
    pub fn watch(&self) -> impl Fn(Progress) + Send + Sync + use<> {
        let progress = Arc::clone(&self.progress);
        move |news| progress.lock().unwrap().push(news)
    }

    /// Pre-flight and apply, as the wizard does it.
    pub async fn set_up(&self, upn: &str, plan: &Plan) -> Result<Outcome, SetupError> {
        let engine = self.engine(upn);
        let findings = engine.preflight(&PreflightTarget::of(plan)).await.unwrap();
        engine.apply(plan, &findings, &self.watch()).await
    }

    pub async fn findings(&self, upn: &str, plan: &Plan) -> Findings {
        self.engine(upn).preflight(&PreflightTarget::of(plan)).await.unwrap()
    }

    /// The setup of this data folder that is not finished.
    pub fn unfinished(&self) -> SetupId {
        let list = self.journal().unfinished().unwrap();
        assert_eq!(list.len(), 1, "exactly one unfinished setup");
        list[0].begun.setup
    }

    pub fn contoso<R>(&self, look: impl FnOnce(&mut Tenant) -> R) -> R {
        self.demo.with_store(|store| look(store.tenant_mut(seed::CONTOSO).unwrap()))
    }

    /// The one application that is there, and nothing besides it.
    pub fn only_application(&self) -> Application {
        self.contoso(|tenant| {
            assert_eq!(tenant.applications.len(), 1, "exactly one application");
            tenant.applications[0].clone()
        })
    }

    /// The names of the roles that the one application has on Microsoft Graph.
    pub fn roles(&self) -> Vec<String> {
        let app = self.only_application();
        self.contoso(|tenant| {
            let graph = tenant.service_principal_by_app_id(preset::Api::Graph.app_id().uuid()).unwrap().id;
            let mut roles = tenant
                .service_principal_by_app_id(app.app_id)
                .map_or_else(Vec::new, |sp| tenant.granted_roles(sp.id, graph));
            roles.sort();
            roles
        })
    }

    /// Nothing is left half-done: one application, one secret whose value is known, all roles, journal complete.
    pub fn assert_complete(&self, outcome: &Outcome) {
        let app = self.only_application();
        let secret = outcome.secret.as_ref().unwrap();
        assert_eq!(app.app_id, outcome.client.uuid());
        assert_eq!(app.secrets.len(), 1, "exactly one secret");
        assert_eq!(app.secrets[0].key_id, secret.key.uuid());
        let value = secret.value.as_ref().unwrap();
        assert_eq!(app.secrets[0].sha256, onramp::demo::store::sha256_hex(value.expose()));
        assert_eq!(self.roles(), ["Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.ReadWrite"]);
        assert!(outcome.permissions.iter().all(|p| p.granted));
        let all = self.journal().all().unwrap();
        let history = all.iter().find(|history| history.begun.setup == outcome.setup).unwrap();
        assert_eq!(history.stage, onramp::journal::Stage::Complete);
        self.contoso(|tenant| {
            let own = tenant.service_principals.iter().filter(|sp| sp.app_id == app.app_id).count();
            assert_eq!(own, 1, "exactly one service principal");
        });
    }
}

/// The plan for Cirrus Insight with its default features.
pub fn plan() -> Plan {
    let preset = preset::by_id("cirrus-insight-service-account").unwrap();
    let mut draft = Draft::new(&preset);
    draft.inputs.insert("test_mailbox".into(), "alex@contoso.example".into());
    draft.plan(&preset, &PermissionIds::built_in().unwrap()).unwrap()
}

/// A refusal in Microsoft's shape.
pub fn refusal(status: u16, code: &str, message: &str) -> FaultKind {
    FaultKind::Error { status, code: code.into(), message: message.into() }
}
