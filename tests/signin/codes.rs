//! Every AADSTS code that sign-in can meet: it has words, and its number and ids are kept.

use super::*;
use onramp::explain::{Page, explain};

/// What a person reads: id of the words, page, whether trying again makes sense.
fn read(error: &SignInError) -> (String, Option<Page>, bool) {
    let fault = error.fault();
    let details = &fault.details;
    assert!(details.code.as_ref().is_some_and(|code| code.starts_with("AADSTS")), "{error:?}");
    assert!(details.request_id.is_some() && details.client_request_id.is_some(), "{error:?}");
    assert!(details.date.is_some() && details.message.as_ref().is_some_and(|text| !text.contains("Trace ID")));
    let problem = explain(&fault);
    assert_eq!(problem.details, fault.details, "one click away");
    (problem.id, problem.page, problem.retry)
}

fn told(words: &str, page: Option<Page>, retry: bool) -> (String, Option<Page>, bool) {
    (words.to_owned(), page, retry)
}

async fn injected(at: &str, error: &str, code: u32) -> SignInError {
    let world = World::new().await;
    let fault = format!("*:{at}:error=400,{error},AADSTS{code}: Microsoft says why. More of it.").parse().unwrap();
    world.demo.misbehave(|misbehaviour| misbehaviour.faults.push(fault));
    world.sign_in(SignInRequest::for_setup(Some("contoso.example")), &Person::choosing(MEGAN)).await.unwrap_err()
}

#[tokio::test]
async fn every_refusal_of_a_person_has_words_and_keeps_its_number() {
    let app = Some(Page::App);
    let connect = Some(Page::Connect);
    let table = [
        (90002, "invalid_request", "tenant-unknown", connect, false),
        (90038, "invalid_request", "other-cloud", connect, false),
        (65001, "consent_required", "consent-missing", Some(Page::Permissions), true),
        (65002, "invalid_request", "client-may-not", connect, false),
        (65004, "access_denied", "consent-declined", connect, true),
        (90094, "access_denied", "admin-needed", connect, false),
        (50020, "invalid_grant", "account-elsewhere", connect, false),
        (50034, "invalid_grant", "account-unknown", app, false),
        (50053, "invalid_grant", "account-locked", None, false),
        (50055, "invalid_grant", "password-expired", None, false),
        (50057, "invalid_grant", "account-disabled", app, false),
        (50072, "interaction_required", "second-factor-setup", None, false),
        (50074, "interaction_required", "second-factor-needed", None, false),
        (50076, "interaction_required", "second-factor-needed", None, false),
        (50079, "interaction_required", "second-factor-setup", None, false),
        (50097, "interaction_required", "blocked-by-policy", None, false),
        (50105, "interaction_required", "account-not-assigned", None, false),
        (50126, "invalid_grant", "password-wrong", app, false),
        (50158, "interaction_required", "second-factor-needed", None, false),
        (50173, "invalid_grant", "sign-in-ended", connect, true),
        (53000, "interaction_required", "blocked-by-policy", None, false),
        (53001, "interaction_required", "blocked-by-policy", None, false),
        (53003, "access_denied", "blocked-by-policy", None, false),
        (530_032, "access_denied", "blocked-by-policy", None, false),
        (530_035, "access_denied", "blocked-by-defaults", None, false),
        (650_056, "invalid_client", "permission-not-listed", Some(Page::Permissions), false),
        (650_057, "invalid_resource", "permission-not-listed", Some(Page::Permissions), false),
        (700_016, "unauthorized_client", "app-unknown", None, true),
        (500_011, "invalid_resource", "api-missing", None, true),
        (70043, "invalid_grant", "sign-in-ended", connect, true),
        (700_082, "invalid_grant", "sign-in-ended", connect, true),
        (99999, "invalid_grant", "sign-in-refused", connect, true),
    ];
    for (code, error, words, page, retry) in table {
        for at in ["/oauth2/v2.0/authorize", "/oauth2/v2.0/token"] {
            let refused = injected(at, error, code).await;
            assert_eq!(read(&refused), told(words, page, retry), "{code} at {at}");
            assert_eq!(refused.fault().details.code, Some(format!("AADSTS{code}")));
        }
    }
}

#[tokio::test]
async fn the_demo_tenant_refuses_people_for_the_same_causes_as_microsoft() {
    let world = World::new().await;
    let as_whom = async |hint: &str, account: &'static str| {
        let request = SignInRequest::for_setup(Some(hint));
        world.sign_in(request, &Person::choosing(account)).await.unwrap_err().fault().kind
    };
    // A resource mailbox whose account is switched off; nobody; an account of another organization; a typing mistake.
    assert_eq!(as_whom("contoso.example", "ceo@contoso.example").await, FaultKind::Aadsts(50057));
    assert_eq!(as_whom("contoso.example", "nobody@contoso.example").await, FaultKind::Aadsts(50034));
    assert_eq!(as_whom("contoso.example", "adele@fabrikam.example").await, FaultKind::Aadsts(50034));
    let request = SignInRequest::for_setup(Some("contosso.example"));
    let error = world.sign_in(request, &Person::choosing(MEGAN)).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(90002));
}

#[tokio::test]
async fn a_code_offers_the_browser_whenever_a_rule_blocks_it() {
    let codes = [53003, 50097, 530_035, 53000, 53001, 53002, 53009, 530_032, 530_033, 530_034];
    for code in codes {
        let world = World::new().await;
        let fault = format!("POST:/oauth2/v2.0/token:error=400,access_denied,AADSTS{code}: Blocked.").parse().unwrap();
        world.demo.misbehave(|misbehaviour| misbehaviour.faults.push(fault));
        let request = SignInRequest::for_setup(Some("contoso.example"));
        let (network, cloud, clock) = (&world.network, &world.cloud, &world.clock);
        let error = sign_in_with_code(network, cloud, request, clock, &world.cancel, &|_| ()).await.unwrap_err();
        assert!(matches!(error, SignInError::CodeBlocked(_)), "{code}: {error:?}");
        assert_eq!(read(&error), told("code-blocked", Some(Page::Connect), false), "the page has the other way");
    }
}
