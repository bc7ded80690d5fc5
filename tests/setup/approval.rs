//! Setups whose approvals somebody else has to give: what is done anyway, how the approval is noticed however it comes,
//! and what undo takes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{ADMIN, APP_ADMIN, DEVELOPER, World, plan, refusal};
use onramp::demo::misbehaviour::FaultKind;
use onramp::journal::Stage;
use onramp::plan::{ChangeKey, Plan};
use onramp::preset::{Api, PermissionKind};
use onramp::setup::{ChangeState, Outcome, Progress, SetupError};
use onramp::types::{AppRoleId, PermissionName, RedirectUri};

/// Calendars and mail for everyone, and reading mail for whoever signs in.
pub fn mixed_plan(world: &World) -> Plan {
    let mut plan = plan();
    let id = world.contoso(|tenant| {
        let graph = tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).unwrap();
        graph.scopes.iter().find(|scope| scope.value == "User.Read").unwrap().id
    });
    let mut delegated = plan.permissions[0].clone();
    delegated.kind = PermissionKind::Delegated;
    delegated.name = PermissionName::parse("User.Read").unwrap();
    delegated.id = AppRoleId::new(id);
    plan.permissions.push(delegated);
    plan
}

pub fn granted(outcome: &Outcome) -> Vec<&str> {
    outcome.permissions.iter().filter(|p| p.granted).map(|p| p.name.as_str()).collect()
}

pub fn stage(world: &World) -> Stage {
    world.journal().all().unwrap()[0].stage
}

/// What an administrator does with the link in a browser: opens it, and picks the account (or Cancel).
pub async fn visit(link: &str, pressed: (&str, &str)) -> reqwest::Response {
    let browser = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page = browser.get(link).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("Cirrus Insight"));
    let mut address = url::Url::parse(link).unwrap();
    let mut fields: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    fields.push((pressed.0.to_owned(), pressed.1.to_owned()));
    address.set_query(None);
    browser.post(address).form(&fields).send().await.unwrap()
}

pub async fn approve(link: &str, upn: &str) -> reqwest::Response {
    visit(link, ("account", upn)).await
}

#[tokio::test]
async fn every_account_gets_as_far_as_its_role_allows() {
    let roles = ["Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.ReadWrite"];
    let table: [(&str, &[&str]); 6] = [
        (ADMIN, &["Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.ReadWrite", "User.Read"]),
        (
            "nestor@contoso.example",
            &["Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.ReadWrite", "User.Read"],
        ),
        (APP_ADMIN, &["User.Read"]),
        (DEVELOPER, &[]),
        ("lynne@contoso.example", &[]),
        ("alex@contoso.example", &[]),
    ];
    for (upn, expected) in table {
        let world = World::new().await;
        let plan = mixed_plan(&world);
        let outcome = world.set_up(upn, &plan).await.unwrap_or_else(|error| panic!("{upn}: {error}"));
        assert_eq!(granted(&outcome), expected, "{upn}");
        assert_eq!(outcome.awaits_approval(), expected.len() < 5, "{upn}");
        assert!(outcome.secret.as_ref().unwrap().value.is_some(), "{upn}: the values are right already");
        assert_eq!(world.only_application().secrets.len(), 1);
        let expected = if outcome.awaits_approval() { Stage::AwaitingApproval } else { Stage::Complete };
        assert_eq!(stage(&world), expected, "{upn}");
        let waiting = |name: &str| {
            let key = ChangeKey::Role(Api::Graph, PermissionName::parse(name).unwrap());
            world.progress.lock().unwrap().contains(&Progress::Change(key, ChangeState::AwaitingApproval))
        };
        assert!(roles.iter().all(|name| waiting(name) == outcome.awaits_approval()), "{upn}: the rows say so");
        // Nobody waits for what cannot show.
        assert!(world.clock.now() < "2026-11-21T09:00:30Z".parse().unwrap(), "{upn}: {}", world.clock.now());
    }
}

#[tokio::test]
async fn an_administrator_opens_the_link_while_onramp_waits() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &plan()).await.unwrap();
    assert!(outcome.approval_link.contains("/adminconsent?client_id="), "{}", outcome.approval_link);
    assert!(!outcome.approval_link.contains("/v2.0/"), "without a redirect URI, only the first form works");
    let looks = Arc::new(AtomicUsize::new(0));
    let engine = world.engine(APP_ADMIN);
    let on = |_| {
        looks.fetch_add(1, Ordering::Relaxed);
    };
    let (waited, answer) =
        tokio::join!(engine.await_approval(outcome.setup, &on), approve(&outcome.approval_link, ADMIN));
    assert_eq!(answer.status(), 200);
    world.assert_complete(&waited.unwrap());
    assert!(looks.load(Ordering::Relaxed) >= 1, "what is approved is told");
    let history = world.journal().look(outcome.setup).unwrap();
    assert!(history.awaited.is_empty());
    assert_eq!(history.approved.len(), 4, "undo knows what came with this setup");
}

