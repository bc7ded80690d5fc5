//! A tour of everything that the demo tenant offers and Microsoft's description describes.

use onramp::demo::caller::{Caller, GraphResponse};
use serde_json::{Value, json};

use crate::demo_graph_support::{CLI_SCOPES, World, text};

/// One stop: an operation of the description, and our answer.
pub struct Visit {
    pub method: &'static str,
    pub template: &'static str,
    pub answer: GraphResponse,
}

struct Tour {
    world: World,
    guide: Caller,
    visits: Vec<Visit>,
}

impl Tour {
    fn go(&mut self, method: &'static str, template: &'static str, url: &str, body: Option<Value>) -> GraphResponse {
        self.go_preferring(method, template, url, body, None)
    }

    fn go_preferring(
        &mut self,
        method: &'static str,
        template: &'static str,
        url: &str,
        body: Option<Value>,
        prefer: Option<&str>,
    ) -> GraphResponse {
        let answer = self.world.send_preferring(&self.guide.clone(), method, url, body, prefer);
        self.visits.push(Visit { method, template, answer: answer.clone() });
        answer
    }

    fn get(&mut self, template: &'static str, url: &str) -> GraphResponse {
        self.go("GET", template, url, None)
    }
}

/// All stops.
pub fn all() -> Vec<Visit> {
    let world = World::new();
    let more = ["Policy.Read.All", "ReportSettings.ReadWrite.All", "Bookings.Read.All", "Bookings.ReadWrite.All"];
    let guide = world.person_with("global-admin", &[CLI_SCOPES, &more].concat());
    let mut tour = Tour { world, guide, visits: Vec::new() };
    let (id, app_id) = applications(&mut tour);
    service_principals(&mut tour, &app_id);
    the_organization(&mut tour);
    bookings(&mut tour);
    recycle_bin(&mut tour, &id);
    tour.visits
}

