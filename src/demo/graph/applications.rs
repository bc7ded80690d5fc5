//! `/applications`: create, find, list, change, upsert by `uniqueName`, delete to the recycle bin, owners.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::store::Application;
use super::application_body as body;
use super::application_view::{self as view, Showing};
use super::call::{self, Answer, Call};
use super::list::Listing;
use super::path::{Key, Segment, keyed, lost, names};
use super::problem::Problem;
use super::rights::{self, READ_APPS, WRITE_APPS, WRITE_SECRETS};
use super::{expand, passwords, policies, times, users};

pub const TYPE: &str = "microsoft.graph.application";

/// Everything under `/applications`.
pub fn answer(call: &mut Call<'_>, first: &Segment, rest: &[Segment]) -> Answer {
    let (key, rest) = keyed(first, rest);
    let Some(key) = key else {
        return match call.method() {
            "GET" => list(call),
            "POST" => create(call, None),
            _ => Err(Problem::method_not_allowed()),
        };
    };
    let method = call.method().to_owned();
    match (method.as_str(), names(rest).as_slice()) {
        ("GET", []) => get(call, &key),
        ("PATCH", []) => patch(call, &key),
        ("DELETE", []) => delete(call, &key),
        ("POST", ["addpassword" | "microsoft.graph.addpassword"]) => {
            let id = editable(call, &key, &WRITE_SECRETS)?;
            passwords::add(call, id)
        }
        ("POST", ["removepassword" | "microsoft.graph.removepassword"]) => {
            let id = editable(call, &key, &WRITE_SECRETS)?;
            passwords::remove(call, id)
        }
        ("GET", ["owners"]) => owners(call, &key),
        ("POST", ["owners", "$ref"]) => add_owner(call, &key),
        ("GET", ["appmanagementpolicies"]) => {
            let id = find(call, &key)?.id;
            policies::of_application(call, id)
        }
        (_, [] | ["addpassword" | "removepassword" | "owners" | "appmanagementpolicies"] | ["owners", "$ref"]) => {
            Err(Problem::method_not_allowed())
        }
        _ => Err(lost(rest)),
    }
}

/// The application that a key names, if calls that depend on it know it already.
fn find<'c>(call: &'c Call<'_>, key: &Key) -> Result<&'c Application, Problem> {
    let found = call.tenant().applications.iter().find(|app| matches_key(app, key));
    check_key(key)?;
    match found {
        Some(app) if times::known(app.created, call.moment) => Ok(app),
        _ => Err(Problem::not_found(key.value())),
    }
}

fn matches_key(app: &Application, key: &Key) -> bool {
    match key {
        Key::Id(id) => app.id.to_string().eq_ignore_ascii_case(id),
        Key::Named { property, value } => match property.as_str() {
            "appid" => app.app_id.to_string().eq_ignore_ascii_case(value),
            "uniquename" => app.unique_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(value)),
            _ => false,
        },
    }
}

fn check_key(key: &Key) -> Result<(), Problem> {
    match key {
        Key::Id(id) if Uuid::parse_str(id).is_err() => {
            Err(Problem::bad_request(format!("Invalid object identifier '{id}'.")))
        }
        Key::Named { property, value } if property == "appid" && Uuid::parse_str(value).is_err() => {
            Err(Problem::bad_request(
                "Invalid value specified for object reference property 'appId'. Please ensure that this value has an appropriate syntax and length.",
            ))
        }
        Key::Named { property, .. } if !["appid", "uniquename"].contains(&property.as_str()) => {
            Err(Problem::malformed("Resource not found for the segment 'applications'."))
        }
        _ => Ok(()),
    }
}

/// The id of an application that the caller may change.
fn editable(call: &Call<'_>, key: &Key, accepts: &rights::Accepts) -> Result<Uuid, Problem> {
    rights::demand_directory(call.caller, accepts)?;
    let app = find(call, key)?;
    rights::demand_edit(call, accepts, app)?;
    Ok(app.id)
}

