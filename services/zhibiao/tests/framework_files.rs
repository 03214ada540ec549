//! Files of frameworks, checked without a hub: everything wrong in them is told, with its line.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use std::fs;

use serde_json::Value;
use start::{human_development::pack, say, zhibiao};

const FAULTY: &str = r#"
id = "Not An Id"
decimal = 3
colour = "red"
names = { zh = "坏", en = "Bad" }
treat = { method = "winsorise", max_points = -1 }
impute = { method = "last_period", max_age = -1 }

[[aggregates]]
id = "index"

[[indicators]]
code = "life-expectancy"
parent = "index"
denominator = { by = "life-expectancy", scale = -1 }
"#;

fn places(error: &Value) -> Vec<(&str, &str)> {
    let places = error["error"]["places"].as_array().unwrap();
    places
        .iter()
        .map(|one| (one["where"].as_str().unwrap(), one["what"].as_str().unwrap()))
        .collect()
}

#[test]
fn everything_wrong_in_a_framework_s_file_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("faulty.toml");
    fs::write(&file, FAULTY).unwrap();
    let file = file.to_str().unwrap();
    let refused = say(zhibiao().args(["framework", "check", file, "-o", "json"]));
    assert_eq!(refused.code, 65, "{refused:#?}");
    let error: Value = serde_json::from_str(refused.err.lines().last().unwrap()).unwrap();
    let found = places(&error);
    for (place, what) in [
        ("faulty.toml:2", "Not An Id"),
        ("faulty.toml:3", "the nearest is `decimals`"),
        ("faulty.toml:4", "`colour`"),
        ("faulty.toml:6", "-1"),
        ("impute.max_age", "is -1"),
        ("indicators[life-expectancy].denominator.scale", "is -1"),
        (
            "indicators[life-expectancy].denominator.by",
            "the indicator itself",
        ),
    ] {
        let told = found
            .iter()
            .any(|(at, said)| at.ends_with(place) && said.contains(what));
        assert!(told, "{place} … {what}: not among {found:#?}");
    }
    assert!(error["error"]["next"].is_string(), "{error}");
    let chinese = say(zhibiao().args(["framework", "check", file, "--lang", "zh"]));
    let places: Vec<&str> = chinese
        .err
        .lines()
        .filter(|line| line.starts_with("  "))
        .collect();
    assert_eq!(places.len(), found.len(), "{}", chinese.err);
    let others = places.iter().filter(|line| !line.contains("Not An Id"));
    for line in others {
        assert!(line.chars().any(|c| c >= '\u{4e00}'), "{line}");
    }
}

/// Words that a catalogue would tell are told without one.
#[test]
fn a_framework_is_checked_for_what_needs_no_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.toml");
    let text = "id = \"f\"\nimpute = { method = \"group_mean\", by = \"nonsense\" }\n\
                aggregates = [{ id = \"index\" }]\n\
                indicators = [{ code = \"x\", parent = \"index\", direction = \"up\" }]\n";
    fs::write(&file, text).unwrap();
    let refused = say(zhibiao().args(["framework", "check", file.to_str().unwrap()]));
    for what in [
        "f.toml:1 names: has no name",
        "f.toml:2 impute.by: `nonsense` groups no subjects",
    ] {
        assert!(refused.err.contains(what), "{what}: {}", refused.err);
    }
    // Of more than is taken on that comes first.
    let indicators: String = (0..2_001)
        .map(|at| format!("[[indicators]]\ncode = \"x{at}\"\nparent = \"index\"\nimpute = {{ method = \"group_mean\", by = \"y\" }}\n"))
        .collect();
    fs::write(
        &file,
        format!("id = \"f\"\n[[aggregates]]\nid = \"index\"\n{indicators}"),
    )
    .unwrap();
    let refused = say(zhibiao().args(["framework", "check", file.to_str().unwrap()]));
    let first = refused.err.lines().find(|line| line.starts_with("  ")).unwrap();
    assert!(first.contains("2001 asked for, at most 2000"), "{first}");
}

