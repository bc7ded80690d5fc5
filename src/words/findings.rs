//! What the look-ups found in an organization, in plain words: ready, good to know, needs someone, could not check.

use crate::setup::Findings;
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

/// The list, most important things first as the person needs them. `name` is the application's.
#[must_use]
pub fn rows(texts: &Texts, findings: &Findings, name: &str) -> Vec<Row> {
    let row = |id: &'static str, level: Level, title: String, text: String| Row { id, level, title, text };
    let mut rows = Vec::new();
    let tenant = match (&findings.tenant_name, &findings.domain) {
        (Some(name), Some(domain)) => format!("{name} ({domain})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => findings.tenant.to_string(),
    };
    rows.push(row("tenant", Level::Ready, t!(texts, "found-tenant", tenant = tenant), String::new()));
    rows.push(match &findings.roles {
        Some(roles) if roles.is_empty() => row("roles", Level::Note, t!(texts, "found-no-roles"), String::new()),
        Some(roles) => row("roles", Level::Ready, t!(texts, "found-roles", roles = roles.join(", ")), String::new()),
        None => row("roles", Level::Unknown, t!(texts, "found-roles-unknown"), String::new()),
    });
    rows.push(match findings.may_create {
        Some(true) => row("create", Level::Ready, t!(texts, "found-create"), String::new()),
        Some(false) => {
            row("create", Level::Blocked, t!(texts, "found-create-blocked"), t!(texts, "found-create-blocked-text"))
        }
        None => row("create", Level::Unknown, t!(texts, "found-create-unknown"), String::new()),
    });
    rows.push(match findings.may_consent {
        Some(true) => row("consent", Level::Ready, t!(texts, "found-consent"), String::new()),
        Some(false) => {
            row("consent", Level::Note, t!(texts, "found-consent-other"), t!(texts, "found-consent-other-text"))
        }
        None => row("consent", Level::Unknown, t!(texts, "found-consent-unknown"), String::new()),
    });
    rows.push(match findings.secret_rule {
        Some(rule) if rule.forbidden => {
            row("secret", Level::Blocked, t!(texts, "found-secret-blocked"), t!(texts, "found-secret-blocked-text"))
        }
        Some(rule) => match rule.max_days {
            Some(days) if months_within(days) == 0 => {
                let title = t!(texts, "found-secret-max", days = days.to_string());
                row("secret", Level::Blocked, title, t!(texts, "found-secret-blocked-text"))
            }
            Some(days) => {
                let title = t!(texts, "found-secret-max", days = days.to_string());
                row("secret", Level::Note, title, t!(texts, "found-secret-max-text"))
            }
            None => row("secret", Level::Ready, t!(texts, "found-secret"), String::new()),
        },
        None => row("secret", Level::Unknown, t!(texts, "found-secret-unknown"), String::new()),
    });
    rows.push(match &findings.same_name {
        Some(apps) if apps.is_empty() => row("name", Level::Ready, t!(texts, "found-name", name = name), String::new()),
        Some(apps) => {
            let taken = apps.first().map_or(name, |app| app.name.as_str());
            row("name", Level::Note, t!(texts, "found-name-taken", name = taken), t!(texts, "found-name-taken-text"))
        }
        None => row("name", Level::Unknown, t!(texts, "found-name-unknown"), String::new()),
    });
    for api in findings.missing_apis() {
        let title = t!(texts, "found-api-missing", api = api.name());
        rows.push(row("api", Level::Note, title, t!(texts, "found-api-missing-text")));
    }
    rows
}
