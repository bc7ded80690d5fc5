//! Plain words for the wizard's values: changes, states, dates, Microsoft's terms. Shared by the window and the
//! terminal, so it knows nothing of either.

pub mod approval;
pub mod existing;
pub mod findings;
pub mod network;
pub mod network_team;
pub mod reuse;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cloud::CloudFault;
use crate::export::ExportFormat;
use crate::plan::Change;
use crate::preset::schema::Confidence;
use crate::preset::{Audience, PermissionKind, Platform};
use crate::setup::ChangeState;
use crate::t;
use crate::text::Texts;
use crate::types::FieldError;
use crate::verify::CheckState;
use crate::wizard::Step;

/// One change as a sentence: "Register the application “Cirrus Insight”".
#[must_use]
pub fn change(texts: &Texts, change: &Change) -> String {
    match change {
        Change::CreateApplication { name, .. } => t!(texts, "change-application", name = name.as_str()),
        Change::AddToApplication { name, .. } => t!(texts, "change-add-to", name = name.as_str()),
        Change::AddSecret { months: count, .. } => t!(texts, "change-secret", months = months(texts, count.count())),
        Change::AddApi { api } => t!(texts, "change-api", api = api.name()),
        Change::CreateServicePrincipal => t!(texts, "change-service-principal"),
        Change::GrantDelegated { api, scopes } => {
            let names: Vec<_> = scopes.iter().map(crate::types::PermissionName::as_str).collect();
            t!(texts, "change-delegated", api = api.name(), scopes = names.join(", "))
        }
        Change::GrantApplication { name, .. } => t!(texts, "change-role", name = name.as_str()),
    }
}

/// What the change means, in one more sentence.
#[must_use]
pub fn change_note(texts: &Texts, change: &Change) -> String {
    match change {
        Change::CreateApplication { redirects, .. } if redirects.is_empty() => t!(texts, "change-application-note"),
        Change::CreateApplication { redirects, .. } => {
            let uris: Vec<_> = redirects.iter().map(crate::types::RedirectUri::as_str).collect();
            t!(texts, "change-application-redirects", redirects = uris.join(", "))
        }
        Change::AddToApplication { permissions, redirects, .. } => reuse::addition(texts, permissions, redirects),
        Change::AddSecret { .. } => t!(texts, "change-secret-note"),
        Change::AddApi { .. } => t!(texts, "change-api-note"),
        Change::CreateServicePrincipal => t!(texts, "change-service-principal-note"),
        Change::GrantDelegated { .. } => t!(texts, "change-delegated-note"),
        Change::GrantApplication { why, .. } => why.clone(),
    }
}

/// The state of a change; `now` is for the countdown.
#[must_use]
pub fn change_state(texts: &Texts, state: &ChangeState, now: Timestamp) -> String {
    match state {
        ChangeState::Waiting => t!(texts, "state-waiting"),
        ChangeState::Running => t!(texts, "state-running"),
        ChangeState::Pausing { until, why } => {
            t!(texts, "state-pausing", why = pause_reason(texts, why), time = duration(texts, left(*until, now)))
        }
        ChangeState::Done => t!(texts, "state-done"),
        ChangeState::AlreadyThere => t!(texts, "state-already-there"),
        ChangeState::AwaitingApproval => t!(texts, "state-awaiting-approval"),
        ChangeState::Failed(_) => t!(texts, "state-failed"),
    }
}

/// The state of a check; `now` is for the countdown.
#[must_use]
pub fn check_state(texts: &Texts, state: &CheckState, now: Timestamp) -> String {
    match state {
        CheckState::Waiting => t!(texts, "check-waiting"),
        CheckState::Running => t!(texts, "check-running"),
        CheckState::NotYet { until } => t!(texts, "check-not-yet", time = duration(texts, left(*until, now))),
        CheckState::Passed => t!(texts, "check-passed"),
        CheckState::Failed(_) => t!(texts, "check-failed"),
        CheckState::Skipped => t!(texts, "check-skipped"),
    }
}

/// Why the setup pauses, by the id in [`ChangeState::Pausing`].
#[must_use]
pub fn pause_reason(texts: &Texts, why: &str) -> String {
    match why {
        "pause-throttled" => t!(texts, "pause-throttled"),
        "pause-unreachable" => t!(texts, "pause-unreachable"),
        _ => t!(texts, "pause-replication"),
    }
}

