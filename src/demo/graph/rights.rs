//! Who may do what: the token's scopes or roles AND, for people, their directory roles. Only questions, no changes.
//! Sources: Microsoft's permission map for the scopes, its role documentation for the rest.

use uuid::{Uuid, uuid};

use super::super::caller::{Caller, Identity};
use super::super::store::{Application, User};
use super::call::Call;
use super::problem::Problem;

pub const GLOBAL_ADMINISTRATOR: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");
pub const PRIVILEGED_ROLE_ADMINISTRATOR: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");
pub const APPLICATION_ADMINISTRATOR: Uuid = uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3");
pub const CLOUD_APPLICATION_ADMINISTRATOR: Uuid = uuid!("158c047a-c907-4556-b7ef-446551a6b5f7");
pub const APPLICATION_DEVELOPER: Uuid = uuid!("cf1c38e5-3621-4004-a7cb-879624dced7c");
pub const SECURITY_ADMINISTRATOR: Uuid = uuid!("194ae4cb-b126-40b2-bd5b-6091b380977d");
pub const DIRECTORY_WRITERS: Uuid = uuid!("9360feb5-f418-4baa-8175-e2a00bac4301");
pub const HYBRID_IDENTITY_ADMINISTRATOR: Uuid = uuid!("8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2");
pub const AI_ADMINISTRATOR: Uuid = uuid!("d2562ede-74db-457e-a7b6-544e236ebb61");
pub const GLOBAL_READER: Uuid = uuid!("f2ef992c-3afb-46b9-b7cf-a126ee74c451");
pub const REPORTS_READER: Uuid = uuid!("4a5d8f65-41da-4de4-8968-e035b65339cf");
pub const EXCHANGE_ADMINISTRATOR: Uuid = uuid!("29232cdf-9323-42fd-ade2-1d097af3e4de");
pub const TEAMS_ADMINISTRATOR: Uuid = uuid!("69091246-20e8-4a56-aa4d-066075b2a7a8");

/// Microsoft Graph's client id.
pub const MICROSOFT_GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");

/// Who may change every application and service principal.
const APP_ADMINISTRATORS: &[Uuid] = &[GLOBAL_ADMINISTRATOR, APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR];
/// Who may create applications without becoming their owner.
const APP_CREATORS: &[Uuid] = &[
    GLOBAL_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
    DIRECTORY_WRITERS,
    HYBRID_IDENTITY_ADMINISTRATOR,
    SECURITY_ADMINISTRATOR,
];
/// Who may approve every permission of every API.
const CONSENT_TO_ALL: &[Uuid] = &[GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];
/// Who may approve everything but Microsoft Graph's app roles.
const CONSENT_TO_MOST: &[Uuid] = &[
    GLOBAL_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
    AI_ADMINISTRATOR,
];

/// The permissions that one operation accepts.
pub struct Accepts {
    /// Delegated ones.
    pub delegated: &'static [&'static str],
    /// Application ones.
    pub application: &'static [&'static str],
}

