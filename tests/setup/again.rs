//! Setups that are undone or taken up again: what is removed, what is made again, and what is left alone.

use std::time::Duration;

use crate::support::{ADMIN, World, plan, refusal};
use onramp::demo::misbehaviour::FaultKind;
use onramp::journal::Stage;
use onramp::plan::ChangeKey;
use onramp::setup::{PreflightTarget, SetupError};

#[tokio::test]
async fn undo_removes_what_the_setup_made_and_nothing_else() {
    let world = World::new().await;
    let first = world.set_up(ADMIN, &plan()).await.unwrap();
    let second = world.set_up(ADMIN, &plan()).await.unwrap();
    let history = world.engine(ADMIN).undo(first.setup, &|_| {}).await.unwrap();
    assert_eq!(history.stage, Stage::Undone);
    let left = world.only_application();
    assert_eq!(left.app_id, second.client.uuid());
    world.contoso(|tenant| {
        assert!(tenant.service_principal_by_app_id(first.client.uuid()).is_none());
        assert_eq!(tenant.deleted_applications.len(), 1, "in the recycle bin");
    });
    let error = world.engine(ADMIN).resume(first.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::AlreadyUndone(_)));
}

#[tokio::test]
async fn undo_finds_an_app_whose_creation_was_never_answered() {
    let world = World::new().await;
    world.inject("POST", "/v1.0/applications", 0, 1, FaultKind::DropAfter);
    world.inject("GET", "/v1.0/applications(", 0, u32::MAX, FaultKind::DropBefore);
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    world.only_application();
    world.heal();
    world.engine(ADMIN).undo(world.unfinished(), &|_| {}).await.unwrap();
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
}

#[tokio::test]
async fn an_app_deleted_by_hand_is_taken_out_of_the_recycle_bin_on_resume() {
    let world = World::new().await;
    world.inject("POST", "/v1.0/servicePrincipals", 0, 1, refusal(403, "Authorization_RequestDenied", "No."));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    world.contoso(|tenant| {
        let mut app = tenant.applications.remove(0);
        app.deleted = Some(app.created);
        tenant.deleted_applications.push(app);
    });
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn a_complete_setup_that_is_taken_up_again_keeps_the_secret_that_the_product_uses() {
    let mut world = World::new().await;
    let first = world.set_up(ADMIN, &plan()).await.unwrap();
    world.journal().handed_over(first.setup, world.clock.now()).unwrap();
    world.vault = onramp::vault::Vault::memory();
    let (_, again) = world.engine(ADMIN).resume(first.setup, &|_| {}).await.unwrap();
    assert_eq!(again.secret.as_ref().unwrap().key, first.secret.as_ref().unwrap().key);
    assert!(again.secret.unwrap().value.is_none());
    assert_eq!(world.only_application().secrets.len(), 1);
}

#[tokio::test]
async fn another_organisations_setup_is_not_touched() {
    let world = World::new().await;
    world.inject("POST", "/v1.0/servicePrincipals", 0, 1, refusal(403, "Authorization_RequestDenied", "No."));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    let error = world.engine("adele@fabrikam.example").resume(world.unfinished(), &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::OtherTenant { .. }));
}

#[tokio::test]
async fn a_permission_that_the_tenant_does_not_know_is_named_before_anything_is_made() {
    let world = World::new().await;
    world.contoso(|tenant| {
        let graph = onramp::preset::Api::Graph.app_id().uuid();
        for sp in tenant.service_principals.iter_mut().filter(|sp| sp.app_id == graph) {
            sp.app_roles.retain(|role| role.value != "Mail.Read");
        }
    });
    let error = world.set_up(ADMIN, &plan()).await.unwrap_err();
    assert!(matches!(&error, SetupError::UnknownPermission(name) if name.as_str() == "Mail.Read"), "{error:?}");
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
    assert!(world.journal().all().unwrap().is_empty());
}

