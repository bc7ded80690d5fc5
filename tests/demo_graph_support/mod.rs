//! A demo tenant without HTTP: callers, a time that stands still, and Graph's verbs.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::time::Duration;

use jiff::Timestamp;
use onramp::demo::caller::{Caller, GraphRequest, GraphResponse, Identity, Moment};
use onramp::demo::store::{Store, Tenant};
use onramp::demo::{graph, seed};
use serde_json::{Value, json};
use uuid::Uuid;

/// What Microsoft Azure CLI, the client that needs no consent, gets in its tokens.
pub const CLI_SCOPES: &[&str] = &[
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "AuditLog.Read.All",
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "Group.ReadWrite.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "openid",
    "profile",
    "email",
];

/// A store, a time and a lag.
pub struct World {
    pub store: Store,
    pub now: Timestamp,
    pub lag: Duration,
}

impl World {
    pub fn at(now: &str) -> Self {
        let now = now.parse().unwrap();
        Self { store: seed::store(now), now, lag: Duration::ZERO }
    }

    pub fn new() -> Self {
        Self::at("2026-03-02T10:00:00.1234567Z")
    }

    /// Lets time go by.
    pub fn pass(&mut self, seconds: u64) {
        self.now = self.now.checked_add(Duration::from_secs(seconds)).unwrap();
    }

    pub fn contoso(&mut self) -> &mut Tenant {
        &mut self.store.tenants[0]
    }

    /// Somebody with a key in the seed, signed in through Azure CLI.
    pub fn person(&self, key: &str) -> Caller {
        self.person_with(key, CLI_SCOPES)
    }

    pub fn admin(&self) -> Caller {
        self.person("global-admin")
    }

    /// Somebody with a key in the seed, and these scopes.
    pub fn person_with(&self, key: &str, scopes: &[&str]) -> Caller {
        let tenants = self.store.tenants.iter();
        let (tenant, user) =
            tenants.flat_map(|t| t.users.iter().map(move |u| (t, u))).find(|(_, u)| u.key == key).unwrap();
        Caller {
            tenant: tenant.id,
            client: Uuid::nil(),
            identity: Identity::User {
                user: user.id,
                scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
                directory_roles: user.active_roles.clone(),
            },
        }
    }

    /// An app of Contoso, with these app roles.
    pub fn app_with(service_principal: Uuid, roles: &[&str]) -> Caller {
        let roles = roles.iter().map(|r| (*r).to_owned()).collect();
        Caller { tenant: seed::CONTOSO, client: Uuid::nil(), identity: Identity::App { service_principal, roles } }
    }

    pub fn send(&mut self, caller: &Caller, method: &str, url: &str, body: Option<Value>) -> GraphResponse {
        self.send_preferring(caller, method, url, body, None)
    }

    pub fn send_preferring(
        &mut self,
        caller: &Caller,
        method: &str,
        url: &str,
        body: Option<Value>,
        prefer: Option<&str>,
    ) -> GraphResponse {
        let url = url.strip_prefix("https://graph.microsoft.com/v1.0").unwrap_or(url);
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let request = GraphRequest {
            method: method.to_owned(),
            path: decode(path),
            query: pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(k, v)| (decode(k), decode(v)))
                .collect(),
            prefer: prefer.map(str::to_owned),
            consistency_level: None,
            body,
        };
        let moment = Moment { now: self.now, replication_lag: self.lag };
        graph::answer(&mut self.store, caller, &request, moment)
    }

    pub fn get(&mut self, caller: &Caller, url: &str) -> GraphResponse {
        self.send(caller, "GET", url, None)
    }

    pub fn post(&mut self, caller: &Caller, url: &str, body: Value) -> GraphResponse {
        self.send(caller, "POST", url, Some(body))
    }

    pub fn patch(&mut self, caller: &Caller, url: &str, body: Value) -> GraphResponse {
        self.send(caller, "PATCH", url, Some(body))
    }

    pub fn delete(&mut self, caller: &Caller, url: &str) -> GraphResponse {
        self.send(caller, "DELETE", url, None)
    }

    /// Creates an application as an administrator; returns its object id and client id.
    pub fn new_app(&mut self, name: &str) -> (String, String) {
        let admin = self.admin();
        let made = self.post(&admin, "/applications", json!({ "displayName": name, "signInAudience": "AzureADMyOrg" }));
        assert_eq!(made.status, 201, "{made:?}");
        (text(&made, "id"), text(&made, "appId"))
    }

    /// Creates an application and its service principal; returns the object ids of both.
    pub fn new_app_with_principal(&mut self, name: &str) -> (String, String) {
        let (id, app_id) = self.new_app(name);
        let admin = self.admin();
        let made = self.post(&admin, "/servicePrincipals", json!({ "appId": app_id }));
        assert_eq!(made.status, 201, "{made:?}");
        (id, text(&made, "id"))
    }

    /// The object id of an API in Contoso, by its name.
    pub fn api(&self, name: &str) -> String {
        let apis = &self.store.tenants[0].service_principals;
        apis.iter().find(|sp| sp.body["displayName"] == name).unwrap().id.to_string()
    }

    /// The id of an app role of an API in Contoso.
    pub fn role(&self, api: &str, name: &str) -> String {
        let apis = &self.store.tenants[0].service_principals;
        let api = apis.iter().find(|sp| sp.body["displayName"] == api).unwrap();
        api.app_roles.iter().find(|role| role.value == name).unwrap().id.to_string()
    }
}

pub fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A text property of the answer.
pub fn text(response: &GraphResponse, property: &str) -> String {
    let body = response.body.as_ref().unwrap();
    body[property].as_str().unwrap_or_else(|| panic!("no {property} in {body}")).to_owned()
}

/// What the answer refuses with: status, code and message.
pub fn refusal(response: &GraphResponse) -> (u16, String, String) {
    let error = &response.body.as_ref().unwrap_or(&Value::Null)["error"];
    (
        response.status,
        error["code"].as_str().unwrap_or_default().to_owned(),
        error["message"].as_str().unwrap_or_default().to_owned(),
    )
}

/// What the answer refuses with: status and code.
pub fn code(response: &GraphResponse) -> (u16, String) {
    let (status, code, _) = refusal(response);
    (status, code)
}

/// The members of a collection.
pub fn members(response: &GraphResponse) -> &Vec<Value> {
    assert_eq!(response.status, 200, "{response:?}");
    response.body.as_ref().unwrap()["value"].as_array().unwrap()
}
