//! From what a person ticked to what will be done: the permissions of every choice, what is refused and where, and
//! that no draft whatsoever becomes a plan that asks for more than its preset says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use onramp::plan::{Draft, DraftField, Plan, Problems, changes, requests};
use onramp::preset::{self, Audience, Lean, PermissionIds, PermissionKind, Preset};
use onramp::types::{FieldError, RedirectUri, SecretLifetime, UniqueName};
use proptest::prelude::*;

const CIRRUS: &str = "cirrus-insight-service-account";

fn cirrus() -> Preset {
    preset::by_id(CIRRUS).unwrap()
}

fn ids() -> PermissionIds {
    PermissionIds::built_in().unwrap()
}

/// The preset's own defaults, with the one answer that it cannot do without.
fn draft() -> Draft {
    let mut draft = Draft::new(&cirrus());
    draft.inputs.insert("test_mailbox".into(), "alex@contoso.example".into());
    draft
}

fn plan_of(draft: &Draft) -> Plan {
    draft.plan(&cirrus(), &ids()).unwrap()
}

fn problems_of(change: impl FnOnce(&mut Draft)) -> Problems {
    let mut draft = draft();
    change(&mut draft);
    let problems = draft.problems(&cirrus());
    assert_eq!(draft.plan(&cirrus(), &ids()).unwrap_err(), problems, "a plan is refused for the same reasons");
    problems
}

fn only(field: DraftField, error: FieldError) -> Problems {
    Problems::from([(field, error)])
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.permissions.iter().map(|p| p.name.as_str()).collect()
}

fn body(plan: &Plan) -> serde_json::Value {
    let now = "2026-11-21T09:00:00Z".parse().unwrap();
    requests::create_application(plan, &UniqueName::parse("onramp-test").unwrap(), now)
}

/// CIR-03, CIR-12, CIR-13, CIR-14: every combination of features, and the permissions that it needs.
#[test]
fn each_combination_of_features_asks_for_its_permissions_and_no_others() {
    const CALENDARS: [&str; 2] = ["Calendars.Read", "Calendars.ReadWrite"];
    const MAIL: [&str; 2] = ["Mail.Read", "Mail.ReadWrite"];
    let both = [CALENDARS, MAIL].concat();
    let table: [(&[&str], &[&str]); 8] = [
        (&[], &[]),
        (&["calendar-sync"], &CALENDARS),
        (&["email-sync"], &MAIL),
        (&["calendar-sync", "email-sync"], &both),
        (&["calendar-scheduling"], &both),
        (&["calendar-sync", "calendar-scheduling"], &both),
        (&["email-sync", "calendar-scheduling"], &both),
        (&["calendar-sync", "email-sync", "calendar-scheduling"], &both),
    ];
    for (features, wanted) in table {
        let mut draft = draft();
        draft.features = features.iter().map(ToString::to_string).collect();
        let preset = cirrus();
        let needed: Vec<_> = draft.needed(&preset).map(|p| p.name.as_str()).collect();
        assert_eq!(needed, wanted, "{features:?}");
        if features.is_empty() {
            assert_eq!(draft.problems(&preset), only(DraftField::Features, FieldError::Empty));
        } else {
            let plan = plan_of(&draft);
            assert_eq!(names(&plan), wanted, "{features:?}");
            assert!(plan.permissions.iter().all(|p| p.kind == PermissionKind::Application), "{features:?}");
        }
    }
}

/// The checks follow the features too: mail is not tried where mail was not granted.
#[test]
fn what_was_not_asked_for_is_not_tried() {
    let mut draft = draft();
    draft.features = BTreeSet::from(["calendar-sync".into()]);
    let checks: Vec<_> = plan_of(&draft).checks.into_iter().map(|c| c.id).collect();
    assert_eq!(checks, ["token", "calendar"]);
}

