//! What the demo tenants hold: directory objects and policies, as plain data. No HTTP here.
//! Serializable, so that a demo survives a restart; secrets are kept as hashes, as a directory would.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Everything: the tenants that sign-in and Graph know.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Store {
    /// The first one is Contoso, where everything is allowed that a default tenant allows.
    pub tenants: Vec<Tenant>,
}

/// One organisation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tenant {
    /// Tenant id.
    pub id: Uuid,
    /// "Contoso".
    pub display_name: String,
    /// Verified domains; the first is the default one.
    pub domains: Vec<String>,
    /// People with an account.
    pub users: Vec<User>,
    /// App registrations, not deleted.
    pub applications: Vec<Application>,
    /// The recycle bin: kept for 30 days.
    pub deleted_applications: Vec<Application>,
    /// Names that purged applications held: Microsoft does not free them at once.
    #[serde(default)]
    pub reserved_unique_names: Vec<String>,
    /// Service principals: Microsoft's APIs and the tenant's own apps.
    pub service_principals: Vec<ServicePrincipal>,
    /// Deleted service principals, kept for 30 days.
    #[serde(default)]
    pub deleted_service_principals: Vec<ServicePrincipal>,
    /// Delegated permission grants.
    pub grants: Vec<Grant>,
    /// App role assignments.
    pub assignments: Vec<Assignment>,
    /// `authorizationPolicy.defaultUserRolePermissions.allowedToCreateApps`.
    pub users_may_create_apps: bool,
    /// `defaultAppManagementPolicy`.
    pub secret_policy: SecretPolicy,
    /// `appManagementPolicies` for single applications, by object id.
    #[serde(default)]
    pub app_policies: BTreeMap<Uuid, SecretPolicy>,
    /// `adminReportSettings.displayConcealedNames`.
    pub conceal_report_names: bool,
    /// Bookings calendars: id -> (name, services, appointments), each in Graph's JSON.
    pub bookings: BTreeMap<String, Booking>,
}

/// A person with an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    /// Object id.
    pub id: Uuid,
    /// Short name for `--account`: `global-admin`.
    pub key: String,
    /// "Megan Bowen".
    pub display_name: String,
    /// Sign-in name.
    pub upn: String,
    /// Active directory roles, by role template id.
    pub active_roles: Vec<Uuid>,
    /// Roles that the person may activate but has not (PIM), by role template id.
    pub eligible_roles: Vec<Uuid>,
    /// Whether an Exchange Online mailbox answers for this user.
    pub has_mailbox: bool,
    /// Whether the account is offered on the sign-in page.
    pub can_sign_in: bool,
    /// SHA-256 of the password, for password sign-in (ROPC).
    pub password_sha256: String,
    /// Whether the account is at home somewhere else.
    #[serde(default)]
    pub visitor: Option<Visitor>,
}

/// How somebody from elsewhere got in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visitor {
    /// Invited (B2B): an object of the tenant, with the account of another organisation.
    Guest,
    /// A partner's administrator (GDAP): in tokens with the roles of the agreement, but no object of the tenant.
    Partner,
}

/// An app registration. What Graph shows is `body` plus the fields here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Application {
    /// Object id.
    pub id: Uuid,
    /// Client id.
    pub app_id: Uuid,
    /// `uniqueName`, immutable.
    pub unique_name: Option<String>,
    /// When it was made; dependants see it only after the replication lag.
    pub created: Timestamp,
    /// When it was deleted.
    pub deleted: Option<Timestamp>,
    /// Owners: users or service principals (object ids).
    #[serde(default)]
    pub owners: Vec<Uuid>,
    /// Client secrets, without their values.
    pub secrets: Vec<Secret>,
    /// The certificates that Graph was given, by thumbprint (`customKeyIdentifier`): DER, in base64. Graph lists them in
    /// `keyCredentials` and gives their bytes out to nobody.
    #[serde(default)]
    pub certificates: BTreeMap<String, String>,
    /// All other properties, in Graph's JSON: displayName, signInAudience, web, publicClient, spa,
    /// requiredResourceAccess, tags, keyCredentials ...
    pub body: Map<String, Value>,
}

/// A client secret: everything but its value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Secret {
    /// `keyId`, "Secret ID".
    pub key_id: Uuid,
    /// `displayName`.
    pub display_name: Option<String>,
    /// The first three characters of the value.
    pub hint: String,
    /// SHA-256 of the value, hexadecimal.
    pub sha256: String,
    /// `startDateTime`.
    pub start: Timestamp,
    /// `endDateTime`.
    pub end: Timestamp,
}

/// A service principal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ServicePrincipal {
    /// Object id.
    pub id: Uuid,
    /// The client id of its application.
    pub app_id: Uuid,
    /// When it was made; dependants see it only after the replication lag.
    pub created: Timestamp,
    /// When it was deleted.
    #[serde(default)]
    pub deleted: Option<Timestamp>,
    /// Whether sign-in is allowed (`accountEnabled`).
    pub enabled: bool,
    /// All other properties, in Graph's JSON: displayName, servicePrincipalNames, tags ...
    pub body: Map<String, Value>,
    /// `appRoles`: what other apps can be given of this API.
    pub app_roles: Vec<AppRole>,
    /// `oauth2PermissionScopes`: what other apps can be given on behalf of a user.
    pub scopes: Vec<Scope>,
}

/// An application permission of an API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AppRole {
    /// Its id.
    pub id: Uuid,
    /// `value`: its name.
    pub value: String,
    /// `displayName`.
    pub display_name: String,
}

