//! What a person may do, judged by roles and rules: register, approve, or after activating a role. Pure; Microsoft decides
//! in the end.

use std::collections::BTreeMap;

use uuid::{Uuid, uuid};

use super::findings::{PreflightTarget, Standing};
use crate::graph::GraphError;
use crate::graph::resources::directory::{Eligibility, Me};
use crate::preset::Api;
use crate::types::ObjectId;

/// Role template ids (Microsoft's built-in roles), the same in every tenant.
mod role {
    use super::{Uuid, uuid};
    pub const GLOBAL: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");
    pub const PRIVILEGED_ROLE: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");
    pub const APPLICATION: Uuid = uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3");
    pub const CLOUD_APPLICATION: Uuid = uuid!("158c047a-c907-4556-b7ef-446551a6b5f7");
    pub const APPLICATION_DEVELOPER: Uuid = uuid!("cf1c38e5-3621-4004-a7cb-879624dced7c");
    pub const DIRECTORY_WRITERS: Uuid = uuid!("9360feb5-f418-4baa-8175-e2a00bac4301");
    pub const SECURITY: Uuid = uuid!("194ae4cb-b126-40b2-bd5b-6091b380977d");
    pub const AI: Uuid = uuid!("d2562ede-74db-457e-a7b6-544e236ebb61");
}
/// Who may register applications whatever the tenant's rule for members (application-post-applications).
const CREATORS: [Uuid; 6] = [
    role::GLOBAL,
    role::APPLICATION,
    role::CLOUD_APPLICATION,
    role::APPLICATION_DEVELOPER,
    role::DIRECTORY_WRITERS,
    role::SECURITY,
];
/// Who may change applications that others own (application-update).
const CHANGERS: [Uuid; 3] = [role::GLOBAL, role::APPLICATION, role::CLOUD_APPLICATION];
/// Who may approve everything (grant-admin-consent).
const CONSENTERS: [Uuid; 2] = [role::GLOBAL, role::PRIVILEGED_ROLE];
/// Who may approve everything but application permissions of Microsoft Graph.
const LESSER_CONSENTERS: [Uuid; 3] = [role::APPLICATION, role::CLOUD_APPLICATION, role::AI];

/// What is known about what a person may do.
pub(super) struct Rights<'a> {
    /// Active roles; `None`: could not check.
    pub roles: Option<&'a BTreeMap<Uuid, String>>,
    /// Whether everybody with an account may register applications; `None`: could not check.
    pub anybody_creates: Option<bool>,
    /// How the person belongs to the organisation.
    pub standing: Option<&'a Standing>,
    /// What the plan asks for.
    pub target: &'a PreflightTarget,
}

impl Rights<'_> {
    /// Whether the person may register applications.
    pub fn may_create(&self) -> Option<bool> {
        // What a tenant allows its accounts says nothing about people who have none in it.
        let anybody = self.anybody_creates.filter(|_| !matches!(self.standing, Some(Standing::Partner { .. })));
        match (self.has(&CREATORS), anybody) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }

    /// Whether the person may change an application with these owners.
    pub fn may_change(&self, owners: Option<&[ObjectId]>, me: ObjectId) -> Option<bool> {
        match (owners.map(|owners| owners.contains(&me)), self.has(&CHANGERS)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }

    /// Whether the person may approve everything that the plan asks for.
    pub fn may_consent(&self) -> Option<bool> {
        self.has(&self.approvers())
    }

    /// Of the roles that the person could activate, those that would let them do what they may not do now.
    pub fn worth_activating(&self, eligible: &[Eligibility]) -> Vec<String> {
        let creates = self.may_create() == Some(false);
        let approves = self.may_consent() == Some(false);
        let helps = |role: &Uuid| (creates && CREATORS.contains(role)) || (approves && self.approvers().contains(role));
        let mut names: Vec<String> = eligible
            .iter()
            .filter(|e| e.directory_scope_id.as_deref().is_none_or(|scope| scope == "/"))
            .filter(|e| helps(&e.role_definition_id))
            .filter(|e| self.roles.is_none_or(|active| !active.contains_key(&e.role_definition_id)))
            .filter_map(|e| e.role_definition.as_ref()?.display_name.clone())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn approvers(&self) -> Vec<Uuid> {
        if self.target.application_permissions_of.contains(&Api::Graph) {
            CONSENTERS.to_vec()
        } else {
            [&CONSENTERS[..], &LESSER_CONSENTERS].concat()
        }
    }

    fn has(&self, wanted: &[Uuid]) -> Option<bool> {
        self.roles.map(|mine| wanted.iter().any(|role| mine.contains_key(role)))
    }
}

/// How the person with this sign-in name belongs to an organisation with these domains.
pub(super) fn standing(me: &Result<Me, GraphError>, username: &str, domains: Option<&[String]>) -> Option<Standing> {
    let is_ours = |domain: &str| domains.is_some_and(|ours| ours.iter().any(|our| our.eq_ignore_ascii_case(domain)));
    let from = home(username).filter(|domain| !is_ours(domain));
    match me {
        Ok(me) => {
            let name = me.user_principal_name.as_deref().unwrap_or_default();
            let invited = name.to_ascii_uppercase().contains("#EXT#");
            if invited || me.user_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("guest")) {
                Some(Standing::Guest { from: from.or_else(|| home(name).filter(|domain| !is_ours(domain))) })
            } else {
                Some(Standing::Member)
            }
        }
        Err(error) if error.status() == Some(404) => Some(Standing::Partner { from }),
        Err(_) => domains.and(from).map(|from| Standing::Partner { from: Some(from) }),
    }
}

/// The domain at which an account is at home. `ada_adatum.example#EXT#@contoso.onmicrosoft.com` is at home at
/// `adatum.example`.
fn home(username: &str) -> Option<String> {
    let upper = username.to_ascii_uppercase();
    let domain = match upper.find("#EXT#") {
        Some(end) => username.get(..end)?.rsplit_once('_')?.1,
        None => username.rsplit_once('@')?.1,
    };
    (!domain.is_empty()).then(|| domain.to_ascii_lowercase())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn me(name: &str, kind: &str) -> Me {
        Me { user_principal_name: Some(name.to_owned()), user_type: Some(kind.to_owned()) }
    }

    #[test]
    fn guests_are_told_from_members_by_their_kind_or_by_their_name() {
        let ours = ["contoso.com".to_owned()];
        let guest = Some(Standing::Guest { from: Some("adatum.example".to_owned()) });
        let outside = "ada@adatum.example";
        let invited = "ada_adatum.example#EXT#@contoso.onmicrosoft.com";
        assert_eq!(standing(&Ok(me(invited, "Member")), outside, Some(&ours)), guest);
        assert_eq!(standing(&Ok(me(outside, "Guest")), outside, Some(&ours)), guest);
        assert_eq!(standing(&Ok(me(invited, "Guest")), invited, Some(&ours)), guest);
        assert_eq!(standing(&Ok(me("a@contoso.com", "Member")), "a@CONTOSO.com", Some(&ours)), Some(Standing::Member));
    }

    #[test]
    fn who_cannot_be_read_is_a_partner_only_when_the_domain_is_known_to_be_another() {
        let ours = ["contoso.com".to_owned()];
        let unread = || Err(GraphError::Cancelled);
        assert_eq!(standing(&unread(), "a@contoso.com", Some(&ours)), None);
        assert_eq!(standing(&unread(), "a@partner.example", None), None);
        let partner = Some(Standing::Partner { from: Some("partner.example".to_owned()) });
        assert_eq!(standing(&unread(), "a@partner.example", Some(&ours)), partner);
    }
}
