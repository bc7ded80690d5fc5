//! Where the client gets its access tokens. It never sees how somebody signed in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::explain::Fault;
use crate::types::SecretValue;

/// Gives out access tokens for Microsoft Graph, fresh when they are about to end.
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// A token that is valid now. `refused` is a token that Graph has just answered with 401: never give it out again.
    ///
    /// The error says why there is none: the sign-in has ended, or the network is gone.
    fn token<'a>(
        &'a self,
        refused: Option<&'a SecretValue>,
    ) -> Pin<Box<dyn Future<Output = Result<SecretValue, Fault>> + Send + 'a>>;
}
