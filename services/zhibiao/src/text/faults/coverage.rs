//! Whether everything that hub, engine and program say of faults is told in Chinese: their sources are read for sentences.

use std::{fs, path::Path};

use super::{DEPTH, chinese, in_gap};

/// Where sentences are written that the command line shows, from this crate's folder.
const SOURCES: [&str; 52] = [
    "../../crates/encoding/src/lib.rs",
    "../../crates/extract/src/extractor.rs",
    "../../crates/model/src/catalog/check",
    "../../crates/model/src/catalog/check.rs",
    "../../crates/model/src/catalog/groups.rs",
    "../../crates/model/src/catalog/lengths.rs",
    "../../crates/model/src/catalog/sharing.rs",
    "../../crates/model/src/framework",
    "../../crates/model/src/framework.rs",
    "../../crates/model/src/ids.rs",
    "../../crates/model/src/period",
    "../../crates/model/src/unit/parse.rs",
    "../../crates/proto/src/convert",
    "../../crates/runtime/src/access.rs",
    "../../crates/scoring/src",
    "../../crates/tabular/src/document",
    "../../crates/tabular/src/document.rs",
    "../../crates/tabular/src/unreadable.rs",
    "../../crates/tabular/src/xlsx",
    "../compare/src",
    "../ingest/src/aliases.rs",
    "../ingest/src/atlas.rs",
    "../ingest/src/header.rs",
    "../ingest/src/intake",
    "../ingest/src/log/error.rs",
    "../ingest/src/report.rs",
    "../ingest/src/review",
    "../ingest/src/review.rs",
    "../ingest/src/service/check.rs",
    "../ingest/src/service/decide",
    "../ingest/src/service/decide.rs",
    "../ingest/src/service/intake.rs",
    "../ingest/src/service/list.rs",
    "../ingest/src/service/receive.rs",
    "../ingest/src/service/review",
    "../ingest/src/service/review.rs",
    "../ingest/src/service/rights.rs",
    "../ingest/src/service/source",
    "../ingest/src/service/source.rs",
    "../ingest/src/service/watch.rs",
    "../store/src/catalogs/apply.rs",
    "src/commands/replay.rs",
    "src/pack.rs",
    "src/pack/files.rs",
    "src/pack/framework.rs",
    "src/pack/manifest.rs",
    "src/pack/table.rs",
    "src/pack/tables.rs",
    "src/reader_words.rs",
    "src/toml_form.rs",
    "src/toml_form/mending",
    "src/toml_form/mending.rs",
];

/// What stands in these sources and nobody is shown: digests, logs, metrics, faults of the program itself, and what is
/// looked for in the words of others.
const NOT_SAID: [&str; 51] = [
    "zhibiao scoring 2026 framework digest v1",
    "zhibiao scoring 2026 units digest v1",
    "zhibiao scoring 2026 table digest v1",
    "zhibiao scoring 2026 evaluation digest v1",
    "zhibiao scoring 2026 uncertainty digest v1",
    "zhibiao scoring 2026 sensitivity digest v1",
    "zhibiao scoring 2026 column digest v1",
    "keeping the columns fresh failed",
    "Time since rankings were last known to be of the store's newest revision",
    "an export says of some values only which revision wrote them",
    "an export came as text, not in columns",
    "an export ended without saying its revision",
    "nothing is wrong with a list",
    "an index without framework passed",
    "a question without subject passed",
    "a rank request without indicator passed",
    "a call that nobody identified",
    "cannot recurse further",
    "change feed lost, loading anew",
    "loading the columns failed",
    "columns loaded",
    "change feed can't be understood",
    "loading the catalogue failed",
    "permission denied",
    " at line ",
    "unknown field ",
    "unknown field",
    "unknown variant ",
    "missing field ",
    "missing field",
    "duplicate field ",
    "invalid type: ",
    "invalid value: ",
    "invalid length ",
    "wanted string or table",
    "unit value",
    "floating point",
    "a borrowed string",
    "variant identifier",
    "internally tagged enum ",
    "alias refused",
    "catalogue not loaded yet",
    "text: {} facts, {} numbers that no rule explains",
    "report log damaged",
    "report log unavailable",
    "database is unavailable: {0}",
    "database refuses: {0}",
    "database is damaged: {0}",
    "report {id} is damaged: {what}",
    "the reports database has schema {found}, this version knows up to {known}",
    "the stream of {0} was taken over by one that was opened later",
];

