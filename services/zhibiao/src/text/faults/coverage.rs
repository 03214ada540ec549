//! Whether everything that hub, engine and program say of faults is told in Chinese: their sources are read for sentences.

mod lists;

use std::{fs, path::Path};

use lists::{NOT_SAID, PUT_TOGETHER, SOURCES};

use super::{DEPTH, chinese, in_gap};

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
