//! `/directory/deletedItems`: the recycle bin of applications and service principals, for 30 days.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::application_view::{self as view, Showing};
use super::call::{self, Answer, Call};
use super::path::{Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, READ_APPS, WRITE_SECRETS};
use super::{applications, service_principals};

/// How long things stay, in hours.
const KEPT_HOURS: i64 = 30 * 24;

/// Everything under `/directory`.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    expire(call);
    let method = call.method().to_owned();
    match (method.as_str(), names(rest).as_slice()) {
        ("GET", ["deleteditems", "microsoft.graph.application"]) => {
            rights::demand_directory(call.caller, &READ_APPS)?;
            applications::listing(call, "applications", call.tenant().deleted_applications.iter())
        }
        ("GET", ["deleteditems", "microsoft.graph.serviceprincipal"]) => {
            rights::demand_directory(call.caller, &READ_APPS)?;
            service_principals::listing(call, "servicePrincipals", call.tenant().deleted_service_principals.iter())
        }
        ("GET", ["deleteditems", id]) => get(call, id),
        ("DELETE", ["deleteditems", id]) => purge(call, id),
        ("POST", ["deleteditems", id, "restore" | "microsoft.graph.restore"]) => restore(call, id),
        (_, ["deleteditems", _] | ["deleteditems", _, "restore"]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn expire(call: &mut Call<'_>) {
    let now = call.moment.now;
    let stays = |deleted: Option<Timestamp>| {
        deleted.is_none_or(|at| now.duration_since(at) < SignedDuration::from_hours(KEPT_HOURS))
    };
    let tenant = call.tenant_mut();
    tenant.deleted_applications.retain(|app| stays(app.deleted));
    tenant.deleted_service_principals.retain(|sp| stays(sp.deleted));
}

/// Where a deleted object lies.
enum Place {
    Application(usize),
    ServicePrincipal(usize),
}

fn find(call: &Call<'_>, id: &str) -> Result<Place, Problem> {
    let wanted = Uuid::parse_str(id).map_err(|_| Problem::bad_request(format!("Invalid object identifier '{id}'.")))?;
    let tenant = call.tenant();
    let app = tenant.deleted_applications.iter().position(|app| app.id == wanted).map(Place::Application);
    let sp = || tenant.deleted_service_principals.iter().position(|sp| sp.id == wanted).map(Place::ServicePrincipal);
    app.or_else(sp).ok_or_else(|| Problem::not_found(id))
}

fn get(call: &Call<'_>, id: &str) -> Answer {
    rights::demand_directory(call.caller, &READ_APPS)?;
    let mut shown = call::object(serde_json::json!({ "@odata.type": "#microsoft.graph.application" }));
    match find(call, id)? {
        Place::Application(at) => {
            let app = &call.tenant().deleted_applications[at];
            shown.extend(view::show(app, call.tenant(), Showing::Later, None));
        }
        Place::ServicePrincipal(at) => {
            let sp = &call.tenant().deleted_service_principals[at];
            shown = service_principals::show_typed(sp);
        }
    }
    call.entity("directoryObjects/$entity", "microsoft.graph.directoryObject", shown)
}

fn demand_change(call: &Call<'_>, place: &Place) -> Result<(), Problem> {
    rights::demand_directory(call.caller, &WRITE_SECRETS)?;
    let app = match place {
        Place::Application(at) => call.tenant().deleted_applications.get(*at),
        Place::ServicePrincipal(at) => {
            let app_id = call.tenant().deleted_service_principals[*at].app_id;
            call.tenant().application_by_app_id(app_id)
        }
    };
    if rights::owns_or_administers(call, app) { Ok(()) } else { Err(Problem::denied()) }
}

/// Gone for good, but the uniqueName is not free at once.
fn purge(call: &mut Call<'_>, id: &str) -> Answer {
    rights::demand_directory(call.caller, &WRITE_SECRETS)?;
    let place = find(call, id)?;
    demand_change(call, &place)?;
    let tenant = call.tenant_mut();
    match place {
        Place::Application(at) => {
            let app = tenant.deleted_applications.remove(at);
            tenant.reserved_unique_names.extend(app.unique_name);
        }
        Place::ServicePrincipal(at) => {
            tenant.deleted_service_principals.remove(at);
        }
    }
    Ok(call::no_content())
}

/// Back from the recycle bin. An application comes back without its service principal.
fn restore(call: &mut Call<'_>, id: &str) -> Answer {
    rights::demand_directory(call.caller, &WRITE_SECRETS)?;
    let place = find(call, id)?;
    demand_change(call, &place)?;
    let tenant = call.tenant_mut();
    let mut shown = call::object(serde_json::json!({ "@odata.type": "#microsoft.graph.application" }));
    match place {
        Place::Application(at) => {
            let mut app = tenant.deleted_applications.remove(at);
            app.deleted = None;
            shown.extend(view::show(&app, tenant, Showing::Later, None));
            tenant.applications.push(app);
        }
        Place::ServicePrincipal(at) => {
            let mut sp = tenant.deleted_service_principals.remove(at);
            sp.deleted = None;
            shown = service_principals::show_typed(&sp);
            tenant.service_principals.push(sp);
        }
    }
    Ok(call::ok(call::with_context("directoryObjects/$entity", shown)))
}
