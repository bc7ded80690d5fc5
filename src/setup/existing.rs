//! Applications that are there already: of the product, of the name, with the callback. Found in the first `$batch`; what
//! they are, have and are approved for is read in a second one. Changes nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::engine::{Engine, blocking};
use super::findings::{ExistingApp, ExistingPermission, ExistingSecret, FoundBy, SecretRule};
use super::rights::Rights;
use crate::graph::resources::applications::{self, Application};
use crate::graph::resources::policies::AppManagementPolicy;
use crate::graph::resources::service_principals::{self, ServicePrincipal};
use crate::graph::resources::{List, grants, policies};
use crate::graph::{GraphError, Reply};
use crate::plan::{Existing, KnownGrant, KnownRedirect, Requested};
use crate::preset::{Api, PermissionKind, Platform};
use crate::types::{AppRoleId, ObjectId, SetupId};

/// How many are looked at: five requests each, and a `$batch` has room for 20.
const MOST: usize = 4;

/// Applications that were found, and how.
pub(super) struct Found(Vec<(Application, Vec<FoundBy>)>);

impl Found {
    /// Puts the answers of several searches together; `None` when none of them may be read.
    pub fn of(searches: Vec<(FoundBy, Option<Vec<Application>>)>) -> Option<Self> {
        if searches.iter().all(|(_, list)| list.is_none()) {
            return None;
        }
        let mut all: Vec<(Application, Vec<FoundBy>)> = Vec::new();
        for (way, app) in searches.into_iter().flat_map(|(way, list)| list.into_iter().flatten().map(move |a| (way, a)))
        {
            match all.iter_mut().find(|(known, _)| known.id == app.id) {
                Some((_, ways)) => ways.push(way),
                None => all.push((app, vec![way])),
            }
        }
        for (_, ways) in &mut all {
            ways.sort_unstable();
            ways.dedup();
        }
        // Those of the product first, then the newest: they are the ones that somebody may want to use again.
        all.sort_by_key(|(app, ways)| (ways.first().copied(), std::cmp::Reverse(app.created_date_time)));
        all.truncate(MOST);
        Some(Self(all))
    }
}

/// What a tenant says about the secrets of an application made at that time.
pub(super) fn rule(policy: &AppManagementPolicy, made: Timestamp) -> SecretRule {
    let (forbidden, max_days) = policy.secrets(made);
    SecretRule { forbidden, max_days }
}

impl Engine {
    /// Reads what can be read about applications that were found.
    pub(super) async fn look_at(
        &self,
        found: Found,
        apis: &BTreeMap<Api, Option<ObjectId>>,
        offered: &BTreeMap<Api, ServicePrincipal>,
        tenant: Option<&AppManagementPolicy>,
        rights: &Rights<'_>,
    ) -> Vec<ExistingApp> {
        if found.0.is_empty() {
            return Vec::new();
        }
        let mut reads = Vec::new();
        for (app, _) in &found.0 {
            reads.push(applications::in_detail(app.id));
            reads.push(service_principals::by_app_id(app.app_id));
            reads.push(service_principals::assignments_by_app_id(app.app_id));
            reads.push(service_principals::grants_by_app_id(app.app_id));
            reads.push(policies::app_management_of(app.id));
        }
        let answers = self.batch(&reads).await.unwrap_or_else(|error| {
            tracing::info!(%error, "could not check");
            Vec::new()
        });
        let mut answers = answers.into_iter();
        let mut next = || answers.next().unwrap_or(Err(GraphError::Cancelled));
        let journal = self.parts.journal.clone();
        let ours = blocking(move || journal.all()).await.unwrap_or_else(|error| {
            tracing::info!(%error, "the journals of earlier setups cannot be read");
            Vec::new()
        });
        let mut list = Vec::new();
        for (brief, found_by) in found.0 {
            let detail = next().and_then(|reply| reply.read::<Application>());
            let principal = next().and_then(|reply| reply.read::<ServicePrincipal>()).map(|sp| sp.id).ok();
            let assignments = approvals::<grants::Assignment>(next());
            let delegated = approvals::<grants::Grant>(next());
            let policies = next().and_then(|reply| reply.read::<List<AppManagementPolicy>>()).ok();
            let setup = ours
                .iter()
                .find(|h| h.begun.plan.reuse.is_none() && h.application.is_some_and(|(id, _)| id == brief.id));
            let setup = setup.map(|history| history.begun.setup);
            if let Err(error) = &detail {
                tracing::info!(%error, "could not check");
            }
            let reader = Reader { apis, offered, rights, me: self.parts.account.id, principal, assignments, delegated };
            let mut app = reader.read(brief, detail.ok(), found_by, setup);
            app.secret_rule = rule_of(policies, tenant, app.created.unwrap_or(Timestamp::MIN));
            list.push(app);
        }
        list
    }
}

