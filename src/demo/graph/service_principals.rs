//! `/servicePrincipals`: create from an application or one of Microsoft's own APIs, find, list, change, delete.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::seed::apis;
use super::super::store::{AppRole, Application, Scope, ServicePrincipal, Tenant};
use super::application_view::Showing;
use super::call::{self, Answer, Call, guid, object};
use super::list::Listing;
use super::path::{Key, Segment, keyed, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts, READ_APPS, WRITE_SECRETS};
use super::{assignments, grants, times};

const TYPE: &str = "microsoft.graph.servicePrincipal";
const RESOURCE: &str = "ServicePrincipal";

const CREATE: Accepts = WRITE_SECRETS;

/// What may be written.
const WRITABLE: &[&str] = &[
    "accountEnabled",
    "alternativeNames",
    "appRoleAssignmentRequired",
    "description",
    "displayName",
    "homepage",
    "loginUrl",
    "logoutUrl",
    "notes",
    "notificationEmailAddresses",
    "preferredSingleSignOnMode",
    "servicePrincipalType",
    "tags",
];

/// Everything under `/servicePrincipals`.
pub fn answer(call: &mut Call<'_>, first: &Segment, rest: &[Segment]) -> Answer {
    let (key, rest) = keyed(first, rest);
    let Some(key) = key else {
        return match call.method() {
            "GET" => list(call),
            "POST" => create(call),
            _ => Err(Problem::method_not_allowed()),
        };
    };
    let method = call.method().to_owned();
    match (method.as_str(), names(rest).as_slice()) {
        ("GET", []) => get(call, &key),
        ("PATCH", []) => patch(call, &key),
        ("DELETE", []) => delete(call, &key),
        ("GET", ["oauth2permissiongrants"]) => grants::of_client(call, &key),
        ("GET", ["memberof" | "transitivememberof"]) => memberships(call, &key),
        (_, ["approleassignments" | "approleassignedto", ..]) => assignments::answer(call, &key, rest),
        (_, [] | ["oauth2permissiongrants"]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

/// The service principal that a key names, if calls that depend on it know it already.
pub fn find<'c>(call: &'c Call<'_>, key: &Key) -> Result<&'c ServicePrincipal, Problem> {
    let found = match key {
        Key::Id(id) => {
            let id =
                Uuid::parse_str(id).map_err(|_| Problem::bad_request(format!("Invalid object identifier '{id}'.")))?;
            call.tenant().service_principal(id)
        }
        Key::Named { property, value } if property == "appid" => {
            let id = Uuid::parse_str(value).map_err(|_| {
                Problem::bad_request("Invalid value specified for object reference property 'appId'. Please ensure that this value has an appropriate syntax and length.")
            })?;
            call.tenant().service_principal_by_app_id(id)
        }
        Key::Named { .. } => return Err(Problem::unknown_segment("servicePrincipals")),
    };
    match found {
        Some(sp) if times::known(sp.created, call.moment) => Ok(sp),
        _ => Err(Problem::not_found(key.value())),
    }
}

/// What it is a member of: here, no app was ever given a directory role or put into a group.
fn memberships(call: &Call<'_>, key: &Key) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    find(call, key)?;
    let known = ["id", "deletedDateTime", "description", "displayName", "roleTemplateId"].map(String::from).to_vec();
    Listing { context: "directoryObjects", type_name: "microsoft.graph.directoryObject", known }
        .answer(call, Vec::new())
}

/// A service principal as Graph shows it.
fn show(sp: &ServicePrincipal, showing: Showing) -> Map<String, Value> {
    let mut whole = object(json!({
        "id": sp.id, "deletedDateTime": sp.deleted.map(times::seconds), "accountEnabled": sp.enabled,
        "alternativeNames": [], "appDisplayName": null, "appDescription": null, "appId": sp.app_id,
        "applicationTemplateId": null, "appOwnerOrganizationId": null, "appRoleAssignmentRequired": false,
        "createdDateTime": times::seconds(sp.created), "description": null, "disabledByMicrosoftStatus": null,
        "displayName": null, "homepage": null, "loginUrl": null, "logoutUrl": null, "notes": null,
        "notificationEmailAddresses": [], "preferredSingleSignOnMode": null,
        "preferredTokenSigningKeyThumbprint": null, "replyUrls": [], "servicePrincipalNames": [],
        "servicePrincipalType": "Application", "signInAudience": null, "tags": [], "tokenEncryptionKeyId": null,
        "samlSingleSignOnSettings": null,
        "verifiedPublisher": { "displayName": null, "verifiedPublisherId": null, "addedDateTime": null },
        "addIns": [], "appRoles": sp.app_roles.iter().map(show_role).collect::<Vec<_>>(),
        "info": {
            "logoUrl": null, "marketingUrl": null, "privacyStatementUrl": null, "supportUrl": null,
            "termsOfServiceUrl": null
        },
        "keyCredentials": [], "oauth2PermissionScopes": sp.scopes.iter().map(show_scope).collect::<Vec<_>>(),
        "passwordCredentials": [], "resourceSpecificApplicationPermissions": [],
    }));
    for (name, value) in &sp.body {
        whole.insert(name.clone(), value.clone());
    }
    if showing == Showing::Later {
        for list in ["servicePrincipalNames", "replyUrls", "tags"] {
            if let Some(Value::Array(items)) = whole.get_mut(list) {
                items.reverse();
            }
        }
    }
    whole
}

/// The same among other directory objects, where it says what it is.
pub fn show_typed(sp: &ServicePrincipal) -> Map<String, Value> {
    let mut shown = object(json!({ "@odata.type": "#microsoft.graph.servicePrincipal" }));
    shown.extend(show(sp, Showing::Later));
    shown
}

fn show_role(role: &AppRole) -> Value {
    json!({
        "allowedMemberTypes": ["Application"], "description": role.display_name, "displayName": role.display_name,
        "id": role.id, "isEnabled": true, "origin": "Application", "value": role.value,
    })
}

fn show_scope(scope: &Scope) -> Value {
    json!({
        "adminConsentDescription": scope.display_name, "adminConsentDisplayName": scope.display_name, "id": scope.id,
        "isEnabled": true, "type": if scope.admin { "Admin" } else { "User" },
        "userConsentDescription": scope.display_name, "userConsentDisplayName": scope.display_name,
        "value": scope.value,
    })
}

fn known() -> Vec<String> {
    let none = ServicePrincipal {
        id: Uuid::nil(),
        app_id: Uuid::nil(),
        created: Timestamp::UNIX_EPOCH,
        deleted: None,
        enabled: true,
        body: Map::new(),
        app_roles: Vec::new(),
        scopes: Vec::new(),
    };
    call::known(&show(&none, Showing::Later))
}

fn list(call: &Call<'_>) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let visible = call.tenant().service_principals.iter().filter(|sp| times::known(sp.created, call.moment));
    listing(call, "servicePrincipals", visible)
}

/// A collection of service principals under a given context.
pub fn listing<'s>(call: &Call<'_>, context: &str, sps: impl Iterator<Item = &'s ServicePrincipal>) -> Answer {
    let mut sps: Vec<_> = sps.collect();
    sps.sort_by_key(|sp| sp.id);
    let items = sps.into_iter().map(|sp| show(sp, Showing::Later)).collect();
    Listing { context, type_name: TYPE, known: known() }.answer(call, items)
}

fn get(call: &Call<'_>, key: &Key) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    call.entity_of("servicePrincipals/$entity", TYPE, &known(), show(find(call, key)?, Showing::Later))
}

fn check(input: &Map<String, Value>) -> Result<(), Problem> {
    for (name, value) in input {
        let fine = match name.as_str() {
            "@odata.type" | "appId" => true,
            "accountEnabled" | "appRoleAssignmentRequired" => value.is_boolean(),
            "tags" | "alternativeNames" | "notificationEmailAddresses" => {
                value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
            }
            other if WRITABLE.contains(&other) => value.is_string() || value.is_null(),
            other if known().iter().any(|k| k == other) => return Err(Problem::read_only(other)),
            other => return Err(Problem::unknown_property(other)),
        };
        if !fine {
            return Err(Problem::invalid_value(name, RESOURCE));
        }
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Answer {
    rights::demand_directory(call.caller, &CREATE)?;
    let input = call.body()?;
    check(input)?;
    if input.get("appId").is_none_or(Value::is_null) {
        return Err(Problem::missing_value("appId", RESOURCE));
    }
    let app_id = guid(input, "appId").ok_or_else(|| Problem::invalid_value("appId", RESOURCE))?;
    create_for(call, app_id, input)
}

fn create_for(call: &mut Call<'_>, app_id: Uuid, input: &Map<String, Value>) -> Answer {
    if call.tenant().service_principal_by_app_id(app_id).is_some() {
        return Err(Problem::new(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            format!("The service principal cannot be created, updated, or restored because the service principal name {app_id} is already in use."),
        )
        .about("ObjectConflict", "None"));
    }
    let here = call.tenant().application_by_app_id(app_id);
    let own = here.filter(|app| times::known(app.created, call.moment)).cloned();
    if rights::is_limited_to_owned(call.caller) && own.is_none() {
        return Err(Problem::new(
            403,
            "Authorization_RequestDenied",
            "When using this permission, the backing application of the service principal being created must in the local tenant",
        ));
    }
    if !rights::owns_or_administers(call, here) {
        return Err(Problem::denied());
    }
    let now = call.moment.now;
    let tenant = call.tenant().id;
    let mut sp = match own {
        Some(app) => from_application(&app, tenant, now),
        None => match apis::service_principal(app_id, now) {
            Some(sp) => sp,
            None => from_elsewhere(call, app_id).ok_or_else(|| no_backing_application(app_id))?,
        },
    };
    apply(&mut sp, input);
    let shown = show(&sp, Showing::First);
    let place = format!("directoryObjects/{}/Microsoft.DirectoryServices.ServicePrincipal", sp.id);
    call.tenant_mut().service_principals.push(sp);
    Ok(call::located(call::created("servicePrincipals/$entity", shown), tenant, &place))
}

fn no_backing_application(app_id: Uuid) -> Problem {
    let message =
        format!("The appId '{app_id}' of the service principal does not reference a valid application object.");
    Problem::bad_request(message).about("NoBackingApplicationObject", "appId")
}

/// A multi-tenant application of another organisation.
fn from_elsewhere(call: &Call<'_>, app_id: Uuid) -> Option<ServicePrincipal> {
    let mut others = call.store.tenants.iter().filter(|t| t.id != call.tenant().id);
    let (tenant, app) = others.find_map(|t| Some((t, t.application_by_app_id(app_id)?)))?;
    let audience = app.body.get("signInAudience").and_then(Value::as_str).unwrap_or_default();
    let open = audience != "AzureADMyOrg" && times::known(app.created, call.moment);
    open.then(|| from_application(app, tenant.id, call.moment.now))
}

fn from_application(app: &Application, tenant: Uuid, now: Timestamp) -> ServicePrincipal {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id_of = |value: &Value| Uuid::parse_str(value["id"].as_str().unwrap_or_default()).unwrap_or_default();
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let uris = list(app.body.get("identifierUris"));
    let names: Vec<Value> = std::iter::once(json!(app.app_id)).chain(uris).collect();
    let replies: Vec<&str> = ["web", "publicClient", "spa"].iter().flat_map(|p| app.redirect_uris(p)).collect();
    let roles = list(app.body.get("appRoles"));
    let for_apps =
        roles.iter().filter(|r| r["allowedMemberTypes"].as_array().is_some_and(|t| t.contains(&json!("Application"))));
    let api_scopes = list(app.body.get("api").and_then(|api| api.get("oauth2PermissionScopes")));
    ServicePrincipal {
        id: Uuid::new_v4(),
        app_id: app.app_id,
        created: now,
        deleted: None,
        enabled: true,
        body: object(json!({
            "appDisplayName": app.body.get("displayName"), "displayName": app.body.get("displayName"),
            "appDescription": app.body.get("description"), "appOwnerOrganizationId": tenant,
            "signInAudience": app.body.get("signInAudience"), "servicePrincipalNames": names, "replyUrls": replies,
            "homepage": app.body.get("web").and_then(|web| web.get("homePageUrl")),
        })),
        app_roles: for_apps
            .map(|r| AppRole { id: id_of(r), value: text(&r["value"]), display_name: text(&r["displayName"]) })
            .collect(),
        scopes: api_scopes
            .iter()
            .map(|s| Scope {
                id: id_of(s),
                value: text(&s["value"]),
                display_name: text(&s["adminConsentDisplayName"]),
                admin: s["type"] == "Admin",
            })
            .collect(),
    }
}

fn apply(sp: &mut ServicePrincipal, input: &Map<String, Value>) {
    for (name, value) in input {
        match name.as_str() {
            "appId" | "@odata.type" => {}
            "accountEnabled" => sp.enabled = value.as_bool().unwrap_or(true),
            _ => {
                sp.body.insert(name.clone(), value.clone());
            }
        }
    }
}

/// The id of a service principal that the caller may change.
fn editable(call: &Call<'_>, key: &Key) -> Result<Uuid, Problem> {
    rights::demand_directory(call.caller, &WRITE_SECRETS)?;
    let sp = find(call, key)?;
    let app = call.tenant().application_by_app_id(sp.app_id);
    if rights::owns_or_administers(call, app) { Ok(sp.id) } else { Err(Problem::denied()) }
}

fn patch(call: &mut Call<'_>, key: &Key) -> Answer {
    if let Key::Named { value, .. } = key
        && call.prefers("create-if-missing")
        && let Ok(app_id) = Uuid::parse_str(value)
        && call.tenant().service_principal_by_app_id(app_id).is_none()
    {
        rights::demand_directory(call.caller, &CREATE)?;
        let input = call.body()?;
        check(input)?;
        return create_for(call, app_id, input);
    }
    let id = editable(call, key)?;
    let input = call.body()?;
    check(input)?;
    let sp = call.tenant_mut().service_principals.iter_mut().find(|sp| sp.id == id);
    if let Some(sp) = sp {
        if guid(input, "appId").is_some_and(|app_id| app_id != sp.app_id) {
            return Err(Problem::read_only("appId"));
        }
        apply(sp, input);
    }
    Ok(call::no_content())
}

fn delete(call: &mut Call<'_>, key: &Key) -> Answer {
    let id = editable(call, key)?;
    let now = call.moment.now;
    remove(call.tenant_mut(), |sp| sp.id == id, now);
    Ok(call::no_content())
}

/// Moves service principals to the recycle bin, and drops what they were given and what was given of them.
pub fn remove(tenant: &mut Tenant, goes: impl Fn(&ServicePrincipal) -> bool, now: Timestamp) {
    let (gone, kept): (Vec<_>, Vec<_>) = tenant.service_principals.drain(..).partition(goes);
    tenant.service_principals = kept;
    let ids: Vec<Uuid> = gone.iter().map(|sp| sp.id).collect();
    tenant.grants.retain(|g| !ids.contains(&g.client_id) && !ids.contains(&g.resource_id));
    tenant.assignments.retain(|a| !ids.contains(&a.principal_id) && !ids.contains(&a.resource_id));
    tenant.deleted_service_principals.extend(gone.into_iter().map(|mut sp| {
        sp.deleted = Some(now);
        sp
    }));
}
