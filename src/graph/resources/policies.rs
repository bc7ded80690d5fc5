//! The tenant's rules about apps and secrets.

use jiff::{Span, SpanRelativeTo, Timestamp, Unit};
use serde::Deserialize;

use super::super::request::Request;
use crate::types::ObjectId;

/// `authorizationPolicy`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationPolicy {
    /// What every member may do.
    pub default_user_role_permissions: DefaultUserRolePermissions,
}

/// What every member may do.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DefaultUserRolePermissions {
    /// Register applications.
    pub allowed_to_create_apps: bool,
}

/// `defaultAppManagementPolicy`, or one of the `appManagementPolicies` for chosen applications.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppManagementPolicy {
    /// Whether it applies at all.
    #[serde(default)]
    pub is_enabled: bool,
    /// For app registrations, in the policy of the whole tenant.
    #[serde(default)]
    pub application_restrictions: Option<Restrictions>,
    /// In a policy for chosen applications.
    #[serde(default)]
    pub restrictions: Option<Restrictions>,
}

/// Restrictions of credentials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Restrictions {
    /// Of client secrets.
    #[serde(default)]
    pub password_credentials: Vec<Restriction>,
}

/// One restriction.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Restriction {
    /// `passwordAddition`, `passwordLifetime` ...
    pub restriction_type: String,
    /// `enabled` or `disabled`; older tenants leave it out.
    #[serde(default)]
    pub state: Option<String>,
    /// An ISO 8601 duration.
    #[serde(default)]
    pub max_lifetime: Option<Span>,
    /// Applies to applications made from then on.
    #[serde(default)]
    pub restrict_for_apps_created_after_date_time: Option<Timestamp>,
}

impl AppManagementPolicy {
    /// Whether client secrets are forbidden for an application made at `made`, and their longest life in days.
    #[must_use]
    pub fn secrets(&self, made: Timestamp) -> (bool, Option<i64>) {
        let active = |kind: &'static str| {
            self.application_restrictions
                .iter()
                .chain(&self.restrictions)
                .filter(|_| self.is_enabled)
                .flat_map(|r| &r.password_credentials)
                .filter(move |r| {
                    r.restriction_type == kind
                        && r.state.as_deref() != Some("disabled")
                        && r.restrict_for_apps_created_after_date_time.is_none_or(|from| from <= made)
                })
        };
        let days = active("passwordLifetime")
            .filter_map(|r| r.max_lifetime?.total((Unit::Day, SpanRelativeTo::days_are_24_hours())).ok())
            .map(|days| {
                #[expect(clippy::cast_possible_truncation, reason = "whole days of a lifetime")]
                let whole = days.floor() as i64;
                whole
            })
            .min();
        (active("passwordAddition").next().is_some(), days)
    }
}

/// Whether every member may register applications.
#[must_use]
pub fn authorization() -> Request {
    Request::get("/policies/authorizationPolicy")
}

/// The tenant's rules about secrets.
#[must_use]
pub fn default_app_management() -> Request {
    Request::get("/policies/defaultAppManagementPolicy")
}

/// The policies that were made for one application: they come before the tenant's.
#[must_use]
pub fn app_management_of(application: ObjectId) -> Request {
    Request::get(format!("/applications/{application}/appManagementPolicies"))
}
