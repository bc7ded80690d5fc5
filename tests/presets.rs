//! The built-in products: every preset is right, its permission ids are Microsoft's, and what the vendors' how-tos say
//! is in it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use onramp::preset::rules::violations;
use onramp::preset::schema::{CredentialKind, Mode, Preset, StepAfter};
use onramp::preset::{self, Api, InputKind, PermissionIds, PermissionKind};
use serde_json::Value;

fn cirrus() -> Preset {
    preset::by_id("cirrus-insight-service-account").unwrap()
}

fn ids() -> PermissionIds {
    PermissionIds::built_in().unwrap()
}

/// The folder with Microsoft's permission ids: `ONRAMP_REFERENCE`, or beside the project. Not part of the project.
fn reference() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    let folder = std::env::var_os("ONRAMP_REFERENCE").map_or(beside, PathBuf::from).join("graph");
    if folder.join("permissions.json").is_file() {
        return Some(folder);
    }
    println!("skipped: no permission list at {}; set ONRAMP_REFERENCE to run this test", folder.display());
    None
}

#[test]
fn every_preset_obeys_the_rules() {
    let presets = preset::built_in().unwrap();
    assert!(!presets.is_empty());
    for preset in presets {
        assert_eq!(violations(&preset, &preset.id), Vec::<String>::new(), "{}", preset.id);
        assert!(preset.reviewed.parse::<jiff::civil::Date>().is_ok(), "{}: reviewed {:?}", preset.id, preset.reviewed);
        assert!(!preset.sources.is_empty(), "{}: where the facts come from", preset.id);
        assert!(preset.mode == Mode::Guide || !preset.permissions.is_empty(), "{}", preset.id);
    }
}

#[test]
fn every_permission_of_every_preset_has_an_id() {
    let ids = ids();
    for preset in preset::built_in().unwrap() {
        for permission in &preset.permissions {
            let id = ids.id(permission.api, permission.kind, &permission.name);
            assert!(id.is_some(), "{}: {:?} {}", preset.id, permission.kind, permission.name);
        }
    }
}

#[test]
fn the_ids_are_microsofts() {
    let Some(folder) = reference() else { return };
    let text = std::fs::read_to_string(folder.join("permissions.json")).unwrap();
    let list: Value = serde_json::from_str(&text).unwrap();
    let ids = ids();
    let mut compared = 0;
    for known in list["permissions"].as_array().unwrap() {
        let api = [Api::Graph, Api::O365Management, Api::Exchange]
            .into_iter()
            .find(|api| known["resourceAppId"] == api.app_id().to_string());
        let kind = match known["kind"].as_str() {
            Some("application") => PermissionKind::Application,
            _ => PermissionKind::Delegated,
        };
        let name = known["name"].as_str().unwrap();
        if let Some(id) = api.and_then(|api| ids.id(api, kind, name)) {
            assert_eq!(known["id"], id.to_string(), "{kind:?} {name}");
            compared += 1;
        }
    }
    assert!(compared >= 20, "only {compared} ids were compared");
}

#[test]
fn a_name_in_another_case_has_the_same_id_and_an_unknown_one_has_none() {
    let id = |name| ids().id(Api::Graph, PermissionKind::Application, name);
    assert_eq!(id("mail.read"), id("Mail.Read"));
    assert!(id("Mail.Read").is_some());
    assert_eq!(id("Mail.Reed"), None);
    assert_eq!(ids().id(Api::Exchange, PermissionKind::Application, "Mail.Reed"), None);
}

