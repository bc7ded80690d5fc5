//! Mail and calendar of one person: just enough for a product's check calls. Exchange answers here, in its own words.

use serde_json::{Map, Value, json};

use super::super::caller::Identity;
use super::super::store::User;
use super::call::{self, Answer, Call, keep, object, ok, with_context};
use super::path::{Segment, lost, names};
use super::problem::Problem;
use super::rights::{self, Accepts};
use super::users;

const READ_MAIL: Accepts = Accepts {
    delegated: &["Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"],
    application: &["Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite"],
};
const READ_SHARED_MAIL: Accepts =
    Accepts { delegated: &["Mail.Read.Shared", "Mail.ReadWrite.Shared"], application: &[] };
const READ_CALENDAR: Accepts = Accepts {
    delegated: &["Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"],
    application: &["Calendars.ReadBasic.All", "Calendars.Read", "Calendars.ReadWrite"],
};
const READ_SHARED_CALENDAR: Accepts =
    Accepts { delegated: &["Calendars.Read.Shared", "Calendars.ReadWrite.Shared"], application: &[] };
const SEND: Accepts = Accepts { delegated: &["Mail.Send"], application: &["Mail.Send"] };
const SEND_SHARED: Accepts = Accepts { delegated: &["Mail.Send.Shared"], application: &[] };

/// Whether a path segment after the person leads into the mailbox.
pub fn has(segment: &str) -> bool {
    ["messages", "mailfolders", "sendmail", "events", "calendar", "calendars", "calendarview"].contains(&segment)
}

fn accepted(segment: &str) -> (&'static Accepts, &'static Accepts) {
    match segment {
        "messages" | "mailfolders" => (&READ_MAIL, &READ_SHARED_MAIL),
        "sendmail" => (&SEND, &SEND_SHARED),
        _ => (&READ_CALENDAR, &READ_SHARED_CALENDAR),
    }
}

fn denied() -> Problem {
    Problem::new(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
}

/// The answer for somebody whom nobody knows: a token without the right permission does not learn even that.
pub fn no_such_user(call: &Call<'_>, name: &str, segment: &str) -> Problem {
    let (own, shared) = accepted(segment);
    if rights::has(call.caller, own) || rights::has(call.caller, shared) {
        Problem::new(404, "ErrorInvalidUser", format!("The requested user '{name}' is invalid."))
    } else {
        denied()
    }
}

/// `rest` begins with one of the segments that [`has`] knows.
pub fn answer(call: &mut Call<'_>, user: &User, rest: &[Segment]) -> Answer {
    let names = names(rest);
    let (own, shared) = accepted(names.first().copied().unwrap_or_default());
    let allowed = match call.caller.identity {
        Identity::App { .. } => rights::has(call.caller, own),
        // The demo tenant shares no mailboxes: a person sees the own one.
        Identity::User { .. } => {
            users::is_self(call, user) && (rights::has(call.caller, own) || rights::has(call.caller, shared))
        }
    };
    if !allowed {
        return Err(denied());
    }
    if !user.has_mailbox {
        return Err(Problem::new(
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        ));
    }
    let context = |what: &str| format!("users('{}')/{what}", user.upn.replace('@', "%40"));
    match (call.method(), names.as_slice()) {
        ("GET", ["messages"] | ["mailfolders", _, "messages"]) => page(call, &context("messages"), messages(user)),
        ("GET", ["events"] | ["calendar", "events"]) => page(call, &context("events"), events(user)),
        ("GET", ["calendarview"] | ["calendar", "calendarview"]) => page(call, &context("calendarView"), events(user)),
        ("GET", ["mailfolders"]) => page(call, &context("mailFolders"), vec![inbox()]),
        ("GET", ["mailfolders", "inbox"]) => {
            call.entity(&context("mailFolders/$entity"), "microsoft.graph.mailFolder", inbox())
        }
        ("GET", ["calendars"]) => page(call, &context("calendars"), vec![calendar(user)]),
        ("GET", ["calendar"]) => call.entity(&context("calendar/$entity"), "microsoft.graph.calendar", calendar(user)),
        ("POST", ["sendmail"]) => {
            call.body()?;
            let mut accepted = call::no_content();
            accepted.status = 202;
            Ok(accepted)
        }
        (_, [segment]) if has(segment) => Err(Problem::method_not_allowed()),
        (_, ["messages" | "events" | "mailfolders", _]) => Err(item_not_found()),
        _ => Err(lost(rest)),
    }
}

fn item_not_found() -> Problem {
    Problem::new(404, "ErrorItemNotFound", "The specified object was not found in the store.")
}

/// Exchange leaves out what was not selected, but always sends the id. There is only ever one page.
fn page(call: &Call<'_>, context: &str, items: Vec<Map<String, Value>>) -> Answer {
    let top = match call.option("top").map(str::parse::<usize>) {
        None => 10,
        Some(Ok(top @ 1..=1000)) => top,
        Some(_) => {
            return Err(Problem::new(400, "ErrorInvalidParameter", "The value of $top is out of range."));
        }
    };
    let names = match items.first() {
        Some(first) => call.selected("microsoft.graph.outlookItem", &call::known(first))?,
        None => None,
    };
    let names = names.map(|names| names.into_iter().chain(["id".to_owned()]).collect::<Vec<_>>());
    let value: Vec<Value> = items.into_iter().take(top).map(|i| Value::Object(keep(i, names.as_deref()))).collect();
    Ok(ok(with_context(context, object(json!({ "value": value })))))
}

fn messages(user: &User) -> Vec<Map<String, Value>> {
    let message = |id: &str, subject: &str, received: &str| {
        object(json!({
            "@odata.etag": format!("W/\"{id}\""), "id": id, "receivedDateTime": received, "subject": subject,
            "bodyPreview": "", "hasAttachments": false, "importance": "normal", "isRead": false, "isDraft": false,
            "from": { "emailAddress": { "name": "Contoso", "address": "hello@contoso.example" } },
            "toRecipients": [{ "emailAddress": { "name": user.display_name, "address": user.upn } }],
        }))
    };
    vec![
        message("AAMkADemoMessage2=", "Your printer is ready", "2026-03-02T09:30:00Z"),
        message("AAMkADemoMessage1=", "Welcome to Contoso", "2026-03-01T08:00:00Z"),
    ]
}

fn events(user: &User) -> Vec<Map<String, Value>> {
    vec![object(json!({
        "@odata.etag": "W/\"AAMkADemoEvent1=\"", "id": "AAMkADemoEvent1=", "subject": "Team meeting",
        "isAllDay": false, "isCancelled": false, "showAs": "busy",
        "start": { "dateTime": "2026-03-04T10:00:00.0000000", "timeZone": "UTC" },
        "end": { "dateTime": "2026-03-04T11:00:00.0000000", "timeZone": "UTC" },
        "organizer": { "emailAddress": { "name": user.display_name, "address": user.upn } },
    }))]
}

fn inbox() -> Map<String, Value> {
    object(json!({
        "id": "AAMkADemoInbox=", "displayName": "Inbox", "parentFolderId": "AAMkADemoRoot=", "childFolderCount": 0,
        "unreadItemCount": 2, "totalItemCount": 2, "sizeInBytes": 4096, "isHidden": false,
    }))
}

fn calendar(user: &User) -> Map<String, Value> {
    object(json!({
        "id": "AAMkADemoCalendar=", "name": "Calendar", "color": "auto", "isDefaultCalendar": true,
        "canShare": true, "canViewPrivateItems": true, "canEdit": true,
        "owner": { "name": user.display_name, "address": user.upn },
    }))
}
