//! The typed Microsoft Graph client: transport (retry, throttling, batch) and one file per resource.
//! Knows no plan, no product and no window.

mod batch;
mod challenge;
mod error;
mod request;
pub mod resources;
mod retry;
mod token;
mod transport;

pub use error::{GraphError, Refusal};
pub use request::{Lag, Method, Repeat, Reply, Request};
pub use retry::{Pause, PauseReason};
pub use token::TokenSource;
pub use transport::{Graph, GraphParts};