fn applications(tour: &mut Tour) -> (String, String) {
    let made = tour.go(
        "POST",
        "/applications",
        "/applications",
        Some(json!({
            "displayName": "Tour", "signInAudience": "AzureADMyOrg", "uniqueName": "tour", "tags": ["a", "b"],
            "web": { "redirectUris": ["https://a.example/x", "https://a.example/y"] },
            "passwordCredentials": [{ "displayName": "first" }],
            "requiredResourceAccess": [{ "resourceAppId": "00000003-0000-0000-c000-000000000000",
                "resourceAccess": [{ "id": "06da0dbc-49e2-44d2-8312-53f166ab848a", "type": "Scope" }] }],
        })),
    );
    let (id, app_id) = (text(&made, "id"), text(&made, "appId"));
    tour.get("/applications", "/applications?$filter=startswith(displayName,'T')&$top=5&$count=true");
    tour.get("/applications/{application-id}", &format!("/applications/{id}"));
    tour.get("/applications(appId='{appId}')", &format!("/applications(appId='{app_id}')?$select=id,appId"));
    tour.get("/applications(uniqueName='{uniqueName}')", "/applications(uniqueName='tour')");
    let notes = || Some(json!({ "notes": "x" }));
    tour.go("PATCH", "/applications/{application-id}", &format!("/applications/{id}"), notes());
    tour.go("PATCH", "/applications(appId='{appId}')", &format!("/applications(appId='{app_id}')"), notes());
    for name in ["tour", "tour-2"] {
        let url = format!("/applications(uniqueName='{name}')");
        let body = Some(json!({ "displayName": "Tour" }));
        tour.go_preferring("PATCH", "/applications(uniqueName='{uniqueName}')", &url, body, Some("create-if-missing"));
    }
    tour.go("DELETE", "/applications(uniqueName='{uniqueName}')", "/applications(uniqueName='tour-2')", None);
    let third = tour.world.new_app("Third").1;
    tour.go("DELETE", "/applications(appId='{appId}')", &format!("/applications(appId='{third}')"), None);
    let secret = tour.go(
        "POST",
        "/applications/{application-id}/addPassword",
        &format!("/applications/{id}/addPassword"),
        Some(json!({ "passwordCredential": { "displayName": "second" } })),
    );
    tour.go(
        "POST",
        "/applications/{application-id}/removePassword",
        &format!("/applications/{id}/removePassword"),
        Some(json!({ "keyId": text(&secret, "keyId") })),
    );
    let alex = tour.world.contoso().users.iter().find(|u| u.key == "user").unwrap().id;
    tour.go(
        "POST",
        "/applications/{application-id}/owners/$ref",
        &format!("/applications/{id}/owners/$ref"),
        Some(json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{alex}") })),
    );
    tour.get("/applications/{application-id}/owners", &format!("/applications/{id}/owners"));
    tour.get(
        "/applications/{application-id}/appManagementPolicies",
        &format!("/applications/{id}/appManagementPolicies"),
    );
    (id, app_id)
}

fn service_principals(tour: &mut Tour, app_id: &str) {
    let made =
        tour.go("POST", "/servicePrincipals", "/servicePrincipals", Some(json!({ "appId": app_id, "tags": ["x"] })));
    let sp = text(&made, "id");
    let one = "/servicePrincipals/{servicePrincipal-id}";
    tour.get("/servicePrincipals", "/servicePrincipals");
    tour.get(one, &format!("/servicePrincipals/{sp}"));
    tour.get("/servicePrincipals(appId='{appId}')",
        "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id,appId,appRoles,oauth2PermissionScopes");
    tour.go("PATCH", one, &format!("/servicePrincipals/{sp}"), Some(json!({ "notes": "x" })));
    let (_, other) = tour.world.new_app("Upserted");
    for _ in 0..2 {
        tour.go_preferring(
            "PATCH",
            "/servicePrincipals(appId='{appId}')",
            &format!("/servicePrincipals(appId='{other}')"),
            Some(json!({ "notes": "x" })),
            Some("create-if-missing"),
        );
    }
    let graph = tour.world.api("Microsoft Graph");
    let role = |tour: &Tour, name: &str| tour.world.role("Microsoft Graph", name);
    let received = "/servicePrincipals/{servicePrincipal-id}/appRoleAssignments";
    let given = "/servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo";
    let first = json!({ "principalId": sp, "resourceId": graph, "appRoleId": role(tour, "User.Read.All") });
    let second = json!({ "principalId": sp, "resourceId": graph, "appRoleId": role(tour, "Mail.Read") });
    let first = tour.go("POST", received, &format!("/servicePrincipals/{sp}/appRoleAssignments"), Some(first));
    let second = tour.go("POST", given, &format!("/servicePrincipals/{graph}/appRoleAssignedTo"), Some(second));
    tour.get(received, &format!("/servicePrincipals/{sp}/appRoleAssignments"));
    tour.get(given, &format!("/servicePrincipals/{graph}/appRoleAssignedTo"));
    tour.go(
        "DELETE",
        "/servicePrincipals/{servicePrincipal-id}/appRoleAssignments/{appRoleAssignment-id}",
        &format!("/servicePrincipals/{sp}/appRoleAssignments/{}", text(&first, "id")),
        None,
    );
    tour.go(
        "DELETE",
        "/servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo/{appRoleAssignment-id}",
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo/{}", text(&second, "id")),
        None,
    );

    let grants = "/oauth2PermissionGrants";
    let wish =
        json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read openid" });
    let grant = tour.go("POST", grants, grants, Some(wish));
    let one_grant = "/oauth2PermissionGrants/{oAuth2PermissionGrant-id}";
    let at = format!("/oauth2PermissionGrants/{}", text(&grant, "id"));
    tour.get(grants, &format!("{grants}?$filter=clientId eq '{sp}' and consentType eq 'AllPrincipals'"));
    tour.get(one_grant, &at);
    tour.get(
        "/servicePrincipals/{servicePrincipal-id}/oauth2PermissionGrants",
        &format!("/servicePrincipals/{sp}/oauth2PermissionGrants"),
    );
    tour.go("PATCH", one_grant, &at, Some(json!({ "scope": "User.Read openid profile" })));
    tour.go("DELETE", one_grant, &at, None);
    tour.go("DELETE", one, &format!("/servicePrincipals/{sp}"), None);
}

fn the_organization(tour: &mut Tour) {
    let id = tour.world.contoso().id;
    tour.get("/organization", "/organization?$select=id,displayName,verifiedDomains");
    tour.get("/organization", "/organization");
    tour.get("/organization/{organization-id}", &format!("/organization/{id}"));
    tour.get("/domains", "/domains");
    tour.get("/subscribedSkus", "/subscribedSkus");
    tour.get("/me", "/me");
    tour.get("/me/memberOf", "/me/memberOf");
    tour.get("/me/transitiveMemberOf", "/me/transitiveMemberOf?$select=id,displayName,roleTemplateId");
    tour.get(
        "/me/transitiveMemberOf/microsoft.graph.directoryRole",
        "/me/transitiveMemberOf/microsoft.graph.directoryRole",
    );
    tour.get("/roleManagement/directory/roleAssignments", "/roleManagement/directory/roleAssignments");
    tour.get("/policies/authorizationPolicy", "/policies/authorizationPolicy");
    tour.world.contoso().secret_policy.max_days = Some(180);
    tour.get("/policies/defaultAppManagementPolicy", "/policies/defaultAppManagementPolicy");
    tour.get("/policies/appManagementPolicies", "/policies/appManagementPolicies");
    tour.get("/admin/reportSettings", "/admin/reportSettings");
    tour.go("PATCH", "/admin/reportSettings", "/admin/reportSettings", Some(json!({ "displayConcealedNames": false })));
}

fn bookings(tour: &mut Tour) {
    let list = tour.get("/solutions/bookingBusinesses", "/solutions/bookingBusinesses");
    let id = list.body.unwrap()["value"][0]["id"].as_str().unwrap().to_owned();
    let at = format!("/solutions/bookingBusinesses/{id}");
    tour.get("/solutions/bookingBusinesses/{bookingBusiness-id}", &at);
    let services = tour.get("/solutions/bookingBusinesses/{bookingBusiness-id}/services", &format!("{at}/services"));
    let service = services.body.unwrap()["value"][0]["id"].clone();
    let appointments = "/solutions/bookingBusinesses/{bookingBusiness-id}/appointments";
    tour.get(appointments, &format!("{at}/appointments"));
    let time = |hour: u8| json!({ "dateTime": format!("2026-03-05T{hour:02}:00:00"), "timeZone": "UTC" });
    tour.go(
        "POST",
        appointments,
        &format!("{at}/appointments"),
        Some(json!({ "serviceId": service, "startDateTime": time(9), "endDateTime": time(10) })),
    );
}

fn recycle_bin(tour: &mut Tour, id: &str) {
    tour.go("DELETE", "/applications/{application-id}", &format!("/applications/{id}"), None);
    tour.get(
        "/directory/deletedItems/microsoft.graph.application",
        "/directory/deletedItems/microsoft.graph.application",
    );
    tour.get("/directory/deletedItems/{directoryObject-id}", &format!("/directory/deletedItems/{id}"));
    tour.go(
        "POST",
        "/directory/deletedItems/{directoryObject-id}/restore",
        &format!("/directory/deletedItems/{id}/restore"),
        Some(json!({})),
    );
    let admin = tour.guide.clone();
    assert_eq!(tour.world.delete(&admin, &format!("/applications/{id}")).status, 204);
    tour.go("DELETE", "/directory/deletedItems/{directoryObject-id}", &format!("/directory/deletedItems/{id}"), None);
}
