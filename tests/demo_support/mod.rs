//! A small tenant of known contents, and a browser and an app that sign in to it. For the tests of the demo server.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "shared by test files, which fail by panicking"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use onramp::clock::Clock;
use onramp::demo::store::{
    AppRole, Application, Scope, Secret, SecretPolicy, ServicePrincipal, Store, Tenant, User, sha256_hex,
};
use onramp::demo::{DemoOptions, DemoTenant};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::{Uuid, uuid};

pub const TENANT: Uuid = uuid!("aaaa1111-0000-4000-8000-000000000001");
pub const OTHER_TENANT: Uuid = uuid!("aaaa1111-0000-4000-8000-000000000002");
pub const GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");
pub const GRAPH_SP: Uuid = uuid!("aaaa2222-0000-4000-8000-000000000001");
pub const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
pub const GRAPH_TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
pub const APP: Uuid = uuid!("aaaa3333-0000-4000-8000-000000000001");
pub const APP_SP: Uuid = uuid!("aaaa3333-0000-4000-8000-000000000011");
pub const SECRET: &str = "Xy1~a-client-secret-that-nobody-guesses";
pub const REDIRECT: &str = "https://product.example/callback";
pub const ADMIN: &str = "megan@contoso.example";
pub const APP_ADMIN: &str = "alex@contoso.example";
pub const PERSON: &str = "lee@contoso.example";
pub const PASSWORD: &str = "correct horse";
pub const USER_READ: Uuid = uuid!("aaaa4444-0000-4000-8000-000000000001");
pub const APP_READ_WRITE: Uuid = uuid!("aaaa4444-0000-4000-8000-000000000002");
pub const USER_READ_ALL_ROLE: Uuid = uuid!("aaaa4444-0000-4000-8000-000000000003");

