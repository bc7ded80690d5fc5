//! What the window and the rules ask about applications that are there already. Reads only.

use super::state::{Preflight, State};
use crate::setup::{ExistingApp, Findings, SecretRule};
use crate::types::ClientId;

impl State {
    /// What is known of the tenant.
    #[must_use]
    pub fn findings(&self) -> Option<&Findings> {
        match &self.preflight {
            Preflight::Found(findings) => Some(findings),
            _ => None,
        }
    }

    /// The applications that are there already.
    #[must_use]
    pub fn existing_apps(&self) -> &[ExistingApp] {
        self.findings().and_then(|findings| findings.existing.as_deref()).unwrap_or_default()
    }

    /// The existing application that is used instead of a new one, by client id.
    #[must_use]
    pub fn reused_client(&self) -> Option<ClientId> {
        match &self.plan {
            Some(plan) => plan.reuse,
            None => self.draft.as_ref()?.reuse.as_ref().map(|reuse| reuse.client),
        }
    }

    /// The existing application that is used instead of a new one, as it was found.
    #[must_use]
    pub fn reused(&self) -> Option<&ExistingApp> {
        self.findings()?.existing_app(self.reused_client()?)
    }

    /// The organisation's rules about the secret: those of the application that is used, else those for new ones.
    #[must_use]
    pub fn secret_rule(&self) -> Option<SecretRule> {
        let own = self.reused().and_then(|found| found.secret_rule);
        own.or_else(|| self.findings()?.secret_rule)
    }
}
