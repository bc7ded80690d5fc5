//! The typed Microsoft Graph client: transport (retry, throttling, batch) and one file per resource.

mod token;

pub use token::TokenSource;
