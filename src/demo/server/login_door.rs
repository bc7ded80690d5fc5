//! Everything that is not Graph: which address is which page or endpoint of sign-in.

use std::cell::Cell;

use super::clients::Authority;
use super::front::Outcome;
use super::incoming::Incoming;
use super::refusal::Stamp;
use super::reply::Reply;
use super::{Shared, activation, admin_consent, authorize, device, metadata, other_apis, pages, token};
use crate::demo::caller::Moment;

/// One request to sign-in, and its circumstances.
pub struct Visit<'a> {
    pub shared: &'a Shared,
    pub incoming: &'a Incoming,
    pub stamp: Stamp,
    pub moment: Moment,
    changed: Cell<bool>,
}

impl<'a> Visit<'a> {
    /// The circumstances of now.
    pub fn new(shared: &'a Shared, incoming: &'a Incoming) -> Self {
        let stamp = Stamp::of(shared, incoming);
        Self { shared, incoming, stamp, moment: shared.moment(), changed: Cell::new(false) }
    }

    /// Notes that the store was changed.
    pub fn changed(&self) {
        self.changed.set(true);
    }
}

/// Answers one request.
pub fn visit(shared: &Shared, incoming: &Incoming) -> Outcome {
    let v = Visit::new(shared, incoming);
    let reply = route(&v);
    let changed = v.changed.get();
    Outcome { changed, ..Outcome::plain(reply) }
}

fn route(v: &Visit<'_>) -> Reply {
    let path = v.incoming.path.trim_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let (methods, answer): (&[&str], &dyn Fn() -> Reply) = match parts.as_slice() {
        [""] => (&["GET"], &|| index(v)),
        ["favicon.ico"] => (&["GET"], &|| Reply::empty(204)),
        ["roles"] => (&["GET", "POST"], &|| activation::visit(v)),
        ["devicelogin"] => (&["GET", "POST"], &|| device::page(v)),
        [_, "discovery", "instance"] => (&["GET"], &|| metadata::instance(v)),
        [tenant, ".well-known", "openid-configuration"] | [tenant, "v2.0", ".well-known", "openid-configuration"] => {
            (&["GET"], &|| known_tenant(v, tenant, metadata::openid))
        }
        [tenant, "discovery", "v2.0", "keys"] => (&["GET"], &|| known_tenant(v, tenant, metadata::keys)),
        [tenant, "oauth2", "v2.0", "authorize"] => (&["GET", "POST"], &|| authorize::visit(v, tenant)),
        [tenant, "oauth2", "v2.0", "token"] => (&["POST"], &|| token::visit(v, tenant)),
        [tenant, "oauth2", "v2.0", "devicecode"] => (&["POST"], &|| device::begin(v, tenant)),
        [_, "oauth2", "v2.0", "logout"] => (&["GET", "POST"], &signed_out),
        ["reports", "download", "active-user-detail.csv"] => (&["GET"], &|| other_apis::active_user_detail(v)),
        ["oidc", "userinfo"] => (&["GET", "POST"], &|| other_apis::user_info(v)),
        ["api", "v1.0", tenant, "activity", "feed", "subscriptions", "list"] => {
            (&["GET"], &|| other_apis::subscriptions(v, tenant))
        }
        [tenant, "adminconsent"] => (&["GET", "POST"], &|| admin_consent::visit(v, tenant, false)),
        [tenant, "v2.0", "adminconsent"] => (&["GET", "POST"], &|| admin_consent::visit(v, tenant, true)),
        _ => (&["GET", "POST"], &|| {
            Reply::page(404, pages::message("Not found", &["There is nothing at this address."]))
        }),
    };
    if methods.contains(&v.incoming.method.as_str()) { answer() } else { Reply::empty(405) }
}

fn known_tenant(v: &Visit<'_>, segment: &str, answer: fn(&Visit<'_>, &str, Authority) -> Reply) -> Reply {
    let authority = Authority::parse(&v.shared.store(), segment);
    match authority {
        Ok(authority) => answer(v, segment, authority),
        Err(refusal) => refusal.json(&v.stamp),
    }
}

fn index(v: &Visit<'_>) -> Reply {
    let tenants: Vec<(String, String)> =
        v.shared.store().tenants.iter().map(|t| (t.display_name.clone(), t.id.to_string())).collect();
    Reply::page(200, pages::index(v.shared.base(), &tenants))
}

fn signed_out() -> Reply {
    Reply::page(
        200,
        pages::message("You signed out of your account", &["It's a good idea to close all browser windows."]),
    )
}
