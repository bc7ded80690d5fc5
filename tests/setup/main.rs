//! The setup engine against the demo tenant over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod again;
mod apply;
mod approval;
mod preflight;
mod preflight_support;
mod reuse;
mod reuse_others;
mod reuse_support;
mod revoking;
mod support;
