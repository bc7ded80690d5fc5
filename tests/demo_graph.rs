//! The rules of the demo tenant's Graph about applications, secrets, grants and replication lag, one sentence each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod demo_graph_support;

use std::time::Duration;

use demo_graph_support::{World, code, members, refusal, text};
use onramp::demo::store::SecretPolicy;
use serde_json::{Value, json};
use uuid::Uuid;

// ---- Secrets ----

#[test]
fn a_secret_is_shown_once_and_then_only_its_first_three_characters() {
    let mut world = World::new();
    let admin = world.admin();
    let wish = json!({ "displayName": "App", "passwordCredentials": [{ "displayName": "first" }] });
    let made = world.post(&admin, "/applications", wish);
    let shown = made.body.as_ref().unwrap()["passwordCredentials"][0].clone();
    let value = shown["secretText"].as_str().unwrap();
    assert_eq!(value.len(), 40);
    assert_eq!(shown["hint"], value[..3]);
    assert_eq!(shown["endDateTime"], "2028-03-02T10:00:00.1234567Z");
    let later = world.get(&admin, &format!("/applications/{}", text(&made, "id")));
    let later = &later.body.unwrap()["passwordCredentials"][0];
    assert_eq!((&later["secretText"], &later["keyId"]), (&Value::Null, &shown["keyId"]));
    assert!(!serde_json::to_string(&world.store).unwrap().contains(value), "the store knows the value");
}

#[test]
fn secrets_are_made_by_microsoft_and_not_by_a_change() {
    let mut world = World::new();
    let admin = world.admin();
    for own in [json!({ "keyId": Uuid::new_v4() }), json!({ "secretText": "mine" })] {
        let wish = json!({ "displayName": "App", "passwordCredentials": [own] });
        assert_eq!(code(&world.post(&admin, "/applications", wish)), (400, "Request_BadRequest".to_owned()));
    }
    let (id, _) = world.new_app("App");
    let change = json!({ "passwordCredentials": [{ "displayName": "new" }] });
    let (status, _, message) = refusal(&world.patch(&admin, &format!("/applications/{id}"), change));
    assert_eq!((status, message.as_str()), (400, "New password credentials must be generated with service actions."));
}

#[test]
fn a_removed_secret_is_gone_and_cannot_be_removed_again() {
    let mut world = World::new();
    let admin = world.admin();
    let (id, _) = world.new_app("App");
    let secret = world.post(&admin, &format!("/applications/{id}/addPassword"), json!({ "passwordCredential": {} }));
    let key = json!({ "keyId": text(&secret, "keyId") });
    assert_eq!(world.post(&admin, &format!("/applications/{id}/removePassword"), key.clone()).status, 204);
    let (status, _, message) = refusal(&world.post(&admin, &format!("/applications/{id}/removePassword"), key));
    assert_eq!(status, 400);
    assert!(message.starts_with("No password credential found with keyId"), "{message}");
}

#[test]
fn a_policy_caps_or_forbids_secrets_also_those_made_with_the_app() {
    let mut world = World::new();
    let admin = world.admin();
    world.contoso().secret_policy = SecretPolicy { forbidden: false, max_days: Some(180) };
    let with_secret = |end: &str| json!({ "displayName": "App", "passwordCredentials": [{ "endDateTime": end }] });
    assert_eq!(world.post(&admin, "/applications", with_secret("2026-08-01T00:00:00Z")).status, 201);
    let refused = world.post(&admin, "/applications", with_secret("2027-03-01T00:00:00Z"));
    assert_eq!(code(&refused), (400, "CredentialInvalidLifetimeAsPerAppPolicy".to_owned()));
    world.contoso().secret_policy = SecretPolicy { forbidden: true, max_days: None };
    let refused = world.post(&admin, "/applications", with_secret("2026-08-01T00:00:00Z"));
    assert_eq!(code(&refused), (400, "CredentialTypeNotAllowedAsPerAppPolicy".to_owned()));
    assert_eq!(world.contoso().applications.len(), 1);

    let reader = world.person_with("user", &["Policy.Read.All"]);
    let policy = world.get(&reader, "/policies/defaultAppManagementPolicy").body.unwrap();
    assert_eq!(policy["isEnabled"], true);
    assert_eq!(policy["applicationRestrictions"]["passwordCredentials"][0]["restrictionType"], "passwordAddition");
}

