//! `/users`: the list, one person, and the way to a mailbox.

use serde_json::{Map, Value, json};

use super::super::caller::Identity;
use super::super::store::{Tenant, User, Visitor};
use super::call::{self, Answer, Call, object};
use super::list::Listing;
use super::mailbox;
use super::path::{Key, Segment, keyed, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};

const TYPE: &str = "microsoft.graph.user";

const READ: Accepts = Accepts {
    delegated: &[
        "User.ReadBasic.All",
        "User.Read.All",
        "User.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
    application: &[
        "User.ReadBasic.All",
        "User.Read.All",
        "User.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};
const READ_SELF: Accepts = Accepts { delegated: &["User.Read", "User.ReadWrite"], application: &[] };
const CHATS: Accepts = Accepts {
    delegated: &["Chat.Read", "Chat.ReadWrite", "Chat.ReadBasic"],
    application: &["Chat.Read.All", "Chat.ReadWrite.All", "Chat.ReadBasic.All"],
};

/// Everything under `/users`.
pub fn answer(call: &mut Call<'_>, first: &Segment, rest: &[Segment]) -> Answer {
    let (key, rest) = keyed(first, rest);
    let Some(key) = key else {
        if call.method() != "GET" {
            return Err(Problem::method_not_allowed());
        }
        rights::demand_directory(call.caller, &READ)?;
        let items = call.tenant().users.iter().filter(|u| u.is_in_directory()).map(|user| shown(call, user)).collect();
        return Listing { context: "users", type_name: TYPE, known: known() }.answer(call, items);
    };
    let user = find(call, &key).cloned();
    match (call.method(), names(rest).as_slice()) {
        ("GET", []) => {
            let own = user.as_ref().is_some_and(|user| is_self(call, user));
            if !(own && rights::has(call.caller, &READ_SELF)) {
                rights::demand_directory(call.caller, &READ)?;
            }
            let user = user.ok_or_else(|| Problem::not_found(key.value()))?;
            call.entity_of("users/$entity", TYPE, &known(), shown(call, &user))
        }
        (_, [first, ..]) if mailbox::has(first) => match user {
            Some(user) => mailbox::answer(call, &user, rest),
            None => Err(mailbox::no_such_user(call, key.value(), first)),
        },
        ("GET", ["chats"]) => {
            rights::demand(call.caller, &CHATS)?;
            user.ok_or_else(|| Problem::not_found(key.value()))?;
            Ok(call::collection("chats", &[]))
        }
        (_, [] | ["chats" | "getpasswordsinglesignoncredentials"]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn find<'c>(call: &'c Call<'_>, key: &Key) -> Option<&'c User> {
    let wanted = key.value();
    let tenant = call.tenant();
    let named = |user: &&User| {
        user.is_in_directory()
            && (user.id.to_string().eq_ignore_ascii_case(wanted) || user.name_in(tenant).eq_ignore_ascii_case(wanted))
    };
    tenant.users.iter().find(named)
}

/// Whether it is the signed-in person.
pub fn is_self(call: &Call<'_>, user: &User) -> bool {
    matches!(&call.caller.identity, Identity::User { user: own, .. } if *own == user.id)
}

/// A person as Graph shows them when nobody selects anything.
pub fn show(user: &User, tenant: &Tenant) -> Map<String, Value> {
    let mut all = show_all(user, tenant);
    all.retain(|name, _| USUAL.contains(&name.as_str()));
    all
}

/// A person with everything that this request may select from.
pub fn shown(call: &Call<'_>, user: &User) -> Map<String, Value> {
    let tenant = call.tenant();
    if call.option("select").is_some() { show_all(user, tenant) } else { show(user, tenant) }
}

const USUAL: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

fn show_all(user: &User, tenant: &Tenant) -> Map<String, Value> {
    let (given, surname) = user.display_name.split_once(' ').unwrap_or((user.display_name.as_str(), ""));
    let guest = user.visitor == Some(Visitor::Guest);
    let mail = (user.has_mailbox || guest).then_some(user.upn.as_str());
    let kind = if guest { "Guest" } else { "Member" };
    object(json!({
        "businessPhones": [], "displayName": user.display_name, "givenName": given, "jobTitle": null, "mail": mail,
        "mobilePhone": null, "officeLocation": null, "preferredLanguage": null, "surname": surname,
        "userPrincipalName": user.name_in(tenant), "id": user.id, "accountEnabled": true, "userType": kind,
        "createdDateTime": "2023-02-21T19:56:38Z", "deletedDateTime": null, "department": null, "companyName": null,
        "usageLocation": "US", "mailNickname": user.upn.split('@').next(), "assignedLicenses": [],
        "onPremisesSyncEnabled": null, "proxyAddresses": mail.map(|m| format!("SMTP:{m}")).into_iter().collect::<Vec<_>>(),
    }))
}

/// What a person's properties are called.
pub fn known() -> Vec<String> {
    let nobody = User {
        id: uuid::Uuid::nil(),
        key: String::new(),
        display_name: String::new(),
        upn: String::new(),
        active_roles: Vec::new(),
        eligible_roles: Vec::new(),
        has_mailbox: false,
        can_sign_in: false,
        password_sha256: String::new(),
        visitor: None,
    };
    call::known(&show_all(&nobody, &Tenant::default()))
}
