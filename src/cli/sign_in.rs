//! Signing in from the terminal: a person in the browser or with a code, an app as itself, and again in the same run
//! when a sign-in has ended.

use std::sync::Arc;

use super::args::Target;
use super::exit::CliError;
use super::output;
use super::session::{Place, Session};
use crate::demo::DemoTenant;
use crate::explain::{FaultKind, explain};
use crate::graph::{Graph, GraphParts, TokenSource};
use crate::setup::{AppRights, Engine, EngineParts, Findings, PreflightTarget, SetupError, scopes_for};
use crate::signin::{
    Account, Again, AppCredential, AppSession, Asking, Certificate, DeviceCode, OpenBrowser, Session as SignedIn,
    SignInError, SignInRequest, SystemBrowser, find_organization, sign_in, sign_in_with_code,
};
use crate::text::Texts;
use crate::types::{ClientId, TenantId};
use crate::vault::SecretId;
use crate::verify::VerifyParts;
use crate::worker::{DemoBrowser, demo_accounts};
use crate::{t, words};

/// How often a run asks a person to sign in again.
const MOST_AGAIN: u32 = 3;

impl Place {
    /// Signs in: as the app of `--client-id`, in the browser, with a code on another device, or on the demo tenant as
    /// `--account`. `wanted`: what the sign-in is for.
    pub async fn sign_in(
        mut self,
        target: &Target,
        wanted: &PreflightTarget,
        texts: &Texts,
    ) -> Result<Session, CliError> {
        // What is wrong with a file is said before anything is asked of the network.
        let certificate = target.certificate.as_deref().map(Certificate::from_file).transpose()?;
        let tenant = self.find_cloud(target, texts).await?;
        let verify = VerifyParts {
            network: self.network.clone(),
            cloud: self.cloud.clone(),
            clock: self.clock.clone(),
            cancel: self.cancel.clone(),
        };
        if let Some(app) = target.client_id {
            let session = self.as_app(app, certificate, target, tenant, texts).await?;
            let account = session.account().clone();
            let (sender, id) = (account.name.clone(), account.username.clone());
            output::err(&t!(texts, "cli-signed-in-app", name = sender.as_str(), id = id));
            let rights = AppRights::new(session.roles());
            let engine = self.engine(Arc::new(session), account).as_app(rights);
            return Ok(Session { engine, sender, verify, person: None, again: 0, place: self });
        }
        let mut asking = asking(target, wanted);
        asking.again = tenant.map(|tenant| Again { tenant, username: None });
        let session = self.as_person(target, &asking, None, texts).await?;
        let engine = self.engine(Arc::new(session.clone()), session.account().clone());
        let sender = session.account().name.clone();
        Ok(Session { engine, sender, verify, person: Some(session), again: 0, place: self })
    }

    fn engine(&self, tokens: Arc<dyn TokenSource>, account: Account) -> Engine {
        let graph = Graph::new(GraphParts {
            network: self.network.clone(),
            cloud: self.cloud.clone(),
            tokens,
            clock: self.clock.clone(),
            cancel: self.cancel.clone(),
        });
        Engine::new(EngineParts { graph, journal: self.journal(), vault: self.vault.clone(), account })
    }

    async fn as_person(
        &self,
        target: &Target,
        asking: &Asking,
        claims: Option<String>,
        texts: &Texts,
    ) -> Result<SignedIn, CliError> {
        let session = if target.device_code {
            self.with_code(target, asking, claims, texts).await?
        } else {
            self.in_browser(target, asking, claims, texts).await?
        };
        let account = session.account().clone();
        output::err(&t!(texts, "cli-signed-in", name = account.name, username = account.username));
        Ok(session)
    }

    async fn with_code(
        &self,
        target: &Target,
        asking: &Asking,
        claims: Option<String>,
        texts: &Texts,
    ) -> Result<SignedIn, SignInError> {
        let on_code = |given: &DeviceCode| {
            let minutes = (words::left(given.expires, self.clock.now()) + 59) / 60;
            let (address, code) = (given.address.clone(), given.code.clone());
            output::err(&t!(texts, "cli-code", address = address, code = code, minutes = minutes.to_string()));
            output::err(&t!(texts, "connect-code-warning"));
        };
        let mut request = SignInRequest::for_setup(target.tenant.as_deref()).asking(asking);
        request.claims = claims;
        let signed_in =
            sign_in_with_code(&self.network, &self.cloud, request, &self.clock, &self.cancel, &on_code).await;
        if matches!(signed_in, Err(SignInError::CodeBlocked(_))) {
            output::err(&t!(texts, "cli-code-blocked"));
        }
        signed_in
    }

