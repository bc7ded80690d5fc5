//! The rules of the window, with values: what a person does, what the world answers, and what must come of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod approval;
mod connect;
mod earlier;
#[path = "../support/fixtures.rs"]
#[allow(dead_code, reason = "shared with the tests of the window, which use more of it")]
mod fixtures;
mod handover;
mod random;
mod random_moves;
mod reuse;
mod setup;
mod steps;
mod support;
