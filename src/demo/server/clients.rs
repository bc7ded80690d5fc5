//! Which app is asking: Microsoft's own clients, and the apps registered in the tenants; their redirect URIs and
//! secrets. Reads the store, changes nothing.

use serde_json::Value;
use url::Url;
use uuid::{Uuid, uuid};

use super::logins::Platform;
use super::refusal::Refusal;
use crate::demo::caller::Moment;
use crate::demo::store::{Application, Store, Tenant, sha256_hex};

/// A client of Microsoft's that exists in every tenant.
#[derive(Debug)]
pub struct FirstParty {
    /// Client id.
    pub id: Uuid,
    /// Its name.
    pub name: &'static str,
    /// The only Graph permissions that it gets, without anybody's consent; `None`: any, with consent.
    pub preauthorised: Option<&'static [&'static str]>,
}

/// Azure CLI's client id.
pub const AZURE_CLI: Uuid = uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46");

/// Microsoft's clients that can be borrowed for signing in.
static FIRST_PARTIES: [FirstParty; 2] = [
    FirstParty {
        id: AZURE_CLI,
        name: "Microsoft Azure CLI",
        preauthorised: Some(&[
            "Application.ReadWrite.All",
            "AppRoleAssignment.ReadWrite.All",
            "AuditLog.Read.All",
            "DelegatedPermissionGrant.ReadWrite.All",
            "Directory.AccessAsUser.All",
            "Group.ReadWrite.All",
            "User.Read.All",
            "User.ReadWrite.All",
        ]),
    },
    FirstParty {
        id: uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e"),
        name: "Microsoft Graph Command Line Tools",
        preauthorised: None,
    },
];

/// The tenant in a sign-in address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// This one.
    Tenant(Uuid),
    /// `organizations` or `common`: the account decides.
    Any,
}

impl Authority {
    /// Reads the first part of the path.
    pub fn parse(store: &Store, segment: &str) -> Result<Self, Refusal> {
        if segment.eq_ignore_ascii_case("organizations") || segment.eq_ignore_ascii_case("common") {
            return Ok(Self::Any);
        }
        store.tenant(segment).map(|tenant| Self::Tenant(tenant.id)).ok_or_else(|| Refusal::unknown_tenant(segment))
    }
}

/// An app that asks for tokens.
#[derive(Clone, Copy, Debug)]
pub enum Client<'a> {
    /// One of Microsoft's.
    Microsoft(&'static FirstParty),
    /// One that was registered in a tenant.
    Registered(&'a Application),
}

/// Microsoft's client with this id.
pub fn first_party(id: Uuid) -> Option<&'static FirstParty> {
    FIRST_PARTIES.iter().find(|known| known.id == id)
}

/// Whether something that was made then is known to everybody by now.
pub fn seen(created: jiff::Timestamp, moment: Moment) -> bool {
    created.checked_add(moment.replication_lag).is_ok_and(|known| known <= moment.now)
}

fn is_multi_tenant(app: &Application) -> bool {
    matches!(
        app.body.get("signInAudience").and_then(Value::as_str),
        Some("AzureADMultipleOrgs" | "AzureADandPersonalMicrosoftAccount")
    )
}

/// The app with this client id, as the authority knows it.
pub fn find<'a>(store: &'a Store, authority: Authority, id: &str, moment: Moment) -> Result<Client<'a>, Refusal> {
    let tenant: Option<&Tenant> = match authority {
        Authority::Tenant(tenant) => store.tenants.iter().find(|t| t.id == tenant),
        Authority::Any => None,
    };
    let unknown = || Refusal::unknown_app(id, tenant.map_or("organizations", |t| &t.display_name));
    let client = Uuid::parse_str(id).map_err(|_| unknown())?;
    if let Some(first_party) = first_party(client) {
        return Ok(Client::Microsoft(first_party));
    }
    let home = tenant.and_then(|t| t.application_by_app_id(client));
    let anywhere = || store.tenants.iter().find_map(|t| t.application_by_app_id(client));
    let app = home.or_else(anywhere).filter(|app| seen(app.created, moment)).ok_or_else(unknown)?;
    if home.is_none() && !is_multi_tenant(app) {
        return Err(match authority {
            Authority::Any => Refusal::single_tenant_app(id, name_of(app)),
            Authority::Tenant(_) => unknown(),
        });
    }
    Ok(Client::Registered(app))
}

