//! A first draft of a pack from somebody's own workbook: what it is about, what it measures, in which units, how often.
//!
//! The draft passes [`Pack::read`](super::Pack::read) as it is, and the file it was made from checks without errors
//! against it. Everything guessed is told, so that it can be corrected in a spreadsheet.

mod codes;
mod collect;
mod guess;
mod subjects;
mod write;

use std::{collections::BTreeSet, io::Cursor, path::Path};

use zhibiao_model::{
    catalog::{Catalog, Directory, Indicator, Lookup, fold},
    period::Frequency,
    unit::Unit,
};
use zhibiao_tabular::{NoVocabulary, Options, Unreadable, read};

use super::Files;
use codes::Codes;
use collect::{Collector, Measured};

/// What a draft is made with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    /// Id of the pack.
    pub id: &'a str,
    /// Chinese name of the department that reports; empty when it is to be filled in.
    pub department: &'a str,
    /// Zone that subjects of other kinds lie in and that values without a subject are about: an id or name of the
    /// hub's, a name in the files, or a new name; empty when it is not said.
    pub zone: &'a str,
    /// Catalogue of the hub that the pack will be applied to: what it has already is not drafted again.
    pub known: Option<&'a Catalog>,
}

/// A drafted pack and what to know about it.
#[derive(Debug)]
pub(crate) struct Drafted {
    /// The pack.
    pub files: Files,
    /// Number of zones.
    pub zones: usize,
    /// Number of other subjects.
    pub subjects: usize,
    /// The indicators, in the order of the file.
    pub indicators: Vec<DraftIndicator>,
    /// Name of the first indicator of the files, new or known.
    pub first_indicator: Option<String>,
    /// Names the hub has already, left out of the draft.
    pub known: usize,
    /// Indicators among them.
    pub known_indicators: usize,
    /// Id or name of the department to file with.
    pub department: String,
    /// Zone to file with, when some values name no subject.
    pub zone: Option<String>,
    /// Whether some values name no period, or only a part of a year.
    pub needs_period: bool,
    /// Id of the peer group of what was found; there is one when there is something to compare.
    pub peer_group: Option<String>,
    /// What was guessed or can't be told, in the order of the file.
    pub notes: Vec<Note>,
    /// What the reader understood of each table.
    pub tables: Vec<String>,
}

/// An indicator of a draft.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftIndicator {
    /// Code.
    pub code: String,
    /// Name as the file writes it.
    pub name: String,
    /// Unit its values are kept in.
    pub unit: Unit,
    /// How often it is observed.
    pub frequency: Frequency,
    /// Whether values count from the start of the year.
    pub year_to_date: bool,
    /// Ids of the kinds of subject it is about; never empty.
    pub kinds: BTreeSet<String>,
}

/// Something about a draft that a person has to look at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Note {
    /// No unit stands with an indicator's values.
    NoUnit(String),
    /// A unit that is not known, or that does not convert to the indicator's.
    OddUnit {
        /// The indicator.
        indicator: String,
        /// The unit as written.
        unit: String,
    },
    /// Values of another frequency than most.
    OtherFrequency {
        /// The indicator.
        indicator: String,
        /// How many values.
        values: usize,
    },
    /// A text that stands where periods stand and is none.
    NoPeriod(String),
    /// The hub has an indicator of this name whose unit or frequency does not fit the file's.
    KnownDiffers(String),
    /// The hub's indicator of this name is about other kinds of subject; a new one is drafted.
    KnownOfOtherKind {
        /// The name in the file.
        indicator: String,
        /// The name in the draft.
        drafted: String,
    },
    /// Values that name no subject.
    NoSubject,
    /// Zone, by its id, that the subjects of other kinds are put into by guess.
    Placed(String),
    /// Subjects of other kinds lie in no zone, since the files name several.
    Unplaced,
}

