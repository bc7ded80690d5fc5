//! Paths in pieces: `/applications(appId='x')/owners` -> a segment with a key, and a segment without one.

use super::problem::Problem;

/// One piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// As it was written, without its key.
    pub name: String,
    /// The name in lower case: Graph's paths do not mind the case.
    pub lower: String,
    /// What stood in parentheses.
    pub key: Option<Key>,
}

/// How one object of a collection is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// By its id: `/applications/{id}` or `applications('{id}')`.
    Id(String),
    /// By another key: `applications(appId='...')`.
    Named {
        /// The property, in lower case.
        property: String,
        /// The value, without quotes.
        value: String,
    },
}

impl Key {
    /// The value, whatever it is a value of.
    pub fn value(&self) -> &str {
        match self {
            Self::Id(value) | Self::Named { value, .. } => value,
        }
    }
}

/// Cuts a path at its slashes, but not inside quotes.
pub fn segments(path: &str) -> Vec<Segment> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for c in path.chars() {
        quoted ^= c == '\'';
        match pieces.last_mut() {
            Some(piece) if c != '/' || quoted => piece.push(c),
            _ => pieces.push(String::new()),
        }
    }
    pieces.iter().filter(|piece| !piece.is_empty()).map(|piece| segment(piece)).collect()
}

fn segment(piece: &str) -> Segment {
    let (name, key) = match piece.split_once('(') {
        Some((name, inner)) => (name, Some(key(inner.strip_suffix(')').unwrap_or(inner)))),
        None => (piece, None),
    };
    Segment { name: name.to_owned(), lower: name.to_lowercase(), key }
}

fn key(inner: &str) -> Key {
    let bare = |text: &str| {
        let text = text.trim();
        let inside = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')).unwrap_or(text);
        inside.replace("''", "'")
    };
    match inner.split_once('=') {
        Some((property, value)) if !inner.starts_with('\'') => {
            Key::Named { property: property.trim().to_lowercase(), value: bare(value) }
        }
        _ => Key::Id(bare(inner)),
    }
}

/// Splits what follows a collection into the object's key, if there is one, and the rest of the path.
pub fn keyed<'s>(collection: &Segment, rest: &'s [Segment]) -> (Option<Key>, &'s [Segment]) {
    if let Some(key) = &collection.key {
        return (Some(key.clone()), rest);
    }
    match rest.split_first() {
        Some((first, rest)) => (Some(Key::Id(first.name.clone())), rest),
        None => (None, rest),
    }
}

/// The names of all segments, in lower case: what the routers match on.
pub fn names(rest: &[Segment]) -> Vec<&str> {
    rest.iter().map(|s| s.lower.as_str()).collect()
}

/// The answer to a path that leads nowhere.
pub fn lost(rest: &[Segment]) -> Problem {
    Problem::unknown_segment(rest.last().map_or("", |s| s.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_be_an_id_in_the_path_an_id_in_parentheses_or_another_property() {
        let plain = segments("/applications/42/owners");
        assert_eq!(keyed(&plain[0], &plain[1..]), (Some(Key::Id("42".into())), &plain[2..]));
        let parenthesis = segments("applications('42')");
        assert_eq!(parenthesis[0].key, Some(Key::Id("42".into())));
        let named = segments("/Applications(uniqueName='it''s a/b')/addPassword");
        assert_eq!(named.len(), 2);
        assert_eq!(named[0].lower, "applications");
        assert_eq!(named[0].key, Some(Key::Named { property: "uniquename".into(), value: "it's a/b".into() }));
    }
}
