//! Everything that a file tells of a result against the result as it is computed now.

use serde_json::Value;
use zhibiao_proto::compare::v1::{Replay, ReplayDifference, replay::Result as Outcome};

use crate::{
    commands::index::{evaluation, sensitivity, uncertainty},
    failure::Failure,
};

/// What the hub calls a difference of a field, too.
const OF_FIELD: &str = "FIELD";

/// What the hub compares itself (the manifest), and what is another one each time that the result is asked for.
const APART: [&str; 2] = ["manifest", "token"];

/// The fields of a file that are not as the result has them now, each with its place, and those that it lacks; those that
/// the hub has told are left out.
///
/// # Errors
/// When the result can't be written, which would be a fault of this program.
pub(super) fn differences(file: &Value, replay: &Replay) -> Result<Vec<ReplayDifference>, Failure> {
    let now = match &replay.result {
        Some(Outcome::Evaluation(found)) => evaluation::json_line(found)?,
        Some(Outcome::Uncertainty(found)) => uncertainty::json_line(found)?,
        Some(Outcome::Sensitivity(found)) => sensitivity::json_line(found)?,
        None => return Err(Failure::internal("a replay without its result")),
    };
    let now: Value = serde_json::from_str(&now).map_err(Failure::internal)?;
    let mut differences = Vec::new();
    for (field, expected) in file.as_object().into_iter().flatten() {
        if !APART.contains(&field.as_str()) {
            compare(field, expected, now.get(field), &mut differences);
        }
    }
    for (field, found) in now.as_object().into_iter().flatten() {
        if !APART.contains(&field.as_str()) && file.get(field).is_none() {
            differences.push(difference(field, None, Some(found)));
        }
    }
    differences.retain(|one| !is_told(one, file, replay));
    Ok(differences)
}

/// A field that is not the same; what is not there is none.
fn difference(place: &str, expected: Option<&Value>, found: Option<&Value>) -> ReplayDifference {
    let of = |value: Option<&Value>| value.map_or_else(|| "none".to_owned(), brief);
    ReplayDifference {
        reason: OF_FIELD.to_owned(),
        about: place.to_owned(),
        expected: of(expected),
        found: of(found),
    }
}