/// The rule for one application: of the policy that was made for it, else the tenant's.
fn rule_of(
    own: Option<List<AppManagementPolicy>>,
    tenant: Option<&AppManagementPolicy>,
    made: Timestamp,
) -> Option<SecretRule> {
    match own?.value.iter().find(|policy| policy.is_enabled) {
        Some(policy) => Some(rule(policy, made)),
        None => tenant.map(|policy| rule(policy, made)),
    }
}

/// Approvals as a list; empty when there is no service principal, `None` when they may not be read (or not all of them).
fn approvals<T: serde::de::DeserializeOwned>(answer: Result<Reply, GraphError>) -> Option<Vec<T>> {
    match answer.and_then(|reply| reply.read::<List<T>>()) {
        Ok(list) if list.next.is_none() => Some(list.value),
        Ok(_) => None,
        Err(error) if error.status() == Some(404) => Some(Vec::new()),
        Err(error) => {
            tracing::info!(%error, "could not check");
            None
        }
    }
}

/// What is needed to read one application.
struct Reader<'a> {
    apis: &'a BTreeMap<Api, Option<ObjectId>>,
    offered: &'a BTreeMap<Api, ServicePrincipal>,
    rights: &'a Rights<'a>,
    me: ObjectId,
    principal: Option<ObjectId>,
    assignments: Option<Vec<grants::Assignment>>,
    delegated: Option<Vec<grants::Grant>>,
}

impl Reader<'_> {
    fn read(
        &self,
        brief: Application,
        detail: Option<Application>,
        found_by: Vec<FoundBy>,
        setup: Option<SetupId>,
    ) -> ExistingApp {
        let in_detail = detail.is_some();
        let app = detail.unwrap_or(brief);
        let requested = requested(&app);
        let roles = self.approved_roles();
        let grants = self.approved_scopes();
        let mut permissions = Vec::new();
        for (api, principal) in self.offered {
            for (kind, offered) in [
                (PermissionKind::Application, &principal.app_roles),
                (PermissionKind::Delegated, &principal.oauth2_permission_scopes),
            ] {
                for permission in offered {
                    let Some(name) = &permission.value else { continue };
                    let asked = Requested { api: api.app_id(), kind, id: permission.id };
                    let asked = requested.contains(&asked);
                    let approved = match kind {
                        PermissionKind::Application => {
                            self.assignments.is_some().then(|| roles.contains(&(*api, permission.id)))
                        }
                        PermissionKind::Delegated => self.delegated.is_some().then(|| {
                            let mut names = grants.iter().filter(|g| g.api == *api).flat_map(|g| g.scope.split(' '));
                            names.any(|granted| granted.eq_ignore_ascii_case(name))
                        }),
                    };
                    if asked || approved == Some(true) {
                        permissions.push(ExistingPermission {
                            api: *api,
                            kind,
                            name: name.clone(),
                            requested: asked,
                            approved,
                        });
                    }
                }
            }
        }
        let asked_and_named = permissions.iter().filter(|permission| permission.requested).count();
        ExistingApp {
            found_by,
            in_detail,
            created: app.created_date_time,
            owners: app.owners.as_ref().map(|owners| {
                let names = owners.iter().filter_map(|o| o.display_name.clone().or(o.user_principal_name.clone()));
                names.collect()
            }),
            secrets: secrets(&app),
            other_permissions: requested.len().saturating_sub(asked_and_named),
            permissions,
            secret_rule: None,
            setup,
            may_change: self.rights.may_change(owners(&app).as_deref(), self.me),
            app: Existing { service_principal: self.principal, roles, grants, ..held(&app) },
        }
    }

    fn api_of(&self, resource: ObjectId) -> Option<Api> {
        self.apis.iter().find(|(_, id)| **id == Some(resource)).map(|(api, _)| *api)
    }

    fn approved_roles(&self) -> Vec<(Api, AppRoleId)> {
        let all = self.assignments.iter().flatten();
        all.filter_map(|a| Some((self.api_of(a.resource_id)?, a.app_role_id))).collect()
    }

    fn approved_scopes(&self) -> Vec<KnownGrant> {
        let all = self.delegated.iter().flatten().filter(|grant| grant.consent_type == "AllPrincipals");
        all.filter_map(|grant| {
            let api = self.api_of(grant.resource_id)?;
            Some(KnownGrant { id: grant.id.clone(), api, scope: grant.scope.clone().unwrap_or_default() })
        })
        .collect()
    }
}

