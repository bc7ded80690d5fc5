//! The properties of an application: which there are, what may stand in them, and how they are filled up. Data and
//! checks; who may write them is decided elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::super::store::Tenant;
use super::call::object;
use super::problem::Problem;
use super::redirects;

const RESOURCE: &str = "Application";

/// What a property may hold.
enum Kind {
    /// Text of at most so many characters, or null.
    Text(usize),
    /// true, false or null.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of objects.
    Objects,
    /// An object with these properties, or null.
    Group(&'static [Field]),
    /// Anything.
    Any,
    /// Microsoft writes it.
    ReadOnly,
}
use Kind::{Any, Flag, Group, Objects, ReadOnly, Text, Texts};

type Field = (&'static str, Kind);

const FIELDS: &[Field] = &[
    ("id", ReadOnly),
    ("deletedDateTime", ReadOnly),
    ("appId", ReadOnly),
    ("applicationTemplateId", ReadOnly),
    ("disabledByMicrosoftStatus", ReadOnly),
    ("createdDateTime", ReadOnly),
    ("createdByAppId", ReadOnly),
    ("publisherDomain", ReadOnly),
    ("certification", ReadOnly),
    ("verifiedPublisher", ReadOnly),
    ("displayName", Text(256)),
    ("description", Text(1024)),
    ("groupMembershipClaims", Text(256)),
    ("identifierUris", Texts),
    ("isDeviceOnlyAuthSupported", Flag),
    ("isFallbackPublicClient", Flag),
    ("nativeAuthenticationApisEnabled", Text(64)),
    ("notes", Text(1024)),
    ("serviceManagementReference", Text(256)),
    ("samlMetadataUrl", Text(2048)),
    ("signInAudience", Text(64)),
    ("tags", Texts),
    ("tokenEncryptionKeyId", Text(36)),
    ("defaultRedirectUri", Text(256)),
    ("uniqueName", Text(64)),
    ("optionalClaims", Group(&[("idToken", Objects), ("accessToken", Objects), ("saml2Token", Objects)])),
    ("addIns", Objects),
    (
        "api",
        Group(&[
            ("acceptMappedClaims", Flag),
            ("knownClientApplications", Texts),
            ("requestedAccessTokenVersion", Any),
            ("oauth2PermissionScopes", Objects),
            ("preAuthorizedApplications", Objects),
        ]),
    ),
    ("appRoles", Objects),
    (
        "info",
        Group(&[
            ("logoUrl", ReadOnly),
            ("marketingUrl", Text(2048)),
            ("privacyStatementUrl", Text(2048)),
            ("supportUrl", Text(2048)),
            ("termsOfServiceUrl", Text(2048)),
        ]),
    ),
    ("keyCredentials", Objects),
    ("passwordCredentials", Objects),
    ("parentalControlSettings", Group(&[("countriesBlockedForMinors", Texts), ("legalAgeGroupRule", Text(64))])),
    ("publicClient", Group(&[("redirectUris", Texts)])),
    ("requestSignatureVerification", Any),
    ("requiredResourceAccess", Objects),
    ("servicePrincipalLockConfiguration", Any),
    ("authenticationBehaviors", Any),
    (
        "web",
        Group(&[
            ("homePageUrl", Text(256)),
            ("logoutUrl", Text(256)),
            ("redirectUris", Texts),
            ("implicitGrantSettings", Group(&[("enableAccessTokenIssuance", Flag), ("enableIdTokenIssuance", Flag)])),
        ]),
    ),
    ("spa", Group(&[("redirectUris", Texts)])),
];

/// A new application's properties before anybody said anything, in the order in which Graph shows them.
pub fn blank() -> Map<String, Value> {
    object(json!({
        "displayName": null, "description": null, "groupMembershipClaims": null, "identifierUris": [],
        "isDeviceOnlyAuthSupported": null, "isFallbackPublicClient": null, "notes": null,
        "serviceManagementReference": null, "signInAudience": "AzureADandPersonalMicrosoftAccount", "tags": [],
        "tokenEncryptionKeyId": null, "defaultRedirectUri": null, "certification": null, "optionalClaims": null,
        "addIns": [],
        "api": {
            "acceptMappedClaims": null, "knownClientApplications": [], "requestedAccessTokenVersion": null,
            "oauth2PermissionScopes": [], "preAuthorizedApplications": []
        },
        "appRoles": [],
        "info": {
            "logoUrl": null, "marketingUrl": null, "privacyStatementUrl": null, "supportUrl": null,
            "termsOfServiceUrl": null
        },
        "keyCredentials": [],
        "parentalControlSettings": { "countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow" },
        "publicClient": { "redirectUris": [] }, "requiredResourceAccess": [],
        "verifiedPublisher": { "displayName": null, "verifiedPublisherId": null, "addedDateTime": null },
        "web": {
            "homePageUrl": null, "logoutUrl": null, "redirectUris": [],
            "implicitGrantSettings": { "enableAccessTokenIssuance": false, "enableIdTokenIssuance": false }
        },
        "spa": { "redirectUris": [] },
    }))
}

/// Refuses properties that do not exist or hold what they may not, whoever sends them.
pub fn check(input: &Map<String, Value>) -> Result<(), Problem> {
    check_fields(input, FIELDS, None)
}

fn check_fields(input: &Map<String, Value>, fields: &[Field], outer: Option<&str>) -> Result<(), Problem> {
    for (name, value) in input {
        if name.starts_with('@') || name.ends_with("@odata.type") || name == "owners@odata.bind" {
            continue;
        }
        // Settings per redirect URI exist, but Microsoft refuses them unless they repeat `redirectUris` exactly.
        let subject = outer.unwrap_or(name);
        let Some((_, kind)) = fields.iter().find(|(field, _)| field == name) else {
            return Err(match (outer, name.as_str()) {
                (Some(outer), "redirectUriSettings") => Problem::invalid_value(outer, RESOURCE),
                _ => Problem::unknown_property(name),
            });
        };
        let fine = match kind {
            ReadOnly => return Err(Problem::read_only(name)),
            Any => true,
            Text(most) => value.is_null() || value.as_str().is_some_and(|text| text.chars().count() <= *most),
            Flag => value.is_null() || value.is_boolean(),
            Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            Objects => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
            Group(inner) => match value {
                Value::Object(group) => {
                    check_fields(group, inner, Some(subject))?;
                    true
                }
                other => other.is_null(),
            },
        };
        if !fine {
            return Err(Problem::invalid_value(subject, RESOURCE));
        }
    }
    Ok(())
}

/// Lays `input` over `body`: objects property by property, everything else (collections too) as a whole.
pub fn overlay(body: &mut Map<String, Value>, input: &Map<String, Value>) {
    let blank = blank();
    for (name, value) in input {
        if name.contains('@') || ["passwordCredentials", "uniqueName"].contains(&name.as_str()) {
            continue;
        }
        match (body.get_mut(name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => overlay_group(old, new),
            (Some(Value::Object(old)), Value::Null) => {
                if let Some(Value::Object(empty)) = blank.get(name) {
                    old.clone_from(empty);
                }
            }
            _ => {
                body.insert(name.clone(), value.clone());
            }
        }
    }
}

fn overlay_group(old: &mut Map<String, Value>, new: &Map<String, Value>) {
    for (name, value) in new.iter().filter(|(name, _)| !name.contains('@')) {
        match (old.get_mut(name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => overlay_group(old, new),
            _ => {
                old.insert(name.clone(), value.clone());
            }
        }
    }
}

/// Checks a whole application as it would become, and fills up what Graph fills up.
pub fn settle(body: &mut Map<String, Value>, tenant: &Tenant, sent: &Map<String, Value>) -> Result<(), Problem> {
    let name = body.get("displayName").and_then(Value::as_str).unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Problem::missing_value("displayName", RESOURCE));
    }
    let audience = body.get("signInAudience").and_then(Value::as_str).unwrap_or_default().to_owned();
    let personal = match audience.as_str() {
        "AzureADMyOrg" | "AzureADMultipleOrgs" => false,
        "AzureADandPersonalMicrosoftAccount" | "PersonalMicrosoftAccount" => true,
        _ => return Err(Problem::invalid_value("signInAudience", RESOURCE)),
    };
    if personal && body.get("api").is_some_and(|api| api["requestedAccessTokenVersion"].is_null()) {
        if sent.get("api").is_some_and(|api| api.get("requestedAccessTokenVersion").is_some()) {
            return Err(Problem::bad_request("Property api.requestedAccessTokenVersion is invalid."));
        }
        body["api"]["requestedAccessTokenVersion"] = json!(2);
    }
    redirects::check(body, personal)?;
    check_permissions(body, personal)?;
    check_tags(body)?;
    check_identifier_uris(body, tenant)?;
    for list in ["appRoles", "keyCredentials", "requiredResourceAccess"] {
        if let Some(Value::Array(items)) = body.get_mut(list) {
            for item in items {
                *item = fill(list, item)?;
            }
        }
    }
    if let Some(Value::Object(claims)) = body.get_mut("optionalClaims") {
        for kind in ["accessToken", "idToken", "saml2Token"] {
            let filled = claims.get(kind).and_then(Value::as_array).into_iter().flatten().map(|claim| {
                json!({
                    "additionalProperties": claim.get("additionalProperties").cloned().unwrap_or(json!([])),
                    "essential": claim.get("essential").cloned().unwrap_or(json!(false)),
                    "name": claim.get("name"), "source": claim.get("source"),
                })
            });
            let filled: Value = filled.collect();
            claims.insert(kind.to_owned(), filled);
        }
    }
    Ok(())
}

fn check_permissions(body: &Map<String, Value>, personal: bool) -> Result<(), Problem> {
    let wrong = || Problem::invalid_value("requiredResourceAccess", RESOURCE);
    let resources = body.get("requiredResourceAccess").and_then(Value::as_array).ok_or_else(wrong)?;
    let mut apis = Vec::new();
    let mut count = 0;
    for resource in resources {
        let is_guid =
            |value: Option<&Value>| value.and_then(Value::as_str).is_some_and(|v| uuid::Uuid::parse_str(v).is_ok());
        let access = resource.get("resourceAccess").and_then(Value::as_array).ok_or_else(wrong)?;
        let fine = is_guid(resource.get("resourceAppId"))
            && access.iter().all(|a| is_guid(a.get("id")) && matches!(a["type"].as_str(), Some("Scope" | "Role")));
        let api = resource["resourceAppId"].as_str().unwrap_or_default().to_lowercase();
        if !fine || apis.contains(&api) {
            return Err(wrong());
        }
        apis.push(api);
        count += access.len();
    }
    if apis.len() > 50 || count > if personal { 30 } else { 400 } {
        return Err(Problem::new(
            400,
            "Directory_ResourceSizeExceeded",
            "The size of the object has exceeded its limit. Please reduce the number of values and retry your request.",
        ));
    }
    Ok(())
}

fn check_tags(body: &Map<String, Value>) -> Result<(), Problem> {
    let tags = body.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for tag in tags {
        if tag.is_empty() || tag.chars().count() > 256 || tag.contains(char::is_whitespace) {
            return Err(Problem::invalid_value("tags", RESOURCE));
        }
    }
    Ok(())
}

fn check_identifier_uris(body: &Map<String, Value>, tenant: &Tenant) -> Result<(), Problem> {
    let uris = body.get("identifierUris").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for uri in uris {
        if uri.chars().count() > 255 {
            return Err(Problem::invalid_value("identifierUris", RESOURCE));
        }
        let host = uri.split_once("://").map_or("", |(_, rest)| rest.split(['/', ':']).next().unwrap_or_default());
        let ours = |domain: &String| host == domain || host.ends_with(&format!(".{domain}"));
        if host.contains('.') && !tenant.domains.iter().any(ours) {
            return Err(Problem::new(
                400,
                "HostNameNotOnVerifiedDomain",
                "Values of identifierUris property must use a verified domain of the organization or its subdomain",
            ));
        }
    }
    Ok(())
}

fn fill(list: &str, item: &Value) -> Result<Value, Problem> {
    Ok(match list {
        "appRoles" => json!({
            "allowedMemberTypes": item["allowedMemberTypes"], "description": item["description"],
            "displayName": item["displayName"], "id": item["id"],
            "isEnabled": item.get("isEnabled").cloned().unwrap_or(json!(true)), "origin": "Application",
            "value": item["value"],
        }),
        "requiredResourceAccess" => {
            let access = item["resourceAccess"].as_array().into_iter().flatten();
            let access: Value = access.map(|a| json!({ "id": a["id"], "type": a["type"] })).collect();
            json!({ "resourceAppId": item["resourceAppId"], "resourceAccess": access })
        }
        _ => certificate(item)?,
    })
}

/// A certificate as Graph shows it: without its bytes, with its thumbprint.
fn certificate(item: &Value) -> Result<Value, Problem> {
    if item.get("customKeyIdentifier").is_some() && item["key"].is_null() {
        return Ok(item.clone()); // one that is there already
    }
    let wrong = || Problem::invalid_value("keyCredentials", RESOURCE);
    let (thumbprint, _) = given(item).ok_or_else(wrong)?;
    Ok(json!({
        "customKeyIdentifier": thumbprint, "displayName": item["displayName"], "endDateTime": item["endDateTime"],
        "key": null, "keyId": item.get("keyId").cloned().unwrap_or_else(|| json!(uuid::Uuid::new_v4())),
        "startDateTime": item["startDateTime"], "type": item["type"], "usage": item["usage"],
    }))
}

/// Thumbprint and bytes of a certificate that comes along.
fn given(item: &Value) -> Option<(String, Vec<u8>)> {
    let key = item["key"].as_str()?.trim_end_matches('=');
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD_NO_PAD, key).ok()?;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let thumbprint = digest.as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02X}");
        hex
    });
    Some((thumbprint, bytes))
}

