//! A framework's file: what it says, and everything in it that is wrong, with its line.

use std::path::Path;

use zhibiao_model::framework::FrameworkForm;

use crate::{
    commands::index::places,
    exit::Exit,
    failure::{Failure, Place},
    pack::{Draft, Known, Pack, own_field, uncomputable},
    text::Text,
    text_file,
};

/// A framework as it was written, and what of it can't be read.
pub(super) struct Written {
    draft: Draft,
    unread: Vec<Place>,
    /// As it was named.
    path: String,
}

impl Written {
    /// Reads a file past what is wrong in it.
    ///
    /// # Errors
    /// When the file can't be read at all.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = text_file::read(path)?;
        let name = path.display().to_string();
        let draft = Draft::read(&name, &text);
        Ok(Self {
            unread: places(path, &text, &draft.unread),
            draft,
            path: name,
        })
    }

    /// The form as far as it could be read.
    pub(super) fn form(&self) -> Option<&FrameworkForm> {
        self.draft.form.as_ref()
    }

    /// Whether all of it could be read.
    pub(super) fn is_read(&self) -> bool {
        self.draft.is_read()
    }

    /// The framework, where all of it can be read and computed, and where a pack is given has what it speaks of.
    ///
    /// # Errors
    /// Every place that is wrong.
    pub(super) fn sound(self, pack: Option<&Pack>) -> Result<FrameworkForm, Failure> {
        match pack {
            Some(pack) => self.unless(|form| pack.faults_of(form)),
            None => self.unless(alone),
        }
    }

    /// The framework where nothing is found to be wrong with it.
    fn unless(
        self,
        find: impl FnOnce(&FrameworkForm) -> Vec<(String, String)>,
    ) -> Result<FrameworkForm, Failure> {
        let places = self.places(self.form().map(find).unwrap_or_default());
        match self.draft.form {
            Some(form) if places.is_empty() => Ok(form),
            Some(_) | None => Err(faulty(places)),
        }
    }

    /// What can't be read, with what the hub refuses of the rest: it knows all that can be told without it, and which way is
    /// better. Only where it had no room for all does what is found here stand in.
    pub(super) fn told_with(&self, refused: Vec<Place>, unlisted: usize) -> Failure {
        let of_file = |Place { at, what }: Place| (own_path(&at).to_owned(), what);
        let mut found: Vec<(String, String)> = refused.into_iter().map(of_file).collect();
        let mut unlisted = unlisted;
        let form = self.form().filter(|form| unlisted > 0 && is_directed(form));
        for told in form.map_or_else(Vec::new, alone) {
            if !found.contains(&told) {
                found.push(told);
                unlisted = unlisted.saturating_sub(1);
            }
        }
        faulty_and(self.places(found), unlisted)
    }

    /// What can't be read, and what was found to be wrong where the file is to blame for it.
    fn places(&self, found: Vec<(String, String)>) -> Vec<Place> {
        let mut own: Vec<(String, String)> = self.draft.own(found).collect();
        // What the file as a whole is too much for comes before all that is in it.
        own.sort_by_key(|(path, _)| !path.is_empty());
        let own = own.into_iter().map(|(path, what)| self.place(&path, what));
        self.unread.iter().cloned().chain(own).collect()
    }

    /// What is wrong with the framework beside what is wrong with the pack that its names are looked up in, as far as that
    /// can be read.
    pub(super) fn beside(self, pack: Failure, known: Option<&Known>) -> Failure {
        let own = match known {
            Some(known) => self.unless(|form| known.faults_of(form)),
            None => self.unless(alone),
        };
        match own {
            Ok(_) => pack,
            Err(own) => {
                let places = own.places.into_iter().chain(pack.places).collect();
                Failure {
                    next: pack.next,
                    ..faulty(places)
                }
            }
        }
    }

    /// What the hub refuses of the framework, with the lines of the file.
    pub(super) fn refused(&self, failure: Failure) -> Failure {
        if failure.exit != Exit::Data || failure.places.is_empty() {
            return failure;
        }
        Failure {
            reason: failure.reason,
            ..self.told_with(failure.places, failure.unlisted)
        }
    }

    /// A place in the file: its line, and what in it.
    fn place(&self, path: &str, what: String) -> Place {
        let at = match self.draft.rows.row(path) {
            Some(row) => format!("{}:{row} {path}", self.path),
            None if path.is_empty() => self.path.clone(),
            // Something of the file itself that it does not say.
            None if !path.contains('/') => format!("{}:1 {path}", self.path),
            None => format!("{} {path}", self.path),
        };
        Place { at, what }
    }
}

/// Whether the form itself says of each indicator which way is better.
fn is_directed(form: &FrameworkForm) -> bool {
    form.indicators.iter().all(|leaf| leaf.direction.is_some())
}

/// What is wrong with a form whatever the catalogue.
fn alone(form: &FrameworkForm) -> Vec<(String, String)> {
    let mut faults = form.faults();
    faults.extend(uncomputable(form.clone()));
    faults
}

/// A place that the hub tells, as the file has it.
fn own_path(at: &str) -> &str {
    at.strip_prefix("framework.").map_or(at, own_field)
}

fn faulty(places: Vec<Place>) -> Failure {
    faulty_and(places, 0)
}

/// The same with so many more places that the hub did not list.
fn faulty_and(places: Vec<Place>, unlisted: usize) -> Failure {
    let count = places.len() + unlisted;
    let what = Text::FrameworkFaulty { count };
    let failure = Failure::new(Exit::Data, "FRAMEWORK_INVALID", what).at(places);
    Failure {
        unlisted,
        ..failure.next(Text::NextMendFramework)
    }
}
