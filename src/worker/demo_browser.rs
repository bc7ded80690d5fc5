//! A browser without a window, for the demo tenant: it opens the sign-in address, picks the account, and follows the
//! way back, as a person would. The sign-in itself is the real one.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::demo::DemoTenant;
use crate::signin::{BrowserError, OpenBrowser};
use crate::wizard::DemoAccount;

/// Signs in to the demo tenant as one of its people.
#[derive(Clone, Debug)]
pub struct DemoBrowser {
    username: String,
}

impl DemoBrowser {
    /// Whoever signs in: a user name such as `megan@contoso.example`.
    #[must_use]
    pub fn new(username: String) -> Self {
        Self { username }
    }
}

impl OpenBrowser for DemoBrowser {
    fn open<'a>(&'a self, address: &'a str) -> Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>> {
        Box::pin(async move {
            let failed = |reason: &dyn ToString| BrowserError { reason: reason.to_string() };
            let client = reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::limited(6))
                .timeout(Duration::from_secs(30))
                .build()
                .map_err(|error| failed(&error))?;
            // As on the page: choosing an account approves what the app asks for, where the account may do that.
            let choice = client.post(address).form(&[("account", &self.username)]);
            let page = choice.send().await.map_err(|error| failed(&error.without_url()))?;
            let page = page.text().await.map_err(|error| failed(&error.without_url()))?;
            // A page whose form goes back to the program, as Microsoft's does by itself.
            let Some((address, fields)) = form_in(&page) else { return Ok(()) };
            let last = client.post(address).form(&fields).send().await.map_err(|error| failed(&error.without_url()))?;
            // The page is read to its end, as a browser would: the listener waits for that.
            last.bytes().await.map_err(|error| failed(&error.without_url()))?;
            Ok(())
        })
    }
}

/// The address and the hidden fields of a page's form that leads to a program on this computer.
#[must_use]
pub fn form_in(page: &str) -> Option<(String, Vec<(String, String)>)> {
    let attribute = |text: &str, name: &str| {
        let rest = text.split_once(&format!("{name}=\""))?.1;
        Some(plain(rest.split_once('"')?.0))
    };
    let form = page.split_once("<form method=\"post\" action=\"http://localhost:")?.1;
    let address = format!("http://localhost:{}", plain(form.split_once('"')?.0));
    let inputs = form.split_once("</form>")?.0.split("<input ").skip(1);
    let fields = inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)));
    Some((address, fields.collect()))
}

/// Undoes what makes text safe inside HTML.
fn plain(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (escaped, mark)| text.replace(escaped, mark))
}

/// The people who can sign in to the demo tenant, the administrators who can do everything first.
#[must_use]
pub fn demo_accounts(demo: &DemoTenant) -> Vec<DemoAccount> {
    demo.with_store(|store| {
        store
            .tenants
            .iter()
            .flat_map(|tenant| tenant.users.iter().filter(|user| user.can_sign_in))
            .map(|user| DemoAccount {
                key: user.key.clone(),
                name: user.display_name.clone(),
                username: user.upn.clone(),
                role: crate::demo::role_in_words(user),
            })
            .collect()
    })
}
