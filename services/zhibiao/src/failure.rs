//! Why a command did not do what was asked: one readable block, or JSON for machines.

mod next;

use std::{borrow::Cow, io::ErrorKind};

use serde::Serialize;
use zhibiao_runtime::{
    config::BadSettings,
    error::{Code, Problem, Violation},
    language::Language,
};

use crate::{
    exit::Exit,
    text::{Text, faults},
};

/// Most places that a block for people lists; the rest are counted.
const MAX_PLACES: usize = 200;

/// What went wrong, where, and what to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// UPPER_SNAKE constant that programs branch on.
    pub reason: String,
    /// What went wrong.
    pub what: Box<Text<'static>>,
    /// Every place that is wrong, with what is wrong there.
    pub places: Vec<Place>,
    /// How many more places are wrong, that the hub's answer had no room for.
    pub unlisted: usize,
    /// What to do.
    pub next: Option<Box<Text<'static>>>,
}

/// A place and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Field, file and row, or setting.
    #[serde(rename = "where")]
    pub at: String,
    /// What is wrong there and what to do.
    pub what: String,
}

/// A failure as machines read it.
#[derive(Debug, Serialize)]
struct Json<'a> {
    exit: u8,
    reason: &'a str,
    message: String,
    places: &'a [Place],
    #[serde(skip_serializing_if = "Option::is_none")]
    unlisted: Option<usize>,
    next: Option<String>,
}

impl Failure {
    /// A failure with a reason.
    #[must_use]
    pub fn new(exit: Exit, reason: &str, what: Text<'static>) -> Self {
        Self {
            exit,
            reason: reason.to_owned(),
            what: Box::new(what),
            places: Vec::new(),
            unlisted: 0,
            next: None,
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn next(mut self, next: Text<'static>) -> Self {
        self.next = Some(Box::new(next));
        self
    }

    /// Says where it is wrong.
    #[must_use]
    pub fn at(mut self, places: Vec<Place>) -> Self {
        self.places = places;
        self
    }

    /// A file that can't be read or written.
    #[must_use]
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display().to_string();
        let failed = |what| Self::new(Exit::Io, "FILE_FAILED", what);
        if error.kind() == ErrorKind::NotFound {
            failed(Text::FileMissing { path }).next(Text::NextPath)
        } else if error.kind() == ErrorKind::IsADirectory {
            failed(Text::FileIsFolder { path }).next(Text::NextFile)
        } else if error.kind() == ErrorKind::PermissionDenied {
            failed(Text::FileForbidden { path }).next(Text::NextForbidden)
        } else {
            let error = error.to_string();
            failed(Text::FileFailed { path, error })
        }
    }

    /// A fault of this program.
    #[must_use]
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Self::new(Exit::Internal, "INTERNAL", Text::Said(error.to_string()))
    }

    /// The block for people.
    #[must_use]
    pub fn block(&self, language: Language) -> String {
        let (what, places) = self.told_once(language);
        let what = short(&what).into_owned();
        let mut lines = vec![Text::Error { what }.say(language)];
        lines.extend(
            places
                .iter()
                .take(MAX_PLACES)
                .map(|place| (&place.at, faults::told(&place.what, language)))
                .map(|(at, what)| format!("  {}: {}", short(at), short(&what))),
        );
        let count = places.len().saturating_sub(MAX_PLACES) + self.unlisted;
        if count > 0 {
            lines.push(format!("  {}", Text::AndMore { count }.say(language)));
        }
        if let Some(next) = &self.next {
            lines.push(
                Text::Next {
                    what: (**next).clone().say(language),
                }
                .say(language),
            );
        }
        lines.join("\n")
    }

    /// What went wrong and the places to list: the hub's message repeats the first place, and people read it once.
    fn told_once(&self, language: Language) -> (String, &[Place]) {
        let said = (*self.what).clone().say(language);
        let what = faults::told(&said, language).into_owned();
        match self.places.as_slice() {
            [one] if self.unlisted == 0 && said.contains(&one.what) => {
                match faults::told(&one.what, language) {
                    Cow::Borrowed(_) => (what, &[]),
                    // The message itself is English: the place alone is told.
                    Cow::Owned(told) => (format!("{}：{told}", one.at), &[]),
                }
            }
            [first, ..] if said.contains(&first.what) => {
                let count = self.places.len() + self.unlisted;
                (Text::BadRequest { count }.say(language), &self.places)
            }
            places => (what, places),
        }
    }

    /// One JSON object.
    #[must_use]
    pub fn json(&self, language: Language) -> String {
        let places: Vec<Place> = self
            .places
            .iter()
            .map(|place| Place {
                at: place.at.clone(),
                what: faults::told(&place.what, language).into_owned(),
            })
            .collect();
        let message = (*self.what).clone().say(language);
        let error = Json {
            exit: self.exit.code(),
            reason: &self.reason,
            message: faults::told(&message, language).into_owned(),
            places: &places,
            unlisted: (self.unlisted > 0).then_some(self.unlisted),
            next: self.next.clone().map(|next| (*next).say(language)),
        };
        serde_json::json!({ "error": error }).to_string()
    }
}

