//! The way through the browser and back.

use super::*;

#[tokio::test]
async fn signing_in_gives_the_account_and_a_token_that_graph_accepts() {
    let world = World::new().await;
    let session = world.megan().await;
    let account = session.account();
    assert_eq!((account.name.as_str(), account.username.as_str()), ("Megan Bowen", MEGAN));
    assert_eq!(account.tenant, TenantId::new(CONTOSO));
    let token = session.token(None).await.unwrap();
    assert_eq!(world.graph_says(&token).await, 200);
}

#[tokio::test]
async fn the_browser_ends_on_a_page_without_the_code_in_its_address() {
    let world = World::new().await;
    let person = Person::choosing(MEGAN);
    let mut request = SignInRequest::for_setup(None);
    request.landing = LandingPage { title: "Done & <b>dusted</b>".to_owned(), ..LandingPage::default() };
    world.sign_in(request, &person).await.unwrap();
    let (address, page) = person.last_page().await;
    assert_eq!((address.path(), address.query()), ("/", None));
    assert!(page.contains("<h1>Done &amp; &lt;b&gt;dusted&lt;/b&gt;</h1>"), "{page}");
    assert!(page.contains("You can close this page and go back to Onramp."));
    // Nor does any address on the way back hold it: browsers keep those that only redirect, too.
    let asked = world.demo.requests().into_iter().find(|request| request.path.contains("/authorize?")).unwrap();
    assert!(asked.path.contains("response_mode=form_post"), "{}", asked.path);
    assert!(!["http:", "https:", "src=", "<script", "<link"].iter().any(|outside| page.contains(outside)), "{page}");
}

#[tokio::test]
async fn the_address_carries_pkce_state_nonce_and_our_redirect() {
    let world = World::new().await;
    let seen = Mutex::new(String::new());
    let told = |address: &str| address.clone_into(&mut seen.lock().unwrap());
    let person = Person::choosing(MEGAN);
    let request = SignInRequest::for_setup(Some(" contoso.example "));
    sign_in(&world.network, &world.cloud, request, &person, &world.clock, &world.cancel, &told).await.unwrap();
    let address = Url::parse(&seen.into_inner().unwrap()).unwrap();
    let field = |name: &str| address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert!(address.path().contains(&CONTOSO.to_string()), "{address}");
    assert_eq!(field("client_id"), AZURE_CLI);
    assert_eq!(field("response_type"), "code");
    assert_eq!((field("code_challenge_method").as_str(), field("code_challenge").len()), ("S256", 43));
    assert!(field("state").len() >= 32 && field("nonce").len() >= 32 && field("state") != field("nonce"));
    assert_eq!(field("scope"), format!("{}.default offline_access openid profile", world.cloud.graph));
    assert_eq!(field("prompt"), "select_account");
    let redirect = Url::parse(&field("redirect_uri")).unwrap();
    assert_eq!((redirect.scheme(), redirect.host_str()), ("http", Some("localhost")));
    assert!(!field("redirect_uri").ends_with('/') && redirect.port().is_some());
}

#[tokio::test]
async fn an_account_as_hint_is_filled_in_at_its_organization() {
    let world = World::new().await;
    let seen = Mutex::new(String::new());
    let told = |address: &str| address.clone_into(&mut seen.lock().unwrap());
    let request = SignInRequest::for_setup(Some("adele@fabrikam.example"));
    let person = Person::choosing("adele@fabrikam.example");
    let session =
        sign_in(&world.network, &world.cloud, request, &person, &world.clock, &world.cancel, &told).await.unwrap();
    assert_eq!(session.account().tenant, TenantId::new(FABRIKAM));
    let address = Url::parse(&seen.into_inner().unwrap()).unwrap();
    assert!(address.query_pairs().any(|(key, value)| key == "login_hint" && value == "adele@fabrikam.example"));
    assert!(!address.query_pairs().any(|(key, _)| key == "prompt"));
}

#[tokio::test]
async fn what_is_no_domain_is_refused_before_anything_is_sent() {
    let world = World::new().await;
    for hint in ["contoso", "contoso.example/../x", "a b@contoso.example", "@contoso.example", "?.example", "a..b"] {
        let error = world.sign_in(SignInRequest::for_setup(Some(hint)), &Nobody { opens: true }).await.unwrap_err();
        assert!(matches!(error, SignInError::Hint), "{hint}: {error}");
    }
    assert!(world.demo.requests().is_empty());
}

#[tokio::test]
async fn an_unknown_organization_keeps_microsofts_code_and_ids() {
    let world = World::new().await;
    let request = SignInRequest::for_setup(Some("nobody.example"));
    let fault = world.sign_in(request, &Nobody { opens: true }).await.unwrap_err().fault();
    assert_eq!(fault.kind, FaultKind::Aadsts(90_002));
    assert_eq!(fault.details.code.as_deref(), Some("AADSTS90002"));
    assert!(Uuid::parse_str(&fault.details.request_id.unwrap()).is_ok());
    assert!(Uuid::parse_str(&fault.details.client_request_id.unwrap()).is_ok());
}

#[tokio::test]
async fn saying_no_on_microsofts_page_ends_the_sign_in() {
    let world = World::new().await;
    let person = Person { choice: vec![("cancel", "1")], ..Person::default() };
    let error = world.sign_in(SignInRequest::for_setup(None), &person).await.unwrap_err();
    assert_eq!(error.fault().kind, FaultKind::Aadsts(65_004));
    assert!(Uuid::parse_str(&error.fault().details.request_id.unwrap()).is_ok(), "the id in the description is kept");
    let (address, page) = person.last_page().await;
    assert_eq!((address.path(), address.query()), ("/", None));
    assert!(page.contains("You are not signed in"));
}

#[tokio::test]
async fn without_a_browser_the_address_can_be_opened_by_hand() {
    let world = World::new().await;
    let person = Person::choosing(MEGAN);
    let told = |address: &str| drop(person.open(address));
    let request = SignInRequest::for_setup(None);
    let nobody = Nobody { opens: false };
    let session =
        sign_in(&world.network, &world.cloud, request, &nobody, &world.clock, &world.cancel, &told).await.unwrap();
    assert_eq!(session.account().username, MEGAN);
    assert!(person.last_page().await.1.contains("Back to Onramp"));
}
