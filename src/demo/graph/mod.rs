//! Microsoft Graph v1.0 on the demo store: one request in, one answer out. No HTTP, no tokens, no waiting.
//! It refuses what Microsoft refuses, in Microsoft's words; what it does not know it calls an unknown segment.

mod application_body;
mod application_view;
mod applications;
mod assignments;
mod bookings;
mod call;
mod deleted_items;
mod expand;
mod filter;
mod filter_parser;
mod grants;
mod list;
mod mailbox;
mod me;
mod organization;
mod passwords;
mod path;
mod policies;
mod problem;
mod redirects;
mod reports;
pub(super) mod rights;
mod roles;
mod service_principals;
mod times;
mod users;

use super::caller::{Caller, GraphRequest, GraphResponse, Moment};
use super::store::Store;
use call::{Answer, Call};
use path::Segment;
use problem::Problem;

pub use reports::active_user_detail;

/// What every address in an answer begins with (`@odata.context`, `@odata.nextLink`, `Location`), as at Microsoft.
/// A server under another address puts its own in its place with [`rebase`].
pub const ORIGIN: &str = "https://graph.microsoft.com";

/// Answers one request.
#[must_use]
pub fn answer(store: &mut Store, caller: &Caller, request: &GraphRequest, moment: Moment) -> GraphResponse {
    let answered = Call::new(store, caller, request, moment).and_then(|mut call| {
        let segments = path::segments(&request.path);
        call.check_options()?;
        route(&mut call, &segments)
    });
    answered.unwrap_or_else(|problem| problem.respond(moment.now))
}

/// Makes the addresses in an answer point at `origin` (`http://localhost:1234`, no slash at the end).
pub fn rebase(response: &mut GraphResponse, origin: &str) {
    let change = |text: &mut String| {
        if let Some(rest) = text.strip_prefix(ORIGIN) {
            *text = format!("{origin}{rest}");
        }
    };
    response.headers.iter_mut().for_each(|(_, value)| change(value));
    if let Some(body) = response.body.as_mut().and_then(serde_json::Value::as_object_mut) {
        for key in ["@odata.context", "@odata.nextLink"] {
            if let Some(serde_json::Value::String(text)) = body.get_mut(key) {
                change(text);
            }
        }
    }
}

fn route(call: &mut Call<'_>, segments: &[Segment]) -> Answer {
    let Some((first, rest)) = segments.split_first() else { return Err(Problem::unknown_segment("")) };
    match first.lower.as_str() {
        "applications" => applications::answer(call, first, rest),
        "serviceprincipals" => service_principals::answer(call, first, rest),
        "oauth2permissiongrants" => grants::answer(call, first, rest),
        "me" => me::answer(call, rest),
        "users" => users::answer(call, first, rest),
        "groups" | "contacts" => organization::answer_other_objects(call, first, rest),
        "organization" => organization::answer(call, first, rest),
        "domains" => organization::answer_domains(call, rest),
        "subscribedskus" => organization::answer_skus(call, rest),
        "directory" => deleted_items::answer(call, rest),
        "policies" => policies::answer(call, rest),
        "admin" => reports::answer_admin(call, rest),
        "reports" => reports::answer(call, rest),
        "rolemanagement" => roles::answer(call, rest),
        // An app sees only its own subscriptions, and none can be made here.
        "subscriptions" if rest.is_empty() && call.method() == "GET" => Ok(call::collection("subscriptions", &[])),
        "solutions" => bookings::answer(call, rest),
        _ => Err(Problem::unknown_segment(&first.name)),
    }
}
