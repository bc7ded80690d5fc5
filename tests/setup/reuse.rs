//! Using an application that is there already, against the demo tenant over real sockets: what it lacks is added, nothing
//! of it is lost whatever happens, and undo leaves it as it was.

use crate::reuse_support::{assert_reused, earlier_app, everything, reuse, wanted};
use crate::support::{ADMIN, World};
use onramp::demo::misbehaviour::FaultKind;
use onramp::demo::store::Store;
use onramp::journal::Stage;
use onramp::plan::requests;
use onramp::setup::{PreflightTarget, SetupError};
use onramp::types::{ClientId, SetupId, UniqueName};
use onramp::vault::Vault;
use serde_json::{Value, json};

pub async fn world_with_app() -> (World, ClientId, Value) {
    let world = World::new().await;
    let client = earlier_app(&world).await;
    let before = everything(&world);
    (world, client, before)
}

pub async fn undo(world: &World, setup: SetupId) {
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

pub fn without_service_principal(world: &World, client: ClientId) {
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
pub async fn killed_at(world: &World, client: ClientId, skip: u32) -> bool {
    world.inject("", "", skip, 1, FaultKind::DropAfter);
    world.inject("", "", skip, u32::MAX, FaultKind::DropBefore);
    let ended = reuse_unlooked(world, client).await.is_ok();
    world.heal();
    ended
}

pub async fn reuse_unlooked(world: &World, client: ClientId) -> Result<onramp::setup::Outcome, SetupError> {
    let plan = wanted(world, client);
    let engine = world.engine(ADMIN);
    let Ok(findings) = engine.preflight(&PreflightTarget::of(&plan)).await else { return Err(SetupError::Stopped) };
    engine.apply(&plan, &findings, &|_| {}).await
}

/// Takes the last line away if it says that something was made: the power went before it was written.
pub fn lose_last_line(world: &World) {
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
