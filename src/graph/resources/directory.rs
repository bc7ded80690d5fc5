//! The organisation, and the signed-in person: who it is, which directory roles are active, which could be.

use serde::Deserialize;
use uuid::Uuid;

use super::super::request::Request;
use crate::types::{ObjectId, TenantId};

/// The organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Tenant id.
    pub id: TenantId,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Its domains.
    #[serde(default)]
    pub verified_domains: Vec<Domain>,
}

/// A domain of the organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// `contoso.com`.
    pub name: String,
    /// Whether new accounts get it.
    #[serde(default)]
    pub is_default: bool,
}

/// Something that the person is a member of.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// `#microsoft.graph.directoryRole` for directory roles.
    #[serde(rename = "@odata.type", default)]
    pub odata_type: String,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Which role, the same in every tenant.
    #[serde(default)]
    pub role_template_id: Option<Uuid>,
}

impl Membership {
    /// The directory role, if it is one: template id and name.
    #[must_use]
    pub fn role(&self) -> Option<(Uuid, &str)> {
        let role = self.role_template_id.filter(|_| self.odata_type == "#microsoft.graph.directoryRole")?;
        Some((role, self.display_name.as_deref().unwrap_or_default()))
    }
}

/// The signed-in person, as this organisation knows them.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// `megan@contoso.com`; of guests `ada_adatum.example#EXT#@contoso.onmicrosoft.com`.
    #[serde(default)]
    pub user_principal_name: Option<String>,
    /// `Member` or `Guest`; older accounts have none.
    #[serde(default)]
    pub user_type: Option<String>,
}

/// A directory role that somebody may activate (PIM).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Eligibility {
    /// Which role: of built-in roles, the template id.
    pub role_definition_id: Uuid,
    /// `/`: in the whole organisation.
    #[serde(default)]
    pub directory_scope_id: Option<String>,
    /// The role itself.
    #[serde(default)]
    pub role_definition: Option<RoleDefinition>,
}

/// A directory role.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleDefinition {
    /// "Global Administrator".
    #[serde(default)]
    pub display_name: Option<String>,
}

/// Who is signed in. An administrator of a partner (GDAP) is no object of the organisation: 404.
#[must_use]
pub fn me() -> Request {
    Request::get("/me?$select=id,userPrincipalName,mail,userType")
}

/// The roles that the person may activate. It asks for one's own, which needs no role, only the scope
/// `RoleEligibilitySchedule.Read.Directory` (learn.microsoft.com: unifiedRoleEligibilityScheduleInstance).
#[must_use]
pub fn eligible_roles() -> Request {
    Request::get(
        "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')\
         ?$expand=roleDefinition",
    )
}

/// The organisation of the sign-in.
#[must_use]
pub fn organization() -> Request {
    Request::get("/organization?$select=id,displayName,verifiedDomains")
}

/// What the person is a member of: active directory roles are among it, eligible ones (PIM) are not.
#[must_use]
pub fn memberships() -> Request {
    Request::get("/me/transitiveMemberOf?$select=id,displayName,roleTemplateId&$top=999")
}

/// The same of an app that signed in as itself, by its service principal.
#[must_use]
pub fn memberships_of(service_principal: ObjectId) -> Request {
    let query = "$select=id,displayName,roleTemplateId&$top=999";
    Request::get(format!("/servicePrincipals/{service_principal}/transitiveMemberOf?{query}"))
}
