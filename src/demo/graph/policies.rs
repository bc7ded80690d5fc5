//! `/policies`: what users may do, and what the tenant says about client secrets. Read only; every member may read them.

use serde_json::{Map, Value, json};

use uuid::Uuid;

use super::super::seed::fixed;
use super::super::store::SecretPolicy;
use super::ORIGIN;
use super::call::{self, Answer, Call, object};
use super::passwords::POLICY_ID;
use super::path::{Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};

const READ: Accepts = Accepts {
    delegated: &["Policy.Read.All", "Policy.ReadWrite.Authorization"],
    application: &["Policy.Read.All", "Policy.ReadWrite.Authorization"],
};
const READ_APP_POLICIES: Accepts = Accepts {
    delegated: &["Policy.Read.All", "Policy.ReadWrite.ApplicationConfiguration"],
    application: &["Policy.Read.All", "Policy.ReadWrite.ApplicationConfiguration"],
};

/// Everything under `/policies`.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", ["authorizationpolicy"]) => {
            rights::demand(call.caller, &READ)?;
            let policy = authorization_policy(call);
            call.entity("policies/authorizationPolicy/$entity", "microsoft.graph.authorizationPolicy", policy)
        }
        ("GET", ["defaultappmanagementpolicy"]) => {
            rights::demand(call.caller, &READ_APP_POLICIES)?;
            let policy = default_app_management_policy(call);
            let context = "policies/defaultAppManagementPolicy/$entity";
            call.entity(context, "microsoft.graph.tenantAppManagementPolicy", policy)
        }
        ("GET", ["appmanagementpolicies"]) => {
            rights::demand(call.caller, &READ_APP_POLICIES)?;
            Ok(call::collection("policies/appManagementPolicies", &[]))
        }
        ("GET", ["adminconsentrequestpolicy"]) => {
            rights::demand(call.caller, &READ)?;
            let policy = object(json!({
                "isEnabled": false, "notifyReviewers": false, "remindersEnabled": false, "requestDurationInDays": 0,
                "version": 0, "reviewers": [],
            }));
            let context = "policies/adminConsentRequestPolicy/$entity";
            call.entity(context, "microsoft.graph.adminConsentRequestPolicy", policy)
        }
        (
            _,
            [
                "authorizationpolicy"
                | "defaultappmanagementpolicy"
                | "appmanagementpolicies"
                | "adminconsentrequestpolicy",
            ],
        ) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn authorization_policy(call: &Call<'_>) -> Map<String, Value> {
    let tenant = call.tenant();
    object(json!({
        "@odata.id": format!("{ORIGIN}/v2/{}/authorizationPolicy/authorizationPolicy", tenant.id),
        "id": "authorizationPolicy", "allowInvitesFrom": "everyone", "allowedToSignUpEmailBasedSubscriptions": true,
        "allowedToUseSSPR": true, "allowEmailVerifiedUsersToJoinOrganization": true, "blockMsolPowerShell": null,
        "displayName": "Authorization Policy",
        "description": "Used to manage authorization related settings across the company.",
        "defaultUserRolePermissions": {
            "allowedToCreateApps": tenant.users_may_create_apps, "allowedToCreateSecurityGroups": true,
            "allowedToReadOtherUsers": true,
            "permissionGrantPoliciesAssigned": ["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"],
        },
    }))
}

/// The policy that was made for one application, if there is one.
pub fn of_application(call: &Call<'_>, id: Uuid) -> Answer {
    rights::demand(call.caller, &READ_APP_POLICIES)?;
    let own = call.tenant().app_policies.get(&id).map(|policy| {
        json!({
            "id": fixed("app policy", &id.to_string()), "deletedDateTime": null, "displayName": "Own policy",
            "description": null, "isEnabled": true, "restrictions": restrictions(policy),
        })
    });
    Ok(call::collection("appManagementPolicies", own.as_slice()))
}

fn restrictions(policy: &SecretPolicy) -> Value {
    let restriction = |kind: &str, days: Option<u32>| {
        json!({
            "restrictionType": kind, "maxLifetime": days.map(|days| format!("P{days}D")),
            "restrictForAppsCreatedAfterDateTime": "2019-10-19T10:37:00Z", "state": "enabled",
        })
    };
    let forbidden = policy.forbidden.then(|| restriction("passwordAddition", None));
    let lifetime = policy.max_days.map(|days| restriction("passwordLifetime", Some(days)));
    let passwords: Vec<Value> = forbidden.into_iter().chain(lifetime).collect();
    json!({ "passwordCredentials": passwords, "keyCredentials": [] })
}

fn default_app_management_policy(call: &Call<'_>) -> Map<String, Value> {
    let policy = &call.tenant().secret_policy;
    let restrictions = restrictions(policy);
    object(json!({
        "id": POLICY_ID, "deletedDateTime": null, "displayName": "Default app management tenant policy",
        "description": "Default tenant policy that enforces app management restrictions on applications and service principals.",
        "isEnabled": policy.forbidden || policy.max_days.is_some(), "applicationRestrictions": restrictions,
        "servicePrincipalRestrictions": restrictions,
    }))
}
