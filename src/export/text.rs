//! Plain text: the product's own field names, one per line, to be pasted one by one; below it what is good to keep.

use zeroize::Zeroizing;

use super::Rendered;
use super::values::Values;

/// Writes the text form. Lines that begin with `#` are remarks.
pub fn render(values: &Values<'_>) -> Rendered {
    let mut text = Zeroizing::new(String::with_capacity(Rendered::ROOM));
    let mut line = |parts: &[&str]| {
        for part in parts {
            text.push_str(part);
        }
        text.push('\n');
    };
    line(&["# ", &values.plan.product]);
    if values.outcome.awaits_approval() {
        line(&["# ", super::NOT_APPROVED]);
    }
    for (label, value) in values.fields() {
        line(&[label, ": ", value]);
    }
    line(&[""]);
    line(&["# For your records"]);
    line(&["Application: ", values.plan.app_name.as_str()]);
    if !values.has_field("client_id") {
        line(&["Application (client) ID: ", &values.client]);
    }
    if !values.has_field("tenant_id") {
        line(&["Directory (tenant) ID: ", &values.tenant]);
    }
    if let Some(secret) = &values.secret {
        if !values.has_field("secret_value") {
            line(&["Client secret: ", secret.value]);
        }
        if !values.has_field("secret_end") {
            line(&["Client secret ends: ", &secret.end]);
        }
        line(&["# Secret ID (not the secret): ", &secret.key]);
    }
    Rendered(text)
}