fn name_of(app: &Application) -> &str {
    app.body.get("displayName").and_then(Value::as_str).unwrap_or("an app")
}

impl Client<'_> {
    /// Client id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Microsoft(first_party) => first_party.id,
            Self::Registered(app) => app.app_id,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Microsoft(first_party) => first_party.name,
            Self::Registered(app) => name_of(app),
        }
    }

    /// What the redirect URI is registered for; `None` when it is not registered.
    pub fn platform(&self, redirect: &str) -> Option<Platform> {
        match self {
            Self::Microsoft(_) => matches("http://localhost", redirect, true).then_some(Platform::Public),
            Self::Registered(app) => {
                [("web", Platform::Web), ("spa", Platform::Spa), ("publicClient", Platform::Public)]
                    .into_iter()
                    .find(|(key, _)| app.redirect_uris(key).iter().any(|known| matches(known, redirect, false)))
                    .map(|(_, platform)| platform)
            }
        }
    }

    /// Whether it may use flows without a redirect and without a secret ("Allow public client flows").
    pub fn is_public(&self) -> bool {
        match self {
            Self::Microsoft(_) => true,
            Self::Registered(app) => app.body.get("isFallbackPublicClient").and_then(Value::as_bool) == Some(true),
        }
    }

    /// Checks the secret that was sent.
    pub fn check_secret(&self, sent: Option<&str>, moment: Moment) -> Result<(), Refusal> {
        let app = match self {
            Self::Microsoft(_) => {
                return if sent.is_some() {
                    Err(Refusal::secret_from_public_client())
                } else {
                    Err(Refusal::no_secret())
                };
            }
            Self::Registered(app) => app,
        };
        let sent = sha256_hex(sent.ok_or_else(Refusal::no_secret)?);
        let id = app.app_id.to_string();
        let known = app.secrets.iter().find(|s| s.sha256 == sent).ok_or_else(|| Refusal::wrong_secret(&id))?;
        if known.end <= moment.now {
            Err(Refusal::expired_secret(&id))
        } else if seen(known.start, moment) {
            Ok(())
        } else {
            Err(Refusal::wrong_secret(&id))
        }
    }
}

/// Whether a redirect URI is the registered one. Only for localhost the port is free; 127.0.0.1 is not localhost.
/// `any_root`: the path may be any (the loopback listeners of Microsoft's own clients).
fn matches(registered: &str, asked: &str, any_root: bool) -> bool {
    if registered == asked {
        return true;
    }
    let (Ok(known), Ok(sent)) = (Url::parse(registered), Url::parse(asked)) else { return false };
    let same_place = known.scheme() == sent.scheme()
        && (any_root || known.path() == sent.path())
        && known.query() == sent.query()
        && sent.fragment().is_none();
    let localhost = known.host_str() == Some("localhost") && sent.host_str() == Some("localhost");
    let bare_root = known.path() == "/" && known.host_str() == sent.host_str() && known.port() == sent.port();
    same_place && (localhost || bare_root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_free_on_localhost_and_nowhere_else() {
        assert!(matches("http://localhost", "http://localhost:8400", false));
        assert!(matches("http://localhost/cb", "http://localhost:1/cb", false));
        assert!(!matches("http://localhost/cb", "http://localhost:1/CB", false));
        assert!(!matches("http://localhost", "http://127.0.0.1:8400", false));
        assert!(!matches("https://a.example/cb", "https://a.example:444/cb", false));
        assert!(!matches("https://a.example/cb", "https://a.example/cb/", false));
        assert!(!matches("http://localhost", "https://localhost:8400", false));
    }

    #[test]
    fn a_root_is_the_same_with_and_without_its_slash() {
        assert!(matches("https://a.example", "https://a.example/", false));
        assert!(!matches("https://a.example", "https://b.example/", false));
    }
}