/// A value; of a list or an object how much it holds, since a row of a result is hundreds of characters long.
fn brief(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.len()),
        Value::Object(fields) => format!("{{{}}}", fields.len()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// Walks down to what differs. A field that either side lacks differs too.
fn compare(place: &str, expected: &Value, found: Option<&Value>, differences: &mut Vec<ReplayDifference>) {
    match (expected, found) {
        (Value::Object(expected), Some(Value::Object(found))) if !is_table(found) => {
            for (field, value) in expected {
                compare(&format!("{place}.{field}"), value, found.get(field), differences);
            }
            for (field, value) in found.iter().filter(|(field, _)| !expected.contains_key(*field)) {
                differences.push(difference(&format!("{place}.{field}"), None, Some(value)));
            }
        }
        (Value::Object(expected), Some(Value::Object(found))) => {
            let added = found.keys().filter(|key| !expected.contains_key(*key));
            for key in expected.keys().chain(added) {
                let place = format!("{place}[{key}]");
                match expected.get(key) {
                    Some(own) => compare(&place, own, found.get(key), differences),
                    None => differences.push(difference(&place, None, found.get(key))),
                }
            }
        }
        (Value::Array(expected), Some(Value::Array(found))) => {
            for at in 0..expected.len().max(found.len()) {
                let place = format!("{place}[{at}]");
                match expected.get(at) {
                    Some(own) => compare(&place, own, found.get(at), differences),
                    None => differences.push(difference(&place, None, found.get(at))),
                }
            }
        }
        (expected, found) if found != Some(expected) => {
            differences.push(difference(place, Some(expected), found));
        }
        (_, _) => {}
    }
}

/// Whether an object holds numbers by name, so that what is missing from it differs too.
fn is_table(object: &serde_json::Map<String, Value>) -> bool {
    !object.is_empty() && object.values().all(Value::is_number)
}

/// Whether the hub told a difference already: rank and score of a subject in the whole index.
fn is_told(one: &ReplayDifference, file: &Value, replay: &Replay) -> bool {
    let place = one
        .about
        .strip_prefix("ranked[")
        .and_then(|rest| rest.split_once("]."));
    let Some((row, field)) = place else { return false };
    let subject = row
        .parse()
        .ok()
        .and_then(|row: usize| file["ranked"][row]["subject"].as_str());
    let reason = field.to_uppercase();
    let mut told = replay.differences.iter();
    told.any(|told| told.reason == reason && Some(told.about.as_str()) == subject)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use zhibiao_proto::compare::v1::{EvaluateFrameworkResponse, EvaluatedAggregate, Numbers};

    use super::*;

    fn replay() -> Replay {
        let numbers = |numbers: &[f64]| Some(numbers.iter().copied().map(Some).collect::<Numbers>());
        let evaluation = EvaluateFrameworkResponse {
            framework: "frameworks/f".into(),
            period: "2023".into(),
            aggregates: vec![EvaluatedAggregate {
                id: "index".into(),
                weight: 1.0,
                ..EvaluatedAggregate::default()
            }],
            subjects: vec!["zones/a".into(), "zones/b".into()],
            ranked_count: 2,
            scores: numbers(&[0.5, 0.25]),
            ranks: numbers(&[1.0, 2.0]),
            ..EvaluateFrameworkResponse::default()
        };
        Replay {
            identical: true,
            result: Some(Outcome::Evaluation(evaluation)),
            ..Replay::default()
        }
    }

    fn file() -> Value {
        let Some(Outcome::Evaluation(found)) = replay().result else {
            panic!("an evaluation")
        };
        serde_json::from_str(&evaluation::json_line(&found).unwrap()).unwrap()
    }

    #[test]
    fn every_field_of_the_file_is_compared() {
        assert_eq!(differences(&file(), &replay()).unwrap(), []);
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 8] = [
            ("framework", |file| file["framework"] = "frameworks/g".into()),
            ("period", |file| file["period"] = "2022".into()),
            ("aggregates[0].weight", |file| {
                file["aggregates"][0]["weight"] = 0.9.into();
            }),
            ("ranked[1].score", |file| {
                file["ranked"][1]["score"] = 0.25_f64.next_up().into();
            }),
            ("ranked[0].tied", |file| file["ranked"][0]["tied"] = true.into()),
            ("ranked[0].scores[index]", |file| {
                file["ranked"][0]["scores"] = json!({});
            }),
            ("warnings[0]", |file| {
                file["warnings"] = json!([{"reason": "ZEROED"}])
            }),
            ("remark", |file| file["remark"] = "mine".into()),
        ];
        for (place, change) in changes {
            let mut changed = file();
            change(&mut changed);
            let found = differences(&changed, &replay()).unwrap();
            let places: Vec<&str> = found.iter().map(|one| one.about.as_str()).collect();
            assert_eq!(places, [place]);
        }
    }

    #[test]
    fn what_a_file_lacks_of_its_result_is_told() {
        for (field, told) in [
            ("ranked", "[2]"),
            ("warnings", "[0]"),
            ("unscored", "[0]"),
            ("period", "\"2023\""),
            ("decimals", "0"),
            ("additive", "false"),
            ("names", "{2}"),
            ("indicators", "[0]"),
        ] {
            let mut lacking = file();
            lacking.as_object_mut().unwrap().remove(field);
            let found = differences(&lacking, &replay()).unwrap();
            let found: Vec<_> = found
                .iter()
                .map(|one| (one.about.as_str(), one.expected.as_str(), one.found.as_str()))
                .collect();
            assert_eq!(found, [(field, "none", told)]);
        }
    }

    #[test]
    fn what_a_row_lacks_and_rows_too_many_are_told_in_brief() {
        let whole = file();
        for field in whole["ranked"][1].as_object().unwrap().keys() {
            let mut lacking = whole.clone();
            lacking["ranked"][1].as_object_mut().unwrap().remove(field);
            let found = differences(&lacking, &replay()).unwrap();
            let places: Vec<_> = found
                .iter()
                .map(|one| (one.about.as_str(), one.expected.as_str()))
                .collect();
            assert_eq!(places, [(format!("ranked[1].{field}").as_str(), "none")]);
        }
        let (mut more, mut fewer) = (whole.clone(), whole.clone());
        let rows = more["ranked"].as_array_mut().unwrap();
        rows.push(rows[0].clone());
        fewer["ranked"].as_array_mut().unwrap().pop();
        let held = format!("{{{}}}", whole["ranked"][0].as_object().unwrap().len());
        for (file, place, expected, now) in [
            (more, "ranked[2]", held.as_str(), "none"),
            (fewer, "ranked[1]", "none", held.as_str()),
        ] {
            let found = differences(&file, &replay()).unwrap();
            let found: Vec<_> = found
                .iter()
                .map(|one| (one.about.as_str(), one.expected.as_str(), one.found.as_str()))
                .collect();
            assert_eq!(found, [(place, expected, now)]);
        }
    }

    #[test]
    fn what_the_hub_told_is_not_told_again() {
        let mut older = file();
        older["ranked"][1]["score"] = 9.into();
        let mut replay = replay();
        replay.differences.push(ReplayDifference {
            reason: "SCORE".into(),
            about: "zones/b".into(),
            ..ReplayDifference::default()
        });
        assert_eq!(differences(&older, &replay).unwrap(), []);
    }
}
