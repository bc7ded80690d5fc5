//! What the person has typed and ticked so far, right or wrong; and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CheckAction, Plan, PlannedCheck, PlannedPermission, PlannedRedirect, PlannedSecret, Reuse};
use crate::preset::rules::{normalised, whole};
use crate::preset::schema::{Check, CredentialKind, Input, Permission, Risk};
use crate::preset::{Audience, CheckKind, InputKind, Lean, PermissionIds, PermissionKind, Preset};
use crate::types::{AppName, EmailAddress, FieldError, PermissionName, RedirectUri, SecretLifetime};

/// The person's choices so far. Survives a restart; holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Id of the chosen preset.
    pub preset: String,
    /// The application's name, as typed.
    pub app_name: String,
    /// Whose accounts may use the app.
    pub audience: Audience,
    /// The inputs, as typed.
    pub inputs: BTreeMap<String, String>,
    /// Ids of the features that are on.
    pub features: BTreeSet<String>,
    /// How long the secret is valid, in months.
    pub months: u32,
    /// Leave out permissions that others include.
    pub lean: bool,
    /// Ids of the prerequisites that were ticked.
    pub confirmed: BTreeSet<String>,
    /// The existing application to use instead of a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reuse: Option<Box<Reuse>>,
    /// Names of permissions to go on without, because the organisation does not know them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub without: BTreeSet<String>,
}

/// A field of the form, for messages beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DraftField {
    /// The application's name.
    AppName,
    /// The account type.
    Audience,
    /// The secret's lifetime.
    Months,
    /// An input of the preset, by key.
    Input(String),
    /// A redirect URI, by its template.
    Redirect(String),
    /// The features as a whole: none is on.
    Features,
    /// A feature that does not exist or is not available, by id.
    Feature(String),
    /// A permission whose id is not known, by name.
    Permission(String),
}

/// What is wrong, by field. Empty: the draft can become a plan.
pub type Problems = BTreeMap<DraftField, FieldError>;

impl Draft {
    /// The draft that a preset starts with: its defaults.
    #[must_use]
    pub fn new(preset: &Preset) -> Self {
        Self {
            preset: preset.id.clone(),
            app_name: preset.app.default_name.clone(),
            audience: preset.app.audience,
            inputs: preset
                .inputs
                .iter()
                .filter_map(|input| Some((input.key.clone(), input.default.clone()?)))
                .collect(),
            features: preset.features.iter().filter(|f| f.default).map(|f| f.id.clone()).collect(),
            months: preset.credential.default_months,
            lean: false,
            confirmed: BTreeSet::new(),
            reuse: None,
            without: BTreeSet::new(),
        }
    }

    /// The text of an input, empty if nothing was typed.
    #[must_use]
    pub fn input(&self, key: &str) -> &str {
        self.inputs.get(key).map_or("", String::as_str)
    }

    /// What is wrong with the draft. Permission ids are not looked at.
    #[must_use]
    pub fn problems(&self, preset: &Preset) -> Problems {
        let mut problems = Problems::new();
        let mut note = |field: DraftField, result: Result<(), FieldError>| {
            if let Err(error) = result {
                problems.insert(field, error);
            }
        };
        note(DraftField::AppName, self.name().map(drop));
        note(DraftField::Months, self.lifetime(preset).map(drop));
        if !preset.app.audiences_allowed.contains(&self.effective_audience()) {
            note(DraftField::Audience, Err(FieldError::UnknownChoice));
        }
        for input in &preset.inputs {
            note(DraftField::Input(input.key.clone()), self.checked_input(input).map(drop));
        }
        for key in self.inputs.keys().filter(|key| !preset.inputs.iter().any(|i| &&i.key == key)) {
            note(DraftField::Input(key.clone()), Err(FieldError::UnknownChoice));
        }
        for id in &self.features {
            if !preset.features.iter().any(|f| &f.id == id && f.available) {
                note(DraftField::Feature(id.clone()), Err(FieldError::UnknownChoice));
            }
        }
        if !preset.features.is_empty() && self.features.is_empty() {
            note(DraftField::Features, Err(FieldError::Empty));
        }
        for redirect in &preset.redirects {
            // An address made of inputs that are themselves wrong says nothing new.
            if let Some(uri) = self.filled_in(preset, &redirect.uri) {
                note(DraftField::Redirect(redirect.uri.clone()), RedirectUri::parse(&uri).map(drop));
            }
        }
        problems
    }

