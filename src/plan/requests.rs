//! The exact requests of a plan: the review page shows them, the setup engine sends them. Both take the bodies from
//! here, so that what was read is what is sent.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Additions, Existing, Plan, added, with_own_secret};
use crate::preset::{Api, PermissionKind, Platform};
use crate::types::UniqueName;

/// One request, for reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRequest {
    /// HTTP method.
    pub method: &'static str,
    /// Path after `/v1.0`.
    pub path: String,
    /// The JSON body.
    pub body: Value,
}

/// The properties of an application that hold the redirect URIs of a platform.
pub const PLATFORMS: [(Platform, &str); 3] =
    [(Platform::Web, "web"), (Platform::PublicClient, "publicClient"), (Platform::Spa, "spa")];

/// The requests that will be sent, in order. Ids that only Microsoft's answers will tell stand in `{braces}`;
/// `unique_name` is an example, unless it was already chosen. `existing` is the application that the plan uses, if it
/// uses one that is there and somebody looked.
#[must_use]
pub fn preview(
    plan: &Plan,
    missing_apis: &[Api],
    existing: Option<&Existing>,
    unique_name: &UniqueName,
    now: Timestamp,
) -> Vec<PlannedRequest> {
    let post = |path: &str, body: Value| PlannedRequest { method: "POST", path: path.to_owned(), body };
    let existing = existing.filter(|existing| plan.reuse == Some(existing.client));
    let mut list = match plan.reuse {
        None => vec![post("/applications", create_application(plan, unique_name, now))],
        Some(_) => to_existing(plan, existing, unique_name, now),
    };
    let apis = plan.apis();
    for api in apis.iter().filter(|api| missing_apis.contains(api)) {
        list.push(post("/servicePrincipals", create_service_principal(&api.app_id().to_string())));
    }
    let principal = existing.and_then(|existing| existing.service_principal).map(|id| id.to_string());
    if principal.is_none() {
        let client = plan.reuse.map_or_else(|| "{client id}".to_owned(), |client| client.to_string());
        list.push(post("/servicePrincipals", create_service_principal(&client)));
    }
    let principal = principal.unwrap_or_else(|| "{service principal id}".to_owned());
    for api in apis {
        let resource = format!("{{object id of {}}}", api.name());
        let known = existing.and_then(|existing| existing.grants.iter().find(|grant| grant.api == api));
        match (delegated_scope(plan, api), known) {
            (Some(scope), None) => list.push(post("/oauth2PermissionGrants", grant(&principal, &resource, &scope))),
            (Some(scope), Some(known)) => list.extend(widened(&known.scope, &scope).map(|scope| PlannedRequest {
                method: "PATCH",
                path: format!("/oauth2PermissionGrants/{}", known.id),
                body: json!({ "scope": scope }),
            })),
            (None, _) => {}
        }
        let roles = plan.permissions_of(api, PermissionKind::Application);
        for permission in roles.filter(|p| existing.is_none_or(|existing| !existing.is_approved(p))) {
            list.push(post(
                &format!("/servicePrincipals/{principal}/appRoleAssignments"),
                assignment(&principal, &resource, &permission.id.to_string()),
            ));
        }
    }
    list
}

/// What goes to an application that is there already: what it lacks, and the secret.
fn to_existing(
    plan: &Plan,
    existing: Option<&Existing>,
    unique_name: &UniqueName,
    now: Timestamp,
) -> Vec<PlannedRequest> {
    let unread = Existing::unread(plan);
    let path = existing.map_or_else(
        || "/applications/{object id}".to_owned(),
        |existing| format!("/applications/{}", existing.application),
    );
    let existing = existing.unwrap_or(&unread);
    let additions = Additions::of(plan, existing);
    let change = (!additions.is_empty()).then(|| PlannedRequest {
        method: "PATCH",
        path: path.clone(),
        body: added(existing, &additions),
    });
    let secret = password_credential(&with_own_secret(plan.clone(), unique_name), now).map(|credential| {
        let path = format!("{path}/addPassword");
        PlannedRequest { method: "POST", path, body: json!({ "passwordCredential": credential }) }
    });
    change.into_iter().chain(secret).collect()
}

