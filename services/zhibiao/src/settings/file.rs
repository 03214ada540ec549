//! A settings file: TOML with the long flags as keys.

use std::{collections::BTreeMap, fs, ops::Range, path::Path};

use toml::de::{DeTable, DeValue};
use zhibiao_runtime::config::{BadSetting, Origin, Source};

use super::layered::{name, variable};
use crate::near::nearest;

/// The setting that names the file.
const CONFIG: &str = "ZHIBIAO_CONFIG";

/// What a file says, under the names of the variables that its keys stand for.
#[derive(Debug, Default)]
pub(crate) struct File(BTreeMap<String, (String, Origin)>);

impl Source for File {
    fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).map(|(value, _)| value.clone())
    }

    fn origin(&self, key: &str) -> Option<Origin> {
        self.0.get(key).map(|(_, origin)| origin.clone())
    }
}

impl File {
    /// Reads a file of settings, all of which have to be known. What can't be used is told with its line and left out.
    pub(crate) fn read(path: &Path, known: &[&str]) -> (Self, Vec<BadSetting>) {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text, known),
            Err(error) => {
                let bad = BadSetting {
                    key: CONFIG.to_owned(),
                    origin: None,
                    reason: format!("{}: {error}; name a file that can be read", path.display()),
                };
                (Self::default(), vec![bad])
            }
        }
    }

    fn parse(path: &Path, text: &str, known: &[&str]) -> (Self, Vec<BadSetting>) {
        let origin = |span: Range<usize>| Origin::File {
            path: path.to_owned(),
            line: text[..span.start.min(text.len())].matches('\n').count() + 1,
        };
        let mut values = BTreeMap::new();
        let mut bad = Vec::new();
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            bad.push(BadSetting {
                key: CONFIG.to_owned(),
                origin: error.span().map(origin),
                // The message alone: the parser's own display quotes the line, and there may be a password in it.
                reason: format!(
                    "{}; write TOML such as listen = \"127.0.0.1:7890\"",
                    error.message()
                ),
            });
        }
        for (key, value) in table.get_ref() {
            let origin = origin(key.span());
            let key = key.get_ref().as_ref();
            let mut refuse = |key: String, reason: String| {
                bad.push(BadSetting {
                    key,
                    origin: Some(origin.clone()),
                    reason,
                });
            };
            if !known.contains(&key) {
                refuse(key.to_owned(), unknown(key, known));
                continue;
            }
            match plain(value.get_ref()) {
                Some(value) => {
                    values.insert(variable(key), (value, origin));
                }
                None => refuse(variable(key), format!("write {} = \"…\"", name(&variable(key)))),
            }
        }
        (Self(values), bad)
    }
}

/// What to write instead of a key that is not known.
fn unknown(key: &str, known: &[&str]) -> String {
    match nearest(key, known.iter().copied()) {
        Some(near) => format!("is no setting here; did you mean {near}?"),
        None => format!("is no setting here; there are {}", known.join(", ")),
    }
}

/// A value as a flag would be written; the values of a list one after another.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        DeValue::Array(values) => {
            let values: Option<Vec<String>> = values.iter().map(|value| plain(value.get_ref())).collect();
            Some(values?.join(" "))
        }
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["listen", "store", "log-format"];

    #[test]
    fn keys_are_long_flags_and_values_keep_their_lines() {
        let text = "# store\nlog-format = \"json\"\nstore = [\"http://a:1\", \"http://b:2\"]\n";
        let (file, bad) = File::parse(Path::new("hub.toml"), text, &KNOWN);
        assert_eq!(bad, []);
        assert_eq!(file.get("ZHIBIAO_LOG_FORMAT").as_deref(), Some("json"));
        assert_eq!(
            file.get("ZHIBIAO_STORE").as_deref(),
            Some("http://a:1 http://b:2")
        );
        assert_eq!(file.origin("ZHIBIAO_STORE").unwrap().to_string(), "hub.toml:3");
    }

    #[test]
    fn everything_wrong_is_told_with_its_line_and_what_to_write() {
        let text = "listen = 1.5\nlogformat = 1\nfoo = 2\nstore = \"http://u:secret@a\" x\n";
        let (_, bad) = File::parse(Path::new("hub.toml"), text, &KNOWN);
        let told: Vec<String> = bad.iter().map(ToString::to_string).collect();
        let told = told.join("\n");
        for part in [
            "ZHIBIAO_LISTEN (hub.toml:1): write listen",
            "logformat (hub.toml:2): is no setting here; did you mean log-format?",
            "foo (hub.toml:3): is no setting here; there are listen, store, log-format",
            "ZHIBIAO_CONFIG (hub.toml:4)",
        ] {
            assert!(told.contains(part), "{part}:\n{told}");
        }
        assert!(!told.contains("secret"), "{told}");
        let (_, bad) = File::read(Path::new("/nonexistent/hub.toml"), &KNOWN);
        assert_eq!(bad.len(), 1);
    }
}