/// What is wrong with a field.
#[must_use]
pub fn field_error(texts: &Texts, error: &FieldError) -> String {
    match error {
        FieldError::Empty => t!(texts, "field-error-empty"),
        FieldError::TooLong { max } => t!(texts, "field-error-too-long", max = max.to_string()),
        FieldError::NotAnEmail => t!(texts, "field-error-not-an-email"),
        FieldError::NotAUrl => t!(texts, "field-error-not-a-url"),
        FieldError::NotHttps => t!(texts, "field-error-not-https"),
        FieldError::Forbidden(character) => {
            t!(texts, "field-error-forbidden", character = character.escape_debug().to_string())
        }
        FieldError::Pattern => t!(texts, "field-error-pattern"),
        FieldError::OutOfRange { min, max } => {
            t!(texts, "field-error-out-of-range", min = min.to_string(), max = max.to_string())
        }
        FieldError::UnknownChoice => t!(texts, "field-error-unknown-choice"),
    }
}

/// The short title of a step, as in the rail.
#[must_use]
pub fn step_title(texts: &Texts, step: Step) -> String {
    match step {
        Step::Product => t!(texts, "step-product"),
        Step::Connect => t!(texts, "step-connect"),
        Step::App => t!(texts, "step-app"),
        Step::Account => t!(texts, "step-account"),
        Step::Secret => t!(texts, "step-secret"),
        Step::Permissions => t!(texts, "step-permissions"),
        Step::Review => t!(texts, "step-review"),
        Step::Setup => t!(texts, "step-setup"),
        Step::Check => t!(texts, "step-check"),
        Step::Handover => t!(texts, "step-handover"),
    }
}

/// Whose accounts may use the app.
#[must_use]
pub fn audience(texts: &Texts, audience: Audience) -> String {
    match audience {
        Audience::MyOrg => t!(texts, "audience-my-org"),
        Audience::MultipleOrgs => t!(texts, "audience-multiple-orgs"),
        Audience::OrgsAndPersonal => t!(texts, "audience-orgs-and-personal"),
    }
}

/// What the account type means.
#[must_use]
pub fn audience_note(texts: &Texts, audience: Audience) -> String {
    match audience {
        Audience::MyOrg => t!(texts, "audience-my-org-note"),
        Audience::MultipleOrgs => t!(texts, "audience-multiple-orgs-note"),
        Audience::OrgsAndPersonal => t!(texts, "audience-orgs-and-personal-note"),
    }
}

/// "Application permission" or "Delegated permission".
#[must_use]
pub fn permission_kind(texts: &Texts, kind: PermissionKind) -> String {
    match kind {
        PermissionKind::Application => t!(texts, "kind-application"),
        PermissionKind::Delegated => t!(texts, "kind-delegated"),
    }
}

/// The platform of a redirect URI.
#[must_use]
pub fn platform(texts: &Texts, platform: Platform) -> String {
    match platform {
        Platform::None => t!(texts, "platform-none"),
        Platform::Web => t!(texts, "platform-web"),
        Platform::PublicClient => t!(texts, "platform-public-client"),
        Platform::Spa => t!(texts, "platform-spa"),
    }
}

/// How well founded a preset is.
#[must_use]
pub fn confidence(texts: &Texts, confidence: Confidence) -> String {
    match confidence {
        Confidence::VendorDoc => t!(texts, "confidence-vendor-doc"),
        Confidence::VendorDocPartial => t!(texts, "confidence-vendor-doc-partial"),
        Confidence::Inferred => t!(texts, "confidence-inferred"),
    }
}

/// The name of a file format.
#[must_use]
pub fn export_format(texts: &Texts, format: ExportFormat) -> String {
    match format {
        ExportFormat::Text => t!(texts, "format-text"),
        ExportFormat::Json => t!(texts, "format-json"),
        ExportFormat::Env => t!(texts, "format-env"),
    }
}

/// What a file format is good for.
#[must_use]
pub fn export_format_note(texts: &Texts, format: ExportFormat) -> String {
    match format {
        ExportFormat::Text => t!(texts, "format-text-note"),
        ExportFormat::Json => t!(texts, "format-json-note"),
        ExportFormat::Env => t!(texts, "format-env-note"),
    }
}