    /// The plan, if everything is right.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn plan(&self, preset: &Preset, ids: &PermissionIds) -> Result<Plan, Problems> {
        let mut problems = self.problems(preset);
        let mut permissions = Vec::new();
        for permission in self.needed(preset) {
            let id = ids.id(permission.api, permission.kind, &permission.name);
            match (PermissionName::parse(&permission.name), id) {
                (Ok(name), Some(id)) => permissions.push(PlannedPermission {
                    api: permission.api,
                    kind: permission.kind,
                    name,
                    id,
                    why: permission.why.clone(),
                    high_reach: permission.risk == Some(Risk::High),
                }),
                _ => {
                    problems.insert(DraftField::Permission(permission.name.clone()), FieldError::UnknownChoice);
                }
            }
        }
        let (Ok(app_name), Ok(months)) = (self.name(), self.lifetime(preset)) else {
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let uses_secret = preset.credential.kinds.contains(&CredentialKind::Secret);
        Ok(Plan {
            preset: preset.id.clone(),
            product: preset.product.clone(),
            app_name,
            audience: self.effective_audience(),
            reuse: self.reuse.as_ref().map(|reuse| reuse.client),
            redirects: self.redirects(preset),
            public_client: preset.app.public_client,
            secret: uses_secret.then(|| PlannedSecret { description: preset.credential.description.clone(), months }),
            permissions,
            checks: preset.checks.iter().filter_map(|check| self.planned_check(preset, check)).collect(),
            inputs: self.answers(preset),
            features: self.features.iter().cloned().collect(),
        })
    }

    /// The permissions that the features which are on need; without those that others include, if `lean`, and without
    /// those that the person goes on without.
    pub fn needed<'a>(&'a self, preset: &'a Preset) -> impl Iterator<Item = &'a Permission> {
        self.wanted(preset).filter(|permission| !self.without.contains(&permission.name))
    }

    /// The permissions that the product would need and that the person goes on without.
    pub fn left_out<'a>(&'a self, preset: &'a Preset) -> impl Iterator<Item = &'a Permission> {
        self.wanted(preset).filter(|permission| self.without.contains(&permission.name))
    }

    fn wanted<'a>(&'a self, preset: &'a Preset) -> impl Iterator<Item = &'a Permission> {
        preset.permissions.iter().filter(|permission| {
            let wanted =
                permission.features.is_empty() || permission.features.iter().any(|id| self.features.contains(id));
            wanted && self.holds(permission.when.as_deref()) && !(self.lean && permission.lean == Lean::Drop)
        })
    }

    /// The redirect URIs, as far as they can be told from what was typed.
    #[must_use]
    pub fn redirects(&self, preset: &Preset) -> Vec<PlannedRedirect> {
        let filled_in = preset.redirects.iter().filter_map(|redirect| {
            let uri = RedirectUri::parse(&self.filled_in(preset, &redirect.uri)?).ok()?;
            Some(PlannedRedirect { platform: redirect.platform, uri })
        });
        filled_in.collect()
    }

    /// Whether any needed permission works without a signed-in person.
    #[must_use]
    pub fn needs_application_permissions(&self, preset: &Preset) -> bool {
        self.needed(preset).any(|p| p.kind == PermissionKind::Application)
    }

    /// The name that the application will have: an existing one keeps its own.
    fn name(&self) -> Result<AppName, FieldError> {
        self.reuse.as_ref().map_or_else(|| AppName::parse(&self.app_name), |reuse| Ok(reuse.name.clone()))
    }