pub const READ_APPS: Accepts = Accepts {
    delegated: &["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
    application: &[
        "Application.Read.All",
        "Application.ReadWrite.OwnedBy",
        "Application.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};
pub const CREATE_APPS: Accepts = Accepts {
    delegated: &["Application.ReadWrite.All", "AppRegistration.Create"],
    application: &["Application.ReadWrite.OwnedBy", "AppRegistration.Create", "Application.ReadWrite.All"],
};
pub const WRITE_APPS: Accepts = Accepts {
    delegated: &["Application.ReadWrite.All"],
    application: &["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"],
};
/// Secrets of applications, and everything about service principals.
pub const WRITE_SECRETS: Accepts = Accepts {
    delegated: &["Application.ReadWrite.All", "Directory.ReadWrite.All"],
    application: &["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.ReadWrite.All"],
};
pub const READ_GRANTS: Accepts = Accepts {
    delegated: &[
        "Directory.Read.All",
        "DelegatedPermissionGrant.Read.All",
        "DelegatedPermissionGrant.ReadWrite.All",
        "Directory.ReadWrite.All",
    ],
    application: &[
        "Directory.Read.All",
        "DelegatedPermissionGrant.Read.All",
        "DelegatedPermissionGrant.ReadWrite.All",
        "Directory.ReadWrite.All",
    ],
};
pub const WRITE_GRANTS: Accepts = Accepts {
    delegated: &["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"],
    application: &["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"],
};
const ASSIGN_ROLES: Accepts =
    Accepts { delegated: &["AppRoleAssignment.ReadWrite.All"], application: &["AppRoleAssignment.ReadWrite.All"] };

/// Refuses a token without one of the accepted permissions. For things outside the directory.
pub fn demand(caller: &Caller, accepts: &Accepts) -> Result<(), Problem> {
    if has(caller, accepts) { Ok(()) } else { Err(Problem::denied()) }
}

/// Whether the token has one of the accepted permissions.
pub fn has(caller: &Caller, accepts: &Accepts) -> bool {
    match &caller.identity {
        Identity::User { scopes, .. } => scopes.iter().any(|s| contains(accepts.delegated, s)),
        Identity::App { roles, .. } => roles.iter().any(|r| contains(accepts.application, r)),
    }
}

/// The same for things inside the directory, which `Directory.AccessAsUser.All` opens too.
pub fn demand_directory(caller: &Caller, accepts: &Accepts) -> Result<(), Problem> {
    let as_user = matches!(&caller.identity, Identity::User { scopes, .. }
        if contains_text(scopes, "Directory.AccessAsUser.All"));
    if as_user || has(caller, accepts) { Ok(()) } else { Err(Problem::denied()) }
}

fn contains(list: &[&str], name: &str) -> bool {
    list.iter().any(|item| item.eq_ignore_ascii_case(name))
}

fn contains_text(list: &[String], name: &str) -> bool {
    list.iter().any(|item| item.eq_ignore_ascii_case(name))
}

/// Whether the person holds one of these directory roles. Apps hold none.
pub fn is_one_of(caller: &Caller, wanted: &[Uuid]) -> bool {
    matches!(&caller.identity, Identity::User { directory_roles, .. }
        if directory_roles.iter().any(|role| wanted.contains(role)))
}

/// Whether a new application gets its maker as owner, or a refusal when the maker may not make one.
pub fn demand_create_application(call: &Call<'_>) -> Result<bool, Problem> {
    demand_directory(call.caller, &CREATE_APPS)?;
    match &call.caller.identity {
        Identity::App { roles, .. } => Ok(!contains_text(roles, "Application.ReadWrite.All")),
        Identity::User { .. } if is_one_of(call.caller, APP_CREATORS) => Ok(false),
        Identity::User { .. } => {
            let developer = is_one_of(call.caller, &[APPLICATION_DEVELOPER]);
            // What members and guests may do, partners without an object may not.
            let at_home = call.tenant().user(call.actor()).is_some_and(User::is_in_directory);
            let anybody = call.tenant().users_may_create_apps && at_home;
            if developer || anybody { Ok(true) } else { Err(Problem::denied()) }
        }
    }
}

/// Refuses whoever neither administers applications nor owns this one.
pub fn demand_edit(call: &Call<'_>, accepts: &Accepts, app: &Application) -> Result<(), Problem> {
    demand_directory(call.caller, accepts)?;
    if owns_or_administers(call, Some(app)) { Ok(()) } else { Err(Problem::denied()) }
}

/// Whether the caller administers applications, or owns this one.
pub fn owns_or_administers(call: &Call<'_>, app: Option<&Application>) -> bool {
    let owns = app.is_some_and(|app| app.owners.contains(&call.actor()));
    match &call.caller.identity {
        Identity::User { .. } => owns || is_one_of(call.caller, APP_ADMINISTRATORS),
        Identity::App { roles, .. } => {
            owns || contains_text(roles, "Application.ReadWrite.All") || contains_text(roles, "Directory.ReadWrite.All")
        }
    }
}

/// Whether an app may touch only applications that it owns.
pub fn is_limited_to_owned(caller: &Caller) -> bool {
    matches!(&caller.identity, Identity::App { roles, .. }
        if !contains_text(roles, "Application.ReadWrite.All") && !contains_text(roles, "Directory.ReadWrite.All"))
}

/// Refuses tokens that may not change app role assignments at all.
pub fn demand_assign(caller: &Caller) -> Result<(), Problem> {
    demand_directory(caller, &ASSIGN_ROLES)?;
    // The assignment permission alone cannot read the service principals it is about.
    demand_directory(caller, &READ_APPS)
}

/// Refuses people who may not approve an application permission of this API.
pub fn demand_consent_to_role(caller: &Caller, resource_app_id: Uuid) -> Result<(), Problem> {
    let enough = if resource_app_id == MICROSOFT_GRAPH { CONSENT_TO_ALL } else { CONSENT_TO_MOST };
    demand_person(caller, enough)
}

/// Refuses people who may not approve delegated permissions for everybody.
pub fn demand_consent_to_scopes(caller: &Caller) -> Result<(), Problem> {
    demand_directory(caller, &WRITE_GRANTS)?;
    demand_person(caller, CONSENT_TO_MOST)
}

/// Refuses people without one of these roles; apps need none.
pub fn demand_person(caller: &Caller, roles: &[Uuid]) -> Result<(), Problem> {
    match caller.identity {
        Identity::User { .. } if !is_one_of(caller, roles) => Err(Problem::denied()),
        _ => Ok(()),
    }
}
