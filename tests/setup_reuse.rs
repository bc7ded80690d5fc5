//! Using an application that is there already, against the demo tenant over real sockets: what it lacks is added, nothing
//! of it is lost whatever happens, and undo leaves it as it was.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod reuse_support;
mod setup_support;

use std::time::Duration;

use onramp::demo::misbehaviour::FaultKind;
use onramp::demo::store::Store;
use onramp::journal::Stage;
use onramp::plan::{Reuse, requests};
use onramp::preset::{self, Api};
use onramp::setup::{FoundBy, PreflightTarget, SetupError};
use onramp::types::{ClientId, SetupId, UniqueName};
use onramp::vault::Vault;
use reuse_support::{assert_reused, earlier_app, everything, reuse, wanted};
use serde_json::{Value, json};
use setup_support::{ADMIN, World, plan, refusal};
use uuid::Uuid;

const DEVELOPER: &str = "diego@contoso.example";
const NOBODY: &str = "alex@contoso.example";

async fn world_with_app() -> (World, ClientId, Value) {
    let world = World::new().await;
    let client = earlier_app(&world).await;
    let before = everything(&world);
    (world, client, before)
}

async fn undo(world: &World, setup: SetupId) {
    let history = world.engine(ADMIN).undo(setup, &|_| {}).await.unwrap();
    assert_eq!(history.stage, Stage::Undone);
    assert!(!history.left_something());
}

/// The same scene again and again, without a new demo tenant each time.
struct Scene {
    world: World,
    client: ClientId,
    store: Store,
    before: Value,
}

impl Scene {
    async fn new(principal: bool) -> Self {
        let (world, client, _) = world_with_app().await;
        if !principal {
            without_service_principal(&world, client);
        }
        let before = everything(&world);
        let store = world.demo.with_store(|store| store.clone());
        Self { world, client, store, before }
    }

    fn reset(&mut self) {
        self.world.heal();
        self.world.demo.with_store(|store| store.clone_from(&self.store));
        self.world.folder = tempfile::tempdir().unwrap();
        self.world.vault = Vault::memory();
    }
}

fn without_service_principal(world: &World, client: ClientId) {
    world.contoso(|tenant| {
        let id = tenant.service_principal_by_app_id(client.uuid()).unwrap().id;
        tenant.service_principals.retain(|sp| sp.id != id);
        tenant.grants.retain(|grant| grant.client_id != id);
        tenant.assignments.retain(|assignment| assignment.principal_id != id);
    });
}

