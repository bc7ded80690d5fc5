//! The key that signs tokens: making it, signing, checking, and its public half for everybody.
//! The private half never leaves this file.

use std::fmt;
use std::sync::{Arc, OnceLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// One RSA key, 2048 bits.
pub struct Keys {
    kid: String,
    modulus: String,
    exponent: String,
    pair: RsaKeyPair,
    checking: DecodingKey,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadToken {
    /// It is not a JWT.
    Malformed,
    /// It was not signed with this key.
    Signature,
}

impl Keys {
    /// The key of this process. Making one takes a good part of a second, so all demo tenants of a process (a test
    /// starts many) share it. This is the only thing that they share; a token still names its issuer.
    pub fn of_this_process() -> Option<Arc<Self>> {
        static KEYS: OnceLock<Option<Arc<Keys>>> = OnceLock::new();
        KEYS.get_or_init(|| Self::make().map(Arc::new)).clone()
    }

    fn make() -> Option<Self> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
        let n = pair.public_key().modulus().big_endian_without_leading_zero().to_vec();
        let e = pair.public_key().exponent().big_endian_without_leading_zero().to_vec();
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(&n).get(..20)?);
        let (modulus, exponent) = (URL_SAFE_NO_PAD.encode(&n), URL_SAFE_NO_PAD.encode(&e));
        Some(Self { kid, modulus, exponent, checking: DecodingKey::from_rsa_raw_components(&n, &e), pair })
    }

    /// The JWT of these claims.
    pub fn sign(&self, claims: &Value) -> Option<String> {
        let header = json!({"typ": "JWT", "alg": "RS256", "x5t": self.kid, "kid": self.kid});
        let message =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).ok()?;
        Some(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims of a JWT that this key signed. Times and audience are for the caller to check: the tenant has its
    /// own clock.
    pub fn check(&self, token: &str) -> Result<Value, BadToken> {
        if jsonwebtoken::decode_header(token).is_err() {
            return Err(BadToken::Malformed);
        }
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        decode::<Value>(token, &self.checking, &rules).map(|token| token.claims).map_err(|_| BadToken::Signature)
    }

    /// The public half as a JWK set.
    pub fn public(&self, issuer: &str) -> Value {
        json!({"keys": [{
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": self.modulus,
            "e": self.exponent,
            "alg": "RS256",
            "cloud_instance_name": "microsoftonline.com",
            "issuer": issuer,
        }]})
    }
}