/// Most characters of a place or of what is wrong there in a block for people: what was sent may be of any length.
const MAX_TOLD: usize = 2_000;

fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_TOLD) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let (next, answered) = (next::step(&problem), next::is_answered(&problem));
        let Problem {
            code,
            reason,
            message,
            facts: _,
            violations,
            unlisted,
            retry_after: _,
        } = problem;
        let what = match (code == Code::Unavailable, answered) {
            (true, true) => Text::HubNotNow { said: message },
            (true, false) => Text::HubUnavailable { said: message },
            (false, _) => Text::Said(message),
        };
        let places: Vec<Place> = violations
            .into_iter()
            .map(|Violation { field, description }| Place {
                at: field,
                what: description,
            })
            .collect();
        let reason = if reason.is_empty() {
            format!("{code:?}").to_uppercase()
        } else {
            reason
        };
        Self {
            exit: code.into(),
            reason,
            what: Box::new(what),
            places,
            unlisted: unlisted as usize,
            next: next.map(Box::new),
        }
    }
}

impl From<tonic::Status> for Failure {
    fn from(status: tonic::Status) -> Self {
        Problem::from_status(&status).into()
    }
}

impl From<BadSettings> for Failure {
    fn from(BadSettings(bad): BadSettings) -> Self {
        let places = bad
            .into_iter()
            .map(|bad| Place {
                what: match bad.origin {
                    Some(origin) => format!("{} ({origin})", bad.reason),
                    None => bad.reason,
                },
                at: bad.key,
            })
            .collect();
        Self::new(Exit::Settings, "SETTINGS_INVALID", Text::BadSettings)
            .at(places)
            .next(Text::NextSettings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_says_what_where_and_next_in_both_languages() {
        let failure = Failure::from(BadSettings(vec![zhibiao_runtime::config::BadSetting {
            key: "ZHIBIAO_LISTEN".into(),
            origin: None,
            reason: "`x`: invalid socket address syntax".into(),
        }]));
        let block = failure.block(Language::En);
        assert!(block.starts_with("error: "), "{block}");
        assert!(block.contains("\n  ZHIBIAO_LISTEN: `x`"), "{block}");
        assert!(block.contains("\nnext: "), "{block}");
        assert!(failure.block(Language::Zh).contains("下一步："));
        assert_eq!(failure.exit.code(), 64);
        let json: serde_json::Value = serde_json::from_str(&failure.json(Language::En)).unwrap();
        assert_eq!(json["error"]["exit"], 64);
        assert_eq!(json["error"]["places"][0]["where"], "ZHIBIAO_LISTEN");
    }

    #[test]
    fn files_that_cannot_be_had_are_told_without_the_system_s_words() {
        let folder = tempfile::tempdir().unwrap();
        let told = |path: &std::path::Path| {
            let error = std::fs::read(path).unwrap_err();
            Failure::file(path, &error).block(Language::En)
        };
        for (path, what) in [
            (folder.path().join("x"), "no such file"),
            (folder.path().into(), "is a folder"),
        ] {
            let block = told(&path);
            assert!(block.contains(what) && block.contains("\nnext: "), "{block}");
            assert!(!block.contains("os error"), "{block}");
        }
    }

    #[test]
    fn what_the_message_says_is_not_said_again() {
        use zhibiao_runtime::error::Violation;
        let wrong = |field: &str| Violation {
            field: field.into(),
            description: format!("{field} is wrong"),
        };
        let one = Failure::from(Problem::invalid(vec![wrong("period")]));
        assert_eq!(one.block(Language::En), "error: period: period is wrong");
        assert!(one.json(Language::En).contains("\"where\":\"period\""));
        let two = Failure::from(Problem::invalid(vec![wrong("a"), wrong("b")]));
        let cut = Failure::from(Problem {
            unlisted: 7,
            ..Problem::invalid(vec![wrong("a"), wrong("b")])
        });
        let block = cut.block(Language::En);
        assert!(
            block.starts_with("error: 9 things") && block.ends_with("… and 7 more"),
            "{block}"
        );
        assert!(cut.json(Language::En).contains("\"unlisted\":7"));
        assert_eq!(
            two.block(Language::En),
            "error: 2 things in the request can't be used\n  a: a is wrong\n  b: b is wrong"
        );
    }

    #[test]
    fn what_was_sent_is_not_echoed_at_any_length() {
        let failure = Failure::new(Exit::Data, "X", Text::Said("长".repeat(1_000_000)));
        assert!(failure.block(Language::En).chars().count() < 2_100);
    }

    #[test]
    fn long_lists_are_counted() {
        let places = (0..MAX_PLACES + 10)
            .map(|i| Place {
                at: format!("f:{i}"),
                what: "no".into(),
            })
            .collect();
        let failure = Failure::new(Exit::Data, "X", Text::BadSettings).at(places);
        assert!(
            failure.block(Language::En).contains("10 more"),
            "{}",
            failure.block(Language::En)
        );
    }
}
