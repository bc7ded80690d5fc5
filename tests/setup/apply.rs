//! The setup engine against the demo tenant over real sockets: what is made, and what happens when things go wrong.

use std::time::Duration;

use crate::support::{ADMIN, World, plan, refusal};
use onramp::demo::misbehaviour::FaultKind;
use onramp::plan::ChangeKey;
use onramp::setup::{ChangeState, Progress, SetupError};

#[tokio::test]
async fn a_setup_takes_five_calls_on_one_connection() {
    let world = World::new().await;
    let outcome = world.set_up(ADMIN, &plan()).await.unwrap();
    world.assert_complete(&outcome);

    let calls: Vec<_> = world.demo.requests().into_iter().filter(|r| r.part.is_none()).collect();
    let names: Vec<_> = calls.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
    assert_eq!(
        names,
        [
            "POST /v1.0/$batch",
            "POST /v1.0/applications",
            "POST /v1.0/servicePrincipals",
            "POST /v1.0/$batch",
            "POST /v1.0/$batch"
        ]
    );
    assert!(calls.iter().all(|r| r.connection == calls[0].connection), "one connection");
}

#[tokio::test]
async fn preflight_changes_nothing() {
    let world = World::new().await;
    let findings = world.findings(ADMIN, &plan()).await;
    assert_eq!(findings.tenant_name.as_deref(), Some("Contoso"));
    assert_eq!(findings.domain.as_deref(), Some("contoso.example"));
    assert_eq!(findings.roles.as_deref(), Some(&["Global Administrator".to_owned()][..]));
    assert_eq!((findings.may_create, findings.may_consent), (Some(true), Some(true)));
    assert!(findings.missing_apis().is_empty());
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
    let writes = world.demo.requests().into_iter().filter(|r| r.part.is_some() && r.method != "GET").count();
    assert_eq!(writes, 0);
}

#[tokio::test]
async fn the_application_is_exactly_what_was_planned() {
    let world = World::new().await;
    world.set_up(ADMIN, &plan()).await.unwrap();
    let app = world.only_application();
    assert_eq!(app.body["displayName"], "Cirrus Insight Service Account");
    assert_eq!(app.body["signInAudience"], "AzureADMyOrg");
    assert_eq!(app.body["isFallbackPublicClient"], false);
    for platform in ["web", "publicClient", "spa"] {
        assert!(app.redirect_uris(platform).is_empty());
    }
    assert_eq!(app.body["requiredResourceAccess"][0]["resourceAccess"].as_array().unwrap().len(), 4);
    let days = app.secrets[0].end.duration_since(app.secrets[0].start).as_hours() / 24;
    assert_eq!(days, 365);
}

#[tokio::test]
async fn the_journal_knows_of_a_change_before_the_tenant_does() {
    let world = World::new().await;
    world.inject("POST", "/applications", 0, 1, refusal(403, "Authorization_RequestDenied", "No."));
    let world = std::sync::Arc::new(world);
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let watch = |news| {
        if news == Progress::Change(ChangeKey::Application, ChangeState::Running) {
            seen.lock().unwrap().extend(world.journal().unfinished().unwrap());
        }
    };
    let findings = world.findings(ADMIN, &plan()).await;
    let error = world.engine(ADMIN).apply(&plan(), &findings, &watch).await.unwrap_err();
    assert!(matches!(error, SetupError::MayNotCreate(_)), "{error:?}");
    assert!(seen.lock().unwrap()[0].making.contains(&ChangeKey::Application));
    assert!(world.journal().unfinished().unwrap().is_empty(), "refused for certain: nothing is left to go on with");
}

