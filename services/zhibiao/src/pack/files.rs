//! The files of a pack: a folder, or the demo pack that the program carries.

use std::{borrow::Cow, collections::BTreeMap, fs, io, path::Path};

use rust_embed::RustEmbed;

use crate::failure::Failure;

/// Largest file of a pack, in bytes: a catalogue of 14,000 indicators is about 10 MB.
const MAX_FILE: u64 = 64 << 20;

/// Folders inside a pack that are read, and the extensions that count there; none means any.
const FOLDERS: [(&str, &[&str]); 3] = [
    ("", &["csv", "toml"]),
    ("frameworks", &["toml"]),
    ("reports", &[]),
];

#[derive(RustEmbed)]
#[folder = "../../deploy/packs/high-tech-zones"]
struct Demo;

/// The files of a pack by their path in its folder.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// The demo pack: national high-tech zones.
    #[must_use]
    pub fn demo() -> Self {
        Self(
            Demo::iter()
                .filter_map(|path| Demo::get(&path).map(|file| (path.into_owned(), file.data)))
                .collect(),
        )
    }

    /// Reads a folder.
    ///
    /// # Errors
    /// When it is not there, can't be read, or holds a file that is too large.
    pub fn of_folder(folder: &Path) -> Result<Self, Failure> {
        let mut files = Self::default();
        for (inner, extensions) in FOLDERS {
            let path = folder.join(inner);
            if inner.is_empty() || path.is_dir() {
                files.read(&path, inner, extensions)?;
            }
        }
        Ok(files)
    }

    /// Puts a file in.
    pub fn insert(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        self.0.insert(path.to_owned(), Cow::Owned(content.into()));
    }

    /// A file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// The files without one of them.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }

    /// The paths, ordered.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Writes every file into a folder, which is made when it is not there.
    ///
    /// # Errors
    /// When a file is there already, or can't be written.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        for (path, content) in &self.0 {
            let path = folder.join(path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(|error| Failure::file(parent, &error))?;
            }
            let mut file = fs::File::create_new(&path).map_err(|error| Failure::file(&path, &error))?;
            io::Write::write_all(&mut file, content).map_err(|error| Failure::file(&path, &error))?;
        }
        Ok(())
    }

    fn read(&mut self, folder: &Path, inner: &str, extensions: &[&str]) -> Result<(), Failure> {
        let entries = fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::file(folder, &error))?;
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            // What spreadsheets and editors leave beside a file is not part of the pack.
            let counts = extensions.is_empty()
                || extensions
                    .iter()
                    .any(|e| path.extension().is_some_and(|x| x == *e));
            if !path.is_file() || name.starts_with(['.', '~']) || !counts {
                continue;
            }
            let size = entry
                .metadata()
                .map_err(|error| Failure::file(&path, &error))?
                .len();
            if size > MAX_FILE {
                let error =
                    io::Error::new(io::ErrorKind::FileTooLarge, "a file of a pack has at most 64 MiB");
                return Err(Failure::file(&path, &error));
            }
            let content = fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
            let place = if inner.is_empty() {
                name
            } else {
                format!("{inner}/{name}")
            };
            self.insert(&place, content);
        }
        Ok(())
    }
}