/// What is put together from several parts, with all that comes of it.
const PUT_TOGETHER: [(&str, &[&str]); 33] = [
    (
        "; the nearest is `peerGroups/{near}`",
        &["`x` is not in the catalogue: add the group or correct the name; the nearest is `peerGroups/y`"],
    ),
    (
        "`{peers}` is not in the catalogue: add the group or correct the name{near}",
        &["`x` is not in the catalogue: add the group or correct the name"],
    ),
    (
        ", nor is anything called much like it: search for it, or add it",
        &["`x` is not in the catalogue, nor is anything called much like it: search for it, or add it"],
    ),
    (
        "are {kind}, but {about}: take peers of that kind",
        &["are things, but `x` is about zones: take peers of that kind"],
    ),
    (
        "`{name}` is of another kind, but {about}: leave it out",
        &["`y` is of another kind, but `x` is about zones: leave it out"],
    ),
    (
        "name {more} more of another kind, but {about}: leave them out",
        &["name 7 more of another kind, but `x` is about zones: leave them out"],
    ),
    (
        "; the nearest is `{near}`",
        &["`x` is no indicator of the catalogue: add it or correct the code; the nearest is `y`"],
    ),
    (
        "`{code}` is no indicator of the catalogue: add it or correct the code{near}",
        &["`x` is no indicator of the catalogue: add it or correct the code"],
    ),
    (
        "; the nearest: {}",
        &["`x` is not in the catalogue; the nearest: `y`, `z`"],
    ),
    (
        "nobody can be ranked{at}: {who} no figure of any indicator; ask for another period, let older figures be carried, or rank others",
        &[
            "nobody can be ranked: the only subject has no figure of any indicator; ask for another period, let older figures be carried, or rank others",
            "nobody can be ranked at 2031: all 14 subjects have no figure of any indicator; ask for another period, let older figures be carried, or rank others",
        ],
    ),
    (
        "nobody can be ranked{at}: {who} too few figures; ask for another period, let older figures be carried, rank others, or have the framework's `screen` ask for less",
        &[
            "nobody can be ranked: the only subject has too few figures; ask for another period, let older figures be carried, rank others, or have the framework's `screen` ask for less",
            "nobody can be ranked at 2023: all 7 subjects have too few figures; ask for another period, let older figures be carried, rank others, or have the framework's `screen` ask for less",
        ],
    ),
    (
        " at revision {revision}",
        &["`x` was not in the catalogue at revision 7: name a later moment"],
    ),
    (
        "`{of}` is about {}",
        &[
            "are things, but `x` is about zones",
            "name `y`, but `x` is about zones, platforms",
        ],
    ),
    (
        "something else stands where {WORD} or {TABLE} belongs",
        &["something else stands where a word in quotation marks or a table in braces belongs"],
    ),
    ("internally tagged enum Preference", &[]),
    ("internally tagged enum Spread", &[]),
    (
        "{} was sent before with other content",
        &["reports/x was sent before with other content; choose another `report_id` for other content"],
    ),
    ("{message}; choose another `report_id` for other content", &[]),
    (
        "{} has changed since it was read: its etag is now {etag}",
        &[
            "reports/x has changed since it was read: its etag is now 2-ab; read it again and decide on what it says now",
        ],
    ),
    ("{message}; read it again and decide on what it says now", &[]),
    (
        "is the name of several",
        &[
            "`x` is the name of several",
            "`x` is the name of several; name one of zones/a, zones/b",
        ],
    ),
    (
        "is not in the catalogue",
        &[
            "`x` is not in the catalogue",
            "`x` is not in the catalogue; name one of zones/a, zones/b",
        ],
    ),
    ("`{text}` {what}; name one of {}", &[]),
    ("is blocked by an error", &["entry 7 is blocked by an error"]),
    (
        "was read by an alias that is returned",
        &["entry 7 was read by an alias that is returned"],
    ),
    (
        "an error still blocks it",
        &["entry 7: an error still blocks it; correct or reject it"],
    ),
    (
        "entry {}: {why}; correct or reject it",
        &["entry 7: FACT_NOT_LEVEL: `5.2%` 是“产值”的增速，不是其数值; correct or reject it"],
    ),
    (
        ", or have the report withdrawn and sent anew with the zone that its rows are about (command line: --zone ZONE)",
        &[
            "users/7 may not 7 for 7: ask an administrator for a grant, or have the report withdrawn and sent anew with the zone that its rows are about (command line: --zone ZONE)",
        ],
    ),
    (
        "\"{part}\" is not known{}",
        &[
            "unit \"x\": \"x\" is not known",
            "unit \"x\": \"x\" is not known; nearest: 亿元, 万元",
        ],
    ),
    (
        "longer than {LONGEST} bytes",
        &["unit \"x\": longer than 60 bytes"],
    ),
    (
        "too large or too small to convert exactly",
        &["unit \"x\": too large or too small to convert exactly"],
    ),
    (
        "part {part} of the file is not well formed: {fault}{}; open it in its program and save it again",
        &[
            "part 表 of the file is not well formed: rows out of order in row 3; open it in its program and save it again",
        ],
    ),
    (" in row {}", &[]),
];

