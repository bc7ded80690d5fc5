//! What the look-ups found in an organization, in plain words: ready, good to know, needs someone, could not check.

use super::existing;
use crate::setup::{Findings, FoundBy, Standing};
use crate::t;
use crate::text::Texts;
use crate::wizard::months_within;

/// How a finding is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Fine.
    Ready,
    /// Good to know.
    Note,
    /// Somebody has to do something first.
    Blocked,
    /// The account may not read it. Never a failure.
    Unknown,
}

/// One line of a list of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about; stays as it is, for results that programs read.
    pub id: &'static str,
    /// How it is meant.
    pub level: Level,
    /// What was found.
    pub title: String,
    /// What it means and what to do, if there is something.
    pub text: String,
}

impl Level {
    /// Its name in results that programs read.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Note => "warning",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn in_words(self, texts: &Texts) -> String {
        match self {
            Self::Ready => t!(texts, "found-ready"),
            Self::Note => t!(texts, "found-note"),
            Self::Blocked => t!(texts, "found-blocked"),
            Self::Unknown => t!(texts, "found-unknown"),
        }
    }
}

/// A way to clear what a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// A page to open in the browser.
    Open {
        /// What the button says.
        name: String,
        /// The address.
        address: String,
    },
    /// Look again, once it is done.
    CheckAgain {
        /// What the button says.
        name: String,
    },
}

/// What can be done about a line, beside reading it.
#[must_use]
pub fn ways(texts: &Texts, findings: &Findings, row: &Row) -> Vec<Way> {
    if row.id != "pim" {
        return Vec::new();
    }
    let page = findings.activate.clone();
    let open = page.map(|address| Way::Open { name: t!(texts, "found-pim-open"), address });
    open.into_iter().chain([Way::CheckAgain { name: t!(texts, "found-pim-done") }]).collect()
}

fn row(id: &'static str, level: Level, title: String, text: String) -> Row {
    Row { id, level, title, text }
}

