//! Claims challenges: with 401, Graph can say what it demands of the sign-in besides a token (Conditional Access,
//! continuous access evaluation). Reads them, and nothing else.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

/// Microsoft's have some hundred characters.
const LONGEST: usize = 8 * 1024;

/// What a `WWW-Authenticate` header demands, as JSON: the `claims` of `error="insufficient_claims"` (entra-docs
/// claims-challenge). `None` when it demands nothing of that kind, or nothing that can be read.
pub(super) fn claims_in(header: &str) -> Option<String> {
    if parameter(header, "error")? != "insufficient_claims" {
        return None;
    }
    let claims = parameter(header, "claims").filter(|claims| claims.len() <= LONGEST)?;
    let loose = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let json = [STANDARD, URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, loose).decode(claims).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())?;
    serde_json::from_str::<Map<String, Value>>(&json).ok().map(|_| json)
}

/// A quoted parameter.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.match_indices(name).find_map(|(at, _)| {
        let before = header.get(..at)?.chars().next_back();
        if before.is_some_and(|c| !c.is_whitespace() && c != ',') {
            return None;
        }
        let rest = header.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?;
        rest.split('"').next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_read_in_either_alphabet_and_nothing_else_is_one() {
        let json = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
        for (alphabet, padding) in [(STANDARD, true), (URL_SAFE, false)] {
            let engine = GeneralPurpose::new(&alphabet, GeneralPurposeConfig::new().with_encode_padding(padding));
            let header = format!(
                "Bearer realm=\"\", authorization_uri=\"https://login.example/\", \
                 error=\"insufficient_claims\", claims=\"{}\"",
                engine.encode(json)
            );
            assert_eq!(claims_in(&header).as_deref(), Some(json));
        }
        for header in [
            "",
            "Bearer realm=\"\"",
            "Bearer error=\"invalid_token\", claims=\"e30=\"",
            "Bearer error=\"insufficient_claims\"",
            "Bearer error=\"insufficient_claims\", claims=\"bm90IGpzb24=\"",
            "Bearer error=\"insufficient_claims\", other_claims=\"e30=\"",
        ] {
            assert_eq!(claims_in(header), None, "{header}");
        }
    }
}
