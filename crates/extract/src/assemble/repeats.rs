//! What was said before: the same claim again is a repetition, not a second fact.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::fact::Fact;

/// Which facts of an article say the same, found by a digest of it: no claim is kept beside its fact.
#[derive(Debug, Default)]
pub(super) struct Claims(BTreeMap<u64, Vec<usize>>);

impl Claims {
    /// Another article begins.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Whether one of the facts told so far says the same, of the same subject or of none in particular. The fact that
    /// does not is to be the next of them.
    pub(super) fn is_repeat(&mut self, fact: &Fact, told: &[Fact]) -> bool {
        let alike = self.0.entry(digest(fact)).or_default();
        let mut known = alike.iter().rev().filter_map(|at| told.get(*at));
        let known = known.find(|known| is_same(known, fact));
        let is_repeat = known.is_some_and(|known| fact.subject.is_none() || known.subject == fact.subject);
        if !is_repeat {
            alike.push(told.len());
        }
        is_repeat
    }
}

fn digest(fact: &Fact) -> u64 {
    let mut hasher = DefaultHasher::new();
    let said = (
        fact.value.to_bits(),
        fact.measure,
        fact.indicator.zh(),
        fact.unit.symbol(),
    );
    said.hash(&mut hasher);
    fact.zone.hash(&mut hasher);
    fact.period.map(|period| period.period).hash(&mut hasher);
    hasher.finish()
}

/// What makes two facts the same one; one count in two years is two. Equal figures are written alike, to the last bit.
fn is_same(one: &Fact, other: &Fact) -> bool {
    let time = |fact: &Fact| fact.period.map(|period| (period.period, period.cumulative));
    one.value.to_bits() == other.value.to_bits()
        && one.measure == other.measure
        && one.indicator.zh() == other.indicator.zh()
        && one.unit.symbol() == other.unit.symbol()
        && one.qualifier == other.qualifier
        && one.zone == other.zone
        && time(one) == time(other)
}
