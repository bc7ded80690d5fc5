//! The brain of the window: [`State`], and [`update`], which takes what the person did or what the world answered and
//! says what to do next. Pure: no egui, no I/O, no clock of its own.

mod blocker;
mod choice;
mod connection;
mod existing;
mod memory;
mod passage;
mod protocol;
mod saving;
mod state;
mod update;
mod view;

pub use blocker::{Blocker, months_within, step_of};
pub use choice::{CUSTOM_CLOUD, ClientChoice, ClientFault, ClientKind, CloudFile};
pub use connection::{AuthorityFile, ConnectionAction, ConnectionEffect, ConnectionEvent, ConnectionTest, TeamFile};
pub use protocol::{Action, Effect, Event, JobId, Message};
pub use saving::SaveRequest;
pub use state::{
    ApprovalMessage, CheckRow, ConnectPhase, DemoAccount, Dialog, FoundCloud, Handover, Preflight, ResumableSetup,
    SetupPhase, SetupRow, State, Step, StepMark, ThemeChoice,
};
pub use update::update;
