//! `/solutions/bookingBusinesses`: calendars, their services and appointments.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::store::Booking;
use super::call::{self, Answer, Call, object, with_context};
use super::list::Listing;
use super::path::{Segment, keyed, lost};
use super::problem::Problem;
use super::rights::{self, Accepts};

/// Listing calendars: an app that may only handle appointments may not.
const LIST: Accepts = Accepts {
    delegated: &[
        "Bookings.Read.All",
        "Bookings.Manage.All",
        "Bookings.ReadWrite.All",
        "BookingsAppointment.ReadWrite.All",
    ],
    application: &["Bookings.Read.All", "Bookings.Manage.All", "Bookings.ReadWrite.All"],
};
const READ: Accepts = Accepts {
    delegated: &[
        "Bookings.Read.All",
        "Bookings.Manage.All",
        "Bookings.ReadWrite.All",
        "BookingsAppointment.ReadWrite.All",
    ],
    application: &[
        "BookingsAppointment.ReadWrite.All",
        "Bookings.Manage.All",
        "Bookings.Read.All",
        "Bookings.ReadWrite.All",
    ],
};
const WRITE: Accepts = Accepts {
    delegated: &["BookingsAppointment.ReadWrite.All", "Bookings.Manage.All", "Bookings.ReadWrite.All"],
    application: &["BookingsAppointment.ReadWrite.All", "Bookings.Manage.All", "Bookings.ReadWrite.All"],
};

const SET: &str = "solutions/bookingBusinesses";

/// Everything under `/solutions`.
pub fn answer(call: &mut Call<'_>, rest: &[Segment]) -> Answer {
    let Some((first, rest)) = rest.split_first().filter(|(first, _)| first.lower == "bookingbusinesses") else {
        return Err(lost(rest));
    };
    let (key, rest) = keyed(first, rest);
    let Some(key) = key else {
        if call.method() != "GET" {
            return Err(Problem::method_not_allowed());
        }
        rights::demand(call.caller, &LIST)?;
        return list(call);
    };
    let id = key.value();
    let method = call.method().to_owned();
    let parts: Vec<&str> = rest
        .iter()
        .map(|s| if s.lower == "appointments" || s.lower == "services" { s.lower.as_str() } else { s.name.as_str() })
        .collect();
    match (method.as_str(), parts.as_slice()) {
        ("GET", []) => {
            rights::demand(call.caller, &READ)?;
            let shown = show(id, find(call, id)?);
            call.entity(&format!("{SET}/$entity"), "microsoft.graph.bookingBusiness", shown)
        }
        ("GET", ["services"]) => members(call, id, "services"),
        ("GET", ["appointments"]) => members(call, id, "appointments"),
        ("POST", ["appointments"]) => create(call, id),
        ("GET", ["appointments", appointment]) => {
            rights::demand(call.caller, &READ)?;
            let found = find(call, id)?.appointments.iter().find(|a| a["id"] == **appointment);
            let found = found.cloned().ok_or_else(|| Problem::not_found(appointment))?;
            call.entity(&context(id, "appointments/$entity"), "microsoft.graph.bookingAppointment", object(found))
        }
        ("DELETE", ["appointments", appointment]) => delete(call, id, appointment),
        (_, [] | ["services" | "appointments"] | ["appointments", _]) => Err(Problem::method_not_allowed()),
        _ => Err(lost(rest)),
    }
}

fn context(id: &str, what: &str) -> String {
    format!("{SET}('{}')/{what}", id.replace('@', "%40"))
}

fn find<'c>(call: &'c Call<'_>, id: &str) -> Result<&'c Booking, Problem> {
    let found = call.tenant().bookings.iter().find(|(key, _)| key.eq_ignore_ascii_case(id));
    found.map(|(_, booking)| booking).ok_or_else(|| Problem::not_found(id))
}

fn find_mut<'c>(call: &'c mut Call<'_>, id: &str) -> Result<&'c mut Booking, Problem> {
    let found = call.tenant_mut().bookings.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(id));
    found.map(|(_, booking)| booking).ok_or_else(|| Problem::not_found(id))
}

/// The list tells only names; `?query=` looks for a part of them.
fn list(call: &Call<'_>) -> Answer {
    let wanted = call.option("query").unwrap_or_default().to_lowercase();
    let ours = call.tenant().bookings.iter().filter(|(_, b)| b.display_name.to_lowercase().contains(&wanted));
    let items = ours.map(|(id, b)| object(json!({ "id": id, "displayName": b.display_name }))).collect();
    let known = ["id", "displayName"].map(String::from).to_vec();
    Listing { context: SET, type_name: "microsoft.graph.bookingBusiness", known }.answer(call, items)
}

fn show(id: &str, booking: &Booking) -> Map<String, Value> {
    object(json!({
        "id": id, "displayName": booking.display_name, "businessType": "Help desk", "address": null, "phone": "",
        "email": id, "webSiteUrl": "", "defaultCurrencyIso": "USD", "isPublished": false, "publicUrl": null,
        "languageTag": "en-US", "businessHours": [],
    }))
}

fn members(call: &Call<'_>, id: &str, which: &str) -> Answer {
    rights::demand(call.caller, &READ)?;
    let booking = find(call, id)?;
    let (values, type_name) = match which {
        "services" => (&booking.services, "microsoft.graph.bookingService"),
        _ => (&booking.appointments, "microsoft.graph.bookingAppointment"),
    };
    let items: Vec<_> = values.iter().cloned().map(object).collect();
    let known = items.iter().flat_map(call::known).collect();
    Listing { context: &context(id, which), type_name, known }.answer(call, items)
}

fn create(call: &mut Call<'_>, id: &str) -> Answer {
    rights::demand(call.caller, &WRITE)?;
    let input = call.body()?;
    let booking = find(call, id)?;
    for needed in ["serviceId", "startDateTime", "endDateTime"] {
        if input.get(needed).is_none_or(Value::is_null) {
            return Err(Problem::bad_request(format!("A value is required for property '{needed}'.")));
        }
    }
    let Some(service) = booking.services.iter().find(|s| Some(&s["id"]) == input.get("serviceId")) else {
        return Err(Problem::bad_request("The serviceId does not name a service of this business."));
    };
    let mut appointment = object(json!({
        "id": format!("AAMkA{}=", Uuid::new_v4().simple()), "serviceName": service["displayName"],
        "duration": service["defaultDuration"], "isLocationOnline": true, "optOutOfCustomerEmail": false,
        "preBuffer": "PT0S", "postBuffer": "PT0S", "price": 0.0, "priceType": "notSet", "serviceNotes": null,
        "staffMemberIds": [], "maximumAttendeesCount": 1, "filledAttendeesCount": 1,
        "smsNotificationsEnabled": false, "customers": [],
    }));
    let sent = input.iter().filter(|(name, _)| !name.contains('@') && *name != "id");
    appointment.extend(sent.map(|(name, value)| (name.clone(), value.clone())));
    find_mut(call, id)?.appointments.push(Value::Object(appointment.clone()));
    let mut response = call::ok(with_context(&context(id, "appointments/$entity"), appointment));
    response.status = 201;
    Ok(response)
}

fn delete(call: &mut Call<'_>, id: &str, appointment: &str) -> Answer {
    rights::demand(call.caller, &WRITE)?;
    let booking = find_mut(call, id)?;
    let before = booking.appointments.len();
    booking.appointments.retain(|a| a["id"] != *appointment);
    if booking.appointments.len() == before { Err(Problem::not_found(appointment)) } else { Ok(call::no_content()) }
}
