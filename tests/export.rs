//! Files for the product: their exact text, and how they reach the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use onramp::explain::FaultKind;
use onramp::export::{ExportError, ExportFormat, render, save};
use onramp::plan::{Draft, Plan};
use onramp::preset::{self, PermissionIds, Preset};
use onramp::setup::{GrantedPermission, MadeSecret, Outcome};
use onramp::types::{ClientId, KeyId, ObjectId, SecretValue, SetupId, TenantId};
use uuid::Uuid;

const SECRET: &str = "Abc8Q~not.a_real-secret~value";

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x1111_1111_2222_4333_8444_0000_0000_0000 + last)
}

fn plan(preset: &Preset, inputs: &[(&str, &str)]) -> Plan {
    let mut draft = Draft::new(preset);
    for (key, value) in inputs {
        draft.inputs.insert((*key).to_owned(), (*value).to_owned());
    }
    draft.plan(preset, &PermissionIds::built_in().unwrap()).unwrap()
}

fn outcome(plan: &Plan) -> Outcome {
    Outcome {
        setup: SetupId::new(id(1)),
        tenant: TenantId::new(id(2)),
        client: ClientId::new(id(3)),
        application: ObjectId::new(id(4)),
        service_principal: ObjectId::new(id(5)),
        secret: Some(MadeSecret {
            key: KeyId::new(id(6)),
            value: Some(SecretValue::new(SECRET.to_owned())),
            end: "2027-11-21T10:00:00Z".parse().unwrap(),
            in_keychain: true,
        }),
        permissions: plan
            .permissions
            .iter()
            .map(|p| GrantedPermission { api: p.api, kind: p.kind, name: p.name.clone(), granted: true })
            .collect(),
        approval_link: "https://login.microsoftonline.com/t/adminconsent?client_id=c".to_owned(),
    }
}

fn cirrus() -> (Preset, Plan, Outcome) {
    let preset = preset::by_id("cirrus-insight-service-account").unwrap();
    let plan = plan(&preset, &[("test_mailbox", "alex@contoso.example")]);
    let outcome = outcome(&plan);
    (preset, plan, outcome)
}

fn text(format: ExportFormat) -> String {
    let (preset, plan, outcome) = cirrus();
    render(format, &preset, &plan, &outcome).unwrap().expose().to_owned()
}

