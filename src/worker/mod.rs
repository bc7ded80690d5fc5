//! Runs the wizard's effects on tokio and sends events back: the only place where window and world meet.

mod demo_browser;

pub use demo_browser::{DemoBrowser, demo_accounts};
