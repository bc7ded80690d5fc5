//! What the commands that reach a tenant share: where, as whom, and an engine.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::args::{Results, Target};
use super::exit::CliError;
use super::output;
use crate::clock::Clock;
use crate::cloud::{Cloud, KnownCloud};
use crate::demo::{DemoOptions, DemoTenant};
use crate::graph::{Graph, GraphParts};
use crate::home::Home;
use crate::journal::Journal;
use crate::net::{Network, NetworkOptions};
use crate::setup::{Engine, EngineParts};
use crate::signin::Session as SignedIn;
use crate::signin::{
    DeviceCode, OpenBrowser, SignInError, SignInRequest, SystemBrowser, locate, sign_in, sign_in_with_code,
};
use crate::text::Texts;
use crate::types::{ClientId, KeyId, TenantId};
use crate::vault::{SecretId, Vault};
use crate::verify::VerifyParts;
use crate::worker::{DemoBrowser, demo_accounts};
use crate::{t, words};

/// A place to work at, before anybody signed in.
pub struct Place {
    pub home: Home,
    pub cloud: Cloud,
    pub network: Network,
    /// Nobody said which cloud: the organisation's is found out.
    finds_cloud: bool,
    /// Runs as long as this value lives.
    demo: Option<DemoTenant>,
    clock: Clock,
    pub cancel: CancellationToken,
    vault: Vault,
}

/// A place, with somebody signed in.
pub struct Session {
    pub engine: Engine,
    /// The name of who is signed in, for messages to others.
    pub sender: String,
    pub verify: VerifyParts,
    /// Kept, because the demo tenant runs as long as it lives.
    pub place: Place,
}

impl Session {
    /// What time it is, and how to wait.
    pub fn clock(&self) -> &Clock {
        &self.place.clock
    }
}

