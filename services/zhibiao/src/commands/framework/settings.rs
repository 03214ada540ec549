//! What a framework says for all of its parts, as it is written: everything but the tree that changes a ranking.

use serde_json::Value;
use zhibiao_model::framework::FrameworkForm;

use super::show::method;

/// Keys that say what a framework is, not how it is computed, and its tree.
const APART: [&str; 8] = [
    "id",
    "names",
    "edition",
    "source",
    "note",
    "version",
    "aggregates",
    "indicators",
];

/// A setting: its key in the file, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) key: String,
    pub(crate) value: String,
}

/// The settings of a framework; those that ask for nothing are left out.
pub(crate) fn settings(form: &FrameworkForm) -> Vec<Setting> {
    let Ok(Value::Object(keys)) = serde_json::to_value(form) else {
        return Vec::new();
    };
    let unsaid = unsaid();
    let mut found = Vec::new();
    let keys = keys.iter().filter(|(key, _)| !APART.contains(&key.as_str()));
    keys.for_each(|(key, value)| add(key, value, unsaid.get(key), &mut found));
    found
}

/// What a framework is that says nothing.
fn unsaid() -> Value {
    let bare = serde_json::json!({ "id": "unsaid", "aggregates": [], "indicators": [] });
    let form = serde_json::from_value::<FrameworkForm>(bare).ok();
    serde_json::to_value(form).unwrap_or_default()
}

/// Adds what a key says; `unsaid` is what it says where nothing is written.
fn add(key: &str, value: &Value, unsaid: Option<&Value>, found: &mut Vec<Setting>) {
    let value = match value {
        Value::Null => return,
        Value::Object(keys) if !is_method(value) => {
            return keys.iter().for_each(|(inner, value)| {
                let unsaid = unsaid.and_then(|unsaid| unsaid.get(inner));
                add(&format!("{key}.{inner}"), value, unsaid, found);
            });
        }
        Value::Array(items) if items.is_empty() => return,
        Value::Array(items) if items.iter().all(is_method) => {
            let methods: Vec<String> = items.iter().map(method).collect();
            methods.join(", ")
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            return items.for_each(|(at, value)| add(&format!("{key}[{at}]"), value, None, found));
        }
        Value::Object(_) => method(value),
        // A zero that is written nowhere asks for nothing.
        Value::Number(number) if number.as_f64() == Some(0.0) && unsaid == Some(value) => return,
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => return,
        Value::String(text) => text.clone(),
        Value::Bool(is) => is.to_string(),
    };
    let key = key.to_owned();
    found.push(Setting { key, value });
}

/// Whether a table names a method or a distribution.
fn is_method(value: &Value) -> bool {
    ["method", "distribution"]
        .iter()
        .any(|key| value.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_changes_a_ranking_is_told_and_what_asks_for_nothing_is_not() {
        let text = r#"
            id = "f"
            names = { en = "F" }
            peers = "all"
            screen = { overall = 0.6 }
            min_available = 0.5
            ties = "average"
            levels = [{}, { aggregation = { method = "geometric" } }]
            aggregates = [{ id = "index" }]
            indicators = []
            [uncertainty]
            weights = { method = "share", share = 0.25 }
            normalisation = [{ method = "rank" }, { method = "min_max", low = 1, high = 10 }]
            leave_out = 0.5
            data = { at_least = { distribution = "exponential", mean = 0.05 } }
        "#;
        let form: FrameworkForm = toml::from_str(text).unwrap();
        let found = settings(&form);
        let said = |key: &str| {
            let mut found = found.iter();
            found.find(|one| one.key == key).map(|one| one.value.as_str())
        };
        for (key, value) in [
            ("peers", "all"),
            ("screen.overall", "0.6"),
            ("min_available", "0.5"),
            ("ties", "average"),
            ("levels[1].aggregation", "geometric"),
            ("uncertainty.weights", "share (share 0.25)"),
            (
                "uncertainty.normalisation",
                "rank, min_max (bounds period, high 10.0, low 1.0)",
            ),
            ("uncertainty.leave_out", "0.5"),
            ("uncertainty.data.at_least", "exponential (mean 0.05)"),
        ] {
            assert_eq!(said(key), Some(value), "{key}: {found:#?}");
        }
        let exact: FrameworkForm =
            toml::from_str("id = \"f\"\ndecimals = 0\naggregates = []\nindicators = []").unwrap();
        let found_exact = settings(&exact);
        let decimals = found_exact.iter().find(|one| one.key == "decimals");
        assert_eq!(
            decimals.map(|one| one.value.as_str()),
            Some("0"),
            "the usual is another"
        );
        for key in [
            "screen.branch",
            "uncertainty.treatment",
            "names",
            "levels[0].weighting",
        ] {
            assert_eq!(said(key), None, "{found:#?}");
        }
    }
}