/// A delegated permission of an API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// Its id.
    pub id: Uuid,
    /// `value`: its name.
    pub value: String,
    /// `adminConsentDisplayName`.
    pub display_name: String,
    /// Whether only an administrator may approve it (`type` = `Admin`).
    pub admin: bool,
}

/// An `oauth2PermissionGrant`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grant {
    /// base64url(clientId bytes, resourceId bytes), GUIDs little-endian.
    pub id: String,
    /// The service principal that received it (object id).
    pub client_id: Uuid,
    /// `AllPrincipals` or `Principal`.
    pub consent_type: String,
    /// The user, for `Principal`.
    pub principal_id: Option<Uuid>,
    /// The API's service principal (object id).
    pub resource_id: Uuid,
    /// Space-separated scope names.
    pub scope: String,
}

/// An `appRoleAssignment`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Assignment {
    /// Opaque.
    pub id: String,
    /// The service principal that received it (object id).
    pub principal_id: Uuid,
    /// The API's service principal (object id).
    pub resource_id: Uuid,
    /// Which app role.
    pub app_role_id: Uuid,
    /// When.
    pub created: Timestamp,
}

/// The tenant's rules about client secrets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SecretPolicy {
    /// `passwordAddition` enabled: no client secrets at all.
    pub forbidden: bool,
    /// `passwordLifetime` enabled: the longest life, in days.
    pub max_days: Option<u32>,
}

/// A Bookings calendar.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Booking {
    /// `displayName`.
    pub display_name: String,
    /// `bookingService` objects.
    pub services: Vec<Value>,
    /// `bookingAppointment` objects.
    pub appointments: Vec<Value>,
}

/// SHA-256 in hexadecimal: how the store remembers secrets and passwords.
#[must_use]
pub fn sha256_hex(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Store {
    /// The tenant with this id, or with this verified domain.
    #[must_use]
    pub fn tenant(&self, id_or_domain: &str) -> Option<&Tenant> {
        self.tenants.iter().find(|t| {
            t.id.to_string().eq_ignore_ascii_case(id_or_domain)
                || t.domains.iter().any(|d| d.eq_ignore_ascii_case(id_or_domain))
        })
    }

    /// The tenant with this id, to change it.
    pub fn tenant_mut(&mut self, id: Uuid) -> Option<&mut Tenant> {
        self.tenants.iter_mut().find(|t| t.id == id)
    }

    /// Who signs in with this user principal name, and where.
    #[must_use]
    pub fn user(&self, upn: &str) -> Option<(&Tenant, &User)> {
        self.tenants.iter().find_map(|t| Some((t, t.users.iter().find(|u| u.upn.eq_ignore_ascii_case(upn))?)))
    }
}

impl User {
    /// Whether the tenant has an object for this person.
    #[must_use]
    pub fn is_in_directory(&self) -> bool {
        self.visitor != Some(Visitor::Partner)
    }

    /// `userPrincipalName` in this tenant: of guests, made of their own name and the tenant's first domain.
    #[must_use]
    pub fn name_in(&self, tenant: &Tenant) -> String {
        match self.visitor {
            Some(Visitor::Guest) => format!("{}#EXT#@{}", self.upn.replace('@', "_"), tenant.initial_domain()),
            _ => self.upn.clone(),
        }
    }
}

impl Tenant {
    /// The application with this client id, not deleted.
    #[must_use]
    pub fn application_by_app_id(&self, app_id: Uuid) -> Option<&Application> {
        self.applications.iter().find(|a| a.app_id == app_id)
    }

    /// The service principal with this client id.
    #[must_use]
    pub fn service_principal_by_app_id(&self, app_id: Uuid) -> Option<&ServicePrincipal> {
        self.service_principals.iter().find(|s| s.app_id == app_id)
    }

    /// The user with this object id.
    #[must_use]
    pub fn user(&self, id: Uuid) -> Option<&User> {
        self.users.iter().find(|u| u.id == id)
    }

    /// The domain that every organisation starts with (`something.onmicrosoft.com`), or the default one.
    #[must_use]
    pub fn initial_domain(&self) -> &str {
        let initial = self.domains.iter().find(|d| d.ends_with(".onmicrosoft.com"));
        initial.or(self.domains.first()).map_or("", String::as_str)
    }

    /// The service principal with this object id.
    #[must_use]
    pub fn service_principal(&self, id: Uuid) -> Option<&ServicePrincipal> {
        self.service_principals.iter().find(|s| s.id == id)
    }

    /// The names of the app roles of `resource` (object id) that were given to `principal` (object id): the
    /// `roles` claim of a token made now.
    #[must_use]
    pub fn granted_roles(&self, principal: Uuid, resource: Uuid) -> Vec<String> {
        let Some(api) = self.service_principal(resource) else { return Vec::new() };
        self.assignments
            .iter()
            .filter(|a| a.principal_id == principal && a.resource_id == resource)
            .filter_map(|a| api.app_roles.iter().find(|r| r.id == a.app_role_id))
            .map(|r| r.value.clone())
            .collect()
    }
}

impl Application {
    /// The redirect URIs of one platform: `web`, `publicClient` or `spa`.
    #[must_use]
    pub fn redirect_uris(&self, platform: &str) -> Vec<&str> {
        self.body
            .get(platform)
            .and_then(|p| p.get("redirectUris"))
            .and_then(Value::as_array)
            .map(|uris| uris.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default()
    }
}
