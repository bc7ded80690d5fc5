//! How an application and its secrets come back from Graph: nothing added, nothing left out, and not in the order in which
//! it was written.

use serde_json::{Map, Value, json};

use super::super::store::{Application, Secret, Tenant};
use super::call::object;
use super::times;

/// When an application is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// In the answer to its creation: exact time, collections as they were written.
    First,
    /// Ever after: time to the second, collections in the order of the directory.
    Later,
}

/// An application as Graph shows it. `passwords` stands in for its secrets, which only the first answer shows.
pub fn show(app: &Application, tenant: &Tenant, showing: Showing, passwords: Option<Value>) -> Map<String, Value> {
    let mut whole = Map::new();
    let mut body = app.body.clone();
    if showing == Showing::Later {
        reorder(&mut body);
    }
    let stored = |secrets: &[Secret]| secrets.iter().rev().map(|s| show_secret(s, None)).collect();
    let created = match showing {
        Showing::First => times::precise(app.created),
        Showing::Later => times::seconds(app.created),
    };
    let deleted = app.deleted.map(times::seconds);
    whole.extend(object(json!({
        "id": app.id, "deletedDateTime": deleted, "appId": app.app_id, "applicationTemplateId": null,
        "disabledByMicrosoftStatus": null, "createdDateTime": created,
    })));
    let passwords = passwords.unwrap_or_else(|| stored(&app.secrets));
    for (name, value) in body {
        let next = name.clone();
        whole.insert(name, value);
        match next.as_str() {
            "notes" => {
                whole.insert("publisherDomain".into(), json!(tenant.initial_domain()));
            }
            "parentalControlSettings" => {
                whole.insert("passwordCredentials".into(), passwords.clone());
            }
            "defaultRedirectUri" => {
                whole.insert("uniqueName".into(), json!(app.unique_name));
            }
            _ => {}
        }
    }
    whole
}

/// A client secret as Graph shows it; with its value only in the answer that made it.
pub fn show_secret(secret: &Secret, value: Option<&str>) -> Value {
    json!({
        "customKeyIdentifier": null, "displayName": secret.display_name, "endDateTime": times::trimmed(secret.end),
        "hint": secret.hint, "keyId": secret.key_id, "secretText": value,
        "startDateTime": times::trimmed(secret.start),
    })
}

/// The directory does not keep the order of collections: they come back the other way round.
fn reorder(body: &mut Map<String, Value>) {
    for name in ["identifierUris", "tags", "appRoles", "requiredResourceAccess", "keyCredentials"] {
        if let Some(Value::Array(items)) = body.get_mut(name) {
            items.reverse();
        }
    }
    for platform in ["web", "spa", "publicClient"] {
        if let Some(Value::Array(uris)) = body.get_mut(platform).and_then(|p| p.get_mut("redirectUris")) {
            uris.reverse();
        }
    }
}
