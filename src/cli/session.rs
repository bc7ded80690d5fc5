//! What the commands that reach a tenant share: a place to work at, and an engine once somebody is signed in.

use tokio_util::sync::CancellationToken;

use super::args::{Results, Target};
use super::exit::CliError;
use super::output;
use crate::clock::Clock;
use crate::cloud::{Cloud, KnownCloud};
use crate::demo::{DemoOptions, DemoTenant};
use crate::home::Home;
use crate::journal::Journal;
use crate::net::{Network, NetworkOptions};
use crate::setup::Engine;
use crate::signin::{Session as SignedIn, SignInError, locate};
use crate::text::Texts;
use crate::types::{ClientId, KeyId, TenantId};
use crate::vault::{SecretId, Vault};
use crate::verify::VerifyParts;
use crate::{t, words};

/// A place to work at, before anybody signed in.
pub struct Place {
    pub home: Home,
    pub cloud: Cloud,
    pub network: Network,
    /// Nobody said which cloud: the organisation's is found out.
    finds_cloud: bool,
    /// Runs as long as this value lives.
    pub(super) demo: Option<DemoTenant>,
    pub(super) clock: Clock,
    pub cancel: CancellationToken,
    pub(super) vault: Vault,
}

/// A place, with somebody signed in.
pub struct Session {
    pub engine: Engine,
    /// The name of who is signed in, for messages to others.
    pub sender: String,
    pub verify: VerifyParts,
    /// The person who is signed in; `None` when an app is.
    pub(super) person: Option<SignedIn>,
    /// How often they signed in again in this run.
    pub(super) again: u32,
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

    /// This cloud and no other: it is known from an earlier setup.
    pub fn stay_in(&mut self, cloud: Cloud) {
        (self.cloud, self.finds_cloud) = (cloud, false);
    }

    /// Finds the cloud of the organisation, unless it is known; its tenant id, if that was found.
    pub(super) async fn find_cloud(&mut self, target: &Target, texts: &Texts) -> Result<Option<TenantId>, CliError> {
        if !self.finds_cloud {
            return Ok(None);
        }
        let hint = target.tenant.as_deref().unwrap_or_default();
        let known = KnownCloud::all()?;
        let located = tokio::select! {
            biased;
            () = self.cancel.cancelled() => return Err(SignInError::Cancelled.into()),
            located = locate(&self.network, &self.cloud, false, &known, hint) => located?,
        };
        Ok(located.map(|located| {
            let cloud = words::cloud(texts, &located.cloud.id);
            output::err(&t!(texts, "connect-found", name = located.name, cloud = cloud));
            self.cloud = located.cloud;
            located.tenant
        }))
    }
}