/// Drafts a pack from files, given by name and content.
///
/// # Errors
/// The first file that is no report at all, by its name.
pub(crate) fn draft(
    sources: &[(String, Vec<u8>)],
    given: Given<'_>,
) -> Result<Drafted, (String, Unreadable)> {
    let mut collector = Collector::default();
    for (name, content) in sources {
        read(
            Cursor::new(content),
            &Options::default(),
            &NoVocabulary,
            &mut collector,
        )
        .map_err(|error| (name.clone(), error))?;
    }
    let titles: Vec<String> = sources.iter().map(|(name, _)| stem(name)).collect();
    Ok(Drafter::new(collector, given).finish(&titles))
}

/// Id of a pack that is drafted into a folder.
#[must_use]
pub(crate) fn pack_id(folder: &Path) -> String {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    match codes::slug(&name) {
        slug if slug.is_empty() => "draft".to_owned(),
        slug => slug,
    }
}

/// A file's name without folder and extension.
fn stem(name: &str) -> String {
    Path::new(name)
        .file_stem()
        .map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// An item to be written: its id and its name.
#[derive(Debug)]
struct Named {
    id: String,
    name: String,
}

/// Puts what was collected into items.
struct Drafter<'a> {
    found: Collector,
    given: Given<'a>,
    directory: Option<Directory>,
    notes: Vec<Note>,
    known: usize,
    known_indicators: usize,
}

/// Kind of subjects that are zones.
const ZONES: &str = "zones";

/// Kind of subjects that are enterprises.
pub(crate) const ENTERPRISES: &str = "enterprises";

impl<'a> Drafter<'a> {
    fn new(found: Collector, given: Given<'a>) -> Self {
        let directory = given.known.map(Directory::new);
        Self {
            found,
            given,
            directory,
            notes: Vec::new(),
            known: 0,
            known_indicators: 0,
        }
    }

    fn finish(mut self, titles: &[String]) -> Drafted {
        let department = self.department();
        let indicators = self.indicators();
        let (mut zones, enterprises) = self.subjects();
        let nameless = self.found.without_subject > 0;
        if nameless {
            self.notes.push(Note::NoSubject);
        }
        let place = self.place(&mut zones, nameless, !enterprises.is_empty());
        self.notes
            .extend(self.found.odd_periods.iter().cloned().map(Note::NoPeriod));
        let peers = (zones.len() > 1).then(|| format!("{}-peers", self.given.id));
        let files = write::Tables {
            id: self.given.id,
            titles,
            zones: &zones,
            enterprises: &enterprises,
            place: place.as_deref().unwrap_or_default(),
            kinds: self.kinds(&indicators, !enterprises.is_empty()),
            indicators: &indicators,
            department: department.as_ref(),
            peer_group: peers.as_deref(),
        }
        .files();
        Drafted {
            files,
            zones: zones.len(),
            subjects: enterprises.len(),
            indicators,
            first_indicator: self.found.indicator_order.first().cloned(),
            known: self.known,
            known_indicators: self.known_indicators,
            department: department
                .map_or_else(|| self.given.department.to_owned(), |department| department.id),
            zone: place.filter(|_| nameless),
            needs_period: self.found.without_period > 0,
            peer_group: peers,
            notes: self.notes,
            tables: self.found.tables,
        }
    }

    /// The department to draft; none when the hub knows it.
    fn department(&self) -> Option<Named> {
        let name = self.given.department;
        if name.is_empty() {
            return Some(Named {
                id: "own-department".to_owned(),
                name: "填报部门（请改名）".to_owned(),
            });
        }
        let known = self
            .directory
            .as_ref()
            .is_some_and(|directory| directory.department(name) != Lookup::Unknown);
        (!known).then(|| {
            let mut codes = Codes::over(
                self.taken(|known| known.departments.keys().map(|id| id.id().to_owned()).collect()),
            );
            Named {
                id: codes.code(name, "department"),
                name: name.to_owned(),
            }
        })
    }

