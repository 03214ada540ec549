//! Reading the settings of a process: each is read once, and noted as it will be shown.

use std::{fmt, path::PathBuf, str::FromStr};

use zhibiao_runtime::config::{BadSetting, BadSettings, Reader, Source};

use super::{File, Folder, Layered, files::check_folder};

/// A setting as `--print-config` shows it: without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The variable that it is named by.
    pub key: &'static str,
    /// Its value; empty when it has none.
    pub value: String,
    /// Where it was said; `None` for a default.
    pub origin: Option<String>,
}

/// Reads settings, notes what is wrong with them, and how they are shown. Values show themselves without secrets.
#[derive(Debug)]
pub(crate) struct Sheet<'a, S> {
    reader: Reader<'a, Layered<'a, S>>,
    shown: Vec<Shown>,
}

/// Lays the file that the settings name, if they name one, below them.
pub(crate) fn with_file<'a, S: Source>(
    layered: Layered<'a, S>,
    known: &[String],
) -> (Layered<'a, S>, Vec<BadSetting>) {
    match layered.get("ZHIBIAO_CONFIG") {
        Some(path) => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let (file, bad) = File::read(&PathBuf::from(path), &known);
            (layered.with_file(file), bad)
        }
        None => (layered, Vec::new()),
    }
}

impl<'a, S: Source> Sheet<'a, S> {
    /// Begins to read.
    pub(crate) fn new(source: &'a Layered<'a, S>, bad: Vec<BadSetting>) -> Self {
        let mut reader = Reader::new(source);
        bad.into_iter().for_each(|bad| reader.note(bad));
        Self {
            reader,
            shown: Vec::new(),
        }
    }

    /// A setting, or its default.
    pub(crate) fn read<T>(&mut self, key: &'static str, default: T) -> T
    where
        T: FromStr + fmt::Display,
        T::Err: fmt::Display,
    {
        let value = self.reader.read(key, default);
        self.show(key, value.to_string());
        value
    }

    /// A setting that may be left out.
    pub(crate) fn optional<T>(&mut self, key: &'static str) -> Option<T>
    where
        T: FromStr + fmt::Display,
        T::Err: fmt::Display,
    {
        let value: Option<T> = self.reader.optional(key);
        self.show(key, value.as_ref().map(ToString::to_string).unwrap_or_default());
        value
    }

    /// A setting that has to be there.
    pub(crate) fn required<T>(&mut self, key: &'static str, instead: &str) -> Option<T>
    where
        T: FromStr + fmt::Display,
        T::Err: fmt::Display,
    {
        if self.reader.source().get(key).is_none() {
            self.reader.refuse(key, instead);
        }
        self.optional(key)
    }

    /// Looks at a setting that is all secret: neither it nor what is wrong with it is shown.
    pub(crate) fn check_hidden(&mut self, key: &'static str, is_good: impl FnOnce(&str) -> bool) {
        let text = self.reader.source().get(key);
        if text.as_deref().is_some_and(|text| !is_good(text)) {
            self.reader.refuse(key, "write key=value pairs apart by commas");
        }
        self.show(key, text.map(|_| "***".to_owned()).unwrap_or_default());
    }

    /// A folder, or the one that is the default where there is a home.
    pub(crate) fn folder(&mut self, key: &'static str, default: Option<Folder>) -> PathBuf {
        let instead = "there is no home folder: name a folder with --data";
        let folder = match default {
            Some(default) => self.read(key, default).0,
            None => self.required::<Folder>(key, instead).unwrap_or_default().0,
        };
        if self.has(key) {
            check_folder(self, key, &folder);
        }
        folder
    }

    /// Whether a setting was said anywhere.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.reader.source().get(key).is_some()
    }

    /// Notes that a setting is out of the question beside others.
    pub(crate) fn refuse(&mut self, key: &str, reason: &str) {
        self.reader.refuse(key, reason);
    }

    /// Ends the reading, and gives the settings as they are shown.
    ///
    /// # Errors
    /// Every setting that can't be used.
    pub(crate) fn finish(self) -> Result<Vec<Shown>, BadSettings> {
        self.reader.finish()?;
        Ok(self.shown)
    }

    fn show(&mut self, key: &'static str, value: String) {
        let value = self.reader.without_secrets(key, value);
        let origin = self.reader.source().origin(key).map(|origin| origin.to_string());
        self.shown.push(Shown { key, value, origin });
    }
}
