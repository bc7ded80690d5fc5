//! Collections: `$filter`, `$search`, `$orderby`, `$count`, `$top` with `$skiptoken`, `$select`. It works on finished JSON
//! objects and knows no resource.

use std::cmp::Ordering;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::ORIGIN;
use super::call::{Answer, Call, keep, ok, with_context};
use super::filter;
use super::problem::Problem;

/// What is special about one collection.
pub struct Listing<'a> {
    /// After `$metadata#`.
    pub context: &'a str,
    /// The type of its members, for messages.
    pub type_name: &'a str,
    /// The properties that members have.
    pub known: Vec<String>,
}

/// The most objects on one page of the directory, and how many when nobody says.
const MOST: usize = 999;
const USUAL: usize = 100;

impl Listing<'_> {
    /// One page of `items` as the request wants it.
    pub fn answer(self, call: &Call<'_>, mut items: Vec<Map<String, Value>>) -> Answer {
        if let Some(text) = call.option("filter") {
            let filter = filter::parse(text)?;
            filter.check(&self.known, self.type_name, call.advanced())?;
            items.retain(|item| filter.holds(item));
        }
        if let Some(text) = call.option("search") {
            let words = search(text, call.advanced())?;
            items.retain(|item| contains(item, &words));
        }
        if let Some(order) = call.option("orderby") {
            self.sort(order, &mut items)?;
        }
        let total = items.len();
        let start = call.option("skiptoken").map_or(Ok(0), token_start)?;
        let top = page_size(call)?;
        let rest = items.len().saturating_sub(start) > top;
        let names = call.selected(self.type_name, &self.known)?;

        let mut body = Map::new();
        if call.wants_count() {
            body.insert("@odata.count".into(), json!(total));
        }
        if rest {
            body.insert("@odata.nextLink".into(), Value::String(next_link(call, start + top)));
        }
        let page = items.into_iter().skip(start).take(top);
        body.insert("value".into(), page.map(|item| Value::Object(keep(item, names.as_deref()))).collect());
        let context = match names {
            Some(names) => format!("{}({})", self.context, names.join(",")),
            None => self.context.to_owned(),
        };
        Ok(ok(with_context(&context, body)))
    }

    fn sort(&self, order: &str, items: &mut [Map<String, Value>]) -> Result<(), Problem> {
        let (property, descending) = match order.trim().split_once(' ') {
            Some((property, direction)) => (property, direction.trim().eq_ignore_ascii_case("desc")),
            None => (order.trim(), false),
        };
        if !self.known.iter().any(|k| k == property) {
            return Err(Problem::malformed(format!(
                "Could not find a property named '{property}' on type '{}'.",
                self.type_name
            )));
        }
        let text = |item: &Map<String, Value>| item.get(property).map(|v| v.to_string().to_lowercase());
        items.sort_by(|a, b| {
            let order: Ordering = text(a).cmp(&text(b));
            if descending { order.reverse() } else { order }
        });
        Ok(())
    }
}

fn page_size(call: &Call<'_>) -> Result<usize, Problem> {
    let Some(top) = call.option("top") else { return Ok(USUAL) };
    match top.parse::<usize>() {
        Ok(size @ 1..=MOST) => Ok(size),
        Ok(_) => Err(Problem::bad_request(format!(
            "Invalid page size specified: '{top}'. Must be between 1 and {MOST} inclusive."
        ))),
        Err(_) => Err(Problem::malformed(format!(
            "Invalid value '{top}' for $top query option found. The $top query option requires a non-negative integer value."
        ))),
    }
}

fn token_start(token: &str) -> Result<usize, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    text.strip_prefix("start:").and_then(|n| n.parse().ok()).ok_or_else(|| {
        Problem::new(
            400,
            "Directory_ExpiredPageToken",
            "The specified page token value has expired and can no longer be included in your request.",
        )
    })
}

fn next_link(call: &Call<'_>, start: usize) -> String {
    let path = call.request.path.trim_start_matches('/');
    let mut link = format!("{ORIGIN}/v1.0/{}?", encode(path));
    for (key, value) in &call.request.query {
        if !key.trim_start_matches('$').eq_ignore_ascii_case("skiptoken") {
            let _ = write!(link, "{key}={}&", encode(value));
        }
    }
    let _ = write!(link, "$skiptoken={}", URL_SAFE_NO_PAD.encode(format!("start:{start}")));
    link
}

/// Percent-encoding of everything that does not stand for itself in a query.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/()',:@$".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn search(text: &str, advanced: bool) -> Result<(String, String), Problem> {
    if !advanced {
        return Err(Problem::new(
            400,
            "Request_UnsupportedQuery",
            "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
        ));
    }
    let inside = text.trim().trim_matches('"');
    match inside.split_once(':') {
        Some((property, words)) => Ok((property.to_owned(), words.to_lowercase())),
        None => Err(Problem::bad_request("Unrecognized query argument specified: '$search'.")),
    }
}

fn contains(item: &Map<String, Value>, (property, words): &(String, String)) -> bool {
    item.get(property).and_then(Value::as_str).is_some_and(|text| text.to_lowercase().contains(words.as_str()))
}
