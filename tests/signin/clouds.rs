//! Finding the cloud of an organization before anybody signs in.

use super::wrong_answers::Fake;
use super::*;

const TENANT: &str = "aaaa1111-0000-4000-8000-000000000001";

/// A sign-in server that knows one organization and says where it is.
async fn server(region: Value, elsewhere: Option<String>) -> Fake {
    Fake::new(|origin| {
        let login = elsewhere.unwrap_or_else(|| origin.to_owned());
        let mut document = json!({
            "issuer": format!("{login}/{TENANT}/v2.0"),
            "token_endpoint": format!("{login}/{TENANT}/oauth2/v2.0/token"),
        });
        for (key, value) in region.as_object().unwrap() {
            document[key] = value.clone();
        }
        let missing = json!({"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."});
        Router::new().route(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            get(async move |axum::extract::Path(tenant): axum::extract::Path<String>| {
                if tenant == "contoso.com" {
                    Json(document).into_response()
                } else {
                    (StatusCode::BAD_REQUEST, Json(missing)).into_response()
                }
            }),
        )
    })
    .await
}

/// A cloud of the built-in data, at another address.
fn known(id: &str, at: &Fake) -> KnownCloud {
    let mut one = KnownCloud::all().unwrap().into_iter().find(|one| one.cloud.id == id).unwrap();
    one.cloud.login = at.cloud.login.clone();
    one
}

async fn ask(start: &KnownCloud, chosen: bool, all: &[KnownCloud], hint: &str) -> Result<Option<Located>, SignInError> {
    let network = Network::new(&NetworkOptions::default()).unwrap();
    locate(&network, &start.cloud, chosen, all, hint).await
}

#[tokio::test]
async fn each_cloud_is_known_by_what_microsoft_says_about_the_organization() {
    for (expected, region) in [
        ("global", json!({"tenant_region_scope": "EU", "cloud_instance_name": "microsoftonline.com"})),
        ("gcc", json!({"tenant_region_sub_scope": "GCC", "cloud_instance_name": "microsoftonline.com"})),
        ("gcchigh", json!({"tenant_region_sub_scope": "DODCON", "cloud_instance_name": "microsoftonline.us"})),
        ("dod", json!({"tenant_region_sub_scope": "DOD", "cloud_instance_name": "microsoftonline.us"})),
        ("dod", json!({"cloud_instance_name": "microsoftonline.us", "msgraph_host": "dod-graph.microsoft.us"})),
        ("gcchigh", json!({"cloud_instance_name": "microsoftonline.us", "msgraph_host": "graph.microsoft.us"})),
        ("china", json!({"cloud_instance_name": "partner.microsoftonline.cn"})),
    ] {
        let fake = server(region.clone(), None).await;
        let all = ["global", "gcc", "gcchigh", "dod", "china"].map(|id| known(id, &fake));
        for hint in ["contoso.com", " megan@Contoso.com "] {
            let found = ask(&all[0], false, &all, hint).await.unwrap().unwrap();
            assert_eq!(found.cloud.id, expected, "{region}");
            assert_eq!((found.tenant.to_string().as_str(), found.name.as_str()), (TENANT, "contoso.com"));
        }
    }
}

#[tokio::test]
async fn the_worldwide_cloud_points_at_another_one() {
    let high = server(json!({}), None).await;
    let there = high.cloud.login.as_str().trim_end_matches('/').to_owned();
    let region = json!({"tenant_region_sub_scope": "DODCON", "cloud_instance_name": "microsoftonline.us"});
    let global = server(region, Some(there)).await;
    let all = [known("global", &global), known("gcchigh", &high)];
    let found = ask(&all[0], false, &all, "contoso.com").await.unwrap().unwrap();
    assert_eq!(found.cloud, all[1].cloud);
    // Whoever chose the worldwide cloud is told that it is the wrong one.
    let error = ask(&all[0], true, &all, "contoso.com").await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Own("other-cloud"));
}

#[tokio::test]
async fn an_organization_that_the_worldwide_cloud_does_not_know_is_looked_for_in_the_others() {
    let empty = Fake::always(|| {
        let missing = json!({"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."});
        (StatusCode::BAD_REQUEST, Json(missing)).into_response()
    })
    .await;
    let china = server(json!({"cloud_instance_name": "partner.microsoftonline.cn"}), None).await;
    let all = [known("global", &empty), known("china", &china)];
    assert_eq!(ask(&all[0], false, &all, "contoso.com").await.unwrap().unwrap().cloud.id, "china");
    let error = ask(&all[0], true, &all, "contoso.com").await.unwrap_err();
    assert!(matches!(error, SignInError::OtherCloud { .. }), "{error}");
    let error = ask(&all[0], false, &all, "nobody.example").await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(90_002), "no cloud knows it");
}

#[tokio::test]
async fn a_cloud_that_nobody_knows_is_not_taken_for_a_known_one() {
    let region = json!({"cloud_instance_name": "microsoftonline.com"});
    let fake = server(region, Some("https://login.evil.example".to_owned())).await;
    let all = [known("global", &fake)];
    let error = ask(&all[0], false, &all, "contoso.com").await.unwrap_err();
    assert!(matches!(&error, SignInError::OtherCloud { host } if host == "login.evil.example"), "{error}");
}

#[tokio::test]
async fn without_a_domain_nothing_is_asked() {
    let nobody = Fake::always(|| panic!("asked")).await;
    let all = [known("global", &nobody)];
    assert_eq!(ask(&all[0], false, &all, " ").await.unwrap(), None);
    assert!(matches!(ask(&all[0], false, &all, "contoso").await, Err(SignInError::Hint)));
}
