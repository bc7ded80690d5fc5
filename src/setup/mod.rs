//! The one writer: makes a plan true in a tenant, one journaled change at a time, each looked at, made and confirmed.
//! Knows no product by name and no window.

mod app_rights;
mod application;
mod approval;
mod engine;
mod error;
mod existing;
mod findings;
mod grants;
mod link;
mod preflight;
mod principals;
mod progress;
mod read_back;
mod reuse;
mod revoke;
mod rights;
mod run;
mod scopes;
mod undo;

pub use app_rights::AppRights;
pub use engine::{Engine, EngineParts};
pub use error::SetupError;
pub use findings::{
    ApiPermissions, ExistingApp, ExistingPermission, ExistingSecret, Findings, FoundBy, PreflightTarget, SecretRule,
    Standing,
};
pub use link::{Approvers, approval_link, everything_of};
pub use progress::{ChangeState, GrantedPermission, MadeSecret, OnProgress, Outcome, Progress};
pub use scopes::{Unchecked, scopes_for, unchecked};