#[tokio::test]
async fn only_what_is_missing_is_added_and_undo_leaves_everything_as_it_was() {
    let (world, client, before) = world_with_app().await;
    let outcome = reuse(&world, ADMIN, client).await.unwrap();
    assert_reused(&world, &before, client, &outcome);
    assert_eq!(world.journal().all().unwrap()[0].stage, Stage::Complete);
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn an_app_without_service_principal_gets_one_and_undo_takes_it_away() {
    let (world, client, _) = world_with_app().await;
    without_service_principal(&world, client);
    let before = everything(&world);
    let outcome = reuse(&world, ADMIN, client).await.unwrap();
    assert_reused(&world, &before, client, &outcome);
    undo(&world, outcome.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn a_service_principal_on_which_somebody_approved_something_else_stays() {
    let (world, client, _) = world_with_app().await;
    without_service_principal(&world, client);
    let outcome = reuse(&world, ADMIN, client).await.unwrap();
    world.contoso(|tenant| {
        let mut own = tenant.grants.iter().find(|g| g.client_id == outcome.service_principal.uuid()).unwrap().clone();
        own.id = "a-persons-own-consent".to_owned();
        own.consent_type = "Principal".to_owned();
        own.principal_id = Some(tenant.users[0].id);
        tenant.grants.push(own);
    });
    undo(&world, outcome.setup).await;
    world.contoso(|tenant| {
        assert!(tenant.service_principal_by_app_id(client.uuid()).is_some());
        let left: Vec<_> = tenant.grants.iter().filter(|g| g.client_id == outcome.service_principal.uuid()).collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(left[0].id, "a-persons-own-consent");
    });
}

#[tokio::test]
async fn an_app_that_has_everything_gets_a_secret_and_nothing_else_is_written() {
    let (world, client, _) = world_with_app().await;
    let first = reuse(&world, ADMIN, client).await.unwrap();
    let before = everything(&world);
    let asked = world.demo.requests().len();
    let second = reuse(&world, ADMIN, client).await.unwrap();
    let writes: Vec<String> = world.demo.requests()[asked..]
        .iter()
        .filter(|r| r.method != "GET" && !r.path.contains("$batch"))
        .map(|r| format!("{} {}", r.method, r.path.rsplit('/').next().unwrap()))
        .collect();
    assert_eq!(writes, ["POST addPassword"]);
    assert_ne!(first.secret.unwrap().key, second.secret.as_ref().unwrap().key);
    undo(&world, second.setup).await;
    assert_eq!(everything(&world), before);
}

#[tokio::test]
async fn what_was_read_is_what_is_sent() {
    let (world, client, _) = world_with_app().await;
    let plan = wanted(&world, client);
    let engine = world.engine(ADMIN);
    let findings = engine.preflight(&PreflightTarget::of(&plan)).await.unwrap();
    let existing = &findings.existing_app(client).unwrap().app;
    let example = UniqueName::parse("onramp-example").unwrap();
    let shown = requests::preview(&plan, &[], Some(existing), &example, world.clock.now());
    let asked = world.demo.requests().len();
    engine.apply(&plan, &findings, &|_| {}).await.unwrap();
    let sent: Vec<(String, String)> = world.demo.requests()[asked..]
        .iter()
        .filter(|r| r.method != "GET" && !r.path.contains("$batch"))
        .map(|r| (r.method.clone(), r.path.trim_start_matches("/v1.0").to_owned()))
        .collect();
    let shown_paths: Vec<(String, String)> = shown.iter().map(|r| (r.method.to_owned(), r.path.clone())).collect();
    assert_eq!(sent, shown_paths);
    // The body that was shown is what the application has now.
    let app = world.contoso(|tenant| tenant.applications.iter().find(|a| a.app_id == client.uuid()).unwrap().clone());
    assert_eq!(shown[0].body["requiredResourceAccess"], app.body["requiredResourceAccess"]);
    assert_eq!(shown[0].body["web"]["redirectUris"], json!(app.redirect_uris("web")));
}

#[tokio::test]
async fn a_lost_answer_at_any_call_neither_loses_nor_doubles_anything() {
    for (principal, kind) in [(true, FaultKind::DropAfter), (false, FaultKind::DropAfter), (true, FaultKind::NotJson)] {
        let mut scene = Scene::new(principal).await;
        for skip in 4.. {
            scene.reset();
            let (world, client, before) = (&scene.world, scene.client, &scene.before);
            world.inject("", "", skip, 1, kind.clone());
            let outcome = match reuse_unlooked(world, client).await {
                Ok(outcome) => outcome,
                // Not every answer that makes no sense is asked for again.
                Err(_) if world.journal().unfinished().unwrap().is_empty() => continue,
                Err(_) => world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap().1,
            };
            let mut all_heard = false;
            world.demo.misbehave(|m| all_heard = m.faults[0].times > 0);
            assert_reused(world, before, client, &outcome);
            undo(world, outcome.setup).await;
            assert_eq!(everything(world), *before, "{kind:?} {skip}");
            if all_heard {
                break;
            }
        }
    }
}

/// From the `skip`th request on, nothing is answered any more: the program might as well have been killed.
async fn killed_at(world: &World, client: ClientId, skip: u32) -> bool {
    world.inject("", "", skip, 1, FaultKind::DropAfter);
    world.inject("", "", skip, u32::MAX, FaultKind::DropBefore);
    let ended = reuse_unlooked(world, client).await.is_ok();
    world.heal();
    ended
}

async fn reuse_unlooked(world: &World, client: ClientId) -> Result<onramp::setup::Outcome, SetupError> {
    let plan = wanted(world, client);
    let engine = world.engine(ADMIN);
    let Ok(findings) = engine.preflight(&PreflightTarget::of(&plan)).await else { return Err(SetupError::Stopped) };
    engine.apply(&plan, &findings, &|_| {}).await
}

/// Takes the last line away if it says that something was made: the power went before it was written.
fn lose_last_line(world: &World) {
    for file in std::fs::read_dir(world.folder.path().join("setups")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        if lines.last().is_some_and(|line| line.contains("\"entry\":\"made\"")) {
            lines.pop();
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
}

#[tokio::test]
async fn killed_at_any_moment_it_is_gone_on_with_or_undone_without_a_trace() {
    // With a service principal that is there, and without one; with a last line that never reached the disk, and with it.
    for (principal, ways) in [(true, [(false, true), (true, false)]), (false, [(true, true), (false, false)])] {
        let mut scene = Scene::new(principal).await;
        for (torn, go_on) in ways {
            for skip in 4.. {
                scene.reset();
                let (world, client, before) = (&scene.world, scene.client, &scene.before);
                let ended = killed_at(world, client, skip).await;
                if ended {
                    break;
                }
                if let Some(history) = world.journal().all().unwrap().first() {
                    let setup = history.begun.setup;
                    if torn {
                        lose_last_line(world);
                    }
                    if go_on {
                        let (_, outcome) = world.engine(ADMIN).resume(setup, &|_| {}).await.unwrap();
                        assert_reused(world, before, client, &outcome);
                    }
                    undo(world, setup).await;
                }
                assert_eq!(everything(world), *before, "torn {torn}, go on {go_on}, at {skip}");
            }
        }
    }
}

#[tokio::test]
async fn an_undo_that_was_cut_short_goes_on_until_nothing_is_left() {
    let mut scene = Scene::new(true).await;
    for skip in 0.. {
        scene.reset();
        let (world, client, before) = (&scene.world, scene.client, &scene.before);
        let outcome = reuse(world, ADMIN, client).await.unwrap();
        world.inject("", "", skip, 1, FaultKind::DropAfter);
        world.inject("", "", skip, u32::MAX, FaultKind::DropBefore);
        let cut = world.engine(ADMIN).undo(outcome.setup, &|_| {}).await.is_err();
        world.heal();
        if cut {
            assert_eq!(world.unfinished(), outcome.setup, "still to be undone, at {skip}");
            undo(world, outcome.setup).await;
        }
        assert_eq!(everything(world), *before, "at {skip}");
        if !cut {
            break;
        }
    }
}

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
