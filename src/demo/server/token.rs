//! `/{tenant}/oauth2/v2.0/token`: one function per grant type.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::assertion::{self, Assertion};
use super::clients::{self, Authority, Client, seen};
use super::incoming::Fields;
use super::login_door::Visit;
use super::logins::{CODE_LIFE, Platform, REFRESH_LIFE, SignedIn};
use super::refusal::Refusal;
use super::reply::Reply;
use super::tokens::{self, UserTokens};
use super::{authorize, device, roles, scopes, step_up};
use crate::demo::store::{Store, sha256_hex};

/// What the request says about the app.
pub struct Asking<'a> {
    pub store: &'a Store,
    pub authority: Authority,
    pub client: Client<'a>,
    pub secret: Option<String>,
    /// The names of this token endpoint, as statements of apps address it.
    pub audiences: Vec<String>,
    pub fields: Fields,
}

/// Whether a moment is more than `seconds` ago.
pub fn is_older(then: Timestamp, seconds: i64, now: Timestamp) -> bool {
    now.as_second() - then.as_second() >= seconds
}

/// Answers a token request.
pub fn visit(v: &Visit<'_>, segment: &str) -> Reply {
    match answer(v, segment) {
        Ok(body) => Reply::json(200, &body).with("cache-control", "no-store, no-cache").with("pragma", "no-cache"),
        Err(refusal) => refusal.json(&v.stamp),
    }
}

fn answer(v: &Visit<'_>, segment: &str) -> Result<Value, Refusal> {
    let store = v.shared.store();
    let authority = Authority::parse(&store, segment)?;
    let fields = v.incoming.form_fields();
    if let Some(twice) = fields.duplicate() {
        return Err(Refusal::duplicate(twice));
    }
    let grant = fields.get("grant_type").ok_or_else(|| Refusal::missing("grant_type"))?.to_owned();
    let basic = v.incoming.basic();
    let id = fields.get("client_id").map(str::to_owned).or_else(|| basic.as_ref().map(|(id, _)| id.clone()));
    let id = id.ok_or_else(|| Refusal::missing("client_id"))?;
    let secret = fields.get("client_secret").map(str::to_owned).or_else(|| basic.map(|(_, secret)| secret));
    let client = clients::find(&store, authority, &id, v.moment)?;
    let audiences = match authority {
        Authority::Tenant(id) => vec![format!("{}/{id}/oauth2/v2.0/token", v.shared.base()), v.shared.issuer(id)],
        Authority::Any => Vec::new(),
    };
    let asking = Asking { store: &store, authority, client, secret, audiences, fields };
    match grant.as_str() {
        "authorization_code" => code(v, &asking),
        "refresh_token" => refresh(v, &asking),
        "client_credentials" => app(v, &asking),
        "password" => password(v, &asking),
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => device::redeem(v, &asking),
        other => Err(Refusal::grant_type(other)),
    }
}

impl Asking<'_> {
    /// A field that must be there.
    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.fields.get(name).ok_or_else(|| Refusal::missing(name))
    }

    /// The proof that flows without a redirect need: a secret, or the app's setting that it has none. Answers
    /// whether it was a secret.
    pub fn prove(&self, v: &Visit<'_>) -> Result<bool, Refusal> {
        match &self.secret {
            None if self.client.is_public() => Ok(false),
            _ => self.check_credential(v).map(|()| true),
        }
    }

    /// Refuses an app that proves itself neither with its secret nor with a certificate.
    fn check_credential(&self, v: &Visit<'_>) -> Result<(), Refusal> {
        match (self.fields.get("client_assertion"), self.client) {
            (Some(text), Client::Registered(app)) => {
                let sent = Assertion { kind: self.fields.get("client_assertion_type"), text };
                assertion::check(app, &sent, &self.audiences, v.moment.now)
            }
            (Some(_), Client::Microsoft(_)) => Err(Refusal::secret_from_public_client()),
            (None, client) => client.check_secret(self.secret.as_deref(), v.moment),
        }
    }

    /// The answer to somebody who signed in.
    pub fn issue(
        &self,
        v: &Visit<'_>,
        who: &SignedIn,
        nonce: Option<&str>,
        confidential: bool,
    ) -> Result<Value, Refusal> {
        UserTokens { client: self.client, who, nonce, confidential }.issue(v.shared, self.store, v.moment)
    }
}

