//! What the demo tenants hold at first: Contoso, where everything works, and Fabrikam, which is locked down. Their ids are
//! the same at every start, so that tests and documentation can name them.

pub mod apis;
mod calendar;

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::{Uuid, uuid};

use super::graph::rights::{
    APPLICATION_ADMINISTRATOR, APPLICATION_DEVELOPER, GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR,
};
use super::store::{SecretPolicy, Store, Tenant, User, Visitor, sha256_hex};

/// The tenant id of Contoso.
pub const CONTOSO: Uuid = uuid!("6f8c1c0d-2a43-4c55-9d6b-0c0a7e5d1001");
/// The tenant id of Fabrikam.
pub const FABRIKAM: Uuid = uuid!("b1d7a0f2-58e6-4f7a-8f0c-7e3c9a2d2002");
/// An application permission of Microsoft Graph that Fabrikam does not know.
pub const NOT_IN_FABRIKAM: &str = "Mail.Read";
/// The password of everybody, for password sign-in.
pub const PASSWORD: &str = "demo";

/// A person: key, display name, sign-in name, active role, role that could be activated, mailbox, may sign in.
type Person = (&'static str, &'static str, &'static str, Option<Uuid>, Option<Uuid>, bool, bool);

const CONTOSO_PEOPLE: &[Person] = &[
    ("global-admin", "Megan Bowen", "megan@contoso.example", Some(GLOBAL_ADMINISTRATOR), None, true, true),
    ("app-admin", "Alan Deyoung", "alan@contoso.example", Some(APPLICATION_ADMINISTRATOR), None, true, true),
    ("app-developer", "Diego Siciliani", "diego@contoso.example", Some(APPLICATION_DEVELOPER), None, true, true),
    ("pim-admin", "Lynne Robbins", "lynne@contoso.example", None, Some(GLOBAL_ADMINISTRATOR), true, true),
    ("role-admin", "Nestor Wilke", "nestor@contoso.example", Some(PRIVILEGED_ROLE_ADMINISTRATOR), None, true, true),
    ("user", "Alex Wilber", "alex@contoso.example", None, None, true, true),
    ("ceo", "Patti Fernandez", "ceo@contoso.example", None, None, true, false),
    ("unlicensed", "Old scanner", "scanner@contoso.example", None, None, false, false),
];

/// People from elsewhere: as above, and how they got in. A guest without a role may register, as members may; the partner's
/// agreement gives the role that partners usually have.
const CONTOSO_VISITORS: &[(Person, Visitor)] = &[
    (("guest", "Isaiah Langer", "isaiah@adatum.example", None, None, false, true), Visitor::Guest),
    (
        ("partner", "Kim Akers", "kim@northwind.example", Some(APPLICATION_ADMINISTRATOR), None, false, true),
        Visitor::Partner,
    ),
];

const FABRIKAM_PEOPLE: &[Person] = &[
    ("fabrikam-admin", "Adele Vance", "adele@fabrikam.example", Some(GLOBAL_ADMINISTRATOR), None, true, true),
    ("plain-user", "Pradeep Gupta", "pradeep@fabrikam.example", None, None, true, true),
];

/// Contoso and Fabrikam as they are before anybody touched them.
#[must_use]
pub fn store(now: Timestamp) -> Store {
    let mut contoso = Tenant {
        users_may_create_apps: true,
        bookings: calendar::bookings(now),
        ..tenant(CONTOSO, "Contoso", &["contoso.example", "contoso.onmicrosoft.com"], CONTOSO_PEOPLE, &[])
    };
    let visitors = CONTOSO_VISITORS.iter().map(|(person, how)| User { visitor: Some(*how), ..user(person) });
    contoso.users.extend(visitors);
    let mut fabrikam = tenant(
        FABRIKAM,
        "Fabrikam",
        &["fabrikam.example", "fabrikam.onmicrosoft.com"],
        FABRIKAM_PEOPLE,
        &[apis::OFFICE_365_MANAGEMENT],
    );
    // As where a permission is retired, or in another cloud: setups must be able to go on without it.
    for api in &mut fabrikam.service_principals {
        api.app_roles.retain(|role| role.value != NOT_IN_FABRIKAM);
    }
    Store { tenants: vec![contoso, fabrikam] }
}

fn tenant(id: Uuid, name: &str, domains: &[&str], people: &[Person], missing_apis: &[Uuid]) -> Tenant {
    let service_principals = apis::all().into_iter().filter(|api| !missing_apis.contains(&api.app_id));
    Tenant {
        id,
        display_name: name.to_owned(),
        domains: domains.iter().map(|d| (*d).to_owned()).collect(),
        users: people.iter().map(user).collect(),
        applications: Vec::new(),
        deleted_applications: Vec::new(),
        reserved_unique_names: Vec::new(),
        service_principals: service_principals.map(|api| apis::build(&api, fixed(name, &api.name), EPOCH)).collect(),
        deleted_service_principals: Vec::new(),
        grants: Vec::new(),
        assignments: Vec::new(),
        users_may_create_apps: false,
        secret_policy: SecretPolicy::default(),
        app_policies: BTreeMap::new(),
        conceal_report_names: true,
        bookings: BTreeMap::new(),
    }
}

/// Long before everything else: what was there from the start is known everywhere.
const EPOCH: Timestamp = Timestamp::UNIX_EPOCH;

fn user(&(key, name, upn, active, eligible, has_mailbox, can_sign_in): &Person) -> User {
    User {
        id: fixed("user", upn),
        key: key.to_owned(),
        display_name: name.to_owned(),
        upn: upn.to_owned(),
        active_roles: active.into_iter().collect(),
        eligible_roles: eligible.into_iter().collect(),
        has_mailbox,
        can_sign_in,
        password_sha256: sha256_hex(PASSWORD),
        visitor: None,
    }
}

/// A GUID that is the same at every start.
#[must_use]
pub fn fixed(kind: &str, name: &str) -> Uuid {
    let digest = Sha256::digest(format!("{kind}/{name}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
