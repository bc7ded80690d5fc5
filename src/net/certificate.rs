//! What a certificate says of itself, read from its bytes (X.509, DER). For showing only: nothing is trusted because of it.
//! What a stranger wrote into it comes out shortened and without control characters.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

/// The longest name that is shown.
const LONGEST: usize = 100;
/// ASN.1 tags.
const SEQUENCE: u8 = 0x30;
const BOOLEAN: u8 = 0x01;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// X.520 attribute types, as bytes of an OID: 2.5.4.3 and 2.5.4.10.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];
/// The extension that says whether it may issue others: 2.5.29.19.
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];

/// What is shown of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Who issued it.
    pub issuer: Name,
    /// Whose it is.
    pub subject: Name,
    /// From when until when it is valid, where that can be read.
    pub valid: Option<(Timestamp, Timestamp)>,
    /// Whether it says that it may issue others.
    pub is_authority: bool,
    /// The SHA-256 of its bytes, as openssl and browsers write it: `3F:A0:...`.
    pub fingerprint: String,
}

/// A name in a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The organisation.
    pub organization: Option<String>,
    /// The name itself.
    pub common_name: Option<String>,
}

impl Name {
    /// "Contoso (Contoso Web Gateway)"; `None` when it says neither.
    #[must_use]
    pub fn in_words(&self) -> Option<String> {
        match (&self.organization, &self.common_name) {
            (Some(organization), Some(name)) if name != organization => Some(format!("{organization} ({name})")),
            (Some(one), _) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        }
    }

    fn read(mut der: &[u8]) -> Option<Self> {
        let mut found = Self::default();
        while !der.is_empty() {
            let (_, set, after) = element(der)?;
            der = after;
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
}

impl Certificate {
    /// Reads it; `None` when these are not the bytes of a certificate.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let (SEQUENCE, certificate, _) = element(der)? else { return None };
        let (SEQUENCE, mut rest, _) = element(certificate)? else { return None };
        // An optional version, then serial number and signature algorithm, then issuer, validity, subject, key.
        if *rest.first()? == VERSION {
            rest = element(rest)?.2;
        }
        for _ in 0..2 {
            rest = element(rest)?.2;
        }
        let (SEQUENCE, issuer, rest) = element(rest)? else { return None };
        let (SEQUENCE, validity, rest) = element(rest)? else { return None };
        let (SEQUENCE, subject, rest) = element(rest)? else { return None };
        Some(Self {
            issuer: Name::read(issuer)?,
            subject: Name::read(subject)?,
            valid: valid(validity),
            is_authority: is_authority(rest).unwrap_or(false),
            fingerprint: fingerprint(der),
        })
    }
}

fn valid(der: &[u8]) -> Option<(Timestamp, Timestamp)> {
    let (tag, from, rest) = element(der)?;
    let from = time(tag, from)?;
    let (tag, until, _) = element(rest)?;
    Some((from, time(tag, until)?))
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` (RFC 5280, 4.1.2.5).
fn time(tag: u8, bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    let text = match (tag, text.len()) {
        (UTC_TIME, 12) => format!("{}{text}", if text < "50" { "20" } else { "19" }),
        (GENERALIZED_TIME, 14) => text.to_owned(),
        _ => return None,
    };
    let time = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Looks for the basic constraints behind the subject.
fn is_authority(mut rest: &[u8]) -> Option<bool> {
    while !rest.is_empty() {
        let (tag, contents, after) = element(rest)?;
        rest = after;
        if tag != EXTENSIONS {
            continue;
        }
        let (SEQUENCE, mut extensions, _) = element(contents)? else { return None };
        while !extensions.is_empty() {
            let (_, extension, after) = element(extensions)?;
            extensions = after;
            let (OID, BASIC_CONSTRAINTS, mut value) = element(extension)? else { continue };
            if *value.first()? == BOOLEAN {
                value = element(value)?.2;
            }
            let (OCTETS, value, _) = element(value)? else { return None };
            let (SEQUENCE, value, _) = element(value)? else { return None };
            return Some(matches!(element(value), Some((BOOLEAN, [0xff], _))));
        }
    }
    Some(false)
}

fn fingerprint(der: &[u8]) -> String {
    let bytes: Vec<String> = Sha256::digest(der).iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(":")
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
        Certificate::read(&issued_by(names)).unwrap().issuer.in_words()
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
    fn an_authority_is_told_by_its_name_its_last_day_and_whether_it_may_issue_others() {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::OrganizationName, "Contoso");
        params.not_before = rcgen::date_time_ymd(2019, 3, 4);
        params.not_after = rcgen::date_time_ymd(2051, 2, 1);
        let der = params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec();
        let read = Certificate::read(&der).unwrap();
        assert_eq!(read.subject, read.issuer);
        assert!(read.is_authority);
        let (from, until) = read.valid.unwrap();
        assert_eq!(
            (from.to_string().as_str(), until.to_string().as_str()),
            ("2019-03-04T00:00:00Z", "2051-02-01T00:00:00Z")
        );
        assert_eq!(read.fingerprint.len(), 32 * 3 - 1);
        assert!(!Certificate::read(&issued_by(&[(DnType::OrganizationName, "Contoso")])).unwrap().is_authority);
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
