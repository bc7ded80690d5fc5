//! What an admin centre knows: report settings, service health, and the usage report that a monitoring product reads.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::caller::GraphResponse;
use super::super::seed::fixed;
use super::super::store::Tenant;
use super::ORIGIN;
use super::call::{self, Answer, Call, object};
use super::path::{Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};

const READ_SETTINGS: Accepts = Accepts {
    delegated: &["ReportSettings.Read.All", "ReportSettings.ReadWrite.All"],
    application: &["ReportSettings.Read.All", "ReportSettings.ReadWrite.All"],
};
const WRITE_SETTINGS: Accepts =
    Accepts { delegated: &["ReportSettings.ReadWrite.All"], application: &["ReportSettings.ReadWrite.All"] };
const READ_HEALTH: Accepts =
    Accepts { delegated: &["ServiceHealth.Read.All"], application: &["ServiceHealth.Read.All"] };
const READ_REPORTS: Accepts = Accepts { delegated: &["Reports.Read.All"], application: &["Reports.Read.All"] };

/// Everything under `/admin`.
pub fn answer_admin(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", ["reportsettings"]) => {
            rights::demand(call.caller, &READ_SETTINGS)?;
            let readers = [
                rights::GLOBAL_ADMINISTRATOR,
                rights::GLOBAL_READER,
                rights::REPORTS_READER,
                rights::EXCHANGE_ADMINISTRATOR,
                rights::TEAMS_ADMINISTRATOR,
            ];
            rights::demand_person(call.caller, &readers)?;
            let settings = object(json!({ "displayConcealedNames": call.tenant().conceal_report_names }));
            call.entity("admin/reportSettings/$entity", "microsoft.graph.adminReportSettings", settings)
        }
        ("PATCH", ["reportsettings"]) => change_settings(call),
        ("GET", ["serviceannouncement", "healthoverviews"]) => {
            rights::demand(call.caller, &READ_HEALTH)?;
            let services = ["Exchange Online", "Microsoft Teams", "SharePoint Online"];
            let value: Vec<Value> = services
                .iter()
                .map(|name| json!({ "id": name.split(' ').next(), "service": name, "status": "serviceOperational" }))
                .collect();
            Ok(call::collection("admin/serviceAnnouncement/healthOverviews", &value))
        }
        (_, ["reportsettings"] | ["serviceannouncement", "healthoverviews"]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn change_settings(call: &mut Call<'_>) -> Answer {
    rights::demand(call.caller, &WRITE_SETTINGS)?;
    rights::demand_person(call.caller, &[rights::GLOBAL_ADMINISTRATOR])?;
    for (name, value) in call.body()? {
        match (name.as_str(), value) {
            ("displayConcealedNames", Value::Bool(conceal)) => call.tenant_mut().conceal_report_names = *conceal,
            ("displayConcealedNames", _) => return Err(Problem::invalid_value(name, "adminReportSettings")),
            (other, _) if other.starts_with('@') => {}
            (other, _) => return Err(Problem::unknown_property(other)),
        }
    }
    Ok(call::no_content())
}

/// Everything under `/reports`: one report, which is not answered but redirected to a download, as at Microsoft.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    match (call.method(), names(rest).as_slice()) {
        ("GET", ["getoffice365activeuserdetail"]) => {
            rights::demand(call.caller, &READ_REPORTS)?;
            let place = format!("{ORIGIN}/reports/download/active-user-detail.csv?tenant={}", call.tenant().id);
            Ok(GraphResponse { status: 302, headers: vec![("Location".into(), place)], body: None })
        }
        (_, ["getoffice365activeuserdetail"]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

/// The download itself: the active user report as CSV, with names concealed or not as the tenant's settings say.
#[must_use]
pub fn active_user_detail(tenant: &Tenant) -> String {
    let header = "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Report Period\n";
    tenant.users.iter().fold(header.to_owned(), |mut csv, user| {
        let hash = |text: &str| fixed("report", text).simple().to_string().to_uppercase();
        let (upn, name) = if tenant.conceal_report_names {
            (hash(&user.upn), hash(&user.display_name))
        } else {
            (user.upn.clone(), user.display_name.clone())
        };
        let _ = writeln!(csv, "2026-03-01,{upn},{name},False,7");
        csv
    })
}
