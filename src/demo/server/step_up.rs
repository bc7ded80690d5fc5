//! Authentication contexts: what a rule of the organisation demands of a sign-in besides a token, and what a sign-in
//! shows. Reads and writes claims; knows no rule.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::incoming::Incoming;
use super::reply::Reply;
use super::{Shared, other_apis};

/// The context that the demo tenant's rules ask for: "confirmed it's you".
pub const CONTEXT: &str = "c1";

/// What a rule demands, as clients pass it on.
pub fn demand() -> String {
    json!({"access_token": {"acrs": {"essential": true, "value": CONTEXT}}}).to_string()
}

/// The contexts that a `claims` parameter asks for.
pub fn asked(claims: Option<&str>) -> Vec<String> {
    let Some(asked) = claims.and_then(|text| serde_json::from_str::<Value>(text).ok()) else { return Vec::new() };
    let acrs = &asked["access_token"]["acrs"];
    let one = acrs["value"].as_str().into_iter();
    let several = acrs["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
    one.chain(several).map(str::to_owned).collect()
}

/// Whether the token of a request shows it. A token that cannot be read is refused elsewhere.
pub fn is_shown(shared: &Shared, incoming: &Incoming) -> bool {
    let claims = other_apis::bearer(incoming).and_then(|token| shared.keys.check(token).ok());
    claims.is_none_or(|claims| {
        claims["idtyp"] != "user" || claims["acrs"].as_array().is_some_and(|acrs| acrs.contains(&json!(CONTEXT)))
    })
}

/// The header that says what is demanded.
pub fn header(shared: &Shared) -> String {
    format!(
        "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", client_id=\"{}\", \
         error=\"insufficient_claims\", claims=\"{}\"",
        shared.base(),
        super::scopes::GRAPH,
        STANDARD.encode(demand())
    )
}

/// The answer with that header.
pub fn challenge(shared: &Shared, reply: Reply) -> Reply {
    reply.with("www-authenticate", header(shared))
}

/// Ends all sign-ins of the person whose token a request carries.
pub fn end_sign_ins(shared: &Shared, incoming: &Incoming) {
    let claims = other_apis::bearer(incoming).and_then(|token| shared.keys.check(token).ok());
    let user = claims.filter(|claims| claims["idtyp"] == "user");
    if let Some(user) = user.and_then(|claims| claims["oid"].as_str()?.parse().ok()) {
        shared.logins().revoke(user);
    }
}
