//! The demo tenant against Microsoft's recorded answers, its OpenAPI description and its error bodies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

#[path = "demo_graph_support/compare.rs"]
mod compare;
mod demo_graph_support;
#[path = "demo_graph_support/errors.rs"]
mod errors;
#[path = "demo_graph_support/reference.rs"]
mod reference;
#[path = "demo_graph_support/replay.rs"]
mod replay;
#[path = "demo_graph_support/tour.rs"]
mod tour;

/// Recordings that the demo tenant does not answer, and why.
const NOT_REPLAYED: &[(&str, &str)] = &[
    ("application-addpassword-2026-beta", "recorded on /beta"),
    ("federatedidentitycredential-create-beta", "recorded on /beta"),
    ("federatedidentitycredentials-list-beta", "recorded on /beta"),
    ("errors", "not an exchange: see the test of error bodies"),
];

/// Described operations that the demo tenant does not offer.
const NOT_OFFERED: &[&str] = &[
    "/applications/{application-id}/addKey",
    "/applications/{application-id}/removeKey",
    "/applications/{application-id}/federatedIdentityCredentials",
    "/applications/{application-id}/federatedIdentityCredentials/{federatedIdentityCredential-id}",
    "/servicePrincipals/{servicePrincipal-id}/addPassword",
    "/servicePrincipals/{servicePrincipal-id}/removePassword",
    "/applicationTemplates",
    "/applicationTemplates/{applicationTemplate-id}/instantiate",
    "/$batch", // the server's business
];

/// Error bodies that say with other words what the demo tenant says too.
const NOT_SPOKEN: &[&str] =
    &["EntitlementGrant entry already exists.", "Request_BadRequest Permission entry already exists."];

#[test]
fn recorded_requests_get_the_recorded_answers() {
    let Some(folder) = reference::folder() else { return };
    let mut replayed = Vec::new();
    let mut differences = Vec::new();
    for (name, found) in replay::all(&folder) {
        differences.extend(found.into_iter().map(|line| format!("{name}: {line}")));
        replayed.push(name);
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    let silent: Vec<String> = reference::recordings(&folder)
        .into_iter()
        .filter(|name| !replayed.contains(name) && !NOT_REPLAYED.iter().any(|(not, _)| not == name))
        .collect();
    assert!(silent.is_empty(), "neither replayed nor excused: {silent:?}");
}

#[test]
fn every_answer_of_a_tour_is_as_described() {
    let Some(folder) = reference::folder() else { return };
    let description = reference::Description::load(&folder);
    let wrong = serde_json::json!({ "value": [{ "displayName": 3 }] });
    assert!(description.objection("GET", "/applications", 200, Some(&wrong)).is_some(), "the check checks nothing");
    let visits = tour::all();
    let objections: Vec<String> = visits
        .iter()
        .filter_map(|v| description.objection(v.method, v.template, v.answer.status, v.answer.body.as_ref()))
        .collect();
    assert!(objections.is_empty(), "\n{}", objections.join("\n"));
    for visit in &visits {
        assert!(visit.answer.status < 300, "{} {}: {:?}", visit.method, visit.template, visit.answer);
    }
    let missed: Vec<_> = description
        .operations()
        .into_iter()
        .filter(|(_, path)| !NOT_OFFERED.contains(&path.as_str()))
        .filter(|(method, path)| !visits.iter().any(|v| v.method == method && v.template == path))
        .collect();
    assert!(missed.is_empty(), "described, but not on the tour: {missed:?}");
}

#[test]
fn refusals_use_microsofts_words() {
    let Some(folder) = reference::folder() else { return };
    let description = reference::Description::load(&folder);
    let spoken = errors::all();
    let listed = reference::recording(&folder, "errors");
    for entry in listed["errors"].as_array().unwrap() {
        let wanted = errors::Words::of(entry["status"].as_u64().unwrap(), &entry["body"]);
        if NOT_SPOKEN.iter().any(|not| format!("{} {}", wanted.code, wanted.message).ends_with(not)) {
            continue;
        }
        let said = spoken
            .iter()
            .any(|answer| wanted.matches(&errors::Words::of(u64::from(answer.status), answer.body.as_ref().unwrap())));
        assert!(said, "nobody said {} {}: {}", wanted.status, wanted.code, wanted.message);
    }
    for answer in &spoken {
        let objection = description.objection("GET", "/applications", answer.status, answer.body.as_ref());
        assert_eq!(objection, None);
    }
}
