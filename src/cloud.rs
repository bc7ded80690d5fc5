//! Where Microsoft 365 is: the base addresses of one cloud. Built-in clouds are data (`assets/clouds.toml`);
//! a file can name another one.

use std::path::Path;

use serde::{Deserialize, Serialize};
use url::Url;

/// The base addresses of one Microsoft cloud (no trailing slash).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cloud {
    /// Short name, such as `global`; `custom` for a cloud from a file; `demo` for the demo tenant.
    pub id: String,
    /// Sign-in: `https://login.microsoftonline.com`.
    pub login: Url,
    /// Microsoft Graph: `https://graph.microsoft.com`.
    pub graph: Url,
    /// The Azure portal, for links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<Url>,
    /// The Entra admin center, for links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entra: Option<Url>,
    /// Office 365 Management APIs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub o365_management: Option<Url>,
}

/// What is wrong with a cloud file, for a form: the same as [`CloudError`], as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloudFault {
    /// The file cannot be read; why.
    Unreadable(String),
    /// The file is not the TOML that is expected; where and why.
    Syntax(String),
    /// This key names http to a host that is not this computer.
    Insecure(&'static str),
    /// This key is not the base address of a server.
    NotABase(&'static str),
    /// There is no built-in cloud of that name.
    Unknown(String),
}

impl From<&CloudError> for CloudFault {
    fn from(error: &CloudError) -> Self {
        match error {
            CloudError::Read { source, .. } => Self::Unreadable(source.to_string()),
            CloudError::Syntax { source, .. } => Self::Syntax(source.to_string()),
            CloudError::Insecure { key } => Self::Insecure(key),
            CloudError::NotABase { key } => Self::NotABase(key),
            CloudError::Unknown(name) => Self::Unknown(name.clone()),
        }
    }
}

/// Why a cloud file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CloudError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not the TOML that is expected.
    #[error("{path}: {source}")]
    Syntax {
        /// Which file.
        path: String,
        /// Where and why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// http to a host that is not this computer.
    #[error("{key} must use https: http is allowed for this computer only (localhost)")]
    Insecure {
        /// Which key.
        key: &'static str,
    },
    /// An address with no host, a query or a fragment.
    #[error("{key} is not the base address of a server")]
    NotABase {
        /// Which key.
        key: &'static str,
    },
    /// There is no built-in cloud of that name.
    #[error("there is no cloud named {0}")]
    Unknown(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CloudFile {
    login: Url,
    graph: Url,
    portal: Option<Url>,
    entra: Option<Url>,
    o365_management: Option<Url>,
}

#[derive(Deserialize)]
struct BuiltIn {
    cloud: Vec<Cloud>,
    pages: Pages,
}

/// Pages of the admin center, the same in every cloud.
#[derive(Deserialize)]
struct Pages {
    role_activation: String,
}

/// A built-in cloud, and how the OpenID configuration of an organisation there looks.
#[derive(Clone, Debug, Deserialize)]
pub struct KnownCloud {
    /// Its addresses.
    #[serde(flatten)]
    pub cloud: Cloud,
    /// `cloud_instance_name`: `microsoftonline.us`.
    pub instance: String,
    /// `tenant_region_sub_scope`, where clouds share an instance: `DODCON`.
    #[serde(default)]
    pub sub_scope: Option<String>,
}

impl KnownCloud {
    /// The built-in clouds.
    ///
    /// # Errors
    /// Never in a build that passed its tests.
    pub fn all() -> Result<Vec<Self>, CloudError> {
        #[derive(Deserialize)]
        struct File {
            cloud: Vec<KnownCloud>,
        }
        let file: File = toml::from_str(BUILT_IN)
            .map_err(|source| CloudError::Syntax { path: "assets/clouds.toml".to_owned(), source: Box::new(source) })?;
        Ok(file.cloud)
    }
}

const BUILT_IN: &str = include_str!("../assets/clouds.toml");

impl Cloud {
    /// The built-in clouds; the first is the worldwide one.
    ///
    /// # Errors
    /// Never in a build that passed: `build.rs` parses the same file.
    pub fn built_in() -> Result<Vec<Self>, CloudError> {
        let file: BuiltIn = toml::from_str(BUILT_IN)
            .map_err(|source| CloudError::Syntax { path: "assets/clouds.toml".to_owned(), source: Box::new(source) })?;
        Ok(file.cloud)
    }

    /// The worldwide cloud.
    ///
    /// # Errors
    /// As [`Cloud::built_in`].
    pub fn global() -> Result<Self, CloudError> {
        Self::built_in()?.into_iter().next().ok_or_else(|| CloudError::Unknown("global".to_owned()))
    }

    /// The built-in cloud of that id.
    ///
    /// # Errors
    /// There is none.
    pub fn named(id: &str) -> Result<Self, CloudError> {
        let found = Self::built_in()?.into_iter().find(|cloud| cloud.id == id);
        found.ok_or_else(|| CloudError::Unknown(id.to_owned()))
    }

    /// Whether this is one of the built-in clouds: then the right one of them can be found out.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        Self::built_in().is_ok_and(|clouds| clouds.contains(self))
    }

    /// Reads a cloud file: the keys `login`, `graph` and optionally `portal`, `entra`, `o365_management`, each the
    /// base address of a server. http is allowed on loopback only.
    ///
    /// # Errors
    /// The file cannot be read, is not such TOML, or names an address that is not allowed.
    pub fn from_file(path: &Path) -> Result<Self, CloudError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| CloudError::Read { path: name.clone(), source })?;
        Self::from_toml(&text, &name)
    }

    /// As [`Cloud::from_file`], from text; `name` is what errors call it.
    ///
    /// # Errors
    /// As [`Cloud::from_file`].
    pub fn from_toml(text: &str, name: &str) -> Result<Self, CloudError> {
        let file: CloudFile = toml::from_str(text)
            .map_err(|source| CloudError::Syntax { path: name.to_owned(), source: Box::new(source) })?;
        Ok(Self {
            id: "custom".to_owned(),
            login: base("login", file.login)?,
            graph: base("graph", file.graph)?,
            portal: file.portal.map(|url| base("portal", url)).transpose()?,
            entra: file.entra.map(|url| base("entra", url)).transpose()?,
            o365_management: file.o365_management.map(|url| base("o365_management", url)).transpose()?,
        })
    }

    /// The cloud whose login and Graph are served from one origin: the demo tenant's.
    #[must_use]
    pub fn demo(origin: Url) -> Self {
        Self {
            id: "demo".to_owned(),
            login: origin.clone(),
            portal: None,
            entra: None,
            o365_management: Some(origin.clone()),
            graph: origin,
        }
    }

    /// Whether this is the built-in demo tenant.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.id == "demo"
    }

    /// Whether its servers are Microsoft's own, with certificates from public authorities.
    #[must_use]
    pub fn has_public_certificates(&self) -> bool {
        !matches!(self.id.as_str(), "demo" | "custom")
    }

    /// The page on which people activate directory roles (Privileged Identity Management); `None` when the cloud names no
    /// admin center.
    #[must_use]
    pub fn role_activation(&self) -> Option<String> {
        if self.is_demo() {
            return Some(self.login_url("roles"));
        }
        let center = self.entra.as_ref().or(self.portal.as_ref())?;
        let file: BuiltIn = toml::from_str(BUILT_IN).ok()?;
        Some(join(center, &file.pages.role_activation))
    }

    /// `{login}/{path}`.
    #[must_use]
    pub fn login_url(&self, path: &str) -> String {
        join(&self.login, path)
    }

    /// `{graph}/{path}`, where the path names the version: `v1.0/applications`.
    #[must_use]
    pub fn graph_url(&self, path: &str) -> String {
        join(&self.graph, path)
    }
}

/// Joins a base address (with or without a path of its own) and a relative path.
fn join(base: &Url, path: &str) -> String {
    format!("{}/{}", base.as_str().trim_end_matches('/'), path.trim_start_matches('/'))
}

fn base(key: &'static str, url: Url) -> Result<Url, CloudError> {
    let Some(host) = url.host() else { return Err(CloudError::NotABase { key }) };
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(CloudError::NotABase { key });
    }
    let loopback = match host {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(ip) => ip.is_loopback(),
        url::Host::Ipv6(ip) => ip.is_loopback(),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        "http" => Err(CloudError::Insecure { key }),
        _ => Err(CloudError::NotABase { key }),
    }
}