    /// Whose accounts may use the application: of an existing one, that stays as it is.
    #[must_use]
    pub fn effective_audience(&self) -> Audience {
        self.reuse.as_ref().map_or(self.audience, |reuse| reuse.audience)
    }

    fn lifetime(&self, preset: &Preset) -> Result<SecretLifetime, FieldError> {
        let max = preset.credential.max_months;
        if self.months > max {
            return Err(FieldError::OutOfRange { min: 1, max });
        }
        SecretLifetime::months(self.months)
    }

    /// The normalised answers that are not empty.
    fn answers(&self, preset: &Preset) -> BTreeMap<String, String> {
        preset
            .inputs
            .iter()
            .filter_map(|input| Some((input.key.clone(), self.checked_input(input).ok()?)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    fn checked_input(&self, input: &Input) -> Result<String, FieldError> {
        let text = normalised(self.input(&input.key).trim(), &input.normalise);
        if text.is_empty() {
            let required = input.required || input.required_when.as_deref().is_some_and(|c| self.holds(Some(c)));
            return if required { Err(FieldError::Empty) } else { Ok(text) };
        }
        match input.kind {
            InputKind::Email => drop(EmailAddress::parse(&text)?),
            InputKind::EmailList => {
                for address in text.split(',') {
                    EmailAddress::parse(address)?;
                }
            }
            InputKind::Choice if !input.choices.contains(&text) => return Err(FieldError::UnknownChoice),
            InputKind::Url if url::Url::parse(&text).is_err() => return Err(FieldError::NotAUrl),
            _ => {}
        }
        if text.chars().count() > 256 {
            return Err(FieldError::TooLong { max: 256 });
        }
        if let Some(control) = text.chars().find(|c| c.is_control()) {
            return Err(FieldError::Forbidden(control));
        }
        let pattern = input.pattern.as_deref().map(|p| regex_lite::Regex::new(&whole(p)));
        match pattern {
            Some(Ok(regex)) if !regex.is_match(&text) => Err(FieldError::Pattern),
            _ => Ok(text),
        }
    }

    /// Whether a condition of the form `key=value` holds; no condition always does.
    fn holds(&self, condition: Option<&str>) -> bool {
        condition.is_none_or(|c| c.split_once('=').is_some_and(|(key, value)| self.input(key).trim() == value))
    }

    /// A template with the inputs filled in; `None` while one of them is missing or wrong.
    fn filled_in(&self, preset: &Preset, template: &str) -> Option<String> {
        let mut text = template.to_owned();
        for input in preset.inputs.iter().filter(|i| template.contains(&format!("{{{}}}", i.key))) {
            let value = self.checked_input(input).ok().filter(|v| !v.is_empty())?;
            text = text.replace(&format!("{{{}}}", input.key), &value);
        }
        Some(text)
    }

    fn planned_check(&self, preset: &Preset, check: &Check) -> Option<PlannedCheck> {
        let wanted = (check.features.is_empty() || check.features.iter().any(|id| self.features.contains(id)))
            && self.holds(check.when.as_deref())
            && check.needs_input.as_deref().is_none_or(|key| !self.input(key).trim().is_empty());
        if !wanted {
            return None;
        }
        let action = match check.kind {
            CheckKind::Token => CheckAction::Token,
            CheckKind::Get => CheckAction::Get {
                url: self.filled_in(preset, check.url.as_deref()?)?,
                status: check.expect_status.unwrap_or(200),
            },
            CheckKind::Post | CheckKind::GetAsAdmin | CheckKind::Browser | CheckKind::DeviceCode => return None,
        };
        let hints = [(200, &check.on_200), (403, &check.on_403), (404, &check.on_404)];
        Some(PlannedCheck {
            id: check.id.clone(),
            label: check.label.clone(),
            action,
            hints: hints.into_iter().filter_map(|(status, hint)| Some((status, hint.clone()?))).collect(),
            optional: check.optional,
        })
    }
}