fn code(v: &Visit<'_>, asking: &Asking<'_>) -> Result<Value, Refusal> {
    let text = asking.need("code")?;
    let redirect = asking.need("redirect_uri")?;
    let verifier = asking.fields.get("code_verifier");
    let mut logins = v.shared.logins();
    let code = logins.code(text).ok_or_else(Refusal::code_malformed)?;
    if code.who.client != asking.client.id() {
        return Err(Refusal::code_of_another("client_id"));
    }
    if code.used {
        return Err(Refusal::code_used());
    }
    if is_older(code.issued, CODE_LIFE, v.moment.now) {
        return Err(Refusal::code_expired());
    }
    if code.redirect != redirect {
        return Err(Refusal::code_of_another("redirect_uri"));
    }
    match (&code.challenge, verifier) {
        (None, _) => {}
        (Some(_), None) => return Err(Refusal::missing("code_verifier")),
        (Some(challenge), Some(verifier)) => {
            if *challenge != URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) {
                return Err(Refusal::pkce_wrong());
            }
        }
    }
    let confidential = code.platform == Platform::Web;
    match code.platform {
        Platform::Web => asking.check_credential(v)?,
        Platform::Spa if v.incoming.header("origin").is_none() => return Err(Refusal::cross_origin_only()),
        Platform::Spa | Platform::Public if asking.secret.is_some() => {
            return Err(Refusal::secret_from_public_client());
        }
        Platform::Spa | Platform::Public => {}
    }
    code.used = true;
    let (who, nonce) = (code.who.clone(), code.nonce.clone());
    drop(logins);
    asking.issue(v, &who, nonce.as_deref(), confidential)
}

fn refresh(v: &Visit<'_>, asking: &Asking<'_>) -> Result<Value, Refusal> {
    let text = asking.need("refresh_token")?;
    let scope = asking.fields.get("scope");
    let mut logins = v.shared.logins();
    let known = logins.refresh(text).ok_or_else(Refusal::code_malformed)?.clone();
    if known.who.client != asking.client.id() {
        return Err(Refusal::code_of_another("client_id"));
    }
    if known.used {
        return Err(Refusal::refresh_used(known.issued));
    }
    if is_older(known.issued, REFRESH_LIFE, v.moment.now) {
        return Err(Refusal::code_expired());
    }
    if !logins.is_open(known.who.session) {
        return Err(Refusal::revoked(known.issued));
    }
    if known.confidential {
        asking.check_credential(v)?;
    }
    // What the person has not shown, no refreshing shows.
    if step_up::asked(asking.fields.get("claims")).iter().any(|context| !known.who.acrs.contains(context)) {
        return Err(Refusal::more_to_show());
    }
    let mut who = known.who;
    if let Some(scope) = scope {
        let mut asked = scopes::parse(scope, v.shared.base(), asking.store)?;
        // A refresh token always brings its successor.
        if !asked.wants("offline_access") {
            asked.openid.push("offline_access".to_owned());
        }
        who.asked = asked;
    }
    drop(logins);
    let body = asking.issue(v, &who, None, known.confidential)?;
    if let Some(old) = v.shared.logins().refresh(text) {
        old.used = true;
    }
    Ok(body)
}

fn app(v: &Visit<'_>, asking: &Asking<'_>) -> Result<Value, Refusal> {
    let Authority::Tenant(tenant) = asking.authority else { return Err(Refusal::no_tenant()) };
    let scope = asking.need("scope")?;
    let (api, address) = scopes::parse_app(scope, v.shared.base(), asking.store)?;
    asking.check_credential(v)?;
    let tenant = asking.store.tenants.iter().find(|t| t.id == tenant).ok_or_else(Refusal::no_tenant)?;
    let id = asking.client.id().to_string();
    // Without a service principal, Microsoft calls the secret wrong; of a certificate it says that the app is unknown.
    let absent = || match asking.fields.get("client_assertion") {
        Some(_) => Refusal::unknown_app(&id, &tenant.display_name),
        None => Refusal::wrong_secret(&id),
    };
    let own = tenant.service_principal_by_app_id(asking.client.id()).ok_or_else(absent)?;
    if !seen(own.created, v.moment) {
        return Err(Refusal::unknown_app(&id, &tenant.display_name));
    }
    if !own.enabled {
        return Err(Refusal::disabled_app(&id, asking.client.name()));
    }
    let api = api
        .and_then(|api| tenant.service_principal_by_app_id(api))
        .ok_or_else(|| Refusal::unknown_resource(&address, &tenant.display_name))?;
    tokens::app_answer(v.shared, tenant, asking.client, own, api, v.moment)
}

fn password(v: &Visit<'_>, asking: &Asking<'_>) -> Result<Value, Refusal> {
    let upn = asking.need("username")?;
    let password = asking.need("password")?;
    let asked = scopes::parse(asking.need("scope")?, v.shared.base(), asking.store)?;
    let confidential = asking.prove(v)?;
    let (tenant, user) = authorize::account(asking.store, asking.authority, upn)?;
    if user.password_sha256 != sha256_hex(password) {
        return Err(Refusal::wrong_password());
    }
    if roles::needs_second_factor(user) {
        return Err(Refusal::mfa());
    }
    let session = v.shared.logins().open_session(user.id);
    let who =
        SignedIn { tenant: tenant.id, user: user.id, client: asking.client.id(), asked, session, acrs: Vec::new() };
    asking.issue(v, &who, None, confidential)
}