/// CIR-15.
#[test]
fn task_sync_is_shown_but_cannot_be_switched_on() {
    let preset = cirrus();
    let task_sync = preset.features.iter().find(|f| f.id == "task-sync").unwrap();
    assert!(!task_sync.available && !task_sync.default);
    assert!(task_sync.summary.contains("service account"), "says why: {}", task_sync.summary);
    assert_eq!(
        problems_of(|d| d.features.extend(["task-sync".into()])),
        only(DraftField::Feature("task-sync".into()), FieldError::UnknownChoice)
    );
}

/// CIR-07, CIR-08: the article's name, one organisation, no redirect URI.
#[test]
fn the_app_is_named_as_in_the_article_for_one_organisation_without_redirect_uri() {
    let plan = plan_of(&draft());
    let body = body(&plan);
    assert_eq!(body["displayName"], "Cirrus Insight Service Account");
    assert_eq!(body["signInAudience"], "AzureADMyOrg");
    assert!(plan.redirects.is_empty());
    assert!(!body.to_string().contains("redirectUri"), "{body}");
    assert_eq!(
        problems_of(|d| d.audience = Audience::MultipleOrgs),
        only(DraftField::Audience, FieldError::UnknownChoice)
    );
}

/// CIR-10: a year unless another time is chosen, two at the most.
#[test]
fn a_secret_is_valid_for_a_year_and_never_longer_than_two() {
    let preset = cirrus();
    assert_eq!((preset.credential.default_months, preset.credential.max_months), (12, 24));
    let credential = body(&plan_of(&draft()))["passwordCredentials"].clone();
    assert_eq!(credential[0]["endDateTime"], "2027-11-21T09:00:00Z");
    assert_eq!(credential.as_array().unwrap().len(), 1);
    for months in [0, 25, u32::MAX] {
        let out_of_range = FieldError::OutOfRange { min: 1, max: 24 };
        assert_eq!(problems_of(|d| d.months = months), only(DraftField::Months, out_of_range), "{months}");
    }
    for lifetime in SecretLifetime::OFFERED {
        let mut draft = draft();
        draft.months = lifetime.count();
        assert_eq!(plan_of(&draft).secret.unwrap().months, lifetime);
    }
}

#[test]
fn a_secret_ends_on_the_same_day_or_the_last_one_of_a_shorter_month() {
    let table = [
        ("2026-11-21T09:00:00Z", 12, "2027-11-21T09:00:00Z"),
        ("2026-08-31T23:59:59Z", 6, "2027-02-28T23:59:59Z"),
        ("2027-08-31T00:00:00Z", 6, "2028-02-29T00:00:00Z"),
        ("2026-11-30T12:00:00Z", 3, "2027-02-28T12:00:00Z"),
        ("2028-02-29T12:00:00Z", 12, "2029-02-28T12:00:00Z"),
        ("2028-02-29T12:00:00Z", 24, "2030-02-28T12:00:00Z"),
        ("2026-12-31T12:00:00Z", 18, "2028-06-30T12:00:00Z"),
        ("2026-01-31T12:00:00Z", 1, "2026-02-28T12:00:00Z"),
    ];
    for (start, months, end) in table {
        let lifetime = SecretLifetime::months(months).unwrap();
        assert_eq!(lifetime.end(start.parse().unwrap()).to_string(), end, "{start} + {months} months");
    }
}

#[test]
fn the_lean_choice_drops_what_others_include() {
    let mut draft = draft();
    draft.lean = true;
    assert_eq!(names(&plan_of(&draft)), ["Calendars.ReadWrite", "Mail.ReadWrite"]);
}

