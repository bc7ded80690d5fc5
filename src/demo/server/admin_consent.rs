//! `/{tenant}/adminconsent` and `/{tenant}/v2.0/adminconsent`: an administrator approves an app for everybody.

use url::Url;
use uuid::Uuid;

use super::clients::{self, Authority, Client};
use super::consent::{self, Required};
use super::incoming::Fields;
use super::login_door::Visit;
use super::refusal::Refusal;
use super::reply::Reply;
use super::scopes::{self, GRAPH};
use super::{authorize, pages, roles};
use crate::demo::store::{Application, Store, Tenant, User};

/// What is to be approved.
struct Wish {
    /// Lines of the app's registration.
    lines: Vec<Required>,
    /// Delegated permissions by name (the v2 form can name them).
    named: Option<(Uuid, Vec<String>)>,
    /// Where the answer goes.
    redirect: Option<Url>,
}

/// Answers GET (the page) and POST (the decision).
pub fn visit(v: &Visit<'_>, segment: &str, is_v2: bool) -> Reply {
    let fields = v.incoming.form_fields().or(v.incoming.query_fields());
    let mut store = v.shared.store();
    let prepared = Authority::parse(&store, segment).and_then(|authority| {
        let (app, wish) = prepare(v, &store, authority, &fields, is_v2, segment)?;
        Ok((authority, app.clone(), wish))
    });
    let (authority, app, wish) = match prepared {
        Ok(prepared) => prepared,
        Err(refusal) => return refusal.page(&v.stamp),
    };
    if v.incoming.method != "POST" {
        return page(&store, authority, &app, &wish, segment, is_v2, &fields);
    }
    if fields.get("cancel").is_some() {
        return declined(v, &wish, &fields);
    }
    let Some(upn) = fields.get("account") else {
        return page(&store, authority, &app, &wish, segment, is_v2, &fields);
    };
    let tenant = match authorize::account(&store, authority, upn).and_then(|(tenant, user)| {
        let apis = approvable(tenant, &wish)?;
        may_approve(user, &app, &wish, apis)?;
        Ok(tenant.id)
    }) {
        Ok(tenant) => tenant,
        Err(refusal) => return refusal.page(&v.stamp),
    };
    approve(&mut store, tenant, &app, &wish, v);
    answer(&wish, tenant, &fields)
}

fn prepare<'a>(
    v: &Visit<'_>,
    store: &'a Store,
    authority: Authority,
    fields: &Fields,
    is_v2: bool,
    segment: &str,
) -> Result<(&'a Application, Wish), Refusal> {
    if is_v2 && segment.eq_ignore_ascii_case("common") {
        let text = "Specified tenant identifier 'common' is neither a valid DNS name, nor a valid external domain.";
        return Err(Refusal::new("invalid_request", 900_023, text));
    }
    let id = fields.get("client_id").ok_or_else(|| Refusal::missing("client_id"))?;
    // The page signs the administrator in first, so `organizations` is fine for a single-tenant app too.
    let home = store.tenants.iter().find(|t| t.application_by_app_id(parsed(id)).is_some());
    let place = match (authority, home) {
        (Authority::Any, Some(home)) => Authority::Tenant(home.id),
        (authority, _) => authority,
    };
    let Client::Registered(app) = clients::find(store, place, id, v.moment)? else {
        return Err(Refusal::unknown_app(id, segment));
    };
    let redirect = match fields.get("redirect_uri") {
        None if is_v2 => return Err(Refusal::missing("redirect_uri")),
        None => None,
        Some(text) => {
            Client::Registered(app).platform(text).ok_or_else(|| Refusal::redirect(text, id))?;
            Some(Url::parse(text).map_err(|_| Refusal::redirect(text, id))?)
        }
    };
    let scope = fields.get("scope");
    if is_v2 && scope.is_none() {
        return Err(Refusal::missing("scope"));
    }
    let asked = scope.filter(|_| is_v2).map(|s| scopes::parse(s, v.shared.base(), store)).transpose()?;
    let named = asked.filter(|a| !a.everything).map(|a| {
        let names = a.names.into_iter().chain(a.openid).collect();
        (a.api, names)
    });
    let lines = if named.is_some() { Vec::new() } else { consent::required(app) };
    Ok((app, Wish { lines, named, redirect }))
}

fn parsed(id: &str) -> Uuid {
    Uuid::parse_str(id).unwrap_or_default()
}

