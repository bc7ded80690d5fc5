//! `/roles`: the page on which people of the demo tenant activate a role that they may have for a time, as in Privileged
//! Identity Management. It asks for no password, like the list of accounts.

use std::fmt::Write as _;

use uuid::Uuid;

use super::incoming::Fields;
use super::login_door::Visit;
use super::reply::Reply;
use super::{pages, roles};
use crate::demo::store::{Store, User};

const INTRO: &str =
    "<p>Roles that somebody may have for a time. Activate one, then go back to Onramp and check again.</p>";

/// GET: the list. POST: activates a role.
pub fn visit(v: &Visit<'_>) -> Reply {
    let mut store = v.shared.store();
    let mut done = String::new();
    if v.incoming.method == "POST" {
        match activate(&mut store, &v.incoming.form_fields()) {
            Some(said) => {
                v.changed();
                done = format!("<p role=\"status\"><strong>{}</strong></p>", pages::escaped(&said));
            }
            None => return Reply::page(400, pages::message("Nothing to activate", &["There is no such role."])),
        }
    }
    let waiting = store.tenants.iter().flat_map(|tenant| tenant.users.iter().map(move |user| (tenant, user)));
    let waiting: Vec<_> = waiting.flat_map(|(tenant, user)| open(user).map(move |role| (tenant, user, role))).collect();
    let rows = pages::each(&waiting, |html, (tenant, user, role)| {
        write!(
            html,
            "<form method=\"post\" action=\"/roles\">{}<button>Activate {}<small>{} &middot; {}</small></button></form>",
            pages::hidden([("account", user.upn.as_str()), ("role", role.to_string().as_str())].into_iter()),
            pages::escaped(roles::name(*role)),
            pages::escaped(&user.display_name),
            pages::escaped(&tenant.display_name),
        )
    });
    let rows = if waiting.is_empty() { "<p class=\"soft\">No role is waiting.</p>".to_owned() } else { rows };
    Reply::page(200, pages::page("My roles", &format!("{INTRO}{done}{rows}")))
}

/// The roles that somebody could activate now.
fn open(user: &User) -> impl Iterator<Item = Uuid> {
    user.eligible_roles.iter().copied().filter(|role| !user.active_roles.contains(role))
}

/// Makes a role active; answers what was done.
fn activate(store: &mut Store, fields: &Fields) -> Option<String> {
    let upn = fields.get("account")?;
    let role = Uuid::parse_str(fields.get("role")?).ok()?;
    let user = store.tenants.iter_mut().flat_map(|t| &mut t.users).find(|u| u.upn.eq_ignore_ascii_case(upn))?;
    if !user.eligible_roles.contains(&role) {
        return None;
    }
    if !user.active_roles.contains(&role) {
        user.active_roles.push(role);
    }
    Some(format!("{} is {} now.", user.display_name, roles::name(role)))
}
