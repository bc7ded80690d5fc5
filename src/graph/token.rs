//! Where the client gets its access tokens. It never sees how somebody signed in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::explain::{Details, Fault, FaultKind};
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

    /// A token in place of `refused`, of which Graph demands more: `claims` is what, as JSON. Whoever can show it
    /// quietly does; the others keep this answer, that a person must sign in again.
    fn challenged<'a>(
        &'a self,
        refused: &'a SecretValue,
        claims: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<SecretValue, Fault>> + Send + 'a>> {
        let _ = (refused, claims);
        let fault = Fault { kind: FaultKind::Own("sign-in-challenged"), details: Details::default() };
        Box::pin(std::future::ready(Err(fault)))
    }
}
