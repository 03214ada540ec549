//! Scenario packs: folders of plain files that say what is measured, about whom, by whom.
//!
//! Tables are CSV that people edit in a spreadsheet, trees and the pack itself TOML. [`Pack::read`] reads all of it
//! and gives either a catalogue the hub will take, or every fault with its file, row and column.

mod check;
pub(crate) mod draft;
mod fault;
mod files;
mod forms;
mod framework;
mod manifest;
mod table;
mod tables;
mod unsound;

use zhibiao_model::catalog::Catalog;
use zhibiao_proto::catalog::v1 as proto;

pub use fault::{At, InvalidPack, PackFault};
pub use files::Files;
pub(crate) use framework::{Draft, Rows, own_field, uncomputable, warnings};
pub(crate) use manifest::FILE as MANIFEST;
pub use manifest::{About, Manifest, Report, Review, Source};

use crate::near::nearest;
use fault::Faults;
pub(crate) use unsound::{Known, Unsound};

/// A pack in which everything fits.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its items, as the hub takes them.
    pub catalog: proto::Catalog,
    /// Its items, checked as a whole.
    pub checked: Catalog,
    /// Its files.
    pub files: Files,
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(files: Files) -> Result<Self, InvalidPack> {
        Self::read_as_far(files).map_err(|unsound| unsound.faults)
    }

    /// The same, with what can be looked up in a pack that has faults.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub(crate) fn read_as_far(files: Files) -> Result<Self, Unsound> {
        let mut faults = Faults::default();
        let mut items = tables::Items::read(&files, &mut faults);
        // Of tables that can't be read wholly it is not known what else they have.
        let is_known = faults.is_empty();
        unknown_files(&files, &mut faults);
        let manifest = Manifest::read(&files, &mut faults);
        framework::read(&files, &manifest, &mut items, &mut faults);
        let checked = check::check(&items, &mut faults);
        let knows = |name: &str| check::declares(&items, name);
        let names = manifest::Names { knows: &knows };
        manifest.check(&files, &names, &mut faults);
        if faults.is_empty() {
            Ok(Self {
                manifest,
                catalog: items.catalog,
                checked,
                files,
            })
        } else {
            Err(Unsound {
                faults: InvalidPack(faults.sorted()),
                known: is_known.then(|| Box::new(Known::of(&items))),
            })
        }
    }

    /// Number of items of each table.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, usize); 10] {
        check::counts(&self.catalog)
    }
}

/// A misspelt table would silently be left out: every CSV file beside `pack.toml` has to be a table.
fn unknown_files(files: &Files, faults: &mut Faults) {
    let known = || forms::ALL.iter().map(|form| form.file).chain([manifest::FILE]);
    let counts = |path: &str| !path.contains('/') && (path.ends_with(".csv") || path.ends_with(".toml"));
    for path in files
        .paths()
        .filter(|path| counts(path) && !known().any(|file| file == *path))
    {
        // By the names themselves: every short one is near to every other by its ending.
        let stem = |file: &str| file.split('.').next().unwrap_or_default().to_owned();
        let stems: Vec<String> = known().map(stem).collect();
        let near = nearest(&stem(path), stems.iter().map(String::as_str));
        let near = near.and_then(|near| known().find(|file| stem(file) == near));
        let hint = near.map_or_else(
            || {
                format!(
                    "there are {}; a report goes into the folder `reports`",
                    known().collect::<Vec<_>>().join(", ")
                )
            },
            |near| format!("did you mean `{near}`?"),
        );
        faults.add(At::file(path), format!("is no table of a pack: {hint}"));
    }
}

#[cfg(test)]
mod tests;
