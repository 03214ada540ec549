//! A framework's file: what it says, and everything in it that is wrong, with its line.

use std::path::Path;

use zhibiao_model::framework::FrameworkForm;

use crate::{
    commands::index::places,
    exit::Exit,
    failure::{Failure, Place},
    pack::{Pack, Rows, own_place, uncomputable},
    text::Text,
    text_file,
    toml_form::{self, Reading, StandIn},
};

/// A framework as it was written, and what of it can't be read.
pub(super) struct Written {
    /// None where too little can be read to check the rest.
    form: Option<FrameworkForm>,
    unread: Vec<Place>,
    /// As it was named.
    path: String,
    rows: Rows,
}

/// Without these a part of the tree is missing, and the rest would be told to be wrong where it is not.
const TREE: [&str; 5] = ["aggregates", "indicators", "parent", "code", "by"];

impl Written {
    /// Reads a file past what is wrong in it.
    ///
    /// # Errors
    /// When the file can't be read at all.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = text_file::read(path)?;
        // An id that is none hides nothing else.
        let stand_ins = [
            ("id", StandIn::Text("unnamed")),
            ("aggregates", StandIn::Empty),
            ("indicators", StandIn::Empty),
        ];
        let reading: Reading<FrameworkForm> = toml_form::read(&text, &stand_ins);
        let unread = places(path, &text, &reading.faults);
        let is_whole = !reading.lacks(&TREE) && reading.faults.iter().all(|fault| fault.key.is_some());
        let path = path.display().to_string();
        Ok(Self {
            form: reading.form.filter(|_| is_whole),
            unread,
            rows: Rows::of(&path, &text),
            path,
        })
    }

    /// The form as far as it could be read.
    pub(super) fn form(&self) -> Option<&FrameworkForm> {
        self.form.as_ref()
    }

    /// Whether all of it could be read.
    pub(super) fn is_read(&self) -> bool {
        self.form.is_some() && self.unread.is_empty()
    }

    /// The framework, where all of it can be read and computed, and where a pack is given has what it speaks of.
    ///
    /// # Errors
    /// Every place that is wrong.
    pub(super) fn sound(self, pack: Option<&Pack>) -> Result<FrameworkForm, Failure> {
        let found = match (&self.form, pack) {
            (None, _) => Vec::new(),
            (Some(form), Some(pack)) => pack.faults_of(form),
            (Some(form), None) => {
                let mut faults = form.faults();
                faults.extend(uncomputable(form.clone()));
                faults
            }
        };
        let mut places = self.unread.clone();
        places.extend(found.into_iter().map(|(path, what)| self.place(&path, what)));
        match self.form {
            Some(form) if places.is_empty() => Ok(form),
            Some(_) | None => Err(faulty(places)),
        }
    }

    /// What the hub refuses of the framework, with the lines of the file.
    pub(super) fn refused(&self, failure: Failure) -> Failure {
        let Some(form) = &self.form else { return failure };
        if failure.exit != Exit::Data || failure.places.is_empty() {
            return failure;
        }
        let name = form.id.to_string();
        let place = |Place { at, what }: Place| {
            let below = at.strip_prefix("framework.").map(|own| format!("{name}.{own}"));
            let (at, what) = own_place(&name, below.unwrap_or(at), what);
            self.place(&at, what)
        };
        let reason = failure.reason;
        let places: Vec<Place> = failure.places.into_iter().map(place).collect();
        Failure {
            reason,
            ..faulty(places)
        }
    }

    /// A place in the file: its line, and what in it.
    fn place(&self, path: &str, what: String) -> Place {
        let at = match self.rows.row(path) {
            Some(row) => format!("{}:{row} {path}", self.path),
            None if path.is_empty() => self.path.clone(),
            None => format!("{} {path}", self.path),
        };
        Place { at, what }
    }
}

fn faulty(places: Vec<Place>) -> Failure {
    let what = Text::FrameworkFaulty { count: places.len() };
    let failure = Failure::new(Exit::Data, "FRAMEWORK_INVALID", what).at(places);
    failure.next(Text::NextMendFramework)
}
