//! The one writer: makes a plan true in a tenant, one journaled change at a time, each looked at, made and confirmed.
//! Knows no product by name and no window.

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
mod undo;

pub use engine::{Engine, EngineParts};
pub use error::SetupError;
pub use findings::{ApiPermissions, ExistingApp, Findings, PreflightTarget, SecretRule};
pub use progress::{ChangeState, GrantedPermission, MadeSecret, OnProgress, Outcome, Progress};