/// The names of a grant together with those of a plan; `None` when it has them all.
fn widened(there: &str, planned: &str) -> Option<String> {
    let missing: Vec<&str> = planned
        .split(' ')
        .filter(|name| !there.split_whitespace().any(|have| have.eq_ignore_ascii_case(name)))
        .collect();
    (!missing.is_empty()).then(|| there.split_whitespace().chain(missing).collect::<Vec<_>>().join(" "))
}

/// `POST /applications`: everything in one call, the secret included (Microsoft's application-post-applications).
#[must_use]
pub fn create_application(plan: &Plan, unique_name: &UniqueName, now: Timestamp) -> Value {
    let mut body = json!({
        "displayName": plan.app_name,
        "uniqueName": unique_name,
        "signInAudience": plan.audience.as_str(),
        "isFallbackPublicClient": plan.public_client,
        "tags": tags(&plan.preset),
        "requiredResourceAccess": required_resource_access(plan),
    });
    for (platform, name) in PLATFORMS {
        let uris: Vec<_> = plan.redirects.iter().filter(|r| r.platform == platform).map(|r| &r.uri).collect();
        if !uris.is_empty() {
            body[name] = json!({ "redirectUris": uris });
        }
    }
    if let Some(credential) = password_credential(plan, now) {
        body["passwordCredentials"] = json!([credential]);
    }
    body
}

/// By these, the next start and the next computer recognise the application: Onramp made it, and for which product.
#[must_use]
pub fn tags(preset: &str) -> [String; 2] {
    ["onramp".to_owned(), product_tag(preset)]
}

/// The tag of the applications that Onramp made for a product (Microsoft's limits: 256 characters, no white space).
#[must_use]
pub fn product_tag(preset: &str) -> String {
    format!("onramp:{preset}")
}

/// The `passwordCredential` of the plan's secret: its display name and its end. Entra takes the start itself.
#[must_use]
pub fn password_credential(plan: &Plan, now: Timestamp) -> Option<Value> {
    let secret = plan.secret.as_ref()?;
    let end = secret.months.end(now).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Some(json!({ "displayName": secret.description, "endDateTime": end }))
}

/// `requiredResourceAccess`: what the app asks for, per API.
#[must_use]
pub fn required_resource_access(plan: &Plan) -> Value {
    plan.apis()
        .into_iter()
        .map(|api| {
            let access: Vec<_> = plan
                .permissions
                .iter()
                .filter(|p| p.api == api)
                .map(|p| json!({ "id": p.id, "type": access_type(p.kind) }))
                .collect();
            json!({ "resourceAppId": api.app_id(), "resourceAccess": access })
        })
        .collect()
}

/// The `type` of a permission in `resourceAccess`.
#[must_use]
pub fn access_type(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Application => "Role",
        PermissionKind::Delegated => "Scope",
    }
}

/// `POST /servicePrincipals`.
#[must_use]
pub fn create_service_principal(app_id: &str) -> Value {
    json!({ "appId": app_id })
}

/// `POST /oauth2PermissionGrants`, for everyone in the organisation.
#[must_use]
pub fn grant(client_id: &str, resource_id: &str, scope: &str) -> Value {
    json!({
        "clientId": client_id,
        "consentType": "AllPrincipals",
        "resourceId": resource_id,
        "scope": scope,
    })
}

/// The delegated permissions of one API in one scope string; `None` when there are none.
#[must_use]
pub fn delegated_scope(plan: &Plan, api: Api) -> Option<String> {
    let names: Vec<_> = plan.permissions_of(api, PermissionKind::Delegated).map(|p| p.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// `POST /servicePrincipals/{id}/appRoleAssignments`.
#[must_use]
pub fn assignment(principal_id: &str, resource_id: &str, app_role_id: &str) -> Value {
    json!({ "principalId": principal_id, "resourceId": resource_id, "appRoleId": app_role_id })
}
