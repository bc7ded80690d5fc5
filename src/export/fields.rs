//! The product's own fields with their values: what the person pastes.

use crate::plan::Plan;
use crate::preset::Preset;
use crate::preset::schema::ExportField;
use crate::setup::Outcome;
use crate::types::SecretValue;

/// One field of the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductField {
    /// What the product calls it.
    pub label: String,
    /// What goes into it.
    pub value: FieldValue,
}

/// What goes into a field of the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Anything that is no secret.
    Plain(String),
    /// The secret; `None` when its value is not known any more.
    Secret(Option<SecretValue>),
}

/// The product's fields in its own order and words: those of the preset's first export that has any.
#[must_use]
pub fn product_fields(preset: &Preset, plan: &Plan, outcome: &Outcome) -> Vec<ProductField> {
    shown(preset, plan)
        .filter_map(|field| Some(ProductField { label: field.label.clone(), value: value(field, plan, outcome)? }))
        .collect()
}

/// The fields that apply to this plan.
pub(super) fn shown<'a>(preset: &'a Preset, plan: &Plan) -> impl Iterator<Item = &'a ExportField> {
    let export = preset.exports.iter().find(|export| !export.fields.is_empty());
    export.into_iter().flat_map(|export| &export.fields).filter(|field| {
        field.when.as_deref().is_none_or(|condition| {
            condition
                .split_once('=')
                .is_some_and(|(key, wanted)| plan.inputs.get(key).is_some_and(|input| input == wanted))
        })
    })
}

/// A moment as files and fields have it: UTC, to the second.
pub(super) fn moment(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn value(field: &ExportField, plan: &Plan, outcome: &Outcome) -> Option<FieldValue> {
    let secret = outcome.secret.as_ref();
    Some(match field.value.as_str() {
        "client_id" => FieldValue::Plain(outcome.client.to_string()),
        "tenant_id" => FieldValue::Plain(outcome.tenant.to_string()),
        "object_id" => FieldValue::Plain(outcome.application.to_string()),
        "secret_value" => FieldValue::Secret(secret?.value.clone()),
        "secret_end" => FieldValue::Plain(moment(secret?.end)),
        other => FieldValue::Plain(plan.inputs.get(other.strip_prefix("input.")?)?.clone()),
    })
}
