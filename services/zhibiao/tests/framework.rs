//! Frameworks from the command line: checked, applied, listed, shown.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use std::fs;

use start::{
    human_development::{hub, pack},
    say, zhibiao,
};

#[test]
fn frameworks_are_checked_applied_listed_and_shown() {
    let file = format!("{}/frameworks/hdi.toml", pack());
    let checked = say(zhibiao().args(["framework", "check", &file])).ok();
    assert!(checked.out.contains("4 indicators"), "{}", checked.out);
    let hub = hub();
    let broken = hub.file(
        "broken.toml",
        "id = \"x\"\naggregates = [{ id = \"a\", parent = \"b\" }]\nindicators = []\n",
    );
    let refused = say(zhibiao().args(["framework", "check", &broken]));
    assert!(
        refused.code == 65 && refused.err.contains("aggregates[a]"),
        "{refused:#?}"
    );
    // What the hub shows is what can be applied again, to the same effect.
    let toml = hub
        .say(&["framework", "show", "hdi", "--toml", "--fresh"])
        .ok()
        .out;
    let file = hub.file("shown.toml", &toml);
    let again = hub.say(&["framework", "apply", &file]).ok().out;
    assert!(again.contains("nothing changes"), "{again}\n{toml}");
    let heavier = hub.file("heavier.toml", toml.replace("weight = 1.0", "weight = 2.0"));
    let dry = hub.say(&["framework", "apply", &heavier, "--dry-run"]).ok().out;
    assert!(dry.contains("would add 0, change 1"), "{dry}");
    hub.say(&["framework", "apply", &heavier]).ok();
    let list = hub
        .say(&["framework", "list", "--fresh", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        (list[0]["framework"].as_str(), list[0]["version"].as_u64()),
        (Some("frameworks/hdi"), Some(2))
    );
    let shown = hub.say(&["framework", "show", "hdi", "--fresh"]).ok().out;
    assert!(
        shown.contains("Life expectancy at birth") && shown.contains("33.3%"),
        "{shown}"
    );
}

/// Nothing of it is in the pack.
const UNKNOWN: &str = r#"id = "unk"
names = { zh = "未知", en = "Unknown" }
peers = "thingz"

[[aggregates]]
id = "index"

[[indicators]]
code = "life-expectanzy"
parent = "index"
direction = "up"
normalise = { method = "distance_to_reference", unit = "countries/zzz" }
"#;

#[test]
fn names_are_looked_up_in_the_pack_or_said_not_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("unk.toml");
    fs::write(&file, UNKNOWN).unwrap();
    let file = file.to_str().unwrap();
    let check = ["framework", "check", file];
    let refused = say(zhibiao().args(check).args(["--pack", &pack()]));
    assert_eq!(refused.code, 65, "{refused:#?}");
    for part in [
        "unk.toml:3 peers: `peerGroups/thingz` is not in the catalogue",
        "unk.toml:9 indicators[life-expectanzy]: `life-expectanzy` is no indicator of the catalogue",
        "the nearest is `life-expectancy`",
        "unk.toml:9 indicators[life-expectanzy].normalise.subject",
        "next:",
    ] {
        assert!(refused.err.contains(part), "{part}: {}", refused.err);
    }
    let alone = say(zhibiao().args(check)).ok();
    assert!(
        alone.err.contains("were not looked up") && alone.err.contains("--pack"),
        "{}",
        alone.err
    );
    let json = say(zhibiao().args(check).args(["-o", "json"])).ok().json();
    assert_eq!(
        (json["names_looked_up"].as_bool(), json["pack"].as_str()),
        (Some(false), None)
    );
    let known = format!("{}/frameworks/hdi.toml", pack());
    let json = say(zhibiao().args(["framework", "check", &known, "-o", "json"])).ok();
    assert!(json.err.is_empty(), "{}", json.err);
    let json = json.json();
    assert_eq!(
        (json["names_looked_up"].as_bool(), json["pack"].as_str()),
        (Some(true), Some("human-development"))
    );
}

