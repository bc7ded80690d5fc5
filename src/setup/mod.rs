//! The one writer: makes a plan true in a tenant, one journaled change at a time, each looked at, made and confirmed.
//! Knows no product by name and no window.

mod findings;
mod progress;

pub use findings::{ExistingApp, Findings, PreflightTarget, SecretRule};
pub use progress::{ChangeState, GrantedPermission, MadeSecret, Outcome, Progress};
