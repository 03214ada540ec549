//! Frameworks from the command line: checked, applied, listed, shown.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

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
