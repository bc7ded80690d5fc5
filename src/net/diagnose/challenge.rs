//! The kinds of sign-in that a proxy offers, read from `Proxy-Authenticate` (RFC 9110, 11.6.1). Their names only: what a
//! proxy says besides, such as its realm, is not kept.

/// No kind has a longer name (IANA's list of authentication schemes).
const LONGEST: usize = 20;
/// More than anybody offers.
const MOST: usize = 8;

/// The names, each once, in the order of the headers.
pub fn kinds<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in headers.flat_map(parts) {
        let name = part.split_whitespace().next().unwrap_or_default();
        // `realm="x"` belongs to the kind before it.
        let is_name =
            (1..=LONGEST).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if is_name && found.len() < MOST && !found.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            found.push(name.to_owned());
        }
    }
    found
}

/// What commas separate, those in quotes left alone.
fn parts(header: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let separates = move |c: char| {
        let was_escaped = std::mem::take(&mut escaped);
        match c {
            '\\' => escaped = quoted && !was_escaped,
            '"' if !was_escaped => quoted = !quoted,
            ',' => return !quoted,
            _ => {}
        }
        false
    };
    header.split(separates).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_named_once_whatever_stands_around_it() {
        let headers = [
            " Negotiate",
            "NTLM TlRMTVNTUAACAAAA==",
            r#"Digest realm="a, Basic \", Bearer", qop="auth", nonce="1", Basic realm="Example""#,
            "basic",
        ];
        assert_eq!(kinds(headers.into_iter()), ["Negotiate", "NTLM", "Digest", "Basic"]);
    }

    #[test]
    fn what_a_stranger_wrote_is_no_kind() {
        let long = "x".repeat(21);
        assert_eq!(kinds(["", ",,", "\u{1b}[31m", "realm=\"x\"", long.as_str()].into_iter()), [""; 0]);
        let many: Vec<String> = (0..99).map(|n| format!("kind{n}")).collect();
        assert_eq!(kinds(many.iter().map(String::as_str)).len(), MOST);
    }
}
