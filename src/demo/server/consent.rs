//! Consent: what an app may do on behalf of a person, who may approve more, and writing an approval down.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::{Uuid, uuid};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::clients::{self, Client};
use super::refusal::Refusal;
use super::roles;
use super::scopes::Asked;
use crate::demo::store::{Application, Assignment, Grant, ServicePrincipal, Store, Tenant, User};

/// What a person can approve alone. Microsoft's recommended default lets people approve no more than signing in.
const HARMLESS: [&str; 5] = ["User.Read", "openid", "profile", "email", "offline_access"];

/// The tenant of Microsoft's own applications ("Microsoft Services").
const MICROSOFT: Uuid = uuid!("f8cdef31-a31e-4b4a-93e4-5f571e91255a");

/// What came of asking.
#[derive(Debug, PartialEq, Eq)]
pub struct Decision {
    /// The permissions that a token gets, in the API's spelling.
    pub scopes: Vec<String>,
    /// Those of them that the person approves by going on.
    pub approves: Vec<String>,
}

/// Decides what an app gets on behalf of a person. `interactive`: the person looks at the page and can approve.
pub fn decide(
    tenant: &Tenant,
    user: &User,
    client: Client<'_>,
    asked: &Asked,
    interactive: bool,
) -> Result<Decision, Refusal> {
    let api = tenant.service_principal_by_app_id(asked.api);
    if let Client::Microsoft(first_party) = client
        && let Some(allowed) = first_party.preauthorised
    {
        let known = |name: &String| allowed.iter().any(|a| a.eq_ignore_ascii_case(name));
        if asked.api != super::scopes::GRAPH || !asked.names.iter().all(known) {
            return Err(Refusal::not_preauthorised(first_party.id, asked.api));
        }
        return Ok(Decision { scopes: allowed.iter().map(|a| (*a).to_owned()).collect(), approves: Vec::new() });
    }
    if asked.names.is_empty() && !asked.everything {
        // Signing in only: openid, profile ...
        return Ok(Decision { scopes: Vec::new(), approves: Vec::new() });
    }
    let api = api.ok_or_else(|| Refusal::unknown_resource(&asked.api.to_string(), &tenant.display_name))?;
    let granted = granted(tenant, client.id(), user.id, api.id);
    let wanted = if asked.everything { registered(client, api) } else { canonical(client, asked, api)? };
    let missing: Vec<String> =
        wanted.into_iter().filter(|name| !granted.iter().any(|g| g.eq_ignore_ascii_case(name))).collect();
    let mut scopes = granted;
    if missing.is_empty() && !scopes.is_empty() {
        return Ok(Decision { scopes, approves: Vec::new() });
    }
    // With `.default`, what is approved is enough.
    if asked.everything && !scopes.is_empty() {
        return Ok(Decision { scopes, approves: Vec::new() });
    }
    let harmless = !missing.is_empty() && missing.iter().all(|name| HARMLESS.contains(&name.as_str()));
    if missing.is_empty() || !interactive {
        return Err(Refusal::no_consent(client.id(), client.name()));
    }
    if !harmless && !roles::may_consent(user) {
        return Err(Refusal::admin_must_consent(client.name()));
    }
    scopes.extend(missing.iter().cloned());
    Ok(Decision { scopes, approves: missing })
}

