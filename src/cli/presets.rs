//! `onramp presets`: the products.

use serde_json::json;

use super::args::PresetsArguments;
use super::exit::{CliError, Exit};
use super::output;
use crate::preset;

pub fn run(arguments: &PresetsArguments) -> Result<Exit, CliError> {
    let presets = preset::built_in()?;
    if arguments.json {
        let list: Vec<_> = presets
            .iter()
            .map(|p| {
                json!({
                    "id": p.id,
                    "name": p.name,
                    "vendor": p.vendor,
                    "product": p.product,
                    "category": p.category,
                    "summary": p.summary,
                    "confidence": p.confidence,
                    "reviewed": p.reviewed,
                    "inputs": p.inputs.iter().map(|i| json!({
                        "key": i.key, "label": i.label, "required": i.required, "example": i.placeholder,
                    })).collect::<Vec<_>>(),
                    "features": p.features.iter().map(|f| json!({
                        "id": f.id, "label": f.label, "default": f.default, "available": f.available,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect();
        output::json(&json!(list));
    } else {
        for preset in presets {
            output::out(&format!("{}\n    {}\n    {}", preset.id, preset.name, preset.summary));
        }
    }
    Ok(Exit::Done)
}