/// What one fault would hide: names of a file without anything, and the values of keys and tables that are not known.
#[test]
fn no_fault_of_a_framework_s_file_hides_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.toml");
    let sound = "id = \"f\"\nnames = { en = \"F\" }\n[[aggregates]]\nid = \"index\"\n\
                 [[indicators]]\ncode = \"x\"\nparent = \"index\"\n";
    for (text, found) in [
        (
            "",
            vec!["`id` is", "`aggregates` is", "`indicators` is", "has no name"],
        ),
        (
            "names = { en = \"F\" }\n[[aggregates]]\nweight = -1\n\
             [[indicators]]\nparent = \"index\"\nweight = -2\n[[indicators]]\ncode = \"y\"\nweight = -3\n",
            vec![
                "f.toml:1: the key `id`",
                "f.toml:2: the key `id`",
                "f.toml:4: the key `code`",
                "f.toml:7: the key `parent`",
                "is -1",
                "f.toml:4 indicators[unnamed-",
                "f.toml:8 indicators[y].weight: is -3",
            ],
        ),
        (
            &format!(
                "{sound}[uncertainty]\ndata = {{ rumour = {{ sd = -1 }} }}\nweights = {{ share = -2 }}\n"
            ),
            vec![
                "f.toml:9: there is no key `rumour`",
                "f.toml:9: the key `distribution`",
                "uncertainty.data.rumour: has size -1",
                "f.toml:10: the key `method`",
                "uncertainty.weights.share: is -2",
            ],
        ),
        (
            &format!("{sound}weigth = -3\ncolour = 1\ndenominator = {{ scale = -1 }}\n"),
            vec![
                "f.toml:8: there is no key `weigth`",
                "indicators[x].weigth: is -3",
                "f.toml:9: there is no key `colour`",
                "f.toml:10: the key `by`",
                "indicators[x].denominator.scale: is -1",
            ],
        ),
    ] {
        fs::write(&file, text).unwrap();
        let refused = say(zhibiao().args(["framework", "check", file.to_str().unwrap()]));
        let places = refused.err.lines().filter(|line| line.starts_with("  ")).count();
        for what in &found {
            assert!(refused.err.contains(what), "{what}: {}", refused.err);
        }
        assert_eq!(places, found.len(), "nothing else: {}", refused.err);
        assert!(refused.err.contains("next:"), "{}", refused.err);
    }
}

#[test]
fn faults_of_what_is_uncertain_have_lines_and_too_deep_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    fs::write(
        &file,
        "id = \"own\"\naggregates = [{ id = \"index\" }]\nindicators = [{ code = \"x\", parent = \"index\", direction = \"up\" }]\n\
         [uncertainty]\nleave_out = 2.0\nweights = { method = \"share\", share = 3.0 }\n\
         normalisation = [{ method = \"z_score\", spread = -1.0 }]\n\
         treatment = [{ method = \"log\" },\n{ method = \"box_cox\", lambda = 99 }]\n\
         [[uncertainty.aggregation]]\nmethod = \"median\"\n[[uncertainty.aggregation]]\nmethod = \"power\"\nexponent = 0\n\
         [uncertainty.data]\nprovisional = { distribution = \"normal\", sd = 0.1 }\n\
         at_least = { distribution = \"exponential\", mean = -1.0 }\n",
    )
    .unwrap();
    let path = file.to_str().unwrap();
    let refused = say(zhibiao().args(["framework", "check", path]));
    for part in [
        "own.toml:5 uncertainty.leave_out",
        "own.toml:6 uncertainty.weights",
        "own.toml:7 uncertainty.normalisation[0]",
        "own.toml:9 uncertainty.treatment[1]",
        "own.toml:12 uncertainty.aggregation[1]",
        "own.toml:17 uncertainty.data.at_least",
    ] {
        assert!(refused.err.contains(part), "{part}: {}", refused.err);
    }
    let blend = (0..200).fold("{ method = \"equal\" }".to_owned(), |inner, _| {
        format!("{{ method = \"blend\", share = 0.5, first = {{ method = \"equal\" }}, second = {inner} }}")
    });
    fs::write(
        &file,
        format!(
            "id = \"own\"\naggregates = [{{ id = \"index\", weighting = {blend} }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\", direction = \"up\" }}]\n"
        ),
    )
    .unwrap();
    let deep = say(zhibiao().args(["framework", "check", path]));
    assert_eq!(deep.code, 65, "{deep:#?}");
    assert_eq!(deep.err.matches("recurse").count(), 1, "{}", deep.err);
}

#[test]
fn files_in_gb18030_are_read_and_what_is_no_text_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let known = fs::read_to_string(format!("{}/frameworks/hdi.toml", pack())).unwrap();
    let file = folder.path().join("gb.toml");
    fs::write(&file, encoding_rs::GB18030.encode(&known).0).unwrap();
    let check = ["framework", "check", file.to_str().unwrap()];
    say(zhibiao().args(check).args(["--pack", &pack()])).ok();
    fs::write(&file, b"id = \"x\"\nnote = \"\xff\xff\"\n").unwrap();
    let refused = say(zhibiao().args(check));
    assert_eq!(refused.code, 65, "{refused:#?}");
    assert!(
        refused.err.contains("line 2") && refused.err.contains("next: save the file as UTF-8"),
        "{}",
        refused.err
    );
}
