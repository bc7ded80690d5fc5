//! The `scope` parameter: which API is asked for, and for what. Pure.

use serde_json::Value;
use uuid::{Uuid, uuid};

use super::refusal::Refusal;
use crate::demo::store::{ServicePrincipal, Store};

/// Microsoft Graph's app id.
pub const GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");
/// Office 365 Management APIs' app id.
pub const MANAGEMENT: Uuid = uuid!("c5393580-f805-4401-95e8-94b7a6ef2fc2");
/// Office 365 Exchange Online's app id.
const EXCHANGE: Uuid = uuid!("00000002-0000-0ff1-ce00-000000000000");

/// APIs by the addresses that apps ask for them with.
const ADDRESSES: [(&str, Uuid); 4] = [
    ("https://graph.microsoft.com", GRAPH),
    ("https://manage.office.com", MANAGEMENT),
    ("https://outlook.office365.com", EXCHANGE),
    ("https://outlook.office.com", EXCHANGE),
];

/// Scopes that belong to sign-in itself.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// What an app asks for on behalf of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of `openid`, `profile`, `email`, `offline_access`.
    pub openid: Vec<String>,
    /// The API.
    pub api: Uuid,
    /// How the app names the API, for answers: empty when it did not.
    pub address: String,
    /// Permission names.
    pub names: Vec<String>,
    /// `.default`: whatever is approved or registered.
    pub everything: bool,
}

impl Asked {
    /// Whether `openid`, `offline_access` ... was asked for.
    pub fn wants(&self, openid_scope: &str) -> bool {
        self.openid.iter().any(|s| s == openid_scope)
    }
}

/// Reads a `scope`.
pub fn parse(scope: &str, origin: &str, store: &Store) -> Result<Asked, Refusal> {
    let mut asked =
        Asked { openid: Vec::new(), api: GRAPH, address: String::new(), names: Vec::new(), everything: false };
    let mut api = None;
    for word in scope.split_whitespace() {
        if OPENID.contains(&word) {
            asked.openid.push(word.to_owned());
            continue;
        }
        let (address, name) = word.rsplit_once('/').unwrap_or(("", word));
        let this =
            api_of(address, origin, store).ok_or_else(|| Refusal::unknown_resource(address, "the organization"))?;
        if api.is_some_and(|other| other != this) {
            return Err(Refusal::two_resources(word));
        }
        api = Some(this);
        asked.api = this;
        address.clone_into(&mut asked.address);
        if name == ".default" { asked.everything = true } else { asked.names.push(name.to_owned()) }
    }
    if asked.everything && !asked.names.is_empty() {
        let why = ".default scope can't be combined with resource-specific scopes.";
        return Err(Refusal::scope_form(scope, why));
    }
    if asked.names.is_empty() && !asked.everything && asked.openid.is_empty() {
        return Err(Refusal::missing("scope"));
    }
    Ok(asked)
}

/// The API that an app asks for as itself: `scope` is `<api>/.default`.
pub fn parse_app(scope: &str, origin: &str, store: &Store) -> Result<(Option<Uuid>, String), Refusal> {
    let mut words = scope.split_whitespace();
    let (Some(word), None) = (words.next(), words.next()) else { return Err(Refusal::scope_of_app(scope)) };
    let address =
        word.strip_suffix("/.default").filter(|a| !a.is_empty()).ok_or_else(|| Refusal::scope_of_app(scope))?;
    Ok((api_of(address, origin, store), address.to_owned()))
}

/// The app id of the API with this address, app id or service principal name; Graph when there is none.
fn api_of(address: &str, origin: &str, store: &Store) -> Option<Uuid> {
    let plain = address.trim_end_matches('/');
    if plain.is_empty() || plain == origin {
        return Some(GRAPH);
    }
    if let Some((_, id)) = ADDRESSES.iter().find(|(known, _)| *known == plain) {
        return Some(*id);
    }
    if let Ok(id) = Uuid::parse_str(plain.strip_prefix("api://").unwrap_or(plain)) {
        return Some(id);
    }
    let answers = |api: &&ServicePrincipal| {
        api.body
            .get("servicePrincipalNames")
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().filter_map(Value::as_str).any(|n| n.trim_end_matches('/') == plain))
    };
    store.tenants.iter().flat_map(|t| &t.service_principals).find(answers).map(|api| api.app_id)
}

/// The `aud` claim of tokens for an API.
pub fn audience(api: Uuid) -> String {
    if api == MANAGEMENT { "https://manage.office.com".to_owned() } else { api.to_string() }
}

/// How an answer's `scope` names an API's permissions.
pub fn address_of(api: Uuid) -> String {
    ADDRESSES.iter().find(|(_, id)| *id == api).map_or_else(|| api.to_string(), |(address, _)| (*address).to_owned())
}