#[test]
fn what_is_wrong_is_said_beside_its_field() {
    let input = |key: &str| DraftField::Input(key.into());
    assert_eq!(problems_of(|d| d.app_name = "  ".into()), only(DraftField::AppName, FieldError::Empty));
    assert_eq!(
        problems_of(|d| d.app_name = "x".repeat(121)),
        only(DraftField::AppName, FieldError::TooLong { max: 120 })
    );
    assert_eq!(problems_of(|d| d.app_name = "A<b".into()), only(DraftField::AppName, FieldError::Forbidden('<')));
    let mailbox = |text: &str| problems_of(|d| d.inputs.extend([("test_mailbox".into(), text.into())]));
    assert_eq!(mailbox(""), only(input("test_mailbox"), FieldError::Empty));
    for bad in ["alex", "alex@", "@contoso.example", "alex@contoso", "a@b.c/x", "a b@contoso.example", "a@b..c"] {
        assert_eq!(mailbox(bad), only(input("test_mailbox"), FieldError::NotAnEmail), "{bad}");
    }
    assert_eq!(
        problems_of(|d| d.inputs.extend([("colour".into(), "red".into())])),
        only(input("colour"), FieldError::UnknownChoice)
    );
    assert_eq!(
        problems_of(|d| d.features.extend(["teleport".into()])),
        only(DraftField::Feature("teleport".into()), FieldError::UnknownChoice)
    );
    let everything = problems_of(|d| {
        d.app_name.clear();
        d.months = 99;
        d.inputs.clear();
    });
    assert_eq!(
        everything.into_keys().collect::<Vec<_>>(),
        [DraftField::AppName, DraftField::Months, input("test_mailbox")],
        "all at once, not one after the other"
    );
}

#[test]
fn the_changes_are_the_app_its_secret_its_principal_and_one_approval_per_permission() {
    let plan = plan_of(&draft());
    let keys: Vec<_> = changes(&plan, &[], None).iter().map(|c| c.key().to_string()).collect();
    assert_eq!(
        keys,
        [
            "application",
            "secret",
            "service-principal",
            "role:graph:Calendars.Read",
            "role:graph:Calendars.ReadWrite",
            "role:graph:Mail.Read",
            "role:graph:Mail.ReadWrite",
        ]
    );
}

#[test]
fn redirect_uris_follow_microsofts_rules() {
    let longest = format!("https://contoso.example/{}", "x".repeat(256 - "https://contoso.example/".len()));
    for good in [
        "https://contoso.example/agentdesktop/msteamscallback.html",
        "https://contoso.example",
        "https://contoso.example:8443/Call/Back?from=entra",
        "http://localhost",
        "http://localhost:8400/callback",
        "http://127.0.0.1/callback",
        "  https://contoso.example/trimmed  ",
        &longest,
    ] {
        assert_eq!(RedirectUri::parse(good).unwrap().as_str(), good.trim(), "{good}");
    }
    let too_long = format!("{longest}x");
    for (bad, error) in [
        ("", FieldError::Empty),
        (too_long.as_str(), FieldError::TooLong { max: 256 }),
        ("contoso.example/callback", FieldError::NotAUrl),
        ("https:contoso.example/callback", FieldError::NotAUrl),
        ("https://", FieldError::NotAUrl),
        ("ftp://contoso.example/callback", FieldError::NotAUrl),
        ("urn:ietf:wg:oauth:2.0:oob", FieldError::NotAUrl),
        ("javascript:alert", FieldError::NotAUrl),
        ("http://contoso.example/callback", FieldError::NotHttps),
        ("http://localhost.contoso.example", FieldError::NotHttps),
        ("http://[::1]/callback", FieldError::NotHttps),
        ("https://contoso.example/#fragment", FieldError::Forbidden('#')),
        ("https://contoso.example/a b", FieldError::Forbidden(' ')),
        ("https://contoso.example/a\nb", FieldError::Forbidden('\n')),
        ("https://contoso.example/(a)", FieldError::Forbidden('(')),
        ("https://contoso.example/a,b", FieldError::Forbidden(',')),
        ("https://contoso.example/a;b", FieldError::Forbidden(';')),
        ("https://contoso.example/a'b", FieldError::Forbidden('\'')),
        ("https://contoso.example/a!", FieldError::Forbidden('!')),
        ("https://contoso.example/$a", FieldError::Forbidden('$')),
    ] {
        assert_eq!(RedirectUri::parse(bad), Err(error), "{bad}");
    }
}

