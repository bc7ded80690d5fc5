//! Who issued a certificate, read from its bytes (X.509, DER). For showing only: nothing is trusted because of it. What a
//! stranger wrote into it comes out shortened and without control characters.

/// The longest name that is shown.
const LONGEST: usize = 100;
/// ASN.1 tags.
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const OID: u8 = 0x06;
/// X.520 attribute types, as bytes of an OID: 2.5.4.3 and 2.5.4.10.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

/// What is shown of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// The organisation that issued it.
    pub organization: Option<String>,
    /// The name of the issuing authority.
    pub common_name: Option<String>,
}

impl Certificate {
    /// Reads the issuer; `None` when these are not the bytes of a certificate.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let (SEQUENCE, certificate, _) = element(der)? else { return None };
        let (SEQUENCE, mut rest, _) = element(certificate)? else { return None };
        // An optional version, then serial number and signature algorithm, then the issuer.
        if *rest.first()? == VERSION {
            rest = element(rest)?.2;
        }
        for _ in 0..2 {
            rest = element(rest)?.2;
        }
        let (SEQUENCE, mut names, _) = element(rest)? else { return None };
        let mut found = Self::default();
        while !names.is_empty() {
            let (_, set, after) = element(names)?;
            names = after;
            let (SEQUENCE, pair, _) = element(set)? else { return None };
            let (OID, kind, value) = element(pair)? else { return None };
            let (tag, text, _) = element(value)?;
            match kind {
                COMMON_NAME => found.common_name = readable(tag, text),
                ORGANIZATION => found.organization = readable(tag, text),
                _ => {}
            }
        }
        Some(found)
    }

    /// "Contoso (Contoso Web Gateway)".
    #[must_use]
    pub fn issuer(&self) -> Option<String> {
        match (&self.organization, &self.common_name) {
            (Some(organization), Some(name)) if organization != name => Some(format!("{organization} ({name})")),
            (Some(one), _) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        }
    }
}

/// The first element of some DER: its tag, its contents, and what comes after it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match *length {
        short @ 0..=0x7f => (usize::from(short), rest),
        // One to three bytes of length: certificates are never longer.
        long @ 0x81..=0x83 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
            (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (contents, after) = rest.split_at_checked(length)?;
    Some((*tag, contents, after))
}

fn readable(tag: u8, bytes: &[u8]) -> Option<String> {
    let text = if tag == 0x1e {
        // BMPString: two bytes a character.
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    // Neither a line nor a direction of its own in what a person reads.
    let shown = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = text.chars().filter(shown).take(LONGEST).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, Issuer, KeyPair};

    use super::*;

    fn issued_by(names: &[(DnType, &str)]) -> Vec<u8> {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.distinguished_name = rcgen::DistinguishedName::new();
        for (kind, name) in names {
            authority.distinguished_name.push(kind.clone(), *name);
        }
        let issuer = Issuer::new(authority, KeyPair::generate().unwrap());
        let leaf = CertificateParams::new(vec!["login.example".to_owned()]).unwrap();
        leaf.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap().der().to_vec()
    }

    fn issuer(names: &[(DnType, &str)]) -> Option<String> {
        Certificate::read(&issued_by(names)).unwrap().issuer()
    }

    #[test]
    fn the_issuer_is_read_with_its_organisation() {
        let names = [
            (DnType::CountryName, "DE"),
            (DnType::OrganizationName, "Contoso"),
            (DnType::CommonName, "Contoso Web Gateway"),
        ];
        assert_eq!(issuer(&names).unwrap(), "Contoso (Contoso Web Gateway)");
        assert_eq!(issuer(&names[2..]).unwrap(), "Contoso Web Gateway");
        assert_eq!(issuer(&names[..1]), None);
    }

    #[test]
    fn what_a_stranger_wrote_cannot_disturb_a_terminal() {
        let name = format!("\u{1b}[31mEvil\r\nCorp\u{202e}{}", "x".repeat(5000));
        let shown = issuer(&[(DnType::OrganizationName, &name)]).unwrap();
        assert!(shown.starts_with("[31mEvilCorpx") && shown.len() == LONGEST, "{shown:?}");
    }

    #[test]
    fn a_torn_certificate_is_none() {
        let whole = issued_by(&[(DnType::OrganizationName, "Contoso")]);
        for end in 0..whole.len() {
            assert_eq!(Certificate::read(&whole[..end]), None, "{end}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_disturb_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Certificate::read(&bytes);
            let _ = Certificate::read(&[&[SEQUENCE, 0x81, 200, SEQUENCE, 0x81, 190][..], &bytes].concat());
        }
    }
}
