//! What is read from a text: facts, and the numbers that are none.

use std::ops::Range;
use std::sync::Arc;

use zhibiao_model::ids::{IndicatorCode, KindId, SubjectName, ZoneId};
use zhibiao_model::period::{Period, PeriodReading};
use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::Unit;

/// A place in the original text, half open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// In bytes of its UTF-8.
    pub bytes: Range<usize>,
    /// In characters.
    pub chars: Range<usize>,
}

/// What a number says about its indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The indicator itself.
    Level,
    /// Its growth over the period a year before, or over the one before; a decline is negative.
    Yoy,
    /// Its part of a whole.
    Share,
    /// A ratio that is no part and no growth: a rate, an intensity, progress, times as much.
    Ratio,
    /// A place in a ranking.
    Rank,
    /// A difference from another value, in its unit or in percentage points; a decline is negative.
    Delta,
    /// What is aimed at.
    Target,
    /// What is expected.
    Forecast,
}

/// A zone: one of the catalogue, or what the text calls one that it doesn't know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneRef {
    /// In the catalogue.
    Known(ZoneId),
    /// Not in the catalogue.
    Proposed(String),
}

/// What a fact is about inside a zone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectRef {
    /// In the catalogue.
    Known {
        /// Its resource name.
        name: SubjectName,
        /// Its Chinese name.
        zh: String,
    },
    /// Not in the catalogue: what the text calls it, and the kind that its name tells.
    Proposed {
        /// As written.
        zh: String,
        /// Its kind.
        kind: KindId,
    },
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndicatorRef {
    /// In the catalogue.
    Known {
        /// Its code.
        code: IndicatorCode,
        /// The name or alias that matched.
        zh: String,
    },
    /// Not in the catalogue: what the text calls it.
    Proposed {
        /// As written.
        zh: String,
    },
}

/// What a ratio or share is taken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caliber {
    /// As written.
    Stated(String),
    /// The text doesn't say.
    Unknown,
}

/// How a period was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodBasis {
    /// It stands in the sentence.
    Stated,
    /// It stands in the sentence relative to the year of issue: 去年, 今年1月.
    Relative,
    /// The sentence says "now" (目前, 截至目前): the month of issue.
    Now,
    /// It stands earlier in the same paragraph.
    Paragraph,
    /// It was stated last in an earlier paragraph of the same article.
    Article,
    /// The sentences before name none: the time of issue, as the caller or a line of the text says.
    Default,
}

/// The time a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactPeriod {
    /// The period; of a sum since the start of the year the last month.
    pub period: Period,
    /// Whether it is such a sum: 1-9月.
    pub cumulative: bool,
    /// How it was found.
    pub basis: PeriodBasis,
}

/// Why a fact is as sure as it is. What lowers confidence is told with by how much in [`Reason::cost`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The name beside the number is the catalogue's.
    CatalogName,
    /// The name is proposed from the words beside the number.
    ProposedName,
    /// The name was said earlier in the sentence (营业收入100亿元，增长5%).
    CarriedName,
    /// The zone stands in the sentence.
    ZoneInSentence,
    /// The zone was said earlier.
    CarriedZone,
    /// No zone was said.
    NoZone,
    /// The number before is the same money in another currency.
    Conversion,
    /// The zone is proposed: the catalogue doesn't know it, and the caller didn't name it.
    ProposedZone,
    /// Several zones are named together, and the words don't tell which it is of.
    SeveralZones,
    /// The subject is proposed.
    ProposedSubject,
    /// The subject was said in an earlier sentence.
    CarriedSubject,
    /// The unit was said in the head of a list, or behind another number.
    CarriedUnit,
    /// Names and numbers were paired by 分别 or 依次.
    Paired,
    /// One end of a range.
    RangeEnd,
    /// The number is in Chinese numerals.
    ChineseNumeral,
    /// The unit is not one of the catalogue's indicator.
    UnitDiffers,
    /// The denominator of a ratio is not stated.
    CaliberUnknown,
    /// No period was said.
    NoPeriod,
    /// It is told of several years together, which no period is.
    SeveralYears,
    /// Its time had not ended when the text was issued.
    OpenPeriod,
    /// It is told of a firm that the text has not named, or behind something that it is hardly of.
    UnknownSubject,
    /// A word stands right before the catalogue's name that may pick a part of it (软件业高新技术企业), or the words beside the
    /// number leave open whose growth it is, or of when.
    ModifiedName,
    /// Another fact of the text tells another value of the same indicator, zone, subject and time.
    Contradicted,
}

