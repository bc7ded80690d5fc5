//! `/organization`, `/domains`, `/subscribedSkus`, and the directory objects that a check call may list: `/groups`,
//! `/contacts`.

use serde_json::{Map, Value, json};

use super::super::seed::fixed;
use super::super::store::Tenant;
use super::call::{self, Answer, Call, object};
use super::list::Listing;
use super::path::{Segment, keyed, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};

const READ: Accepts = Accepts {
    delegated: &[
        "User.Read",
        "User.Read.All",
        "Organization.Read.All",
        "Organization.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
    application: &[
        "User.Read.All",
        "Organization.Read.All",
        "Organization.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};
const READ_DOMAINS: Accepts = Accepts {
    delegated: &["Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All"],
    application: &["Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All"],
};
const READ_SKUS: Accepts = Accepts {
    delegated: &[
        "LicenseAssignment.Read.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "Organization.Read.All",
        "Organization.ReadWrite.All",
    ],
    application: &[
        "LicenseAssignment.Read.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "Organization.Read.All",
        "Organization.ReadWrite.All",
    ],
};
const READ_GROUPS: Accepts = Accepts {
    delegated: &[
        "GroupMember.Read.All",
        "Group.Read.All",
        "Group.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
    application: &[
        "GroupMember.Read.All",
        "Group.Read.All",
        "Group.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};
const READ_CONTACTS: Accepts = Accepts {
    delegated: &["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"],
    application: &["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"],
};

/// Everything under `/organization`.
pub fn answer(call: &mut Call<'_>, first: &Segment, rest: &[Segment]) -> Answer {
    let (key, rest) = keyed(first, rest);
    if !rest.is_empty() {
        return Err(lost(rest));
    }
    if call.method() != "GET" {
        return Err(Problem::method_not_allowed());
    }
    rights::demand_directory(call.caller, &READ)?;
    let shown = show(call.tenant());
    match key {
        None => {
            Listing { context: "organization", type_name: "microsoft.graph.organization", known: call::known(&shown) }
                .answer(call, vec![shown])
        }
        Some(key) if key.value().eq_ignore_ascii_case(&call.tenant().id.to_string()) => {
            call.entity("organization/$entity", "microsoft.graph.organization", shown)
        }
        Some(key) => Err(Problem::not_found(key.value())),
    }
}

fn show(tenant: &Tenant) -> Map<String, Value> {
    let contact = tenant.users.first().map_or("", |user| user.upn.as_str());
    let domains: Vec<Value> = tenant
        .domains
        .iter()
        .enumerate()
        .map(|(at, name)| {
            json!({
                "capabilities": "Email, OfficeCommunicationsOnline", "isDefault": at == 0,
                "isInitial": name == tenant.initial_domain(), "name": name, "type": "Managed",
            })
        })
        .collect();
    object(json!({
        "id": tenant.id, "deletedDateTime": null, "businessPhones": [], "city": null, "country": null,
        "countryLetterCode": "US", "createdDateTime": "2023-02-21T19:56:38Z", "defaultUsageLocation": null,
        "displayName": tenant.display_name, "isMultipleDataLocationsForServicesEnabled": null,
        "marketingNotificationEmails": [], "onPremisesLastSyncDateTime": null, "onPremisesSyncEnabled": null,
        "partnerTenantType": null, "postalCode": null, "preferredLanguage": "en",
        "securityComplianceNotificationMails": [], "securityComplianceNotificationPhones": [], "state": null,
        "street": null, "technicalNotificationMails": [contact], "tenantType": "AAD",
        "directorySizeQuota": { "used": 1400, "total": 300_000 }, "assignedPlans": [], "onPremisesSyncStatus": [],
        "privacyProfile": { "contactEmail": contact, "statementUrl": "" }, "provisionedPlans": [],
        "verifiedDomains": domains,
    }))
}

/// Everything under `/domains`.
pub fn answer_domains(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", []) => {}
        (_, []) => return Err(Problem::method_not_allowed()),
        _ => return Err(lost(rest)),
    }
    rights::demand_directory(call.caller, &READ_DOMAINS)?;
    let tenant = call.tenant();
    let items: Vec<_> = tenant
        .domains
        .iter()
        .enumerate()
        .map(|(at, name)| {
            object(json!({
                "id": name, "authenticationType": "Managed", "availabilityStatus": null, "isAdminManaged": true,
                "isDefault": at == 0, "isInitial": name == tenant.initial_domain(), "isRoot": true, "isVerified": true,
                "passwordNotificationWindowInDays": 14, "passwordValidityPeriodInDays": 2_147_483_647, "state": null,
                "supportedServices": ["Email", "OfficeCommunicationsOnline"],
            }))
        })
        .collect();
    let known = items.first().map(call::known).unwrap_or_default();
    Listing { context: "domains", type_name: "microsoft.graph.domain", known }.answer(call, items)
}

/// Everything under `/subscribedSkus`.
pub fn answer_skus(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", []) => {}
        (_, []) => return Err(Problem::method_not_allowed()),
        _ => return Err(lost(rest)),
    }
    rights::demand_directory(call.caller, &READ_SKUS)?;
    let tenant = call.tenant();
    let sku = "c7df2760-2c81-4ef7-b578-5b5392b571df"; // Office 365 E5
    let item = object(json!({
        "accountName": tenant.display_name, "accountId": tenant.id, "appliesTo": "User",
        "capabilityStatus": "Enabled", "consumedUnits": tenant.users.len(), "id": format!("{}_{sku}", tenant.id),
        "skuId": sku, "skuPartNumber": "ENTERPRISEPREMIUM", "subscriptionIds": [fixed(&tenant.display_name, "subscription")],
        "prepaidUnits": { "enabled": 25, "suspended": 0, "warning": 0, "lockedOut": 0 }, "servicePlans": [],
    }));
    let known = call::known(&item);
    Listing { context: "subscribedSkus", type_name: "microsoft.graph.subscribedSku", known }.answer(call, vec![item])
}

/// Everything under `/groups` and `/contacts`: lists only. Nobody may change anything here.
pub fn answer_other_objects(call: &mut Call<'_>, first: &Segment, rest: &[Segment]) -> Answer {
    let (key, rest) = keyed(first, rest);
    let groups = first.lower == "groups";
    let accepts = if groups { &READ_GROUPS } else { &READ_CONTACTS };
    match (call.method(), &key, rest) {
        ("GET", None, _) => {
            rights::demand_directory(call.caller, accepts)?;
            let item = object(json!({
                "id": fixed(&call.tenant().display_name, if groups { "All Company" } else { "A contact" }),
                "deletedDateTime": null, "displayName": if groups { "All Company" } else { "Adatum sales" },
                "mail": null,
            }));
            let (context, type_name) =
                if groups { ("groups", "microsoft.graph.group") } else { ("contacts", "microsoft.graph.orgContact") };
            let known = call::known(&item);
            Listing { context, type_name, known }.answer(call, vec![item])
        }
        ("DELETE" | "PATCH", Some(_), []) | ("POST", None, _) => Err(Problem::denied()),
        ("GET", Some(key), []) => {
            rights::demand_directory(call.caller, accepts)?;
            Err(Problem::not_found(key.value()))
        }
        (_, _, []) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}
