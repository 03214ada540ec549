//! Configuration, read from anything map-like, with every bad value reported in one run.

mod secrets;

use std::{collections::BTreeMap, fmt, path::PathBuf, str::FromStr};

pub use secrets::redacted;

/// Where settings come from: the environment, a file, a test's map.
pub trait Source {
    /// The text of a setting; `None` when it is not set.
    fn get(&self, key: &str) -> Option<String>;

    /// Where a setting that is set was said.
    fn origin(&self, key: &str) -> Option<Origin> {
        let _ = key;
        None
    }
}

/// Where a setting was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On the command line, with this flag.
    Flag(String),
    /// In the environment.
    Environment,
    /// In a file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => f.write_str(flag),
            Self::Environment => f.write_str("environment"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
        }
    }
}

impl Source for BTreeMap<String, String> {
    fn get(&self, key: &str) -> Option<String> {
        BTreeMap::get(self, key).cloned()
    }
}

/// The process's environment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Source for Environment {
    fn get(&self, key: &str) -> Option<String> {
        std::env::var(key).ok().filter(|value| !value.is_empty())
    }

    fn origin(&self, key: &str) -> Option<Origin> {
        self.get(key).map(|_| Origin::Environment)
    }
}

/// One setting that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSetting {
    /// Its key.
    pub key: String,
    /// Where it was said, when it was.
    pub origin: Option<Origin>,
    /// What is wrong with it, and what to write instead.
    pub reason: String,
}

impl fmt::Display for BadSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Some(origin) => write!(f, "{} ({origin}): {}", self.key, self.reason),
            None => write!(f, "{}: {}", self.key, self.reason),
        }
    }
}

/// Every setting that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSettings(pub Vec<BadSetting>);

impl fmt::Display for BadSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("settings that can't be used:")?;
        self.0.iter().try_for_each(|bad| write!(f, "\n  {bad}"))
    }
}

impl std::error::Error for BadSettings {}

/// Reads settings and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a, S> {
    source: &'a S,
    bad: Vec<BadSetting>,
}

impl<'a, S: Source> Reader<'a, S> {
    /// Reads from a source.
    pub fn new(source: &'a S) -> Self {
        Self {
            source,
            bad: Vec::new(),
        }
    }

    /// What is read from.
    #[must_use]
    pub fn source(&self) -> &'a S {
        self.source
    }

    /// A setting, or its default when it is not set. A bad value is noted and the default given.
    pub fn read<T>(&mut self, key: &str, default: T) -> T
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        self.optional(key).unwrap_or(default)
    }

    /// A setting that may be left out. A bad value is noted, without what is secret in it, and left out.
    pub fn optional<T>(&mut self, key: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let text = self.source.get(key)?;
        text.parse()
            .map_err(|error| self.refuse(key, format!("`{}`: {error}", redacted(&text))))
            .ok()
    }

    /// Notes that a value is out of the question for a reason that parsing does not see.
    pub fn refuse(&mut self, key: &str, reason: impl Into<String>) {
        let reason = self.without_secrets(key, reason.into());
        self.note(BadSetting {
            key: key.to_owned(),
            origin: self.source.origin(key),
            reason,
        });
    }

    /// What is said of a setting, without the secrets in it where it is quoted: what is taken for a file may be a URL that
    /// was written wrongly.
    #[must_use]
    pub fn without_secrets(&self, key: &str, said: String) -> String {
        match self.source.get(key) {
            Some(text) if !text.is_empty() => said.replace(&text, &redacted(&text)),
            Some(_) | None => said,
        }
    }

    /// Notes what was found to be bad elsewhere; once, however often it is found.
    pub fn note(&mut self, bad: BadSetting) {
        if !self.bad.contains(&bad) {
            self.bad.push(bad);
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Every bad setting.
    pub fn finish(self) -> Result<(), BadSettings> {
        if self.bad.is_empty() {
            Ok(())
        } else {
            Err(BadSettings(self.bad))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bad_settings_are_told_at_once() {
        let source = BTreeMap::from([
            ("A".to_owned(), "x".to_owned()),
            ("B".to_owned(), "7".to_owned()),
            ("C".to_owned(), "-1".to_owned()),
        ]);
        let mut reader = Reader::new(&source);
        assert_eq!(reader.read("A", 1_u16), 1);
        assert_eq!(reader.read("B", 1_u16), 7);
        assert_eq!(reader.read("C", 2_u16), 2);
        assert_eq!(reader.read("D", 3_u16), 3);
        let BadSettings(bad) = reader.finish().unwrap_err();
        assert_eq!(bad.iter().map(|b| b.key.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    }

    #[test]
    fn what_is_wrong_is_told_without_secrets() {
        let source = BTreeMap::from([("A".to_owned(), "x://u:secret@h".to_owned())]);
        let mut reader = Reader::new(&source);
        reader.read("A", 1_u16);
        assert!(!reader.finish().unwrap_err().to_string().contains("secret"));
    }
}
