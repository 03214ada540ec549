//! Histories: what the callers of a hub did and saw while its parts were killed, and the [checker](check) that says
//! whether a correct hub can have told them that.
//!
//! Every call notes a [`Moment`] before it is sent and one after it was answered. A call that ended before another one
//! began happened before it; of calls that overlap nothing is known. Values are told apart by what is written: no two
//! writes of a test write the same value to the same cell, but for those that repeat one on purpose.

pub mod check;
mod recorder;
mod versions;

use std::collections::BTreeMap;

pub use recorder::Recorder;

/// A place in the order of what all callers of a test did and saw.
pub type Moment = u64;

/// A cell of the cube, by resource names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The indicator.
    pub indicator: String,
    /// The period.
    pub period: String,
    /// The subject.
    pub subject: String,
}

/// A value and the revision that wrote it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// The value.
    pub value: f64,
    /// The revision that wrote it.
    pub revision: i64,
}

/// When a call was under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Who called.
    pub caller: String,
    /// Before it was sent.
    pub began: Moment,
    /// After it was answered, or given up.
    pub ended: Moment,
}

/// The state of the cube at a revision: where a history begins, and what is read at its end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The revision.
    pub revision: i64,
    /// The cells that have a value.
    pub cells: BTreeMap<Cell, Held>,
}

/// One try to write a batch. Tries of the same batch have its id in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// When.
    pub span: Span,
    /// Id of the batch.
    pub batch: String,
    /// What is written.
    pub cells: BTreeMap<Cell, f64>,
    /// The revision after which no revised cell may have been written, where that was asked for.
    pub unchanged_since: Option<i64>,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a try to write ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The batch is durable at a revision.
    Acknowledged {
        /// The revision.
        revision: i64,
    },
    /// The batch and every one that its caller sent before are durable, none of them after a revision.
    Standing {
        /// The revision.
        revision: i64,
    },
    /// The batch was not written and will not be.
    Refused,
    /// It may have been written, or may be yet.
    Unknown,
}

/// How fresh an answer was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// `minimize_latency`.
    Any,
    /// `at_least_as_fresh` as a revision's token.
    AtLeast(i64),
    /// `fully_consistent`.
    Newest,
}

/// Which cells a read is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// One subject through time.
    Series {
        /// The indicator.
        indicator: String,
        /// The subject.
        subject: String,
    },
    /// One period across all subjects.
    Column {
        /// The indicator.
        indicator: String,
        /// The period.
        period: String,
    },
}

/// A read that was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// When.
    pub span: Span,
    /// The one process that answered, where that is known: its name and which of its lives.
    pub target: Option<(String, u64)>,
    /// What was asked for.
    pub freshness: Freshness,
    /// What it is about.
    pub scope: Scope,
    /// The revision that it says it was read at.
    pub revision: i64,
    /// The values that it gave.
    pub values: BTreeMap<Cell, Held>,
}

/// One revision of the change log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The revision.
    pub revision: i64,
    /// Id of the batch.
    pub batch: String,
    /// The cells that it inserted or revised.
    pub cells: BTreeMap<Cell, f64>,
}

/// What a watcher of the change feed met, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// A connection was made, following what comes after a revision.
    Connected(i64),
    /// A revision, or a part of one.
    Change {
        /// When it came.
        at: Moment,
        /// What it says.
        entry: Entry,
        /// Whether more parts of the revision follow.
        more: bool,
    },
    /// Everything up to a revision was sent.
    Checkpoint(i64),
}

/// A watcher that followed until the end of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Who.
    pub caller: String,
    /// The revision that it began after.
    pub after: i64,
    /// What it met.
    pub seen: Vec<Seen>,
}

/// Everything that happened between two moments at which the hub was whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// The state before.
    pub before: State,
    /// Every try to write.
    pub writes: Vec<Write>,
    /// Every read that was answered.
    pub reads: Vec<Read>,
    /// Every watcher.
    pub watches: Vec<Watch>,
    /// The change log after `before`, read at the end.
    pub log: Vec<Entry>,
    /// The state at the end, read from the cube itself.
    pub after: State,
    /// Answers that no fault excuses.
    pub unexpected: Vec<String>,
}

impl Outcome {
    /// The revision that the caller was told.
    #[must_use]
    pub fn told(self) -> Option<i64> {
        match self {
            Self::Acknowledged { revision } | Self::Standing { revision } => Some(revision),
            Self::Refused | Self::Unknown => None,
        }
    }
}

impl Scope {
    /// Whether it takes a cell.
    #[must_use]
    pub fn covers(&self, cell: &Cell) -> bool {
        match self {
            Self::Series { indicator, subject } => cell.indicator == *indicator && cell.subject == *subject,
            Self::Column { indicator, period } => cell.indicator == *indicator && cell.period == *period,
        }
    }
}
