//! The human development pack and a hub that has it.

use std::path::Path;

use super::Hub;

pub(crate) fn pack() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/human-development");
    folder.to_str().unwrap().to_owned()
}

/// A hub with the pack and its report.
pub(crate) fn hub() -> Hub {
    let hub = Hub::empty();
    let pack = pack();
    hub.say(&["pack", "apply", &pack]).ok();
    let file = format!("{pack}/reports/hdr-2020.csv");
    let department = ["--department", "human-development", "--period", "2019"];
    let submit = ["report", "submit", &file, "-o", "json", "--as", "li"];
    let filed = hub.say(&[&submit[..], &department].concat()).ok().json();
    let report = filed["reports"][0]["report"]["name"].as_str().unwrap();
    hub.say(&["report", "approve", report, "--as", "wang"]).ok();
    hub
}
