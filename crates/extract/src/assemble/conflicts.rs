//! Figures that cannot both be right: one indicator of one zone, subject and time has one value. Where a text tells two, one
//! of them is of something else that the words left out, and a reviewer is asked about both.

use std::collections::BTreeMap;

use zhibiao_model::qualifier::Qualifier;

use super::repeats::Digest;
use super::{Assembler, CONFIDENCE};
use crate::fact::{Caliber, Fact, Reason};
use crate::units::is_relative;

/// By how much of it a rounded value is another than the exact one, and one that is told as a bound or about.
const ROUNDED: f64 = 0.01;
const BOUNDED: f64 = 0.1;
/// What a percentage is rounded to at most.
const ONE_PERCENT: f64 = 1.0;
/// Places that are looked at before the point and behind it.
const PLACES: std::ops::RangeInclusive<i32> = -6..=15;

/// What is known to be of something else than the words say, which contradicts nothing.
const OF_ELSE: [Reason; 3] = [Reason::SeveralYears, Reason::Conversion, Reason::SeveralZones];

/// The last fact of a text that tells the value of something, by a digest of what that is.
#[derive(Debug, Default)]
pub(super) struct Figures(BTreeMap<u64, usize>);

impl Figures {
    /// Which of the facts told so far gives another value to the same. The fact must be pushed next: it is noted by where it
    /// will stand.
    pub(super) fn conflicting(&mut self, fact: &Fact, told: &[Fact]) -> Option<usize> {
        if OF_ELSE.iter().any(|reason| fact.reasons.contains(reason)) {
            return None;
        }
        let mut digest = Digest::of_measured(fact);
        digest.add(whole(fact).unwrap_or_default().as_bytes());
        if let Some(subject) = &fact.subject {
            digest.add(subject.zh().as_bytes());
        }
        let before = self.0.insert(digest.0, told.len());
        let other = told.get(before?)?;
        (is_same_measured(other, fact) && !agree(other, fact)).then_some(before?)
    }
}

impl Assembler<'_> {
    /// Takes a fact up, unless it was said before; one that tells another value of the same makes both doubtful.
    pub(super) fn take_up(&mut self, mut fact: Fact) {
        if self.said.is_repeat(&fact, &self.reading.facts) {
            return;
        }
        if let Some(other) = self.figures.conflicting(&fact, &self.reading.facts) {
            fact.contradict();
            self.reading.facts[other].contradict();
        }
        self.reading.facts.push(fact);
    }

    /// What leans on a fact that was contradicted later is no surer than that either. The fact before in the list stands for the
    /// one leaned on; where that was a repeat and left out, a sure fact may seem less so.
    pub(super) fn lean(&mut self) {
        let mut base = CONFIDENCE.1;
        for fact in &mut self.reading.facts {
            if fact.reasons.contains(&Reason::CarriedName) {
                fact.confidence = fact.confidence.min(base);
            }
            base = fact.confidence;
        }
    }
}

impl Fact {
    /// Notes that another fact tells another value.
    pub(super) fn contradict(&mut self) {
        if !self.reasons.contains(&Reason::Contradicted) {
            self.reasons.push(Reason::Contradicted);
            self.confidence = (self.confidence - Reason::Contradicted.cost()).max(CONFIDENCE.0);
        }
    }
}

/// Whether two facts are of one indicator, zone, subject and time.
fn is_same_measured(one: &Fact, other: &Fact) -> bool {
    let time = |fact: &Fact| fact.period.map(|period| (period.period, period.cumulative));
    let named = |fact: &Fact| match fact.indicator.code() {
        Some(code) => code.id().to_owned(),
        None => fact.indicator.zh().to_owned(),
    };
    one.measure == other.measure
        && named(one) == named(other)
        && one.unit.symbol() == other.unit.symbol()
        && one.zone == other.zone
        && one.subject == other.subject
        && time(one) == time(other)
        && whole(one) == whole(other)
}

/// What a ratio or share is said to be taken of.
fn whole(fact: &Fact) -> Option<&str> {
    match fact.caliber.as_ref()? {
        Caliber::Stated(whole) => Some(whole),
        Caliber::Unknown => None,
    }
}

/// Whether both values may be the same one: rounded, or told as a bound or about.
fn agree(one: &Fact, other: &Fact) -> bool {
    let is_range = |fact: &Fact| fact.reasons.contains(&Reason::RangeEnd);
    if is_range(one) && is_range(other) {
        return true;
    }
    let apart = (one.value - other.value).abs();
    let size = one.value.abs().max(other.value.abs());
    let is_exact = |fact: &Fact| fact.qualifier == Qualifier::Exact;
    if !is_exact(one) || !is_exact(other) {
        return apart <= size * BOUNDED;
    }
    let place = last_place(one.value).max(last_place(other.value));
    let is_percent = is_relative(&one.unit);
    let place = if is_percent { place.min(ONE_PERCENT) } else { place };
    // What is written in decimals is no binary number.
    let is_rounded = apart <= place * (0.5 + 1e-6);
    is_rounded && (is_percent || apart <= size * ROUNDED)
}

/// The last place of a value that is not zero: 100 of 1600.
fn last_place(value: f64) -> f64 {
    let places = PLACES.rev().map(|place| 10f64.powi(place));
    // Of a greater place it has less than a half: none.
    let mut places = places.skip_while(|place| *place > 2.0 * value.abs());
    let is_whole = |place: &f64| {
        let parts = value / place;
        let whole = parts.round();
        whole != 0.0 && (parts - whole).abs() < 1e-6
    };
    places.find(is_whole).unwrap_or_default()
}
