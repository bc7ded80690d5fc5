//! The device code flow: the code for the app, the page for the person, and the app's questions.

use aws_lc_rs::rand;
use serde_json::{Value, json};

use super::clients::{self, Authority};
use super::login_door::Visit;
use super::logins::{DEVICE_LIFE, Device, DeviceState, SignedIn};
use super::refusal::Refusal;
use super::reply::Reply;
use super::token::{Asking, is_older};
use super::{authorize, consent, pages, scopes, step_up, tokens};

/// Seconds between two questions of the app; Microsoft's number.
const INTERVAL: i64 = 5;
/// RFC 8628: what `slow_down` adds to it.
const SLOWER: i64 = 5;

/// Letters and digits that are not mixed up when typed.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// `/{tenant}/oauth2/v2.0/devicecode`.
pub fn begin(v: &Visit<'_>, segment: &str) -> Reply {
    start(v, segment).map_or_else(|refusal| refusal.json(&v.stamp), |body| Reply::json(200, &body))
}

fn start(v: &Visit<'_>, segment: &str) -> Result<Value, Refusal> {
    let store = v.shared.store();
    let authority = Authority::parse(&store, segment)?;
    let fields = v.incoming.form_fields();
    let id = fields.get("client_id").ok_or_else(|| Refusal::missing("client_id"))?;
    let scope = fields.get("scope").ok_or_else(|| Refusal::missing("scope"))?;
    let client = clients::find(&store, authority, id, v.moment)?;
    scopes::parse(scope, v.shared.base(), &store)?;
    let mut random = [0_u8; 9];
    rand::fill(&mut random).map_err(|_| tokens::broken())?;
    let user_code: String = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let device = Device {
        user_code: user_code.clone(),
        authority: segment.to_owned(),
        client: client.id(),
        scope: scope.to_owned(),
        acrs: step_up::asked(fields.get("claims")),
        state: DeviceState::Waiting,
        issued: v.moment.now,
        interval: INTERVAL,
        last_asked: None,
    };
    let device_code = v.shared.logins().add_device(device).ok_or_else(tokens::broken)?;
    let address = format!("{}/devicelogin", v.shared.base());
    Ok(json!({
        "user_code": user_code,
        "device_code": device_code,
        "verification_uri": address,
        "expires_in": DEVICE_LIFE,
        "interval": INTERVAL,
        "message": format!(
            "To sign in, use a web browser to open the page {address} and enter the code {user_code} to authenticate."
        ),
    }))
}

/// The app asks whether the person is done.
pub fn redeem(v: &Visit<'_>, asking: &Asking<'_>) -> Result<Value, Refusal> {
    let text = asking.need("device_code")?;
    let now = v.moment.now;
    let mut logins = v.shared.logins();
    let device = logins.device(text).ok_or_else(Refusal::device_unknown)?;
    if device.client != asking.client.id() {
        return Err(Refusal::code_of_another("client_id"));
    }
    if is_older(device.issued, DEVICE_LIFE, now) {
        return Err(Refusal::device_expired());
    }
    let too_soon = device.last_asked.is_some_and(|last| !is_older(last, device.interval, now));
    device.last_asked = Some(now);
    if too_soon {
        device.interval += SLOWER;
        return Err(Refusal::device_slow_down());
    }
    let state = device.state.clone();
    drop(logins);
    match state {
        DeviceState::Waiting => Err(Refusal::device_pending()),
        DeviceState::Declined => Err(Refusal::device_declined()),
        DeviceState::Done(who) => {
            let confidential = asking.prove(v)?;
            let body = asking.issue(v, &who, None, confidential)?;
            v.shared.logins().end_device(text);
            Ok(body)
        }
    }
}

/// `/devicelogin`: first the code, then the account.
pub fn page(v: &Visit<'_>) -> Reply {
    let fields = v.incoming.form_fields().or(v.incoming.query_fields());
    let Some(typed) = fields.get("user_code") else { return Reply::page(200, pages::device(None)) };
    let mut store = v.shared.store();
    let found = {
        let mut logins = v.shared.logins();
        let device = logins
            .device_by_user_code(typed)
            .filter(|d| matches!(d.state, DeviceState::Waiting) && !is_older(d.issued, DEVICE_LIFE, v.moment.now));
        device.map(|d| (d.authority.clone(), d.client, d.scope.clone(), d.acrs.clone()))
    };
    let Some((segment, client, scope, acrs)) = found else {
        let problem = "That code didn't work. Check the code and try again.";
        return Reply::page(200, pages::device(Some(problem)));
    };
    let settle = |state: DeviceState| {
        if let Some(device) = v.shared.logins().device_by_user_code(typed) {
            device.state = state;
        }
    };
    if fields.get("cancel").is_some() {
        settle(DeviceState::Declined);
        return Reply::page(200, pages::message("Cancelled", &["You can close this window."]));
    }
    let outcome = (|| {
        let authority = Authority::parse(&store, &segment)?;
        let client = clients::find(&store, authority, &client.to_string(), v.moment)?;
        let asked = scopes::parse(&scope, v.shared.base(), &store)?;
        let Some(upn) = fields.get("account").filter(|_| v.incoming.method == "POST") else {
            let intro = format!(
                "<p>You are signing in to <strong>{}</strong> on another device. Continue only if you trust it.</p>",
                pages::escaped(client.name())
            );
            let hidden = pages::hidden([("user_code", typed)].into_iter());
            let users = authorize::accounts(&store, authority);
            return Ok(Err(Reply::page(
                200,
                pages::accounts("Pick an account", &intro, "/devicelogin", &hidden, &users),
            )));
        };
        let (tenant, user) = authorize::account(&store, authority, upn)?;
        let decision = consent::decide(tenant, user, client, &asked, true)?;
        let session = v.shared.logins().open_session(user.id);
        let who = SignedIn { tenant: tenant.id, user: user.id, client: client.id(), asked, session, acrs };
        Ok::<_, Refusal>(Ok((who, decision.approves)))
    })();
    match outcome {
        Err(refusal) => refusal.page(&v.stamp),
        Ok(Err(choices)) => choices,
        Ok(Ok((who, approves))) => {
            if !approves.is_empty() {
                let user = Some(who.user);
                consent::approve(&mut store, who.tenant, who.client, user, who.asked.api, &approves, v.moment.now);
                v.changed();
            }
            settle(DeviceState::Done(who));
            let text = ["You have signed in on the other device. You can close this window."];
            Reply::page(200, pages::message("You're signed in", &text))
        }
    }
}
