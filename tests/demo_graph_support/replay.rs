//! Recorded exchanges, sent again to a tenant in which the recorded objects exist under their recorded ids.

use std::path::Path;

use onramp::demo::caller::{Caller, GraphResponse};
use onramp::demo::store::AppRole;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::compare::differences;
use crate::demo_graph_support::{World, text};
use crate::reference::recording;

/// What differs from one recording to the next: ids, times and names of another tenant.
const LOOSE: &[&str] = &[
    "id",
    "appId",
    "createdDateTime",
    "publisherDomain",
    "keyId",
    "secretText",
    "hint",
    "startDateTime",
    "customKeyIdentifier",
    "appOwnerOrganizationId",
    "servicePrincipalNames",
];
/// Newer than the recordings.
const NEWER: &[&str] = &["uniqueName"];

struct Replay<'f> {
    folder: &'f Path,
    world: World,
    admin: Caller,
    done: Vec<(String, Vec<String>)>,
}

/// Every recording in turn: its name, and what differs.
pub fn all(folder: &Path) -> Vec<(String, Vec<String>)> {
    let mut world = World::at("2022-05-07T06:52:43.8313021Z");
    let graph: Uuid = world.api("Microsoft Graph").parse().unwrap();
    for sp in &mut world.contoso().service_principals {
        if sp.id == graph {
            sp.id = "a3efc889-f1b7-4532-9e01-91e32d1039f4".parse().unwrap();
        }
    }
    let admin = world.admin();
    let mut replay = Replay { folder, world, admin, done: Vec::new() };
    replay.credentials();
    replay.whole_application();
    replay.permissions_and_grants();
    replay.service_principal();
    replay.others();
    replay.done
}

