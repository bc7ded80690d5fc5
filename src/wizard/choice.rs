//! What can be chosen under "Advanced" on Connect besides a built-in cloud: as which app to sign in, and a cloud from a
//! file. Values with their rules, nothing else.

use crate::cloud::CloudFault;
use crate::signin::SignInClient;
use crate::types::ClientId;

use super::protocol::JobId;

/// The id of a cloud that was read from a file.
pub const CUSTOM_CLOUD: &str = "custom";

/// Which kind of app to sign in to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientKind {
    /// Microsoft Azure CLI.
    #[default]
    AzureCli,
    /// Microsoft Graph Command Line Tools.
    GraphCommandLineTools,
    /// The organisation's own.
    Own,
}

impl ClientKind {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::AzureCli, Self::GraphCommandLineTools, Self::Own];
}

/// What is wrong with the client id of an own app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientFault {
    /// Nothing was typed.
    Empty,
    /// It is not an id.
    NotAnId,
}

/// The app to sign in to, as chosen and typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientChoice {
    /// Which kind.
    pub kind: ClientKind,
    /// The client id of the own one, as typed.
    pub own: String,
}

impl ClientChoice {
    /// The app, or what is wrong with the client id.
    ///
    /// # Errors
    /// The own app's client id is missing, or is none.
    pub fn client(&self) -> Result<SignInClient, ClientFault> {
        match self.kind {
            ClientKind::AzureCli => Ok(SignInClient::AzureCli),
            ClientKind::GraphCommandLineTools => Ok(SignInClient::GraphCommandLineTools),
            ClientKind::Own if self.own.trim().is_empty() => Err(ClientFault::Empty),
            ClientKind::Own => {
                let id = self.own.trim().parse::<ClientId>().map_err(|_| ClientFault::NotAnId)?;
                Ok(SignInClient::Own(id))
            }
        }
    }
}

impl From<SignInClient> for ClientChoice {
    fn from(client: SignInClient) -> Self {
        match client {
            SignInClient::AzureCli => Self::default(),
            SignInClient::GraphCommandLineTools => Self { kind: ClientKind::GraphCommandLineTools, own: String::new() },
            SignInClient::Own(id) => Self { kind: ClientKind::Own, own: id.to_string() },
        }
    }
}

/// A cloud from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloudFile {
    /// The path, as typed.
    pub path: String,
    /// Being read under this job.
    pub reading: Option<JobId>,
    /// What is wrong with it.
    pub fault: Option<CloudFault>,
    /// The host at which people sign in, once the file is read and right.
    pub host: Option<String>,
}
