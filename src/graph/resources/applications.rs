//! App registrations and their secrets (Microsoft's application resource).

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::request::{Lag, Method, Request, literal};
use crate::types::{ClientId, KeyId, ObjectId, ResourceAppId, SecretValue, UniqueName};

/// An app registration.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id.
    pub id: ObjectId,
    /// Client id.
    pub app_id: ClientId,
    /// Its name.
    #[serde(default)]
    pub display_name: String,
    /// When it was made.
    #[serde(default)]
    pub created_date_time: Option<Timestamp>,
    /// Its secrets; values only in the answer that made them.
    #[serde(default)]
    pub password_credentials: Vec<PasswordCredential>,
    /// What it asks for.
    #[serde(default)]
    pub required_resource_access: Vec<RequiredResourceAccess>,
}

/// A client secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCredential {
    /// "Secret ID".
    pub key_id: KeyId,
    /// Its display name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub end_date_time: Option<Timestamp>,
    /// Its value: only in the answer that made it.
    #[serde(default, deserialize_with = "secret")]
    pub secret_text: Option<SecretValue>,
}

fn secret<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<SecretValue>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretValue::new))
}

/// The permissions of one API that an application asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredResourceAccess {
    /// Which API.
    pub resource_app_id: ResourceAppId,
    /// Which permissions.
    #[serde(default)]
    pub resource_access: Vec<Value>,
}

const SELECT: &str = "$select=id,appId,displayName,createdDateTime,passwordCredentials,requiredResourceAccess";

/// Makes an application. Sending it twice is refused because of its `uniqueName`, but only looking tells which of the
/// two was first.
#[must_use]
pub fn create(body: Value) -> Request {
    Request::write(Method::Post, "/applications", Some(body)).look_first()
}

/// The application that carries this `uniqueName`.
#[must_use]
pub fn by_unique_name(name: &UniqueName) -> Request {
    Request::get(format!("/applications(uniqueName={})?{SELECT}", literal(name.as_str())))
}

/// An application, by object id.
#[must_use]
pub fn by_id(id: ObjectId) -> Request {
    Request::get(format!("/applications/{id}?{SELECT}"))
}

/// Applications with this name.
#[must_use]
pub fn named(name: &str) -> Request {
    Request::get(format!(
        "/applications?$filter=displayName%20eq%20{}&$select=id,appId,displayName,createdDateTime&$top=10",
        literal(name)
    ))
}

/// Makes a secret. Sent twice it would make two.
#[must_use]
pub fn add_password(application: ObjectId, credential: &Value) -> Request {
    let body = json!({ "passwordCredential": credential });
    Request::write(Method::Post, format!("/applications/{application}/addPassword"), Some(body))
        .look_first()
        .lagging(Lag::NewObject)
}

/// Removes a secret.
#[must_use]
pub fn remove_password(application: ObjectId, key: KeyId) -> Request {
    let body = json!({ "keyId": key });
    Request::write(Method::Post, format!("/applications/{application}/removePassword"), Some(body))
}

/// Replaces what the application asks for.
#[must_use]
pub fn update(application: ObjectId, body: Value) -> Request {
    Request::write(Method::Patch, format!("/applications/{application}"), Some(body)).lagging(Lag::NewObject)
}

/// Moves an application to the recycle bin, where it stays for 30 days.
#[must_use]
pub fn delete(application: ObjectId) -> Request {
    Request::write(Method::Delete, format!("/applications/{application}"), None)
}

/// An application in the recycle bin.
#[must_use]
pub fn deleted(application: ObjectId) -> Request {
    Request::get(format!("/directory/deletedItems/{application}"))
}

/// An application in the recycle bin that carries this `uniqueName`.
#[must_use]
pub fn deleted_by_unique_name(name: &UniqueName) -> Request {
    let filter = literal(name.as_str());
    Request::get(format!("/directory/deletedItems/microsoft.graph.application?$filter=uniqueName%20eq%20{filter}"))
}

/// Takes an application out of the recycle bin.
#[must_use]
pub fn restore(application: ObjectId) -> Request {
    Request::write(Method::Post, format!("/directory/deletedItems/{application}/restore"), None)
}
