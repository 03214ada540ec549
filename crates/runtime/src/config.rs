//! Configuration, read from anything map-like, with every bad value reported in one run.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// Where settings come from: the environment, a file, a test's map.
pub trait Source {
    /// The text of a setting; `None` when it is not set.
    fn get(&self, key: &str) -> Option<String>;
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
}

/// One setting that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSetting {
    /// Its key.
    pub key: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Every setting that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSettings(pub Vec<BadSetting>);

impl fmt::Display for BadSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("settings that can't be used:")?;
        self.0
            .iter()
            .try_for_each(|bad| write!(f, "\n  {}: {}", bad.key, bad.reason))
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

    /// A setting, or its default when it is not set. A bad value is noted and the default given.
    pub fn read<T>(&mut self, key: &str, default: T) -> T
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let Some(text) = self.source.get(key) else {
            return default;
        };
        match text.parse() {
            Ok(value) => value,
            Err(error) => {
                self.bad.push(BadSetting {
                    key: key.to_owned(),
                    reason: format!("`{text}`: {error}"),
                });
                default
            }
        }
    }

    /// Notes that a value is out of the question for a reason that parsing does not see.
    pub fn refuse(&mut self, key: &str, reason: impl Into<String>) {
        self.bad.push(BadSetting {
            key: key.to_owned(),
            reason: reason.into(),
        });
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
}