fn known() -> Vec<String> {
    let mut names = call::known(&body::blank());
    names.extend(
        ["id", "deletedDateTime", "appId", "applicationTemplateId", "disabledByMicrosoftStatus", "createdDateTime"]
            .map(String::from),
    );
    names.extend(["publisherDomain", "passwordCredentials", "uniqueName"].map(String::from));
    // Shown only when asked for, and here never set.
    names.extend(["createdByAppId", "samlMetadataUrl", "servicePrincipalLockConfiguration"].map(String::from));
    names.extend(["requestSignatureVerification", "nativeAuthenticationApisEnabled"].map(String::from));
    names.extend(["authenticationBehaviors", "isDisabled"].map(String::from));
    names
}

fn list(call: &Call<'_>) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let visible = call.tenant().applications.iter().filter(|app| times::known(app.created, call.moment));
    listing(call, "applications", visible)
}

/// A collection of applications under a given context.
pub fn listing<'s>(call: &Call<'_>, context: &str, apps: impl Iterator<Item = &'s Application>) -> Answer {
    let mut apps: Vec<_> = apps.collect();
    apps.sort_by_key(|app| app.id);
    let items = apps.into_iter().map(|app| view::show(app, call.tenant(), Showing::Later, None)).collect();
    Listing { context, type_name: TYPE, known: known() }.answer(call, items)
}

fn get(call: &Call<'_>, key: &Key) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let app = find(call, key)?;
    let shown = view::show(app, call.tenant(), Showing::Later, None);
    let owners = expand::wanted(call, "owners", TYPE)?.map(|wish| wish.keep(shown_owners(call, app)));
    let mut answer = call.entity_of("applications/$entity", TYPE, &known(), shown)?;
    if let (Some(owners), Some(Value::Object(body))) = (owners, &mut answer.body) {
        body.insert("owners".into(), owners);
    }
    Ok(answer)
}

fn create(call: &mut Call<'_>, unique_name: Option<&str>) -> Answer {
    let owned = rights::demand_create_application(call)?;
    let input = call.body()?;
    body::check(input)?;
    let unique_name = unique_name.or_else(|| input.get("uniqueName").and_then(Value::as_str)).map(str::to_owned);
    if let Some(name) = &unique_name {
        check_unique_name(call, name)?;
    }
    let mut whole = body::blank();
    body::overlay(&mut whole, input);
    body::settle(&mut whole, call.tenant(), input)?;
    check_identifier_uris_free(call, &whole, None)?;

    let now = call.moment.now;
    let made = passwords::make_inline(input, call.tenant(), now)?;
    let mut owners = bound_owners(input)?;
    if owned && !owners.contains(&call.actor()) {
        owners.push(call.actor());
    }
    let mut app = Application {
        id: Uuid::new_v4(),
        app_id: Uuid::new_v4(),
        unique_name,
        created: now,
        deleted: None,
        owners,
        secrets: Vec::new(),
        certificates: body::certificates(input),
        body: whole,
    };
    passwords::check_count(&app, made.len())?;
    let shown = made.iter().map(|m| view::show_secret(&m.secret, Some(&m.value))).collect();
    app.secrets = made.into_iter().map(|m| m.secret).collect();
    let shown = view::show(&app, call.tenant(), Showing::First, Some(shown));
    let place = format!("directoryObjects/{}/Microsoft.DirectoryServices.Application", app.id);
    call.tenant_mut().applications.push(app);
    Ok(call::located(call::created("applications/$entity", shown), call.tenant().id, &place))
}

/// A uniqueName is taken as long as its holder exists, lies in the recycle bin, or was purged: never free at once.
fn check_unique_name(call: &Call<'_>, name: &str) -> Result<(), Problem> {
    if name.is_empty() || name.chars().count() > 64 {
        return Err(Problem::invalid_value("uniqueName", "Application"));
    }
    let tenant = call.tenant();
    let holders = tenant.applications.iter().chain(&tenant.deleted_applications);
    let mut held = holders
        .filter_map(|app| app.unique_name.as_deref())
        .chain(tenant.reserved_unique_names.iter().map(String::as_str));
    if held.any(|other| other.eq_ignore_ascii_case(name)) { Err(Problem::taken("uniqueName")) } else { Ok(()) }
}