#[tokio::test]
async fn an_app_with_a_redirect_uri_and_one_api_gets_the_second_form_of_the_link() {
    let world = World::new().await;
    let mut plan = plan();
    let uri = RedirectUri::parse("https://product.example/back?x=1&y=2").unwrap();
    plan.redirects.push(onramp::plan::PlannedRedirect { platform: onramp::preset::Platform::Web, uri });
    let outcome = world.set_up(APP_ADMIN, &plan).await.unwrap();
    assert!(outcome.approval_link.contains("/v2.0/adminconsent?"), "{}", outcome.approval_link);
    let answer = approve(&outcome.approval_link, ADMIN).await;
    let back = answer.headers()["location"].to_str().unwrap();
    assert!(back.starts_with("https://product.example/back?x=1&y=2&admin_consent=True"), "{back}");
    assert!(back.contains(&format!("state={}", outcome.setup)), "{back}");
    let approved = world.engine(APP_ADMIN).look_for_approval(outcome.setup, &|_| {}).await.unwrap();
    world.assert_complete(&approved);
}

#[tokio::test]
async fn whoever_may_not_approve_is_refused_by_the_link_and_waiting_goes_on() {
    let world = World::new().await;
    let outcome = world.set_up(DEVELOPER, &plan()).await.unwrap();
    for upn in [APP_ADMIN, DEVELOPER, "lynne@contoso.example"] {
        let page = approve(&outcome.approval_link, upn).await.text().await.unwrap();
        assert!(page.contains("AADSTS90094"), "{upn}: {page}");
    }
    let declined = visit(&outcome.approval_link, ("cancel", "1")).await.text().await.unwrap();
    assert!(declined.contains("AADSTS65004"), "{declined}");
    let still = world.engine(DEVELOPER).look_for_approval(outcome.setup, &|_| {}).await.unwrap();
    assert!(still.awaits_approval() && granted(&still).is_empty());
    assert_eq!(stage(&world), Stage::AwaitingApproval);
}

#[tokio::test]
async fn another_engine_approves_directly_while_one_waits() {
    let world = World::new().await;
    let outcome = world.set_up(DEVELOPER, &mixed_plan(&world)).await.unwrap();
    let (waiting, admin) = (world.engine(DEVELOPER), world.engine(ADMIN));
    // Both use the journal at the same time: the one that waits holds it only while it writes.
    let (waited, resumed) =
        tokio::join!(waiting.await_approval(outcome.setup, &|_| {}), admin.resume(outcome.setup, &|_| {}));
    assert!(!resumed.unwrap().1.awaits_approval());
    assert!(!waited.unwrap().awaits_approval());
    assert_eq!(stage(&world), Stage::Complete);
}

#[tokio::test]
async fn a_setup_is_waited_for_after_a_restart_and_keeps_its_secret() {
    for kept in [true, false] {
        let mut world = World::new().await;
        let first = world.set_up(APP_ADMIN, &plan()).await.unwrap();
        if !kept {
            // Copied by the person; and this computer has no keychain.
            world.journal().handed_over(first.setup, world.clock.now()).unwrap();
            world.vault = onramp::vault::Vault::memory();
        }
        assert_eq!(world.unfinished(), first.setup);
        let (_, again) = world.engine(APP_ADMIN).resume(first.setup, &|_| {}).await.unwrap();
        assert!(again.awaits_approval());
        approve(&again.approval_link, ADMIN).await;
        let done = world.engine(APP_ADMIN).await_approval(first.setup, &|_| {}).await.unwrap();
        assert_eq!(done.secret.as_ref().unwrap().key, first.secret.as_ref().unwrap().key);
        assert_eq!(done.secret.unwrap().value.is_some(), kept);
        assert_eq!(world.only_application().secrets.len(), 1);
        assert_eq!(world.roles().len(), 4);
    }
}

#[tokio::test]
async fn whoever_has_more_rights_now_approves_by_taking_the_setup_up() {
    let world = World::new().await;
    world.set_up(APP_ADMIN, &plan()).await.unwrap();
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn the_approval_of_a_part_shows_and_is_waited_on() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &plan()).await.unwrap();
    let role = outcome.permissions.iter().position(|p| p.name.as_str() == "Mail.Read").unwrap();
    world.contoso(|tenant| {
        let graph = tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).unwrap().clone();
        let own = outcome.service_principal.uuid();
        tenant.assignments.push(onramp::demo::store::Assignment {
            id: "by-somebody".to_owned(),
            principal_id: own,
            resource_id: graph.id,
            app_role_id: graph.app_roles.iter().find(|role| role.value == "Mail.Read").unwrap().id,
            created: jiff::Timestamp::UNIX_EPOCH,
        });
    });
    let told = std::sync::Mutex::new(Vec::new());
    let on = |news| told.lock().unwrap().push(news);
    let look = world.engine(APP_ADMIN).look_for_approval(outcome.setup, &on).await.unwrap();
    assert_eq!(granted(&look), ["Mail.Read"]);
    assert!(look.permissions[role].granted && look.awaits_approval());
    let done = Progress::Change(look.permissions[role].key(), ChangeState::Done);
    assert!(told.lock().unwrap().contains(&done));
    let history = world.journal().look(outcome.setup).unwrap();
    assert_eq!((history.stage, history.awaited.len()), (Stage::AwaitingApproval, 3));
}

