//! Keeping tokens fresh.

use super::*;

#[tokio::test]
async fn a_token_is_reused_until_shortly_before_its_end() {
    let world = World::new().await;
    let session = world.megan().await;
    let first = session.token(None).await.unwrap();
    world.wait(50).await;
    assert_eq!(session.clone().token(None).await.unwrap(), first);
    assert_eq!(world.token_requests(), 1);
    world.wait(40).await;
    let second = session.token(None).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(world.graph_says(&second).await, 200);
    assert_eq!(world.token_requests(), 2);
    let path = world.demo.requests().iter().rev().find(|r| r.path.contains("token")).unwrap().path.clone();
    assert_eq!(path, format!("/{CONTOSO}/oauth2/v2.0/token"), "the organization's own address");
}

#[tokio::test]
async fn many_callers_share_one_renewal() {
    let world = World::new().await;
    let session = world.megan().await;
    world.wait(120).await;
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.token(None).await.unwrap() })
        })
        .collect();
    let mut tokens = Vec::new();
    for call in calls {
        tokens.push(call.await.unwrap());
    }
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn a_token_that_graph_refused_is_never_given_out_again() {
    let world = World::new().await;
    let session = world.megan().await;
    let first = session.token(None).await.unwrap();
    let second = session.token(Some(&first)).await.unwrap();
    assert_ne!(first, second);
    // Somebody else who was refused the old one gets the new one without asking again.
    assert_eq!(session.token(Some(&first)).await.unwrap(), second);
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn a_revoked_sign_in_has_ended() {
    let world = World::new().await;
    let session = world.megan().await;
    let token = session.token(None).await.unwrap();
    assert!(world.demo.revoke_sessions(MEGAN));
    let fault = session.token(Some(&token)).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Own("sign-in-ended"));
    assert!(fault.details.code.unwrap().starts_with("AADSTS"));
    let asked = world.token_requests();
    assert_eq!(session.token(None).await.unwrap_err().kind, FaultKind::Own("sign-in-ended"));
    assert_eq!(world.token_requests(), asked, "what has ended is not asked for again");
}

#[tokio::test]
async fn without_a_network_a_token_serves_to_its_end() {
    let world = World::new().await;
    let session = world.megan().await;
    let token = session.token(None).await.unwrap();
    let World { demo, clock, .. } = world;
    drop(demo);
    clock.sleep(Duration::from_mins(56)).await;
    assert_eq!(session.token(None).await.unwrap(), token);
    clock.sleep(Duration::from_hours(1)).await;
    let FaultKind::Own(id) = session.token(None).await.unwrap_err().kind else { panic!("not the network") };
    assert!(id.starts_with("network-"), "{id}");
}

#[tokio::test]
async fn signing_out_forgets_the_tokens_of_all_clones() {
    let world = World::new().await;
    let session = world.megan().await;
    session.clone().sign_out().await;
    assert_eq!(session.token(None).await.unwrap_err().kind, FaultKind::Own("sign-in-ended"));
}

#[tokio::test]
async fn a_session_does_not_show_its_tokens() {
    let world = World::new().await;
    let session = world.megan().await;
    let token = session.token(None).await.unwrap();
    let shown = format!("{session:?}");
    assert!(shown.contains("Megan Bowen") && !shown.contains(token.expose()), "{shown}");
}

#[tokio::test]
async fn what_was_shown_quietly_is_shown_quietly_again_but_no_token_is_asked_for_twice_with_the_same_demand() {
    let world = World::new().await;
    let demand = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let mut request = SignInRequest::for_setup(None);
    request.claims = Some(demand.to_owned());
    let session = world.sign_in(request, &Person::choosing(MEGAN)).await.unwrap();
    let first = session.token(None).await.unwrap();
    let second = session.challenged(&first, demand).await.unwrap();
    assert_ne!(first, second);
    let asked = world.token_requests();
    let fault = session.challenged(&second, demand).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Own("sign-in-challenged"), "it does not help: only the person can");
    assert_eq!(world.token_requests(), asked);
    // Hours later, the token was renewed for its age alone.
    world.wait(90).await;
    let third = session.token(None).await.unwrap();
    assert_ne!(third, second);
    assert_ne!(session.challenged(&third, demand).await.unwrap(), third);
}
