//! The look-ups before a setup, against the demo tenant over real sockets: every account, every line of the list.

use crate::preflight_support::{Tools, activate, lines, with_tools};
use crate::support::{ADMIN, World, plan, refusal};
use onramp::demo::store::SecretPolicy;
use onramp::plan::{Change, PlannedPermission, PlannedRedirect, changes};
use onramp::preset::{Api, PermissionKind, Platform};
use onramp::setup::{FoundBy, PreflightTarget, SecretRule, Standing};
use onramp::text::Texts;
use onramp::types::{AppName, PermissionName, RedirectUri};
use onramp::words::findings::{self, Level, Row, Way};

const EVERY_SCOPE: &[&str] = &["Policy.Read.All", "RoleEligibilitySchedule.Read.Directory"];

fn row(rows: &[Row], id: &str) -> Row {
    rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no line {id}")).clone()
}

fn office_permission() -> PlannedPermission {
    PlannedPermission {
        api: Api::O365Management,
        kind: PermissionKind::Application,
        name: PermissionName::parse("ActivityFeed.Read").unwrap(),
        id: "594c1fb6-4f81-4475-ae41-0c394909246c".parse().unwrap(),
        why: "Reads the audit log.".to_owned(),
        high_reach: false,
    }
}

// ---- Every account ----

#[tokio::test]
async fn every_account_of_the_demo_gets_the_lines_that_are_true_for_it() {
    // What Azure CLI's sign-in may read: neither policies nor what could be activated.
    let rows: [(&str, &str); 10] = [
        ("megan@contoso.example", "tenant+ roles+ create+ consent+ secret? name+"),
        ("alan@contoso.example", "tenant+ roles+ create+ consent! pim? secret? name+"),
        ("diego@contoso.example", "tenant+ roles+ create+ consent! pim? secret? name+"),
        ("lynne@contoso.example", "tenant+ roles! create? consent! pim? secret? name+"),
        ("nestor@contoso.example", "tenant+ roles+ create? consent+ secret? name+"),
        ("alex@contoso.example", "tenant+ roles! create? consent! pim? secret? name+"),
        ("isaiah@adatum.example", "tenant+ standing! roles! create? consent! pim? secret? name+"),
        ("kim@northwind.example", "tenant+ standing! roles? create? consent? secret? name+"),
        ("adele@fabrikam.example", "tenant+ roles+ create+ consent+ secret? name+"),
        ("pradeep@fabrikam.example", "tenant+ roles! create? consent! pim? secret? name+"),
    ];
    let world = World::new().await;
    let everybody = world.demo.with_store(|store| {
        let users = store.tenants.iter().flat_map(|tenant| &tenant.users);
        users.filter(|user| user.can_sign_in).map(|user| user.upn.clone()).collect::<Vec<_>>()
    });
    assert_eq!(everybody, rows.map(|(upn, _)| upn), "every account is in the table");
    for (upn, expected) in rows {
        let found = world.findings(upn, &plan()).await;
        assert_eq!(lines(&found), expected, "{upn}");
    }
}

#[tokio::test]
async fn with_the_right_to_read_everything_is_known() {
    // Scopes that an administrator approved once for Microsoft Graph Command Line Tools.
    let rows = [
        ("megan@contoso.example", "tenant+ roles+ create+ consent+ secret+ name+"),
        ("alan@contoso.example", "tenant+ roles+ create+ consent! secret+ name+"),
        ("lynne@contoso.example", "tenant+ roles! create+ consent! pim! secret+ name+"),
        ("alex@contoso.example", "tenant+ roles! create+ consent! secret+ name+"),
        ("isaiah@adatum.example", "tenant+ standing! roles! create+ consent! secret+ name+"),
        ("adele@fabrikam.example", "tenant+ roles+ create+ consent+ secret+ name+"),
        ("pradeep@fabrikam.example", "tenant+ roles! create- consent! secret+ name+"),
    ];
    let world = World::new().await;
    for (upn, expected) in rows {
        let engine = with_tools(&world, upn, EVERY_SCOPE).await;
        let found = engine.preflight(&PreflightTarget::of(&plan())).await.unwrap();
        assert_eq!(lines(&found), expected, "{upn}");
    }
}

