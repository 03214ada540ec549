//! Results computed anew from the files that they were written to.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use serde_json::Value;
use start::human_development::hub;

#[test]
fn a_result_is_replayed_from_the_file_it_was_written_to() {
    let hub = hub();
    let what_if = [
        "rank",
        "--framework",
        "hdi",
        "--weight",
        "income=0.1",
        "--fresh",
        "-o",
        "json",
    ];
    let written = hub.say(&what_if).ok().out;
    let file = hub.file("result.json", &written);
    let again = hub.say(&["replay", &file]).ok();
    assert!(again.out.contains("bit for bit"), "{}", again.out);
    let mut other: Value = serde_json::from_str(&written).unwrap();
    other["ranked"][0]["score"] = 0.5.into();
    other["manifest"]["result_digest"] = "00".repeat(32).into();
    let file = hub.file("other.json", other.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    let reasons: Vec<Value> = differs.json()["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["reason"].clone())
        .collect();
    assert_eq!(reasons, ["RESULT", "SCORE"]);
    let mut weight: Value = serde_json::from_str(&written).unwrap();
    weight["indicators"][0]["weight"] = 0.9.into();
    weight["ranked"][1]["scores"]["health"] = 0.5.into();
    weight["ranked"][1]["contributions"]["indicators/life-expectancy"] = 0.5.into();
    let file = hub.file("weight.json", weight.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    let differs = differs.json();
    assert_eq!(differs["identical"], false);
    let places: Vec<&Value> = differs["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["about"])
        .collect();
    assert_eq!(
        places,
        [
            "indicators[0].weight",
            "ranked[1].contributions[indicators/life-expectancy]",
            "ranked[1].scores[health]"
        ]
    );
    let mut torn: Value = serde_json::from_str(&written).unwrap();
    for key in ["ranked", "warnings", "decimals", "indicators"] {
        torn.as_object_mut().unwrap().remove(key);
    }
    let file = hub.file("torn.json", torn.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    let differs = differs.json();
    let lacking = differs["differences"].as_array().unwrap().iter();
    let lacking: Vec<_> = lacking.map(|one| (&one["about"], &one["expected"])).collect();
    assert_eq!(
        lacking,
        [
            (&"decimals".into(), &"none".into()),
            (&"indicators".into(), &"none".into()),
            (&"ranked".into(), &"none".into()),
            (&"warnings".into(), &"none".into())
        ]
    );
    let manifest = hub.file("manifest.json", other["manifest"].to_string());
    assert_eq!(hub.say(&["replay", &manifest]).code, 1);
    let line = |content: &str| {
        let broken = hub.file("broken.json", content);
        let refused = hub.say(&["replay", &broken]);
        assert_eq!(refused.code, 65, "{refused:#?}");
        assert!(
            refused.err.contains("next: give what `zhibiao rank"),
            "{}",
            refused.err
        );
        refused.err.lines().nth(1).unwrap().to_owned()
    };
    let empty = line("{}");
    assert!(
        empty.ends_with("broken.json: the key `store` is missing"),
        "{empty}"
    );
    // Several are told at once, each once.
    let empty = hub.file("broken.json", "{}");
    let all = hub.say(&["replay", &empty]).err;
    let missing = |all: &str| all.matches(" is missing").count();
    assert_eq!(missing(&all), 11, "{all}");
    let mut several: Value = serde_json::from_str(&written).unwrap();
    for key in ["period", "table_digest", "columns"] {
        several["manifest"].as_object_mut().unwrap().remove(key);
    }
    several["manifest"]["colour"] = "red".into();
    several["ranked"][1].as_object_mut().unwrap().remove("subject");
    let several = hub.file("broken.json", several.to_string());
    let all = hub.say(&["replay", &several]).err;
    for key in ["period", "table_digest", "columns", "subject"] {
        assert!(
            all.contains(&format!("the key `{key}` is missing")),
            "{key}: {all}"
        );
    }
    assert!(missing(&all) == 4 && all.contains("no key `colour`"), "{all}");
    let mut lacking: Value = serde_json::from_str(&written).unwrap();
    lacking["manifest"].as_object_mut().unwrap().remove("revision");
    let lacking = line(&lacking.to_string());
    assert!(
        lacking.ends_with("broken.json: the key `revision` is missing"),
        "{lacking}"
    );
    let csv = line("rank,subject\n1,x\n");
    assert!(
        csv.ends_with("broken.json:1: is no JSON from column 1 on"),
        "{csv}"
    );
    let cut = line("{\"manifest\": {\n");
    assert!(
        cut.ends_with("broken.json:2: ends in the midst of its JSON"),
        "{cut}"
    );
}

/// What has no manifest is told as that, in one line with the file's name, whatever command wrote it.
#[test]
fn answers_without_a_manifest_are_told_to_be_such() {
    let hub = hub();
    let commands: [&[&str]; 3] = [
        &["rank", "-f", "hdi", "--stability", "--fresh", "-o", "json"],
        &["audit", "-f", "hdi", "-o", "json"],
        &["solve", "中国", "--rank", "14", "-f", "hdi", "-o", "json"],
    ];
    for command in commands {
        let written = hub.say(command).out;
        assert!(!written.is_empty(), "{command:?}");
        let file = hub.file("other.json", written);
        let refused = hub.say(&["replay", &file]);
        assert_eq!(refused.code, 65, "{command:?} {refused:#?}");
        assert!(
            refused
                .err
                .contains("other.json: has no manifest: rankings by a framework carry one"),
            "{command:?} {}",
            refused.err
        );
        assert_eq!(refused.err.matches("other.json").count(), 1, "{}", refused.err);
    }
}
