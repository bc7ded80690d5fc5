//! Tokens: the claims of access and ID tokens in Microsoft's shape, and who a token speaks for.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::clients::{Client, seen};
use super::consent;
use super::keys::BadToken;
use super::logins::{Refresh, SignedIn};
use super::refusal::Refusal;
use super::scopes::{self, Asked};
use super::{Shared, roles};
use crate::demo::caller::{Caller, Identity, Moment};
use crate::demo::store::{ServicePrincipal, Store, Tenant, User, sha256_hex};

/// How long an app's own token lasts, in seconds.
const APP_LIFE: i64 = 3599;

/// Clock differences that are forgiven at the start of a token's life, in seconds.
const EARLY: i64 = 300;

/// What Graph says to a token of a sign-in that was ended.
pub const REVOKED: &str = "Continuous access evaluation resulted in challenge with result: InteractionRequired and \
                           code: TokenIssuedBeforeRevocationTimestamp";

/// Seconds that a user's token lasts: 60 to 90 minutes, as Microsoft spreads them, and fixed for a session.
fn user_life(session: Uuid) -> i64 {
    3600 + i64::from(session.as_bytes()[0]) * 7
}

fn common(shared: &Shared, tenant: &Tenant, audience: &str, now: Timestamp, life: i64) -> Value {
    let start = now.as_second();
    json!({
        "aud": audience,
        "iss": shared.issuer(tenant.id),
        "iat": start,
        "nbf": start,
        "exp": start + life,
        "tid": tenant.id,
        "uti": Uuid::new_v4().simple().to_string(),
    })
}

/// A person's identifier for one app.
fn pairwise(user: Uuid, client: Uuid) -> String {
    sha256_hex(&format!("{user}{client}")).chars().take(43).collect()
}

/// What the token endpoint answers to somebody who signed in.
pub struct UserTokens<'a> {
    pub client: Client<'a>,
    pub who: &'a SignedIn,
    pub nonce: Option<&'a str>,
    /// Whether the app proved itself with a secret.
    pub confidential: bool,
}

impl UserTokens<'_> {
    /// Makes the tokens: the answer's JSON.
    pub fn issue(&self, shared: &Shared, store: &Store, moment: Moment) -> Result<Value, Refusal> {
        let who = self.who;
        let (tenant, user) = find_user(store, who)?;
        let decision = consent::decide(tenant, user, self.client, &who.asked, false)?;
        let life = user_life(who.session);
        let mut answer = json!({
            "token_type": "Bearer",
            "scope": scope_text(&who.asked, &decision.scopes),
            "expires_in": life,
            "ext_expires_in": life,
            "access_token": self.access(shared, tenant, user, &decision.scopes, moment.now)?,
        });
        if who.asked.wants("openid") {
            answer["id_token"] = Value::from(self.id(shared, tenant, user, moment.now)?);
        }
        if who.asked.wants("offline_access") {
            let refresh =
                Refresh { who: who.clone(), confidential: self.confidential, issued: moment.now, used: false };
            let text = shared.logins().add_refresh(refresh).ok_or_else(broken)?;
            answer["refresh_token"] = Value::from(text);
        }
        Ok(answer)
    }

    /// The access token alone.
    pub fn access(
        &self,
        shared: &Shared,
        tenant: &Tenant,
        user: &User,
        scopes: &[String],
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let client = self.client.id();
        let mut claims =
            common(shared, tenant, &scopes::audience(self.who.asked.api), now, user_life(self.who.session));
        let mut wids = user.active_roles.clone();
        wids.push(roles::EVERYBODY);
        let openid = self.who.asked.openid.iter().filter(|s| *s != "offline_access").cloned();
        let scp: Vec<String> = openid.chain(scopes.iter().cloned()).collect();
        for (name, value) in [
            ("acct", json!(0)),
            ("acr", json!("1")),
            ("amr", json!(if roles::needs_second_factor(user) { vec!["pwd", "mfa"] } else { vec!["pwd"] })),
            ("app_displayname", json!(self.client.name())),
            ("appid", json!(client)),
            ("appidacr", json!(if self.confidential { "1" } else { "0" })),
            ("azp", json!(client)),
            ("idtyp", json!("user")),
            ("name", json!(user.display_name)),
            ("oid", json!(user.id)),
            ("preferred_username", json!(user.upn)),
            ("scp", json!(scp.join(" "))),
            ("sid", json!(self.who.session)),
            ("sub", json!(pairwise(user.id, client))),
            ("unique_name", json!(user.upn)),
            ("upn", json!(user.upn)),
            ("ver", json!("1.0")),
            ("wids", json!(wids)),
        ] {
            claims[name] = value;
        }
        if !self.who.acrs.is_empty() {
            claims["acrs"] = json!(self.who.acrs);
        }
        shared.keys.sign(&claims).ok_or_else(broken)
    }

    fn id(&self, shared: &Shared, tenant: &Tenant, user: &User, now: Timestamp) -> Result<String, Refusal> {
        let client = self.client.id();
        let mut claims = common(shared, tenant, &client.to_string(), now, 3600);
        for (name, value) in [
            ("name", json!(user.display_name)),
            ("oid", json!(user.id)),
            ("preferred_username", json!(user.upn)),
            ("sid", json!(self.who.session)),
            ("sub", json!(pairwise(user.id, client))),
            ("ver", json!("2.0")),
        ] {
            claims[name] = value;
        }
        if let Some(nonce) = self.nonce {
            claims["nonce"] = Value::from(nonce);
        }
        shared.keys.sign(&claims).ok_or_else(broken)
    }
}