#[tokio::test]
async fn every_line_that_is_not_ready_says_what_to_do() {
    let world = World::new().await;
    let texts = Texts::english();
    for upn in ["lynne@contoso.example", "isaiah@adatum.example", "kim@northwind.example", "pradeep@fabrikam.example"] {
        let found = world.findings(upn, &plan()).await;
        for row in findings::rows(&texts, &found, "App").iter().filter(|row| row.level != Level::Ready) {
            assert!(!row.text.is_empty(), "{upn}: {}", row.title);
        }
    }
}

// ---- Roles that are not active ----

#[tokio::test]
async fn a_role_that_waits_is_named_and_once_it_is_activated_the_setup_goes_through() {
    let world = World::new().await;
    let texts = Texts::english();
    let lynne = "lynne@contoso.example";
    let engine = with_tools(&world, lynne, EVERY_SCOPE).await;
    let target = PreflightTarget::of(&plan());
    let found = engine.preflight(&target).await.unwrap();
    assert_eq!(found.eligible.as_deref(), Some(&["Global Administrator".to_owned()][..]));
    let waiting = row(&findings::rows(&texts, &found, "App"), "pim");
    assert!(waiting.title.contains("Global Administrator"), "{}", waiting.title);
    let ways = findings::ways(&texts, &found, &waiting);
    let [Way::Open { address, .. }, Way::CheckAgain { .. }] = &ways[..] else { panic!("{ways:?}") };

    activate(address, lynne).await;
    let found = engine.preflight_again(&target).await.unwrap();
    assert_eq!(found.may_consent, Some(true));
    assert!(!findings::rows(&texts, &found, "App").iter().any(|row| row.id == "pim"));
    // The token is a new one, too: what the list promises, Microsoft does.
    let outcome = engine.apply(&plan(), &found, &|_| {}).await.unwrap();
    world.assert_complete(&outcome);
}

#[tokio::test]
async fn a_role_that_would_not_help_is_not_offered() {
    let world = World::new().await;
    world.contoso(|tenant| {
        let reader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451".parse().unwrap();
        tenant.users.iter_mut().find(|user| user.key == "pim-admin").unwrap().eligible_roles = vec![reader];
    });
    let engine = with_tools(&world, "lynne@contoso.example", EVERY_SCOPE).await;
    let found = engine.preflight(&PreflightTarget::of(&plan())).await.unwrap();
    assert_eq!(found.eligible, Some(Vec::new()));
}

// ---- People from elsewhere ----

#[tokio::test]
async fn guests_and_partners_are_recognised_by_where_they_are_at_home() {
    let world = World::new().await;
    let guest = world.findings("isaiah@adatum.example", &plan()).await;
    assert_eq!(guest.standing, Some(Standing::Guest { from: Some("adatum.example".to_owned()) }));
    let partner = world.findings("kim@northwind.example", &plan()).await;
    assert_eq!(partner.standing, Some(Standing::Partner { from: Some("northwind.example".to_owned()) }));
    assert_eq!(world.findings(ADMIN, &plan()).await.standing, Some(Standing::Member));
    let texts = Texts::english();
    let said = row(&findings::rows(&texts, &guest, "App"), "standing");
    assert_eq!(said.title, "You are signed in to Contoso as a guest from adatum.example");
}

// ---- Secrets ----

#[tokio::test]
async fn the_rule_about_secrets_says_whose_it_is() {
    let world = World::new().await;
    let texts = Texts::english();
    for (forbidden, max_days, level, says) in [
        (false, Some(90), Level::Note, "Contoso's app management policy allows at most 90 days for a client secret"),
        (false, Some(7), Level::Blocked, "Contoso's app management policy allows at most 7 days for a client secret"),
        (true, None, Level::Blocked, "Contoso's app management policy does not allow client secrets"),
    ] {
        world.contoso(|tenant| {
            tenant.secret_policy = SecretPolicy { forbidden, max_days };
        });
        let engine = with_tools(&world, ADMIN, EVERY_SCOPE).await;
        let found = engine.preflight(&PreflightTarget::of(&plan())).await.unwrap();
        assert_eq!(found.secret_rule, Some(SecretRule { forbidden, max_days: max_days.map(i64::from) }));
        let said = row(&findings::rows(&texts, &found, "App"), "secret");
        let plain: String = said.title.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
        assert_eq!((said.level, plain.as_str()), (level, says));
    }
}