/// A draft as wild as a form, a restored file or a command line can make it; often enough a right one.
fn any_draft(preset: &Preset) -> impl Strategy<Value = Draft> + use<> {
    use proptest::option::weighted;
    let features: Vec<String> = preset.features.iter().map(|f| f.id.clone()).chain(["no-such".into()]).collect();
    let keys: Vec<String> = preset.inputs.iter().map(|i| i.key.clone()).chain(["no-such".into()]).collect();
    let value = prop_oneof![Just("alex@contoso.example".to_owned()), Just(String::new()), ".{0,20}"];
    let audience = proptest::sample::select(vec![Audience::MultipleOrgs, Audience::OrgsAndPersonal]);
    let known = features.len();
    let right = {
        let mut draft = Draft::new(preset);
        draft
            .inputs
            .extend(preset.inputs.iter().filter(|i| i.required).map(|i| (i.key.clone(), i.placeholder.clone())));
        draft
    };
    (
        weighted(0.2, ".{0,130}"),
        weighted(0.1, audience),
        weighted(0.3, proptest::collection::btree_map(proptest::sample::select(keys), value, 0..3)),
        weighted(0.5, proptest::sample::subsequence(features, 0..=known)),
        weighted(0.5, 0..30_u32),
        any::<bool>(),
    )
        .prop_map(move |(app_name, audience, inputs, features, months, lean)| {
            let mut draft = Draft { lean, ..right.clone() };
            draft.app_name = app_name.unwrap_or(draft.app_name);
            draft.audience = audience.unwrap_or(draft.audience);
            draft.inputs.extend(inputs.unwrap_or_default());
            draft.features = features.map_or(draft.features, |ids| ids.into_iter().collect());
            draft.months = months.unwrap_or(draft.months);
            draft
        })
}

/// Which preset, and a draft of it.
fn any_preset_and_draft() -> impl Strategy<Value = (Preset, Draft)> {
    proptest::sample::select(preset::built_in().unwrap()).prop_flat_map(|preset| {
        let draft = any_draft(&preset);
        (Just(preset), draft)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_draft_has_problems_or_becomes_a_plan_within_its_preset((preset, draft) in any_preset_and_draft()) {
        let ids = ids();
        let problems = draft.problems(&preset);
        let plan = match draft.plan(&preset, &ids) {
            Err(found) => {
                prop_assert!(!found.is_empty());
                prop_assert_eq!(found, problems);
                return Ok(());
            }
            Ok(plan) => plan,
        };
        prop_assert!(problems.is_empty());
        for permission in &plan.permissions {
            let allowed = preset
                .permissions
                .iter()
                .find(|p| (p.api, p.kind, p.name.as_str()) == (permission.api, permission.kind, permission.name.as_str()));
            let allowed = allowed.expect("only permissions of the preset");
            prop_assert_eq!(ids.id(permission.api, permission.kind, &allowed.name), Some(permission.id));
            prop_assert!(allowed.features.is_empty() || allowed.features.iter().any(|f| draft.features.contains(f)));
            prop_assert!(!(draft.lean && allowed.lean == Lean::Drop));
        }
        prop_assert!(preset.app.audiences_allowed.contains(&plan.audience));
        prop_assert!(plan.secret.as_ref().is_none_or(|s| (1..=24).contains(&s.months.count())));
        prop_assert!(plan.inputs.values().all(|value| !value.trim().is_empty()));
        let again: Plan = serde_json::from_str(&serde_json::to_string(&plan).unwrap()).unwrap();
        prop_assert_eq!(again, plan, "a journal gives back what it was given");
    }
}
