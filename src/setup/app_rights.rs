//! What an app that signed in as itself may do: its application permissions say it, directory roles do not.

use super::findings::PreflightTarget;

/// The application permissions of Microsoft Graph in an app's token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppRights(Vec<String>);

impl AppRights {
    /// From the `roles` of its token.
    #[must_use]
    pub fn new(roles: &[String]) -> Self {
        Self(roles.to_vec())
    }

    /// Their names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|role| role.eq_ignore_ascii_case(name))
    }

    /// Whether it may register applications.
    #[must_use]
    pub fn may_create(&self) -> bool {
        self.has("Application.ReadWrite.OwnedBy") || self.has("Application.ReadWrite.All")
    }

    /// Whether it may approve what will be asked for.
    #[must_use]
    pub fn may_consent(&self, target: &PreflightTarget) -> bool {
        let application = target.application_permissions_of.is_empty() || self.has("AppRoleAssignment.ReadWrite.All");
        let delegated = !target.delegated || self.has("DelegatedPermissionGrant.ReadWrite.All");
        application && delegated
    }
}
