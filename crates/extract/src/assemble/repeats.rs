//! What was said before: the same claim again is a repetition, not a second fact.

use std::collections::BTreeMap;

use zhibiao_model::period::Period;
use zhibiao_model::qualifier::Qualifier;

use crate::fact::{Fact, Measure, SubjectRef, ZoneRef};

/// What makes two facts the same one; one count in two years is two. What differs most often stands first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    /// Bits of the value: equal figures are written alike.
    value: u64,
    measure: Measure,
    indicator: String,
    zone: Option<ZoneRef>,
    unit: String,
    qualifier: Qualifier,
    /// With whether it is counted from the start of the year.
    period: Option<(Period, bool)>,
}

/// The claims of an article, with the subject of each.
#[derive(Debug, Default)]
pub(super) struct Claims(BTreeMap<Claim, Option<SubjectRef>>);

impl Claims {
    /// Another article begins.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Whether the same was said before, of the same subject or of none in particular.
    pub(super) fn is_repeat(&mut self, fact: &Fact) -> bool {
        let claim = Claim::of(fact);
        match self.0.get(&claim) {
            Some(known) if fact.subject.is_none() || *known == fact.subject => true,
            Some(_) | None => {
                self.0.insert(claim, fact.subject.clone());
                false
            }
        }
    }
}

impl Claim {
    fn of(fact: &Fact) -> Self {
        Self {
            value: fact.value.to_bits(),
            measure: fact.measure,
            indicator: fact.indicator.zh().to_owned(),
            zone: fact.zone.clone(),
            unit: fact.unit.symbol().to_owned(),
            qualifier: fact.qualifier,
            period: fact.period.map(|period| (period.period, period.cumulative)),
        }
    }
}
