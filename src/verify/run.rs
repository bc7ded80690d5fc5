//! One run of the checks: tries, waits with a fresh token for each new try, and says what came of it.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header;
use uuid::Uuid;

use super::answer::{Answer, Verdict};
use super::patience::Patience;
use super::{CheckProgress, CheckState, VerifyParts, api};
use crate::explain::{Details, Fault, FaultKind, Problem, explain};
use crate::net;
use crate::plan::{CheckAction, PlannedCheck};
use crate::preset::{Api, PermissionKind};
use crate::setup::{Outcome, everything_of};
use crate::signin::{AppToken, SignInError, app_token};
use crate::types::SecretValue;

/// What an answer is at most read to: errors are short, and the rest does not matter.
const MAX_BODY: usize = 64 * 1024;

/// AADSTS codes that a new app, secret or API gives for a while.
const NOT_YET: [u32; 4] = [700_016, 7_000_215, 500_011, 90_033];

/// One try of a check.
enum Try {
    Passed,
    NotYet {
        problem: Problem,
        asked: Option<Duration>,
    },
    /// Nobody answered.
    NoNetwork(Problem),
    Wrong(Problem),
    Cancelled,
}

/// One run of the checks.
pub struct Run<'a> {
    parts: &'a VerifyParts,
    outcome: &'a Outcome,
    on: &'a (dyn Fn(CheckProgress) + Send + Sync),
    /// Tokens of this run, by API.
    tokens: BTreeMap<Api, AppToken>,
    /// The app cannot sign in: nothing else can work.
    broken: bool,
}

impl<'a> Run<'a> {
    pub fn new(parts: &'a VerifyParts, outcome: &'a Outcome, on: &'a (dyn Fn(CheckProgress) + Send + Sync)) -> Self {
        Self { parts, outcome, on, tokens: BTreeMap::new(), broken: false }
    }

    /// Runs one check to its end.
    pub async fn check(&mut self, check: &PlannedCheck) -> CheckState {
        if self.broken || self.parts.cancel.is_cancelled() {
            return CheckState::Skipped;
        }
        let Some(secret) = self.outcome.secret.as_ref().and_then(|secret| secret.value.clone()) else {
            self.broken = true;
            return CheckState::Failed(Box::new(own("secret-unknown", Details::default())));
        };
        let mut patience = Patience::new(self.parts.clock.now());
        loop {
            self.tell(check, CheckState::Running);
            let result = match &check.action {
                CheckAction::Token => self.try_tokens(&secret).await,
                CheckAction::Get { url, status } => self.try_get(&secret, check, url, *status).await,
            };
            let now = self.parts.clock.now();
            let (problem, wait) = match result {
                Try::Passed => return CheckState::Passed,
                Try::Cancelled => return CheckState::Skipped,
                Try::Wrong(problem) => (problem, None),
                Try::NotYet { problem, asked } => (problem, patience.wait(now, asked)),
                Try::NoNetwork(problem) => (problem, patience.wait_for_network(now)),
            };
            let Some(wait) = wait else {
                self.broken |= check.action == CheckAction::Token;
                return CheckState::Failed(Box::new(problem));
            };
            // An older token would go on saying what it said.
            self.tokens.clear();
            self.tell(check, CheckState::NotYet { until: now.checked_add(wait).unwrap_or(now) });
            tokio::select! {
                biased;
                () = self.parts.cancel.cancelled() => return CheckState::Skipped,
                () = self.parts.clock.sleep(wait) => {}
            }
        }
    }

    fn tell(&self, check: &PlannedCheck, state: CheckState) {
        (self.on)(CheckProgress { check: check.id.clone(), state });
    }

