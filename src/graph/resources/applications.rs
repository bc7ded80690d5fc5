//! App registrations and their secrets (Microsoft's application resource).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

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
    /// `signInAudience`: whose accounts may use it; `None` where nobody asked.
    #[serde(default)]
    pub sign_in_audience: Option<String>,
    /// `isFallbackPublicClient`.
    #[serde(default)]
    pub is_fallback_public_client: Option<bool>,
    /// Its secrets; values only in the answer that made them.
    #[serde(default)]
    pub password_credentials: Vec<PasswordCredential>,
    /// What it asks for.
    #[serde(default)]
    pub required_resource_access: Vec<RequiredResourceAccess>,
    /// Redirect URIs of a server.
    #[serde(default)]
    pub web: Option<Redirects>,
    /// Redirect URIs of a page in the browser.
    #[serde(default)]
    pub spa: Option<Redirects>,
    /// Redirect URIs of a program on a computer or phone.
    #[serde(default)]
    pub public_client: Option<Redirects>,
    /// Whose it is; `None` where nobody asked.
    #[serde(default)]
    pub owners: Option<Vec<Owner>>,
}

/// The redirect URIs of one platform.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Redirects {
    /// The addresses.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
}

/// Somebody who owns an application: a person, or another app.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// Object id.
    #[serde(default)]
    pub id: Option<ObjectId>,
    /// "Megan Bowen".
    #[serde(default)]
    pub display_name: Option<String>,
    /// `megan@contoso.com`; apps have none.
    #[serde(default)]
    pub user_principal_name: Option<String>,
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
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredResourceAccess {
    /// Which API.
    pub resource_app_id: ResourceAppId,
    /// Which permissions.
    #[serde(default)]
    pub resource_access: Vec<Value>,
    /// Whatever else Microsoft says: changes replace the whole collection, so it is sent back.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

const SELECT: &str = "$select=id,appId,displayName,createdDateTime,passwordCredentials,requiredResourceAccess";

/// Besides: for whom it is, and where it sends people back.
const PLACES: &str = ",signInAudience,isFallbackPublicClient,web,spa,publicClient";

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

const BRIEF: &str = "$select=id,appId,displayName,createdDateTime&$top=10";

/// Applications with this name.
#[must_use]
pub fn named(name: &str) -> Request {
    Request::get(format!("/applications?$filter=displayName%20eq%20{}&{BRIEF}", literal(name)))
}

/// Applications with this tag.
#[must_use]
pub fn tagged(tag: &str) -> Request {
    Request::get(format!("/applications?$filter=tags/any(t:t%20eq%20{})&{BRIEF}", literal(tag)))
}

/// Applications that send people back to this address; `platform` is `web`, `spa` or `publicClient`. Redirect URIs can
/// be asked for in an advanced query only (learn.microsoft.com: aad-advanced-queries).
#[must_use]
pub fn returning_to(platform: &str, uri: &str) -> Request {
    let filter = format!("{platform}/redirectUris/any(u:u%20eq%20{})", literal(uri));
    Request::get(format!("/applications?$filter={filter}&$count=true&{BRIEF}")).eventual()
}

/// The application with this client id, if there is one.
#[must_use]
pub fn with_client_id(client: ClientId) -> Request {
    Request::get(format!("/applications?$filter=appId%20eq%20'{client}'&{BRIEF}"))
}

/// What is merged when something is added to an application, by its client id.
#[must_use]
pub fn to_add_to(client: ClientId) -> Request {
    Request::get(format!("/applications(appId='{client}')?{SELECT}{PLACES}"))
}

/// Everything that Onramp shows of an application, with the people whose it is.
#[must_use]
pub fn in_detail(application: ObjectId) -> Request {
    let owners = "$expand=owners($select=id,displayName,userPrincipalName)";
    Request::get(format!("/applications/{application}?{SELECT}{PLACES}&{owners}"))
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
