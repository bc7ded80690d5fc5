//! One refusal after the other: every error body that Microsoft is known for and the demo tenant speaks.

use std::time::Duration;

use onramp::demo::caller::GraphResponse;
use onramp::demo::store::SecretPolicy;
use serde_json::{Value, json};

use crate::demo_graph_support::{World, text};

/// Status, code, message and details of an error.
#[derive(Debug)]
pub struct Words {
    pub status: u64,
    pub code: String,
    pub message: String,
    details: Vec<(String, String)>,
}

impl Words {
    pub fn of(status: u64, body: &Value) -> Self {
        let error = &body["error"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let details = error["details"].as_array().into_iter().flatten();
        Self {
            status,
            code: text(&error["code"]),
            message: text(&error["message"]),
            details: details.map(|d| (text(&d["code"]), text(&d["target"]))).collect(),
        }
    }

    /// Whether another refusal says the same; placeholders such as `{appId}` and ids stand for any id.
    pub fn matches(&self, other: &Self) -> bool {
        let id = regex_lite::Regex::new(r"\{\w+\}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap();
        let plain = |text: &str| id.replace_all(text, "*").into_owned();
        (self.status, &self.code, plain(&self.message), &self.details)
            == (other.status, &other.code, plain(&other.message), &other.details)
    }
}

/// Every refusal that a client should be ready for.
pub fn all() -> Vec<GraphResponse> {
    let mut answers = lagging();
    answers.extend(duplicates());
    answers.extend(refused_values());
    answers.extend(policies());
    answers
}

fn lagging() -> Vec<GraphResponse> {
    let mut world = World::new();
    let admin = world.admin();
    world.lag = Duration::from_secs(8);
    let app = world.post(&admin, "/applications", json!({ "displayName": "Fresh", "signInAudience": "AzureADMyOrg" }));
    let (id, app_id) = (text(&app, "id"), text(&app, "appId"));
    let personal = world.post(&admin, "/applications", json!({ "displayName": "Personal" }));
    let mut answers = vec![
        world.post(&admin, "/servicePrincipals", json!({ "appId": app_id })),
        world.post(&admin, &format!("/applications/{id}/addPassword"), json!({})),
        world.patch(&admin, &format!("/applications/{}", text(&personal, "id")), json!({ "notes": "x" })),
    ];
    let robot = World::app_with(uuid::Uuid::nil(), &["Application.ReadWrite.OwnedBy"]);
    answers.push(world.post(&robot, "/servicePrincipals", json!({ "appId": app_id })));

    world.pass(8);
    let sp = text(&world.post(&admin, "/servicePrincipals", json!({ "appId": app_id })), "id");
    let graph = world.api("Microsoft Graph");
    let role = world.role("Microsoft Graph", "User.Read.All");
    let assignment = json!({ "principalId": sp, "resourceId": graph, "appRoleId": role });
    answers.push(world.post(&admin, &format!("/servicePrincipals/{graph}/appRoleAssignedTo"), assignment));
    world.pass(7);
    let grant = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read" });
    answers.push(world.post(&admin, "/oauth2PermissionGrants", grant));
    answers
}

fn duplicates() -> Vec<GraphResponse> {
    let mut world = World::new();
    let admin = world.admin();
    let app = world.post(&admin, "/applications", json!({ "displayName": "A", "uniqueName": "taken" }));
    let sp = world.post(&admin, "/servicePrincipals", json!({ "appId": text(&app, "appId") }));
    let sp = text(&sp, "id");
    let graph = world.api("Microsoft Graph");
    let grant = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read" });
    let role = world.role("Microsoft Graph", "User.Read.All");
    let assignment = json!({ "principalId": sp, "resourceId": graph, "appRoleId": role });
    let assignments = format!("/servicePrincipals/{sp}/appRoleAssignments");
    assert_eq!(world.post(&admin, "/oauth2PermissionGrants", grant.clone()).status, 201);
    assert_eq!(world.post(&admin, &assignments, assignment.clone()).status, 201);
    vec![
        world.post(&admin, "/servicePrincipals", json!({ "appId": text(&app, "appId") })),
        world.post(&admin, "/applications", json!({ "displayName": "B", "uniqueName": "taken" })),
        world.post(&admin, "/oauth2PermissionGrants", grant),
        world.post(&admin, &assignments, assignment),
    ]
}

fn refused_values() -> Vec<GraphResponse> {
    let mut world = World::new();
    let admin = world.admin();
    let role = json!({
        "id": "d1c2ade8-0000-4000-8000-6d06b947c66f", "value": "Writer", "displayName": "Writer",
        "description": "Writers", "allowedMemberTypes": ["User"], "isEnabled": true,
    });
    let app = world.post(&admin, "/applications", json!({ "displayName": "A", "appRoles": [role] }));
    let plain = world.person("plain-user");
    vec![
        world.post(
            &admin,
            "/applications",
            json!({ "displayName": "B", "web": { "redirectUris": ["http://x.example"] } }),
        ),
        world.patch(&admin, &format!("/applications/{}", text(&app, "id")), json!({ "appRoles": [] })),
        world.post(&admin, "/applications", json!({ "displayName": "B", "identifierUris": ["https://other.example"] })),
        world.post(&plain, "/applications", json!({ "displayName": "B" })),
    ]
}

fn policies() -> Vec<GraphResponse> {
    let mut world = World::new();
    let (id, _) = world.new_app("A");
    let admin = world.admin();
    let add = format!("/applications/{id}/addPassword");
    world.contoso().secret_policy = SecretPolicy { forbidden: false, max_days: Some(90) };
    let too_long = world.post(&admin, &add, json!({}));
    world.contoso().secret_policy = SecretPolicy { forbidden: true, max_days: None };
    vec![too_long, world.post(&admin, &add, json!({}))]
}
