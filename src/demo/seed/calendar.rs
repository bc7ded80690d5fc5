//! The Bookings calendar of Contoso.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::super::store::Booking;
use super::fixed;

/// The address of the calendar, which is also its id.
const ID: &str = "ContosoServiceDesk@contoso.example";

/// One calendar with two services, and one appointment two days from `now`.
pub fn bookings(now: Timestamp) -> BTreeMap<String, Booking> {
    let services = [("Password help", "PT30M"), ("New laptop", "PT1H")];
    let service = |(name, duration): &(&str, &str)| {
        json!({
            "id": fixed("service", name), "displayName": name, "defaultDuration": duration, "defaultPrice": 0.0,
            "defaultPriceType": "notSet", "description": null, "isHiddenFromCustomers": false,
            "isLocationOnline": true, "notes": null, "preBuffer": "PT0S", "postBuffer": "PT0S",
            "maximumAttendeesCount": 1, "smsNotificationsEnabled": false, "staffMemberIds": [],
        })
    };
    let start = now.checked_add(48.hours()).unwrap_or(now);
    let end = start.checked_add(30.minutes()).unwrap_or(start);
    let at = |time: Timestamp| json!({ "dateTime": time.strftime("%Y-%m-%dT%H:%M:00.0000000Z").to_string(), "timeZone": "UTC" });
    let appointment = json!({
        "id": "AAMkADKoAAA=", "serviceId": fixed("service", "Password help"), "serviceName": "Password help",
        "startDateTime": at(start), "endDateTime": at(end), "duration": "PT30M", "isLocationOnline": true,
        "optOutOfCustomerEmail": false, "preBuffer": "PT0S", "postBuffer": "PT0S", "price": 0.0,
        "priceType": "notSet", "serviceNotes": null, "staffMemberIds": [], "maximumAttendeesCount": 1,
        "filledAttendeesCount": 1, "smsNotificationsEnabled": false, "customers": [],
    });
    let calendar = Booking {
        display_name: "Contoso service desk".to_owned(),
        services: services.iter().map(service).collect::<Vec<Value>>(),
        appointments: vec![appointment],
    };
    BTreeMap::from([(ID.to_owned(), calendar)])
}
