//! Reviews: what people decide about entries that the hub has read from prose, and the aliases that they propose.

mod anew;
mod apply;
mod waiting;

use jiff::Timestamp;
use zhibiao_model::revision::Revision;
use zhibiao_proto::report::v1 as wire;

pub(crate) use anew::{forget, read_anew, read_without, unknown_under};
pub(crate) use apply::{Differing, apply};
pub(crate) use waiting::{Waiting, split};

use crate::{
    finding::Finding,
    log::PackedChunk,
    report::{Count, Decided, Digest, ReportId, State},
};

/// Where an entry stands with its reviewers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verdict {
    /// Nobody has looked at it.
    #[default]
    Open,
    /// It was read rightly.
    Confirmed,
    /// It stands as a person has corrected it.
    Corrected,
    /// It is no value.
    Rejected,
}

impl Verdict {
    const ALL: [Self; 4] = [Self::Open, Self::Confirmed, Self::Corrected, Self::Rejected];

    /// The number that it is kept under.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::Open => 0,
            Self::Confirmed => 1,
            Self::Corrected => 2,
            Self::Rejected => 3,
        }
    }

    /// The verdict of a number.
    pub(crate) fn of(number: u32) -> Self {
        let known = Self::ALL.into_iter().find(|verdict| verdict.number() == number);
        known.unwrap_or_default()
    }
}

/// A decision about one entry, as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// What was decided, of which entry.
    pub decision: wire::EntryReview,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The entry as it was before: what it was about, its value and its state.
    pub before: wire::Entry,
    /// The aliases that it proposes.
    pub aliases: Vec<Alias>,
}

/// A review of several entries, to be kept with what the check of the report has found since.
#[derive(Debug)]
pub struct Reviewed<'a> {
    /// The decisions.
    pub reviews: &'a [Review],
    /// Aliases of earlier reviews that no longer stand.
    pub overruled: &'a [Proposal],
    /// The state that the report is in now: blocked, pending, or approved when nobody else has to be asked.
    pub state: State,
    /// Set when approval is automatic and nothing is left to decide.
    pub decided: Option<Decided>,
    /// Every entry, reviewed or not.
    pub chunks: &'a [PackedChunk],
    /// Entries that are rejected, by this review or earlier ones.
    pub rejected: u32,
    /// Findings, the gravest first.
    pub findings: &'a [Finding],
    /// All findings by code.
    pub counts: Vec<Count>,
    /// The store's revision at which the check saw the published figures.
    pub seen: Option<Revision>,
    /// Tells reviews apart: the same person's same review sent again has the same key.
    pub key: Digest,
}

/// One more alias of an item of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Resource name of the item.
    pub item: String,
    /// What a text calls it.
    pub text: String,
    /// What became of the proposal.
    pub outcome: Outcome,
}

impl Alias {
    /// Whether its item is an indicator, and not a zone or a subject.
    pub(crate) fn is_of_indicator(&self) -> bool {
        self.item.starts_with("indicators/")
    }
}

/// What became of a proposed alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The store has not been asked, or not answered.
    Pending,
    /// The catalogue would not have taken it when it was kept, for this reason; it is asked again with the report.
    Doubted(String),
    /// The catalogue has it from a revision on.
    Applied(Revision),
    /// The catalogue refuses it, for this reason.
    Refused(String),
}

/// Why a proposed alias comes to nothing before the catalogue is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// Its entry was corrected to another item, or rejected.
    Overruled,
    /// Its entry went back to the department.
    EntryReturned,
    /// The report went back, or was withdrawn.
    NotPublished,
}

impl Dropped {
    /// The reason as it is kept.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Overruled => "a later review of the entry says otherwise",
            Self::EntryReturned => "the entry was returned",
            Self::NotPublished => "the report was returned or withdrawn",
        }
    }
}

/// A proposed alias that the store has not answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The report whose review proposes it.
    pub report: ReportId,
    /// Number of the entry.
    pub entry: u32,
    /// The version of the report that the review made.
    pub version: u32,
    /// Who proposes it.
    pub by: String,
    /// Resource name of the item.
    pub item: String,
    /// The alias.
    pub text: String,
}

impl Proposal {
    /// Whether its item is an indicator, and not a zone or a subject.
    pub(crate) fn is_of_indicator(&self) -> bool {
        self.item.starts_with("indicators/")
    }
}

impl Outcome {
    /// Its number, that of the wire's enumeration, with revision and reason, as a database keeps them.
    pub(crate) fn kept(&self) -> (i64, Option<i64>, Option<&str>) {
        let number = |state: wire::AliasState| i64::from(i32::from(state));
        match self {
            Self::Pending => (number(wire::AliasState::Pending), None, None),
            Self::Doubted(reason) => (number(wire::AliasState::Pending), None, Some(reason)),
            Self::Applied(revision) => (number(wire::AliasState::Applied), Some(revision.get()), None),
            Self::Refused(reason) => (number(wire::AliasState::Refused), None, Some(reason)),
        }
    }

    /// The outcome that is kept so.
    pub(crate) fn of(state: i64, revision: Option<i64>, reason: Option<String>) -> Self {
        let (pending, ..) = Self::Pending.kept();
        match (revision.and_then(Revision::new), reason) {
            (Some(revision), _) => Self::Applied(revision),
            (None, Some(reason)) if state == pending => Self::Doubted(reason),
            (None, Some(reason)) => Self::Refused(reason),
            (None, None) => Self::Pending,
        }
    }
}
