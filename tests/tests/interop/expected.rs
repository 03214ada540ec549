//! What each case has to have seen.

use serde_json::Value;
use tonic::Code;

use crate::client::{Client, Outcomes};

/// The trace that the clients call within.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// Expectations in the form in which a client tells its facts.
pub(crate) enum Expected {
    /// Facts as the clients with generated code name them.
    Facts,
    /// The hub's answers as grpcurl prints them.
    Answers,
}

impl Expected {
    pub(crate) fn of(client: &Client) -> Self {
        if client.name == "grpcurl" {
            Self::Answers
        } else {
            Self::Facts
        }
    }

    pub(crate) fn hold_for(&self, outcomes: &Outcomes) {
        match self {
            Self::Facts => facts(outcomes),
            Self::Answers => answers(outcomes),
        }
    }

    /// Likewise for the case of credentials.
    pub(crate) fn rights_hold_for(&self, outcomes: &Outcomes) {
        let told = outcomes.facts("credentials");
        match self {
            Self::Facts => {
                assert_eq!(texts(&told["own"]), ["OK", ""], "{told}");
                assert_eq!(texts(&told["none"]), ["UNAUTHENTICATED", "CREDENTIALS_MISSING"]);
                assert_eq!(texts(&told["other"]), ["PERMISSION_DENIED", "RIGHT_MISSING"]);
            }
            Self::Answers => {
                let [own, none, other] = told["answers"].as_array().unwrap().as_slice() else {
                    panic!("{told}")
                };
                assert_eq!(own["series"][0]["unit"], "亿元", "{told}");
                assert_eq!(none["code"], Code::Unauthenticated as i32, "{told}");
                assert_eq!(other["code"], Code::PermissionDenied as i32, "{told}");
                assert_eq!(other["details"][0]["reason"], "RIGHT_MISSING", "{told}");
            }
        }
    }
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect()
}

fn is_chinese(text: &Value) -> bool {
    text.as_str()
        .is_some_and(|text| text.contains("没有名为“东圆”的对象"))
}

fn is_english(text: &Value) -> bool {
    text.as_str()
        .is_some_and(|text| text.contains("nothing is called `东圆`"))
}

fn facts(outcomes: &Outcomes) {
    let unary = outcomes.facts("unary");
    assert_eq!(unary["zones"], 2, "{unary}");
    assert_eq!(texts(&unary["periods"]), ["2021", "2022", "2023"]);
    assert_eq!(numbers(&unary["values"]), [310.5, 342.0, 371.8]);
    assert_eq!(unary["unit"], "亿元");

    let export = outcomes.facts("server-stream");
    let rows: Vec<_> = export["text"].as_str().unwrap().lines().collect();
    assert_eq!(rows.len(), 7, "{export}");
    assert!(rows[0].starts_with("STRUCTURE,"), "{export}");
    assert!(
        rows[6].contains("revenue,2023,zones/west-park,131,亿元"),
        "{export}"
    );

    let upload = outcomes.facts("client-stream");
    assert_eq!(upload["state"], "REPORT_STATE_PUBLISHED", "{upload}");
    assert_eq!(upload["submitter"], crate::USER, "{upload}");
    assert_eq!(upload["entries"], 2, "{upload}");

    let stream = outcomes.facts("bidirectional");
    assert_eq!(stream["durable_before"], 0, "{stream}");
    assert_eq!(numbers(&stream["sequences"]), [1.0, 2.0, 3.0]);
    assert_eq!(texts(&stream["rejected"]), ["2/1 UNKNOWN_SUBJECT"]);
    assert_eq!(stream["durable_after"], 3, "{stream}");

    assert_eq!(outcomes.facts("deadline")["code"], "DEADLINE_EXCEEDED");

    let refused = outcomes.facts("rich-errors");
    assert_eq!(refused["code"], "INVALID_ARGUMENT");
    assert_eq!(refused["reason"], "REQUEST_INVALID");
    assert_eq!(
        texts(&refused["fields"]),
        ["keys[0].subject", "keys[0].indicator", "from", "to"]
    );

    let metadata = outcomes.facts("metadata");
    assert!(
        is_chinese(&metadata["zh"]) && is_english(&metadata["en"]),
        "{metadata}"
    );
    assert_eq!(metadata["trace"], TRACE);
}

fn answers(outcomes: &Outcomes) {
    let unary = outcomes.facts("unary");
    assert_eq!(unary["answers"][0]["zones"], "2", "{unary}");
    assert_eq!(
        numbers(&unary["answers"][1]["series"][0]["values"]),
        [310.5, 342.0, 371.8]
    );

    let export = outcomes.facts("server-stream");
    let columns = &export["answers"][0]["columns"];
    assert_eq!(
        numbers(&columns["value"]),
        [310.5, 120.0, 342.0, 118.4, 371.8, 131.0],
        "{export}"
    );

    let report = &outcomes.facts("client-stream")["answers"][0]["report"];
    assert_eq!(report["state"], "REPORT_STATE_PUBLISHED", "{report}");
    assert_eq!(report["submitter"], crate::USER, "{report}");

    let stream = outcomes.facts("bidirectional");
    let told = stream["answers"].as_array().unwrap();
    let acknowledged: Vec<_> = told.iter().map(|answer| &answer["acknowledged"]).collect();
    let sequences: Vec<_> = acknowledged
        .iter()
        .map(|each| each["sequence"].as_str())
        .collect();
    assert_eq!(
        sequences,
        [None, Some("1"), Some("2"), Some("3"), None, Some("3")],
        "{stream}"
    );
    assert_eq!(
        acknowledged[2]["rejected"][0]["finding"]["code"],
        "UNKNOWN_SUBJECT"
    );
    assert_eq!(acknowledged[5]["repeated"], true, "{stream}");

    assert_eq!(
        outcomes.facts("deadline")["answers"][0]["code"],
        Code::DeadlineExceeded as i32
    );

    let refused = &outcomes.facts("rich-errors")["answers"][0];
    assert_eq!(refused["code"], Code::InvalidArgument as i32, "{refused}");
    assert_eq!(refused["details"][0]["reason"], "REQUEST_INVALID", "{refused}");
    let violations = refused["details"][1]["fieldViolations"].as_array().unwrap();
    let fields: Vec<_> = violations
        .iter()
        .map(|each| each["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["keys[0].subject", "keys[0].indicator", "from", "to"]);

    let metadata = outcomes.facts("metadata");
    assert!(
        is_chinese(&metadata["answers"][0]["findings"][0]["message"]),
        "{metadata}"
    );
    assert!(
        is_english(&metadata["answers"][1]["findings"][0]["message"]),
        "{metadata}"
    );
}
