//! One type per kind of GUID, so that a tenant id can never be passed where a client id is wanted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is no GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id has 32 digits and letters from a to f, such as 04b07795-8ddb-461a-bbee-02f9e1bf7b46")]
pub struct NotAnId;

macro_rules! guid {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a GUID that is known to be of this kind.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The GUID itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text.trim()).map(Self).map_err(|_| NotAnId)
            }
        }
    };
}

guid!(
    /// The "Directory (tenant) ID": which organisation.
    TenantId
);
guid!(
    /// The "Application (client) ID" (`appId`): what the product sends when it signs in.
    ClientId
);
guid!(
    /// The `appId` of an API (Microsoft Graph, Office 365 Management APIs, ...): the same in every tenant.
    ResourceAppId
);
guid!(
    /// The `id` of a directory object in one tenant: an application, a service principal, a user.
    ObjectId
);
guid!(
    /// The id of a permission of an API: an app role or a delegated scope.
    AppRoleId
);
guid!(
    /// The `keyId` of a client secret. Portals call it "Secret ID"; it is *not* the secret.
    KeyId
);
guid!(
    /// One run of the wizard, as the journal knows it.
    SetupId
);

impl From<ClientId> for ResourceAppId {
    fn from(id: ClientId) -> Self {
        Self::new(id.uuid())
    }
}

impl From<ResourceAppId> for ClientId {
    fn from(id: ResourceAppId) -> Self {
        Self::new(id.uuid())
    }
}
