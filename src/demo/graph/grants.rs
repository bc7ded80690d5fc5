//! `/oauth2PermissionGrants`: delegated permissions that were approved, for everybody or for one person.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::store::Grant;
use super::call::{self, Answer, Call, guid, object};
use super::list::Listing;
use super::path::{Key, Segment, keyed, lost};
use super::problem::{Problem, missing_object};
use super::rights::{self, READ_GRANTS};
use super::{service_principals, times};

const TYPE: &str = "microsoft.graph.oAuth2PermissionGrant";
const RESOURCE: &str = "OAuth2PermissionGrant";
const PROPERTIES: [&str; 6] = ["clientId", "consentType", "id", "principalId", "resourceId", "scope"];

/// The longest `scope` that Microsoft keeps, in characters.
const LONGEST_SCOPE: usize = 3850;

/// Everything under `/oauth2PermissionGrants`.
pub fn answer(call: &mut Call<'_>, first: &Segment, rest: &[Segment]) -> Answer {
    let (key, rest) = keyed(first, rest);
    let method = call.method().to_owned();
    match (method.as_str(), key, rest) {
        ("GET", None, _) => {
            rights::demand_directory(call.caller, &READ_GRANTS)?;
            let items = call.tenant().grants.iter().map(show).collect();
            listing("oauth2PermissionGrants").answer(call, items)
        }
        ("POST", None, _) => create(call),
        ("GET", Some(key), []) => {
            rights::demand_directory(call.caller, &READ_GRANTS)?;
            let grant = show(&call.tenant().grants[find(call, &key)?]);
            call.entity("oauth2PermissionGrants/$entity", TYPE, grant)
        }
        ("PATCH", Some(key), []) => patch(call, &key),
        ("DELETE", Some(key), []) => {
            rights::demand_consent_to_scopes(call.caller)?;
            let position = find(call, &key)?;
            call.tenant_mut().grants.remove(position);
            Ok(call::no_content())
        }
        (_, _, []) => Err(Problem::method_not_allowed()),
        (_, _, rest) => Err(lost(rest)),
    }
}

/// `/servicePrincipals/{id}/oauth2PermissionGrants`
pub fn of_client(call: &Call<'_>, key: &Key) -> Answer {
    rights::demand_directory(call.caller, &READ_GRANTS)?;
    let id = service_principals::find(call, key)?.id;
    let items = call.tenant().grants.iter().filter(|grant| grant.client_id == id).map(show).collect();
    listing("oauth2PermissionGrants").answer(call, items)
}

fn listing(context: &str) -> Listing<'_> {
    Listing { context, type_name: TYPE, known: PROPERTIES.map(String::from).to_vec() }
}

fn show(grant: &Grant) -> Map<String, Value> {
    object(json!({
        "clientId": grant.client_id, "consentType": grant.consent_type, "id": grant.id,
        "principalId": grant.principal_id, "resourceId": grant.resource_id, "scope": grant.scope,
    }))
}

fn find(call: &Call<'_>, key: &Key) -> Result<usize, Problem> {
    let position = call.tenant().grants.iter().position(|grant| grant.id == key.value());
    position.ok_or_else(|| Problem::not_found(key.value()))
}

/// The id of a grant says what it is about: client, API and (for one person) user.
pub fn grant_id(client: Uuid, resource: Uuid, principal: Option<Uuid>) -> String {
    let mut bytes = [client.to_bytes_le(), resource.to_bytes_le()].concat();
    bytes.extend(principal.iter().flat_map(Uuid::to_bytes_le));
    URL_SAFE_NO_PAD.encode(bytes)
}

