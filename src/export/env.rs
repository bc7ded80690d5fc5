//! `.env`: `CLIENT_ID`, `TENANT_ID`, `CLIENT_SECRET`, `CLIENT_SECRET_EXPIRES`, and each input by its key in capitals.
//! Single quotes are the only form that sh, docker compose and dotenv read alike, and only without the characters that
//! one of them treats specially inside; a value with such a character is refused rather than written wrong.

use zeroize::Zeroizing;

use super::values::Values;
use super::{ExportError, Rendered};

const OWN: [&str; 4] = ["CLIENT_ID", "TENANT_ID", "CLIENT_SECRET", "CLIENT_SECRET_EXPIRES"];

/// Writes the `.env` form.
pub fn render(values: &Values<'_>) -> Result<Rendered, ExportError> {
    let mut text = Zeroizing::new(String::with_capacity(Rendered::ROOM));
    text.push_str("# ");
    text.push_str(&values.plan.product);
    text.push('\n');
    if values.outcome.awaits_approval() {
        text.push_str("# ");
        text.push_str(super::NOT_APPROVED);
        text.push('\n');
    }
    let mut line = |key: &str, value: &str| {
        if value.contains(['\'', '\\', '\n', '\r', '\0']) || value.contains("${") {
            return Err(ExportError::Unwritable { key: key.to_owned() });
        }
        for part in [key, "='", value, "'\n"] {
            text.push_str(part);
        }
        Ok(())
    };
    line("CLIENT_ID", &values.client)?;
    line("TENANT_ID", &values.tenant)?;
    if let Some(secret) = &values.secret {
        line("CLIENT_SECRET", secret.value)?;
        line("CLIENT_SECRET_EXPIRES", &secret.end)?;
    }
    for (key, value) in &values.plan.inputs {
        line(&variable(key), value)?;
    }
    Ok(Rendered(text))
}

/// The variable of an input: `test_mailbox` is `TEST_MAILBOX`. A name of ours is never given away.
fn variable(key: &str) -> String {
    let name: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let is_taken = OWN.contains(&name.as_str()) || name.starts_with(|c: char| c.is_ascii_digit());
    if is_taken { format!("INPUT_{name}") } else { name }
}