#[tokio::test]
async fn trouble_on_the_way_does_not_end_the_waiting_and_an_ended_sign_in_does() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &plan()).await.unwrap();
    world.inject("POST", "$batch", 0, 40, FaultKind::DropBefore);
    world.inject("POST", "$batch", 0, 3, FaultKind::Throttle { retry_after: 600 });
    world.inject("POST", "$batch", 0, 8, refusal(503, "ServiceUnavailable", "Later."));
    approve(&outcome.approval_link, ADMIN).await;
    let done = world.engine(APP_ADMIN).await_approval(outcome.setup, &|_| {}).await.unwrap();
    world.assert_complete(&done);

    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &plan()).await.unwrap();
    let engine = world.engine(APP_ADMIN);
    world.contoso(|tenant| tenant.users.retain(|user| user.upn != APP_ADMIN));
    world.inject("POST", "$batch", 0, u32::MAX, refusal(401, "InvalidAuthenticationToken", "Expired."));
    let error = engine.await_approval(outcome.setup, &|_| {}).await.unwrap_err();
    assert_eq!(error.problem().id, "sign-in-ended", "{error:?}");
    assert_eq!(stage(&world), Stage::AwaitingApproval, "nothing is lost");
}

#[tokio::test]
async fn waiting_ends_at_once_when_it_is_stopped() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &plan()).await.unwrap();
    let cancel = world.cancel.clone();
    let error = world.engine(APP_ADMIN).await_approval(outcome.setup, &move |_| cancel.cancel()).await.unwrap_err();
    assert!(matches!(error, SetupError::Stopped), "{error:?}");
}

#[tokio::test]
async fn an_app_that_vanishes_is_said_to_and_made_whole_by_taking_it_up() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &plan()).await.unwrap();
    world.contoso(|tenant| tenant.service_principals.retain(|sp| sp.app_id != outcome.client.uuid()));
    let error = world.engine(APP_ADMIN).await_approval(outcome.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::Vanished), "{error:?}");
    let (_, outcome) = world.engine(ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn a_crash_between_any_two_lines_of_the_journal_is_healed_by_taking_it_up() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &mixed_plan(&world)).await.unwrap();
    world.engine(APP_ADMIN).look_for_approval(outcome.setup, &|_| {}).await.unwrap();
    let path = world.folder.path().join(format!("setups/{}.jsonl", outcome.setup));
    let whole = std::fs::read_to_string(&path).unwrap();
    let count = whole.lines().count();
    for lines in 6..=count {
        let cut: String = whole.split_inclusive('\n').take(lines).collect();
        std::fs::write(&path, cut).unwrap();
        let (_, again) = world.engine(APP_ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
        assert_eq!(granted(&again), ["User.Read"], "{lines} of {count} lines");
        assert_eq!(stage(&world), Stage::AwaitingApproval, "{lines} of {count} lines");
        world.only_application();
    }
    approve(&outcome.approval_link, ADMIN).await;
    let approved = std::fs::read_to_string(&path).unwrap();
    for lines in 6..=approved.lines().count() {
        let cut: String = approved.split_inclusive('\n').take(lines).collect();
        std::fs::write(&path, cut).unwrap();
        let (_, again) = world.engine(APP_ADMIN).resume(outcome.setup, &|_| {}).await.unwrap();
        assert!(!again.awaits_approval(), "{lines} lines");
    }
}

#[tokio::test]
async fn undo_while_waiting_leaves_nothing_behind() {
    let world = World::new().await;
    let outcome = world.set_up(APP_ADMIN, &mixed_plan(&world)).await.unwrap();
    let history = world.engine(APP_ADMIN).undo(outcome.setup, &world.watch()).await.unwrap();
    assert_eq!(history.stage, Stage::Undone);
    world.contoso(|tenant| {
        assert!(tenant.applications.is_empty() && tenant.grants.is_empty() && tenant.assignments.is_empty());
    });
    let taken = Progress::Change(ChangeKey::Delegated(Api::Graph), ChangeState::Done);
    assert!(world.progress.lock().unwrap().iter().filter(|news| **news == taken).count() == 2, "granted, then revoked");
    assert!(world.journal().unfinished().unwrap().is_empty());
    let error = world.engine(APP_ADMIN).await_approval(outcome.setup, &|_| {}).await.unwrap_err();
    assert!(matches!(error, SetupError::AlreadyUndone(_)), "{error:?}");
}