fn create(call: &mut Call<'_>) -> Answer {
    rights::demand_consent_to_scopes(call.caller)?;
    let grant = read(call.body()?)?;
    let known = |id: Uuid| call.tenant().service_principal(id);
    if known(grant.resource_id).is_none() {
        return Err(Problem::not_found(&grant.resource_id.to_string()));
    }
    let Some(client) = known(grant.client_id) else {
        return Err(Problem::not_found(&grant.client_id.to_string()));
    };
    if let Some(principal) = grant.principal_id
        && call.tenant().user(principal).is_none()
    {
        return Err(Problem::not_found(&principal.to_string()));
    }
    if call.tenant().grants.iter().any(|other| other.id == grant.id) {
        return Err(Problem::new(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists."));
    }
    // Three ways to say "not yet". The last one has carried the write out: whoever sees it must look before trying again.
    let progress = times::replicated(client.created, call.moment);
    let shown = show(&grant);
    let place = format!("oauth2PermissionGrants/{}", grant.id);
    match progress {
        ..0.5 => return Err(Problem::not_found(&grant.client_id.to_string())),
        0.5..0.75 => return Err(Problem::bad_request(missing_object(&grant.client_id.to_string()))),
        _ => call.tenant_mut().grants.push(grant),
    }
    if progress < 1.0 {
        return Err(Problem::new(
            404,
            "Directory_ObjectNotFound",
            "Unable to read the company information from the directory.",
        ));
    }
    Ok(call::located(call::created("oauth2PermissionGrants/$entity", shown), call.tenant().id, &place))
}

fn read(input: &Map<String, Value>) -> Result<Grant, Problem> {
    for (name, value) in input {
        match name.as_str() {
            "id" => return Err(Problem::read_only(name)),
            // Leftovers of an older API that older tools still send.
            "startTime" | "expiryTime" | "@odata.type" => {}
            other if PROPERTIES.contains(&other) => {
                if !value.is_string() && !value.is_null() {
                    return Err(Problem::invalid_value(name, RESOURCE));
                }
            }
            other => return Err(Problem::unknown_property(other)),
        }
    }
    let text = |name: &str| match input.get(name).and_then(Value::as_str) {
        Some(text) => Ok(text.to_owned()),
        None => Err(Problem::missing_value(name, RESOURCE)),
    };
    let id_of = |name: &str| {
        text(name)?;
        guid(input, name).ok_or_else(|| Problem::invalid_value(name, RESOURCE))
    };
    let (client_id, resource_id, consent_type, scope) =
        (id_of("clientId")?, id_of("resourceId")?, text("consentType")?, text("scope")?);
    let principal_id = match (consent_type.as_str(), input.get("principalId")) {
        ("AllPrincipals", None | Some(Value::Null)) => None,
        ("AllPrincipals", Some(_)) => return Err(Problem::invalid_value("principalId", RESOURCE)),
        ("Principal", _) => Some(id_of("principalId")?),
        _ => return Err(Problem::invalid_value("consentType", RESOURCE)),
    };
    check_scope(&scope)?;
    let id = grant_id(client_id, resource_id, principal_id);
    Ok(Grant { id, client_id, consent_type, principal_id, resource_id, scope })
}

fn check_scope(scope: &str) -> Result<(), Problem> {
    let fine = scope.chars().count() <= LONGEST_SCOPE;
    if fine { Ok(()) } else { Err(Problem::invalid_value("scope", RESOURCE)) }
}

fn patch(call: &mut Call<'_>, key: &Key) -> Answer {
    rights::demand_consent_to_scopes(call.caller)?;
    let position = find(call, key)?;
    let input = call.body()?;
    for name in input.keys() {
        match name.as_str() {
            "scope" | "@odata.type" => {}
            other if PROPERTIES.contains(&other) => {
                return Err(Problem::bad_request(format!("Property cannot be updated: {other}")));
            }
            other => return Err(Problem::unknown_property(other)),
        }
    }
    let Some(scope) = input.get("scope").and_then(Value::as_str) else {
        return Err(Problem::invalid_value("scope", RESOURCE));
    };
    check_scope(scope)?;
    scope.clone_into(&mut call.tenant_mut().grants[position].scope);
    Ok(call::no_content())
}

#[cfg(test)]
mod tests {
    use super::grant_id;
    use uuid::uuid;

    #[test]
    fn the_id_of_a_grant_is_the_recorded_one() {
        let client = uuid!("043293df-9b19-46aa-962f-65f957d7bcc8");
        let graph = uuid!("a3efc889-f1b7-4532-9e01-91e32d1039f4");
        assert_eq!(grant_id(client, graph, None), "35MyBBmbqkaWL2X5V9e8yInI76O38TJFngGR4y0QOfQ");
    }
}