// ---- Applications ----

#[test]
fn an_app_needs_a_name_and_nothing_that_microsoft_does_not_know() {
    let mut world = World::new();
    let admin = world.admin();
    let mut refused = |body: Value| refusal(&world.post(&admin, "/applications", body)).2;
    assert_eq!(refused(json!({})), "A value is required for property 'displayName' of resource 'Application'.");
    assert_eq!(refused(json!({ "displayName": "A", "colour": "red" })), "Invalid property 'colour'.");
    assert_eq!(
        refused(json!({ "displayName": "A", "appId": Uuid::new_v4() })),
        "Property 'appId' is read-only and cannot be set."
    );
    let audience = "Invalid value specified for property 'signInAudience' of resource 'Application'.";
    assert_eq!(refused(json!({ "displayName": "A", "signInAudience": "Everybody" })), audience);
    let web = "Invalid value specified for property 'web' of resource 'Application'.";
    assert_eq!(refused(json!({ "displayName": "A", "web": { "redirectUriSettings": [] } })), web);
    assert_eq!(refused(json!({ "displayName": "A", "web": { "redirectUris": ["http://a.example/"] } })), web);
}

#[test]
fn a_change_replaces_collections_and_leaves_the_rest() {
    let mut world = World::new();
    let admin = world.admin();
    let wish = json!({ "displayName": "App", "signInAudience": "AzureADMyOrg",
        "web": { "homePageUrl": "https://a.example/", "redirectUris": ["https://a.example/1", "https://a.example/2"] } });
    let id = text(&world.post(&admin, "/applications", wish), "id");
    let at = format!("/applications/{id}");
    let uris = |world: &mut World| world.get(&admin, &at).body.unwrap()["web"].clone();
    assert_eq!(uris(&mut world)["redirectUris"], json!(["https://a.example/2", "https://a.example/1"]));
    assert_eq!(world.patch(&admin, &at, json!({ "web": { "redirectUris": ["https://a.example/3"] } })).status, 204);
    let web = uris(&mut world);
    assert_eq!(
        (&web["redirectUris"], &web["homePageUrl"]),
        (&json!(["https://a.example/3"]), &json!("https://a.example/"))
    );
}

#[test]
fn a_unique_name_is_taken_until_after_the_purge() {
    let mut world = World::new();
    let admin = world.admin();
    let wish = json!({ "displayName": "App", "uniqueName": "onramp-1" });
    let id = text(&world.post(&admin, "/applications", wish.clone()), "id");
    let again = |world: &mut World| {
        let (status, _, message) = refusal(&world.post(&admin, "/applications", wish.clone()));
        assert_eq!(status, 400);
        assert_eq!(message, "Another object with the same value for property uniqueName already exists.");
    };
    again(&mut world);
    assert_eq!(world.delete(&admin, &format!("/applications/{id}")).status, 204);
    assert_eq!(world.get(&admin, "/applications(uniqueName='onramp-1')").status, 404);
    again(&mut world);
    let bin = world.get(&admin, "/directory/deletedItems/microsoft.graph.application?$select=id,uniqueName");
    assert_eq!(members(&bin)[0]["uniqueName"], "onramp-1");
    assert_eq!(world.post(&admin, &format!("/directory/deletedItems/{id}/restore"), json!({})).status, 200);
    assert_eq!(text(&world.get(&admin, "/applications(uniqueName='onramp-1')"), "id"), id);
    assert_eq!(world.delete(&admin, &format!("/applications/{id}")).status, 204);
    assert_eq!(world.delete(&admin, &format!("/directory/deletedItems/{id}")).status, 204);
    again(&mut world);
    let change = world.patch(&admin, "/applications(uniqueName='onramp-1')", json!({ "displayName": "x" }));
    assert_eq!(change.status, 404);
}

#[test]
fn an_upsert_creates_once_and_changes_ever_after() {
    let mut world = World::new();
    let admin = world.admin();
    let mut upsert = |prefer: Option<&str>| {
        let body = Some(json!({ "displayName": "App" }));
        world.send_preferring(&admin, "PATCH", "/applications(uniqueName='onramp-2')", body, prefer).status
    };
    assert_eq!(upsert(None), 404);
    assert_eq!(upsert(Some("create-if-missing")), 201);
    assert_eq!(upsert(Some("create-if-missing")), 204);
    assert_eq!(world.contoso().applications.len(), 1);
}