fn check_identifier_uris_free(call: &Call<'_>, whole: &Map<String, Value>, own: Option<Uuid>) -> Result<(), Problem> {
    let wanted = whole.get("identifierUris").and_then(Value::as_array).cloned().unwrap_or_default();
    let others = call.tenant().applications.iter().filter(|app| Some(app.id) != own);
    let mut taken =
        others.flat_map(|app| app.body.get("identifierUris").and_then(Value::as_array).into_iter().flatten());
    if taken.any(|uri| wanted.contains(uri)) { Err(Problem::taken("identifierUris")) } else { Ok(()) }
}

fn bound_owners(input: &Map<String, Value>) -> Result<Vec<Uuid>, Problem> {
    let links = input.get("owners@odata.bind").and_then(Value::as_array).into_iter().flatten();
    let owners: Result<Vec<Uuid>, Problem> = links.map(referenced).collect();
    match owners {
        Ok(owners) if owners.len() > 20 => Err(Problem::invalid_value("owners", "Application")),
        other => other,
    }
}

/// The object id at the end of an address such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
fn referenced(link: &Value) -> Result<Uuid, Problem> {
    let last = link.as_str().and_then(|text| text.rsplit(['/', '(']).next()).unwrap_or_default();
    Uuid::parse_str(last.trim_matches(['\'', ')'])).map_err(|_| {
        Problem::malformed("Invalid URL format specified in @odata.bind for Microsoft.DirectoryServices.Application")
    })
}

fn patch(call: &mut Call<'_>, key: &Key) -> Answer {
    rights::demand_directory(call.caller, &WRITE_APPS)?;
    if let Key::Named { property, value } = key
        && property == "uniquename"
        && call.prefers("create-if-missing")
    {
        return upsert(call, value);
    }
    let missing = personal_lag(call, key);
    let found = find(call, key);
    let id = match (found, missing) {
        (Err(_), Some(problem)) => return Err(problem),
        (found, _) => found?.id,
    };
    change(call, id)
}

/// Right after creation, the part of an application that lives with personal accounts is missing longer than the rest.
fn personal_lag(call: &Call<'_>, key: &Key) -> Option<Problem> {
    let app = call.tenant().applications.iter().find(|app| matches_key(app, key))?;
    let audience = app.body.get("signInAudience").and_then(Value::as_str).unwrap_or_default();
    let waiting = !times::known(app.created, call.moment) && audience.contains("Personal");
    waiting.then(|| Problem::new(409, "Error_MsaAppDoesNotExist", "The corresponding MSA application does not exist."))
}

/// PATCH by uniqueName with `Prefer: create-if-missing`. Names are checked where they are written: no lag here.
fn upsert(call: &mut Call<'_>, name: &str) -> Answer {
    let input = call.body()?;
    if input.get("passwordCredentials").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
        return Err(Problem::bad_request("New password credentials must be generated with service actions."));
    }
    let holder = call.tenant().applications.iter().find(|app| app.unique_name.as_deref() == Some(name));
    match holder.map(|app| app.id) {
        Some(id) => change(call, id),
        None => create(call, Some(name)),
    }
}

