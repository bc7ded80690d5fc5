//! Microsoft's recorded answers and its description of them. They are not part of this project: tests that need them say
//! so and pass where the folder is missing.

use std::path::PathBuf;

use serde_json::{Value, json};

/// The folder with the recordings and the OpenAPI file: `ONRAMP_REFERENCE`, or beside the project.
pub fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    let folder = std::env::var_os("ONRAMP_REFERENCE").map_or(beside, PathBuf::from).join("graph");
    if folder.join("recordings").is_dir() {
        return Some(folder);
    }
    println!("skipped: no recorded answers at {}; set ONRAMP_REFERENCE to run this test", folder.display());
    None
}

/// A JSON file of the recordings.
pub fn recording(folder: &std::path::Path, name: &str) -> Value {
    let file = folder.join("recordings").join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap()
}

/// The names of all recordings, sorted.
pub fn recordings(folder: &std::path::Path) -> Vec<String> {
    let files = std::fs::read_dir(folder.join("recordings")).unwrap();
    let mut names: Vec<String> =
        files.map(|f| f.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The OpenAPI description, ready for a JSON Schema validator.
pub struct Description {
    document: Value,
}

impl Description {
    pub fn load(folder: &std::path::Path) -> Self {
        let text = std::fs::read_to_string(folder.join("openapi-subset.yaml")).unwrap();
        let mut document: Value = serde_norway::from_str(&text).unwrap();
        plain_schema(&mut document);
        Self { document }
    }

    /// Every operation: (method, path template).
    pub fn operations(&self) -> Vec<(String, String)> {
        let paths = self.document["paths"].as_object().unwrap();
        let methods = ["get", "post", "patch", "delete"];
        paths
            .iter()
            .flat_map(|(path, item)| {
                let offered = methods.into_iter().filter(|m| item.get(m).is_some());
                offered.map(move |m| (m.to_uppercase(), path.clone()))
            })
            .collect()
    }

    /// Why an answer is not what the description says, if it is not.
    pub fn objection(&self, method: &str, path: &str, status: u16, body: Option<&Value>) -> Option<String> {
        let responses = &self.document["paths"][path][method.to_lowercase()]["responses"];
        let class = format!("{}XX", status / 100);
        let response = responses.get(status.to_string()).or_else(|| responses.get(&class));
        let Some(response) = response else {
            return Some(format!("{method} {path}: status {status} is not described"));
        };
        let response = match response["$ref"].as_str() {
            Some(reference) => self.document.pointer(&reference[1..]).unwrap(),
            None => response,
        };
        match (&response["content"]["application/json"]["schema"], body) {
            (Value::Null, None) => None,
            (Value::Null, Some(_)) => Some(format!("{method} {path}: an answer with {status} has no body")),
            (_, None) => Some(format!("{method} {path}: an answer with {status} has a body")),
            (schema, Some(body)) => {
                let schema = json!({ "allOf": [schema], "components": self.document["components"] });
                let validator = jsonschema::validator_for(&schema).unwrap();
                let errors: Vec<String> =
                    validator.iter_errors(body).map(|e| format!("{} at {}", e, e.instance_path())).collect();
                (!errors.is_empty()).then(|| format!("{method} {path}: {}", errors.join("; ")))
            }
        }
    }
}

/// OpenAPI 3.0 says `nullable`; JSON Schema says `null` is one of the types.
fn plain_schema(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("nullable") == Some(&json!(true)) {
                if let Some(Value::String(kind)) = map.get("type").cloned() {
                    map.insert("type".into(), json!([kind, "null"]));
                }
                if let Some(Value::Array(values)) = map.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
            map.values_mut().for_each(plain_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(plain_schema),
        _ => {}
    }
}
