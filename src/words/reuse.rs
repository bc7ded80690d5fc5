//! Using an application that is there already, in words: what is added to it, what stays, why one does not fit.

use crate::plan::Misfit;
use crate::setup::ExistingApp;
use crate::t;
use crate::text::Texts;
use crate::types::{PermissionName, RedirectUri};

/// What is added to an application, in one sentence or two.
#[must_use]
pub fn addition(texts: &Texts, permissions: &[PermissionName], redirects: &[RedirectUri]) -> String {
    let mut sentences = Vec::new();
    if !permissions.is_empty() {
        let names: Vec<_> = permissions.iter().map(PermissionName::as_str).collect();
        sentences.push(t!(texts, "change-add-to-permissions", count = names.len(), names = names.join(", ")));
    }
    if !redirects.is_empty() {
        let uris: Vec<_> = redirects.iter().map(RedirectUri::as_str).collect();
        sentences.push(t!(texts, "change-add-to-redirects", count = uris.len(), redirects = uris.join(", ")));
    }
    sentences.join(" ")
}

/// Why an application cannot be used.
#[must_use]
pub fn misfit(texts: &Texts, misfit: Misfit) -> String {
    match misfit {
        Misfit::Unread => t!(texts, "misfit-unread"),
        Misfit::Audience => t!(texts, "misfit-audience"),
        Misfit::PublicClient => t!(texts, "misfit-public-client"),
    }
}

/// Everything of an application that stays as it is, a line each.
#[must_use]
pub fn stays(texts: &Texts, app: &ExistingApp) -> Vec<String> {
    let mut lines = vec![t!(texts, "stays-itself", name = app.app.name.as_str())];
    if !app.secrets.is_empty() {
        lines.push(t!(texts, "stays-secrets", count = app.secrets.len()));
    }
    let asked = app.permissions.iter().filter(|permission| permission.requested);
    let mut names: Vec<String> = asked.map(|permission| permission.name.clone()).collect();
    if app.other_permissions > 0 {
        names.push(t!(texts, "existing-permission-others", count = app.other_permissions));
    }
    if !names.is_empty() {
        lines.push(t!(texts, "stays-permissions", names = names.join(", ")));
    }
    let approved: Vec<_> =
        app.permissions.iter().filter(|p| p.approved == Some(true)).map(|p| p.name.as_str()).collect();
    if !approved.is_empty() {
        lines.push(t!(texts, "stays-approvals", names = approved.join(", ")));
    }
    if !app.app.redirects.is_empty() {
        let uris: Vec<_> = app.app.redirects.iter().map(|redirect| redirect.uri.as_str()).collect();
        lines.push(t!(texts, "stays-redirects", redirects = uris.join(", ")));
    }
    if app.app.service_principal.is_some() {
        lines.push(t!(texts, "stays-service-principal"));
    }
    lines
}