fn change(call: &mut Call<'_>, id: Uuid) -> Answer {
    let input = call.body()?;
    let position = call.tenant().applications.iter().position(|app| app.id == id);
    let position = position.ok_or_else(|| Problem::not_found(&id.to_string()))?;
    let app = &call.tenant().applications[position];
    rights::demand_edit(call, &WRITE_APPS, app)?;
    body::check(input)?;
    match (input.get("uniqueName").map(Value::as_str), app.unique_name.as_deref()) {
        (Some(wanted), held) if wanted != held && held.is_some() => {
            return Err(Problem::bad_request("Property 'uniqueName' is immutable and cannot be updated.")
                .about("InvalidUpdate", "uniqueName"));
        }
        (Some(Some(wanted)), None) => check_unique_name(call, wanted)?,
        _ => {}
    }
    check_passwords_unchanged(app, input)?;
    let mut whole = app.body.clone();
    body::overlay(&mut whole, input);
    body::check_entitlements(&app.body, &whole)?;
    body::settle(&mut whole, call.tenant(), input)?;
    check_identifier_uris_free(call, &whole, Some(id))?;
    let unique_name = input.get("uniqueName").and_then(Value::as_str).map(str::to_owned);
    let certificates = body::certificates(input);
    let app = &mut call.tenant_mut().applications[position];
    app.body = whole;
    app.certificates.extend(certificates);
    app.unique_name = app.unique_name.take().or(unique_name);
    if let Some(kept) = input.get("passwordCredentials").and_then(Value::as_array) {
        app.secrets.retain(|s| kept.iter().any(|k| k["keyId"].as_str() == Some(s.key_id.to_string().as_str())));
    }
    Ok(call::no_content())
}

/// A change may leave secrets out, which removes them, but not bring new ones.
fn check_passwords_unchanged(app: &Application, input: &Map<String, Value>) -> Result<(), Problem> {
    let wanted = input.get("passwordCredentials").and_then(Value::as_array).into_iter().flatten();
    let ours =
        |entry: &Value| app.secrets.iter().any(|s| entry["keyId"].as_str() == Some(s.key_id.to_string().as_str()));
    if wanted.clone().all(ours) {
        return Ok(());
    }
    Err(Problem::bad_request("New password credentials must be generated with service actions."))
}

/// Deleting an application deletes its service principal, and what that was given, with it.
fn delete(call: &mut Call<'_>, key: &Key) -> Answer {
    let id = editable(call, key, &WRITE_APPS)?;
    let now = call.moment.now;
    let tenant = call.tenant_mut();
    if let Some(position) = tenant.applications.iter().position(|app| app.id == id) {
        let mut app = tenant.applications.remove(position);
        app.deleted = Some(now);
        let app_id = app.app_id;
        tenant.deleted_applications.push(app);
        super::service_principals::remove(tenant, |sp| sp.app_id == app_id, now);
    }
    Ok(call::no_content())
}

fn owners(call: &Call<'_>, key: &Key) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let items = shown_owners(call, find(call, key)?);
    let mut known = users::known();
    known.push("appId".into());
    Listing { context: "directoryObjects", type_name: "microsoft.graph.directoryObject", known }.answer(call, items)
}

fn shown_owners(call: &Call<'_>, app: &Application) -> Vec<Map<String, Value>> {
    let items = app.owners.iter().filter_map(|id| match call.tenant().user(*id) {
        Some(user) => {
            let mut shown = call::object(json!({ "@odata.type": "#microsoft.graph.user" }));
            shown.extend(users::show(user, call.tenant()));
            Some(shown)
        }
        None => call.tenant().service_principal(*id).map(|sp| {
            call::object(json!({
                "@odata.type": "#microsoft.graph.servicePrincipal", "id": sp.id, "appId": sp.app_id,
                "displayName": sp.body.get("displayName"),
            }))
        }),
    });
    items.collect()
}

fn add_owner(call: &mut Call<'_>, key: &Key) -> Answer {
    let id = editable(call, key, &WRITE_APPS)?;
    let owner = call
        .body()?
        .get("@odata.id")
        .map_or_else(|| Err(Problem::missing_value("@odata.id", "Application")), referenced)?;
    if call.tenant().user(owner).is_none() && call.tenant().service_principal(owner).is_none() {
        return Err(Problem::not_found(&owner.to_string()));
    }
    if let Some(app) = call.tenant_mut().applications.iter_mut().find(|app| app.id == id) {
        if app.owners.contains(&owner) {
            return Err(Problem::bad_request(
                "One or more added object references already exist for the following modified properties: 'owners'.",
            ));
        }
        app.owners.push(owner);
    }
    Ok(call::no_content())
}