impl Replay<'_> {
    fn send(&mut self, name: &str) -> (Value, GraphResponse) {
        let recorded = recording(self.folder, name);
        let request = &recorded["request"];
        let body = request.get("body").cloned();
        let prefer = request["headers"]["Prefer"].as_str();
        let (method, url) = (request["method"].as_str().unwrap(), request["url"].as_str().unwrap());
        let answer = self.world.send_preferring(&self.admin.clone(), method, url, body, prefer);
        (recorded, answer)
    }

    fn exchange(&mut self, name: &str, loose: &[&str], more: &[&str]) -> GraphResponse {
        let (recorded, answer) = self.send(name);
        let mut found = Vec::new();
        if recorded["response"]["status"] != answer.status {
            found.push(format!("status {}, recorded {}: {answer:?}", answer.status, recorded["response"]["status"]));
        }
        let none = Value::Null;
        let wanted = recorded["response"].get("body").unwrap_or(&none);
        let ours = answer.body.as_ref().unwrap_or(&none);
        if !(wanted.is_null() && more.contains(&"*")) {
            found.extend(differences(wanted, ours, &[LOOSE, loose].concat(), &[NEWER, more].concat()));
        }
        let location = |text: &str| text.split('/').skip(5).filter(|p| Uuid::parse_str(p).is_err()).count();
        if answer.status == 201
            && let Some(recorded) = recorded["response"]["headers"]["location"].as_str()
        {
            let ours = answer.headers.iter().find(|(key, _)| key == "Location");
            let same = ours.is_some_and(|(_, ours)| location(ours) == location(recorded) && ours.contains("/v2/"));
            if !same {
                found.push(format!("Location {ours:?}, recorded {recorded}"));
            }
        }
        self.done.push((name.to_owned(), found));
        answer
    }

    fn same(&mut self, name: &str) -> GraphResponse {
        self.exchange(name, &[], &[])
    }

    /// Gives the application that was just created the ids that later recordings name.
    fn rename_app(&mut self, created: &GraphResponse, id: &str, app_id: &str) {
        let made: Uuid = text(created, "id").parse().unwrap();
        let app = self.world.contoso().applications.iter_mut().find(|app| app.id == made).unwrap();
        app.id = id.parse().unwrap();
        app.app_id = app_id.parse().unwrap();
    }

    fn rename_principal(&mut self, created: &GraphResponse, id: &str) {
        let made: Uuid = text(created, "id").parse().unwrap();
        let sp = self.world.contoso().service_principals.iter_mut().find(|sp| sp.id == made).unwrap();
        sp.id = id.parse().unwrap();
    }

    fn create(&mut self, name: &str, body: Value) -> GraphResponse {
        let answer = self.world.post(&self.admin.clone(), name, body);
        assert_eq!(answer.status, 201, "{answer:?}");
        answer
    }

    fn credentials(&mut self) {
        self.same("applications-list-startswith-empty");
        let app = self.same("application-create-minimal");
        self.rename_app(&app, "765eb0e3-acb3-475d-9a98-ee6892f081c8", "afb85a07-e312-4d49-b75b-9db4e2d683cd");
        self.same("application-get");
        self.same("application-list-by-appid");
        self.same("application-addpassword");
        self.same("application-list-by-appid-with-secret");
        self.exchange("application-create-with-secret", &[], &["*"]);
        self.exchange("application-upsert-create", &[], &["*"]);
        let outsider = self.world.person_with("global-admin", &["User.Read"]);
        let insider = std::mem::replace(&mut self.admin, outsider);
        self.exchange("error-403-applications-list-requestdenied", &["date", "request-id", "client-request-id"], &[]);
        self.admin = insider;
        self.exchange("error-404-resource-not-found", &["date", "request-id", "client-request-id"], &[]);
    }

    fn whole_application(&mut self) {
        let app = self.exchange("application-create-full", &["displayName"], &[]);
        self.rename_app(&app, "63e64527-fcfc-4b49-9620-12448f5c4ba6", "c603620f-3d35-453e-bcde-9f680b44a0f3");
        self.exchange("application-get-after-create-reordered", &["displayName"], &[]);
        self.same("application-delete");
    }

    fn permissions_and_grants(&mut self) {
        let app = self.create(
            "/applications",
            json!({ "displayName": "cli-app-000001", "passwordCredentials": [{
                "displayName": "rbac", "startDateTime": "2022-05-07T06:52:52Z", "endDateTime": "2023-05-07T06:52:52Z" }] }),
        );
        self.rename_app(&app, "7d3b61db-172a-4c80-bbcb-80376d7591d3", "39858ac9-87e5-484a-b50d-db427325848e");
        let sp = self.create("/servicePrincipals", json!({ "appId": "39858ac9-87e5-484a-b50d-db427325848e" }));
        self.rename_principal(&sp, "043293df-9b19-46aa-962f-65f957d7bcc8");
        self.same("serviceprincipal-list-by-spn");
        self.exchange(
            "serviceprincipal-list-microsoft-graph-truncated",
            &[
                "value",
                "appRoles",
                "oauth2PermissionScopes",
                "description",
                "displayName",
                "adminConsentDescription",
                "adminConsentDisplayName",
                "userConsentDescription",
                "userConsentDisplayName",
                "type",
                "0",
            ],
            &[],
        );
        self.same("application-patch-required-resource-access");
        self.same("application-get-two-permissions");
        let one = json!({ "requiredResourceAccess": [{ "resourceAppId": "00000003-0000-0000-c000-000000000000",
            "resourceAccess": [{ "id": "c79f8feb-a9db-4090-85f9-90d820caa0eb", "type": "Scope" }] }] });
        let path = "/applications/7d3b61db-172a-4c80-bbcb-80376d7591d3";
        assert_eq!(self.world.patch(&self.admin.clone(), path, one).status, 204);
        self.exchange("application-get-one-permission", &[], &[]);
        self.same("application-patch-clear-required-resource-access");

        self.create(
            "/oauth2PermissionGrants",
            json!({ "clientId": "043293df-9b19-46aa-962f-65f957d7bcc8",
            "consentType": "AllPrincipals", "resourceId": "a3efc889-f1b7-4532-9e01-91e32d1039f4",
            "scope": "Directory.Read.All" }),
        );
        self.same("oauth2permissiongrants-list-by-client");
        self.same("oauth2permissiongrant-delete");
        let grant = self.same("oauth2permissiongrant-create");
        assert_eq!(text(&grant, "id"), "35MyBBmbqkaWL2X5V9e8yInI76O38TJFngGR4y0QOfQ");
        self.same("oauth2permissiongrants-list-after");
        assert_eq!(self.world.delete(&self.admin.clone(), path).status, 204);
        self.same("deleteditems-purge");
    }

    fn service_principal(&mut self) {
        let app = self.same("application-create-identifier-uri");
        self.rename_app(&app, "538f330b-e6cf-4492-b91d-d773892962b1", "5a512f68-af7f-4e8b-b7d4-19f3ea7372db");
        let sp = self.same("serviceprincipal-create");
        self.rename_principal(&sp, "45e0a0cf-92d7-4ea9-8a44-0e84fae7aa74");
        self.same("serviceprincipal-get");

        // Recorded with another kind of application, on /beta; the body is the same.
        let again = self.world.post(
            &self.admin.clone(),
            "/servicePrincipals",
            json!({ "appId": "5a512f68-af7f-4e8b-b7d4-19f3ea7372db" }),
        );
        let recorded = recording(self.folder, "error-409-serviceprincipal-already-exists");
        let mut wanted = recorded["response"]["body"].clone();
        let text =
            wanted.to_string().replace("c642e789-57df-465d-8407-aea848cc4057", "5a512f68-af7f-4e8b-b7d4-19f3ea7372db");
        wanted = serde_json::from_str(&text).unwrap();
        for extra in ["blockedWord", "prefix", "suffix"] {
            wanted["error"]["details"][0].as_object_mut().unwrap().remove(extra);
        }
        let loose = ["date", "request-id", "client-request-id"];
        let mut found = differences(&wanted, again.body.as_ref().unwrap(), &loose, &[]);
        if again.status != 409 {
            found.push(format!("status {}", again.status));
        }
        self.done.push(("error-409-serviceprincipal-already-exists".to_owned(), found));

        let app = self.create("/applications", json!({ "displayName": "myapp" }));
        let sp = self.create("/servicePrincipals", json!({ "appId": text_of(&app, "appId") }));
        self.rename_principal(&sp, "24448e9c-d0fa-43d1-a1dd-e279720969a0");
        let mut sharepoint = self.world.contoso().service_principals[0].clone();
        sharepoint.id = "df3d00f0-a24d-45a9-ba8b-3b0934ec3a6c".parse().unwrap();
        sharepoint.app_id = Uuid::new_v4();
        sharepoint.body["displayName"] = json!("Office 365 SharePoint Online");
        sharepoint.app_roles = vec![AppRole {
            id: "9bff6588-13f2-4c48-bbf2-ddab62256b36".parse().unwrap(),
            value: "Sites.Read.All".into(),
            display_name: "Read".into(),
        }];
        self.world.contoso().service_principals.push(sharepoint);
        self.same("fixture-m365cli-approleassignment-create");
    }

    fn others(&mut self) {
        let all =
            ["Policy.Read.All", "ReportSettings.Read.All", "Bookings.Read.All", "Directory.Read.All", "User.Read"];
        self.admin = self.world.person_with("global-admin", &all);
        // Mocks cut down from real answers: the properties count, not what stands in them.
        let fixture = |replay: &mut Self, name: &str, path: &str, loose: &[&str]| {
            let wanted = recording(replay.folder, name)["response"]["body"].clone();
            let answer = replay.world.get(&replay.admin.clone(), path);
            let found = differences(
                &wanted,
                answer.body.as_ref().unwrap(),
                &[LOOSE, loose].concat(),
                &["@odata.context", "id"],
            );
            replay.done.push((name.to_owned(), found));
        };
        let of = "/servicePrincipals/24448e9c-d0fa-43d1-a1dd-e279720969a0/appRoleAssignments";
        fixture(
            self,
            "fixture-m365cli-approleassignments-list",
            of,
            &["value", "appRoleId", "principalDisplayName", "principalId", "resourceDisplayName", "resourceId"],
        );
        fixture(
            self,
            "fixture-m365cli-authorization-policy-get",
            "/policies/authorizationPolicy",
            &["permissionGrantPoliciesAssigned", "0", "@odata.id"],
        );
        fixture(self, "fixture-m365cli-booking-businesses-list", "/solutions/bookingBusinesses", &["displayName"]);
        fixture(self, "fixture-m365cli-report-settings-get", "/admin/reportSettings", &[]);
        fixture(
            self,
            "fixture-m365cli-organization-list",
            "/organization",
            &[
                "0",
                "businessPhones",
                "countryLetterCode",
                "contactEmail",
                "capabilities",
                "isInitial",
                "name",
                "technicalNotificationMails",
            ],
        );
        let grant = json!({ "clientId": "24448e9c-d0fa-43d1-a1dd-e279720969a0", "consentType": "AllPrincipals",
            "resourceId": "a3efc889-f1b7-4532-9e01-91e32d1039f4", "scope": "Group.Read.All" });
        let admin = self.world.admin();
        assert_eq!(self.world.post(&admin, "/oauth2PermissionGrants", grant).status, 201);
        let of = "/oauth2PermissionGrants?$filter=clientId eq '24448e9c-d0fa-43d1-a1dd-e279720969a0'";
        fixture(self, "fixture-m365cli-oauth2grants-list", of, &["value", "clientId", "resourceId", "scope"]);
        self.batch();
    }

    /// The parts of a batch, one by one: memberships, and two refusals.
    fn batch(&mut self) {
        let recorded = recording(self.folder, "batch-mixed");
        let loose = [
            "value",
            "id",
            "description",
            "displayName",
            "roleTemplateId",
            "date",
            "request-id",
            "client-request-id",
            "@odata.context",
            "@odata.type",
        ];
        let requests = recorded["request"]["body"]["requests"].as_array().unwrap().clone();
        let mut found = Vec::new();
        for (request, response) in requests.iter().zip(recorded["response"]["body"]["responses"].as_array().unwrap()) {
            let (method, url) = (request["method"].as_str().unwrap(), request["url"].as_str().unwrap());
            let answer = self.world.send(&self.admin.clone(), method, url, request.get("body").cloned());
            if response["status"] != answer.status {
                found.push(format!("{method} {url}: status {}, recorded {}", answer.status, response["status"]));
            }
            let mut ours = answer.body.unwrap();
            if let Some(memberships) = ours.get_mut("value").and_then(Value::as_array_mut) {
                memberships.retain(|m| m["@odata.type"] == "#microsoft.graph.directoryRole"); // no groups recorded
            }
            found.extend(differences(&response["body"], &ours, &loose, &[]));
        }
        self.done.push(("batch-mixed".to_owned(), found));
    }
}

fn text_of(answer: &GraphResponse, name: &str) -> String {
    text(answer, name)
}
