//! The directory roles that sign-in cares about, by role template id. Data and one question each.

use uuid::{Uuid, uuid};

use crate::demo::store::{User, Visitor};

const GLOBAL_ADMINISTRATOR: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");
const PRIVILEGED_ROLE_ADMINISTRATOR: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");
const APPLICATION_ADMINISTRATOR: Uuid = uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3");
const CLOUD_APPLICATION_ADMINISTRATOR: Uuid = uuid!("158c047a-c907-4556-b7ef-446551a6b5f7");
const AI_ADMINISTRATOR: Uuid = uuid!("d2562ede-74db-457e-a7b6-544e236ebb61");

/// In the `wids` of everybody who is a member: "User".
pub const EVERYBODY: Uuid = uuid!("b79fbf4d-3ef9-4689-8143-76b194e85509");

const NAMES: [(Uuid, &str); 12] = [
    (GLOBAL_ADMINISTRATOR, "Global Administrator"),
    (PRIVILEGED_ROLE_ADMINISTRATOR, "Privileged Role Administrator"),
    (APPLICATION_ADMINISTRATOR, "Application Administrator"),
    (CLOUD_APPLICATION_ADMINISTRATOR, "Cloud Application Administrator"),
    (AI_ADMINISTRATOR, "AI Administrator"),
    (uuid!("cf1c38e5-3621-4004-a7cb-879624dced7c"), "Application Developer"),
    (uuid!("194ae4cb-b126-40b2-bd5b-6091b380977d"), "Security Administrator"),
    (uuid!("f2ef992c-3afb-46b9-b7cf-a126ee74c451"), "Global Reader"),
    (uuid!("9360feb5-f418-4baa-8175-e2a00bac4301"), "Directory Writers"),
    (uuid!("4a5d8f65-41da-4de4-8968-e035b65339cf"), "Reports Reader"),
    (uuid!("29232cdf-9323-42fd-ade2-1d097af3e4de"), "Exchange Administrator"),
    (uuid!("69091246-20e8-4a56-aa4d-066075b2a7a8"), "Teams Administrator"),
];

/// The name of a role.
pub fn name(role: Uuid) -> &'static str {
    NAMES.iter().find(|(id, _)| *id == role).map_or("Another role", |(_, name)| name)
}

/// What a person is, in a few words, for the list of accounts.
pub fn in_words(user: &User) -> String {
    let active: Vec<&str> = user.active_roles.iter().map(|r| name(*r)).collect();
    let waiting = user.eligible_roles.iter().filter(|role| !user.active_roles.contains(role));
    let eligible: Vec<String> = waiting.map(|r| format!("{} (not activated)", name(*r))).collect();
    let all: Vec<&str> = active.into_iter().chain(eligible.iter().map(String::as_str)).collect();
    let roles = all.join(", ");
    match user.visitor {
        None if all.is_empty() => "User".to_owned(),
        None => roles,
        Some(Visitor::Guest) if all.is_empty() => "Guest".to_owned(),
        Some(Visitor::Guest) => format!("Guest, {roles}"),
        Some(Visitor::Partner) => format!("Partner, {roles}"),
    }
}

/// Whether a person may approve delegated permissions for everybody, and application permissions of all APIs but
/// Microsoft Graph.
pub fn may_consent(user: &User) -> bool {
    may_consent_to_graph_roles(user)
        || [APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR, AI_ADMINISTRATOR]
            .iter()
            .any(|role| user.active_roles.contains(role))
}

/// Whether a person may also approve application permissions of Microsoft Graph.
pub fn may_consent_to_graph_roles(user: &User) -> bool {
    [GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR].iter().any(|role| user.active_roles.contains(role))
}

/// Whether a second factor is asked of this person: of everybody with an administrator role.
pub fn needs_second_factor(user: &User) -> bool {
    !user.active_roles.is_empty()
}
