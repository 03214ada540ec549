//! Where the facts of a text stand and how sure their reading is.

use zhibiao_extract::Measure;

use super::{Place, TextId, Texts};
use crate::{
    finding::{Position, ProsePlace},
    review::Verdict,
};

/// What the code of a measure begins with among the reasons.
pub(crate) const MEASURE: &str = "measure-";

/// What is kept of a text besides its rows.
#[derive(Debug, Default)]
pub(crate) struct Prose {
    /// The sentences of the facts.
    pub(crate) sentences: Texts,
    /// Codes of reasons, those of one fact with spaces between.
    pub(crate) reasons: Texts,
    /// One a row, in their order.
    pub(crate) passages: Vec<Passage>,
    /// Numbers that became no fact; no more than findings are kept.
    pub(crate) passed_over: Vec<PassedOver>,
    /// How many more there are.
    pub(crate) more_passed_over: u32,
}

/// The place of a fact, and how sure it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage {
    /// Line, from 1.
    pub(crate) line: u32,
    /// Where it stands.
    pub(crate) place: ProsePlace,
    /// Its sentence.
    pub(crate) sentence: TextId,
    /// In hundredths: 1 to 100.
    pub(crate) confidence: u32,
    /// Why.
    pub(crate) reasons: TextId,
    /// What the number says of its indicator when that is no value of it.
    pub(crate) other_measure: Option<Measure>,
    /// The value in the unit as written.
    pub(crate) value: f64,
    /// What reviewers have said of it.
    pub(crate) verdict: Verdict,
    /// What a reviewer's note says of how it differs from its formula.
    pub(crate) explained: Explained,
    /// The entries whose kept aliases it was read by, that of the indicator and that of the subject; 0 for none.
    pub(crate) read_by: [u32; 2],
    /// Whether its subject lies in another zone than the one that its sentence speaks of; not kept.
    pub(crate) elsewhere: bool,
}

/// What a note explains: one difference, and no other that comes later.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) enum Explained {
    /// Nobody has said why the value is not what its formula gives.
    #[default]
    No,
    /// A correction comes with its note: whatever the check that follows finds is explained.
    Next,
    /// The value and what its formula gave.
    Difference { value: f64, expected: f64 },
}

impl Explained {
    /// Whether this difference is explained.
    pub(crate) fn covers(self, value: f64, expected: f64) -> bool {
        match self {
            Self::No => false,
            Self::Next => true,
            Self::Difference {
                value: of,
                expected: from,
            } => of.total_cmp(&value).is_eq() && from.total_cmp(&expected).is_eq(),
        }
    }
}

/// A number that became no fact.
#[derive(Debug, Clone)]
pub(crate) struct PassedOver {
    /// Line, from 1.
    pub(crate) line: u32,
    /// Where it stands.
    pub(crate) place: ProsePlace,
    /// The number as written.
    pub(crate) read: String,
    /// Code of what is missing: `no-unit`.
    pub(crate) why: String,
}

impl Prose {
    /// The passage that a row's place names.
    pub(crate) fn passage(&self, place: Place) -> Option<&Passage> {
        self.passages.get((place.row as usize).checked_sub(1)?)
    }

    /// A row's place as findings name it.
    pub(super) fn position(&self, place: Place) -> Position {
        self.passage(place)
            .map_or_else(Position::default, Passage::position)
    }
}

impl Passage {
    /// Its place as findings name it.
    pub(crate) fn position(&self) -> Position {
        in_line(self.line, self.place)
    }
}

impl PassedOver {
    /// Its place as findings name it.
    pub(crate) fn position(&self) -> Position {
        in_line(self.line, self.place)
    }
}

fn in_line(line: u32, place: ProsePlace) -> Position {
    Position {
        row: line,
        prose: Some(place),
        ..Position::default()
    }
}
