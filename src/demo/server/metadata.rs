//! The documents by which programs find their way: OpenID configuration, public keys, instance discovery.

use serde_json::json;

use super::clients::Authority;
use super::login_door::Visit;
use super::reply::Reply;

/// The issuer as a document names it: with the tenant's id, or with Microsoft's placeholder for it.
fn issuer(v: &Visit<'_>, authority: Authority) -> String {
    match authority {
        Authority::Tenant(id) => v.shared.issuer(id),
        Authority::Any => format!("{}/{{tenantid}}/v2.0", v.shared.base()),
    }
}

/// `.well-known/openid-configuration`.
pub fn openid(v: &Visit<'_>, segment: &str, authority: Authority) -> Reply {
    let base = v.shared.base();
    let place = match authority {
        Authority::Tenant(id) => id.to_string(),
        Authority::Any => segment.to_owned(),
    };
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    Reply::json(
        200,
        &json!({
            "token_endpoint": format!("{base}/{place}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": format!("{base}/{place}/discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": issuer(v, authority),
            "request_uri_parameter_supported": false,
            "userinfo_endpoint": format!("{base}/oidc/userinfo"),
            "authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/devicecode"),
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": format!("{base}/{place}/oauth2/v2.0/logout"),
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid",
                "ver", "at_hash", "c_hash", "email"
            ],
            "tenant_region_scope": if authority == Authority::Any { json!(null) } else { json!("EU") },
            "cloud_instance_name": "microsoftonline.com",
            "cloud_graph_host_name": host,
            "msgraph_host": host,
            "rbac_url": base,
        }),
    )
}

/// `discovery/v2.0/keys`.
pub fn keys(v: &Visit<'_>, _segment: &str, authority: Authority) -> Reply {
    Reply::json(200, &v.shared.keys.public(&issuer(v, authority)))
}

/// `/common/discovery/instance`.
pub fn instance(v: &Visit<'_>) -> Reply {
    let base = v.shared.base();
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let fields = v.incoming.query_fields();
    let asked = fields.get("authorization_endpoint").and_then(|e| url::Url::parse(e).ok());
    let tenant = asked
        .as_ref()
        .and_then(|e| e.path_segments()?.next().map(str::to_owned))
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| "common".to_owned());
    Reply::json(
        200,
        &json!({
            "tenant_discovery_endpoint": format!("{base}/{tenant}/v2.0/.well-known/openid-configuration"),
            "api-version": fields.get("api-version").unwrap_or("1.1"),
            "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
        }),
    )
}
