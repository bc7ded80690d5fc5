//! An application that is there already, in words: why it was found, when it was made and by whom, what it has.

use jiff::Timestamp;

use super::date;
use crate::setup::{ExistingApp, ExistingSecret, FoundBy};
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