/// A pack with faults of its own hides none of the file's, and a name that both have is the file's fault.
#[test]
fn a_framework_is_checked_beside_the_faults_of_its_pack() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    copy(std::path::Path::new(&pack()), folder.path());
    let framework = at("frameworks/own.toml");
    let hdi = fs::read_to_string(at("frameworks/hdi.toml")).unwrap();
    fs::write(&framework, hdi.replace("\nid = \"hdi\"", "\nid = \"own\"")).unwrap();
    let check = |file: &std::path::Path| say(zhibiao().args(["framework", "check", file.to_str().unwrap()]));
    let taken = check(&framework);
    assert_eq!(taken.code, 65, "{taken:#?}");
    assert!(
        taken.err.contains("names: ") && taken.err.contains("is also a name of `frameworks/hdi`"),
        "{}",
        taken.err
    );
    fs::write(
        &framework,
        "id = \"own\"\ndecimals = 99\naggregates = [{ id = \"index\" }]\n\
                           indicators = [{ code = \"x\", parent = \"index\" }]\n",
    )
    .unwrap();
    fs::write(at("frameworks/hdi.toml"), "id = 5\n").unwrap();
    let both = check(&framework);
    assert_eq!(both.code, 65, "{both:#?}");
    for part in [
        "own.toml:2 decimals: is 99",
        "frameworks/hdi.toml",
        "own.toml:4 indicators[x]: `x` is no indicator of the catalogue",
    ] {
        assert!(both.err.contains(part), "{part}: {}", both.err);
    }
    assert!(!both.err.contains("were not looked up"), "{}", both.err);
    // Of a table that can't be read it is not known what it has; a pack was named, and is to be mended.
    let indicators = fs::read_to_string(at("indicators.csv")).unwrap();
    fs::write(at("indicators.csv"), indicators.replacen("name_en", "nome_en", 1)).unwrap();
    let torn = check(&framework);
    assert!(
        torn.err.contains("mend the pack first") && !torn.err.contains("--pack"),
        "{}",
        torn.err
    );
    assert!(!torn.err.contains("is no indicator"), "{}", torn.err);
    fs::write(&framework, hdi).unwrap();
    let pack_alone = check(&at("frameworks/own.toml"));
    assert!(pack_alone.err.contains("the pack has"), "{}", pack_alone.err);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_the_hub_refuses_has_the_lines_of_the_file_and_a_next_step() {
    let hub = hub();
    let file = hub.file("unk.toml", UNKNOWN);
    let several = hub.say(&["framework", "apply", &file]);
    assert_eq!(several.code, 65, "{several:#?}");
    let one = UNKNOWN
        .replace("peers = \"thingz\"\n", "")
        .replace("life-expectanzy", "life-expectancy");
    let file = hub.file("unk.toml", &one);
    let one = hub.say(&["framework", "apply", &file, "-o", "json"]);
    let one: serde_json::Value = serde_json::from_str(one.err.trim()).unwrap();
    assert!(one["error"]["next"].is_string(), "{one}");
    let place = one["error"]["places"][0]["where"].as_str().unwrap();
    assert!(
        place.ends_with("unk.toml:8 indicators[life-expectancy].normalise.subject"),
        "{place}"
    );
    for part in [
        "unk.toml:3 peers:",
        "unk.toml:9 indicators[life-expectanzy]",
        "next:",
    ] {
        assert!(several.err.contains(part), "{part}: {}", several.err);
    }
    // A name that is taken is the file's fault, whichever of the two the catalogue tells.
    for id in ["a", "z"] {
        let taken = format!("{}/frameworks/hdi.toml", pack());
        let taken = fs::read_to_string(taken)
            .unwrap()
            .replacen("id = \"hdi\"", &format!("id = \"{id}\""), 1);
        let file = hub.file("taken.toml", taken);
        let refused = hub.say(&["framework", "apply", &file]);
        assert!(
            refused
                .err
                .contains("taken.toml:5 names: `Human development index` is also a name of `frameworks/hdi`"),
            "{}",
            refused.err
        );
    }
}

/// Another hub calls all of its indicators otherwise: everyone of them is named, in one answer.
#[test]
fn as_many_unknown_indicators_as_an_index_has_are_all_named() {
    let hub = hub();
    let codes: Vec<String> = (0..60).map(|at| format!("another-indicator-{at:02}")).collect();
    let mut text = UNKNOWN
        .split("[[indicators]]")
        .next()
        .unwrap()
        .replace("peers = \"thingz\"\n", "");
    for code in &codes {
        text += &format!("[[indicators]]\ncode = \"{code}\"\nparent = \"index\"\ndirection = \"up\"\n");
    }
    let file = hub.file("foreign.toml", text);
    let refused = hub.say(&["framework", "apply", &file]);
    assert_eq!(refused.code, 65, "{refused:#?}");
    for code in &codes {
        let told = format!("indicators[{code}]: `{code}` is no indicator of the catalogue");
        assert!(refused.err.contains(&told), "{told}: {}", refused.err);
    }
}

/// Which way is better the catalogue says: what would be wrong the other way round is not. And of more faults than an answer
/// has room for, those that can be seen without the hub are told with its own.
#[test]
fn the_hub_knows_directions_and_the_file_has_what_the_hub_has_no_room_for() {
    let hub = hub();
    let known = fs::read_to_string(format!("{}/frameworks/hdi.toml", pack())).unwrap();
    let unread = known.replacen("id = \"hdi\"", "id = \"hdi\"\ncolour = 1", 1);
    let file = hub.file("unread.toml", unread);
    let only = hub.say(&["framework", "apply", &file, "-o", "json"]);
    let only: serde_json::Value = serde_json::from_str(only.err.lines().last().unwrap()).unwrap();
    assert_eq!(only["error"]["places"].as_array().unwrap().len(), 1, "{only}");
    let mut text = UNKNOWN
        .split("[[indicators]]")
        .next()
        .unwrap()
        .replace("peers = \"thingz\"\n", "");
    for at in 0..60 {
        text += &format!(
            "[[indicators]]\ncode = \"another-{at:02}\"\nparent = \"index\"\ndirection = \"up\"\nweight = -{at}.5\n"
        );
    }
    let file = hub.file("negative.toml", text);
    let refused = hub.say(&["framework", "apply", &file, "-o", "json"]);
    let refused: serde_json::Value = serde_json::from_str(refused.err.lines().last().unwrap()).unwrap();
    let places = refused["error"]["places"].as_array().unwrap();
    let weights = places
        .iter()
        .filter(|one| one["what"].as_str().unwrap().starts_with("is -"));
    assert_eq!(weights.count(), 60, "{refused}");
}

