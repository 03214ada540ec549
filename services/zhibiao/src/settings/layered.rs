//! Sources over one another: flags over the environment over a file.

use std::collections::BTreeMap;

use zhibiao_runtime::config::{BadSettings, Origin, Source};

use super::File;

/// What every variable of the program begins with.
const PREFIX: &str = "ZHIBIAO_";

/// Flags laid over another source, and a file below it, under the names of the variables that they stand for.
#[derive(Debug)]
pub(crate) struct Layered<'a, S> {
    flags: BTreeMap<&'static str, String>,
    below: &'a S,
    file: File,
}

impl<'a, S: Source> Layered<'a, S> {
    /// Nothing laid over yet.
    pub(crate) fn over(below: &'a S) -> Self {
        Self {
            flags: BTreeMap::new(),
            below,
            file: File::default(),
        }
    }

    /// Lays a flag over, when it was given.
    #[must_use]
    pub(crate) fn with(mut self, key: &'static str, flag: Option<&String>) -> Self {
        if let Some(value) = flag {
            self.flags.insert(key, value.clone());
        }
        self
    }

    /// Lays a file below.
    #[must_use]
    pub(crate) fn with_file(mut self, file: File) -> Self {
        self.file = file;
        self
    }
}

impl<S: Source> Source for Layered<'_, S> {
    fn get(&self, key: &str) -> Option<String> {
        let flag = self.flags.get(key).cloned();
        flag.or_else(|| self.below.get(key))
            .or_else(|| self.file.get(key))
    }

    fn origin(&self, key: &str) -> Option<Origin> {
        if self.flags.contains_key(key) {
            return Some(Origin::Flag(flag(key)));
        }
        if self.below.get(key).is_some() {
            return self.below.origin(key);
        }
        self.file.origin(key)
    }
}

/// The flag that stands for a variable.
fn flag(key: &str) -> String {
    match key {
        "ZHIBIAO_USER" => "--as".to_owned(),
        _ => format!("--{}", name(key)),
    }
}

/// The name of a setting in a file, and as a long flag: `ZHIBIAO_LOG_FORMAT` is `log-format`.
pub(super) fn name(key: &str) -> String {
    let bare = key.strip_prefix(PREFIX).unwrap_or(key);
    bare.to_ascii_lowercase().replace('_', "-")
}

/// The variable of a setting by its name.
pub(super) fn variable(name: &str) -> String {
    format!("{PREFIX}{}", name.to_ascii_uppercase().replace('-', "_"))
}

/// Two readings together.
///
/// # Errors
/// What is wrong with either.
pub(crate) fn both<A, B>(
    a: Result<A, BadSettings>,
    b: Result<B, BadSettings>,
) -> Result<(A, B), BadSettings> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(BadSettings(a)), Err(BadSettings(b))) => Err(BadSettings([a, b].concat())),
        (Err(bad), Ok(_)) | (Ok(_), Err(bad)) => Err(bad),
    }
}
