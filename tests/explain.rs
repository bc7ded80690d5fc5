//! Errors in words: every code that is known has all its words, and every code that the code uses is known.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onramp::explain::{Details, Fault, FaultKind, Page, Problem, explain};
use onramp::text::Texts;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn table() -> toml::Table {
    toml::from_str(&std::fs::read_to_string(root().join("assets/explain.toml")).unwrap()).unwrap()
}

fn of(kind: FaultKind) -> Problem {
    explain(&Fault { kind, details: Details::default() })
}

/// The kinds of fault that a table of codes names: the format is the same in `assets` and in the reference.
fn kinds(table: &toml::Table) -> Vec<FaultKind> {
    let keys = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let aadsts = keys("aadsts").into_iter().map(|(key, _)| FaultKind::Aadsts(key.parse().unwrap()));
    let graph = keys("graph").into_iter().filter_map(|(key, _)| {
        let (status, code) = key.split_once(' ')?;
        Some(FaultKind::Graph { status: status.parse().unwrap(), code: code.to_owned() })
    });
    aadsts.chain(graph).collect()
}

fn assert_has_words(texts: &Texts, words: &str) {
    let id = format!("problem-{words}");
    assert!(texts.has(&id), "{id} has no message");
    for part in ["means", "todo"] {
        assert!(texts.loader().has_attr(&id, part), "{id} has no .{part}");
    }
}

#[test]
fn every_known_code_says_what_happened_what_it_means_and_what_to_do() {
    let (texts, table) = (Texts::english(), table());
    for part in ["aadsts", "graph", "own"] {
        for (key, line) in table[part].as_table().unwrap() {
            let words = line.get("words").and_then(toml::Value::as_str).unwrap_or(key);
            assert_has_words(&texts, words);
        }
    }
}

#[test]
fn no_words_are_left_without_a_code() {
    let ftl = std::fs::read_to_string(root().join("assets/i18n/en/onramp.ftl")).unwrap();
    let used = table().to_string();
    for line in ftl.lines() {
        if let Some((words, _)) = line.strip_prefix("problem-").and_then(|rest| rest.split_once(" =")) {
            assert!(used.contains(words), "nothing leads to problem-{words}");
        }
    }
}

#[test]
fn the_words_are_sentences_for_people() {
    let (texts, table) = (Texts::english(), table());
    let mut seen = BTreeSet::new();
    for part in ["aadsts", "graph", "own"] {
        for (key, line) in table[part].as_table().unwrap() {
            let words = line.get("words").and_then(toml::Value::as_str).unwrap_or(key);
            if !seen.insert(words.to_owned()) {
                continue;
            }
            let problem = Problem {
                id: words.to_owned(),
                args: vec![("hint".into(), "Advice.".into()), ("roles".into(), "Mail.Read".into())],
                details: Details::default(),
                retry: false,
                page: None,
            };
            let text = texts.problem(&problem);
            assert!(!text.happened.ends_with('.') && text.happened.len() < 80, "{words}: {}", text.happened);
            for sentence in [&text.means, &text.todo] {
                assert!(sentence.ends_with('.'), "{words}: {sentence}");
                assert!(!sentence.contains("AADSTS") && !sentence.contains('$'), "{words}: {sentence}");
            }
        }
    }
    assert!(seen.len() > 40);
}

#[test]
fn every_page_and_flag_of_the_table_is_understood() {
    for (id, page) in
        [("secret-unknown", Page::Secret), ("sign-in-hint", Page::Connect), ("unknown-permission", Page::Permissions)]
    {
        assert_eq!(of(FaultKind::Own(id)).page, Some(page));
    }
    assert!(of(FaultKind::Own("network-dns")).retry);
    assert!(!of(FaultKind::Own("file-exists")).retry);
    assert_eq!(of(FaultKind::Aadsts(50011)).page, Some(Page::Account));
}

#[test]
fn the_secret_id_in_place_of_the_value_is_explained_as_such() {
    let problem = of(FaultKind::Aadsts(7_000_215));
    assert_eq!(problem.page, Some(Page::Secret));
    assert!(Texts::english().problem(&problem).todo.contains("not the Secret ID"));
}

#[test]
fn an_error_of_graph_is_found_by_status_and_code_then_by_code_then_by_status() {
    let graph = |status, code: &str| of(FaultKind::Graph { status, code: code.to_owned() }).id;
    assert_eq!(graph(403, "ErrorAccessDenied"), "mailbox-refused");
    assert_eq!(graph(400, "Directory_QuotaExceeded"), "quota");
    assert_eq!(graph(403, "SomethingNew"), "service-refuses");
    assert_eq!(graph(418, "Teapot"), "unexpected");
}

#[test]
fn an_unknown_code_keeps_its_details() {
    let details = Details {
        code: Some("AADSTS123456".to_owned()),
        request_id: Some("11111111-2222-3333-4444-555555555555".to_owned()),
        ..Details::default()
    };
    let problem = explain(&Fault { kind: FaultKind::Aadsts(123_456), details: details.clone() });
    assert_eq!((problem.id.as_str(), problem.details), ("sign-in-refused", details));
}

/// The `.rs` files below a folder.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn every_id_that_the_program_reports_is_known() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let named = regex_lite::Regex::new(r#"\b(?i:own)\(\s*"([a-z-]+)""#).unwrap();
    let in_arms = regex_lite::Regex::new(r#"=> "([a-z]+(?:-[a-z]+)*)","#).unwrap();
    let mut found = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        found.extend(named.captures_iter(&text).map(|c| c[1].to_owned()));
        if text.contains("FaultKind::Own(id)") {
            found.extend(in_arms.captures_iter(&text).map(|c| c[1].to_owned()));
        }
    }
    assert!(found.len() > 20, "{found:?}");
    let own = table()["own"].as_table().unwrap().clone();
    let unknown: Vec<_> = found.iter().filter(|id| !own.contains_key(*id)).collect();
    assert!(unknown.is_empty(), "not in explain.toml: {unknown:?}");
}

#[test]
fn every_code_of_the_reference_is_covered() {
    let folder = std::env::var_os("ONRAMP_REFERENCE").map_or_else(|| root().join("../shared/reference"), Into::into);
    let path = folder.join("products/presets/failures.toml");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no reference here (set ONRAMP_REFERENCE to its folder)");
        return;
    };
    let reference = kinds(&toml::from_str(&text).unwrap());
    assert!(reference.len() > 30, "the reference names codes");
    let general = ["unexpected", "sign-in-refused"];
    for kind in reference {
        let problem = of(kind.clone());
        assert!(!general.contains(&problem.id.as_str()), "{kind:?} is not explained");
    }
}