/// A text of a source, as a sentence with something in its gaps.
fn sample(literal: &str) -> String {
    let mut text = String::new();
    let mut rest = literal;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        match behind.split_once('}') {
            // Braces of a file that is quoted have spaces in them.
            Some((name, after)) if !name.contains(' ') => {
                text.push_str(if before.ends_with('`') { "x" } else { "7" });
                rest = after;
            }
            Some(_) | None => {
                text.push('{');
                rest = behind;
            }
        }
    }
    text + rest
}

/// Whether words of English are in a text outside of quotation marks; abbreviations are no words.
fn has_english(text: &str) -> bool {
    let outside: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let mut words = outside.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| word.len() > 1 && word.chars().filter(char::is_ascii_lowercase).count() > 1)
}

/// Whether a literal has words that follow each other, as sentences do and keys do not.
fn is_said(literal: &str) -> bool {
    let words = literal.split(|c: char| !(c.is_ascii_lowercase() || c == '\''));
    let outside: String = literal.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let outside = sample(&outside);
    let pairs = outside.split_whitespace().collect::<Vec<_>>();
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| ",;:()".contains(c));
        word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '\'')
    };
    words.count() > 1 && pairs.windows(2).any(|pair| pair.iter().all(|word| is_word(word)))
}

/// The string literals of a source, without its tests.
fn literals(source: &str) -> Vec<String> {
    let source = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let behind = &rest[at..];
        rest = if behind.starts_with("//") {
            behind.split_once('\n').map_or("", |(_, rest)| rest)
        } else if let Some(behind) = behind.strip_prefix('"') {
            let (literal, rest) = literal(behind);
            found.push(literal);
            rest
        } else if ["'\"'", "'/'", "'\\"].iter().any(|c| behind.starts_with(c)) {
            // A character is no literal that could be said.
            &behind[3..]
        } else {
            &behind[1..]
        };
    }
    found
}

/// A string literal behind its first mark, and what comes after it.
fn literal(source: &str) -> (String, &str) {
    let mut text = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\\']) {
        text.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        if rest[at..].starts_with('"') {
            return (text, behind);
        }
        rest = match behind.strip_prefix('\n') {
            Some(line) => line.trim_start(),
            None => {
                let escaped = behind.chars().next().unwrap_or('"');
                text.push(if escaped == 'n' { '\n' } else { escaped });
                &behind[escaped.len_utf8()..]
            }
        };
    }
    (text, "")
}

fn sources(path: &Path, found: &mut Vec<String>) {
    let is_test = path
        .file_name()
        .is_some_and(|name| name == "tests.rs" || name == "tests");
    if is_test {
        return;
    }
    if path.is_dir() {
        let mut inner: Vec<_> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        inner.sort();
        inner.iter().for_each(|path| sources(path, found));
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(fs::read_to_string(path).unwrap());
    }
}

#[test]
fn every_sentence_is_told_in_chinese() {
    let mut untold: Vec<String> = Vec::new();
    let mut said = 0;
    for source in SOURCES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
        let mut texts = Vec::new();
        sources(&path, &mut texts);
        assert!(!texts.is_empty(), "{source} is gone");
        for literal in texts.iter().flat_map(|text| literals(text)) {
            if !is_said(&literal) || NOT_SAID.contains(&literal.as_str()) {
                continue;
            }
            said += 1;
            let parts = PUT_TOGETHER.iter().find(|(part, _)| *part == literal);
            let samples = match parts {
                Some((_, samples)) => samples.iter().map(|text| (*text).to_owned()).collect(),
                None => vec![sample(&literal)],
            };
            let is_told = |sample: &String| {
                let told = chinese(sample, DEPTH).or_else(|| in_gap(sample, DEPTH));
                told.is_some_and(|told| !has_english(&told))
            };
            untold.extend(
                samples
                    .iter()
                    .filter(|sample| !is_told(sample))
                    .map(|sample| format!("{source}: {sample}")),
            );
        }
    }
    assert!(said > 300, "only {said} sentences are found");
    assert!(
        untold.is_empty(),
        "sentences without Chinese, to be added to text/faults/sentences, or to NOT_SAID where nobody reads them: {untold:#?}"
    );
}
