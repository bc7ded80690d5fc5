//! Directory roles: their names, and `/roleManagement/directory`: who holds which, and who could activate which (PIM).

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::seed::fixed;
use super::super::store::Tenant;
use super::call::{Answer, Call, object};
use super::expand;
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

/// Privileged Identity Management looks at the token's own scopes; `Directory.AccessAsUser.All` does not open it
/// (learn.microsoft.com: rbacapplication-list-roleeligibilityscheduleinstances).
const READ_ELIGIBLE: Accepts = Accepts { delegated: ELIGIBLE_SCOPES, application: ELIGIBLE_SCOPES };
const ELIGIBLE_SCOPES: &[&str] = &[
    "RoleEligibilitySchedule.Read.Directory",
    "RoleEligibilitySchedule.ReadWrite.Directory",
    "RoleManagement.Read.All",
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
];
/// Who may see what others could activate.
const SEE_ELIGIBLE: &[Uuid] = &[
    rights::GLOBAL_ADMINISTRATOR,
    rights::PRIVILEGED_ROLE_ADMINISTRATOR,
    rights::GLOBAL_READER,
    rights::SECURITY_ADMINISTRATOR,
];

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

fn name(template: Uuid) -> &'static str {
    NAMES.iter().find(|(id, _)| *id == template).map_or("Directory role", |(_, name)| *name)
}

/// A directory role as Graph shows it. Its id is per tenant; its template id is the same everywhere.
pub fn show(tenant: &Tenant, template: Uuid) -> Map<String, Value> {
    let name = name(template);
    object(json!({
        "id": fixed(&tenant.display_name, name), "deletedDateTime": null, "description": format!("{name}."),
        "displayName": name, "roleTemplateId": template,
    }))
}

/// Everything under `/roleManagement`.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", ["directory", "roleassignments" | "transitiveroleassignments"]) => list(call),
        ("GET", ["directory", "roleeligibilityscheduleinstances"]) => eligible(call, false),
        ("GET", ["directory", "roleeligibilityscheduleinstances", "filterbycurrentuser"]) => eligible(call, true),
        (_, ["directory", "roleassignments" | "transitiveroleassignments" | "roleeligibilityscheduleinstances"]) => {
            Err(Problem::method_not_allowed())
        }
        _ => Err(lost(rest)),
    }
}

fn list(call: &Call<'_>) -> Answer {
    rights::demand_directory(call.caller, &READ)?;
    let people = call.tenant().users.iter().filter(|user| user.is_in_directory());
    let everybody = people.flat_map(|user| user.active_roles.iter().map(move |role| (user, role)));
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

/// The roles that people could activate; `own`: those of the caller alone, for which no role is needed.
fn eligible(call: &Call<'_>, own: bool) -> Answer {
    if !rights::has(call.caller, &READ_ELIGIBLE) {
        return Err(scope_not_granted());
    }
    if !own {
        rights::demand_person(call.caller, SEE_ELIGIBLE)?;
    }
    let wish = expand::wanted(call, "roleDefinition", ELIGIBILITY)?;
    if wish.is_some() && call.option("select").is_some() {
        return Err(Problem::malformed("Parsing OData Select and Expand failed: $select is not supported here."));
    }
    let people = call.tenant().users.iter().filter(|user| !own || user.id == call.actor());
    let people = people.filter(|user| user.is_in_directory());
    let items = people.flat_map(|user| user.eligible_roles.iter().map(move |role| (user, role))).map(|(user, role)| {
        let id = fixed(&format!("eligible/{}", user.upn), &role.to_string()).simple().to_string();
        let mut item = object(json!({
            "id": format!("{id}-1-e"), "principalId": user.id, "roleDefinitionId": role, "directoryScopeId": "/",
            "appScopeId": null, "startDateTime": "2026-01-05T08:00:00Z", "endDateTime": null, "memberType": "Direct",
            "roleEligibilityScheduleId": id,
        }));
        if wish.is_some() {
            item.insert("roleDefinition".into(), definition(*role));
        }
        item
    });
    let known = [
        "id",
        "principalId",
        "roleDefinitionId",
        "directoryScopeId",
        "appScopeId",
        "startDateTime",
        "endDateTime",
        "memberType",
        "roleEligibilityScheduleId",
    ];
    let context = "roleManagement/directory/roleEligibilityScheduleInstances";
    Listing { context, type_name: ELIGIBILITY, known: known.map(String::from).to_vec() }.answer(call, items.collect())
}

const ELIGIBILITY: &str = "microsoft.graph.unifiedRoleEligibilityScheduleInstance";

fn definition(role: Uuid) -> Value {
    let name = name(role);
    json!({
        "id": role, "displayName": name, "description": format!("{name}."), "isBuiltIn": true, "isEnabled": true,
        "templateId": role,
    })
}

/// How Privileged Identity Management refuses a token: an error object inside the message.
fn scope_not_granted() -> Problem {
    let inner = json!({
        "errorCode": "PermissionScopeNotGranted",
        "message": format!("Authorization failed due to missing permission scope {}.", ELIGIBLE_SCOPES.join(",")),
        "instanceAnnotations": [],
    });
    Problem::new(403, "UnknownError", inner.to_string())
}