/// "21 November 2027", in UTC, as Microsoft counts the end of a secret.
#[must_use]
pub fn date(texts: &Texts, time: Timestamp) -> String {
    civil_date(texts, time.to_zoned(TimeZone::UTC).date())
}

/// "21 November 2027".
#[must_use]
pub fn civil_date(texts: &Texts, date: jiff::civil::Date) -> String {
    let month = texts.by_id(&format!("month-{}", date.month()));
    t!(texts, "date-long", day = date.day().to_string(), month = month, year = date.year().to_string())
}

/// A `YYYY-MM-DD` of a preset in words; the text itself if it is none.
#[must_use]
pub fn iso_date(texts: &Texts, text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |date| civil_date(texts, date))
}

/// "12 months".
#[must_use]
pub fn months(texts: &Texts, count: u32) -> String {
    t!(texts, "months", count = count)
}

/// "8 seconds" or "2 min 5 s".
#[must_use]
pub fn duration(texts: &Texts, seconds: i64) -> String {
    if seconds < 90 {
        return t!(texts, "seconds", count = seconds);
    }
    t!(texts, "minutes-seconds", minutes = (seconds / 60).to_string(), seconds = (seconds % 60).to_string())
}

/// A Microsoft cloud, by its id.
#[must_use]
pub fn cloud(texts: &Texts, id: &str) -> String {
    match id {
        "global" => t!(texts, "cloud-global"),
        "gcc" => t!(texts, "cloud-gcc"),
        "gcchigh" => t!(texts, "cloud-gcchigh"),
        "dod" => t!(texts, "cloud-dod"),
        "china" => t!(texts, "cloud-china"),
        _ => t!(texts, "cloud-custom"),
    }
}

/// What is wrong with a cloud file. `path` is what it is called.
#[must_use]
pub fn cloud_fault(texts: &Texts, path: &str, fault: &CloudFault) -> String {
    match fault {
        CloudFault::Unreadable(why) => t!(texts, "trouble-cannot-read", path = path, why = why.as_str()),
        CloudFault::Syntax(why) => t!(texts, "trouble-cloud-syntax", path = path, why = why.as_str()),
        CloudFault::Insecure(key) => t!(texts, "trouble-cloud-insecure", key = (*key).to_owned()),
        CloudFault::NotABase(key) => t!(texts, "trouble-cloud-not-a-base", key = (*key).to_owned()),
        CloudFault::Unknown(name) => t!(texts, "trouble-cloud-unknown", name = name.as_str()),
    }
}

/// The seconds from `now` until `until`, never negative, begun seconds counted whole.
#[must_use]
pub fn left(until: Timestamp, now: Timestamp) -> i64 {
    let milliseconds = until.as_millisecond() - now.as_millisecond();
    (milliseconds.max(0) + 999) / 1000
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn dates_are_written_out() {
        let texts = Texts::english();
        assert_eq!(date(&texts, "2027-11-21T03:00:00Z".parse().unwrap()), "21 November 2027");
        assert_eq!(iso_date(&texts, "2026-02-03"), "3 February 2026");
        assert_eq!(iso_date(&texts, "soon"), "soon");
    }

    #[test]
    fn durations_are_short() {
        let texts = Texts::english();
        assert_eq!(duration(&texts, 1), "1 second");
        assert_eq!(duration(&texts, 8), "8 seconds");
        assert_eq!(duration(&texts, 125), "2 min 5 s");
    }

    #[test]
    fn a_countdown_counts_begun_seconds_and_stops_at_nothing() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        assert_eq!(left("2026-11-21T10:00:07.2Z".parse().unwrap(), now), 8);
        assert_eq!(left("2026-11-21T09:00:00Z".parse().unwrap(), now), 0);
    }

    #[test]
    fn a_change_reads_as_a_sentence() {
        let texts = Texts::english();
        let secret = Change::AddSecret { description: "x".to_owned(), months: 12.try_into().unwrap() };
        assert_eq!(change(&texts, &secret), "Make a client secret, valid for 12 months");
        let name = crate::types::AppName::parse("Cirrus").unwrap();
        let app = Change::CreateApplication { name, redirects: Vec::new() };
        assert_eq!(change(&texts, &app), "Register the application “Cirrus”");
    }
}
