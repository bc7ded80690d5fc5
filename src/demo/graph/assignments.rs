//! App role assignments: `/servicePrincipals/{id}/appRoleAssignments` (what it was given) and `/appRoleAssignedTo` (what was
//! given of it).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::store::Assignment;
use super::call::{self, Answer, Call, guid, object};
use super::list::Listing;
use super::path::{Key, Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, READ_APPS};
use super::{service_principals, times};

const TYPE: &str = "microsoft.graph.appRoleAssignment";
const RESOURCE: &str = "EntitlementGrant";

/// Which end of the assignments the path starts from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// `appRoleAssignments`: the path names who received them.
    Received,
    /// `appRoleAssignedTo`: the path names the API.
    Given,
}

/// `rest` begins with `appRoleAssignments` or `appRoleAssignedTo`.
pub fn answer(call: &mut Call<'_>, key: &Key, rest: &[Segment]) -> Answer {
    let received = names(rest).first() == Some(&"approleassignments");
    let side = if received { Side::Received } else { Side::Given };
    let method = call.method().to_owned();
    match (method.as_str(), rest) {
        ("GET", [_]) => list(call, key, side),
        ("POST", [_]) => create(call, key, side),
        ("GET", [_, id]) => get(call, key, side, &id.name),
        ("DELETE", [_, id]) => delete(call, key, side, &id.name),
        (_, [_] | [_, _]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn context(id: Uuid, side: Side) -> String {
    let name = if side == Side::Received { "appRoleAssignments" } else { "appRoleAssignedTo" };
    format!("servicePrincipals('{id}')/{name}")
}

fn show(call: &Call<'_>, assignment: &Assignment) -> Map<String, Value> {
    let name = |id: Uuid| call.tenant().service_principal(id).and_then(|sp| sp.body.get("displayName").cloned());
    object(json!({
        "id": assignment.id, "deletedDateTime": null, "appRoleId": assignment.app_role_id,
        "createdDateTime": times::precise(assignment.created),
        "principalDisplayName": name(assignment.principal_id), "principalId": assignment.principal_id,
        "principalType": "ServicePrincipal", "resourceDisplayName": name(assignment.resource_id),
        "resourceId": assignment.resource_id,
    }))
}

fn belongs(assignment: &Assignment, id: Uuid, side: Side) -> bool {
    match side {
        Side::Received => assignment.principal_id == id,
        Side::Given => assignment.resource_id == id,
    }
}

fn list(call: &Call<'_>, key: &Key, side: Side) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let id = service_principals::find(call, key)?.id;
    let ours = call.tenant().assignments.iter().filter(|a| belongs(a, id, side));
    let items: Vec<_> = ours.map(|a| show(call, a)).collect();
    let known = [
        "id",
        "deletedDateTime",
        "appRoleId",
        "createdDateTime",
        "principalDisplayName",
        "principalId",
        "principalType",
        "resourceDisplayName",
        "resourceId",
    ];
    Listing { context: &context(id, side), type_name: TYPE, known: known.map(String::from).to_vec() }
        .answer(call, items)
}

fn get(call: &Call<'_>, key: &Key, side: Side, wanted: &str) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let id = service_principals::find(call, key)?.id;
    let found = call.tenant().assignments.iter().find(|a| belongs(a, id, side) && a.id == wanted);
    let found = found.ok_or_else(|| Problem::not_found(wanted))?;
    call.entity(&format!("{}/$entity", context(id, side)), TYPE, show(call, found))
}

fn create(call: &mut Call<'_>, key: &Key, side: Side) -> Answer {
    rights::demand_assign(call.caller)?;
    let input = call.body()?;
    for name in input.keys() {
        if !["principalId", "resourceId", "appRoleId", "@odata.type"].contains(&name.as_str()) {
            return Err(Problem::unknown_property(name));
        }
    }
    let id_of = |name: &str| match input.get(name) {
        None | Some(Value::Null) => Err(Problem::missing_value(name, RESOURCE)),
        Some(_) => guid(input, name).ok_or_else(|| Problem::invalid_value(name, RESOURCE)),
    };
    let (principal_id, resource_id, app_role_id) = (id_of("principalId")?, id_of("resourceId")?, id_of("appRoleId")?);

    // The path's object answers 404 when it is not known; the other end of the reference answers 400.
    let at = service_principals::find(call, key)?.id;
    let reference = || Problem::bad_request("Not a valid reference update.");
    let expected = if side == Side::Received { principal_id } else { resource_id };
    let known = |id: Uuid| service_principals::find(call, &Key::Id(id.to_string())).map_err(|_| reference());
    if at != expected {
        return Err(reference());
    }
    known(principal_id)?;
    let resource = known(resource_id)?;
    rights::demand_consent_to_role(call.caller, resource.app_id)?;
    if !resource.app_roles.iter().any(|role| role.id == app_role_id) {
        return Err(Problem::bad_request(format!(
            "Permission being assigned was not found on application '{}'.",
            resource.app_id
        )));
    }
    let same =
        |a: &Assignment| (a.principal_id, a.resource_id, a.app_role_id) == (principal_id, resource_id, app_role_id);
    if call.tenant().assignments.iter().any(same) {
        return Err(
            Problem::bad_request("Permission being assigned already exists on the object").about("InvalidUpdate", "")
        );
    }
    let id = URL_SAFE_NO_PAD.encode([principal_id.to_bytes_le(), Uuid::new_v4().into_bytes()].concat());
    let made = Assignment { id, principal_id, resource_id, app_role_id, created: call.moment.now };
    let shown = show(call, &made);
    call.tenant_mut().assignments.push(made);
    Ok(call::created(&format!("{}/$entity", context(at, side)), shown))
}

fn delete(call: &mut Call<'_>, key: &Key, side: Side, wanted: &str) -> Answer {
    rights::demand_assign(call.caller)?;
    let id = service_principals::find(call, key)?.id;
    let position = call.tenant().assignments.iter().position(|a| belongs(a, id, side) && a.id == wanted);
    let position = position.ok_or_else(|| Problem::not_found(wanted))?;
    let resource = call.tenant().service_principal(call.tenant().assignments[position].resource_id);
    rights::demand_consent_to_role(call.caller, resource.map_or(Uuid::nil(), |sp| sp.app_id))?;
    call.tenant_mut().assignments.remove(position);
    Ok(call::no_content())
}