/// The delegated permissions that are approved already, for everybody or for this user.
fn granted(tenant: &Tenant, client: Uuid, user: Uuid, api: Uuid) -> Vec<String> {
    let Some(own) = tenant.service_principal_by_app_id(client) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    let grants = tenant.grants.iter().filter(|g| {
        g.client_id == own.id
            && g.resource_id == api
            && (g.consent_type == "AllPrincipals" || g.principal_id == Some(user))
    });
    for name in grants.flat_map(|g| g.scope.split_whitespace()) {
        if !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The delegated permissions of an API that the app's registration lists.
fn registered(client: Client<'_>, api: &ServicePrincipal) -> Vec<String> {
    let Client::Registered(app) = client else { return Vec::new() };
    required(app)
        .into_iter()
        .filter(|r| r.api == api.app_id && !r.is_role)
        .filter_map(|r| api.scopes.iter().find(|s| s.id == r.id).map(|s| s.value.clone()))
        .collect()
}

/// The names asked for, in the API's spelling.
fn canonical(client: Client<'_>, asked: &Asked, api: &ServicePrincipal) -> Result<Vec<String>, Refusal> {
    asked
        .names
        .iter()
        .map(|name| {
            api.scopes
                .iter()
                .find(|s| s.value.eq_ignore_ascii_case(name))
                .map(|s| s.value.clone())
                .ok_or_else(|| Refusal::unknown_scope(&client.id().to_string(), name, api.app_id))
        })
        .collect()
}

/// One line of `requiredResourceAccess`.
#[derive(Clone, Copy, Debug)]
pub struct Required {
    /// App id of the API.
    pub api: Uuid,
    /// Id of the permission.
    pub id: Uuid,
    /// `Role` (application permission) and not `Scope`.
    pub is_role: bool,
}

/// The permissions that an app's registration lists.
pub fn required(app: &Application) -> Vec<Required> {
    let guid = |value: &Value, key: &str| Uuid::parse_str(value.get(key)?.as_str()?).ok();
    let items = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut all = Vec::new();
    for resource in items(app.body.get("requiredResourceAccess")) {
        let Some(api) = guid(&resource, "resourceAppId") else { continue };
        for access in items(resource.get("resourceAccess")) {
            if let Some(id) = guid(&access, "id") {
                all.push(Required { api, id, is_role: access.get("type").and_then(Value::as_str) == Some("Role") });
            }
        }
    }
    all
}

/// Writes down that `names` of an API are approved for an app: for one user, or for everybody with `None`.
/// Makes the app's service principal when it is missing.
pub fn approve(
    store: &mut Store,
    tenant: Uuid,
    client: Uuid,
    user: Option<Uuid>,
    api: Uuid,
    names: &[String],
    now: Timestamp,
) {
    ensure_service_principal(store, tenant, client, now);
    let Some(tenant) = store.tenant_mut(tenant) else { return };
    let own = tenant.service_principal_by_app_id(client).map(|s| s.id);
    let resource = tenant.service_principal_by_app_id(api).map(|s| s.id);
    let (Some(own), Some(resource)) = (own, resource) else { return };
    let kind = if user.is_some() { "Principal" } else { "AllPrincipals" };
    let same = |g: &&mut Grant| {
        g.client_id == own && g.resource_id == resource && g.consent_type == kind && g.principal_id == user
    };
    if let Some(grant) = tenant.grants.iter_mut().find(same) {
        let mut all: Vec<String> = grant.scope.split_whitespace().map(str::to_owned).collect();
        for name in names {
            if !all.contains(name) {
                all.push(name.clone());
            }
        }
        grant.scope = all.join(" ");
        return;
    }
    let mut bytes = own.to_bytes_le().to_vec();
    bytes.extend(resource.to_bytes_le());
    bytes.extend(user.iter().flat_map(Uuid::to_bytes_le));
    tenant.grants.push(Grant {
        id: URL_SAFE_NO_PAD.encode(bytes),
        client_id: own,
        consent_type: kind.to_owned(),
        principal_id: user,
        resource_id: resource,
        scope: names.join(" "),
    });
}

/// Writes down that an app role of an API is given to an app.
pub fn assign(store: &mut Store, tenant: Uuid, client: Uuid, api: Uuid, role: Uuid, now: Timestamp) {
    ensure_service_principal(store, tenant, client, now);
    let Some(tenant) = store.tenant_mut(tenant) else { return };
    let own = tenant.service_principal_by_app_id(client).map(|s| s.id);
    let resource = tenant.service_principal_by_app_id(api).map(|s| s.id);
    let (Some(own), Some(resource)) = (own, resource) else { return };
    let same = |a: &Assignment| a.principal_id == own && a.resource_id == resource && a.app_role_id == role;
    if !tenant.assignments.iter().any(same) {
        let id = URL_SAFE_NO_PAD.encode([own.to_bytes_le(), Uuid::new_v4().to_bytes_le()].concat());
        tenant.assignments.push(Assignment {
            id,
            principal_id: own,
            resource_id: resource,
            app_role_id: role,
            created: now,
        });
    }
}

/// Makes the app's service principal in the tenant, as consent does.
pub fn ensure_service_principal(store: &mut Store, tenant: Uuid, client: Uuid, now: Timestamp) {
    let registered = store.tenants.iter().find_map(|t| {
        let body = &t.application_by_app_id(client)?.body;
        let of = |key: &str| body.get(key).cloned().unwrap_or(Value::Null);
        Some((t.id, of("displayName"), of("signInAudience")))
    });
    let microsofts = || {
        let first_party = clients::first_party(client)?;
        Some((MICROSOFT, json!(first_party.name), json!("AzureADandPersonalMicrosoftAccount")))
    };
    let Some((home, name, audience)) = registered.or_else(microsofts) else { return };
    let Some(tenant) = store.tenant_mut(tenant) else { return };
    if tenant.service_principal_by_app_id(client).is_some() {
        return;
    }
    let body: Map<String, Value> = [
        ("displayName", name.clone()),
        ("appDisplayName", name),
        ("appOwnerOrganizationId", json!(home)),
        ("servicePrincipalNames", json!([client])),
        ("servicePrincipalType", json!("Application")),
        ("signInAudience", audience),
        ("tags", json!(["WindowsAzureActiveDirectoryIntegratedApp"])),
        ("appRoleAssignmentRequired", json!(false)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    tenant.service_principals.push(ServicePrincipal {
        id: Uuid::new_v4(),
        app_id: client,
        deleted: None,
        created: now,
        enabled: true,
        body,
        app_roles: Vec::new(),
        scopes: Vec::new(),
    });
}
