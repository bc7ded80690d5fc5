//! A browser without a window, for the demo tenant: it opens the sign-in address, picks the account, and follows the
//! way back, as a person would. The sign-in itself is the real one.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use url::Url;

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
            let address = self.choosing(address).map_err(|error| failed(&error))?;
            let client = reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::limited(6))
                .timeout(Duration::from_secs(30))
                .build()
                .map_err(|error| failed(&error))?;
            let page = client.get(address).send().await.map_err(|error| failed(&error.without_url()))?;
            // The page is read to its end, as a browser would: the listener waits for that.
            page.bytes().await.map_err(|error| failed(&error.without_url()))?;
            Ok(())
        })
    }
}

impl DemoBrowser {
    /// The address, with the account already chosen.
    fn choosing(&self, address: &str) -> Result<Url, url::ParseError> {
        let mut url = Url::parse(address)?;
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| key != "login_hint" && key != "prompt")
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        url.query_pairs_mut()
            .clear()
            .extend_pairs(kept)
            .append_pair("login_hint", &self.username)
            .append_pair("prompt", "none");
        Ok(url)
    }
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
