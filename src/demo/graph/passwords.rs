//! Client secrets: how they are made, what the tenant's policy says about them, `addPassword` and `removePassword`.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use uuid::{Uuid, uuid};

use super::super::store::{Application, Secret, SecretPolicy, Tenant, sha256_hex};
use super::application_view::show_secret;
use super::call::{Answer, Call, guid, no_content, object, ok, with_context};
use super::problem::Problem;
use super::times;

/// The id of the tenant-wide policy about applications and their secrets.
pub const POLICY_ID: Uuid = uuid!("538f1913-366a-440a-95a0-e195cb55b282");

/// A secret that was just made.
pub struct Made {
    /// What the directory keeps.
    pub secret: Secret,
    /// What only the answer shows.
    pub value: String,
}

/// Makes a secret from a `passwordCredential` of a request.
pub fn make(wish: &Map<String, Value>, policy: &SecretPolicy, now: Timestamp) -> Result<Made, Problem> {
    for (name, value) in wish {
        match name.as_str() {
            "displayName" | "startDateTime" | "endDateTime" | "customKeyIdentifier" | "@odata.type" => {}
            _ if value.is_null() => {}
            "keyId" | "secretText" | "hint" => {
                return Err(Problem::bad_request("New password credentials must be generated with service actions."));
            }
            _ => return Err(Problem::unknown_property(name)),
        }
    }
    let time = |name: &str| match wish.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) {
            Some(time) => Ok(Some(time)),
            None => Err(Problem::malformed(format!(
                "Cannot convert the literal '{}' to the expected type 'Edm.DateTimeOffset'.",
                value.as_str().unwrap_or_default()
            ))),
        },
    };
    let start = time("startDateTime")?.unwrap_or(now);
    let end = time("endDateTime")?.unwrap_or_else(|| times::two_years_after(start));
    if end <= start || end <= now {
        return Err(Problem::invalid_value("endDateTime", "PasswordCredential"));
    }
    check_policy(policy, start, end)?;
    let display_name = wish.get("displayName").and_then(Value::as_str).map(str::to_owned);
    let value = random_value();
    let hint = value.chars().take(3).collect();
    let secret = Secret { key_id: Uuid::new_v4(), display_name, hint, sha256: sha256_hex(&value), start, end };
    Ok(Made { secret, value })
}

/// Makes the secrets that a new application is to have from the start.
pub fn make_inline(input: &Map<String, Value>, tenant: &Tenant, now: Timestamp) -> Result<Vec<Made>, Problem> {
    let wishes = input.get("passwordCredentials").and_then(Value::as_array).into_iter().flatten();
    wishes.filter_map(Value::as_object).map(|wish| make(wish, &tenant.secret_policy, now)).collect()
}

fn check_policy(policy: &SecretPolicy, start: Timestamp, end: Timestamp) -> Result<(), Problem> {
    if policy.forbidden {
        let message = format!("Credential type not allowed as per assigned policy '{POLICY_ID}'.");
        return Err(Problem::new(400, "CredentialTypeNotAllowedAsPerAppPolicy", message));
    }
    let longest = policy.max_days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
    if longest.is_some_and(|longest| end.duration_since(start) > longest) {
        let message =
            format!("Credential lifetime exceeds the max value allowed as per assigned policy '{POLICY_ID}'.");
        return Err(Problem::new(400, "CredentialInvalidLifetimeAsPerAppPolicy", message));
    }
    Ok(())
}

/// 40 characters that look like one of Microsoft's.
fn random_value() -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.~";
    let mut random = Vec::new();
    while random.len() < 37 {
        let two = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        random.extend(Sha256::digest(two));
    }
    let mut letters = random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 64)]));
    let mut value: String = letters.by_ref().take(3).collect();
    value.push_str("8Q~");
    value.extend(letters.take(34));
    value
}

/// Refuses more secrets than an audience may have.
pub fn check_count(app: &Application, more: usize) -> Result<(), Problem> {
    let personal = app.body.get("signInAudience").and_then(Value::as_str).is_some_and(|a| a.contains("Personal"));
    if personal && app.secrets.len() + more > 2 {
        return Err(Problem::bad_request(
            "Applications that sign in personal Microsoft accounts can have at most 2 password credentials.",
        ));
    }
    Ok(())
}

/// `POST /applications/{id}/addPassword`, once the application is found and the caller may change it.
pub fn add(call: &mut Call<'_>, id: Uuid) -> Answer {
    let now = call.moment.now;
    let body = call.body()?;
    if let Some(unknown) = body.keys().find(|key| *key != "passwordCredential") {
        return Err(Problem::unknown_property(unknown));
    }
    let empty = Map::new();
    let wish = body.get("passwordCredential").and_then(Value::as_object).unwrap_or(&empty);
    let tenant = call.tenant();
    let made = make(wish, tenant.app_policies.get(&id).unwrap_or(&tenant.secret_policy), now)?;
    let answer = show_secret(&made.secret, Some(&made.value));
    if let Some(app) = call.tenant_mut().applications.iter_mut().find(|app| app.id == id) {
        check_count(app, 1)?;
        app.secrets.push(made.secret);
    }
    Ok(ok(with_context("microsoft.graph.passwordCredential", object(answer))))
}

/// `POST /applications/{id}/removePassword`, once the application is found and the caller may change it.
pub fn remove(call: &mut Call<'_>, id: Uuid) -> Answer {
    let body = call.body()?;
    let Some(key_id) = guid(body, "keyId") else {
        return Err(Problem::missing_value("keyId", "PasswordCredential"));
    };
    let app = call.tenant_mut().applications.iter_mut().find(|app| app.id == id);
    let before = app.as_ref().map_or(0, |app| app.secrets.len());
    let after = app.map_or(0, |app| {
        app.secrets.retain(|secret| secret.key_id != key_id);
        app.secrets.len()
    });
    if before == after {
        return Err(Problem::bad_request(format!("No password credential found with keyId '{key_id}'.")));
    }
    Ok(no_content())
}