/// A measured fact with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The zone it is about or lies in.
    pub zone: Option<ZoneRef>,
    /// What in the zone it is about; None for the zone itself.
    pub subject: Option<SubjectRef>,
    /// What is measured.
    pub indicator: IndicatorRef,
    /// What the number says about it.
    pub measure: Measure,
    /// In `unit`; finite.
    pub value: f64,
    /// Without a scale: 1.4万个 is 14000 in 个.
    pub unit: Arc<Unit>,
    /// How the number bounds the true value.
    pub qualifier: Qualifier,
    /// What a ratio is taken of, from what others a difference is, or by whose reckoning an amount is; None where there
    /// is nothing to ask.
    pub caliber: Option<Caliber>,
    /// The time it is about; None where the text and the caller name none.
    pub period: Option<FactPeriod>,
    /// From the name to the number or the other way round, with qualifier and unit.
    pub evidence: Span,
    /// The number with its scale.
    pub number: Span,
    /// The number with the words that qualify it and its unit, as far as they stand with it: 第6位, 超过15亿元, 近四成.
    pub written: Span,
    /// From 0 to 1; no higher than that of the fact before where its name is carried from there.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl FactPeriod {
    /// One that its sentence states.
    pub(crate) fn stated(reading: PeriodReading) -> Self {
        Self::told(reading, PeriodBasis::Stated)
    }

    /// One that is known as `basis` says.
    pub(crate) fn told(reading: PeriodReading, basis: PeriodBasis) -> Self {
        Self {
            period: reading.period,
            cumulative: reading.cumulative,
            basis,
        }
    }
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 8] = [
        Self::Level,
        Self::Yoy,
        Self::Share,
        Self::Ratio,
        Self::Rank,
        Self::Delta,
        Self::Target,
        Self::Forecast,
    ];

    /// Its code: `level`, `yoy`, …
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Yoy => "yoy",
            Self::Share => "share",
            Self::Ratio => "ratio",
            Self::Rank => "rank",
            Self::Delta => "delta",
            Self::Target => "target",
            Self::Forecast => "forecast",
        }
    }
}

impl SubjectRef {
    /// The Chinese name, or what the text calls it.
    #[must_use]
    pub fn zh(&self) -> &str {
        match self {
            Self::Known { zh, .. } | Self::Proposed { zh, .. } => zh,
        }
    }

    /// The kind: `projects`, `funds`, …
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Known { name, .. } => name.kind(),
            Self::Proposed { kind, .. } => kind.id(),
        }
    }
}

impl IndicatorRef {
    /// The name as matched or proposed.
    #[must_use]
    pub fn zh(&self) -> &str {
        match self {
            Self::Known { zh, .. } | Self::Proposed { zh } => zh,
        }
    }

    /// The code, where the catalogue has it.
    #[must_use]
    pub fn code(&self) -> Option<&IndicatorCode> {
        match self {
            Self::Known { code, .. } => Some(code),
            Self::Proposed { .. } => None,
        }
    }
}

impl PeriodBasis {
    /// Every basis.
    pub const ALL: [Self; 6] = [
        Self::Stated,
        Self::Relative,
        Self::Now,
        Self::Paragraph,
        Self::Article,
        Self::Default,
    ];

    /// Its code; everything but `stated` names the rule by which the period was inferred.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Relative => "relative",
            Self::Now => "now",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
            Self::Default => "default",
        }
    }
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 23] = [
        Self::CatalogName,
        Self::ProposedName,
        Self::CarriedName,
        Self::ZoneInSentence,
        Self::CarriedZone,
        Self::NoZone,
        Self::Conversion,
        Self::ProposedZone,
        Self::SeveralZones,
        Self::ProposedSubject,
        Self::CarriedSubject,
        Self::CarriedUnit,
        Self::Paired,
        Self::RangeEnd,
        Self::ChineseNumeral,
        Self::UnitDiffers,
        Self::CaliberUnknown,
        Self::NoPeriod,
        Self::SeveralYears,
        Self::OpenPeriod,
        Self::UnknownSubject,
        Self::ModifiedName,
        Self::Contradicted,
    ];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CatalogName => "catalog-name",
            Self::ProposedName => "proposed-name",
            Self::CarriedName => "carried-name",
            Self::ZoneInSentence => "zone-in-sentence",
            Self::CarriedZone => "carried-zone",
            Self::NoZone => "no-zone",
            Self::Conversion => "conversion",
            Self::ProposedZone => "proposed-zone",
            Self::SeveralZones => "several-zones",
            Self::ProposedSubject => "proposed-subject",
            Self::CarriedSubject => "carried-subject",
            Self::CarriedUnit => "carried-unit",
            Self::Paired => "paired",
            Self::RangeEnd => "range-end",
            Self::ChineseNumeral => "chinese-numeral",
            Self::UnitDiffers => "unit-differs",
            Self::CaliberUnknown => "caliber-unknown",
            Self::NoPeriod => "no-period",
            Self::SeveralYears => "several-years",
            Self::OpenPeriod => "open-period",
            Self::UnknownSubject => "unknown-subject",
            Self::ModifiedName => "modified-name",
            Self::Contradicted => "contradicted",
        }
    }

    /// By how much it lowers confidence. Judged, not fitted: a reviewer should see first what a reader would doubt.
    #[must_use]
    pub fn cost(self) -> f64 {
        match self {
            Self::CatalogName | Self::ZoneInSentence => 0.0,
            Self::CarriedZone | Self::ChineseNumeral | Self::CarriedUnit => 0.04,
            Self::ProposedSubject | Self::CarriedSubject | Self::CaliberUnknown | Self::Paired => 0.06,
            Self::CarriedName | Self::RangeEnd => 0.10,
            // Each alone is to be asked: nobody can publish a fact of no time, or of a zone that the catalogue lacks.
            Self::NoPeriod | Self::ProposedZone => 0.16,
            Self::ProposedName | Self::ModifiedName | Self::Contradicted => 0.25,
            Self::NoZone
            | Self::SeveralZones
            | Self::Conversion
            | Self::UnitDiffers
            | Self::SeveralYears
            | Self::OpenPeriod
            | Self::UnknownSubject => 0.30,
        }
    }
}
