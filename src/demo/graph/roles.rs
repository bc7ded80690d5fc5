//! Directory roles: their names, and `/roleManagement/directory/roleAssignments`.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::seed::fixed;
use super::super::store::Tenant;
use super::call::{Answer, Call, object};
use super::list::Listing;
use super::path::{Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};

const READ: Accepts = Accepts {
    delegated: &[
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "RoleManagement.Read.All",
    ],
    application: &[
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

const NAMES: &[(Uuid, &str)] = &[
    (rights::GLOBAL_ADMINISTRATOR, "Global Administrator"),
    (rights::PRIVILEGED_ROLE_ADMINISTRATOR, "Privileged Role Administrator"),
    (rights::APPLICATION_ADMINISTRATOR, "Application Administrator"),
    (rights::CLOUD_APPLICATION_ADMINISTRATOR, "Cloud Application Administrator"),
    (rights::APPLICATION_DEVELOPER, "Application Developer"),
    (rights::SECURITY_ADMINISTRATOR, "Security Administrator"),
    (rights::DIRECTORY_WRITERS, "Directory Writers"),
    (rights::HYBRID_IDENTITY_ADMINISTRATOR, "Hybrid Identity Administrator"),
    (rights::AI_ADMINISTRATOR, "AI Administrator"),
    (rights::GLOBAL_READER, "Global Reader"),
    (rights::REPORTS_READER, "Reports Reader"),
    (rights::EXCHANGE_ADMINISTRATOR, "Exchange Administrator"),
    (rights::TEAMS_ADMINISTRATOR, "Teams Administrator"),
];

/// A directory role as Graph shows it. Its id is per tenant; its template id is the same everywhere.
pub fn show(tenant: &Tenant, template: Uuid) -> Map<String, Value> {
    let name = NAMES.iter().find(|(id, _)| *id == template).map_or("Directory role", |(_, name)| *name);
    object(json!({
        "id": fixed(&tenant.display_name, name), "deletedDateTime": null, "description": format!("{name}."),
        "displayName": name, "roleTemplateId": template,
    }))
}

/// Everything under `/roleManagement`.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", ["directory", "roleassignments" | "transitiveroleassignments"]) => list(call),
        (_, ["directory", "roleassignments" | "transitiveroleassignments"]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn list(call: &Call<'_>) -> Answer {
    rights::demand_directory(call.caller, &READ)?;
    let everybody = call.tenant().users.iter().flat_map(|user| user.active_roles.iter().map(move |role| (user, role)));
    let items = everybody.map(|(user, role)| {
        object(json!({
            "id": fixed(&user.upn, &role.to_string()).simple().to_string(), "principalId": user.id,
            "directoryScopeId": "/", "roleDefinitionId": role,
        }))
    });
    let known = ["id", "principalId", "directoryScopeId", "roleDefinitionId"].map(String::from).to_vec();
    Listing {
        context: "roleManagement/directory/roleAssignments",
        type_name: "microsoft.graph.unifiedRoleAssignment",
        known,
    }
    .answer(call, items.collect())
}