    async fn in_browser(
        &self,
        target: &Target,
        asking: &Asking,
        claims: Option<String>,
        texts: &Texts,
    ) -> Result<SignedIn, CliError> {
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
        let mut request = SignInRequest::for_setup(hint.as_deref()).asking(asking);
        request.claims = claims;
        Ok(sign_in(&self.network, &self.cloud, request, &*browser, &self.clock, &self.cancel, &on_address).await?)
    }

    async fn as_app(
        &self,
        app: ClientId,
        certificate: Option<Certificate>,
        target: &Target,
        found: Option<TenantId>,
        texts: &Texts,
    ) -> Result<AppSession, CliError> {
        let tenant = self.tenant_of(target, found, texts).await?;
        let credential = if let Some(certificate) = certificate {
            AppCredential::Certificate(certificate)
        } else {
            let kept = self.vault.load(&SecretId::for_signing_in(&self.cloud, tenant, app)).await;
            let secret = kept.map_err(|error| CliError::before(&error.fault()))?.ok_or_else(|| {
                let (id, tenant) = (app.to_string(), tenant.to_string());
                CliError::Input(t!(texts, "cli-credential-missing", id = id, tenant = tenant))
            })?;
            AppCredential::Secret(secret)
        };
        let (network, cloud, clock) = (&self.network, &self.cloud, &self.clock);
        Ok(AppSession::sign_in(network, cloud, clock, tenant, app, credential, &self.cancel).await?)
    }

    /// The organisation of `--tenant`, which an app must name.
    pub async fn tenant_of(
        &self,
        target: &Target,
        found: Option<TenantId>,
        texts: &Texts,
    ) -> Result<TenantId, CliError> {
        let hint = target.tenant.as_deref().ok_or_else(|| CliError::Input(t!(texts, "cli-app-needs-tenant")))?;
        match (found, hint.trim().parse::<TenantId>()) {
            (Some(id), _) | (None, Ok(id)) => Ok(id),
            (None, Err(_)) => Ok(find_organization(&self.network, &self.cloud, hint).await?.tenant),
        }
    }
}

/// What a person's sign-in asks for.
fn asking(target: &Target, wanted: &PreflightTarget) -> Asking {
    let client = target.sign_in_client.unwrap_or_default();
    let scopes = if client.names_its_scopes() { scopes_for(wanted) } else { std::collections::BTreeSet::new() };
    Asking { client, scopes, again: None }
}

impl Session {
    /// Looks at the tenant, before anything is changed.
    pub async fn look(
        &mut self,
        target: &Target,
        wanted: &PreflightTarget,
        texts: &Texts,
    ) -> Result<Findings, CliError> {
        let mut found = self.engine.preflight(wanted).await;
        while let Err(error) = &found
            && self.signed_in_again(error, target, wanted, texts).await
        {
            found = self.engine.preflight(wanted).await;
        }
        found.map_err(|error| CliError::of_setup(&error, false))
    }

    /// Whether an error only means that the person must sign in again; then they do, and the engine goes by the new
    /// sign-in. What stands in the way of that is said, and the error stays what it was.
    pub async fn signed_in_again(
        &mut self,
        error: &SetupError,
        target: &Target,
        wanted: &PreflightTarget,
        texts: &Texts,
    ) -> bool {
        let fault = error.fault();
        let ended = matches!(fault.kind, FaultKind::Own("sign-in-ended" | "sign-in-challenged"));
        let Some(before) = self.person.clone().filter(|_| ended && self.again < MOST_AGAIN) else { return false };
        self.again += 1;
        output::err(&CliError::Problem(Box::new(explain(&fault)), super::Exit::Stopped).in_words(texts));
        output::err(&t!(texts, "cli-sign-in-again"));
        let account = before.account();
        let mut asking = asking(target, wanted);
        asking.again = Some(Again { tenant: account.tenant, username: Some(account.username.clone()) });
        let target = Target { account: target.demo.then(|| account.username.clone()), ..target.clone() };
        match self.place.as_person(&target, &asking, before.demanded(), texts).await {
            Ok(session) => {
                self.sender.clone_from(&session.account().name);
                self.engine = self.place.engine(Arc::new(session.clone()), session.account().clone());
                self.person = Some(session);
                true
            }
            Err(trouble) => {
                output::err(&trouble.in_words(texts));
                false
            }
        }
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
