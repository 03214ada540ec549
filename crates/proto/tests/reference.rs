//! The reference pages say what the proto files say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../examples/reference/comments.rs"]
mod comments;
#[path = "../examples/reference/pages.rs"]
mod pages;

use std::{collections::BTreeMap, fs, path::Path};

use prost::Message as _;
use prost_types::FileDescriptorSet;

fn kept() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto/reference");
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn the_pages_are_those_that_the_comments_make() {
    let made = pages::all(zhibiao_proto::DESCRIPTORS).unwrap();
    let kept = kept();
    let stale: Vec<_> = made
        .keys()
        .chain(kept.keys())
        .filter(|name| made.get(*name) != kept.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "run ./dev reference: {stale:?} are not up to date"
    );
}

#[test]
fn nothing_of_the_apis_is_left_out() {
    let set = FileDescriptorSet::decode(zhibiao_proto::DESCRIPTORS).unwrap();
    let pages = pages::all(zhibiao_proto::DESCRIPTORS).unwrap();
    let mut told = 0;
    for file in set
        .file
        .iter()
        .filter(|file| file.package().starts_with("zhibiao."))
    {
        let page = &pages[&format!("{}.md", &file.package()["zhibiao.".len()..])];
        let calls = file.service.iter().flat_map(|service| &service.method);
        let headings = calls
            .map(|call| call.name())
            .chain(file.message_type.iter().map(|message| message.name()))
            .chain(file.enum_type.iter().map(|each| each.name()));
        for heading in headings {
            let times = page
                .lines()
                .filter(|line| line.trim_start_matches('#').trim() == heading && line.starts_with('#'));
            assert_eq!(times.count(), 1, "{heading}");
            told += 1;
        }
        let rows = file
            .message_type
            .iter()
            .flat_map(|message| &message.field)
            .map(|field| field.name());
        let rows = rows.chain(
            file.enum_type
                .iter()
                .flat_map(|each| &each.value)
                .map(|value| value.name()),
        );
        for row in rows {
            let start = format!("| `{row}` | ");
            let told_well = page.lines().filter(|line| line.starts_with(&start));
            // The last cell is the comment.
            assert!(told_well.clone().count() > 0, "{row}");
            assert!(
                told_well.clone().all(|line| !line.ends_with("|  |")),
                "{row} has no comment"
            );
        }
    }
    assert!(told > 100, "{told}");
}