/// The certificates that come along with a request, as the store keeps them.
pub fn certificates(input: &Map<String, Value>) -> BTreeMap<String, String> {
    let items = input.get("keyCredentials").and_then(Value::as_array).into_iter().flatten();
    let in_base64 = |bytes: &[u8]| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
    items.filter_map(given).map(|(thumbprint, bytes)| (thumbprint, in_base64(&bytes))).collect()
}

/// Refuses a change that takes away or alters a scope or role that is still enabled.
pub fn check_entitlements(old: &Map<String, Value>, new: &Map<String, Value>) -> Result<(), Problem> {
    let roles = |body: &Map<String, Value>| body.get("appRoles").and_then(Value::as_array).cloned().unwrap_or_default();
    let scopes = |body: &Map<String, Value>| {
        let api = body.get("api").and_then(|api| api.get("oauth2PermissionScopes"));
        api.and_then(Value::as_array).cloned().unwrap_or_default()
    };
    for (old, new) in [(roles(old), roles(new)), (scopes(old), scopes(new))] {
        for entry in old.iter().filter(|entry| entry["isEnabled"] == json!(true)) {
            if !new.iter().any(|n| n["id"] == entry["id"] && n["value"] == entry["value"]) {
                return Err(Problem::new(
                    400,
                    "CannotDeleteOrUpdateEnabledEntitlement",
                    "Permission (scope or role) cannot be deleted or updated unless disabled first.",
                ));
            }
        }
    }
    Ok(())
}
