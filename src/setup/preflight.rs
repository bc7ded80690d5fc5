//! The look-ups before anything is changed: one `$batch`, and one more about applications that are there already. What
//! may not be read degrades to "could not check".

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::engine::Engine;
use super::error::SetupError;
use super::existing::{self, Found};
use super::findings::{ApiPermissions, Findings, FoundBy, PreflightTarget};
use super::rights::{Rights, standing};
use crate::graph::resources::service_principals::ServicePrincipal;
use crate::graph::resources::{List, applications, directory, policies, service_principals};
use crate::graph::{GraphError, Reply, Request};
use crate::plan::requests;
use crate::preset::{Api, Platform};
use crate::types::{AppRoleId, ObjectId};

/// How many redirect URIs are looked for: products have one or two, and a `$batch` has room for 20 requests.
const MOST_REDIRECTS: usize = 5;

/// The answers of a batch, to be taken one after the other in the order of the requests.
struct Answers(std::vec::IntoIter<Result<Reply, GraphError>>);

impl Answers {
    fn next<T: DeserializeOwned>(&mut self) -> Result<T, GraphError> {
        let none = || Err(GraphError::Unreadable { request: "POST /$batch".to_owned(), status: 200 });
        self.0.next().unwrap_or_else(none)?.read()
    }

    /// The next answer, or `None` where it may not be read: "could not check".
    fn readable<T: DeserializeOwned>(&mut self) -> Option<T> {
        self.next().map_err(|error| tracing::info!(%error, "could not check")).ok()
    }
}

impl Engine {
    /// Looks at the tenant: organisation, roles, rules, applications that are there, the plan's APIs. Changes nothing.
    ///
    /// # Errors
    /// Only when Graph cannot be reached at all.
    pub async fn preflight(&self, target: &PreflightTarget) -> Result<Findings, SetupError> {
        let mut searches = vec![(FoundBy::Name, applications::named(&target.app_name))];
        let tag = target.preset.as_deref().map(requests::product_tag);
        searches.extend(target.reuse.map(|client| (FoundBy::Choice, applications::with_client_id(client))));
        searches.extend(tag.map(|tag| (FoundBy::Product, applications::tagged(&tag))));
        searches.extend(target.redirects.iter().take(MOST_REDIRECTS).filter_map(|redirect| {
            let platform = platform_key(redirect.platform)?;
            Some((FoundBy::Redirect, applications::returning_to(platform, redirect.uri.as_str())))
        }));
        let mut reads = vec![directory::organization(), policies::authorization(), policies::default_app_management()];
        // Where an app is signed in, there is no person to look at.
        reads.extend(match &self.app {
            None => vec![directory::me(), directory::memberships(), directory::eligible_roles()],
            Some(_) => vec![directory::memberships_of(self.parts.account.id)],
        });
        reads.extend(searches.iter().map(|(_, request)| request.clone()));
        reads.extend(target.apis.iter().map(|api| service_principals::api(api.app_id())));
        let mut answers = Answers(self.batch(&reads).await?.into_iter());

        let organization =
            answers.readable::<List<directory::Organization>>().and_then(|list| list.value.into_iter().next());
        let domains: Option<Vec<String>> =
            organization.as_ref().map(|o| o.verified_domains.iter().map(|domain| domain.name.clone()).collect());
        let authorization = answers.readable::<policies::AuthorizationPolicy>();
        let secrets = answers.readable::<policies::AppManagementPolicy>();
        let person = self.app.is_none();
        let username = &self.parts.account.username;
        let standing = if person { standing(&answers.next(), username, domains.as_deref()) } else { None };
        // A role may be on a later page; then nobody can say that it is missing.
        let memberships = answers.readable::<List<directory::Membership>>().filter(|list| list.next.is_none());
        let roles = memberships.map(|list| {
            let roles = list.value.iter().filter_map(|m| m.role().map(|(id, name)| (id, name.to_owned())));
            roles.collect::<BTreeMap<Uuid, String>>()
        });
        let eligible = if person { answers.readable::<List<directory::Eligibility>>() } else { None };
        let eligible = eligible.map(|list| list.value);
        let found: Vec<_> = searches
            .iter()
            .map(|(way, _)| (*way, answers.readable::<List<applications::Application>>().map(|list| list.value)))
            .collect();
        let mut apis: BTreeMap<Api, Option<ObjectId>> = BTreeMap::new();
        let mut offered = BTreeMap::new();
        for api in &target.apis {
            match answers.next::<ServicePrincipal>() {
                Ok(principal) => {
                    apis.insert(*api, Some(principal.id));
                    offered.insert(*api, principal);
                }
                Err(error) if error.status() == Some(404) => {
                    apis.insert(*api, None);
                }
                Err(error) => tracing::info!(%error, "could not check"),
            }
        }

        let rights = Rights {
            roles: roles.as_ref(),
            anybody_creates: authorization.map(|p| p.default_user_role_permissions.allowed_to_create_apps),
            standing: standing.as_ref(),
            target,
        };
        let (may_create, may_consent) = (rights.may_create(), rights.may_consent());
        let eligible = eligible.map(|list| rights.worth_activating(&list));
        let existing = match Found::of(found) {
            Some(found) => Some(self.look_at(found, &apis, &offered, secrets.as_ref(), &rights).await),
            None => None,
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
            standing,
            roles: roles.map(|roles| roles.into_values().collect()),
            eligible,
            activate: self.parts.graph.cloud().role_activation(),
            may_create,
            may_consent,
            secret_rule: secrets.map(|policy| existing::rule(&policy, now)),
            existing,
            apis,
            permissions: offered.into_iter().map(|(api, principal)| (api, by_name(principal))).collect(),
        })
    }

    /// As [`Engine::preflight`], with a new token: what somebody was given meanwhile (a role was activated) counts.
    ///
    /// # Errors
    /// As [`Engine::preflight`]; or the sign-in has ended.
    pub async fn preflight_again(&self, target: &PreflightTarget) -> Result<Findings, SetupError> {
        self.parts.graph.renew_token().await?;
        self.preflight(target).await
    }

    pub(super) async fn batch(&self, reads: &[Request]) -> Result<Vec<Result<Reply, GraphError>>, SetupError> {
        Ok(self.parts.graph.batch(reads, &|_, _| {}).await?)
    }
}

/// The property of an application that holds the redirect URIs of a platform.
pub(super) fn platform_key(platform: Platform) -> Option<&'static str> {
    match platform {
        Platform::None => None,
        Platform::Web => Some("web"),
        Platform::PublicClient => Some("publicClient"),
        Platform::Spa => Some("spa"),
    }
}

fn by_name(api: ServicePrincipal) -> ApiPermissions {
    let table = |list: Vec<service_principals::Permission>| -> BTreeMap<String, AppRoleId> {
        list.into_iter()
            .filter(|permission| permission.is_enabled)
            .filter_map(|permission| Some((permission.value?.to_ascii_lowercase(), permission.id)))
            .collect()
    };
    ApiPermissions { application: table(api.app_roles), delegated: table(api.oauth2_permission_scopes) }
}
