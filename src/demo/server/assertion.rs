//! The statement by which an app proves who it is with a certificate (`private_key_jwt`): signed by a key that is
//! registered for it, for this tenant's token endpoint, for now.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::refusal::Refusal;
use crate::demo::store::Application;

/// Clock differences that are forgiven, in seconds.
const SKEW: i64 = 300;
/// The kind of statement.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What was sent.
pub struct Assertion<'a> {
    /// `client_assertion_type`.
    pub kind: Option<&'a str>,
    /// `client_assertion`.
    pub text: &'a str,
}

/// Refuses a statement that does not prove who the app is. `audiences`: the names of this token endpoint.
pub fn check(app: &Application, sent: &Assertion<'_>, audiences: &[String], now: Timestamp) -> Result<(), Refusal> {
    if sent.kind != Some(JWT_BEARER) {
        return Err(Refusal::missing("client_assertion_type"));
    }
    let header = decode_header(sent.text).map_err(|_| Refusal::assertion_malformed())?;
    let named = header.x5t_s256.as_deref().or(header.x5t.as_deref()).or(header.kid.as_deref()).unwrap_or_default();
    let not_found = || Refusal::assertion_unproved("The key was not found.", named);
    let (thumbprint, der) = app
        .certificates
        .iter()
        .find_map(|(thumbprint, text)| {
            let der = STANDARD.decode(text).ok()?;
            let sha256 = URL_SAFE_NO_PAD.encode(Sha256::digest(&der));
            let sha1 = URL_SAFE_NO_PAD.encode(unhex(thumbprint)?);
            (sha256 == named || sha1 == named).then_some((thumbprint, der))
        })
        .ok_or_else(not_found)?;
    // One that was taken off the app is kept here, but counts no more.
    let listed = app.body.get("keyCredentials").and_then(Value::as_array).into_iter().flatten();
    let entry = listed.into_iter().find(|entry| entry["customKeyIdentifier"].as_str() == Some(thumbprint));
    let entry = entry.ok_or_else(not_found)?;
    let end = entry["endDateTime"].as_str().and_then(|text| text.parse::<Timestamp>().ok());
    if end.is_some_and(|end| end <= now) {
        return Err(Refusal::assertion_unproved("The key used is expired.", named));
    }

    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(&der));
    let key = DecodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| not_found())?;
    let mut rules = Validation::new(Algorithm::PS256);
    rules.algorithms = vec![Algorithm::PS256, Algorithm::RS256];
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let claims = decode::<Value>(sent.text, &key, &rules)
        .map_err(|_| {
            Refusal::assertion_unproved("The key was found, but use of the key to verify the signature failed.", named)
        })?
        .claims;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if !audiences.iter().any(|name| name == text("aud")) {
        return Err(Refusal::assertion_audience());
    }
    let id = app.app_id.to_string();
    if !text("iss").eq_ignore_ascii_case(&id) || !text("sub").eq_ignore_ascii_case(&id) {
        return Err(Refusal::assertion_of_another(&id));
    }
    let number = |name: &str| claims.get(name).and_then(Value::as_i64);
    let (from, until) = (number("nbf").unwrap_or(i64::MIN), number("exp").unwrap_or_default());
    if from.saturating_sub(SKEW) > now.as_second() || until.saturating_add(SKEW) <= now.as_second() {
        return Err(Refusal::assertion_time(now));
    }
    Ok(())
}

/// The bytes of an upper-case hexadecimal text.
fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
