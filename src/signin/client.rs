//! As which app a person signs in, and what that app asks Microsoft for. Pure: which permissions a setup needs is said
//! by whoever plans it.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::uuid;

use crate::types::{ClientId, TenantId};

/// Microsoft Azure CLI: a public client that is in every tenant and is pre-authorised for exactly what a setup needs.
const AZURE_CLI: ClientId = ClientId::new(uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46"));
/// Microsoft Graph Command Line Tools: gets any permission, each with consent, and that consent stays.
const GRAPH_COMMAND_LINE_TOOLS: ClientId = ClientId::new(uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e"));

/// The names by which the two of Microsoft's are called on the command line and in the settings.
const NAMES: [(&str, SignInClient); 2] =
    [("azure-cli", SignInClient::AzureCli), ("graph", SignInClient::GraphCommandLineTools)];

/// The app that a person signs in to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SignInClient {
    /// Microsoft Azure CLI: asks for no consent and leaves nothing behind.
    #[default]
    AzureCli,
    /// Microsoft Graph Command Line Tools: for what the first may not ask; an administrator consents once.
    GraphCommandLineTools,
    /// The organisation's own app: a public client with the redirect URI `http://localhost`.
    Own(ClientId),
}

/// A text is neither of the names nor a client id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write azure-cli, graph, or the client id of an app of yours")]
pub struct NotAClient;

impl SignInClient {
    /// Its client id.
    #[must_use]
    pub fn id(self) -> ClientId {
        match self {
            Self::AzureCli => AZURE_CLI,
            Self::GraphCommandLineTools => GRAPH_COMMAND_LINE_TOOLS,
            Self::Own(id) => id,
        }
    }

    /// Whether it names each permission that it asks for. The other one gets all it is pre-authorised for, and may ask
    /// for nothing else.
    #[must_use]
    pub fn names_its_scopes(self) -> bool {
        self != Self::AzureCli
    }
}

impl fmt::Display for SignInClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (NAMES.iter().find(|(_, client)| client == self), self) {
            (Some((name, _)), _) => f.write_str(name),
            (None, client) => client.id().fmt(f),
        }
    }
}

impl FromStr for SignInClient {
    type Err = NotAClient;

    fn from_str(text: &str) -> Result<Self, NotAClient> {
        let text = text.trim();
        if let Some((_, client)) = NAMES.iter().find(|(name, _)| *name == text) {
            return Ok(*client);
        }
        let id: ClientId = text.parse().map_err(|_| NotAClient)?;
        // Whoever types the id of one of Microsoft's means it.
        Ok(NAMES.iter().map(|(_, client)| *client).find(|client| client.id() == id).unwrap_or(Self::Own(id)))
    }
}

impl TryFrom<String> for SignInClient {
    type Error = NotAClient;

    fn try_from(text: String) -> Result<Self, NotAClient> {
        text.parse()
    }
}

impl From<SignInClient> for String {
    fn from(client: SignInClient) -> Self {
        client.to_string()
    }
}

/// What a sign-in asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// As which app.
    pub client: SignInClient,
    /// Permissions of Microsoft Graph, for an app that names them.
    pub scopes: BTreeSet<&'static str>,
    /// Who signed in before and signs in again: for a setup of theirs, or with more rights.
    pub again: Option<Again>,
}

/// A sign-in that goes on where another one was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The organisation that it must be.
    pub tenant: TenantId,
    /// The account to fill in.
    pub username: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn every_client_is_written_as_it_is_read() {
        for text in ["azure-cli", "graph", "aaaa3333-0000-4000-8000-000000000001"] {
            assert_eq!(text.parse::<SignInClient>().unwrap().to_string(), text);
        }
        assert_eq!(AZURE_CLI.to_string().parse(), Ok(SignInClient::AzureCli));
        for text in ["", "azure", "aaaa3333-0000"] {
            assert_eq!(text.parse::<SignInClient>(), Err(NotAClient));
        }
    }
}
