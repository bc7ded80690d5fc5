//! `$expand`: the few relationships that can be read together with an object. Where it is not known, it is refused, not
//! ignored.

use serde_json::{Map, Value};

use super::call::{Call, keep};
use super::path::{Segment, names};
use super::problem::Problem;

/// What is wanted of a relationship.
pub struct Wish {
    select: Option<Vec<String>>,
}

impl Wish {
    /// What the inner `$select` leaves of the related objects.
    pub fn keep(&self, items: Vec<Map<String, Value>>) -> Value {
        items.into_iter().map(|item| Value::Object(keep(item, self.select.as_deref()))).collect()
    }
}

/// Whether what is at this path can be expanded at all.
pub fn is_known_at(path: &[Segment]) -> bool {
    match names(path).as_slice() {
        ["applications"] => path.iter().all(|segment| segment.key.is_some()),
        ["applications", _] => path.iter().all(|segment| segment.key.is_none()),
        ["rolemanagement", "directory", "roleeligibilityscheduleinstances", rest @ ..] => {
            matches!(rest, [] | ["filterbycurrentuser"])
        }
        _ => false,
    }
}

/// The wish for the only relationship that can be expanded here: `name` or `name($select=a,b)`.
pub fn wanted(call: &Call<'_>, name: &str, type_name: &str) -> Result<Option<Wish>, Problem> {
    let Some(text) = call.option("expand") else { return Ok(None) };
    let (asked, inner) = match text.split_once('(') {
        Some((asked, inner)) => (asked, inner.strip_suffix(')')),
        None => (text, Some("")),
    };
    if asked.trim() != name {
        return Err(Problem::malformed(format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{asked}' on type '{type_name}'."
        )));
    }
    match inner {
        Some("") => Ok(Some(Wish { select: None })),
        Some(inner) if inner.starts_with("$select=") => {
            let names = inner.trim_start_matches("$select=").split(',').map(|name| name.trim().to_owned());
            Ok(Some(Wish { select: Some(names.collect()) }))
        }
        _ => Err(Problem::malformed(format!("Parsing OData Select and Expand failed: Syntax error in '{text}'."))),
    }
}
