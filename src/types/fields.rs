//! What a person types, checked. Each type says by its existence that the rule holds.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// Why a field's content was refused. The front ends put it into words (Fluent `field-error-*`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing was typed where something is needed.
    #[error("must not be empty")]
    Empty,
    /// More characters than Microsoft accepts.
    #[error("longer than {max} characters")]
    TooLong {
        /// The most characters allowed.
        max: usize,
    },
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    NotAnEmail,
    /// Not a web address.
    #[error("not a web address")]
    NotAUrl,
    /// http is allowed for localhost only.
    #[error("must start with https://")]
    NotHttps,
    /// A character that Microsoft refuses in this field.
    #[error("the character {0:?} is not allowed here")]
    Forbidden(char),
    /// Does not match the form that the product expects.
    #[error("does not look right")]
    Pattern,
    /// A number outside its range.
    #[error("must be between {min} and {max}")]
    OutOfRange {
        /// The least allowed.
        min: u32,
        /// The most allowed.
        max: u32,
    },
    /// Not one of the choices.
    #[error("not one of the choices")]
    UnknownChoice,
}

macro_rules! parsed_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The checked text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = FieldError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }
    };
}

parsed_text!(
    /// The display name of an application: 1 to 120 characters. Graph documents 256, the portal 120: the
    /// smaller one holds everywhere.
    AppName
);
parsed_text!(
    /// An e-mail address or user principal name.
    EmailAddress
);
parsed_text!(
    /// The name of a permission, such as `Calendars.Read`.
    PermissionName
);
parsed_text!(
    /// Where Microsoft sends the browser back to. At most 256 characters, https (http for localhost only), none of
    /// `! $ ' ( ) , ;`, no fragment (Microsoft's reply-url rules).
    RedirectUri
);
parsed_text!(
    /// The `uniqueName` of an application: chosen before the call that creates it, so that an app whose
    /// creation was never answered can be found again. At most 64 characters.
    UniqueName
);

fn filled(text: &str, max: usize) -> Result<String, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::Empty);
    }
    if text.chars().count() > max {
        return Err(FieldError::TooLong { max });
    }
    match text.chars().find(|c| c.is_control()) {
        Some(control) => Err(FieldError::Forbidden(control)),
        None => Ok(text.to_owned()),
    }
}

impl AppName {
    /// The most characters Onramp accepts.
    pub const MAX: usize = 120;

    /// Checks a typed name; leading and trailing white space is dropped.
    ///
    /// # Errors
    /// Empty, too long, or with a control character or one of `< > ; & %` that Entra's portal refuses.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = filled(text, Self::MAX)?;
        match text.chars().find(|c| "<>;&%".contains(*c)) {
            Some(bad) => Err(FieldError::Forbidden(bad)),
            None => Ok(Self(text)),
        }
    }

    /// The name of an application that is there already, for showing it. Others may have written it, by other rules:
    /// what Onramp would refuse is replaced.
    #[must_use]
    pub fn of_existing(name: &str) -> Self {
        let shown = |c: char| if c.is_control() || "<>;&%".contains(c) { '_' } else { c };
        let text: String = name.trim().chars().map(shown).take(Self::MAX).collect();
        let text = text.trim();
        Self(if text.is_empty() { "_".to_owned() } else { text.to_owned() })
    }
}

impl EmailAddress {
    /// Checks a typed address: one `@`, a name before it, a dotted domain after it, no white space.
    ///
    /// # Errors
    /// Empty, longer than 254 characters, or not of that form.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = filled(text, 254)?;
        let Some((name, domain)) = text.split_once('@') else { return Err(FieldError::NotAnEmail) };
        let domain_ok = domain.split('.').count() > 1
            && domain.split('.').all(|label| !label.is_empty())
            && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
        let name_ok = !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || "/?#\\\"<>".contains(c));
        if name_ok && domain_ok { Ok(Self(text)) } else { Err(FieldError::NotAnEmail) }
    }
}

impl PermissionName {
    /// Checks a permission name: letters, digits, `.`, `_` and `-`.
    ///
    /// # Errors
    /// Empty, longer than 120 characters, or with another character.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = filled(text, 120)?;
        match text.chars().find(|c| !(c.is_ascii_alphanumeric() || "._-".contains(*c))) {
            Some(bad) => Err(FieldError::Forbidden(bad)),
            None => Ok(Self(text)),
        }
    }
}

impl UniqueName {
    /// Checks a unique name: letters, digits and `-`.
    ///
    /// # Errors
    /// Empty, longer than 64 characters, or with another character.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = filled(text, 64)?;
        match text.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == '-')) {
            Some(bad) => Err(FieldError::Forbidden(bad)),
            None => Ok(Self(text)),
        }
    }
}

impl RedirectUri {
    /// Checks a redirect URI by Microsoft's rules.
    ///
    /// # Errors
    /// Empty, too long, not a URL, http to another host than localhost, or a character Microsoft refuses.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = filled(text, 256)?;
        if let Some(bad) = text.chars().find(|c| "!$'(),;#".contains(*c) || c.is_whitespace()) {
            return Err(FieldError::Forbidden(bad));
        }
        let url = Url::parse(&text).map_err(|_| FieldError::NotAUrl)?;
        // `https:contoso.example` is mended by browsers, but the text is what Microsoft gets.
        if !text.contains("://") {
            return Err(FieldError::NotAUrl);
        }
        match (url.scheme(), url.host_str()) {
            ("https", Some(_)) | ("http", Some("localhost" | "127.0.0.1")) => Ok(Self(text)),
            ("http", Some(_)) => Err(FieldError::NotHttps),
            _ => Err(FieldError::NotAUrl),
        }
    }
}

/// How long a client secret is valid, in months: 1 to 24, Microsoft's portal maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct SecretLifetime(u32);

impl SecretLifetime {
    /// What the wizard offers, in months.
    pub const OFFERED: [Self; 5] = [Self(3), Self(6), Self(12), Self(18), Self(24)];

    /// Checks a number of months.
    ///
    /// # Errors
    /// Outside 1 to 24.
    pub fn months(months: u32) -> Result<Self, FieldError> {
        if (1..=24).contains(&months) { Ok(Self(months)) } else { Err(FieldError::OutOfRange { min: 1, max: 24 }) }
    }

    /// The number of months.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0
    }

    /// When a secret made at `start` ends: the same day and time that many months later (UTC), or the last
    /// day of a shorter month.
    #[must_use]
    pub fn end(self, start: jiff::Timestamp) -> jiff::Timestamp {
        start.to_zoned(jiff::tz::TimeZone::UTC).saturating_add(jiff::Span::new().months(i64::from(self.0))).timestamp()
    }
}

impl Default for SecretLifetime {
    fn default() -> Self {
        Self(12)
    }
}

impl TryFrom<u32> for SecretLifetime {
    type Error = FieldError;

    fn try_from(months: u32) -> Result<Self, FieldError> {
        Self::months(months)
    }
}

impl From<SecretLifetime> for u32 {
    fn from(lifetime: SecretLifetime) -> Self {
        lifetime.0
    }
}
