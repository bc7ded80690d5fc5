//! `/{tenant}/oauth2/v2.0/authorize`: who is asking, the list of accounts, and the way back with a code.

use url::Url;
use uuid::Uuid;

use super::clients::{self, Authority, Client};
use super::incoming::{Fields, Incoming};
use super::login_door::Visit;
use super::logins::{Code, Platform, SignedIn};
use super::refusal::{Refusal, Stamp};
use super::reply::Reply;
use super::scopes::{self, Asked};
use super::{Shared, consent, pages, step_up, tokens};
use crate::demo::store::{Store, Tenant, User};

/// Where and how the answer goes back to the app.
#[derive(Clone, Debug)]
struct Back {
    redirect: Url,
    mode: Mode,
    state: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Query,
    Fragment,
    FormPost,
}

/// A request that can be answered with a choice of accounts.
struct Asking<'a> {
    authority: Authority,
    client: Client<'a>,
    platform: Platform,
    asked: Asked,
    challenge: Option<String>,
    /// What the sign-in is to show besides.
    acrs: Vec<String>,
}

/// What is wrong with a request: for the person to read, or for the app to handle.
enum Wrong {
    Page(Refusal),
    Return(Refusal),
}

impl Back {
    fn send(&self, fields: &[(&str, &str)]) -> Reply {
        let state = self.state.as_deref().map(|state| ("state", state));
        let all = || fields.iter().copied().chain(state);
        let mut to = self.redirect.clone();
        match self.mode {
            Mode::Query => {
                to.query_pairs_mut().extend_pairs(all());
            }
            Mode::Fragment => {
                let fragment = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(all()).finish();
                to.set_fragment(Some(&fragment));
            }
            Mode::FormPost => return Reply::page(200, pages::posting(to.as_str(), &pages::hidden(all()))),
        }
        Reply::redirect(to.as_str())
    }

    fn refuse(&self, refusal: &Refusal, stamp: &Stamp) -> Reply {
        self.send(&[("error", &refusal.error), ("error_description", &refusal.description(stamp))])
    }
}

/// The fields of the request: of a form those of the form, and what only the address has.
fn fields_of(incoming: &Incoming) -> Fields {
    incoming.form_fields().or(incoming.query_fields())
}

/// Answers GET (the list of accounts) and POST (the choice).
pub fn visit(v: &Visit<'_>, segment: &str) -> Reply {
    let fields = fields_of(v.incoming);
    let mut store = v.shared.store();
    let back = match way_back(v, &store, segment, &fields) {
        Ok(back) => back,
        Err(refusal) => return refusal.page(&v.stamp),
    };
    let asking = match check(v, &store, segment, &fields) {
        Ok(asking) => asking,
        Err(Wrong::Page(refusal)) => return refusal.page(&v.stamp),
        Err(Wrong::Return(refusal)) => return back.refuse(&refusal, &v.stamp),
    };
    let silent = fields.get("prompt").is_some_and(|p| p.split_whitespace().any(|word| word == "none"));
    let choosing = v.incoming.method == "POST";
    if choosing && fields.get("cancel").is_some() {
        return back.refuse(&Refusal::declined(), &v.stamp);
    }
    if !choosing && !silent {
        return choices(&store, &asking, segment, &fields);
    }
    let account = if choosing { fields.get("account").or(fields.get("login_hint")) } else { fields.get("login_hint") };
    let Some(upn) = account else { return back.refuse(&Refusal::sign_in_needed(), &v.stamp) };
    let signed_in = sign_in(v, &store, &asking, upn, !silent || choosing);
    let (who, approves) = match signed_in {
        Ok(signed_in) => signed_in,
        Err(refusal) => return back.refuse(&refusal, &v.stamp),
    };
    let client = asking.client.id();
    let code = Code {
        redirect: fields.get("redirect_uri").unwrap_or_default().to_owned(),
        challenge: asking.challenge.clone(),
        nonce: fields.get("nonce").map(str::to_owned),
        platform: asking.platform,
        issued: v.moment.now,
        used: false,
        who: who.clone(),
    };
    if !approves.is_empty() {
        consent::approve(&mut store, who.tenant, client, Some(who.user), who.asked.api, &approves, v.moment.now);
        v.changed();
    }
    match v.shared.logins().add_code(code) {
        Some(text) => back.send(&[("code", &text), ("session_state", &who.session.to_string())]),
        None => back.refuse(&tokens::broken(), &v.stamp),
    }
}

