//! Who is calling, and the shape of a Graph request and answer inside the demo tenant. Data only.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// Who the access token speaks for. Everything in it was true when the token was made.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The tenant that the token is for.
    pub tenant: Uuid,
    /// Client id of the app that asked for the token.
    pub client: Uuid,
    /// On whose behalf.
    pub identity: Identity,
}

/// On whose behalf a token speaks.
#[derive(Clone, Debug)]
pub enum Identity {
    /// A signed-in person (delegated): both the token's scopes and the person's own roles count.
    User {
        /// Object id of the user.
        user: Uuid,
        /// The `scp` claim.
        scopes: Vec<String>,
        /// The `wids` claim: role template ids of the active directory roles.
        directory_roles: Vec<Uuid>,
    },
    /// The app itself (client credentials): the `roles` claim counts.
    App {
        /// Object id of the app's service principal.
        service_principal: Uuid,
        /// The `roles` claim.
        roles: Vec<String>,
    },
}

/// A request to Graph, after sign-in was checked: one HTTP request, or one part of a `$batch`.
#[derive(Clone, Debug)]
pub struct GraphRequest {
    /// HTTP method, upper case.
    pub method: String,
    /// Path after `/v1.0`, percent-decoded, such as `/applications(uniqueName='x')`.
    pub path: String,
    /// Query parameters, decoded: (`$filter`, `appId eq '...'`).
    pub query: Vec<(String, String)>,
    /// The `Prefer` header.
    pub prefer: Option<String>,
    /// The `ConsistencyLevel` header.
    pub consistency_level: Option<String>,
    /// The JSON body.
    pub body: Option<Value>,
}

/// Graph's answer.
#[derive(Clone, Debug)]
pub struct GraphResponse {
    /// HTTP status.
    pub status: u16,
    /// Extra headers, such as `Location`.
    pub headers: Vec<(String, String)>,
    /// The JSON body; `None` for 204.
    pub body: Option<Value>,
}

/// The circumstances of one request.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The tenant's time.
    pub now: Timestamp,
    /// How long a new object stays unknown to calls that depend on it.
    pub replication_lag: std::time::Duration,
}