/// What rules a broken preset breaks: each by one change to a good one.
#[test]
fn a_broken_preset_is_refused_with_a_reason() {
    type Change = fn(&mut Preset);
    let table: [(Change, &str); 11] = [
        (|p| p.format = 2, "format must be 1"),
        (|p| p.id = "other".into(), "id must equal the file name"),
        (|p| p.app.audiences_allowed.clear(), "audiences_allowed must contain audience"),
        (|p| p.app.redirect = preset::RedirectRule::Required, "needs a [[redirect]]"),
        (|p| p.credential.max_months = 36, "max_months at most 24"),
        (|p| p.inputs.push(p.inputs[0].clone()), "input keys must differ"),
        (|p| p.inputs[0].pattern = Some("[".into()), "pattern"),
        (|p| p.permissions[0].features = vec!["no-such".into()], "no feature named"),
        (|p| p.permissions[0].why = "No full stop".into(), "full stop"),
        (|p| p.checks[1].url = Some("{graph}/{no_such}".into()), "nothing is named {no_such}"),
        (|p| p.exports[0].fields[0].value = "secret_value".into(), "secret = true belongs to secret_value"),
    ];
    for (change, reason) in table {
        let mut preset = cirrus();
        change(&mut preset);
        let found = violations(&preset, "cirrus-insight-service-account");
        assert!(found.len() == 1 && found[0].contains(reason), "{reason:?} in {found:?}");
    }
}

/// EVG-23, CIR-09, CIR-11: the product's own labels, and the secret's value where it asks for the secret.
#[test]
fn cirrus_asks_in_its_own_words_for_the_value_of_the_secret() {
    let preset = cirrus();
    let fields: Vec<_> = preset.exports[0].fields.iter().map(|f| (f.label.as_str(), f.value.as_str())).collect();
    assert_eq!(
        fields,
        [("Client Id", "client_id"), ("Client Secret", "secret_value"), ("Test Account", "input.test_mailbox")]
    );
    assert!(preset.credential.warn.contains("Secret ID"), "{}", preset.credential.warn);
    assert_eq!(preset.credential.kinds, [CredentialKind::Secret]);
}

/// EVG-23 for every product: nothing that is shown as a secret is another value.
#[test]
fn no_product_is_given_the_secret_id() {
    for preset in preset::built_in().unwrap() {
        for field in preset.exports.iter().flat_map(|e| &e.fields) {
            assert_eq!(field.secret, field.value == "secret_value", "{}: {}", preset.id, field.label);
            assert!(!field.value.contains("key_id"), "{}: {}", preset.id, field.label);
        }
    }
}

/// CIR-02, CIR-04, CIR-05: what must be true before, and what the article says that is no longer so.
#[test]
fn cirrus_says_what_must_be_true_before() {
    let preset = cirrus();
    let ids: Vec<_> = preset.prerequisites.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["admin-role", "cloud-mailboxes", "domains", "graph-enabled"]);
    let on_premises = &preset.prerequisites[1].text;
    assert!(on_premises.contains("On-premises"), "{on_premises}");
    assert!(preset.advice.iter().any(|a| a.text.contains("EWS")), "EWS is on its way out");
}

/// CIR-17, CIR-18: the order of what is done in Cirrus Insight afterwards.
#[test]
fn cirrus_wants_its_domains_before_the_test() {
    let steps = cirrus().steps_after;
    let place = |words: &str| {
        let here = |step: &StepAfter| step.place == "Cirrus Insight" && step.text.contains(words);
        steps.iter().position(here).unwrap_or_else(|| panic!("no step says {words:?}"))
    };
    let (domains, add, test) = (place("Pre-define Domains"), place("Service Accounts > Add"), place("Run Test"));
    assert_eq!(domains, 0);
    assert!(domains < add && add < test);
}

/// CIR-19, CIR-20: the test that Cirrus does later is done before, and a mailbox outside the limit must be refused.
#[test]
fn cirrus_is_tried_on_the_test_mailbox_and_refused_outside_the_limit() {
    let preset = cirrus();
    let mailbox = preset.inputs.iter().find(|i| i.key == "test_mailbox").unwrap();
    assert!(mailbox.required && mailbox.kind == InputKind::Email);
    let tried: Vec<_> = preset.checks.iter().map(|c| (c.id.as_str(), c.expect_status, c.optional)).collect();
    assert_eq!(
        tried,
        [
            ("token", Some(200), false),
            ("calendar", Some(200), false),
            ("mail", Some(200), false),
            ("scope-negative", Some(403), true)
        ]
    );
    let limit = preset.limit_access.unwrap();
    assert_eq!((limit.exchange, limit.preferred.as_deref()), (true, Some("rbac")), "RBAC first");
}