/// The list, most important things first as the person needs them. `name` is the application's.
#[must_use]
pub fn rows(texts: &Texts, findings: &Findings, name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let tenant = match (&findings.tenant_name, &findings.domain) {
        (Some(name), Some(domain)) => format!("{name} ({domain})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => findings.tenant.to_string(),
    };
    rows.push(row("tenant", Level::Ready, t!(texts, "found-tenant", tenant = tenant), String::new()));
    rows.extend(standing(texts, findings));
    rows.push(roles(texts, findings));
    rows.push(match findings.may_create {
        Some(true) => row("create", Level::Ready, t!(texts, "found-create"), String::new()),
        Some(false) => {
            row("create", Level::Blocked, t!(texts, "found-create-blocked"), t!(texts, "found-create-blocked-text"))
        }
        None => {
            row("create", Level::Unknown, t!(texts, "found-create-unknown"), t!(texts, "found-create-unknown-text"))
        }
    });
    rows.push(match findings.may_consent {
        Some(true) => row("consent", Level::Ready, t!(texts, "found-consent"), String::new()),
        Some(false) => {
            row("consent", Level::Note, t!(texts, "found-consent-other"), t!(texts, "found-consent-other-text"))
        }
        None => {
            row("consent", Level::Unknown, t!(texts, "found-consent-unknown"), t!(texts, "found-consent-unknown-text"))
        }
    });
    rows.extend(activation(texts, findings));
    rows.push(secret(texts, findings));
    rows.extend(applications(texts, findings, name));
    for api in findings.missing_apis() {
        let title = t!(texts, "found-api-missing", api = api.name());
        rows.push(row("api", Level::Note, title, t!(texts, "found-api-missing-text")));
    }
    rows
}

/// Guests and partners; members need no line of their own.
fn standing(texts: &Texts, findings: &Findings) -> Option<Row> {
    let tenant = organization(texts, findings);
    let (title, text) = match findings.standing.as_ref()? {
        Standing::Member => return None,
        Standing::Guest { from: Some(from) } => (
            t!(texts, "found-guest", tenant = tenant.as_str(), from = from.as_str()),
            t!(texts, "found-guest-text", tenant = tenant.as_str()),
        ),
        Standing::Guest { from: None } => (
            t!(texts, "found-guest-from-elsewhere", tenant = tenant.as_str()),
            t!(texts, "found-guest-text", tenant = tenant.as_str()),
        ),
        Standing::Partner { from: Some(from) } => (
            t!(texts, "found-partner", tenant = tenant.as_str(), from = from.as_str()),
            t!(texts, "found-partner-text"),
        ),
        Standing::Partner { from: None } => {
            (t!(texts, "found-partner-from-elsewhere", tenant = tenant.as_str()), t!(texts, "found-partner-text"))
        }
    };
    let fine = findings.may_create == Some(true) && findings.may_consent == Some(true);
    Some(if fine {
        row("standing", Level::Ready, title, String::new())
    } else {
        row("standing", Level::Note, title, text)
    })
}

fn roles(texts: &Texts, findings: &Findings) -> Row {
    match &findings.roles {
        Some(roles) if roles.is_empty() => {
            row("roles", Level::Note, t!(texts, "found-no-roles"), t!(texts, "found-no-roles-text"))
        }
        Some(roles) => row("roles", Level::Ready, t!(texts, "found-roles", roles = roles.join(", ")), String::new()),
        None => row("roles", Level::Unknown, t!(texts, "found-roles-unknown"), t!(texts, "found-roles-unknown-text")),
    }
}

/// A role that is there but not active (PIM). Only where something is missing without it.
fn activation(texts: &Texts, findings: &Findings) -> Option<Row> {
    if findings.may_create != Some(false) && findings.may_consent != Some(false) {
        return None;
    }
    match findings.eligible.as_deref() {
        Some([]) => None,
        Some(roles) => {
            let title = t!(texts, "found-pim", count = roles.len(), roles = roles.join(", "));
            Some(row("pim", Level::Note, title, t!(texts, "found-pim-text")))
        }
        None => Some(row("pim", Level::Unknown, t!(texts, "found-pim-unknown"), t!(texts, "found-pim-unknown-text"))),
    }
}

/// What to call the organisation whose rule it is.
#[must_use]
pub fn organization(texts: &Texts, findings: &Findings) -> String {
    let name = findings.tenant_name.clone().or_else(|| findings.domain.clone());
    name.unwrap_or_else(|| t!(texts, "found-your-organization"))
}

/// "Contoso's app management policy allows client secrets of at most 90 days".
#[must_use]
pub fn secret_cap(texts: &Texts, findings: &Findings, days: i64) -> String {
    t!(texts, "found-secret-max", tenant = organization(texts, findings), days = days)
}

/// The line about secrets, when it stands in the way.
#[must_use]
pub fn secret_obstacle(texts: &Texts, findings: &Findings) -> Option<Row> {
    Some(secret(texts, findings)).filter(|row| row.level == Level::Blocked)
}

fn secret(texts: &Texts, findings: &Findings) -> Row {
    let tenant = organization(texts, findings);
    match findings.secret_rule {
        Some(rule) if rule.forbidden => {
            let title = t!(texts, "found-secret-blocked", tenant = tenant);
            row("secret", Level::Blocked, title, t!(texts, "found-secret-blocked-text"))
        }
        Some(rule) => match rule.max_days {
            Some(days) if months_within(days) == 0 => {
                let title = secret_cap(texts, findings, days);
                row("secret", Level::Blocked, title, t!(texts, "found-secret-short-text"))
            }
            Some(days) => {
                let title = secret_cap(texts, findings, days);
                row("secret", Level::Note, title, t!(texts, "found-secret-max-text"))
            }
            None => row("secret", Level::Ready, t!(texts, "found-secret"), String::new()),
        },
        None => {
            row("secret", Level::Unknown, t!(texts, "found-secret-unknown"), t!(texts, "found-secret-unknown-text"))
        }
    }
}

/// The name, and the applications that are there already.
fn applications(texts: &Texts, findings: &Findings, name: &str) -> Vec<Row> {
    let Some(apps) = &findings.existing else {
        let (title, text) = (t!(texts, "found-name-unknown"), t!(texts, "found-name-unknown-text"));
        return vec![row("name", Level::Unknown, title, text)];
    };
    let mut rows = Vec::new();
    if !apps.iter().any(|app| app.was_found_by(FoundBy::Name)) {
        rows.push(row("name", Level::Ready, t!(texts, "found-name", name = name), String::new()));
    }
    rows.extend(apps.iter().map(|app| {
        let id = if app.was_found_by(FoundBy::Name) { "name" } else { "existing" };
        let text = [existing::summary(texts, app), t!(texts, "found-existing-text")].join(" ");
        row(id, Level::Note, existing::title(texts, app), text.trim().to_owned())
    }));
    rows
}
