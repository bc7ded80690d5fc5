//! The one writer: makes a plan true in a tenant, one journaled change at a time, each looked at, made and confirmed.
//! Knows no product by name and no window.

mod app_rights;
mod application;
mod engine;
mod error;
mod findings;
mod grants;
mod preflight;
mod principals;
mod progress;
mod read_back;
mod run;
mod scopes;
mod undo;

pub use app_rights::AppRights;
pub use engine::{Engine, EngineParts};
pub use error::SetupError;
pub use findings::{ApiPermissions, ExistingApp, Findings, PreflightTarget, SecretRule};
pub use progress::{ChangeState, GrantedPermission, MadeSecret, OnProgress, Outcome, Progress};
pub use scopes::{Unchecked, scopes_for, unchecked};
