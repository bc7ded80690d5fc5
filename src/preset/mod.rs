//! Products as data: the presets built into the program. Loading and looking up; the format is in [`schema`],
//! what makes a preset right is in [`rules`]. No product is known here by name.

pub mod rules;
pub mod schema;

pub use schema::{Api, Audience, CheckKind, InputKind, Lean, PermissionKind, Platform, Preset, RedirectRule};

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::types::{AppRoleId, PermissionName, ResourceAppId};

#[derive(RustEmbed)]
#[folder = "assets/presets/"]
struct Files;

/// Why the built-in data cannot be read. `build.rs` refuses to build such a program.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// Not the TOML that is expected.
    #[error("{file}: {source}")]
    Syntax {
        /// Which file.
        file: String,
        /// Where and why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// There is no preset of that id.
    #[error("there is no preset named {0}")]
    Unknown(String),
}

/// All presets built into the program, sorted by product name.
///
/// # Errors
/// Never in a program that was built: `build.rs` parses the same files.
pub fn built_in() -> Result<Vec<Preset>, PresetError> {
    let mut presets = Vec::new();
    for file in Files::iter() {
        let Some(content) = Files::get(&file) else { continue };
        let text = String::from_utf8_lossy(&content.data);
        let preset: Preset = toml::from_str(&text)
            .map_err(|source| PresetError::Syntax { file: file.to_string(), source: Box::new(source) })?;
        presets.push(preset);
    }
    presets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(presets)
}

/// The preset with this id.
///
/// # Errors
/// There is none.
pub fn by_id(id: &str) -> Result<Preset, PresetError> {
    built_in()?.into_iter().find(|p| p.id == id).ok_or_else(|| PresetError::Unknown(id.to_owned()))
}

impl Api {
    /// The `appId` of the API, the same in every tenant.
    #[must_use]
    pub const fn app_id(self) -> ResourceAppId {
        ResourceAppId::new(uuid::Uuid::from_u128(match self {
            Self::Graph => 0x0000_0003_0000_0000_c000_0000_0000_0000,
            Self::O365Management => 0xc539_3580_f805_4401_95e8_94b7_a6ef_2fc2,
            Self::Exchange => 0x0000_0002_0000_0ff1_ce00_0000_0000_0000,
        }))
    }

    /// Microsoft's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Graph => "Microsoft Graph",
            Self::O365Management => "Office 365 Management APIs",
            Self::Exchange => "Office 365 Exchange Online",
        }
    }
}

/// The ids of permissions, as they are in every tenant. A tenant's own service principals are asked first; this is
/// for previews without a network, and when they cannot be read.
#[derive(Clone, Debug, Deserialize)]
pub struct PermissionIds {
    permission: Vec<LockedPermission>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedPermission {
    api: Api,
    kind: PermissionKind,
    name: PermissionName,
    id: AppRoleId,
}

impl PermissionIds {
    /// The lock file built into the program.
    ///
    /// # Errors
    /// Never in a program that was built: `build.rs` parses the same file.
    pub fn built_in() -> Result<Self, PresetError> {
        toml::from_str(include_str!("../../assets/permissions.lock.toml")).map_err(|source| PresetError::Syntax {
            file: "permissions.lock.toml".to_owned(),
            source: Box::new(source),
        })
    }

    /// The id of a permission, if it is known.
    #[must_use]
    pub fn id(&self, api: Api, kind: PermissionKind, name: &str) -> Option<AppRoleId> {
        self.permission
            .iter()
            .find(|p| p.api == api && p.kind == kind && p.name.as_str().eq_ignore_ascii_case(name))
            .map(|p| p.id)
    }
}