#[test]
fn deleting_an_app_takes_its_principal_and_everything_it_was_given() {
    let mut world = World::new();
    let admin = world.admin();
    let (id, sp) = world.new_app_with_principal("App");
    let graph = world.api("Microsoft Graph");
    let grant = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "Mail.Read" });
    assert_eq!(world.post(&admin, "/oauth2PermissionGrants", grant).status, 201);
    assert_eq!(world.delete(&admin, &format!("/applications/{id}")).status, 204);
    assert_eq!(world.get(&admin, &format!("/servicePrincipals/{sp}")).status, 404);
    assert!(members(&world.get(&admin, "/oauth2PermissionGrants")).is_empty());
}

#[test]
fn long_lists_come_in_pages_and_every_app_once() {
    let mut world = World::new();
    let admin = world.admin();
    for number in 0..5 {
        world.new_app(&format!("App {number}"));
    }
    let mut url = "/applications?$top=2&$select=displayName&$filter=startswith(displayName,'App ')".to_owned();
    let mut names = Vec::new();
    let mut pages = 0;
    loop {
        let page = world.get(&admin, &url);
        names.extend(members(&page).iter().map(|app| app["displayName"].as_str().unwrap().to_owned()));
        pages += 1;
        match page.body.unwrap()["@odata.nextLink"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    names.sort();
    assert_eq!((names.join(","), pages), ("App 0,App 1,App 2,App 3,App 4".to_owned(), 3));
    let (status, _, message) = refusal(&world.get(&admin, "/applications?$top=1000"));
    assert_eq!(
        (status, message.as_str()),
        (400, "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.")
    );
}

#[test]
fn what_cannot_be_asked_is_refused_rather_than_ignored() {
    let mut world = World::new();
    let admin = world.admin();
    for wrong in [
        "/applications?$filter=displayName eq",
        "/applications?$filter=colour eq 'red'",
        "/applications?$filter=contains(displayName,'x')",
        "/applications?$filter=displayName ne 'x'",
        "/applications?$select=colour",
        "/applications?$skip=1",
        "/applications?$expand=owners",
        "/applications/not-a-guid",
        "/applications(appId='not-a-guid')",
        "/fridges",
        "/applications/0042d742-d4ef-411d-83c7-ed6dfbb1d653/fridges",
    ] {
        assert_eq!(world.get(&admin, wrong).status, 400, "{wrong}");
    }
    let (_, _, message) = refusal(&world.get(&admin, "/fridges"));
    assert_eq!(message, "Resource not found for the segment 'fridges'.");
    assert_eq!(code(&world.delete(&admin, "/me")), (405, "Request_BadRequest".to_owned()));
}

// ---- Replication lag ----

#[test]
fn a_new_app_is_answered_at_once_and_known_only_after_the_lag() {
    let mut world = World::new();
    world.lag = Duration::from_secs(10);
    let admin = world.admin();
    let (id, app_id) = world.new_app("App");
    let at = format!("/applications/{id}");
    let principal = json!({ "appId": app_id });
    assert_eq!(world.get(&admin, &at).status, 404);
    assert!(members(&world.get(&admin, &format!("/applications?$filter=appId eq '{app_id}'"))).is_empty());
    assert_eq!(world.patch(&admin, &at, json!({ "notes": "x" })).status, 404);
    assert_eq!(world.post(&admin, &format!("{at}/addPassword"), json!({})).status, 404);
    let refused = world.post(&admin, "/servicePrincipals", principal.clone());
    assert_eq!(refused.body.unwrap()["error"]["details"][0]["code"], "NoBackingApplicationObject");
    world.pass(10);
    assert_eq!(world.get(&admin, &at).status, 200);
    assert_eq!(world.post(&admin, "/servicePrincipals", principal).status, 201);
}

#[test]
fn the_owner_of_a_new_app_is_told_to_wait_and_not_that_rights_are_missing() {
    let mut world = World::new();
    world.lag = Duration::from_secs(10);
    let developer = world.person("app-developer");
    let app = world.post(&developer, "/applications", json!({ "displayName": "Mine" }));
    let principal = json!({ "appId": text(&app, "appId") });
    let (status, _, message) = refusal(&world.post(&developer, "/servicePrincipals", principal.clone()));
    assert_eq!(status, 400);
    assert!(message.ends_with("does not reference a valid application object."), "{message}");
    world.pass(10);
    assert_eq!(world.post(&developer, "/servicePrincipals", principal).status, 201);
}

#[test]
fn a_grant_for_a_new_principal_fails_in_three_ways_and_the_last_one_was_carried_out() {
    let mut world = World::new();
    let admin = world.admin();
    let (_, sp) = world.new_app_with_principal("App");
    world.lag = Duration::from_secs(8);
    let graph = world.api("Microsoft Graph");
    let wish = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "Mail.Read" });
    let mut said = Vec::new();
    for _ in 0..5 {
        said.push(code(&world.post(&admin, "/oauth2PermissionGrants", wish.clone())));
        world.pass(2);
    }
    let said: Vec<(u16, &str)> = said.iter().map(|(status, code)| (*status, code.as_str())).collect();
    let wanted = [
        (404, "Request_ResourceNotFound"),
        (404, "Request_ResourceNotFound"),
        (400, "Request_BadRequest"),
        (404, "Directory_ObjectNotFound"),
        (409, "Request_MultipleObjectsWithSameKeyValue"),
    ];
    assert_eq!(said, wanted);
}