#[tokio::test]
async fn preflight_degrades_where_the_token_may_not_read() {
    let world = World::new().await;
    let findings = world.engine(ADMIN).preflight(&PreflightTarget::of(&plan())).await.unwrap();
    // The sign-in of Azure CLI cannot read policies.
    assert_eq!(findings.secret_rule, None);
    world.inject("GET", "", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    let denied = world.engine(ADMIN).preflight(&PreflightTarget::of(&plan())).await;
    assert!(denied.is_err() || denied.is_ok_and(|f| f.roles.is_none() && f.may_create.is_none()));
}

#[tokio::test]
async fn no_secret_is_in_the_journal() {
    let world = World::new().await;
    let outcome = world.set_up(ADMIN, &plan()).await.unwrap();
    let secret = outcome.secret.unwrap().value.unwrap();
    for file in std::fs::read_dir(world.folder.path().join("setups")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(text.contains("onramp-"));
        assert!(!text.contains(secret.expose()));
    }
}

#[tokio::test]
async fn a_secret_that_nobody_has_is_replaced_when_its_setup_is_taken_up_again() {
    let mut world = World::new().await;
    let first = world.set_up(ADMIN, &plan()).await.unwrap();
    // The program ended before anybody copied or saved the secret, and there is no keychain.
    world.vault = onramp::vault::Vault::memory();
    assert_eq!(world.unfinished(), first.setup);
    let (_, again) = world.engine(ADMIN).resume(first.setup, &|_| {}).await.unwrap();
    assert_ne!(again.secret.as_ref().unwrap().key, first.secret.unwrap().key);
    let app = world.only_application();
    assert_eq!(app.secrets.len(), 1);
    assert_eq!(app.secrets[0].key_id, again.secret.unwrap().key.uuid());
}

#[tokio::test]
async fn undo_does_not_take_replication_for_removal() {
    let world = World::new().await;
    world.demo.misbehave(|m| m.replication_lag = Duration::from_mins(20));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    let setup = world.unfinished();
    let error = world.engine(ADMIN).undo(setup, &|_| {}).await.unwrap_err();
    assert_eq!(error.problem().id, "replication");
    world.only_application();
    assert_eq!(world.unfinished(), setup, "still to be undone");
    world.heal();
    world.engine(ADMIN).undo(setup, &|_| {}).await.unwrap();
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
}

#[tokio::test]
async fn undo_does_not_forget_an_app_that_does_not_show_yet() {
    let world = World::new().await;
    world.inject("POST", "/v1.0/applications", 0, u32::MAX, FaultKind::DropAfter);
    world.demo.misbehave(|m| m.replication_lag = Duration::from_mins(20));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    let setup = world.unfinished();
    let error = world.engine(ADMIN).undo(setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::MayStillBeThere), "{error:?}");
    world.heal();
    world.engine(ADMIN).undo(setup, &|_| {}).await.unwrap();
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
}

#[tokio::test]
async fn after_half_an_undo_the_setup_can_be_gone_on_with() {
    let world = World::new().await;
    let first = world.set_up(ADMIN, &plan()).await.unwrap();
    world.inject("DELETE", "/v1.0/applications", 0, 1, refusal(403, "Authorization_RequestDenied", "No."));
    let error = world.engine(ADMIN).undo(first.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::MayNotUndo(_)), "{error:?}");
    let (_, again) = world.engine(ADMIN).resume(first.setup, &|_| {}).await.unwrap();
    assert_ne!(again.service_principal, first.service_principal);
    world.assert_complete(&again);
}

