//! Fails the build when built-in data is broken, with file and line; on Windows adds the version resource.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script reports by failing")]

use std::path::{Path, PathBuf};

#[allow(dead_code, reason = "the program uses all of it")]
#[path = "src/preset/rules.rs"]
mod rules;
#[allow(dead_code, unused_imports, reason = "the program uses all of it")]
#[path = "src/preset/schema/mod.rs"]
mod schema;

fn main() {
    println!("cargo::rerun-if-changed=assets");
    for path in files("assets/presets", "toml") {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        let preset: schema::Preset = parse(&path);
        let violations = rules::violations(&preset, &stem);
        assert!(violations.is_empty(), "{}: {}", path.display(), violations.join("; "));
    }
    for path in files("assets", "toml") {
        let _: toml::Table = parse(&path);
    }
    #[cfg(windows)]
    winresource::WindowsResource::new().set_icon("assets/icon.ico").compile().expect("a version resource");
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect()
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
