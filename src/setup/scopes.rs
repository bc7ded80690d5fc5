//! Which permissions of Microsoft Graph a sign-in needs for a setup, for apps that name each (reference: graph.md,
//! calls and least privilege); and which would answer what could not be checked. Pure.

use std::collections::BTreeSet;

use super::findings::{Findings, PreflightTarget};

/// Registers applications, their secrets and their service principals.
const APPLICATIONS: &str = "Application.ReadWrite.All";
/// Gives application permissions.
const APP_ROLES: &str = "AppRoleAssignment.ReadWrite.All";
/// Approves delegated permissions, and reads them back.
const GRANTS: &str = "DelegatedPermissionGrant.ReadWrite.All";
/// Who is signed in, with which roles; the organisation.
const ME: &str = "User.Read";
/// The roles that the person could activate (PIM).
const ELIGIBLE_ROLES: &str = "RoleEligibilitySchedule.Read.Directory";
/// The organisation's rules.
const POLICIES: &str = "Policy.Read.All";

/// What a sign-in needs for a setup, exactly.
#[must_use]
pub fn scopes_for(target: &PreflightTarget) -> BTreeSet<&'static str> {
    let mut scopes = BTreeSet::from([ME, APPLICATIONS]);
    if !target.application_permissions_of.is_empty() {
        scopes.insert(APP_ROLES);
    }
    if target.delegated {
        scopes.insert(GRANTS);
    }
    scopes
}

/// Something that could not be checked, and would be with one more permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unchecked {
    /// The organisation's rules about secrets, and about who may register applications.
    Rules,
    /// The roles that the person could activate; of interest where something is missing without them.
    EligibleRoles,
}

impl Unchecked {
    /// The permission that answers it.
    #[must_use]
    pub fn scope(self) -> &'static str {
        match self {
            Self::Rules => POLICIES,
            Self::EligibleRoles => ELIGIBLE_ROLES,
        }
    }
}

/// What more rights would answer. Nothing for an app: its rights are given elsewhere.
#[must_use]
pub fn unchecked(findings: &Findings) -> Vec<Unchecked> {
    let rules = findings.secret_rule.is_none() || findings.may_create.is_none();
    let missing = findings.may_create == Some(false) || findings.may_consent == Some(false);
    let could_activate = missing && findings.eligible.is_none();
    [(rules, Unchecked::Rules), (could_activate, Unchecked::EligibleRoles)]
        .into_iter()
        .filter_map(|(open, what)| open.then_some(what))
        .collect()
}
