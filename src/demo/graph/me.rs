//! `/me`: the signed-in person, the directory roles and groups, and the own mailbox.

use serde_json::{Map, Value, json};

use super::super::caller::Identity;
use super::super::seed::fixed;
use super::super::store::User;
use super::call::{Answer, Call, object};
use super::list::Listing;
use super::path::{Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};
use super::{mailbox, roles, users};

const READ_ME: Accepts = Accepts {
    delegated: &[
        "User.Read",
        "User.ReadWrite",
        "User.Read.All",
        "User.ReadWrite.All",
        "User.ReadBasic.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
    application: &[],
};
const READ_MEMBERSHIPS: Accepts = Accepts {
    delegated: &[
        "User.Read",
        "User.Read.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "Group.Read.All",
        "GroupMember.Read.All",
    ],
    application: &[],
};

/// Everything under `/me`.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    let Identity::User { user, .. } = &call.caller.identity else {
        return Err(Problem::malformed("/me request is only valid with delegated authentication flow."));
    };
    let found = call.tenant().user(*user).filter(|user| user.is_in_directory()).cloned();
    let user = found.ok_or_else(|| Problem::not_found(&user.to_string()))?;
    match (call.method(), names(rest).as_slice()) {
        ("GET", []) => {
            rights::demand_directory(call.caller, &READ_ME)?;
            call.entity_of("users/$entity", "microsoft.graph.user", &users::known(), users::shown(call, &user))
        }
        ("GET", ["memberof" | "transitivememberof"]) => memberships(call, &user),
        ("GET", ["memberof" | "transitivememberof", "microsoft.graph.directoryrole"]) => directory_roles(call, &user),
        (_, [] | ["memberof" | "transitivememberof"]) => Err(Problem::method_not_allowed()),
        (_, [first, ..]) if mailbox::has(first) => mailbox::answer(call, &user, rest),
        _ => Err(lost(rest)),
    }
}

fn known() -> Vec<String> {
    ["id", "deletedDateTime", "description", "displayName", "roleTemplateId"].map(String::from).to_vec()
}

/// Roles that the person could activate but has not are not listed.
fn shown_roles(call: &Call<'_>, user: &User) -> Vec<Map<String, Value>> {
    user.active_roles.iter().map(|role| roles::show(call.tenant(), *role)).collect()
}

fn memberships(call: &Call<'_>, user: &User) -> Answer {
    rights::demand_directory(call.caller, &READ_MEMBERSHIPS)?;
    let group = json!({
        "@odata.type": "#microsoft.graph.group", "id": fixed(&call.tenant().display_name, "All Company"),
        "deletedDateTime": null, "description": "Everybody in the company", "displayName": "All Company",
    });
    let mut items = vec![object(group)];
    items.extend(shown_roles(call, user).into_iter().map(|role| {
        let mut typed = object(json!({ "@odata.type": "#microsoft.graph.directoryRole" }));
        typed.extend(role);
        typed
    }));
    Listing { context: "directoryObjects", type_name: "microsoft.graph.directoryObject", known: known() }
        .answer(call, items)
}

fn directory_roles(call: &Call<'_>, user: &User) -> Answer {
    rights::demand_directory(call.caller, &READ_MEMBERSHIPS)?;
    Listing { context: "directoryRoles", type_name: "microsoft.graph.directoryRole", known: known() }
        .answer(call, shown_roles(call, user))
}
