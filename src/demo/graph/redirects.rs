//! Microsoft's rules for redirect URIs. Checks only.

use serde_json::{Map, Value};

use super::problem::Problem;

/// Refuses redirect URIs that Microsoft refuses. `personal`: personal accounts may sign in, which is stricter.
pub fn check(body: &Map<String, Value>, personal: bool) -> Result<(), Problem> {
    let mut seen: Vec<&str> = Vec::new();
    for platform in ["web", "spa", "publicClient"] {
        let uris = body.get(platform).and_then(|p| p.get("redirectUris")).and_then(Value::as_array);
        for uri in uris.into_iter().flatten().filter_map(Value::as_str) {
            if !is_fine(uri, platform, personal) {
                return Err(Problem::invalid_value(platform, "Application"));
            }
            if seen.contains(&uri) {
                return Err(Problem::bad_request(format!(
                    "Redirect URIs must have distinct values. '{uri}' is used more than once."
                )));
            }
            seen.push(uri);
        }
    }
    if seen.len() > if personal { 100 } else { 256 } {
        return Err(Problem::new(
            400,
            "Directory_ResourceSizeExceeded",
            "The size of the object has exceeded its limit. Please reduce the number of values and retry your request.",
        ));
    }
    Ok(())
}

fn is_fine(uri: &str, platform: &str, personal: bool) -> bool {
    let refused = |c: char| "!$'(),;#".contains(c) || c.is_whitespace();
    if uri.is_empty() || uri.chars().count() > 256 || uri.contains(refused) {
        return false;
    }
    if personal && (uri.contains('?') || uri.contains('*')) {
        return false;
    }
    // A wildcard is no valid host for a parser, but Microsoft takes it.
    let Ok(url) = url::Url::parse(&uri.replace('*', "wildcard")) else { return false };
    match url.scheme() {
        "https" => url.host_str().is_some_and(|host| !host.is_empty()),
        "http" => matches!(url.host_str(), Some("localhost" | "127.0.0.1")),
        "urn" | "ms-appx-web" => platform != "spa",
        "javascript" | "data" | "file" | "vbscript" => false,
        _ => platform == "publicClient",
    }
}

#[cfg(test)]
mod tests {
    use super::is_fine;

    #[test]
    fn the_rules_of_the_reply_url_page_hold() {
        assert!(is_fine("https://app.contoso.example/auth?x=1", "web", false));
        assert!(!is_fine("https://app.contoso.example/auth?x=1", "web", true));
        assert!(is_fine("http://localhost:8080/back", "spa", true));
        assert!(is_fine("http://127.0.0.1/back", "publicClient", true));
        assert!(!is_fine("http://[::1]/back", "publicClient", true));
        assert!(!is_fine("http://app.contoso.example/", "web", false));
        assert!(is_fine("urn:ietf:wg:oauth:2.0:oob", "web", false));
        assert!(is_fine("myapp://auth", "publicClient", false));
        assert!(!is_fine("myapp://auth", "web", false));
        assert!(is_fine("https://*.contoso.example/", "web", false));
        for wrong in ["", "contoso", "https://a.example/#x", "https://a.example/(x)", "https://a.example/a b"] {
            assert!(!is_fine(wrong, "web", false), "{wrong}");
        }
    }
}
