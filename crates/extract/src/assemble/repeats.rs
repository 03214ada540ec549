//! What was said before: the same claim again is a repetition, not a second fact.

use std::collections::BTreeMap;

use crate::fact::{Fact, FactPeriod, ZoneRef};

/// The last fact of an article that says something, by a digest of what it says, with its subject and without: no claim is
/// kept beside its fact. Of two claims with one digest, which no text has by chance, the first is not known again.
#[derive(Debug, Default)]
pub(super) struct Claims(BTreeMap<u64, usize>);

impl Claims {
    /// Another article begins.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Whether one of the facts told so far says the same, of the same subject or of none in particular. One
    /// that does not must be pushed next: it is noted by where it will stand.
    pub(super) fn is_repeat(&mut self, fact: &Fact, told: &[Fact]) -> bool {
        let mut digest = Digest::of(fact);
        let anybody = digest.0;
        if let Some(subject) = &fact.subject {
            digest.add(subject.zh().as_bytes());
        }
        let known = self.0.get(&digest.0).and_then(|last| told.get(*last));
        let is_repeat = known.is_some_and(|known| {
            is_same(known, fact) && (fact.subject.is_none() || known.subject == fact.subject)
        });
        if !is_repeat {
            self.0.insert(anybody, told.len());
            self.0.insert(digest.0, told.len());
        }
        is_repeat
    }
}

/// FNV-1a (Fowler, Noll, Vo).
pub(super) struct Digest(pub(super) u64);

/// The offset basis of its 64 bits.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

impl Digest {
    /// Of what makes two facts the same one, the subject aside.
    fn of(fact: &Fact) -> Self {
        let mut digest = Self(OFFSET);
        digest.add(fact.indicator.zh().as_bytes());
        digest.add(fact.qualifier.code().as_bytes());
        digest.add(&fact.value.to_le_bytes());
        digest.add_scope(fact);
        digest
    }

    /// Of what a fact tells the value of, the subject aside; names of one indicator are one.
    pub(super) fn of_measured(fact: &Fact) -> Self {
        let mut digest = Self(OFFSET);
        let code = fact.indicator.code().map(|code| code.id());
        digest.add(code.unwrap_or(fact.indicator.zh()).as_bytes());
        digest.add_scope(fact);
        digest
    }

    fn add_scope(&mut self, fact: &Fact) {
        let zone = match &fact.zone {
            Some(ZoneRef::Known(id)) => id.id(),
            Some(ZoneRef::Proposed(name)) => name,
            None => "",
        };
        self.add(fact.unit.symbol().as_bytes());
        self.add(fact.measure.code().as_bytes());
        self.add(zone.as_bytes());
        if let Some(FactPeriod {
            period, cumulative, ..
        }) = fact.period
        {
            // Ordinals of two frequencies overlap.
            self.add(&[u8::from(cumulative), period.frequency() as u8]);
            self.add(&period.ordinal().to_le_bytes());
        }
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
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
