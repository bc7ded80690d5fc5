//! An application that somebody else made, with everything that must stay as it is. For the tests of re-use.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "shared by test files, which fail by panicking"
)]

use onramp::demo::store::{Grant, Tenant};
use onramp::plan::{Plan, PlannedRedirect};
use onramp::preset::{Api, PermissionKind, Platform};
use onramp::setup::{Outcome, SetupError};
use onramp::types::{AppRoleId, ClientId, PermissionName, RedirectUri};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ADMIN, World, plan};

/// The name that the preset gives to secrets: somebody's secret has it too.
pub const SAME_NAME: &str = "Cirrus Insight";

/// A plan that asks for these application and delegated permissions and redirect URIs.
pub fn plan_for(world: &World, roles: &[&str], scopes: &[&str], redirects: &[&str]) -> Plan {
    let mut plan = plan();
    let sample = plan.permissions[0].clone();
    let (known_roles, known_scopes) = world.contoso(|tenant| {
        let graph = tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).unwrap();
        (graph.app_roles.clone(), graph.scopes.clone())
    });
    let permission = |kind, name: &str, id: Uuid| {
        let name = PermissionName::parse(name).unwrap();
        onramp::plan::PlannedPermission { kind, name, id: AppRoleId::new(id), ..sample.clone() }
    };
    let role = |name: &&str| known_roles.iter().find(|role| role.value == **name).unwrap().id;
    let scope = |name: &&str| known_scopes.iter().find(|scope| scope.value == **name).unwrap().id;
    plan.permissions = roles.iter().map(|name| permission(PermissionKind::Application, name, role(name))).collect();
    plan.permissions.extend(scopes.iter().map(|name| permission(PermissionKind::Delegated, name, scope(name))));
    plan.redirects = redirects
        .iter()
        .map(|uri| PlannedRedirect { platform: Platform::Web, uri: RedirectUri::parse(uri).unwrap() })
        .collect();
    plan
}

/// What the product needs: some of it is there already.
pub fn wanted(world: &World, client: ClientId) -> Plan {
    let mut plan = plan_for(
        world,
        &["Mail.Read", "Calendars.Read", "Calendars.ReadWrite"],
        &["User.Read", "Mail.Read"],
        &["https://cirrus.example/callback", "https://earlier.example/callback"],
    );
    plan.reuse = Some(client);
    plan
}

/// An application that was made by hand some day: permissions of two APIs, of which some are approved, two secrets, a
/// redirect URI, a person's own consent; and another application beside it that has approvals too.
pub async fn earlier_app(world: &World) -> ClientId {
    let mut earlier = plan_for(world, &["Mail.Read"], &["User.Read"], &["https://earlier.example/callback"]);
    earlier.app_name = onramp::types::AppName::parse("Made by hand").unwrap();
    let first = world.set_up(ADMIN, &earlier).await.unwrap();
    let other = world.set_up(ADMIN, &earlier).await.unwrap();
    // Nobody made them with Onramp.
    std::fs::remove_dir_all(world.folder.path().join("setups")).unwrap();
    world.vault.forget(&secret_id(&first)).await.unwrap();
    world.vault.forget(&secret_id(&other)).await.unwrap();
    let user = world.demo.with_store(|store| store.user("alex@contoso.example").unwrap().1.id);
    world.contoso(|tenant| {
        tenant.reserved_unique_names.clear();
        let graph = tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).unwrap().id;
        for app in &mut tenant.applications {
            app.unique_name = None;
            app.body.insert("tags".to_owned(), json!(["by-hand"]));
        }
        let app = tenant.applications.iter_mut().find(|app| app.app_id == first.client.uuid()).unwrap();
        app.body["web"]["implicitGrantSettings"]["enableIdTokenIssuance"] = json!(true);
        app.body["spa"]["redirectUris"] = json!(["https://earlier.example/spa"]);
        app.body["requiredResourceAccess"].as_array_mut().unwrap().insert(
            0,
            json!({ "resourceAppId": "00000003-0000-0ff1-ce00-000000000000",
                "resourceAccess": [{ "id": "678536fe-1083-478a-9c59-b99265e6b0d3", "type": "Role" }] }),
        );
        let mut second = app.secrets[0].clone();
        second.key_id = Uuid::new_v4();
        second.display_name = Some(plan().secret.unwrap().description);
        app.secrets.push(second);
        let principal = tenant.service_principal_by_app_id(first.client.uuid()).unwrap().id;
        tenant.grants.push(Grant {
            id: "a-persons-own-consent".to_owned(),
            client_id: principal,
            consent_type: "Principal".to_owned(),
            principal_id: Some(user),
            resource_id: graph,
            scope: "User.Read Calendars.Read".to_owned(),
        });
    });
    first.client
}

