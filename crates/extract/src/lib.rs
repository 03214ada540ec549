//! Narrative reports in Chinese → measured facts with evidence spans.

mod asides;
mod assemble;
mod attribution;
mod extractor;
mod fact;
mod indicators;
mod labels;
mod lexicon;
mod measures;
mod naming;
mod page;
mod pairs;
mod periods;
mod quantity;
mod reading;
mod rules;
mod scene;
mod sides;
mod speakers;
mod subjects;
mod tables;
mod times;
mod tokens;
mod turns;
mod units;
mod words;
mod zones;

pub use extractor::{Context, Extractor, InvalidTables, LONGEST_TEXT, TextTooLong};
pub use fact::{
    Caliber, Fact, FactPeriod, IndicatorRef, Measure, PeriodBasis, Reason, Span, SubjectRef, ZoneRef,
};
pub use lexicon::{Lexicon, LexiconTooLarge};
pub use reading::{Missing, Noise, NoiseKind, Reading, Unmatched};
