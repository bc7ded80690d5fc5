//! The shape of the house, held by a test: imports run downwards only, every module has its place in ARCHITECTURE.md,
//! and no file grows past 400 lines.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

/// The floors, top to bottom. A module imports from lower floors only (and from itself).
const FLOORS: [&[&str]; 19] = [
    &["main"],
    &["ui", "cli"],
    &["words"],
    &["worker"],
    &["settings"],
    &["wizard"],
    &["verify", "export"],
    &["setup"],
    &["signin"],
    &["home"],
    &["vault", "journal"],
    &["graph"],
    &["plan"],
    &["preset"],
    &["net", "text"],
    &["explain"],
    &["demo"],
    &["cloud"],
    &["clock", "types"],
];

/// The demo tenant is a stranger in the house: only these know it, so that nothing real leans on it.
const KNOW_THE_DEMO: [&str; 3] = ["main", "cli", "worker"];

/// The longest a source file may be.
const LINES: usize = 400;

/// One `crate::module` in a file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Import {
    file: String,
    from: String,
    to: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The path below `src/`, with `/` on every system.
fn name_of(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).unwrap();
    below.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/")
}

/// The top-level module that a file belongs to; `None` for `lib.rs`, which only names them.
fn module_of(name: &str) -> Option<String> {
    let module = name.split('/').next().unwrap().trim_end_matches(".rs");
    (module != "lib").then(|| module.to_owned())
}

/// The modules that a source text imports with `crate::` (or, in `main.rs`, `onramp::`). Comments and unit tests do not
/// count: a test may know the whole house.
fn imported(text: &str) -> BTreeSet<String> {
    let without_tests = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String = without_tests.lines().filter(|line| !line.trim_start().starts_with("//")).fold(
        String::new(),
        |mut code, line| {
            code.push_str(line);
            code.push('\n');
            code
        },
    );
    let start = Regex::new(r"(?:^|[^$\w])(?:crate|onramp)::\s*([a-z_]\w*|\{)").unwrap();
    let mut found = BTreeSet::new();
    for hit in start.captures_iter(&code) {
        let first = hit.get(1).unwrap();
        if first.as_str() == "{" {
            found.extend(group(&code[first.end()..]));
        } else {
            found.insert(first.as_str().to_owned());
        }
    }
    // `t!` is the macro of `text`.
    if found.remove("t") {
        found.insert("text".to_owned());
    }
    found
}

/// The first names of `a::x, b::{y, z}, c}`: what stands at depth one of a group whose brace is already open.
fn group(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 1;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(String::new()),
            c if depth == 1 => names.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    let first =
        |name: &String| name.split("::").next().unwrap_or_default().split(" as ").next().unwrap().trim().to_owned();
    names.iter().map(first).filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Why an import is not allowed; `None` when it is.
fn objection(from: &str, to: &str) -> Option<&'static str> {
    if from == to {
        return None;
    }
    let (Some(above), Some(below)) = (floor(from), floor(to)) else { return Some("has no floor in this test") };
    if to == "demo" && !KNOW_THE_DEMO.contains(&from) {
        Some("must not know the demo tenant")
    } else if below <= above {
        Some("runs upwards, or across one floor")
    } else {
        None
    }
}

fn imports() -> Vec<Import> {
    let mut found = Vec::new();
    for file in sources(&root().join("src")) {
        let name = name_of(&file);
        let Some(from) = module_of(&name) else { continue };
        if name.ends_with("/tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        found.extend(imported(&text).into_iter().map(|to| Import { file: name.clone(), from: from.clone(), to }));
    }
    found
}

#[test]
fn imports_run_downwards() {
    let all = imports();
    assert!(all.len() > 100, "the reader of imports found only {}", all.len());
    let wrong: Vec<_> = all
        .iter()
        .filter_map(|i| objection(&i.from, &i.to).map(|why| format!("src/{}: {} {why}", i.file, i.to)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_import_is_found_however_it_is_written() {
    let text = "//! See crate::ui.\nuse crate::plan::{Draft, Plan};\nuse crate::{t, graph::{Call, wizard}, types};\n\
        fn f() { crate::vault::open(); $crate::not_this!(); }\npub(crate) fn g() {}\n\
        #[cfg(test)]\nmod tests {\n use crate::demo::DemoTenant;\n}";
    let found: Vec<_> = imported(text).into_iter().collect();
    assert_eq!(found, ["graph", "plan", "text", "types", "vault"]);
}

#[test]
fn an_import_upwards_across_or_from_the_demo_is_refused() {
    assert_eq!(objection("ui", "wizard"), None);
    assert_eq!(objection("graph", "graph"), None);
    assert!(objection("wizard", "ui").is_some());
    assert!(objection("ui", "cli").is_some());
    assert!(objection("verify", "demo").is_some());
    assert!(objection("demo", "graph").is_some());
    assert!(objection("plan", "new_module").is_some());
}

#[test]
fn architecture_md_names_every_module() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_else(|e| panic!("ARCHITECTURE.md: {e}"));
    let modules: BTreeSet<_> = sources(&root().join("src")).iter().filter_map(|f| module_of(&name_of(f))).collect();
    let named = |module: &String| {
        [format!("{module}/"), format!("{module}.rs"), format!("`{module}`")].iter().any(|n| text.contains(n))
    };
    let missing: Vec<_> = modules.iter().filter(|m| !named(m)).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name {missing:?}");
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let long: Vec<_> = sources(&root().join("src"))
        .iter()
        .map(|file| (name_of(file), fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .collect();
    assert!(long.is_empty(), "split by idea: {long:?}");
}