    /// The application permissions that a token of each API must carry. Graph is asked even when there are none: the
    /// secret is proved all the same.
    fn wanted(&self) -> BTreeMap<Api, Vec<&'a str>> {
        let mut wanted = BTreeMap::<Api, Vec<&str>>::new();
        for permission in &self.outcome.permissions {
            if permission.kind == PermissionKind::Application && permission.granted {
                wanted.entry(permission.api).or_default().push(permission.name.as_str());
            }
        }
        if wanted.is_empty() {
            wanted.insert(Api::Graph, Vec::new());
        }
        wanted
    }

    async fn try_tokens(&mut self, secret: &SecretValue) -> Try {
        for (api, names) in self.wanted() {
            match self.fresh_token(api, secret).await {
                Ok(token) => {
                    if let Some(problem) = missing_roles(&token, &names) {
                        return Try::NotYet { problem, asked: None };
                    }
                    self.tokens.insert(api, token);
                }
                Err(other) => return other,
            }
        }
        Try::Passed
    }

    async fn fresh_token(&self, api: Api, secret: &SecretValue) -> Result<AppToken, Try> {
        let parts = self.parts;
        let scope = everything_of(api, &parts.cloud);
        let (tenant, client) = (self.outcome.tenant, self.outcome.client);
        app_token(&parts.network, &parts.cloud, tenant, client, secret, &scope, &parts.cancel)
            .await
            .map_err(|error| refused_token(&error))
    }

    async fn try_get(&mut self, secret: &SecretValue, check: &PlannedCheck, url: &str, expected: u16) -> Try {
        let (tenant, client) = (self.outcome.tenant.to_string(), self.outcome.client.to_string());
        let Some((address, api)) = api::address(url, &self.parts.cloud, &tenant, &client) else {
            return Try::Wrong(own("check-address", Details { request: Some(url.to_owned()), ..Details::default() }));
        };
        let token = match self.tokens.get(&api) {
            Some(token) => token.clone(),
            None => match self.fresh_token(api, secret).await {
                Ok(token) => token,
                Err(other) => return other,
            },
        };
        self.tokens.insert(api, token.clone());
        let answer = tokio::select! {
            biased;
            () = self.parts.cancel.cancelled() => return Try::Cancelled,
            answer = self.get(address, url, &token.token) => answer,
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Try::NoNetwork(explain(&net::fault(&error))),
        };
        let asked = answer.retry_after;
        match answer.judge(expected) {
            Verdict::Passed => Try::Passed,
            Verdict::Wrong(fault) => Try::Wrong(hinted(check, answer.status, &fault)),
            Verdict::NotYet(fault) => {
                // A refusal says something about a limit only if the permission is in the token.
                let names = self.wanted().remove(&api).unwrap_or_default();
                let missing = missing_roles(&token, &names).filter(|_| answer.status == 403);
                Try::NotYet { problem: missing.unwrap_or_else(|| hinted(check, answer.status, &fault)), asked }
            }
        }
    }

    async fn get(&self, address: url::Url, name: &str, token: &SecretValue) -> Result<Answer, reqwest::Error> {
        let id = Uuid::new_v4().to_string();
        let client = self.parts.network.client();
        let mut response = client
            .get(address)
            .bearer_auth(token.expose())
            .header(header::ACCEPT, "application/json")
            .header("client-request-id", &id)
            .send()
            .await?;
        let mut body = Vec::new();
        while body.len() < MAX_BODY
            && let Some(chunk) = response.chunk().await?
        {
            body.extend_from_slice(&chunk);
        }
        let text = |key: &str| response.headers().get(key).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let seconds = text("retry-after").and_then(|value| value.trim().parse().ok());
        Ok(Answer {
            request: format!("GET {name}"),
            status: response.status().as_u16(),
            is_json: text("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("json")),
            request_id: text("request-id"),
            client_request_id: text("client-request-id").or(Some(id)),
            date: text("date"),
            retry_after: seconds.map(Duration::from_secs),
            body,
        })
    }
}

/// What a refused token means: perhaps the app, its secret or an API is too new.
fn refused_token(error: &SignInError) -> Try {
    let problem = explain(&error.fault());
    match error {
        SignInError::Cancelled => Try::Cancelled,
        SignInError::Refused(refusal) if refusal.code().is_some_and(|code| NOT_YET.contains(&code)) => {
            Try::NotYet { problem, asked: None }
        }
        SignInError::Busy { .. } => Try::NotYet { problem, asked: None },
        SignInError::Network(_) => Try::NoNetwork(problem),
        _ => Try::Wrong(problem),
    }
}

/// The problem of a token that lacks some of the roles `names`.
fn missing_roles(token: &AppToken, names: &[&str]) -> Option<Problem> {
    let has = |name: &str| token.roles.iter().any(|role| role.eq_ignore_ascii_case(name));
    let missing: Vec<&str> = names.iter().copied().filter(|name| !has(name)).collect();
    let roles = missing.join(", ");
    let details = Details { message: Some(format!("not in the token: {roles}")), ..Details::default() };
    (!missing.is_empty()).then(|| own("check-roles-missing", details).with("roles", roles))
}

fn own(id: &'static str, details: Details) -> Problem {
    explain(&Fault { kind: FaultKind::Own(id), details })
}

/// The problem in the words of the product's preset, if it has any for this answer.
fn hinted(check: &PlannedCheck, status: u16, fault: &Fault) -> Problem {
    let problem = explain(fault);
    match check.hints.get(&status) {
        Some(hint) => Problem { id: "check-hint".to_owned(), ..problem }.with("hint", hint.clone()),
        None => problem,
    }
}