impl Place {
    /// Finds the cloud (or starts the demo tenant) and makes Ctrl-C stop safely.
    pub async fn open(target: &Target) -> Result<Self, CliError> {
        let home = Home::find(target.demo)?;
        let demo = if target.demo {
            let state_file = Some(home.demo_state());
            Some(DemoTenant::start(DemoOptions { state_file, ..DemoOptions::default() }).await?)
        } else {
            None
        };
        let cloud = match (&demo, &target.cloud) {
            (Some(demo), _) => demo.cloud(),
            (None, Some(file)) => Cloud::from_file(file)?,
            (None, None) => target.cloud_name.as_deref().map_or_else(Cloud::global, Cloud::named)?,
        };
        let network = Network::new(&NetworkOptions { ca_file: target.ca.clone(), cleartext_http2: demo.is_some() })?;
        let cancel = CancellationToken::new();
        let stop = cancel.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.cancel();
            }
        });
        let vault = home.vault();
        let finds_cloud = demo.is_none() && target.cloud.is_none() && target.cloud_name.is_none();
        Ok(Self { home, cloud, finds_cloud, network, demo, clock: Clock::system(), cancel, vault })
    }

    /// The journals of this place.
    pub fn journal(&self) -> Journal {
        Journal::new(self.home.setups())
    }

    /// Says beforehand that nobody will see the secret: there is no keychain, and nothing says where to put it. On the
    /// demo tenant nothing is lost by it.
    pub async fn warn_of_losing_the_secret(&self, results: &Results, texts: &Texts) {
        if self.demo.is_some() || !results.exports.is_empty() || results.reveal_secret {
            return;
        }
        let nobody = uuid::Uuid::nil();
        let id = SecretId { tenant: TenantId::new(nobody), client: ClientId::new(nobody), key: KeyId::new(nobody) };
        if let Err(error) = self.vault.load(&id).await {
            tracing::warn!(%error, "no keychain");
            output::err(&t!(texts, "cli-nowhere-for-the-secret"));
        }
    }

    /// Signs in: in the browser, with a code on another device, or on the demo tenant as `--account`.
    pub async fn sign_in(mut self, target: &Target, texts: &Texts) -> Result<Session, CliError> {
        if self.finds_cloud {
            self.find_cloud(target, texts).await?;
        }
        let session = if target.device_code {
            self.with_code(target, texts).await?
        } else {
            self.in_browser(target, texts).await?
        };
        let account = session.account().clone();
        output::err(&t!(texts, "cli-signed-in", name = account.name.clone(), username = account.username.clone()));
        let graph = Graph::new(GraphParts {
            network: self.network.clone(),
            cloud: self.cloud.clone(),
            tokens: Arc::new(session),
            clock: self.clock.clone(),
            cancel: self.cancel.clone(),
        });
        let sender = account.name.clone();
        let engine = Engine::new(EngineParts { graph, journal: self.journal(), vault: self.vault.clone(), account });
        let verify = VerifyParts {
            network: self.network.clone(),
            cloud: self.cloud.clone(),
            clock: self.clock.clone(),
            cancel: self.cancel.clone(),
        };
        Ok(Session { engine, sender, verify, place: self })
    }

    /// This cloud and no other: it is known from an earlier setup.
    pub fn stay_in(&mut self, cloud: Cloud) {
        (self.cloud, self.finds_cloud) = (cloud, false);
    }

    async fn find_cloud(&mut self, target: &Target, texts: &Texts) -> Result<(), CliError> {
        let hint = target.tenant.as_deref().unwrap_or_default();
        let known = KnownCloud::all()?;
        let located = tokio::select! {
            biased;
            () = self.cancel.cancelled() => return Err(SignInError::Cancelled.into()),
            located = locate(&self.network, &self.cloud, false, &known, hint) => located?,
        };
        if let Some(located) = located {
            let cloud = words::cloud(texts, &located.cloud.id);
            output::err(&t!(texts, "connect-found", name = located.name, cloud = cloud));
            self.cloud = located.cloud;
        }
        Ok(())
    }

    async fn with_code(&self, target: &Target, texts: &Texts) -> Result<SignedIn, SignInError> {
        let on_code = |given: &DeviceCode| {
            let minutes = (words::left(given.expires, self.clock.now()) + 59) / 60;
            let (address, code) = (given.address.clone(), given.code.clone());
            output::err(&t!(texts, "cli-code", address = address, code = code, minutes = minutes.to_string()));
            output::err(&t!(texts, "connect-code-warning"));
        };
        let request = SignInRequest::for_setup(target.tenant.as_deref());
        let signed_in =
            sign_in_with_code(&self.network, &self.cloud, request, &self.clock, &self.cancel, &on_code).await;
        if matches!(signed_in, Err(SignInError::CodeBlocked(_))) {
            output::err(&t!(texts, "cli-code-blocked"));
        }
        signed_in
    }

    async fn in_browser(&self, target: &Target, texts: &Texts) -> Result<SignedIn, CliError> {
        let (browser, hint): (Box<dyn OpenBrowser>, Option<String>) = match &self.demo {
            None => (Box::new(SystemBrowser), target.tenant.clone()),
            Some(demo) => {
                // Guests and partners sign in with a name that says nothing about the organisation: no hint.
                let username = demo_username(demo, target.account.as_deref(), texts)?;
                (Box::new(DemoBrowser::new(username)), None)
            }
        };
        let on_address = |address: &str| {
            if self.demo.is_none() {
                output::err(&t!(texts, "cli-sign-in-at", address = address.to_owned()));
                output::err(&t!(texts, "cli-no-browser"));
            }
        };
        let request = SignInRequest::for_setup(hint.as_deref());
        Ok(sign_in(&self.network, &self.cloud, request, &*browser, &self.clock, &self.cancel, &on_address).await?)
    }
}

/// The demo account of that key or user name; the first one when none is named.
fn demo_username(demo: &DemoTenant, wanted: Option<&str>, texts: &Texts) -> Result<String, CliError> {
    let accounts = demo_accounts(demo);
    let found = match wanted {
        None => accounts.first(),
        Some(name) => accounts.iter().find(|a| a.key == name || a.username.eq_ignore_ascii_case(name)),
    };
    found.map(|account| account.username.clone()).ok_or_else(|| {
        let names: Vec<&str> = accounts.iter().map(|a| a.key.as_str()).collect();
        CliError::Input(format!("--account: {}", t!(texts, "cli-there-are", names = names.join(", "))))
    })
}