// ---- APIs ----

#[tokio::test]
async fn an_api_that_the_tenant_lacks_is_a_line_of_the_list_and_of_the_review() {
    let world = World::new().await;
    let mut plan = plan();
    plan.permissions.push(office_permission());
    let found = world.findings("adele@fabrikam.example", &plan).await;
    assert_eq!(found.missing_apis(), [Api::O365Management]);
    assert_eq!(lines(&found), "tenant+ roles+ create+ consent+ secret? name+ api!");
    assert!(changes(&plan, &found.missing_apis(), None).contains(&Change::AddApi { api: Api::O365Management }));
    assert!(world.findings(ADMIN, &plan).await.missing_apis().is_empty(), "Contoso has it");
}

#[tokio::test]
async fn an_api_that_could_not_be_looked_up_is_neither_missing_nor_a_failure_nor_undone() {
    let world = World::new().await;
    let denied = refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    world.inject("GET", "/servicePrincipals(appId='00000003", 0, 1, denied);
    let outcome = world.set_up(ADMIN, &plan()).await.unwrap();
    world.assert_complete(&outcome);
    world.engine(ADMIN).undo(outcome.setup, &|_| {}).await.unwrap();
    world.contoso(|tenant| {
        assert!(tenant.service_principal_by_app_id(Api::Graph.app_id().uuid()).is_some(), "it was there before");
    });
}

// ---- Applications that are there already ----

#[tokio::test]
async fn an_application_of_onramp_is_found_by_its_product_whatever_its_name_is_now() {
    let world = World::new().await;
    let outcome = world.set_up(ADMIN, &plan()).await.unwrap();
    world.contoso(|tenant| tenant.applications[0].body["displayName"] = "Renamed".into());

    let found = world.findings(ADMIN, &plan()).await;
    let [app] = &found.existing.as_deref().unwrap() else { panic!("{:?}", found.existing) };
    assert_eq!((app.found_by.as_slice(), app.app.name.as_str()), (&[FoundBy::Product][..], "Renamed"));
    assert_eq!((app.app.client, app.setup), (outcome.client, Some(outcome.setup)));
    assert_eq!(app.app.service_principal, Some(outcome.service_principal));
    assert_eq!(app.secrets.len(), 1);
    let mut names: Vec<_> = app.permissions.iter().map(|p| (p.name.as_str(), p.requested, p.approved)).collect();
    names.sort_unstable();
    let all = ["Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.ReadWrite"];
    assert_eq!(names, all.map(|name| (name, true, Some(true))));
    assert!(plan().permissions.iter().all(|p| app.app.asks_for(p) && app.app.is_approved(p)));
    assert!(lines(&found).ends_with("name+ existing!"), "{}", lines(&found));
}