pub fn start_time() -> Timestamp {
    "2026-08-20T10:00:00Z".parse().unwrap()
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn person(number: u128, name: &str, upn: &str, roles: &[Uuid]) -> User {
    User {
        id: Uuid::from_u128(0xaaaa_5555_0000_4000_8000_0000_0000_0000 + number),
        key: upn.split('@').next().unwrap().to_owned(),
        display_name: name.to_owned(),
        upn: upn.to_owned(),
        active_roles: roles.to_vec(),
        eligible_roles: Vec::new(),
        has_mailbox: true,
        can_sign_in: true,
        password_sha256: sha256_hex(PASSWORD),
        visitor: None,
    }
}

/// A tenant with three people, Graph, and nothing else.
pub fn empty_tenant(id: Uuid, name: &str, domain: &str) -> Tenant {
    let scope = |id, value: &str, admin| Scope { id, value: value.to_owned(), display_name: value.to_owned(), admin };
    Tenant {
        id,
        display_name: name.to_owned(),
        domains: vec![domain.to_owned()],
        users: Vec::new(),
        applications: Vec::new(),
        deleted_applications: Vec::new(),
        reserved_unique_names: Vec::new(),
        deleted_service_principals: Vec::new(),
        service_principals: vec![ServicePrincipal {
            id: GRAPH_SP,
            app_id: GRAPH,
            created: start_time() - SignedDuration::from_hours(1000),
            deleted: None,
            enabled: true,
            body: object(&json!({"displayName": "Microsoft Graph", "servicePrincipalNames": [GRAPH]})),
            app_roles: vec![AppRole {
                id: USER_READ_ALL_ROLE,
                value: "User.Read.All".to_owned(),
                display_name: "Read all users".to_owned(),
            }],
            scopes: vec![
                scope(USER_READ, "User.Read", false),
                scope(APP_READ_WRITE, "Application.ReadWrite.All", true),
            ],
        }],
        grants: Vec::new(),
        assignments: Vec::new(),
        users_may_create_apps: true,
        secret_policy: SecretPolicy::default(),
        app_policies: BTreeMap::new(),
        conceal_report_names: true,
        bookings: BTreeMap::new(),
    }
}

/// An app with a secret, a Web redirect URI and permissions of both kinds, not approved; no service principal.
pub fn app(created: Timestamp) -> Application {
    Application {
        id: uuid!("aaaa3333-0000-4000-8000-000000000021"),
        app_id: APP,
        unique_name: None,
        created,
        deleted: None,
        owners: Vec::new(),
        secrets: vec![Secret {
            key_id: uuid!("aaaa3333-0000-4000-8000-000000000031"),
            display_name: None,
            hint: "Xy1".to_owned(),
            sha256: sha256_hex(SECRET),
            start: created,
            end: created + SignedDuration::from_hours(24 * 90),
        }],
        certificates: BTreeMap::new(),
        body: object(&json!({
            "displayName": "Product <1>",
            "signInAudience": "AzureADMyOrg",
            "web": {"redirectUris": [REDIRECT]},
            "requiredResourceAccess": [{"resourceAppId": GRAPH, "resourceAccess": [
                {"id": USER_READ, "type": "Scope"},
                {"id": APP_READ_WRITE, "type": "Scope"},
                {"id": USER_READ_ALL_ROLE, "type": "Role"},
            ]}],
        })),
    }
}

pub fn service_principal(created: Timestamp) -> ServicePrincipal {
    ServicePrincipal {
        id: APP_SP,
        app_id: APP,
        created,
        deleted: None,
        enabled: true,
        body: object(&json!({"displayName": "Product <1>"})),
        app_roles: Vec::new(),
        scopes: Vec::new(),
    }
}

/// Contoso, with the app and its service principal, and another tenant with Graph alone.
pub fn store() -> Store {
    let mut contoso = empty_tenant(TENANT, "Contoso", "contoso.example");
    contoso.users = vec![
        person(1, "Megan <Bowen>", ADMIN, &[uuid!("62e90394-69f5-4237-9190-012177145e10")]),
        person(2, "Alex Wilber", APP_ADMIN, &[uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3")]),
        person(3, "Lee Gu", PERSON, &[]),
    ];
    let long_ago = start_time() - SignedDuration::from_hours(100);
    contoso.applications.push(app(long_ago));
    contoso.service_principals.push(service_principal(long_ago));
    Store { tenants: vec![contoso, empty_tenant(OTHER_TENANT, "Fabrikam", "fabrikam.example")] }
}

/// A running demo tenant and what its tests need.
pub struct World {
    pub demo: DemoTenant,
    pub clock: Clock,
    pub http: Client,
}

/// A client that follows no redirect and knows no proxy.
pub fn client() -> reqwest::ClientBuilder {
    Client::builder().redirect(Policy::none()).no_proxy()
}

impl World {
    pub async fn new() -> Self {
        let clock = Clock::virtual_at(start_time());
        let demo = DemoTenant::start(DemoOptions { clock: clock.clone(), ..DemoOptions::default() }).await.unwrap();
        demo.with_store(|s| *s = store());
        Self { demo, clock, http: client().build().unwrap() }
    }

    pub fn url(&self, path: &str) -> Url {
        self.demo.origin().join(path).unwrap()
    }

    pub fn token_url(&self) -> Url {
        self.url(&format!("/{TENANT}/oauth2/v2.0/token"))
    }

    pub async fn wait(&self, seconds: u64) {
        self.clock.sleep(Duration::from_secs(seconds)).await;
    }

    pub async fn post(&self, url: Url, form: &[(&str, &str)]) -> Answer {
        Answer::of(self.http.post(url).form(form).send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.http.get(self.url(path)).send().await.unwrap()).await
    }

    pub async fn graph(&self, path: &str, token: &str) -> Answer {
        let request = self.http.get(self.url(&format!("/v1.0{path}"))).bearer_auth(token);
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn batch(&self, body: &Value) -> Answer {
        let token = self.demo.access_token(ADMIN).unwrap();
        let request = self.http.post(self.url("/v1.0/$batch")).bearer_auth(token.expose()).json(body);
        Answer::of(request.send().await.unwrap()).await
    }

    /// A token of the app itself.
    pub async fn app_token(&self, change: &[(&str, &str)]) -> Answer {
        let scope = format!("{}/.default", self.demo.origin().as_str().trim_end_matches('/'));
        let app = APP.to_string();
        let mut form = BTreeMap::from([
            ("grant_type", "client_credentials"),
            ("client_id", app.as_str()),
            ("client_secret", SECRET),
            ("scope", scope.as_str()),
        ]);
        form.extend(change.iter().copied());
        let form: Vec<(&str, &str)> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.post(self.token_url(), &form).await
    }

    /// Redeems a code of [`Flow`].
    pub async fn redeem(&self, flow: &Flow, code: &str, change: &[(&str, &str)]) -> Answer {
        let mut form = BTreeMap::from([
            ("grant_type", "authorization_code"),
            ("client_id", flow.client.as_str()),
            ("redirect_uri", flow.redirect.as_str()),
            ("code_verifier", VERIFIER),
            ("code", code),
        ]);
        form.extend(change.iter().copied());
        let form: Vec<(&str, &str)> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.post(self.token_url(), &form).await
    }
}

pub const VERIFIER: &str = "a-verifier-that-is-long-enough-to-be-one-of-RFC-7636";

/// An authorization request, right unless changed.
pub struct Flow {
    pub tenant: String,
    pub client: String,
    pub redirect: String,
    pub extra: BTreeMap<String, String>,
}

impl Flow {
    pub fn new(client: &str, scope: &str) -> Self {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let extra = [
            ("response_type", "code"),
            ("scope", scope),
            ("state", "the state"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        Self {
            tenant: TENANT.to_string(),
            client: client.to_owned(),
            redirect: "http://localhost:8400".to_owned(),
            extra: extra.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        }
    }

    /// Azure CLI's own sign-in.
    pub fn azure_cli() -> Self {
        Self::new(AZURE_CLI, "openid profile offline_access https://graph.microsoft.com/.default")
    }

    /// The tenant's own app, with its Web redirect URI.
    pub fn of_app(scope: &str) -> Self {
        Self { redirect: REDIRECT.to_owned(), ..Self::new(&APP.to_string(), scope) }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.extra.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.extra.remove(name);
        self
    }

    pub fn url(&self, world: &World) -> Url {
        let mut url = world.url(&format!("/{}/oauth2/v2.0/authorize", self.tenant));
        let own = [("client_id", &self.client), ("redirect_uri", &self.redirect)];
        url.query_pairs_mut().extend_pairs(own.into_iter().filter(|(_, v)| !v.is_empty())).extend_pairs(&self.extra);
        url
    }

    /// The page.
    pub async fn open(&self, world: &World) -> Answer {
        Answer::of(world.http.get(self.url(world)).send().await.unwrap()).await
    }

    /// The choice on the page.
    pub async fn choose(&self, world: &World, upn: &str) -> Answer {
        world.post(self.url(world), &[("account", upn)]).await
    }

    /// The choice on the page, and the code that it brings.
    pub async fn code(&self, world: &World, upn: &str) -> String {
        let answer = self.choose(world, upn).await;
        answer.sent_back("code").unwrap_or_else(|| panic!("no code: {answer:?}"))
    }

    /// The whole sign-in: the token endpoint's answer.
    pub async fn sign_in(&self, world: &World, upn: &str) -> Answer {
        let code = self.code(world, upn).await;
        world.redeem(self, &code, &[]).await
    }
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub text: String,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let status = response.status().as_u16();
        let headers =
            response.headers().iter().map(|(n, v)| (n.as_str().to_owned(), v.to_str().unwrap().to_owned())).collect();
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// A text of the JSON.
    pub fn get(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("no {name}: {self:?}")).to_owned()
    }

    /// A field that came back to the redirect URI.
    pub fn sent_back(&self, name: &str) -> Option<String> {
        let url = Url::parse(self.headers.get("location")?).unwrap();
        url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
    }

    /// The AADSTS number, from wherever it was told.
    pub fn aadsts(&self) -> u32 {
        let told = self.sent_back("error_description").unwrap_or_else(|| self.text.clone());
        let rest = told.split_once("AADSTS").unwrap_or_else(|| panic!("no AADSTS number: {self:?}")).1;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    }

    /// Whether Graph took the token (whatever it said then).
    pub fn let_in(&self) -> bool {
        self.status != 401
    }
}

/// The claims of a token, unverified.
pub fn claims(token: &str) -> Value {
    let middle = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
}
