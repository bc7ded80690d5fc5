//! Where an API is in a cloud, and which API an address belongs to.

use url::Url;

use crate::cloud::Cloud;
use crate::preset::Api;

/// A check's address with the cloud's places filled in, and the API it belongs to; `None` when it is none of
/// Microsoft's: the app's token must not go there.
pub fn address(template: &str, cloud: &Cloud, tenant: &str, client: &str) -> Option<(Url, Api)> {
    let base = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let management = cloud.o365_management.as_ref().map(base).unwrap_or_default();
    let text = template
        .replace("{graph}", &base(&cloud.graph))
        .replace("{login}", &base(&cloud.login))
        .replace("{o365mgmt}", &management)
        .replace("{tenant_id}", tenant)
        .replace("{client_id}", client);
    let url = Url::parse(&text).ok()?;
    let is_at = |place: &Url| url.origin() == place.origin() && url.path().starts_with(place.path());
    let own_management = cloud.o365_management.as_ref().filter(|address| **address != cloud.graph);
    if own_management.is_some_and(is_at) || (template.starts_with("{o365mgmt}") && is_at(&cloud.graph)) {
        Some((url, Api::O365Management))
    } else if is_at(&cloud.graph) {
        Some((url, Api::Graph))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn demo() -> Cloud {
        Cloud::demo(Url::parse("http://localhost:4711").unwrap())
    }

    #[test]
    fn an_address_tells_its_api_and_strangers_are_refused() {
        let global = Cloud::global().unwrap();
        let api = |template: &str, cloud: &Cloud| address(template, cloud, "t", "c").map(|(_, api)| api);
        assert_eq!(api("{graph}/v1.0/users", &global), Some(Api::Graph));
        assert_eq!(api("{o365mgmt}/api/v1.0/{tenant_id}/x", &global), Some(Api::O365Management));
        assert_eq!(api("{o365mgmt}/api/v1.0/x", &demo()), Some(Api::O365Management));
        assert_eq!(api("{graph}/v1.0/users", &demo()), Some(Api::Graph));
        for stranger in ["https://evil.example/v1.0", "{graph}.evil.example/v1.0", "{graph}@evil.example/", "nonsense"]
        {
            assert_eq!(api(stranger, &global), None, "{stranger}");
        }
    }
}