#[test]
fn a_role_for_a_new_principal_is_not_found_from_its_side_and_no_valid_reference_from_the_other() {
    let mut world = World::new();
    let admin = world.admin();
    let (_, sp) = world.new_app_with_principal("App");
    world.lag = Duration::from_secs(8);
    let graph = world.api("Microsoft Graph");
    let wish =
        json!({ "principalId": sp, "resourceId": graph, "appRoleId": world.role("Microsoft Graph", "Mail.Read") });
    let from_its_side = world.post(&admin, &format!("/servicePrincipals/{sp}/appRoleAssignments"), wish.clone());
    assert_eq!(code(&from_its_side), (404, "Request_ResourceNotFound".to_owned()));
    let (status, _, message) =
        refusal(&world.post(&admin, &format!("/servicePrincipals/{graph}/appRoleAssignedTo"), wish.clone()));
    assert_eq!((status, message.as_str()), (400, "Not a valid reference update."));
    world.pass(8);
    assert_eq!(world.post(&admin, &format!("/servicePrincipals/{sp}/appRoleAssignments"), wish).status, 201);
    assert_eq!(world.store.tenants[0].granted_roles(sp.parse().unwrap(), graph.parse().unwrap()), ["Mail.Read"]);
}

// ---- Grants ----

#[test]
fn a_grant_is_widened_by_a_change_of_its_scope_and_of_nothing_else() {
    let mut world = World::new();
    let admin = world.admin();
    let (_, sp) = world.new_app_with_principal("App");
    let graph = world.api("Microsoft Graph");
    let wish = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "Mail.Read" });
    let at = format!("/oauth2PermissionGrants/{}", text(&world.post(&admin, "/oauth2PermissionGrants", wish), "id"));
    assert_eq!(world.patch(&admin, &at, json!({ "scope": "Mail.Read openid" })).status, 204);
    assert_eq!(text(&world.get(&admin, &at), "scope"), "Mail.Read openid");
    let (status, _, message) = refusal(&world.patch(&admin, &at, json!({ "principalId": null })));
    assert_eq!((status, message.as_str()), (400, "Property cannot be updated: principalId"));
    assert_eq!(world.delete(&admin, &at).status, 204);
    assert_eq!(code(&world.get(&admin, &at)), (404, "Request_ResourceNotFound".to_owned()));
}

#[test]
fn a_role_that_an_api_does_not_have_cannot_be_assigned() {
    let mut world = World::new();
    let admin = world.admin();
    let (_, sp) = world.new_app_with_principal("App");
    let wish = json!({ "principalId": sp, "resourceId": world.api("Office 365 Management APIs"),
        "appRoleId": world.role("Microsoft Graph", "Mail.Read") });
    let (status, _, message) =
        refusal(&world.post(&admin, &format!("/servicePrincipals/{sp}/appRoleAssignments"), wish));
    assert_eq!(status, 400);
    assert!(message.starts_with("Permission being assigned was not found on application"), "{message}");
}
