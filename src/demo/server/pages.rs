//! The pages that a person sees: plain HTML and a little CSS, nothing loaded, nothing scripted, everything escaped.

use std::fmt::Write as _;

use super::roles;
use crate::demo::store::User;

const STYLE: &str = "
:root{color-scheme:light dark;--bg:#f3f4f6;--card:#fff;--ink:#1b1f24;--soft:#565e68;--line:#cfd4da;--mark:#0b62c4}
@media(prefers-color-scheme:dark){:root{--bg:#15181c;--card:#20242a;--ink:#eceff2;--soft:#aab3bd;--line:#414851;--mark:#7db8ff}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:30rem;margin:8vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:.5rem 0}small,.soft{color:var(--soft)}
ul{padding-left:1.2rem}code{overflow-wrap:anywhere}form{margin:1rem 0 0}
button,input[type=text]{font:inherit;width:100%;padding:.6rem .8rem;margin:.25rem 0;border-radius:8px;
border:1px solid var(--line);background:var(--card);color:var(--ink);text-align:left}
button{cursor:pointer}button:hover,button:focus-visible,input:focus-visible{outline:2px solid var(--mark)}
button small{display:block}.demo{font-size:.8rem;color:var(--soft);border-top:1px solid var(--line);margin-top:1.5rem;padding-top:.75rem}
";

/// Makes text safe inside HTML, attributes included.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// What `write` makes of each item, one after the other.
pub fn each<T>(items: impl IntoIterator<Item = T>, write: impl Fn(&mut String, T) -> std::fmt::Result) -> String {
    items.into_iter().fold(String::new(), |mut html, item| {
        // Writing to a String cannot fail.
        let _ = write(&mut html, item);
        html
    })
}

/// A page; `inside` is HTML already.
pub fn page(title: &str, inside: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body><main>\
         <h1>{title}</h1>{inside}<p class=\"demo\">Demo tenant: nothing here is real, and nothing leaves this \
         computer.</p></main></body></html>"
    )
}

/// A page with a title and paragraphs.
pub fn message(title: &str, paragraphs: &[&str]) -> String {
    let inside = each(paragraphs, |html, text| write!(html, "<p>{}</p>", escaped(text)));
    page(title, &inside)
}

/// A page that says what went wrong.
pub fn problem(title: &str, details: &str) -> String {
    page(title, &format!("<p><code>{}</code></p>", escaped(details)))
}

/// Hidden fields that carry a request through a form.
pub fn hidden<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    each(fields, |html, (name, value)| {
        write!(html, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value))
    })
}

/// The list of accounts to choose from, and Cancel. `intro` and `hidden` are HTML already.
pub fn accounts(title: &str, intro: &str, action: &str, hidden: &str, users: &[(&str, &User)]) -> String {
    let choices = each(users, |html, (organisation, user)| {
        write!(
            html,
            "<button name=\"account\" value=\"{upn}\">{name}<small>{upn}</small><small>{role} &middot; \
             {organisation}</small></button>",
            upn = escaped(&user.upn),
            name = escaped(&user.display_name),
            role = escaped(&roles::in_words(user)),
            organisation = escaped(organisation),
        )
    });
    page(
        title,
        &format!(
            "{intro}<form method=\"post\" action=\"{}\">{hidden}{choices}<button name=\"cancel\" \
             value=\"1\">Cancel</button></form>",
            escaped(action)
        ),
    )
}

/// Asks for the code that another device shows.
pub fn device(problem: Option<&str>) -> String {
    let problem = problem.map(|text| format!("<p role=\"alert\">{}</p>", escaped(text))).unwrap_or_default();
    page(
        "Enter code",
        &format!(
            "<p>Enter the code that is shown by the app you want to sign in to.</p>{problem}<form method=\"post\" \
             action=\"/devicelogin\"><label for=\"code\">Code</label><input type=\"text\" id=\"code\" \
             name=\"user_code\" autocomplete=\"off\" autofocus><button>Next</button></form>"
        ),
    )
}

/// A form that posts itself nowhere on its own: the person presses the button (there are no scripts here).
pub fn posting(to: &str, hidden: &str) -> String {
    page(
        "Signed in",
        &format!("<form method=\"post\" action=\"{}\">{hidden}<button autofocus>Continue</button></form>", escaped(to)),
    )
}

/// An unordered list, of plain texts.
pub fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items = each(items, |html, item| write!(html, "<li>{}</li>", escaped(item)));
    format!("<ul>{items}</ul>")
}

/// What this server is.
pub fn index(origin: &str, tenants: &[(String, String)]) -> String {
    let rows = each(tenants, |html, (name, id)| {
        write!(html, "<li>{} <small><code>{}</code></small></li>", escaped(name), escaped(id))
    });
    page(
        "Onramp demo tenant",
        &format!(
            "<p>This program behaves like the Microsoft 365 sign-in and Microsoft Graph, so that everything can be \
             tried without an organisation at risk. It listens on this computer only.</p><ul>{rows}</ul><p>Sign-in \
             and Graph have one address: <code>{origin}</code>, <code>{origin}/v1.0</code>.</p><p>Roles that somebody \
             may have for a time are activated under <a href=\"/roles\">My roles</a>.</p>",
            origin = escaped(origin)
        ),
    )
}
