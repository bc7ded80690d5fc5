//! Approvals that are taken back on their own, and given again.

use crate::approval::{approve, mixed_plan, stage};
use crate::support::{ADMIN, APP_ADMIN, DEVELOPER, World, refusal};
use onramp::demo::misbehaviour::FaultKind;
use onramp::journal::{Entry, Made, Stage};
use onramp::preset::Api;
use onramp::setup::SetupError;
use onramp::types::{AppRoleId, PermissionName};

#[tokio::test]
async fn revoking_takes_back_what_came_with_the_setup_and_nothing_else() {
    let world = World::new().await;
    let other = world.set_up(ADMIN, &mixed_plan(&world)).await.unwrap();
    let outcome = world.set_up(ADMIN, &mixed_plan(&world)).await.unwrap();
    // Somebody approves more for this app, and one role anew.
    let (own, extra) = (outcome.service_principal.uuid(), "by-somebody");
    world.contoso(|tenant| {
        let grant = tenant.grants.iter_mut().find(|grant| grant.client_id == own).unwrap();
        grant.scope = format!("{} Mail.Send", grant.scope);
        let assignment = tenant.assignments.iter_mut().find(|one| one.principal_id == own).unwrap();
        assignment.id = extra.to_owned();
    });
    let before = world.contoso(|tenant| tenant.assignments.iter().filter(|one| one.principal_id != own).count());
    let history = world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    assert_eq!(history.stage, Stage::Revoked);
    world.contoso(|tenant| {
        let mine: Vec<_> = tenant.assignments.iter().filter(|one| one.principal_id == own).collect();
        assert_eq!(mine.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [extra]);
        let grant = tenant.grants.iter().find(|grant| grant.client_id == own).unwrap();
        assert_eq!(grant.scope, "Mail.Send");
        assert_eq!(tenant.assignments.iter().filter(|one| one.principal_id != own).count(), before);
        assert_eq!(
            tenant.grants.iter().find(|g| g.client_id == other.service_principal.uuid()).unwrap().scope,
            "User.Read"
        );
        assert_eq!(tenant.applications.len(), 2, "the apps stay");
    });
    let offered = world.journal().unfinished().unwrap();
    assert!(offered.iter().all(|history| history.begun.setup != outcome.setup), "it was meant");
    let (_, again) = world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
    assert!(!again.awaits_approval(), "and can be approved again");
    let scope = world.contoso(|tenant| tenant.grants.iter().find(|g| g.client_id == own).unwrap().scope.clone());
    assert_eq!(scope, "Mail.Send User.Read", "widened, not replaced");
}

#[tokio::test]
async fn revoking_what_another_administrator_approved_through_the_link_works_too() {
    let world = World::new().await;
    let outcome = world.set_up(DEVELOPER, &mixed_plan(&world)).await.unwrap();
    approve(&outcome.approval_link, ADMIN).await;
    world.engine(DEVELOPER).await_approval(outcome.setup, &|_| {}).await.unwrap();
    let error = world.engine(DEVELOPER).revoke(outcome.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::MayNotUndo(_)), "{error:?}");
    world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    world.contoso(|tenant| assert!(tenant.grants.is_empty() && tenant.assignments.is_empty()));
}

#[tokio::test]
async fn what_was_approved_since_the_last_look_is_taken_back_too() {
    let world = World::new().await;
    let outcome = world.set_up(DEVELOPER, &mixed_plan(&world)).await.unwrap();
    approve(&outcome.approval_link, ADMIN).await;
    world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    world.contoso(|tenant| assert!(tenant.grants.is_empty() && tenant.assignments.is_empty()));
    assert_eq!(stage(&world), Stage::Revoked);
}

#[tokio::test]
async fn all_of_an_approval_is_taken_back_although_a_part_of_it_was_given_again() {
    let world = World::new().await;
    let mut plan = mixed_plan(&world);
    let mail = world.contoso(|tenant| {
        let graph = tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).unwrap();
        graph.scopes.iter().find(|scope| scope.value == "Mail.Read").unwrap().id
    });
    let mut second = plan.permissions.last().unwrap().clone();
    second.name = PermissionName::parse("Mail.Read").unwrap();
    second.id = AppRoleId::new(mail);
    plan.permissions.push(second);
    let outcome = world.set_up(ADMIN, &plan).await.unwrap();
    world.contoso(|tenant| "User.Read".clone_into(&mut tenant.grants[0].scope));
    let (_, again) = world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
    assert!(!again.awaits_approval());
    world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    world.contoso(|tenant| assert!(tenant.grants.is_empty(), "{:?}", tenant.grants));
}

#[tokio::test]
async fn approving_again_that_is_cut_short_is_known_to_the_next_start() {
    let world = World::new().await;
    let outcome = world.set_up(ADMIN, &mixed_plan(&world)).await.unwrap();
    world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    // The first batch only reads what is approved; the second one approves, and is the last that is carried out.
    world.inject("POST", "$batch", 1, 1, FaultKind::DropAfter);
    world.inject("POST", "$batch", 1, u32::MAX, FaultKind::DropBefore);
    world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap_err();
    world.heal();
    assert_eq!(world.unfinished(), outcome.setup);
    let (_, again) = world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
    world.assert_complete(&again);
}

#[tokio::test]
async fn what_is_half_made_is_not_forgotten_when_approvals_are_taken_back() {
    let world = World::new().await;
    world.inject("POST", "servicePrincipals", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    world.set_up(ADMIN, &mixed_plan(&world)).await.unwrap_err();
    world.heal();
    let setup = world.unfinished();
    world.engine(ADMIN).revoke(setup, &|_| {}).await.unwrap();
    assert_eq!(world.unfinished(), setup, "the app is still there, and not whole");
}

#[tokio::test]
async fn a_look_says_nothing_of_a_setup_that_was_half_undone_or_taken_back_on_purpose() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &mixed_plan(&world)).await.unwrap();
    world.engine(ADMIN).revoke(outcome.setup, &|_| {}).await.unwrap();
    let look = world.engine(APP_ADMIN).look_for_approval(outcome.setup, &|_| {}).await.unwrap();
    assert!(look.awaits_approval());
    assert_eq!(stage(&world), Stage::Revoked);
    world.inject("DELETE", "", 0, u32::MAX, refusal(403, "Authorization_RequestDenied", "No."));
    world.engine(APP_ADMIN).undo(outcome.setup, &|_| {}).await.unwrap_err();
    world.heal();
    approve(&outcome.approval_link, ADMIN).await;
    world.engine(APP_ADMIN).look_for_approval(outcome.setup, &|_| {}).await.unwrap();
    assert_eq!(world.unfinished(), outcome.setup, "the undo still has to be ended, or taken back");
}

#[test]
fn journals_of_before_are_understood() {
    let old: Entry =
        serde_json::from_str(r#"{"entry":"made","key":"role:graph:Mail.Read","made":{"kind":"grant"}}"#).unwrap();
    assert!(matches!(old, Entry::Made { made: Made::Grant { id: None, added }, .. } if added.is_empty()));
}
