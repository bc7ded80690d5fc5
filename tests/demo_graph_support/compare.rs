//! What differs between a recorded answer and ours.

use serde_json::Value;

/// Differences, as readable lines. Both must have the same properties and, unless `loose` names the property, the same
/// values; a loose property must be of the same kind. `more`: properties that we may have and the recording has not.
pub fn differences(recorded: &Value, ours: &Value, loose: &[&str], more: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    compare("", recorded, ours, loose, more, &mut found);
    found
}

fn compare(at: &str, recorded: &Value, ours: &Value, loose: &[&str], more: &[&str], found: &mut Vec<String>) {
    let name = at.rsplit('/').next().unwrap_or_default();
    match (recorded, ours) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => compare(&format!("{at}/{key}"), value, other, loose, more, found),
                    None => found.push(format!("{at}/{key} is missing")),
                }
            }
            for key in b.keys().filter(|key| !a.contains_key(*key)) {
                if !more.contains(&"*") && !more.contains(&key.as_str()) {
                    found.push(format!("{at}/{key} is not in the recording"));
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if loose.contains(&name) => {
            if let (Some(a), Some(b)) = (a.first(), b.first()) {
                compare(&format!("{at}/0"), a, b, loose, more, found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            if a.len() != b.len() {
                found.push(format!("{at} has {} members, recorded {}", b.len(), a.len()));
            }
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{at}/{index}"), a, b, loose, more, found);
            }
        }
        (a, b) if loose.contains(&name) => {
            let same_kind = std::mem::discriminant(a) == std::mem::discriminant(b);
            if !same_kind && !a.is_null() && !b.is_null() {
                found.push(format!("{at} is {b}, recorded {a}"));
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{at} is {b}, recorded {a}")),
    }
}
