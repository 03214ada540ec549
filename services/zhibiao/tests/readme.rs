//! The README's five minutes, as printed: every command ends well and says what the page shows.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]
#![allow(clippy::print_stdout, reason = "a step that is skipped says so")]

mod start;

use std::{
    collections::BTreeMap,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use start::{Hub, say};

/// A fenced block of the page: its language and its lines.
struct Block {
    language: String,
    lines: Vec<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(language), None) => {
                open = Some(Block {
                    language: language.to_owned(),
                    lines: Vec::new(),
                })
            }
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some(mut block)) => {
                block.lines.push(line.to_owned());
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// A command of a block, and what the page shows of its answer.
fn steps(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut steps: Vec<(String, Vec<String>)> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push((command.to_owned(), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.clone()),
            (None, None) => {}
        }
    }
    steps
}

/// The program that calls by reflection, where it is installed: on the path or where Go puts it.
fn grpcurl() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join("go/bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(home);
    folders
        .map(|folder| folder.join("grpcurl"))
        .find(|file| file.is_file())
}

/// Does what a page shows; gives how often it shows which kind of command.
fn follow(page: &str) -> BTreeMap<String, usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join(page)).unwrap();
    let hub = Hub::demo();
    let folder = hub.folder.path();
    symlink(env!("CARGO_BIN_EXE_zhibiao"), folder.join("zhibiao")).unwrap();
    let grpcurl = grpcurl();
    if let Some(program) = &grpcurl {
        symlink(program, folder.join("grpcurl")).unwrap();
    }
    let authority = hub.address.trim_start_matches("http://");
    symlink(root.join("deploy").canonicalize().unwrap(), folder.join("deploy")).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let mut report = String::new();
    let mut run = BTreeMap::new();
    for block in blocks(&page) {
        match block.language.as_str() {
            "csv" => drop(hub.file("report.csv", block.lines.join("\n"))),
            "toml" => drop(hub.file("framework.toml", block.lines.join("\n"))),
            _ => {}
        }
        if block.language != "console" {
            continue;
        }
        for (command, shown) in steps(&block) {
            if let Some(file) = command.strip_prefix("cat ") {
                hub.file(file, shown.join("\n"));
                continue;
            }
            if command.starts_with("grpcurl ") && grpcurl.is_none() {
                println!("skipped, as grpcurl is not installed: {command}");
                continue;
            }
            let words = command
                .replace("127.0.0.1:7890", authority)
                .split(" #")
                .next()
                .unwrap()
                .replace(" ID", &format!(" {report}"));
            let said = say(Command::new("sh")
                .args(["-c", &words])
                .current_dir(folder)
                .env_clear()
                .env("PATH", &path)
                .env("LANG", "C.UTF-8")
                .env("USER", "reader")
                .env("ZHIBIAO_SERVER", &hub.address));
            let expected = i32::from(command.contains("# exit 1"));
            assert_eq!(said.code, expected, "{words}: {said:#?}");
            let lines: Vec<&str> = said.out.lines().map(str::trim_end).collect();
            for line in shown.iter().map(|line| line.trim_end()) {
                assert!(
                    lines.contains(&line),
                    "{words}: the page shows `{line}`\n{}",
                    said.out
                );
            }
            if words.contains("report submit") {
                let named = said
                    .out
                    .lines()
                    .find_map(|line| line.strip_prefix("reports/"))
                    .unwrap();
                report = named.split(':').next().unwrap().to_owned();
            }
            let kind: Vec<&str> = words.split(' ').take(3).collect();
            *run.entry(kind.join(" ")).or_insert(0) += 1;
        }
    }
    run
}

#[test]
fn the_page_about_indices_works_as_printed() {
    let run = follow("services/compare/INDICES.md");
    if grpcurl().is_some() {
        assert_eq!(run.get("grpcurl -plaintext -d"), Some(&2), "{run:?}");
    }
    for kind in [
        "zhibiao framework apply",
        "zhibiao rank --framework",
        "zhibiao replay hdi.json",
    ] {
        assert!(run.contains_key(kind), "the page has no `{kind}`: {run:?}");
    }
}

#[test]
fn the_five_minutes_work_as_printed() {
    let run = follow("README.md");
    for kind in [
        "zhibiao report check",
        "zhibiao report approve",
        "zhibiao pack draft",
    ] {
        assert!(run.contains_key(kind), "the page has no `{kind}`: {run:?}");
    }
}
