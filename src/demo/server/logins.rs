//! What sign-in remembers while it runs: codes, refresh tokens, device codes, sessions. In memory only, and each
//! code or token only as a hash, so that nothing here can be used if it is printed or dumped.

use std::collections::{HashMap, HashSet};

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use uuid::Uuid;

use super::scopes::Asked;
use crate::demo::store::sha256_hex;

/// How long a code can be redeemed, in seconds.
pub const CODE_LIFE: i64 = 600;
/// How long a device code can be used, in seconds.
pub const DEVICE_LIFE: i64 = 900;
/// How long a refresh token lasts, in seconds: 90 days.
pub const REFRESH_LIFE: i64 = 90 * 24 * 3600;

/// Who signed in, to which app, for what.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub tenant: Uuid,
    pub user: Uuid,
    pub client: Uuid,
    pub asked: Asked,
    /// One per sign-in.
    pub session: Uuid,
    /// What it shows besides (authentication contexts).
    pub acrs: Vec<String>,
}

/// An authorization code.
#[derive(Clone, Debug)]
pub struct Code {
    pub who: SignedIn,
    pub redirect: String,
    pub challenge: Option<String>,
    pub nonce: Option<String>,
    pub platform: Platform,
    pub issued: Timestamp,
    pub used: bool,
}

/// The kind of app that a redirect URI is registered for: it decides how the code is redeemed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// A server, with a secret.
    Web,
    /// A page in the browser.
    Spa,
    /// A program on a computer or phone, without a secret.
    Public,
}

/// A refresh token.
#[derive(Clone, Debug)]
pub struct Refresh {
    pub who: SignedIn,
    /// Whether the app needs its secret to use it.
    pub confidential: bool,
    pub issued: Timestamp,
    pub used: bool,
}

/// What has become of a device code.
#[derive(Clone, Debug)]
pub enum DeviceState {
    /// Nobody has entered it.
    Waiting,
    /// Somebody signed in.
    Done(SignedIn),
    /// Somebody pressed Cancel.
    Declined,
}

/// A device code.
#[derive(Clone, Debug)]
pub struct Device {
    /// What the person types.
    pub user_code: String,
    /// The tenant in the address: an id, or `organizations`, `common`.
    pub authority: String,
    pub client: Uuid,
    pub scope: String,
    /// What the app asks the sign-in to show besides.
    pub acrs: Vec<String>,
    pub state: DeviceState,
    pub issued: Timestamp,
    /// Seconds between two questions.
    pub interval: i64,
    pub last_asked: Option<Timestamp>,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Logins {
    codes: HashMap<String, Code>,
    refreshes: HashMap<String, Refresh>,
    devices: HashMap<String, Device>,
    sessions: HashMap<Uuid, Uuid>,
    revoked: HashSet<Uuid>,
}

/// A new random text that nobody can guess; `None` when the computer has no randomness.
pub fn random_text() -> Option<String> {
    let mut bytes = [0_u8; 48];
    rand::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

impl Logins {
    /// A new session of a user.
    pub fn open_session(&mut self, user: Uuid) -> Uuid {
        let session = Uuid::new_v4();
        self.sessions.insert(session, user);
        session
    }

    /// Whether the session is known and not revoked.
    pub fn is_open(&self, session: Uuid) -> bool {
        self.sessions.contains_key(&session) && !self.revoked.contains(&session)
    }

    /// Ends all sessions of a user: no token of theirs is accepted any more.
    pub fn revoke(&mut self, user: Uuid) {
        self.revoked.extend(self.sessions.iter().filter(|(_, owner)| **owner == user).map(|(session, _)| *session));
    }

    /// Remembers a code; answers its text.
    pub fn add_code(&mut self, code: Code) -> Option<String> {
        let text = random_text()?;
        self.codes.insert(sha256_hex(&text), code);
        Some(text)
    }

    /// The code with this text.
    pub fn code(&mut self, text: &str) -> Option<&mut Code> {
        self.codes.get_mut(&sha256_hex(text))
    }

    /// Remembers a refresh token; answers its text.
    pub fn add_refresh(&mut self, refresh: Refresh) -> Option<String> {
        let text = format!("1.{}", random_text()?);
        self.refreshes.insert(sha256_hex(&text), refresh);
        Some(text)
    }

    /// The refresh token with this text.
    pub fn refresh(&mut self, text: &str) -> Option<&mut Refresh> {
        self.refreshes.get_mut(&sha256_hex(text))
    }

    /// Remembers a device code; answers its text.
    pub fn add_device(&mut self, device: Device) -> Option<String> {
        let text = random_text()?;
        self.devices.insert(sha256_hex(&text), device);
        Some(text)
    }

    /// The device code with this text.
    pub fn device(&mut self, text: &str) -> Option<&mut Device> {
        self.devices.get_mut(&sha256_hex(text))
    }

    /// Forgets a device code.
    pub fn end_device(&mut self, text: &str) {
        self.devices.remove(&sha256_hex(text));
    }

    /// The device code for which a person types this.
    pub fn device_by_user_code(&mut self, typed: &str) -> Option<&mut Device> {
        let plain = typed.trim().replace([' ', '-'], "");
        self.devices.values_mut().find(|device| device.user_code.eq_ignore_ascii_case(&plain))
    }
}
