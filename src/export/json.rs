//! JSON with stable keys, for scripts:
//! `format` (1), `product`, `preset`, `applicationName`, `clientId`, `tenantId`, `status` (`approved` or `awaitingApproval`), `objectId`, `servicePrincipalId`,
//! `secret` {`value`, `keyId`, `endDateTime`} or null, `permissions` [{`api`, `kind`, `name`, `granted`}],
//! `inputs` {key: value}, `fields` {the product's label: value}.

use std::collections::BTreeMap;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::values::Values;
use super::{ExportError, Rendered};
use crate::preset::{Api, PermissionKind};

/// Only references: the secret's value goes straight into the file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    format: u32,
    product: &'a str,
    preset: &'a str,
    application_name: &'a str,
    client_id: &'a str,
    tenant_id: &'a str,
    status: &'static str,
    object_id: &'a str,
    service_principal_id: &'a str,
    secret: Option<Secret<'a>>,
    permissions: Vec<Permission<'a>>,
    inputs: &'a BTreeMap<String, String>,
    fields: Fields<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Secret<'a> {
    value: &'a str,
    key_id: &'a str,
    end_date_time: &'a str,
}

#[derive(Serialize)]
struct Permission<'a> {
    api: Api,
    kind: PermissionKind,
    name: &'a str,
    granted: bool,
}

/// In the product's order, which a map would lose.
struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (label, value) in &self.0 {
            map.serialize_entry(label, value)?;
        }
        map.end()
    }
}

/// Writes the JSON form.
pub fn render(values: &Values<'_>) -> Result<Rendered, ExportError> {
    let document = Document {
        format: 1,
        product: &values.plan.product,
        preset: &values.plan.preset,
        application_name: values.plan.app_name.as_str(),
        client_id: &values.client,
        tenant_id: &values.tenant,
        status: if values.outcome.awaits_approval() { "awaitingApproval" } else { "approved" },
        object_id: &values.application,
        service_principal_id: &values.service_principal,
        secret: values.secret.as_ref().map(|secret| Secret {
            value: secret.value,
            key_id: &secret.key,
            end_date_time: &secret.end,
        }),
        permissions: values
            .outcome
            .permissions
            .iter()
            .map(|p| Permission { api: p.api, kind: p.kind, name: p.name.as_str(), granted: p.granted })
            .collect(),
        inputs: &values.plan.inputs,
        fields: Fields(values.fields()),
    };
    let unwritable = || ExportError::Unwritable { key: "fields".to_owned() };
    let mut bytes = Zeroizing::new(Vec::with_capacity(Rendered::ROOM));
    serde_json::to_writer_pretty(&mut *bytes, &document).map_err(|_| unwritable())?;
    bytes.push(b'\n');
    let text = String::from_utf8(std::mem::take(&mut *bytes)).map_err(|_| unwritable())?;
    Ok(Rendered(Zeroizing::new(text)))
}
