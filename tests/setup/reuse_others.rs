//! An application that is used while others own it, change it or need it: nothing of theirs is lost, and rights count.

use std::time::Duration;

use crate::reuse::{undo, without_service_principal, world_with_app};
use crate::reuse_support::{assert_reused, everything, reuse, wanted};
use crate::support::{ADMIN, DEVELOPER, NOBODY, World, plan, refusal};
use onramp::journal::Stage;
use onramp::plan::Reuse;
use onramp::preset::{self, Api};
use onramp::setup::{FoundBy, PreflightTarget, SetupError};
use serde_json::{Value, json};
use uuid::Uuid;

fn permissions_of_graph(app: &mut onramp::demo::store::Application) -> &mut Vec<Value> {
    let apis = app.body.get_mut("requiredResourceAccess").unwrap().as_array_mut().unwrap();
    let graph = Api::Graph.app_id().to_string();
    let graph = apis.iter_mut().find(|api| api["resourceAppId"] == json!(graph)).unwrap();
    graph["resourceAccess"].as_array_mut().unwrap()
}

#[tokio::test]
async fn what_somebody_else_changes_meanwhile_is_kept() {
    let (world, client, _) = world_with_app().await;
    let plan = wanted(&world, client);
    let engine = world.engine(ADMIN);
    let findings = engine.preflight(&PreflightTarget::of(&plan)).await.unwrap();
    // Between reading and "Set up", a colleague adds an address and a permission of the same API.
    let change = |tenant: &mut onramp::demo::store::Tenant, uri: &str, permission: Uuid| {
        let app = tenant.applications.iter_mut().find(|app| app.app_id == client.uuid()).unwrap();
        app.body["web"]["redirectUris"].as_array_mut().unwrap().push(json!(uri));
        permissions_of_graph(app).push(json!({ "id": permission, "type": "Role" }));
    };
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    world.contoso(|tenant| change(tenant, "https://colleague.example/one", one));
    let outcome = engine.apply(&plan, &findings, &|_| {}).await.unwrap();
    world.contoso(|tenant| change(tenant, "https://colleague.example/two", two));
    undo(&world, outcome.setup).await;
    world.contoso(|tenant| {
        let app = tenant.applications.iter_mut().find(|app| app.app_id == client.uuid()).unwrap();
        let mut left = app.redirect_uris("web").clone();
        left.sort_unstable();
        assert_eq!(
            left,
            ["https://colleague.example/one", "https://colleague.example/two", "https://earlier.example/callback"]
        );
        let list = permissions_of_graph(app);
        let ids: Vec<&str> = list.iter().map(|access| access["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&one.to_string().as_str()) && ids.contains(&two.to_string().as_str()), "{ids:?}");
        assert_eq!(list.len(), 4, "two of before, two of the colleague's");
    });
}

#[tokio::test]
async fn an_approval_that_was_there_before_outlives_undo_even_if_this_setup_needed_it() {
    let (world, client, before) = world_with_app().await;
    let outcome = reuse(&world, ADMIN, client).await.unwrap();
    let history = world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    assert_eq!(history.stage, Stage::Revoked);
    let now = everything(&world);
    assert_eq!(now["grants"], before["grants"]);
    assert_eq!(now["assignments"], before["assignments"]);
    assert_ne!(now["applications"], before["applications"], "secret and permissions are still there");
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn the_app_of_an_earlier_setup_is_used_and_that_setup_is_not_undone_under_it() {
    let world = World::new().await;
    let first = world.set_up(ADMIN, &plan()).await.unwrap();
    let before = everything(&world);
    world.clock.sleep(Duration::from_hours(1)).await;
    let mut again = plan();
    again.reuse = Some(first.client);
    let findings = world.findings(ADMIN, &again).await;
    let found = findings.existing_app(first.client).unwrap();
    assert_eq!(found.setup, Some(first.setup));
    assert!(found.was_found_by(FoundBy::Choice) && found.was_found_by(FoundBy::Product));
    let second = world.engine(ADMIN).apply(&again, &findings, &|_| {}).await.unwrap();
    assert_eq!(second.client, first.client);
    assert_eq!(world.only_application().secrets.len(), 2);
    let error = world.engine(ADMIN).undo(first.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::StillNeeded(setup) if setup == second.setup), "{error:?}");
    undo(&world, second.setup).await;
    assert_eq!(everything(&world), before);
    undo(&world, first.setup).await;
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
}

#[tokio::test]
async fn somebody_without_rights_is_told_so_and_nothing_is_left() {
    let (world, client, before) = world_with_app().await;
    let findings = world.findings(DEVELOPER, &wanted(&world, client)).await;
    assert_eq!(findings.existing_app(client).unwrap().may_change, Some(false));
    for upn in [DEVELOPER, NOBODY] {
        let error = reuse(&world, upn, client).await.unwrap_err();
        assert!(matches!(error, SetupError::MayNotChange(_)), "{error:?}");
        assert_eq!(error.problem().id, "not-allowed-change");
    }
    assert_eq!(everything(&world), before);
    assert!(world.journal().unfinished().unwrap().is_empty(), "nothing to go on with");
}

#[tokio::test]
async fn an_owner_without_a_role_may_use_it_and_approvals_wait_for_an_administrator() {
    let (world, client, _) = world_with_app().await;
    let owner = world.demo.with_store(|store| store.user(NOBODY).unwrap().1.id);
    world.contoso(|tenant| {
        tenant.applications.iter_mut().find(|app| app.app_id == client.uuid()).unwrap().owners.push(owner);
    });
    let before = everything(&world);
    let findings = world.findings(NOBODY, &wanted(&world, client)).await;
    assert_eq!(findings.existing_app(client).unwrap().may_change, Some(true));
    let outcome = reuse(&world, NOBODY, client).await.unwrap();
    assert!(outcome.awaits_approval());
    let waiting: Vec<_> = outcome.permissions.iter().filter(|p| !p.granted).map(|p| p.name.as_str()).collect();
    assert_eq!(waiting, ["Calendars.Read", "Calendars.ReadWrite", "Mail.Read"]);
    // The administrator approves with the same journal.
    let (_, outcome) = world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
    assert_reused(&world, &before, client, &outcome);
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn an_app_that_is_deleted_between_reading_and_setting_up_is_said_to_be_gone() {
    let (world, client, _) = world_with_app().await;
    let plan = wanted(&world, client);
    let engine = world.engine(ADMIN);
    let findings = engine.preflight(&PreflightTarget::of(&plan)).await.unwrap();
    world.contoso(|tenant| tenant.applications.retain(|app| app.app_id != client.uuid()));
    let error = engine.apply(&plan, &findings, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::ReusedGone), "{error:?}");
    assert!(world.journal().unfinished().unwrap().is_empty());
}

#[tokio::test]
async fn an_app_that_is_deleted_half_way_leaves_nothing_to_take_back() {
    let (world, client, _) = world_with_app().await;
    world.inject("POST", "addPassword", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    reuse(&world, ADMIN, client).await.unwrap_err();
    world.heal();
    world.contoso(|tenant| {
        tenant.applications.retain(|app| app.app_id != client.uuid());
        tenant.service_principals.retain(|sp| sp.app_id != client.uuid());
    });
    let setup = world.unfinished();
    let error = world.engine(ADMIN).resume(setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::ReusedGone), "{error:?}");
    undo(&world, setup).await;
}

#[tokio::test]
async fn an_app_for_other_accounts_is_refused_and_not_changed() {
    let (world, client, _) = world_with_app().await;
    let plan = wanted(&world, client);
    let engine = world.engine(ADMIN);
    let findings = engine.preflight(&PreflightTarget::of(&plan)).await.unwrap();
    let preset = preset::by_id("cirrus-insight-service-account").unwrap();
    assert!(Reuse::of(&findings.existing_app(client).unwrap().app, &preset).is_ok());
    world.contoso(|tenant| {
        let app = tenant.applications.iter_mut().find(|app| app.app_id == client.uuid()).unwrap();
        app.body.insert("signInAudience".to_owned(), json!("AzureADMultipleOrgs"));
    });
    let before = everything(&world);
    let error = engine.apply(&plan, &findings, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::ReusedChanged), "{error:?}");
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn an_api_that_the_tenant_lacks_is_added_and_taken_away_again() {
    let (world, client, _) = world_with_app().await;
    let o365 = Api::O365Management.app_id().uuid();
    world.contoso(|tenant| tenant.service_principals.retain(|sp| sp.app_id != o365));
    let before = everything(&world);
    let mut plan = wanted(&world, client);
    let mut extra = plan.permissions[0].clone();
    extra.api = Api::O365Management;
    extra.name = onramp::types::PermissionName::parse("ActivityFeed.Read").unwrap();
    let ids = preset::PermissionIds::built_in().unwrap();
    extra.id = ids.id(extra.api, extra.kind, "ActivityFeed.Read").unwrap();
    plan.permissions.push(extra);
    let outcome = world.set_up(ADMIN, &plan).await.unwrap();
    assert!(outcome.permissions.iter().all(|p| p.granted));
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn a_service_principal_that_this_setup_was_not_allowed_to_make_is_somebody_elses() {
    let (world, client, _) = world_with_app().await;
    let with_principal = world.demo.with_store(|store| store.clone());
    without_service_principal(&world, client);
    world.inject("POST", "servicePrincipals", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    reuse(&world, ADMIN, client).await.unwrap_err();
    world.heal();
    let setup = world.unfinished();
    // An administrator makes it, and approves something.
    let before = with_principal.tenants.iter().find(|t| t.id == onramp::demo::seed::CONTOSO).unwrap();
    world.contoso(|tenant| {
        tenant.service_principals.clone_from(&before.service_principals);
        tenant.grants.clone_from(&before.grants);
        tenant.assignments.clone_from(&before.assignments);
    });
    let theirs = everything(&world);
    world.engine(ADMIN).resume(setup, &|_| {}).await.unwrap();
    undo(&world, setup).await;
    let now = everything(&world);
    for kind in ["servicePrincipals", "grants", "assignments"] {
        assert_eq!(now[kind], theirs[kind], "{kind}");
    }
}

#[tokio::test]
async fn the_keychain_forgets_the_secret_although_the_undo_stopped_after_it_was_removed() {
    let (world, client, before) = world_with_app().await;
    let outcome = reuse(&world, ADMIN, client).await.unwrap();
    let key = outcome.secret.as_ref().unwrap().key;
    world.inject("PATCH", "applications", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    let error = world.engine(ADMIN).undo(outcome.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::MayNotUndo(_)), "{error:?}");
    world.heal();
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
    let id = onramp::vault::SecretId { tenant: outcome.tenant, client, key };
    assert!(world.vault.load(&id).await.unwrap().is_none());
}

#[tokio::test]
async fn undo_takes_back_what_was_approved_since_the_last_look_and_what_was_given_again() {
    let (world, client, _) = world_with_app().await;
    let owner = world.demo.with_store(|store| store.user(NOBODY).unwrap().1.id);
    world.contoso(|tenant| {
        tenant.applications.iter_mut().find(|app| app.app_id == client.uuid()).unwrap().owners.push(owner);
    });
    let before = everything(&world);
    let outcome = reuse(&world, NOBODY, client).await.unwrap();
    assert!(outcome.awaits_approval());
    // An administrator approves what is asked for; nobody looks.
    let own = outcome.service_principal.uuid();
    world.contoso(|tenant| {
        let graph = tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).unwrap().clone();
        for name in ["Calendars.Read", "Calendars.ReadWrite"] {
            tenant.assignments.push(onramp::demo::store::Assignment {
                id: format!("by-link-{name}"),
                principal_id: own,
                resource_id: graph.id,
                app_role_id: graph.app_roles.iter().find(|role| role.value == name).unwrap().id,
                created: jiff::Timestamp::UNIX_EPOCH,
            });
        }
        let everyone = |g: &&mut onramp::demo::store::Grant| g.client_id == own && g.consent_type == "AllPrincipals";
        tenant.grants.iter_mut().find(everyone).unwrap().scope.push_str(" Mail.Read");
    });
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn what_a_later_setup_found_and_added_nothing_to_is_not_taken_away_under_it() {
    let (world, client, _) = world_with_app().await;
    let first = reuse(&world, ADMIN, client).await.unwrap();
    world.clock.sleep(Duration::from_hours(1)).await;
    let mut plan = wanted(&world, client);
    plan.secret = None;
    let second = world.set_up(ADMIN, &plan).await.unwrap();
    assert!(second.secret.is_none());
    let error = world.engine(ADMIN).undo(first.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::StillNeeded(setup) if setup == second.setup), "{error:?}");
    undo(&world, second.setup).await;
    undo(&world, first.setup).await;
}