fn secret_id(outcome: &Outcome) -> onramp::vault::SecretId {
    onramp::vault::SecretId {
        tenant: outcome.tenant,
        client: outcome.client,
        key: outcome.secret.as_ref().unwrap().key,
    }
}

/// Everything in the tenant that a setup could change. Microsoft's collections have no order: here they have one.
pub fn everything(world: &World) -> Value {
    world.contoso(|tenant: &mut Tenant| {
        sorted(json!({
            "applications": tenant.applications,
            "servicePrincipals": tenant.service_principals,
            "grants": tenant.grants,
            "assignments": tenant.assignments,
        }))
    })
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(list) => {
            let mut list: Vec<Value> = list.into_iter().map(sorted).collect();
            list.sort_by_key(Value::to_string);
            Value::Array(list)
        }
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, sorted(value))).collect()),
        other => other,
    }
}

/// Everything that was there before is there now, byte for byte: objects may have more, never less or other.
pub fn assert_contains(before: &Value, now: &Value) {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            for (name, value) in before {
                // The names of a grant are a text.
                match (name.as_str(), value.as_str(), now[name].as_str()) {
                    ("scope", Some(before), Some(now)) => {
                        assert!(before.split(' ').all(|n| now.split(' ').any(|m| m == n)), "{before} in {now}");
                    }
                    _ => assert_contains(value, &now[name]),
                }
            }
        }
        (Value::Array(before), Value::Array(now)) => {
            for (at, item) in before.iter().enumerate() {
                let same = |other: &&Value| match (key(item), key(other)) {
                    (Some(one), Some(two)) => one == two,
                    _ => item == *other,
                };
                let found = now.iter().find(same).unwrap_or_else(|| panic!("{at}: {item} is gone from {now:?}"));
                assert_contains(item, found);
            }
        }
        _ => assert_eq!(before, now),
    }
}

fn key(item: &Value) -> Option<&str> {
    ["id", "key_id", "resourceAppId"].into_iter().find_map(|name| item.get(name)?.as_str())
}

/// The secret of this setup is there, with its value, and all that the plan asks for; what was there before is there too.
pub fn assert_reused(world: &World, before: &Value, client: ClientId, outcome: &Outcome) {
    assert_eq!(outcome.client, client);
    assert!(outcome.permissions.iter().all(|p| p.granted), "{:?}", outcome.permissions);
    let now = everything(world);
    assert_contains(before, &now);
    world.contoso(|tenant| {
        assert_eq!(tenant.applications.len(), 2, "no new application");
        let app = tenant.applications.iter().find(|app| app.app_id == client.uuid()).unwrap();
        let secret = outcome.secret.as_ref().unwrap();
        let value = secret.value.as_ref().unwrap();
        assert_eq!(app.secrets.len(), 3, "one more secret: {:?}", app.secrets);
        let made = app.secrets.iter().find(|s| s.key_id == secret.key.uuid()).unwrap();
        assert_eq!(made.sha256, onramp::demo::store::sha256_hex(value.expose()));
        let mut uris = app.redirect_uris("web").clone();
        uris.sort_unstable();
        assert_eq!(uris, ["https://cirrus.example/callback", "https://earlier.example/callback"]);
        let requested = app.body["requiredResourceAccess"].as_array().unwrap();
        let mut counts: Vec<usize> =
            requested.iter().map(|api| api["resourceAccess"].as_array().unwrap().len()).collect();
        counts.sort_unstable();
        assert_eq!(counts, [1, 5], "of another API, and of Graph: {requested:?}");
        assert_eq!(tenant.service_principals.iter().filter(|sp| sp.app_id == client.uuid()).count(), 1);
    });
}

/// Looks and uses the application.
pub async fn reuse(world: &World, upn: &str, client: ClientId) -> Result<Outcome, SetupError> {
    world.set_up(upn, &wanted(world, client)).await
}