/// The answer of an injected failure: to the app where it can be reached, else a page.
pub fn injected(shared: &Shared, incoming: &Incoming, refusal: &Refusal, stamp: &Stamp) -> Reply {
    let page = || refusal.page(stamp);
    let Some(segment) = incoming.path.trim_start_matches('/').strip_suffix("/oauth2/v2.0/authorize") else {
        return page();
    };
    if refusal.status == 429 || refusal.status >= 500 {
        return page();
    }
    let visit = Visit::new(shared, incoming);
    let back = way_back(&visit, &shared.store(), segment, &fields_of(incoming));
    back.map_or_else(|_| page(), |back| back.refuse(refusal, stamp))
}

/// Everything that must be right before anything may be sent to the redirect URI.
fn way_back(v: &Visit<'_>, store: &Store, segment: &str, fields: &Fields) -> Result<Back, Refusal> {
    let authority = Authority::parse(store, segment)?;
    if let Some(twice) = v.incoming.query_fields().duplicate() {
        return Err(Refusal::duplicate(twice));
    }
    let id = fields.get("client_id").ok_or_else(|| Refusal::missing("client_id"))?;
    let client = clients::find(store, authority, id, v.moment)?;
    let redirect = fields.get("redirect_uri").ok_or_else(|| Refusal::missing("redirect_uri"))?;
    client.platform(redirect).ok_or_else(|| Refusal::redirect(redirect, id))?;
    let redirect = Url::parse(redirect).map_err(|_| Refusal::redirect(redirect, id))?;
    let mode = match fields.get("response_mode") {
        None | Some("query") => Mode::Query,
        Some("fragment") => Mode::Fragment,
        Some("form_post") => Mode::FormPost,
        Some(other) => return Err(Refusal::response_mode(other)),
    };
    Ok(Back { redirect, mode, state: fields.get("state").map(str::to_owned) })
}

/// The rest of what must be right.
fn check<'a>(v: &Visit<'_>, store: &'a Store, segment: &str, fields: &Fields) -> Result<Asking<'a>, Wrong> {
    let authority = Authority::parse(store, segment).map_err(Wrong::Page)?;
    let id = fields.get("client_id").unwrap_or_default();
    let client = clients::find(store, authority, id, v.moment).map_err(Wrong::Page)?;
    let redirect = fields.get("redirect_uri").unwrap_or_default();
    let platform = client.platform(redirect).ok_or_else(|| Wrong::Page(Refusal::redirect(redirect, id)))?;
    let back = |refusal| Wrong::Return(refusal);
    match fields.get("response_type") {
        Some("code") => {}
        Some(other) => return Err(back(Refusal::response_type(other))),
        None => return Err(back(Refusal::missing("response_type"))),
    }
    let scope = fields.get("scope").ok_or_else(|| back(Refusal::missing("scope")))?;
    let asked = scopes::parse(scope, v.shared.base(), store).map_err(back)?;
    check_names(store, client, &asked).map_err(back)?;
    let challenge = fields.get("code_challenge").map(str::to_owned);
    let hashed = fields.get("code_challenge_method") == Some("S256");
    match &challenge {
        None if platform != Platform::Web => return Err(back(Refusal::pkce_missing())),
        // SHA-256 in base64url is always 43 characters long.
        Some(text) if !hashed || text.len() != 43 => return Err(back(Refusal::pkce_form())),
        _ => {}
    }
    let acrs = step_up::asked(fields.get("claims"));
    Ok(Asking { authority, client, platform, asked, challenge, acrs })
}

