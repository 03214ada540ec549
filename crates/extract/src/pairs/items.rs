//! What the list before 分别 names, and what that says of each of its numbers.

use zhibiao_model::period::PeriodReading;

use crate::fact::{SubjectRef, ZoneRef};
use crate::naming::Named;
use crate::quantity::Quantity;

/// What the list before 分别 names.
#[derive(Clone, Debug)]
pub(super) enum Items {
    /// One indicator a number.
    Names(Vec<Named>),
    /// One zone a number; all numbers are of one indicator, which may stand behind the last zone.
    Zones(Vec<ZoneRef>, Option<Named>),
    /// The same of what lies in a zone: firms, projects.
    Subjects(Vec<SubjectRef>, Option<Named>),
    /// The same of times.
    Times(Vec<PeriodReading>, Option<Named>),
}

/// What a list says of one of its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    name: Option<Named>,
    zone: Option<ZoneRef>,
    subject: Option<SubjectRef>,
    period: Option<PeriodReading>,
}

/// What a pairing says about one of its numbers.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// With the unit that the last one names for all.
    pub(crate) quantity: Quantity,
    pub(crate) name: Option<Named>,
    pub(crate) zone: Option<ZoneRef>,
    pub(crate) subject: Option<SubjectRef>,
    pub(crate) period: Option<PeriodReading>,
    /// The token that the list begins at: its numbers share what is said before the first. A number in brackets says
    /// something of its own: 80亿元（增长5%）.
    pub(crate) group: Option<usize>,
}

impl Items {
    /// 甲区、乙区GDP分别为…，营业收入分别为…: the same list with another name for its numbers.
    pub(super) fn renamed(self, name: Option<Named>) -> Self {
        match (self, name) {
            (Self::Zones(zones, _), Some(name)) => Self::Zones(zones, Some(name)),
            (Self::Subjects(subjects, _), Some(name)) => Self::Subjects(subjects, Some(name)),
            (Self::Times(times, _), Some(name)) => Self::Times(times, Some(name)),
            (items, _) => items,
        }
    }

    pub(super) fn told(&self, n: usize) -> Told {
        match self {
            Self::Names(names) => Told {
                name: names.get(n).cloned(),
                ..Told::default()
            },
            Self::Zones(zones, name) => Told {
                name: name.clone(),
                zone: zones.get(n).cloned(),
                ..Told::default()
            },
            Self::Subjects(subjects, name) => Told {
                name: name.clone(),
                subject: subjects.get(n).cloned(),
                ..Told::default()
            },
            Self::Times(times, name) => Told {
                name: name.clone(),
                period: times.get(n).copied(),
                ..Told::default()
            },
        }
    }
}

impl Pair {
    pub(super) fn of(quantity: Quantity, told: Told, group: Option<usize>) -> Self {
        let Told {
            name,
            zone,
            subject,
            period,
        } = told;
        Self {
            quantity,
            name,
            zone,
            subject,
            period,
            group,
        }
    }
}