/// The tenant and the person of a sign-in, as they are now.
pub fn find_user<'a>(store: &'a Store, who: &SignedIn) -> Result<(&'a Tenant, &'a User), Refusal> {
    let tenant = store
        .tenants
        .iter()
        .find(|t| t.id == who.tenant)
        .ok_or_else(|| Refusal::unknown_tenant(&who.tenant.to_string()))?;
    let user = tenant
        .users
        .iter()
        .find(|u| u.id == who.user)
        .ok_or_else(|| Refusal::unknown_user(&who.user.to_string(), &tenant.display_name))?;
    if user.can_sign_in { Ok((tenant, user)) } else { Err(Refusal::disabled_user()) }
}

fn scope_text(asked: &Asked, scopes: &[String]) -> String {
    let address = scopes::address_of(asked.api);
    let openid = asked.openid.iter().filter(|s| *s != "offline_access").cloned();
    let named = scopes.iter().map(|name| {
        // Sign-in's own names stay bare, whoever granted them.
        if ["openid", "profile", "email"].contains(&name.as_str()) { name.clone() } else { format!("{address}/{name}") }
    });
    openid.chain(named).collect::<Vec<_>>().join(" ")
}

/// What the token endpoint answers to an app that signs in as itself. A role that was given within the replication
/// lag is not in the token yet.
pub fn app_answer(
    shared: &Shared,
    tenant: &Tenant,
    client: Client<'_>,
    own: &ServicePrincipal,
    api: &ServicePrincipal,
    moment: Moment,
) -> Result<Value, Refusal> {
    let mut claims = common(shared, tenant, &scopes::audience(api.app_id), moment.now, APP_LIFE);
    for (name, value) in [
        ("app_displayname", json!(client.name())),
        ("appid", json!(own.app_id)),
        ("appidacr", json!("1")),
        ("azp", json!(own.app_id)),
        ("idtyp", json!("app")),
        ("oid", json!(own.id)),
        ("sub", json!(own.id)),
        ("ver", json!("1.0")),
    ] {
        claims[name] = value;
    }
    let known: Vec<&str> = tenant
        .assignments
        .iter()
        .filter(|a| a.principal_id == own.id && a.resource_id == api.id && seen(a.created, moment))
        .filter_map(|a| api.app_roles.iter().find(|r| r.id == a.app_role_id))
        .map(|r| r.value.as_str())
        .collect();
    if !known.is_empty() {
        claims["roles"] = json!(known);
    }
    let token = shared.keys.sign(&claims).ok_or_else(broken)?;
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": APP_LIFE,
        "ext_expires_in": APP_LIFE,
        "access_token": token,
    }))
}

/// The computer gave no randomness or the key failed.
pub fn broken() -> Refusal {
    Refusal::injected(500, "server_error", "AADSTS90006: The service is temporarily unavailable.")
}

/// The claims of a token that this server made for an API and that is still good; else why not, in Graph's words.
pub fn check(shared: &Shared, token: &str, api: Uuid, now: Timestamp) -> Result<Value, &'static str> {
    let claims = shared.keys.check(token).map_err(|why| match why {
        BadToken::Malformed => "CompactToken parsing failed with error code: 80049217",
        BadToken::Signature => "Access token validation failure. Invalid signature.",
    })?;
    let number = |name: &str| claims.get(name).and_then(Value::as_i64).unwrap_or_default();
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("aud") != scopes::audience(api) {
        return Err("Access token validation failure. Invalid audience.");
    }
    if !Uuid::parse_str(text("tid")).is_ok_and(|tenant| text("iss") == shared.issuer(tenant)) {
        return Err("Access token validation failure. Invalid issuer.");
    }
    if now.as_second() >= number("exp") || now.as_second() + EARLY < number("nbf") {
        return Err("Access token has expired or is not yet valid.");
    }
    let session = Uuid::parse_str(text("sid"));
    if text("idtyp") == "user" && !session.is_ok_and(|session| shared.logins().is_open(session)) {
        return Err(REVOKED);
    }
    Ok(claims)
}

/// Who calls Graph with this token; else why it is refused, in Graph's words.
pub fn check_for_graph(shared: &Shared, token: &str, now: Timestamp) -> Result<Caller, &'static str> {
    let claims = check(shared, token, scopes::GRAPH, now)?;
    caller(&claims).ok_or("Access token validation failure.")
}

fn caller(claims: &Value) -> Option<Caller> {
    let guid = |name: &str| Uuid::parse_str(claims.get(name)?.as_str()?).ok();
    let list = |name: &str| -> Vec<String> {
        let items = claims.get(name).and_then(Value::as_array);
        items.map(|i| i.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default()
    };
    let identity = match claims.get("idtyp")?.as_str()? {
        "user" => Identity::User {
            user: guid("oid")?,
            scopes: claims.get("scp")?.as_str()?.split_whitespace().map(str::to_owned).collect(),
            directory_roles: list("wids")
                .iter()
                .filter_map(|id| Uuid::parse_str(id).ok())
                .filter(|id| *id != roles::EVERYBODY)
                .collect(),
        },
        "app" => Identity::App { service_principal: guid("oid")?, roles: list("roles") },
        _ => return None,
    };
    Some(Caller { tenant: guid("tid")?, client: guid("appid")?, identity })
}
