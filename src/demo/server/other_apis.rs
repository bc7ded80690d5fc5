//! The two other things here that a token opens: OpenID's user information, and the one call of the Office 365
//! Management APIs by which a product's access is checked.

use serde_json::{Value, json};

use super::incoming::Incoming;
use super::login_door::Visit;
use super::reply::Reply;
use super::scopes::{GRAPH, MANAGEMENT};
use super::tokens;
use crate::demo::graph;

/// The bearer token of a request.
pub fn bearer(incoming: &Incoming) -> Option<&str> {
    let (scheme, token) = incoming.header("authorization")?.split_once(' ')?;
    Some(token.trim()).filter(|token| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
}

/// `/oidc/userinfo`: who signed in.
pub fn user_info(v: &Visit<'_>) -> Reply {
    let claims = bearer(v.incoming).and_then(|t| tokens::check(v.shared, t, GRAPH, v.moment.now).ok());
    match claims.filter(|c| c["idtyp"] == "user") {
        Some(claims) => {
            Reply::json(200, &json!({"sub": claims["sub"], "name": claims["name"], "email": claims["upn"]}))
        }
        None => Reply::empty(401).with("www-authenticate", "Bearer error=\"invalid_token\""),
    }
}

/// `/api/v1.0/{tenant}/activity/feed/subscriptions/list`: the app's subscriptions, of which there are none.
pub fn subscriptions(v: &Visit<'_>, tenant: &str) -> Reply {
    let refuse =
        |status, code: &str, message: &str| Reply::json(status, &json!({"error": {"code": code, "message": message}}));
    let checked = bearer(v.incoming).ok_or("Access token is empty.");
    let claims = match checked.and_then(|token| tokens::check(v.shared, token, MANAGEMENT, v.moment.now)) {
        Ok(claims) => claims,
        Err(message) => return refuse(401, "AF10001", message),
    };
    if !claims["tid"].as_str().is_some_and(|tid| tid.eq_ignore_ascii_case(tenant)) {
        return refuse(
            400,
            "AF20003",
            "The tenant ID passed in the URL does not match the tenant ID of the access token.",
        );
    }
    let granted = |name: &str| {
        let role = claims["roles"].as_array().is_some_and(|roles| roles.contains(&Value::from(name)));
        role || claims["scp"].as_str().is_some_and(|scp| scp.split(' ').any(|s| s == name))
    };
    if granted("ActivityFeed.Read") || granted("ActivityFeed.ReadDlp") {
        Reply::json(200, &json!([]))
    } else {
        let message =
            "The permission set () sent in the request did not include the expected permission ActivityFeed.Read.";
        refuse(401, "AF10001", message)
    }
}

/// The usage report that Graph's answer points at: a file, without a token, as the real address carries its own rights.
pub fn active_user_detail(v: &Visit<'_>) -> Reply {
    let fields = v.incoming.query_fields();
    let store = v.shared.store();
    match fields.get("tenant").and_then(|tenant| store.tenant(tenant)) {
        Some(tenant) => {
            let mut reply = Reply::empty(200).with("content-type", "application/octet-stream");
            reply.body = graph::active_user_detail(tenant).into_bytes();
            reply
        }
        None => Reply::empty(404),
    }
}
