//! The window: draws [`wizard::State`](crate::wizard::State) with egui and returns what the person did. It performs no
//! HTTP, opens no file and decides nothing: every decision is [`wizard::update`](crate::wizard::update)'s.

pub mod app;
mod dialogs;
mod findings;
mod focus;
mod footer;
mod frame;
mod icons;
mod rail;
mod steps;
pub mod theme;
mod view;
mod widgets;
pub mod window;

pub use app::{App, Port};
pub use frame::show;