/// The application as far as a plan cares, without its service principal and approvals.
pub(super) fn held(app: &Application) -> Existing {
    Existing {
        application: app.id,
        client: app.app_id,
        name: app.display_name.clone(),
        audience: app.sign_in_audience.clone(),
        public_client: app.is_fallback_public_client == Some(true),
        service_principal: None,
        requested: requested(app),
        held: serde_json::to_value(&app.required_resource_access).unwrap_or_default(),
        redirects: redirects(app),
        roles: Vec::new(),
        grants: Vec::new(),
    }
}

/// Whose it is, as far as the owners have an id.
fn owners(app: &Application) -> Option<Vec<ObjectId>> {
    app.owners.as_ref().map(|owners| owners.iter().filter_map(|owner| owner.id).collect())
}

/// Its secrets, the one that ends last first.
fn secrets(app: &Application) -> Vec<ExistingSecret> {
    let all = app.password_credentials.iter();
    let mut list: Vec<_> = all
        .map(|secret| ExistingSecret {
            key: secret.key_id,
            name: secret.display_name.clone(),
            end: secret.end_date_time,
        })
        .collect();
    list.sort_by_key(|secret| std::cmp::Reverse(secret.end));
    list
}

/// What an application asks for.
pub(super) fn requested(app: &Application) -> Vec<Requested> {
    let all = app.required_resource_access.iter();
    let mut list: Vec<Requested> = all
        .flat_map(|api| {
            api.resource_access.iter().filter_map(|access| {
                let kind = match access.get("type")?.as_str()? {
                    "Role" => PermissionKind::Application,
                    "Scope" => PermissionKind::Delegated,
                    _ => return None,
                };
                Some(Requested { api: api.resource_app_id, kind, id: access.get("id")?.as_str()?.parse().ok()? })
            })
        })
        .collect();
    // The directory keeps no order.
    list.sort_unstable();
    list
}

/// Where an application sends people back.
pub(super) fn redirects(app: &Application) -> Vec<KnownRedirect> {
    let platforms =
        [(Platform::Web, &app.web), (Platform::PublicClient, &app.public_client), (Platform::Spa, &app.spa)];
    platforms
        .into_iter()
        .flat_map(|(platform, redirects)| {
            let uris = redirects.iter().flat_map(|r| &r.redirect_uris);
            uris.map(move |uri| KnownRedirect { platform, uri: uri.clone() })
        })
        .collect()
}