#[tokio::test]
async fn a_lost_answer_to_create_adopts_the_app_and_replaces_its_secret() {
    for kind in [FaultKind::DropAfter, FaultKind::Truncate, FaultKind::NotJson] {
        let world = World::new().await;
        world.inject("POST", "/v1.0/applications", 0, 1, kind.clone());
        let outcome = world.set_up(ADMIN, &plan()).await.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        world.assert_complete(&outcome);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_server_acted_costs_nothing() {
    for (method, path) in [("POST", "/v1.0/applications"), ("POST", "/v1.0/servicePrincipals"), ("POST", "$batch")] {
        let world = World::new().await;
        world.inject(method, path, 0, 1, FaultKind::DropBefore);
        let outcome = world.set_up(ADMIN, &plan()).await.unwrap_or_else(|error| panic!("{path}: {error}"));
        world.assert_complete(&outcome);
    }
}

#[tokio::test]
async fn a_lost_answer_anywhere_leaves_one_app_one_secret_and_all_grants() {
    for (path, skip) in [("/v1.0/servicePrincipals", 0), ("$batch", 1), ("$batch", 2)] {
        for kind in [FaultKind::DropAfter, FaultKind::Truncate, FaultKind::NotJson] {
            let world = World::new().await;
            world.inject("POST", path, skip, 1, kind.clone());
            let outcome = world.set_up(ADMIN, &plan()).await.unwrap_or_else(|error| panic!("{path} {kind:?}: {error}"));
            world.assert_complete(&outcome);
        }
    }
}

#[tokio::test]
async fn replication_lag_is_waited_out_and_told() {
    for seconds in [2, 20, 60] {
        let world = World::new().await;
        world.demo.misbehave(|m| m.replication_lag = Duration::from_secs(seconds));
        let outcome = world.set_up(ADMIN, &plan()).await.unwrap_or_else(|error| panic!("{seconds} s: {error}"));
        world.assert_complete(&outcome);
        let paused = world
            .progress
            .lock()
            .unwrap()
            .iter()
            .any(|news| matches!(news, Progress::Change(_, ChangeState::Pausing { why: "pause-replication", .. })));
        assert!(paused, "{seconds} s");
    }
}

#[tokio::test]
async fn replication_that_takes_too_long_stops_resumably_and_resuming_completes_it() {
    let world = World::new().await;
    world.demo.misbehave(|m| m.replication_lag = Duration::from_mins(20));
    let error = world.set_up(ADMIN, &plan()).await.unwrap_err();
    assert_eq!(error.problem().id, "replication");
    world.only_application();
    world.heal();
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn throttling_is_obeyed_as_long_as_it_is_reasonable() {
    for path in ["/v1.0/applications", "/v1.0/servicePrincipals", "/appRoleAssignments", "$batch"] {
        let world = World::new().await;
        let before = world.clock.now();
        world.inject("POST", path, 0, 2, FaultKind::Throttle { retry_after: 7 });
        let outcome = world.set_up(ADMIN, &plan()).await.unwrap_or_else(|error| panic!("{path}: {error}"));
        world.assert_complete(&outcome);
        assert!(world.clock.now().duration_since(before).as_secs() >= 7, "{path}");
    }
    let world = World::new().await;
    world.inject("POST", "/v1.0/applications", 0, u32::MAX, FaultKind::Throttle { retry_after: 60 });
    let error = world.set_up(ADMIN, &plan()).await.unwrap_err();
    assert_eq!(error.problem().id, "microsoft-busy");
}

#[tokio::test]
async fn server_errors_are_survived_without_twins() {
    for status in [500, 502, 503, 504] {
        for path in ["/v1.0/applications", "/v1.0/servicePrincipals", "/appRoleAssignments"] {
            let world = World::new().await;
            world.inject("POST", path, 0, 2, refusal(status, "ServiceUnavailable", "Try later."));
            let outcome = world.set_up(ADMIN, &plan()).await.unwrap_or_else(|error| panic!("{status} {path}: {error}"));
            world.assert_complete(&outcome);
        }
    }
}

#[tokio::test]
async fn a_crash_after_any_request_can_be_resumed_without_twins() {
    // A crash: the program ends in the middle, with its memory (and so a secret that no keychain holds) gone.
    for requests in 1..=6 {
        for keychain in [true, false] {
            let mut world = World::new().await;
            let plan = plan();
            let findings = world.findings(ADMIN, &plan).await;
            world.demo.clear_requests();
            let engine = world.engine(ADMIN);
            let demo = std::sync::Arc::clone(&world.demo);
            let crash = async {
                while demo.requests().iter().filter(|r| r.part.is_none()).count() < requests {
                    tokio::task::yield_now().await;
                }
            };
            let finished = tokio::select! {
                biased;
                () = crash => None,
                outcome = engine.apply(&plan, &findings, &|_| {}) => Some(outcome.unwrap()),
            };
            drop(engine);
            if !keychain {
                world.vault = onramp::vault::Vault::memory();
            }
            if let Some(outcome) = finished {
                world.assert_complete(&outcome);
                continue;
            }
            let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
            world.assert_complete(&outcome);
        }
    }
}

#[tokio::test]
async fn stopping_is_safe_between_two_changes() {
    let mut world = World::new().await;
    let plan = plan();
    let findings = world.findings(ADMIN, &plan).await;
    let cancel = world.cancel.clone();
    let stop_after_app = move |news: Progress| {
        if news == Progress::Change(ChangeKey::Application, ChangeState::Done) {
            cancel.cancel();
        }
    };
    let error = world.engine(ADMIN).apply(&plan, &findings, &stop_after_app).await.unwrap_err();
    assert!(matches!(error, SetupError::Stopped), "{error:?}");
    world.cancel = tokio_util::sync::CancellationToken::new();
    let (_, outcome) = world.engine(ADMIN).resume(world.unfinished(), &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn secrets_that_the_tenant_forbids_or_caps_are_told_apart() {
    let world = World::new().await;
    world.contoso(|tenant| tenant.secret_policy.forbidden = true);
    let error = world.set_up(ADMIN, &plan()).await.unwrap_err();
    assert!(matches!(error, SetupError::SecretsForbidden(_)), "{error:?}");

    let world = World::new().await;
    world.contoso(|tenant| tenant.secret_policy.max_days = Some(180));
    let error = world.set_up(ADMIN, &plan()).await.unwrap_err();
    assert!(matches!(error, SetupError::SecretTooLong(_)), "{error:?}");
    assert!(world.contoso(|tenant| tenant.applications.is_empty()));
}

#[tokio::test]
async fn an_api_that_the_tenant_lacks_is_added_and_removed_again_by_undo() {
    let world = World::new().await;
    let o365 = onramp::preset::Api::O365Management;
    let there = |world: &World| world.contoso(|t| t.service_principal_by_app_id(o365.app_id().uuid()).is_some());
    world.contoso(|tenant| tenant.service_principals.retain(|sp| sp.app_id != o365.app_id().uuid()));
    let mut plan = plan();
    let mut extra = plan.permissions[0].clone();
    extra.api = o365;
    extra.name = onramp::types::PermissionName::parse("ActivityFeed.Read").unwrap();
    extra.id = "594c1fb6-4f81-4475-ae41-0c394909246c".parse().unwrap();
    plan.permissions.push(extra);

    let findings = world.findings(ADMIN, &plan).await;
    assert_eq!(findings.missing_apis(), [o365]);
    let outcome = world.set_up(ADMIN, &plan).await.unwrap();
    assert!(outcome.permissions.iter().all(|p| p.granted));
    assert!(there(&world));

    world.engine(ADMIN).undo(outcome.setup, &|_| {}).await.unwrap();
    assert!(!there(&world), "nobody else uses it");
}
