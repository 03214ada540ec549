//! Narrative reports in Chinese → measured facts with evidence spans.

mod assemble;
mod extractor;
mod fact;
mod lexicon;
mod measures;
mod naming;
mod page;
mod pairs;
mod periods;
mod quantity;
mod reading;
mod subjects;
mod tables;
mod times;
mod tokens;
mod units;
mod zones;

pub use extractor::{Context, Extractor, InvalidTables, LONGEST_TEXT, TextTooLong};
pub use fact::{
    Caliber, Fact, FactPeriod, IndicatorRef, Measure, PeriodBasis, Reason, Span, SubjectRef, ZoneRef,
};
pub use lexicon::{Lexicon, LexiconTooLarge};
pub use reading::{Missing, Noise, NoiseKind, Reading, Unmatched};
