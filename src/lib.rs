//! Onramp: a desktop setup wizard that connects a product to Microsoft 365. See ARCHITECTURE.md for the floors.

pub mod cli;
pub mod clock;
pub mod cloud;
pub mod demo;
pub mod explain;
pub mod export;
pub mod graph;
pub mod home;
pub mod journal;
pub mod net;
pub mod plan;
pub mod preset;
pub mod settings;
pub mod setup;
pub mod signin;
pub mod text;
pub mod types;
pub mod ui;
pub mod vault;
pub mod verify;
pub mod wizard;
pub mod words;
pub mod worker;
