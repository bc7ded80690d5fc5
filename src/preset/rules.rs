//! What makes a preset right, beyond its format. Compiled into `build.rs` too; imports only the schema beside it.

use super::schema::{FORMAT, InputKind, Mode, Normalise, Preset, RedirectRule};

/// Every rule that `preset` breaks, in words for whoever writes presets. Empty: it is right.
#[must_use]
pub fn violations(preset: &Preset, file_stem: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rule = |holds: bool, text: String| {
        if !holds {
            found.push(text);
        }
    };
    rule(preset.format == FORMAT, format!("format must be {FORMAT}"));
    rule(preset.id == file_stem, format!("id must equal the file name: {file_stem:?}"));
    rule(
        preset.mode == Mode::Guide || preset.app.audiences_allowed.contains(&preset.app.audience),
        "audiences_allowed must contain audience".to_owned(),
    );
    rule(
        preset.app.redirect != RedirectRule::Required || !preset.redirects.is_empty(),
        "redirect = \"required\" needs a [[redirect]]".to_owned(),
    );
    rule(
        (1..=preset.credential.max_months).contains(&preset.credential.default_months)
            && preset.credential.max_months <= 24,
        "default_months must be 1 to max_months, and max_months at most 24".to_owned(),
    );

    let keys: Vec<&str> = preset.inputs.iter().map(|i| i.key.as_str()).collect();
    let features: Vec<&str> = preset.features.iter().map(|f| f.id.as_str()).collect();
    rule(unique(&keys), "input keys must differ".to_owned());
    rule(unique(&features), "feature ids must differ".to_owned());
    let checks: Vec<&str> = preset.checks.iter().map(|c| c.id.as_str()).collect();
    rule(unique(&checks), "check ids must differ".to_owned());

    for input in &preset.inputs {
        let key = &input.key;
        rule(
            input.kind != InputKind::Choice || !input.choices.is_empty(),
            format!("input {key}: a choice needs choices"),
        );
        if let Some(pattern) = &input.pattern {
            match regex_lite::Regex::new(&whole(pattern)) {
                Err(error) => rule(false, format!("input {key}: pattern: {error}")),
                Ok(regex) => {
                    for example in [Some(&input.placeholder), input.default.as_ref()].into_iter().flatten() {
                        rule(
                            example.is_empty() || regex.is_match(&normalised(example, &input.normalise)),
                            format!("input {key}: the pattern refuses its own example {example:?}"),
                        );
                    }
                }
            }
        }
    }
    for feature in &preset.features {
        rule(
            feature.available || !feature.default,
            format!("feature {}: cannot be on by default and not available", feature.id),
        );
    }
    for permission in &preset.permissions {
        let name = &permission.name;
        rule(permission.why.ends_with('.'), format!("permission {name}: why must end with a full stop"));
        for feature in &permission.features {
            rule(features.contains(&feature.as_str()), format!("permission {name}: no feature named {feature:?}"));
        }
    }
    for check in &preset.checks {
        for feature in &check.features {
            rule(features.contains(&feature.as_str()), format!("check {}: no feature named {feature:?}", check.id));
        }
        for place in check.url.iter().chain(&check.body).flat_map(|t| placeholders(t)) {
            let known =
                ["graph", "login", "o365mgmt", "tenant_id", "client_id"].contains(&place) || keys.contains(&place);
            rule(known, format!("check {}: nothing is named {{{place}}}", check.id));
        }
    }
    for place in preset.redirects.iter().flat_map(|r| placeholders(&r.uri)) {
        rule(keys.contains(&place), format!("redirect: no input named {place:?}"));
    }
    for field in preset.exports.iter().flat_map(|e| &e.fields) {
        let known = match field.value.strip_prefix("input.") {
            Some(key) => keys.contains(&key),
            None => {
                ["client_id", "tenant_id", "object_id", "secret_value", "secret_end"].contains(&field.value.as_str())
            }
        };
        rule(known, format!("export field {:?}: nothing is named {:?}", field.label, field.value));
        rule(
            (field.value == "secret_value") == field.secret,
            format!("export field {:?}: secret = true belongs to secret_value and to nothing else", field.label),
        );
    }
    found
}

/// The pattern, made to match the whole text.
#[must_use]
pub fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

/// The text after an input's normalisation.
#[must_use]
pub fn normalised(text: &str, steps: &[Normalise]) -> String {
    let mut text = text.to_owned();
    for step in steps {
        text = match step {
            Normalise::Trim => text.trim().to_owned(),
            Normalise::Lowercase => text.to_lowercase(),
            Normalise::StripScheme => text.split_once("://").map_or(text.as_str(), |(_, rest)| rest).to_owned(),
            Normalise::StripPath => text.split(['/', '?', '#']).next().unwrap_or_default().to_owned(),
            Normalise::StripTrailingSlash => text.trim_end_matches('/').to_owned(),
        };
    }
    text
}

/// The names in `{braces}`.
pub fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

fn unique(names: &[&str]) -> bool {
    names.iter().enumerate().all(|(i, name)| !names[..i].contains(name))
}
