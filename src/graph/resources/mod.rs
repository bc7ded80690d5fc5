//! The resources of Graph that Onramp uses: one file each, requests in, typed values out.

pub mod applications;
pub mod directory;
pub mod grants;
pub mod policies;
pub mod service_principals;

use serde::Deserialize;

/// A list answer.
#[derive(Clone, Debug, Deserialize)]
pub struct List<T> {
    /// The entries of this page.
    pub value: Vec<T>,
    /// The address of the next page.
    #[serde(rename = "@odata.nextLink", default)]
    pub next: Option<String>,
}
