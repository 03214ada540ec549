//! What was said before: the same claim again is a repetition, not a second fact.

use std::collections::BTreeMap;

use crate::fact::{Fact, ZoneRef};

/// The last fact of an article that says something, by a digest of what it says: no claim is kept beside its fact. Of
/// two claims with one digest, which no text has by chance, the first is not known again.
#[derive(Debug, Default)]
pub(super) struct Claims(BTreeMap<u64, usize>);

impl Claims {
    /// Another article begins.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Whether one of the facts told so far says the same, of the same subject or of none in particular. The fact that
    /// does not is to be the next of them.
    pub(super) fn is_repeat(&mut self, fact: &Fact, told: &[Fact]) -> bool {
        let last = self.0.entry(digest(fact)).or_insert(told.len());
        let known = told.get(*last).filter(|known| is_same(known, fact));
        let is_repeat = known.is_some_and(|known| fact.subject.is_none() || known.subject == fact.subject);
        if !is_repeat {
            *last = told.len();
        }
        is_repeat
    }
}

/// FNV-1a (Fowler, Noll, Vo) of what two facts of one article seldom share.
fn digest(fact: &Fact) -> u64 {
    let zone = match &fact.zone {
        Some(ZoneRef::Known(id)) => id.id(),
        Some(ZoneRef::Proposed(name)) => name,
        None => "",
    };
    let time = fact.period.map_or(0, |period| period.period.ordinal());
    let words = [fact.indicator.zh(), fact.unit.symbol(), fact.measure.code(), zone];
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            digest = (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    words.iter().for_each(|word| add(word.as_bytes()));
    add(&fact.value.to_le_bytes());
    add(&time.to_le_bytes());
    digest
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