    fn indicators(&mut self) -> Vec<DraftIndicator> {
        let taken = self.taken(|known| known.indicators.keys().map(|code| code.id().to_owned()).collect());
        let mut codes = Codes::over(taken);
        let usual = guess::usual_frequency(self.found.indicators.values());
        let mut drafted = Vec::new();
        for name in self.found.indicator_order.clone() {
            let Some(measured) = self.found.indicators.get(&fold(&name)).cloned() else {
                continue;
            };
            let (unit, frequency) = self.measure(&name, &measured, usual);
            let kinds = self.kinds_of(&measured);
            let mut drafted_name = name.clone();
            if let Some(known) = self.known_indicator(&name) {
                if kinds
                    .iter()
                    .all(|kind| known.subject_kinds.iter().any(|taken| taken.id() == kind))
                {
                    let fits = known.frequency == frequency
                        && (measured.units.is_empty() || unit.converts_to(&known.unit));
                    self.known += 1;
                    self.known_indicators += 1;
                    if !fits {
                        self.notes.push(Note::KnownDiffers(name));
                    }
                    continue;
                }
                drafted_name = self.other_name(&name, &kinds);
                self.notes.push(Note::KnownOfOtherKind {
                    indicator: name,
                    drafted: drafted_name.clone(),
                });
            }
            drafted.push(DraftIndicator {
                code: codes.code(&drafted_name, "indicator"),
                name: drafted_name,
                unit,
                frequency,
                year_to_date: measured.cumulative > 0,
                kinds,
            });
        }
        drafted
    }

    /// The hub's indicator of a name.
    fn known_indicator(&self, name: &str) -> Option<&'a Indicator> {
        match self.directory.as_ref()?.indicator(name) {
            Lookup::Found(code) => self.given.known?.indicator(&code).map(|known| &**known),
            Lookup::Ambiguous(_) | Lookup::Unknown => None,
        }
    }

    /// A name that neither the hub nor the files have, since names lead to one indicator each.
    fn other_name(&self, name: &str, kinds: &BTreeSet<String>) -> String {
        let whose = if kinds.len() == 1 && kinds.contains(ENTERPRISES) {
            "企业"
        } else {
            self.given.id
        };
        let mut other = format!("{name}（{whose}）");
        let mut number = 1;
        while self.known_indicator(&other).is_some() || self.found.indicators.contains_key(&fold(&other)) {
            number += 1;
            other = format!("{name}（{whose}{number}）");
        }
        other
    }

    /// Unit and frequency of an indicator; what does not fit them is noted.
    fn measure(&mut self, name: &str, measured: &Measured, usual: Frequency) -> (Unit, Frequency) {
        let unit = guess::unit(measured);
        if measured.units.is_empty() {
            self.notes.push(Note::NoUnit(name.to_owned()));
        }
        for text in measured.units.keys() {
            let fits = Unit::parse(text).is_ok_and(|other| other.converts_to(&unit));
            if !fits {
                self.notes.push(Note::OddUnit {
                    indicator: name.to_owned(),
                    unit: text.clone(),
                });
            }
        }
        if measured.cumulative > 0 {
            return (unit, Frequency::Monthly);
        }
        let frequency = guess::frequency(measured, usual);
        let others: usize = measured
            .frequencies
            .iter()
            .filter(|(other, _)| **other != frequency)
            .map(|(_, count)| count)
            .sum();
        if others > 0 {
            self.notes.push(Note::OtherFrequency {
                indicator: name.to_owned(),
                values: others,
            });
        }
        (unit, frequency)
    }

    /// Ids that the hub has given already: a drafted item must not replace one of another name.
    fn taken(&self, ids: fn(&zhibiao_model::catalog::Draft) -> BTreeSet<String>) -> BTreeSet<String> {
        self.given
            .known
            .map(|known| ids(known.items()))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
