//! The items of a catalogue other than indicators.

use std::{collections::BTreeSet, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{DepartmentId, IndicatorCode, InterfaceId, InvalidName, KindId, PeerGroupId, SubjectName, ZoneId},
    period::Frequency,
};

/// What people call a thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Other spellings, in any language.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub aliases: BTreeSet<String>,
}

impl Names {
    /// Whether there is no name at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Every spelling.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [self.zh.as_str(), self.en.as_str()]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
            .filter(|text| !text.is_empty())
    }
}

/// The days `[from, until)` in which something holds; open where `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// One past the last day.
    pub until: Option<Date>,
}

impl Validity {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether it holds on some day of `[start, end)`.
    #[must_use]
    pub fn overlaps(&self, start: Date, end: Date) -> bool {
        self.from.is_none_or(|from| from < end) && self.until.is_none_or(|until| start < until)
    }

    /// Whether it ends before it begins, or holds on no day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until <= from)
    }
}

/// A kind of subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectKind {
    /// Its id: the collection of its subjects' names.
    pub id: KindId,
    /// Names.
    pub names: Names,
}

/// A development zone, or the sub-park, city or province it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its permanent id.
    pub id: ZoneId,
    /// Names.
    pub names: Names,
    /// Class, such as `htz`, `edz`, `city`, `province`, `aggregate`.
    pub class: String,
    /// Administrative level; empty when it has none.
    pub level: String,
    /// The zone it lies in.
    pub parent: Option<ZoneId>,
    /// Official code; empty when it has none.
    pub code: String,
    /// When it exists.
    pub validity: Validity,
    /// Free note.
    pub note: String,
}

/// What can become of zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineageKind {
    /// One becomes several.
    Split,
    /// Several become one.
    Merge,
    /// One gets another id.
    Rename,
    /// One becomes another class of zone.
    Convert,
}

impl LineageKind {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Split => "split",
            Self::Merge => "merge",
            Self::Rename => "rename",
            Self::Convert => "convert",
        }
    }
}

impl FromStr for LineageKind {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        [Self::Split, Self::Merge, Self::Rename, Self::Convert]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| InvalidName {
                text: text.to_owned(),
                what: "lineage event",
                form: "`split`, `merge`, `rename` or `convert`",
            })
    }
}

/// A split, merger, renaming or conversion of zones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineageEvent {
    /// Day it took effect.
    pub date: Date,
    /// What happened.
    pub kind: LineageKind,
    /// The zones before.
    pub from: BTreeSet<ZoneId>,
    /// The zones after.
    pub to: BTreeSet<ZoneId>,
    /// Free note.
    pub note: String,
}

/// Where a subject lies, and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placement {
    /// When.
    pub validity: Validity,
    /// Where.
    pub zone: ZoneId,
}

/// A code of a subject (统一社会信用代码), and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SubjectCode {
    /// When.
    pub validity: Validity,
    /// The code.
    pub code: String,
}

/// Something placed in a zone: a platform, project, fund, enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its permanent name.
    pub name: SubjectName,
    /// Names.
    pub names: Names,
    /// Where it lies; a move adds one, so that no series breaks.
    pub placements: BTreeSet<Placement>,
    /// Its codes; a conversion (个转企) adds one.
    pub codes: BTreeSet<SubjectCode>,
    /// Free note.
    pub note: String,
}

impl Subject {
    /// The zone it lies in on a day.
    #[must_use]
    pub fn zone_on(&self, day: Date) -> Option<&ZoneId> {
        self.placements
            .iter()
            .find(|p| p.validity.holds_on(day))
            .map(|p| &p.zone)
    }
}

/// Who must approve a department's reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Approval {
    /// A second person.
    #[default]
    FourEyes,
    /// Nobody, when no check finds an error and a reviewer has decided about whatever was read from prose.
    Automatic,
}

/// A body that owns indicators or files reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its permanent id.
    pub id: DepartmentId,
    /// Names.
    pub names: Names,
    /// Who approves its reports.
    pub approval: Approval,
    /// Free note.
    pub note: String,
}

/// What a department delivers, how often, by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its permanent id.
    pub id: InterfaceId,
    /// Names.
    pub names: Names,
    /// Who delivers.
    pub department: DepartmentId,
    /// How often.
    pub frequency: Frequency,
    /// Days after a period's end by which it is due.
    pub due_days: u32,
    /// What it delivers.
    pub indicators: BTreeSet<IndicatorCode>,
}

/// The subjects that are compared with each other: a list, or a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerGroup {
    /// Its permanent id.
    pub id: PeerGroupId,
    /// Names.
    pub names: Names,
    /// Kind of its subjects.
    pub kind: KindId,
    /// Its members; when empty the filter below decides.
    pub members: BTreeSet<SubjectName>,
    /// Class of zone that the members are or lie in; empty means any.
    pub class: String,
    /// Zone that the members lie in, directly or not.
    pub parent: Option<ZoneId>,
    /// Free note.
    pub note: String,
}
