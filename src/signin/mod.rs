//! Signing a person in: authorization code with PKCE on a loopback address, or a code on another device; keeping the
//! tokens fresh; and tokens for an app with its own secret. Knows no Graph and no window.

mod app_session;
mod app_token;
mod browser;
mod certificate;
mod claims;
mod client;
mod code_flow;
mod device_code;
mod discovery;
mod error;
mod landing;
mod locate;
mod loopback;
mod organization;
mod refusal;
mod session;
mod token_endpoint;

pub use app_session::{AppCredential, AppSession};
pub use app_token::{AppToken, app_token};
pub use browser::{BrowserError, OpenBrowser, SystemBrowser};
pub use certificate::{Certificate, CertificateError};
pub use client::{Again, Asking, NotAClient, SignInClient};
pub use code_flow::{SignInRequest, sign_in};
pub use device_code::{DeviceCode, sign_in_with_code};
pub use error::SignInError;
pub use landing::LandingPage;
pub use locate::{Located, locate};
pub use organization::{Organization, find_organization};
pub use refusal::Refusal;
pub use session::Session;

use crate::types::{ObjectId, TenantId};

/// Who is signed in, from the ID token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Object id of the person.
    pub id: ObjectId,
    /// The tenant that the tokens are for.
    pub tenant: TenantId,
    /// "Megan Bowen".
    pub name: String,
    /// "megan@contoso.com".
    pub username: String,
}
