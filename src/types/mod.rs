//! The vocabulary of the house: values that are parsed once, at the edge, and are right from then on.
//! No I/O and no knowledge of any other module.

mod fields;
mod ids;
mod secret;

pub use fields::{AppName, EmailAddress, FieldError, PermissionName, RedirectUri, SecretLifetime, UniqueName};
pub use ids::{AppRoleId, ClientId, KeyId, NotAnId, ObjectId, ResourceAppId, SetupId, TenantId};
pub use secret::SecretValue;
