//! The look-ups before anything is changed: one `$batch`. What may not be read degrades to "could not check".

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use uuid::{Uuid, uuid};

use super::engine::Engine;
use super::error::SetupError;
use super::findings::{ApiPermissions, ExistingApp, Findings, PreflightTarget, SecretRule};
use crate::graph::resources::{List, applications, directory, policies, service_principals};
use crate::graph::{GraphError, Reply, Request};
use crate::preset::Api;
use crate::types::{AppRoleId, ObjectId};

/// Role template ids (Microsoft's built-in roles), the same in every tenant.
mod role {
    use super::{Uuid, uuid};
    pub const GLOBAL: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");
    pub const PRIVILEGED_ROLE: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");
    pub const APPLICATION: Uuid = uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3");
    pub const CLOUD_APPLICATION: Uuid = uuid!("158c047a-c907-4556-b7ef-446551a6b5f7");
    pub const APPLICATION_DEVELOPER: Uuid = uuid!("cf1c38e5-3621-4004-a7cb-879624dced7c");
    pub const DIRECTORY_WRITERS: Uuid = uuid!("9360feb5-f418-4baa-8175-e2a00bac4301");
    pub const SECURITY: Uuid = uuid!("194ae4cb-b126-40b2-bd5b-6091b380977d");
    pub const AI: Uuid = uuid!("d2562ede-74db-457e-a7b6-544e236ebb61");
}
/// Who may register applications whatever the tenant's rule for members (application-post-applications).
const CREATORS: [Uuid; 6] = [
    role::GLOBAL,
    role::APPLICATION,
    role::CLOUD_APPLICATION,
    role::APPLICATION_DEVELOPER,
    role::DIRECTORY_WRITERS,
    role::SECURITY,
];
/// Who may approve everything (grant-admin-consent).
const CONSENTERS: [Uuid; 2] = [role::GLOBAL, role::PRIVILEGED_ROLE];
/// Who may approve everything but application permissions of Microsoft Graph.
const LESSER_CONSENTERS: [Uuid; 3] = [role::APPLICATION, role::CLOUD_APPLICATION, role::AI];

impl Engine {
    /// Looks at the tenant: organisation, roles, rules, name clash, the plan's APIs. Changes nothing.
    ///
    /// # Errors
    /// Only when Graph cannot be reached at all.
    pub async fn preflight(&self, target: &PreflightTarget) -> Result<Findings, SetupError> {
        let mut reads = vec![
            directory::organization(),
            match &self.app {
                None => directory::memberships(),
                Some(_) => directory::memberships_of(self.parts.account.id),
            },
            policies::authorization(),
            policies::default_app_management(),
            applications::named(&target.app_name),
        ];
        reads.extend(target.apis.iter().map(|api| service_principals::api(api.app_id())));
        let mut answers = self.parts.graph.batch(&reads, &|_, _| {}).await?.into_iter();
        let mut next = |request: &Request| {
            answers.next().unwrap_or_else(|| Err(GraphError::Unreadable { request: request.name(), status: 200 }))
        };

        let organization =
            readable::<List<directory::Organization>>(next(&reads[0])).and_then(|list| list.value.into_iter().next());
        // A role may be on a later page; then nobody can say that it is missing.
        let memberships = readable::<List<directory::Membership>>(next(&reads[1])).filter(|list| list.next.is_none());
        let roles = memberships.map(|list| {
            list.value
                .iter()
                .filter_map(|m| m.role().map(|(id, name)| (id, name.to_owned())))
                .collect::<BTreeMap<Uuid, String>>()
        });
        let authorization = readable::<policies::AuthorizationPolicy>(next(&reads[2]));
        let secrets = readable::<policies::AppManagementPolicy>(next(&reads[3]));
        let same_name = readable::<List<applications::Application>>(next(&reads[4]));
        let mut apis: BTreeMap<Api, Option<ObjectId>> = BTreeMap::new();
        let mut permissions = BTreeMap::new();
        for (api, request) in target.apis.iter().zip(&reads[5..]) {
            match next(request) {
                Err(error) if error.status() == Some(404) => {
                    apis.insert(*api, None);
                }
                answer => {
                    let principal: service_principals::ServicePrincipal = answer?.read()?;
                    apis.insert(*api, Some(principal.id));
                    permissions.insert(*api, offered(principal));
                }
            }
        }

        let has = |wanted: &[Uuid]| roles.as_ref().map(|mine| wanted.iter().any(|role| mine.contains_key(role)));
        let allowed = authorization.map(|policy| policy.default_user_role_permissions.allowed_to_create_apps);
        let may_create = match (has(&CREATORS), allowed) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        };
        let may_consent = if target.application_permissions_of.contains(&Api::Graph) {
            has(&CONSENTERS)
        } else {
            has(&[&CONSENTERS[..], &LESSER_CONSENTERS].concat())
        };
        let (may_create, may_consent) = match &self.app {
            None => (may_create, may_consent),
            Some(app) => (Some(app.may_create()), Some(app.may_consent(target))),
        };
        let now = self.clock().now();
        Ok(Findings {
            tenant: self.parts.account.tenant,
            tenant_name: organization.as_ref().and_then(|o| o.display_name.clone()),
            domain: organization.as_ref().and_then(|o| {
                let default = o.verified_domains.iter().find(|domain| domain.is_default);
                default.or_else(|| o.verified_domains.first()).map(|domain| domain.name.clone())
            }),
            roles: roles.map(|roles| roles.into_values().collect()),
            may_create,
            may_consent,
            secret_rule: secrets.map(|policy| {
                let (forbidden, max_days) = policy.secrets(now);
                SecretRule { forbidden, max_days }
            }),
            same_name: same_name.map(|list| {
                list.value
                    .into_iter()
                    .map(|app| ExistingApp {
                        name: app.display_name,
                        client: app.app_id,
                        created: app.created_date_time,
                    })
                    .collect()
            }),
            apis,
            permissions,
        })
    }
}

/// The answer, or `None` where it may not be read: "could not check".
fn readable<T: DeserializeOwned>(answer: Result<Reply, GraphError>) -> Option<T> {
    match answer.and_then(|reply| reply.read()) {
        Ok(value) => Some(value),
        Err(error) => {
            tracing::info!(%error, "could not check");
            None
        }
    }
}

fn offered(api: service_principals::ServicePrincipal) -> ApiPermissions {
    let table = |list: Vec<service_principals::Permission>| -> BTreeMap<String, AppRoleId> {
        list.into_iter()
            .filter(|permission| permission.is_enabled)
            .filter_map(|permission| Some((permission.value?.to_ascii_lowercase(), permission.id)))
            .collect()
    };
    ApiPermissions { application: table(api.app_roles), delegated: table(api.oauth2_permission_scopes) }
}