#[tokio::test]
async fn an_application_that_somebody_made_by_hand_is_found_by_name_and_by_callback() {
    let world = World::new().await;
    let tools = Tools::of(&world, ADMIN);
    let by_hand = serde_json::json!({
        "displayName": "cirrus insight SERVICE account", "signInAudience": "AzureADMyOrg",
        "web": { "redirectUris": ["https://product.example/callback", "https://old.example/"] },
        "owners@odata.bind": [tools.person("diego@contoso.example")],
        "passwordCredentials": [{ "displayName": "by hand", "endDateTime": "2027-01-01T00:00:00Z" }],
    });
    tools.post("/applications", &by_hand).await;
    let callback = serde_json::json!({
        "displayName": "Something else", "signInAudience": "AzureADMyOrg",
        "spa": { "redirectUris": ["https://other.example/a"] },
    });
    tools.post("/applications", &callback).await;

    let mut plan = plan();
    let redirect = |platform, uri: &str| PlannedRedirect { platform, uri: RedirectUri::parse(uri).unwrap() };
    plan.redirects = vec![redirect(Platform::Web, "https://product.example/callback")];
    let found = world.findings(ADMIN, &plan).await;
    let [app] = found.existing.as_deref().unwrap() else { panic!("{:?}", found.existing) };
    assert_eq!(app.found_by, [FoundBy::Name, FoundBy::Redirect]);
    assert_eq!(app.owners.as_deref(), Some(&["Diego Siciliani".to_owned()][..]));
    assert_eq!(app.secrets[0].name.as_deref(), Some("by hand"));
    assert_eq!((app.app.service_principal, app.setup), (None, None));
    assert_eq!(app.app.unknown_redirects(&plan).count(), 0);
    assert_eq!(app.app.unasked(&plan).count(), 4);

    // The same address on another platform is another matter.
    plan.redirects = vec![redirect(Platform::PublicClient, "https://product.example/callback")];
    plan.app_name = AppName::parse("Nobody has this name").unwrap();
    assert_eq!(world.findings(ADMIN, &plan).await.existing, Some(Vec::new()));
}

#[tokio::test]
async fn looking_takes_one_call_and_a_second_one_only_where_something_is_there() {
    let world = World::new().await;
    let calls = || world.demo.requests().into_iter().filter(|r| r.part.is_none()).count();
    world.findings(ADMIN, &plan()).await;
    assert_eq!(calls(), 1);
    world.set_up(ADMIN, &plan()).await.unwrap();
    world.demo.clear_requests();
    world.findings(ADMIN, &plan()).await;
    assert_eq!(calls(), 2);
    assert!(world.demo.requests().iter().all(|r| r.part.is_none() || r.method == "GET"), "nothing is changed");
}

#[tokio::test]
async fn what_cannot_be_read_about_an_application_is_left_out_and_stops_nothing() {
    let world = World::new().await;
    world.set_up(ADMIN, &plan()).await.unwrap();
    for (path, in_detail) in [("$expand=owners", false), ("/appRoleAssignments", true)] {
        world.inject("GET", path, 0, 1, refusal(403, "Authorization_RequestDenied", "No."));
        let found = world.findings(ADMIN, &plan()).await;
        let [app] = found.existing.as_deref().unwrap() else { panic!("{:?}", found.existing) };
        assert_eq!(app.in_detail, in_detail, "{path}");
        if in_detail {
            assert!(app.permissions.iter().all(|permission| permission.approved.is_none()), "{path}");
        }
    }
    world.inject("POST", "$batch", 1, 1, refusal(400, "BadRequest", "No."));
    let found = world.findings(ADMIN, &plan()).await;
    assert!(!found.existing.unwrap()[0].in_detail);
}

#[tokio::test]
async fn a_policy_made_for_one_application_counts_before_the_tenants() {
    let world = World::new().await;
    world.set_up(ADMIN, &plan()).await.unwrap();
    let engine = with_tools(&world, ADMIN, EVERY_SCOPE).await;
    for (own, expected) in [(None, 90), (Some(30), 30)] {
        world.contoso(|tenant| {
            let policy = |days| SecretPolicy { forbidden: false, max_days: Some(days) };
            tenant.secret_policy = policy(90);
            let app = tenant.applications[0].id;
            tenant.app_policies = own.map(|days| (app, policy(days))).into_iter().collect();
        });
        let found = engine.preflight(&PreflightTarget::of(&plan())).await.unwrap();
        let rule = SecretRule { forbidden: false, max_days: Some(expected) };
        assert_eq!(found.existing.unwrap()[0].secret_rule, Some(rule));
    }
}

#[tokio::test]
async fn what_is_in_one_tenant_is_not_found_in_another() {
    let world = World::new().await;
    world.set_up(ADMIN, &plan()).await.unwrap();
    assert_eq!(world.findings("adele@fabrikam.example", &plan()).await.existing, Some(Vec::new()));
}
