//! The table behind [`explain`](super::explain): `assets/explain.toml`, read anew for each error; errors are rare.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{FaultKind, Page};

const BUILT_IN: &str = include_str!("../../assets/explain.toml");

/// One line of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The Fluent message `problem-{words}`; `None`: the code itself.
    pub words: Option<String>,
    /// Whether trying again makes sense.
    #[serde(default)]
    pub retry: bool,
    /// Where it can be mended.
    pub page: Option<Page>,
}

/// The whole table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    #[allow(dead_code, reason = "says how to read the file")]
    format: u32,
    aadsts: BTreeMap<String, Explanation>,
    graph: BTreeMap<String, Explanation>,
    own: BTreeMap<String, Explanation>,
}

impl Catalogue {
    /// The table built into the program. A test reads it; if it could not be read, every error would be "unexpected".
    pub fn built_in() -> Self {
        toml::from_str(BUILT_IN).unwrap_or_else(|error| {
            tracing::error!(%error, "the built-in explanations cannot be read");
            Self::default()
        })
    }

    /// The words and the line for an error, the most particular first.
    pub fn find(&self, kind: &FaultKind) -> Option<(String, &Explanation)> {
        let (table, keys) = match kind {
            FaultKind::Aadsts(number) => (&self.aadsts, vec![number.to_string()]),
            FaultKind::Graph { status, code } => {
                (&self.graph, vec![format!("{status} {code}"), code.clone(), status.to_string()])
            }
            FaultKind::Own(id) => (&self.own, vec![(*id).to_owned()]),
        };
        keys.into_iter().find_map(|key| {
            let line = table.get(&key)?;
            Some((line.words.clone().unwrap_or(key), line))
        })
    }
}