/// Whether every API that is asked for is in the tenant; the answer says whether one is Graph with an app role.
fn approvable(tenant: &Tenant, wish: &Wish) -> Result<bool, Refusal> {
    let wanted = wish.lines.iter().map(|l| l.api).chain(wish.named.iter().map(|(api, _)| *api));
    for api in wanted {
        if tenant.service_principal_by_app_id(api).is_none() {
            return Err(Refusal::unknown_resource(&api.to_string(), &tenant.display_name));
        }
    }
    Ok(wish.lines.iter().any(|l| l.api == GRAPH && l.is_role))
}

fn may_approve(user: &User, app: &Application, _wish: &Wish, graph_roles: bool) -> Result<(), Refusal> {
    let allowed = if graph_roles { roles::may_consent_to_graph_roles(user) } else { roles::may_consent(user) };
    if allowed { Ok(()) } else { Err(Refusal::admin_must_consent(Client::Registered(app).name())) }
}

fn approve(store: &mut Store, tenant: Uuid, app: &Application, wish: &Wish, v: &Visit<'_>) {
    let now = v.moment.now;
    consent::ensure_service_principal(store, tenant, app.app_id, now);
    v.changed();
    if let Some((api, names)) = &wish.named {
        consent::approve(store, tenant, app.app_id, None, *api, names, now);
    }
    let mut apis: Vec<Uuid> = wish.lines.iter().map(|l| l.api).collect();
    apis.dedup();
    for api in apis {
        let scopes = store.tenants.iter().find(|t| t.id == tenant).and_then(|t| t.service_principal_by_app_id(api));
        let names: Vec<String> = scopes.map_or_else(Vec::new, |known| {
            wish.lines
                .iter()
                .filter(|l| l.api == api && !l.is_role)
                .filter_map(|l| known.scopes.iter().find(|s| s.id == l.id).map(|s| s.value.clone()))
                .collect()
        });
        if !names.is_empty() {
            consent::approve(store, tenant, app.app_id, None, api, &names, now);
        }
        for line in wish.lines.iter().filter(|l| l.api == api && l.is_role) {
            consent::assign(store, tenant, app.app_id, api, line.id, now);
        }
    }
}

fn answer(wish: &Wish, tenant: Uuid, fields: &Fields) -> Reply {
    let Some(mut to) = wish.redirect.clone() else {
        let text = ["The permissions are approved for everybody in the organization. You can close this window."];
        return Reply::page(200, pages::message("Approved", &text));
    };
    {
        let mut query = to.query_pairs_mut();
        query.append_pair("admin_consent", "True").append_pair("tenant", &tenant.to_string());
        for name in ["state", "scope"] {
            if let Some(value) = fields.get(name) {
                query.append_pair(name, value);
            }
        }
    }
    Reply::redirect(to.as_str())
}

fn declined(v: &Visit<'_>, wish: &Wish, fields: &Fields) -> Reply {
    let refusal = Refusal::declined();
    let Some(mut to) = wish.redirect.clone() else { return refusal.page(&v.stamp) };
    {
        let mut query = to.query_pairs_mut();
        query.append_pair("error", &refusal.error).append_pair("error_description", &refusal.description(&v.stamp));
        if let Some(state) = fields.get("state") {
            query.append_pair("state", state);
        }
    }
    Reply::redirect(to.as_str())
}

fn page(
    store: &Store,
    authority: Authority,
    app: &Application,
    wish: &Wish,
    segment: &str,
    is_v2: bool,
    fields: &Fields,
) -> Reply {
    let apis = || store.tenants.iter().flat_map(|t| &t.service_principals);
    let mut wants: Vec<String> = wish
        .lines
        .iter()
        .map(|line| {
            let found = apis().filter(|api| api.app_id == line.api).find_map(|api| {
                let role = api.app_roles.iter().find(|r| line.is_role && r.id == line.id).map(|r| &r.value);
                role.or_else(|| api.scopes.iter().find(|s| !line.is_role && s.id == line.id).map(|s| &s.value))
            });
            found.cloned().unwrap_or_else(|| line.id.to_string())
        })
        .collect();
    wants.extend(wish.named.iter().flat_map(|(_, names)| names.clone()));
    let name = Client::Registered(app).name().to_owned();
    let intro = format!(
        "<p><strong>{}</strong> would like, for everybody in the organization:</p>{}<p class=\"soft\">Choosing an \
         administrator approves it.</p>",
        pages::escaped(&name),
        pages::list(wants.iter().map(String::as_str)),
    );
    let carried = fields.iter().filter(|(name, _)| !["account", "cancel"].contains(name));
    let action = if is_v2 { format!("/{segment}/v2.0/adminconsent") } else { format!("/{segment}/adminconsent") };
    let users = authorize::accounts(store, authority);
    let html = pages::accounts("Permissions requested", &intro, &action, &pages::hidden(carried), &users);
    Reply::page(200, html)
}