#[tokio::test]
async fn an_approval_that_somebody_revoked_is_made_again() {
    let world = World::new().await;
    world.inject("POST", "/appRoleAssignments", 3, 1, refusal(403, "AccessDenied", "No."));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    world.contoso(|tenant| tenant.assignments.remove(0));
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn a_service_principal_deleted_by_hand_is_made_again() {
    let world = World::new().await;
    world.inject("POST", "/appRoleAssignments", 0, u32::MAX, refusal(403, "AccessDenied", "No."));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    let app = world.only_application().app_id;
    world.contoso(|tenant| tenant.service_principals.retain(|sp| sp.app_id != app));
    world.heal();
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn an_app_deleted_before_its_creation_was_ever_answered_is_taken_out_of_the_recycle_bin() {
    let world = World::new().await;
    world.inject("POST", "/v1.0/applications", 0, 1, FaultKind::DropAfter);
    world.inject("GET", "/v1.0/applications(", 0, u32::MAX, FaultKind::DropBefore);
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    world.heal();
    world.contoso(|tenant| {
        let mut app = tenant.applications.remove(0);
        app.deleted = Some(app.created);
        tenant.deleted_applications.push(app);
    });
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn an_app_removed_for_good_is_said_to_be() {
    let world = World::new().await;
    world.inject("POST", "/v1.0/servicePrincipals", 0, 1, refusal(403, "Authorization_RequestDenied", "No."));
    world.set_up(ADMIN, &plan()).await.unwrap_err();
    world.contoso(|tenant| tenant.applications.clear());
    world.clock.sleep(Duration::from_hours(2)).await;
    let error = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::Removed), "{error:?}");
    world.engine(ADMIN).undo(world.unfinished(), &|_| {}).await.unwrap();
}

#[tokio::test]
async fn answers_of_other_parts_are_not_lost_when_one_batch_fails() {
    let world = World::new().await;
    let mut plan = plan();
    // More application permissions than one batch holds.
    let graph = onramp::preset::Api::Graph;
    let roles =
        world.contoso(|tenant| tenant.service_principal_by_app_id(graph.app_id().uuid()).unwrap().app_roles.clone());
    for role in roles {
        if !plan.permissions.iter().any(|p| p.name.as_str() == role.value) {
            let mut extra = plan.permissions[0].clone();
            extra.name = onramp::types::PermissionName::parse(&role.value).unwrap();
            extra.id = onramp::types::AppRoleId::new(role.id);
            plan.permissions.push(extra);
        }
    }
    assert!(plan.permissions.len() > 20, "{}", plan.permissions.len());
    // Preflight is the first batch; the second batch of approvals is never answered.
    world.inject("POST", "$batch", 2, u32::MAX, FaultKind::DropBefore);
    world.set_up(ADMIN, &plan).await.unwrap_err();
    let history = world.journal().unfinished().unwrap().remove(0);
    let made = history.made.iter().filter(|key| matches!(key, ChangeKey::Role(..))).count();
    assert_eq!(made, 20, "the first batch is written down");
    world.heal();
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    assert!(outcome.permissions.iter().all(|p| p.granted));
}

#[tokio::test]
async fn a_secret_that_somebody_named_the_same_outlives_an_undo_that_was_given_up() {
    let world = World::new().await;
    let outcome = world.set_up(ADMIN, &plan()).await.unwrap();
    let somebodys = uuid::Uuid::new_v4();
    world.contoso(|tenant| {
        let mut second = tenant.applications[0].secrets[0].clone();
        second.key_id = somebodys;
        tenant.applications[0].secrets.push(second);
    });
    world.inject("DELETE", "", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    world.engine(ADMIN).undo(outcome.setup, &|_| {}).await.unwrap_err();
    world.heal();
    world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
    let left = world.only_application().secrets;
    assert!(left.iter().any(|secret| secret.key_id == somebodys), "the other one is not this setup's");
    assert_eq!(left.len(), 2);
}

#[tokio::test]
async fn a_lost_secret_that_could_not_be_replaced_at_once_is_replaced_later() {
    let mut world = World::new().await;
    world.set_up(ADMIN, &plan()).await.unwrap();
    world.vault = onramp::vault::Vault::memory();
    let setup = world.unfinished();
    world.inject("POST", "addPassword", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    world.engine(ADMIN).resume(setup, &|_| {}).await.unwrap_err();
    world.heal();
    assert_eq!(world.unfinished(), setup, "the next start knows of it");
    let (_, outcome) = world.engine(ADMIN).resume(setup, &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn an_api_that_was_there_before_stays_even_if_nobody_could_look_for_it() {
    let world = World::new().await;
    let api = onramp::preset::Api::O365Management;
    let mut plan = plan();
    plan.permissions.truncate(1);
    plan.permissions[0].api = api;
    plan.permissions[0].name = onramp::types::PermissionName::parse("ActivityFeed.Read").unwrap();
    let ids = onramp::preset::PermissionIds::built_in().unwrap();
    plan.permissions[0].id = ids.id(api, plan.permissions[0].kind, "ActivityFeed.Read").unwrap();
    let mut findings = world.findings(ADMIN, &plan).await;
    assert!(findings.apis.remove(&api).flatten().is_some(), "it is there");
    world.inject("POST", "$batch", 0, u32::MAX, FaultKind::DropBefore);
    world.engine(ADMIN).apply(&plan, &findings, &|_| {}).await.unwrap_err();
    world.heal();
    world.engine(ADMIN).undo(world.unfinished(), &|_| {}).await.unwrap();
    world.contoso(|tenant| assert!(tenant.service_principal_by_app_id(api.app_id().uuid()).is_some()));
}
