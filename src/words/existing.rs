//! An application that is there already, in words: why it was found, when it was made and by whom, what it has.

use jiff::Timestamp;

use super::{date, permission_kind};
use crate::setup::{ExistingApp, ExistingPermission, ExistingSecret, FoundBy};
use crate::t;
use crate::text::Texts;

/// Why it is worth a line.
#[must_use]
pub fn title(texts: &Texts, app: &ExistingApp) -> String {
    let name = app.app.name.as_str();
    match app.found_by.iter().find(|way| **way != FoundBy::Choice) {
        Some(FoundBy::Product) => t!(texts, "found-existing-product", name = name),
        Some(FoundBy::Redirect) => t!(texts, "found-existing-redirect", name = name),
        Some(FoundBy::Name) => t!(texts, "found-name-taken", name = name),
        Some(FoundBy::Choice) | None => t!(texts, "found-existing-chosen", name = name),
    }
}

/// When it was made and by whom, its secrets, its permissions: a sentence each, as far as it could be read.
#[must_use]
pub fn summary(texts: &Texts, app: &ExistingApp) -> String {
    let mut sentences = vec![origin(texts, app)];
    if app.in_detail {
        sentences.push(match app.secrets.first().and_then(|secret| secret.end) {
            Some(end) => t!(texts, "existing-secrets", count = app.secrets.len(), date = date(texts, end)),
            None => t!(texts, "existing-no-secrets"),
        });
        sentences.push(permissions(texts, app));
    } else {
        sentences.push(t!(texts, "existing-unread"));
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(" ")
}

/// When it was made, and by whom.
#[must_use]
pub fn origin(texts: &Texts, app: &ExistingApp) -> String {
    let made = app.created.map(|created| date(texts, created));
    let owners = app.owners.as_ref().filter(|owners| !owners.is_empty()).map(|owners| owners.join(", "));
    match (made, owners) {
        _ if app.setup.is_some() => {
            t!(texts, "existing-ours", date = made_on(texts, app.created))
        }
        (Some(made), Some(owners)) => t!(texts, "existing-made-by", date = made, owners = owners),
        (Some(made), None) => t!(texts, "existing-made", date = made),
        (None, Some(owners)) => t!(texts, "existing-owners", owners = owners),
        (None, None) => String::new(),
    }
}

fn made_on(texts: &Texts, created: Option<Timestamp>) -> String {
    created.map_or_else(|| t!(texts, "existing-some-day"), |created| date(texts, created))
}

/// How many permissions it asks for, and how many of them are approved.
#[must_use]
pub fn permissions(texts: &Texts, app: &ExistingApp) -> String {
    let asked: Vec<_> = app.permissions.iter().filter(|permission| permission.requested).collect();
    let count = asked.len() + app.other_permissions;
    if count == 0 {
        return t!(texts, "existing-no-permissions");
    }
    if asked.iter().any(|permission| permission.approved.is_none()) {
        return t!(texts, "existing-permissions", count = count);
    }
    let approved = asked.iter().filter(|permission| permission.approved == Some(true)).count();
    t!(texts, "existing-permissions-approved", count = count, approved = approved)
}

/// A secret with its end: "Made by Onramp, until 21 November 2027", or "ended".
#[must_use]
pub fn secret(texts: &Texts, secret: &ExistingSecret, now: Timestamp) -> String {
    let name = secret.name.clone().unwrap_or_else(|| t!(texts, "existing-secret-unnamed"));
    match secret.end {
        Some(end) if end <= now => t!(texts, "existing-secret-ended", name = name, date = date(texts, end)),
        Some(end) => t!(texts, "existing-secret-until", name = name, date = date(texts, end)),
        None => name,
    }
}

/// A permission, and whether it is approved: "Mail.Read (application permission), approved".
#[must_use]
pub fn permission(texts: &Texts, permission: &ExistingPermission) -> String {
    let (name, kind) = (permission.name.as_str(), permission_kind(texts, permission.kind).to_lowercase());
    match (permission.requested, permission.approved) {
        (true, Some(true)) => t!(texts, "existing-permission-approved", name = name, kind = kind),
        (true, Some(false)) => t!(texts, "existing-permission-not-approved", name = name, kind = kind),
        (false, _) => t!(texts, "existing-permission-only-approved", name = name, kind = kind),
        (true, None) => t!(texts, "existing-permission-unknown", name = name, kind = kind),
    }
}

/// Everything that was read about it: headings, each with its lines. Empty where only its name is known.
#[must_use]
pub fn details(texts: &Texts, app: &ExistingApp, now: Timestamp) -> Vec<(String, Vec<String>)> {
    if !app.in_detail {
        return Vec::new();
    }
    let mut permissions: Vec<String> = app.permissions.iter().map(|p| permission(texts, p)).collect();
    if app.other_permissions > 0 {
        permissions.push(t!(texts, "existing-permission-others", count = app.other_permissions));
    }
    let mut list = vec![
        (t!(texts, "existing-detail-client"), vec![app.app.client.to_string()]),
        (t!(texts, "existing-detail-secrets"), app.secrets.iter().map(|s| secret(texts, s, now)).collect()),
        (t!(texts, "existing-detail-permissions"), permissions),
        (t!(texts, "existing-detail-redirects"), app.app.redirects.iter().map(|r| r.uri.clone()).collect()),
    ];
    list.retain(|(_, lines)| !lines.is_empty());
    list
}