/// Refuses names that the API has in no tenant, before anybody chooses an account.
fn check_names(store: &Store, client: Client<'_>, asked: &Asked) -> Result<(), Refusal> {
    if let Client::Microsoft(first_party) = client
        && let Some(allowed) = first_party.preauthorised
    {
        let fine = asked.names.iter().all(|n| allowed.iter().any(|a| a.eq_ignore_ascii_case(n)));
        return if fine { Ok(()) } else { Err(Refusal::not_preauthorised(first_party.id, asked.api)) };
    }
    let apis = || store.tenants.iter().filter_map(|t| t.service_principal_by_app_id(asked.api));
    let unknown = asked
        .names
        .iter()
        .find(|name| !apis().any(|api| api.scopes.iter().any(|s| s.value.eq_ignore_ascii_case(name))));
    match unknown {
        Some(name) => Err(Refusal::unknown_scope(&client.id().to_string(), name, asked.api)),
        None => Ok(()),
    }
}

/// The accounts that an authority lets sign in, each with the organisation's name.
pub fn accounts(store: &Store, authority: Authority) -> Vec<(&str, &User)> {
    store
        .tenants
        .iter()
        .filter(|t| authority == Authority::Any || authority == Authority::Tenant(t.id))
        .flat_map(|t| t.users.iter().map(move |u| (t.display_name.as_str(), u)))
        .filter(|(_, user)| user.can_sign_in)
        .collect()
}

fn choices(store: &Store, asking: &Asking<'_>, segment: &str, fields: &Fields) -> Reply {
    let mut users = accounts(store, asking.authority);
    if let Some(hint) = fields.get("login_hint") {
        users.sort_by_key(|(_, user)| !user.upn.eq_ignore_ascii_case(hint));
    }
    let wants = asking.asked.names.iter().map(String::as_str).chain(asking.asked.openid.iter().map(String::as_str));
    let intro = format!(
        "<p>to continue to <strong>{}</strong>, which asks for:</p>{}<p class=\"soft\">An administrator approves \
         what is not approved yet by choosing an account.</p>",
        pages::escaped(asking.client.name()),
        pages::list(wants),
    );
    let carried = fields.iter().filter(|(name, _)| !["account", "cancel"].contains(name));
    let action = format!("/{segment}/oauth2/v2.0/authorize");
    Reply::page(200, pages::accounts("Pick an account", &intro, &action, &pages::hidden(carried), &users))
}

/// The account with this name, if the authority lets it in.
pub fn account<'a>(store: &'a Store, authority: Authority, upn: &str) -> Result<(&'a Tenant, &'a User), Refusal> {
    let place = match authority {
        Authority::Tenant(id) => store.tenants.iter().find(|t| t.id == id).map_or("this", |t| &t.display_name),
        Authority::Any => "organizations",
    };
    let found = store.user(upn).filter(|(t, _)| authority == Authority::Any || authority == Authority::Tenant(t.id));
    let (tenant, user) = found.ok_or_else(|| Refusal::unknown_user(upn, place))?;
    if user.can_sign_in { Ok((tenant, user)) } else { Err(Refusal::disabled_user()) }
}

fn sign_in(
    v: &Visit<'_>,
    store: &Store,
    asking: &Asking<'_>,
    upn: &str,
    interactive: bool,
) -> Result<(SignedIn, Vec<String>), Refusal> {
    let (tenant, user) = account(store, asking.authority, upn)?;
    let client = asking.client;
    let own = tenant.service_principal_by_app_id(client.id());
    if own.is_some_and(|sp| !sp.enabled) {
        return Err(Refusal::disabled_app(&client.id().to_string(), client.name()));
    }
    let decision = consent::decide(tenant, user, client, &asking.asked, interactive).map_err(|refusal| {
        // Silently, the app must be told to ask again with a page.
        if interactive { refusal } else { Refusal { error: "consent_required".to_owned(), ..refusal } }
    })?;
    // Silently, nobody confirms anything.
    if !interactive && !asking.acrs.is_empty() {
        return Err(Refusal::more_to_show());
    }
    let acrs = asking.acrs.clone();
    let session: Uuid = v.shared.logins().open_session(user.id);
    let who =
        SignedIn { tenant: tenant.id, user: user.id, client: client.id(), asked: asking.asked.clone(), session, acrs };
    Ok((who, decision.approves))
}
