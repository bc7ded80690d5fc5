//! The values of a finished setup, by the names that presets use for them. Borrows the secret, never copies it.

use crate::plan::Plan;
use crate::preset::Preset;
use crate::setup::Outcome;

use super::ExportError;
use super::fields::{moment, shown};

/// The secret, as exports need it.
pub struct SecretParts<'a> {
    pub value: &'a str,
    pub key: String,
    pub end: String,
}

/// Everything that a form can write.
pub struct Values<'a> {
    pub preset: &'a Preset,
    pub plan: &'a Plan,
    pub outcome: &'a Outcome,
    pub client: String,
    pub tenant: String,
    pub application: String,
    pub service_principal: String,
    pub secret: Option<SecretParts<'a>>,
}

impl<'a> Values<'a> {
    /// The values, if the secret's is known.
    pub fn new(preset: &'a Preset, plan: &'a Plan, outcome: &'a Outcome) -> Result<Self, ExportError> {
        let secret = match &outcome.secret {
            Some(made) => Some(SecretParts {
                value: made.value.as_ref().ok_or(ExportError::SecretUnknown)?.expose(),
                key: made.key.to_string(),
                end: moment(made.end),
            }),
            None if plan.secret.is_some() => return Err(ExportError::SecretUnknown),
            None => None,
        };
        Ok(Self {
            preset,
            plan,
            outcome,
            client: outcome.client.to_string(),
            tenant: outcome.tenant.to_string(),
            application: outcome.application.to_string(),
            service_principal: outcome.service_principal.to_string(),
            secret,
        })
    }

    /// The product's fields that have a value here, in the product's order. The "Secret ID" has no name, so no field
    /// can ever hold it.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        shown(self.preset, self.plan)
            .filter_map(|field| Some((field.label.as_str(), self.named(&field.value)?)))
            .collect()
    }

    /// Whether the product's fields show this value.
    pub fn has_field(&self, value: &str) -> bool {
        shown(self.preset, self.plan).any(|field| field.value == value)
    }

    fn named(&self, value: &str) -> Option<&str> {
        match value {
            "client_id" => Some(&self.client),
            "tenant_id" => Some(&self.tenant),
            "object_id" => Some(&self.application),
            "secret_value" => self.secret.as_ref().map(|secret| secret.value),
            "secret_end" => self.secret.as_ref().map(|secret| secret.end.as_str()),
            other => self.plan.inputs.get(other.strip_prefix("input.")?).map(String::as_str),
        }
    }
}