#[test]
fn the_text_speaks_the_products_words() {
    insta::assert_snapshot!(text(ExportFormat::Text), @r"
    # Cirrus Insight
    Client Id: 11111111-2222-4333-8444-000000000003
    Client Secret: Abc8Q~not.a_real-secret~value
    Test Account: alex@contoso.example

    # For your records
    Application: Cirrus Insight Service Account
    Directory (tenant) ID: 11111111-2222-4333-8444-000000000002
    Client secret ends: 2027-11-21T10:00:00Z
    # Secret ID (not the secret): 11111111-2222-4333-8444-000000000006
    ");
}

#[test]
fn the_env_file_quotes_everything_singly() {
    insta::assert_snapshot!(text(ExportFormat::Env), @r"
    # Cirrus Insight
    CLIENT_ID='11111111-2222-4333-8444-000000000003'
    TENANT_ID='11111111-2222-4333-8444-000000000002'
    CLIENT_SECRET='Abc8Q~not.a_real-secret~value'
    CLIENT_SECRET_EXPIRES='2027-11-21T10:00:00Z'
    TEST_MAILBOX='alex@contoso.example'
    ");
}

#[test]
fn every_form_says_that_an_administrator_has_yet_to_approve() {
    let (preset, plan, mut outcome) = cirrus();
    outcome.permissions[1].granted = false;
    let told = |format| render(format, &preset, &plan, &outcome).unwrap().expose().to_owned();
    assert!(told(ExportFormat::Text).contains("# Not approved yet: the product cannot sign in"));
    assert!(told(ExportFormat::Env).contains("# Not approved yet: the product cannot sign in"));
    assert!(told(ExportFormat::Json).contains("\"status\": \"awaitingApproval\""));
}

#[test]
fn the_json_has_stable_keys() {
    insta::assert_snapshot!(text(ExportFormat::Json), @r#"
    {
      "format": 1,
      "product": "Cirrus Insight",
      "preset": "cirrus-insight-service-account",
      "applicationName": "Cirrus Insight Service Account",
      "clientId": "11111111-2222-4333-8444-000000000003",
      "tenantId": "11111111-2222-4333-8444-000000000002",
      "status": "approved",
      "objectId": "11111111-2222-4333-8444-000000000004",
      "servicePrincipalId": "11111111-2222-4333-8444-000000000005",
      "secret": {
        "value": "Abc8Q~not.a_real-secret~value",
        "keyId": "11111111-2222-4333-8444-000000000006",
        "endDateTime": "2027-11-21T10:00:00Z"
      },
      "permissions": [
        {
          "api": "graph",
          "kind": "application",
          "name": "Calendars.Read",
          "granted": true
        },
        {
          "api": "graph",
          "kind": "application",
          "name": "Calendars.ReadWrite",
          "granted": true
        },
        {
          "api": "graph",
          "kind": "application",
          "name": "Mail.Read",
          "granted": true
        },
        {
          "api": "graph",
          "kind": "application",
          "name": "Mail.ReadWrite",
          "granted": true
        }
      ],
      "inputs": {
        "test_mailbox": "alex@contoso.example"
      },
      "fields": {
        "Client Id": "11111111-2222-4333-8444-000000000003",
        "Client Secret": "Abc8Q~not.a_real-secret~value",
        "Test Account": "alex@contoso.example"
      }
    }
    "#);
}

#[test]
fn the_secret_id_is_never_the_value_of_a_field() {
    for preset in preset::built_in().unwrap() {
        for field in preset.exports.iter().flat_map(|export| &export.fields) {
            assert!(!field.value.contains("key") && field.value != "secret_id", "{}: {}", preset.id, field.label);
        }
    }
    let remark = "# Secret ID (not the secret): 11111111-2222-4333-8444-000000000006";
    assert!(text(ExportFormat::Text).lines().all(|line| line == remark || !line.contains("000000000006")));
    assert!(!text(ExportFormat::Env).contains("000000000006"));
}

#[test]
fn without_the_secrets_value_nothing_is_written() {
    let (preset, plan, mut outcome) = cirrus();
    if let Some(secret) = &mut outcome.secret {
        secret.value = None;
    }
    for format in ExportFormat::ALL {
        let error = render(format, &preset, &plan, &outcome).unwrap_err();
        assert!(matches!(error, ExportError::SecretUnknown));
        assert_eq!(error.fault().kind, FaultKind::Own("secret-unknown"));
    }
    outcome.secret = None;
    assert!(matches!(render(ExportFormat::Env, &preset, &plan, &outcome), Err(ExportError::SecretUnknown)));
}

#[test]
fn the_env_file_refuses_what_programs_read_differently() {
    for value in ["o'brien@contoso.example", r"back\slash", "${HOME}", "two\nlines"] {
        let (preset, mut plan, outcome) = cirrus();
        plan.inputs.insert("test_mailbox".to_owned(), value.to_owned());
        match render(ExportFormat::Env, &preset, &plan, &outcome) {
            Err(ExportError::Unwritable { key }) => assert_eq!(key, "TEST_MAILBOX"),
            other => panic!("{value:?}: {other:?}"),
        }
        assert!(render(ExportFormat::Json, &preset, &plan, &outcome).is_ok());
    }
}

#[test]
fn an_input_cannot_take_the_place_of_a_value_of_ours() {
    let (preset, mut plan, outcome) = cirrus();
    plan.inputs.insert("client_id".to_owned(), "mine".to_owned());
    let rendered = render(ExportFormat::Env, &preset, &plan, &outcome).unwrap();
    assert!(rendered.expose().contains("\nINPUT_CLIENT_ID='mine'\n"));
    assert_eq!(rendered.expose().matches("\nCLIENT_ID=").count(), 1);
}

#[test]
fn a_field_with_a_condition_shows_only_when_it_holds() {
    let (mut preset, mut plan, outcome) = cirrus();
    preset.exports[0].fields[2].when = Some("edition=old".to_owned());
    let shown = |plan: &Plan| render(ExportFormat::Text, &preset, plan, &outcome).unwrap().expose().contains("Test A");
    assert!(!shown(&plan));
    plan.inputs.insert("edition".to_owned(), "old".to_owned());
    assert!(shown(&plan));
}

#[test]
fn a_product_without_a_secret_gets_its_other_values() {
    let (preset, mut plan, mut outcome) = cirrus();
    plan.secret = None;
    outcome.secret = None;
    let rendered = render(ExportFormat::Text, &preset, &plan, &outcome).unwrap();
    assert!(rendered.expose().contains("Client Id: ") && !rendered.expose().contains("Secret"));
}

#[test]
fn debugging_a_rendered_file_shows_nothing_of_it() {
    let (preset, plan, outcome) = cirrus();
    let shown = format!("{:?}", render(ExportFormat::Json, &preset, &plan, &outcome));
    assert_eq!(shown, "Ok(Rendered([redacted]))");
}

// --- On the disk ---

fn rendered() -> onramp::export::Rendered {
    let (preset, plan, outcome) = cirrus();
    render(ExportFormat::Env, &preset, &plan, &outcome).unwrap()
}

#[test]
fn a_saved_file_is_whole_and_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.env");
    let saved = save(&path, &rendered(), false).unwrap();
    assert_eq!(saved, path);
    assert_eq!(fs::read_to_string(&path).unwrap(), text(ExportFormat::Env));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.env");
    fs::write(&path, "mine").unwrap();
    let error = save(&path, &rendered(), false).unwrap_err();
    assert!(matches!(&error, ExportError::Exists { path: there } if *there == path));
    assert_eq!(error.fault().kind, FaultKind::Own("file-exists"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    save(&path, &rendered(), true).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text(ExportFormat::Env));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_missing_folder_is_told_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("not-there");
    let error = save(&missing.join("values.env"), &rendered(), false).unwrap_err();
    assert!(matches!(&error, ExportError::NoFolder { path } if *path == missing));
    assert_eq!(error.fault().kind, FaultKind::Own("no-folder"));
    assert!(!missing.exists());
}

#[test]
fn a_folder_or_nothing_is_no_file_name() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), "".into(), "/".into(), folder.path().join("new/")] {
        let error = save(&path, &rendered(), true).unwrap_err();
        assert!(matches!(error, ExportError::NotAFile { .. }), "{path:?}: {error}");
        assert_eq!(error.fault().kind, FaultKind::Own("not-a-file"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_cannot_be_written_is_told_with_its_reason() {
    // Nobody, not even the system's administrator, can make files here.
    let error = save("/proc/onramp.env".as_ref(), &rendered(), true).unwrap_err();
    let fault = error.fault();
    assert!(matches!(fault.kind, FaultKind::Own("disk" | "not-allowed-there")), "{fault:?}");
    assert!(!fault.details.message.unwrap().contains(SECRET));
}
