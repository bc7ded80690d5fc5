//! `$filter`: what a parsed one says about a JSON object, and what the directory does not support in one.

use serde_json::{Map, Value};

pub use super::filter_parser::parse;
use super::problem::Problem;

/// A parsed `$filter`.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    /// `path op literal`
    Compare(Path, Operator, Value),
    /// `path in (literal, ...)`
    OneOf(Path, Vec<Value>),
    StartsWith(Path, String),
    EndsWith(Path, String),
    /// `path/any(v: ...)`, where `v` is the first name of the paths inside.
    Any(Path, Box<Filter>),
}

/// Names with slashes between them; empty for the variable of `any` itself.
pub type Path = Vec<String>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
}

impl Filter {
    /// Refuses properties that the type does not have, and operators that need an advanced query.
    pub fn check(&self, known: &[String], type_name: &str, advanced: bool) -> Result<(), Problem> {
        let property = |path: &Path| match path.first() {
            Some(name) if known.iter().any(|k| k.eq_ignore_ascii_case(name)) => Ok(()),
            Some(name) => Err(Problem::malformed(format!(
                "Invalid filter clause: Could not find a property named '{name}' on type '{type_name}'."
            ))),
            None => Ok(()),
        };
        let needs_advanced = |operator: &str| {
            if advanced {
                return Ok(());
            }
            Err(Problem::new(
                400,
                "Request_UnsupportedQuery",
                format!(
                    "Operator '{operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information"
                ),
            ))
        };
        match self {
            Self::And(a, b) | Self::Or(a, b) => {
                a.check(known, type_name, advanced)?;
                b.check(known, type_name, advanced)
            }
            Self::Not(inner) => {
                needs_advanced("not")?;
                inner.check(known, type_name, advanced)
            }
            Self::Compare(path, Operator::NotEqual, _) => {
                needs_advanced("ne")?;
                property(path)
            }
            Self::EndsWith(path, _) => {
                needs_advanced("endsWith")?;
                property(path)
            }
            // Redirect URIs are in the index of the advanced queries only.
            Self::Any(path, _) if !advanced && path.last().is_some_and(|name| name == "redirectUris") => {
                Err(Problem::new(
                    400,
                    "Request_UnsupportedQuery",
                    "Unsupported or invalid query filter clause specified for property 'redirectUris' of resource 'Application'.",
                ))
            }
            Self::Compare(path, ..) | Self::OneOf(path, _) | Self::StartsWith(path, _) | Self::Any(path, _) => {
                property(path)
            }
        }
    }

    /// Whether it holds for an object.
    pub fn holds(&self, item: &Map<String, Value>) -> bool {
        self.test(&Value::Object(item.clone()))
    }

    fn test(&self, item: &Value) -> bool {
        match self {
            Self::And(a, b) => a.test(item) && b.test(item),
            Self::Or(a, b) => a.test(item) || b.test(item),
            Self::Not(inner) => !inner.test(item),
            Self::Compare(path, operator, literal) => compare(follow(item, path), *operator, literal),
            Self::OneOf(path, literals) => {
                literals.iter().any(|literal| compare(follow(item, path), Operator::Equal, literal))
            }
            Self::StartsWith(path, text) => lower(follow(item, path)).starts_with(&text.to_lowercase()),
            Self::EndsWith(path, text) => lower(follow(item, path)).ends_with(&text.to_lowercase()),
            Self::Any(path, inner) => {
                follow(item, path).as_array().is_some_and(|members| members.iter().any(|member| inner.test(member)))
            }
        }
    }
}

fn follow<'v>(item: &'v Value, path: &Path) -> &'v Value {
    path.iter().fold(item, |value, name| {
        let found = value.as_object().and_then(|o| o.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.map_or(&Value::Null, |(_, value)| value)
    })
}

/// The directory compares text without regard to case.
fn lower(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

fn compare(value: &Value, operator: Operator, literal: &Value) -> bool {
    let equal = match (value, literal) {
        (Value::String(a), Value::String(b)) => a.eq_ignore_ascii_case(b),
        (a, b) => a == b,
    };
    match operator {
        Operator::Equal => equal,
        Operator::NotEqual => !equal,
        Operator::AtLeast => equal || (value.is_string() && lower(value) > lower(literal)),
        Operator::AtMost => equal || (value.is_string() && lower(value) < lower(literal)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(filter: &str) -> bool {
        let item = json!({
            "displayName": "It's Payroll", "appId": "0042d742-d4ef-411d-83c7-ed6dfbb1d653", "principalId": null,
            "accountEnabled": true, "createdDateTime": "2026-05-07T06:52:40Z",
            "web": { "redirectUris": ["https://a.example/x"] }, "passwordCredentials": [{ "hint": "abc" }],
        });
        parse(filter).unwrap().holds(item.as_object().unwrap())
    }

    #[test]
    fn comparisons_do_not_mind_the_case_and_know_null_and_quotes() {
        assert!(holds("displayName eq 'it''s payroll'"));
        assert!(holds("appId eq 0042D742-d4ef-411d-83c7-ed6dfbb1d653"));
        assert!(holds("principalId eq null and accountEnabled eq true"));
        assert!(holds("createdDateTime ge 2026-05-01T00:00:00Z"));
        assert!(!holds("displayName eq 'x' or startswith(displayName,'Pay')"));
        assert!(holds("(displayName eq 'x' or startswith(displayName, 'IT')) and not (appId eq 'x')"));
        assert!(holds("displayName in ('a', 'It''s Payroll')"));
    }

    #[test]
    fn any_looks_into_collections_of_texts_and_of_objects() {
        assert!(holds("web/redirectUris/any(p:p eq 'https://a.example/x')"));
        assert!(holds("web/redirectUris/any(p: startswith(p, 'https://a'))"));
        assert!(holds("passwordCredentials/any(c:c/hint eq 'abc')"));
        assert!(!holds("passwordCredentials/any(c:c/hint eq 'abd')"));
    }

    #[test]
    fn what_is_not_a_filter_is_refused() {
        for wrong in [
            "displayName",
            "displayName eq",
            "displayName eq 'a",
            "eq 'a'",
            "displayName = 'a'",
            "a eq b",
            "(a eq 'b'",
            "a eq 'b' 'c'",
            "",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