/// The countries of the pack lie in no zone, so that nothing groups them.
#[test]
fn imputing_by_a_group_that_nobody_has_is_refused_by_whoever_is_asked() {
    let hub = hub();
    let known = fs::read_to_string(format!("{}/frameworks/hdi.toml", pack())).unwrap();
    let grouped = known.replacen(
        "id = \"hdi\"",
        "id = \"hdi\"\nimpute = { method = \"group_mean\", by = \"class\" }",
        1,
    );
    let file = hub.file("grouped.toml", grouped);
    let checked = say(zhibiao().args(["framework", "check", &file, "--pack", &pack()]));
    let applied = hub.say(&["framework", "apply", &file, "--dry-run"]);
    for said in [checked, applied] {
        assert!(
            said.code == 65 && said.err.contains("impute.by: no subject has a group by `class`"),
            "{said:#?}"
        );
    }
}

/// What can't be read hides nothing of what the hub's catalogue tells: as many places as a check against the pack has.
#[test]
fn a_file_that_can_not_be_read_wholly_is_held_against_the_hub_too() {
    let hub = hub();
    let faulty = UNKNOWN
        .replace("names =", "colour = 3\nnames =")
        .replace("\"Unknown\"", "\"Human development index\"")
        .replace(
            "[[aggregates]]",
            "impute = { method = \"magic\" }\n[[aggregates]]",
        );
    let file = hub.file("faulty.toml", faulty);
    let places = |said: &start::Said| -> Vec<String> {
        let places = said.err.lines().filter(|line| line.starts_with("  "));
        let mut places: Vec<String> = places.map(str::to_owned).collect();
        places.sort();
        places
    };
    let checked = say(zhibiao().args(["framework", "check", &file, "--pack", &pack()]));
    assert_eq!(places(&checked).len(), 6, "{checked:#?}");
    for more in [&[][..], &["--dry-run"]] {
        let mut args = vec!["framework", "apply", &file];
        args.extend(more);
        let applied = hub.say(&args);
        assert_eq!(applied.code, 65, "{applied:#?}");
        assert_eq!(places(&applied), places(&checked), "{more:?}");
    }
    // Without a hub the file's own faults are told all the same, and that names were not looked up.
    let away = say(zhibiao().args(["framework", "apply", &file, "--server", "http://127.0.0.1:1"]));
    assert!(
        away.code == 65 && away.err.contains("`colour`") && away.err.contains("did not look up"),
        "{away:#?}"
    );
    // One that takes the connection and says nothing is not waited for.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("http://{}", silent.local_addr().unwrap());
    let hung = say(zhibiao().args(["framework", "apply", &file, "--server", &server]));
    assert!(
        hung.code == 65 && hung.err.contains("`colour`") && hung.err.contains("the hub takes long"),
        "{hung:#?}"
    );
}

#[test]
fn what_makes_two_frameworks_rank_otherwise_is_shown() {
    let hub = hub();
    let known = fs::read_to_string(format!("{}/frameworks/hdi.toml", pack())).unwrap();
    let shown = |id: &str, settings: &str| {
        let other = known
            .replacen("id = \"hdi\"", &format!("id = \"{id}\"\n{settings}"), 1)
            .replace("人类发展指数", &format!("指数 {id}"))
            .replace("Human development index", &format!("Index {id}"));
        let file = hub.file("other.toml", other);
        hub.say(&["framework", "apply", &file]).ok();
        let table = hub.say(&["framework", "show", id, "--fresh"]).ok().out;
        (table, hub.say(&["framework", "show", id, "-o", "csv"]).ok().out)
    };
    let (table, csv) = shown("gapscr", "screen = { overall = 0.9 }\n");
    assert!(table.contains("screen.overall: 0.9"), "{table}");
    assert!(csv.contains("setting,,,screen.overall,,,,,0.9,"), "{csv}");
    let (table, csv) = shown("gapmin", "min_available = 0.9\n");
    assert!(
        table.contains("min_available: 0.9") && table.contains("geometric, min_available 1"),
        "{table}"
    );
    assert!(csv.contains("setting,,,min_available,,,,,0.9,"), "{csv}");
}
