//! Using an application that is there already: what a plan adds to it. Collections are merged as sets; nothing that is
//! there is ever taken away, but by undo what was added. Pure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::requests::{PLATFORMS, access_type};
use super::{Existing, KnownRedirect, Plan, Requested};
use crate::preset::{Audience, Preset};
use crate::types::{AppName, ClientId, UniqueName};

/// The existing application that a person chose to use instead of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reuse {
    /// Which.
    pub client: ClientId,
    /// Its name: it keeps it.
    pub name: AppName,
    /// Whose accounts may use it: that stays as well.
    pub audience: Audience,
}

/// Why an existing application cannot be used for a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It could not be read.
    Unread,
    /// It is for other accounts than the product needs, and changing that touches everybody who uses it.
    Audience,
    /// The product needs a public client, and making one of it touches everybody who uses it.
    PublicClient,
}

impl Reuse {
    /// The choice of an application for a product.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn of(existing: &Existing, preset: &Preset) -> Result<Self, Misfit> {
        let audience = existing.audience.as_deref().ok_or(Misfit::Unread)?;
        let allowed = preset.app.audiences_allowed.iter().find(|allowed| allowed.as_str() == audience);
        let audience = *allowed.ok_or(Misfit::Audience)?;
        if preset.app.public_client && !existing.public_client {
            return Err(Misfit::PublicClient);
        }
        Ok(Self { client: existing.client, name: AppName::of_existing(&existing.name), audience })
    }
}

impl Existing {
    /// Why a plan that was made for this application cannot be carried out on it (any more).
    #[must_use]
    pub fn misfit(&self, plan: &Plan) -> Option<Misfit> {
        match self.audience.as_deref() {
            None => Some(Misfit::Unread),
            Some(audience) if audience != plan.audience.as_str() => Some(Misfit::Audience),
            Some(_) if plan.public_client && !self.public_client => Some(Misfit::PublicClient),
            Some(_) => None,
        }
    }
}

/// What is added to an existing application: permissions that it asks for, and redirect URIs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Additions {
    /// Permissions.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub permissions: BTreeSet<Requested>,
    /// Redirect URIs.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub redirects: BTreeSet<KnownRedirect>,
}

impl Additions {
    /// What a plan adds to an application.
    #[must_use]
    pub fn of(plan: &Plan, existing: &Existing) -> Self {
        let requested = existing.unasked(plan);
        let redirects = existing.unknown_redirects(plan);
        Self {
            permissions: requested.map(|p| Requested { api: p.api.app_id(), kind: p.kind, id: p.id }).collect(),
            redirects: redirects
                .map(|r| KnownRedirect { platform: r.platform, uri: r.uri.as_str().to_owned() })
                .collect(),
        }
    }

    /// Whether nothing is added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.permissions.is_empty() && self.redirects.is_empty()
    }

    /// These and others.
    pub fn extend(&mut self, others: Self) {
        self.permissions.extend(others.permissions);
        self.redirects.extend(others.redirects);
    }
}

/// The body of `PATCH /applications/{id}` that adds something. Microsoft replaces whole collections, so what is there is
/// sent along, with every field as it is; collections that do not grow are left out.
#[must_use]
pub fn added(existing: &Existing, additions: &Additions) -> Value {
    let mut body = Map::new();
    if !additions.permissions.is_empty() {
        let mut apis = existing.held.as_array().cloned().unwrap_or_default();
        for permission in &additions.permissions {
            let access = json!({ "id": permission.id, "type": access_type(permission.kind) });
            let there = apis.iter_mut().find(|entry| is_of(entry, permission));
            match there.and_then(|entry| entry.get_mut("resourceAccess")?.as_array_mut()) {
                Some(list) => list.push(access),
                None => apis.push(json!({ "resourceAppId": permission.api, "resourceAccess": [access] })),
            }
        }
        body.insert("requiredResourceAccess".to_owned(), Value::Array(apis));
    }
    for (platform, name) in PLATFORMS {
        let of_it = |r: &&KnownRedirect| r.platform == platform;
        if additions.redirects.iter().any(|r| of_it(&r)) {
            let all = existing.redirects.iter().chain(&additions.redirects).filter(of_it).map(|r| &r.uri);
            body.insert(name.to_owned(), json!({ "redirectUris": all.collect::<Vec<_>>() }));
        }
    }
    Value::Object(body)
}

/// The body of `PATCH /applications/{id}` that takes additions back and leaves everything else; `None` when nothing of
/// them is there any more.
#[must_use]
pub fn taken_back(existing: &Existing, additions: &Additions) -> Option<Value> {
    let mut body = Map::new();
    let mut apis = existing.held.as_array().cloned().unwrap_or_default();
    let mut taken = false;
    for permission in &additions.permissions {
        let there = apis.iter_mut().position(|entry| is_of(entry, permission));
        let Some(entry) = there.and_then(|at| apis.get_mut(at)) else { continue };
        let Some(list) = entry.get_mut("resourceAccess").and_then(Value::as_array_mut) else { continue };
        let before = list.len();
        list.retain(|access| !is_it(access, permission));
        taken |= list.len() < before;
        let emptied = list.is_empty() && before > 0;
        if let Some(at) = there.filter(|_| emptied) {
            apis.remove(at);
        }
    }
    if taken {
        body.insert("requiredResourceAccess".to_owned(), Value::Array(apis));
    }
    for (platform, name) in PLATFORMS {
        let (gone, left): (Vec<&KnownRedirect>, Vec<&KnownRedirect>) =
            existing.redirects.iter().filter(|r| r.platform == platform).partition(|r| additions.redirects.contains(r));
        if !gone.is_empty() {
            body.insert(name.to_owned(), json!({ "redirectUris": left.iter().map(|r| &r.uri).collect::<Vec<_>>() }));
        }
    }
    (!body.is_empty()).then_some(Value::Object(body))
}

/// The plan as it is carried out by one setup: the secret of an application that others use too has a name of its own, by
/// which nobody else's is taken for it.
#[must_use]
pub fn with_own_secret(mut plan: Plan, unique_name: &UniqueName) -> Plan {
    if let (Some(_), Some(secret)) = (plan.reuse, &mut plan.secret) {
        let mark: String = unique_name.as_str().trim_start_matches("onramp-").chars().take(8).collect();
        secret.description = format!("{} ({mark})", secret.description);
    }
    plan
}

fn is_of(entry: &Value, permission: &Requested) -> bool {
    let api = permission.api.to_string();
    entry.get("resourceAppId").and_then(Value::as_str).is_some_and(|id| id.eq_ignore_ascii_case(&api))
}

fn is_it(access: &Value, permission: &Requested) -> bool {
    let text = |name| access.get(name).and_then(Value::as_str).unwrap_or_default();
    text("id").eq_ignore_ascii_case(&permission.id.to_string()) && text("type") == access_type(permission.kind)
}
