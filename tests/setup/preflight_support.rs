//! Sign-ins that may read more than the usual one, and the list in one line. For the tests of the look-ups.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "shared by test files, which fail by panicking"
)]

use std::sync::Arc;

use onramp::demo::seed;
use onramp::demo::store::{Grant, ServicePrincipal};
use onramp::graph::{Graph, GraphParts};
use onramp::net::{Network, NetworkOptions};
use onramp::setup::{Engine, EngineParts, Findings};
use onramp::signin::{self, SignInRequest};
use onramp::text::Texts;
use onramp::types::ClientId;
use onramp::words::findings::{self, Level};
use onramp::worker::DemoBrowser;
use serde_json::{Map, Value};
use uuid::{Uuid, uuid};

use crate::support::World;

const GRAPH_TOOLS: Uuid = uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e");

/// The list in one line: `+` ready, `!` good to know, `-` needs someone, `?` could not check.
pub fn lines(found: &Findings) -> String {
    let sign = |level| match level {
        Level::Ready => '+',
        Level::Note => '!',
        Level::Blocked => '-',
        Level::Unknown => '?',
    };
    let rows = findings::rows(&Texts::english(), found, "App");
    rows.iter().map(|row| format!("{}{}", row.id, sign(row.level))).collect::<Vec<_>>().join(" ")
}

/// An engine of somebody who signed in to Microsoft Graph Command Line Tools, for which an administrator has approved
/// these scopes and those that a setup needs.
pub async fn with_tools(world: &World, upn: &str, scopes: &[&str]) -> Engine {
    let scopes = [scopes, &["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "User.Read"]].concat();
    let scopes = [scopes, vec!["DelegatedPermissionGrant.ReadWrite.All"]].concat();
    approve(world, &scopes);
    let network = Network::new(&NetworkOptions { cleartext_http2: true, ..NetworkOptions::default() }).unwrap();
    let cloud = world.demo.cloud();
    let mut request = SignInRequest::for_setup(None);
    request.client = ClientId::new(GRAPH_TOOLS);
    request.scopes = scopes.iter().map(|scope| format!("{{graph}}/{scope}")).collect();
    request.scopes.extend(["offline_access", "openid", "profile"].map(str::to_owned));
    let browser = DemoBrowser::new(upn.to_owned());
    let session =
        signin::sign_in(&network, &cloud, request, &browser, &world.clock, &world.cancel, &|_| {}).await.unwrap();
    let account = session.account().clone();
    let graph = Graph::new(GraphParts {
        network,
        cloud,
        tokens: Arc::new(session),
        clock: world.clock.clone(),
        cancel: world.cancel.clone(),
    });
    Engine::new(EngineParts { graph, journal: world.journal(), vault: world.vault.clone(), account })
}

fn approve(world: &World, scopes: &[&str]) {
    for tenant in [seed::CONTOSO, seed::FABRIKAM] {
        world.demo.with_store(|store| {
            let tenant = store.tenant_mut(tenant).unwrap();
            if tenant.service_principal_by_app_id(GRAPH_TOOLS).is_some() {
                return;
            }
            let graph = onramp::preset::Api::Graph.app_id().uuid();
            let resource_id = tenant.service_principal_by_app_id(graph).unwrap().id;
            let id = Uuid::new_v4();
            tenant.service_principals.push(ServicePrincipal {
                id,
                app_id: GRAPH_TOOLS,
                created: jiff::Timestamp::UNIX_EPOCH,
                deleted: None,
                enabled: true,
                body: Map::new(),
                app_roles: Vec::new(),
                scopes: Vec::new(),
            });
            tenant.grants.push(Grant {
                id: Uuid::new_v4().to_string(),
                client_id: id,
                consent_type: "AllPrincipals".to_owned(),
                principal_id: None,
                resource_id,
                scope: scopes.join(" "),
            });
        });
    }
}

/// Activates the one role that a person could have, on the page where people do it.
pub async fn activate(page: &str, upn: &str) {
    let browser = reqwest::Client::new();
    let html = browser.get(page).send().await.unwrap().text().await.unwrap();
    let (_, form) = html.split_once(&format!("value=\"{upn}\"")).unwrap();
    let (_, role) = form.split_once("name=\"role\" value=\"").unwrap();
    let role = role.split('"').next().unwrap();
    let answer = browser.post(page).form(&[("account", upn), ("role", role)]).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().contains("role=\"status\""));
}

/// Somebody who works with Graph by hand.
pub struct Tools<'a> {
    world: &'a World,
    token: onramp::types::SecretValue,
}

impl<'a> Tools<'a> {
    pub fn of(world: &'a World, upn: &str) -> Self {
        Self { world, token: world.demo.access_token(upn).unwrap() }
    }

    /// The address of a person, to name them as owner.
    pub fn person(&self, upn: &str) -> String {
        let id = self.world.demo.with_store(|store| store.user(upn).unwrap().1.id);
        format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Value {
        self.send(reqwest::Method::POST, path, body).await
    }

    pub async fn send(&self, method: reqwest::Method, path: &str, body: &Value) -> Value {
        let address = self.world.demo.cloud().graph_url(&format!("v1.0{path}"));
        let request = reqwest::Client::new().request(method, address).bearer_auth(self.token.expose()).json(body);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }
}
