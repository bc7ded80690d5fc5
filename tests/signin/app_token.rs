//! An app's own token.

use super::*;

#[tokio::test]
async fn a_wrong_secret_keeps_microsofts_code_and_never_the_secret() {
    let world = World::new().await;
    let secret = SecretValue::new("not-the-right-one".to_owned());
    let app = world.demo.with_store(|store| {
        let tenant = &mut store.tenants[0];
        let principal = tenant.service_principals[0].clone();
        let id = Uuid::from_u128(77);
        tenant.service_principals.push(onramp::demo::store::ServicePrincipal { id, app_id: id, ..principal });
        tenant.applications.push(onramp::demo::store::Application {
            id,
            app_id: id,
            unique_name: None,
            created: start() - jiff::SignedDuration::from_hours(1),
            deleted: None,
            secrets: Vec::new(),
            owners: Vec::new(),
            certificates: std::collections::BTreeMap::new(),
            body: serde_json::Map::new(),
        });
        ClientId::new(id)
    });
    let scope = format!("{}.default", world.cloud.graph);
    let tenant = TenantId::new(CONTOSO);
    let error = app_token(&world.network, &world.cloud, tenant, app, &secret, &scope, &world.cancel).await.unwrap_err();
    let fault = error.fault();
    assert_eq!(fault.kind, FaultKind::Aadsts(7_000_215));
    assert!(fault.details.request_id.is_some() && fault.details.client_request_id.is_some());
    assert!(!format!("{error:?} {error} {fault:?}").contains(secret.expose()));

    world.cancel.cancel();
    let error = app_token(&world.network, &world.cloud, tenant, app, &secret, &scope, &world.cancel).await.unwrap_err();
    assert!(matches!(error, SignInError::Cancelled));
}
