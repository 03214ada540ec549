//! Each value by itself: what it is about, its period, its unit, its range.

use zhibiao_model::{
    catalog::IndicatorKind,
    period::{Frequency, Period},
    status::Status,
    unit::UnitMismatch,
};

use super::{
    Draft,
    groups::{Groups, Topic},
    shown,
};
use crate::{
    content::{About, Cell, Part, Row},
    finding::Check,
    resolve::{Conversion, FastMap, Fit, Named, Names, Units, fit, is_scaled},
    review::Verdict,
};

/// Largest figure that can be meant, in an indicator's unit: beyond it doubles no longer tell whole numbers apart.
const LARGEST: f64 = 1e15;

/// Answers that hold for many rows.
struct Known {
    names: Names,
    units: Units,
    /// How a period text, or the report's period, fits an indicator.
    fits: FastMap<(u32, u32), Option<(Fit, u32)>>,
    /// Whether a subject may have values of an indicator.
    kinds: FastMap<(u32, u32), bool>,
    /// Whether a subject exists at a period.
    lives: FastMap<(u32, u32), Life>,
    groups: Groups,
}

/// Whether a subject exists at a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    Exists,
    NotYet,
    NoLonger,
}

impl Draft {
    /// Resolves every row, converts its value and checks it by itself.
    pub(super) fn check_rows(&mut self) {
        let names = Names::resolve(
            &self.content.subjects,
            &self.content.indicators,
            self.header.zone.as_ref(),
            &self.atlas,
            &mut self.keys,
        );
        let mut known = Known {
            names,
            units: Units::resolve(&self.content.units),
            fits: FastMap::default(),
            kinds: FastMap::default(),
            lives: FastMap::default(),
            groups: Groups::naming(self.names_rows()),
        };
        let mut rows = std::mem::take(&mut self.content.rows);
        for (at, row) in rows.iter_mut().enumerate() {
            self.check_row(at, row, &mut known);
        }
        self.content.rows = rows;
        self.add_groups(known.groups);
    }

    fn check_row(&mut self, at: usize, row: &mut Row, known: &mut Known) {
        if self.verdict(at) == Verdict::Rejected {
            // It is shown as it was read, and nothing is asked about it any more.
            let index = |named: Option<&Named>| match named {
                Some(Named::Known(index)) => Some(*index),
                Some(Named::Ambiguous(_) | Named::Unknown) | None => None,
            };
            row.about.subject = index(known.names.subject(row.subject));
            row.about.indicator = index(known.names.indicator(row.indicator));
            row.value = 0.0;
            return;
        }
        let subject = self.subject_of(at, row, known);
        let indicator = self.indicator_of(at, row, known);
        row.about = About {
            subject,
            indicator,
            period: None,
        };
        let Some(indicator) = indicator else {
            row.blocked = true;
            return;
        };
        let period = self.period_of(at, row, indicator, known);
        row.about.period = period;
        self.convert(at, row, indicator, known);
        let (Some(subject), Some(period)) = (subject, period) else {
            row.blocked = true;
            return;
        };
        row.cell = Some(Cell {
            indicator,
            period,
            subject,
        });
        self.check_kind(at, row, (subject, indicator), known);
        self.check_life(at, (subject, period), known);
        if self.keys.indicators[indicator as usize]
            .owner
            .as_ref()
            .is_some_and(|owner| *owner != self.header.department)
        {
            known
                .groups
                .add((Topic::Owner, Check::NotYourIndicator, indicator, 0), at);
        }
    }

    fn subject_of(&self, at: usize, row: &Row, known: &mut Known) -> Option<u32> {
        let fault = match known.names.subject(row.subject) {
            Some(Named::Known(subject)) => return Some(*subject),
            None => match known.names.zone() {
                Some(zone) => return Some(zone),
                None => Check::NoSubject,
            },
            Some(Named::Ambiguous(_)) => Check::AmbiguousSubject,
            Some(Named::Unknown) => Check::UnknownSubject,
        };
        known
            .groups
            .add((Topic::Subject, fault, row.subject.number(), 0), at);
        None
    }

    fn indicator_of(&self, at: usize, row: &Row, known: &mut Known) -> Option<u32> {
        let fault = match known.names.indicator(row.indicator) {
            Some(Named::Known(indicator)) => return Some(*indicator),
            None => Check::NoIndicator,
            Some(Named::Ambiguous(_)) => Check::AmbiguousIndicator,
            Some(Named::Unknown) => Check::UnknownIndicator,
        };
        known
            .groups
            .add((Topic::Indicator, fault, row.indicator.number(), 0), at);
        None
    }

    fn period_of(&mut self, at: usize, row: &mut Row, indicator: u32, known: &mut Known) -> Option<u32> {
        let key = (row.period.number(), indicator);
        let fitted = match known.fits.get(&key) {
            Some(fitted) => *fitted,
            None => {
                let fitted = self.fit_period(row, indicator);
                known.fits.insert(key, fitted);
                fitted
            }
        };
        let fault = match fitted {
            Some((Fit::Period(period), index)) => {
                self.check_when(at, row, (period, index), indicator, known);
                return Some(index);
            }
            None => Check::NoPeriod,
            Some((Fit::Unknown, _)) => Check::UnknownPeriod,
            Some((Fit::WrongFrequency, _)) => Check::PeriodOfWrongFrequency,
            Some((Fit::YearToDate, _)) => Check::YearToDate,
        };
        // Text that is no period is none for any indicator.
        let for_all = matches!(fault, Check::UnknownPeriod | Check::NoPeriod);
        let (text, indicator) = key;
        // Nor does one that is no year become another by the annual indicator that prose tells it of.
        let fault = self.part_of_year(fault, indicator).unwrap_or(fault);
        let for_all = for_all || matches!(fault, Check::StockOfOtherTime | Check::PartOfYear);
        let indicator = if for_all { 0 } else { indicator };
        known.groups.add((Topic::PeriodText, fault, text, indicator), at);
        None
    }

    /// What is wrong with a period that prose tells of an annual indicator: a press text has many such entries, and one
    /// review settles them.
    fn part_of_year(&self, fault: Check, indicator: u32) -> Option<Check> {
        let of = self.keys.indicators.get(indicator as usize)?;
        let misfits = matches!(fault, Check::PeriodOfWrongFrequency | Check::YearToDate);
        let is_asked = misfits && self.content.prose.is_some() && of.frequency == Frequency::Annual;
        is_asked.then_some(match of.kind {
            IndicatorKind::Stock => Check::StockOfOtherTime,
            IndicatorKind::Flow | IndicatorKind::Ratio | IndicatorKind::Index => Check::PartOfYear,
        })
    }

    /// How the period of a row, or else that of the report, fits an indicator, with its index.
    fn fit_period(&mut self, row: &Row, indicator: u32) -> Option<(Fit, u32)> {
        let of = self.keys.indicators.get(indicator as usize)?;
        let fitted = match (row.period.index(), self.header.period) {
            (Some(_), _) => fit(self.content.periods.text(row.period), self.header.year(), of),
            (None, Some(period)) => fit(&period.to_string(), None, of),
            (None, None) => return None,
        };
        let index = match fitted {
            Fit::Period(period) => self.keys.period(period),
            Fit::WrongFrequency | Fit::YearToDate | Fit::Unknown => 0,
        };
        Some((fitted, index))
    }

    /// Whether prose tells a growth, a rank or a plan here: that it is no value of the indicator is all that is told.
    fn is_no_value(&self, row: &Row) -> bool {
        row.blocked && self.content.prose.is_some()
    }

    /// A value of the past is a figure, one of the future a plan.
    fn check_when(
        &self,
        at: usize,
        row: &mut Row,
        (period, index): (Period, u32),
        indicator: u32,
        known: &mut Known,
    ) {
        if row.status == Status::Forecast || period.end() <= self.today || self.is_no_value(row) {
            return;
        }
        if period.start() > self.today {
            row.blocked = true;
            known
                .groups
                .add((Topic::Period, Check::PeriodInFuture, index, 0), at);
        } else if self.keys.indicators[indicator as usize].kind == IndicatorKind::Flow
            && row.status == Status::Normal
        {
            known
                .groups
                .add((Topic::Period, Check::PeriodNotOver, index, indicator), at);
        }
    }

    /// Brings a value into its indicator's unit and checks its range.
    fn convert(&mut self, at: usize, row: &mut Row, indicator: u32, known: &mut Known) {
        let of = &self.keys.indicators[indicator as usize];
        let mut twice = row.scaled;
        let fault = match known.units.conversion(row.unit, indicator, &of.unit) {
            Conversion::Same => {
                twice &= is_scaled(&of.unit);
                None
            }
            Conversion::Convert(unit) => {
                twice &= is_scaled(unit);
                row.value = unit.convert(row.value, &of.unit).unwrap_or(f64::NAN);
                None
            }
            Conversion::Unknown => Some(Check::UnknownUnit),
            Conversion::Mismatch(UnitMismatch::Currency { .. }) => Some(Check::CurrencyNotConvertible),
            Conversion::Mismatch(UnitMismatch::PercentagePoints { .. }) => Some(Check::PointsNotConvertible),
            Conversion::Mismatch(UnitMismatch::Dimension { .. }) => Some(Check::UnitNotConvertible),
        };
        if row.status == Status::Missing {
            row.value = 0.0;
            return;
        }
        if let Some(fault) = fault {
            if self.is_no_value(row) {
                // A growth or a rank is in a unit of its own.
                row.value = 0.0;
                return;
            }
            row.blocked = true;
            known
                .groups
                .add((Topic::Unit, fault, row.unit.number(), indicator), at);
            return;
        }
        if row.blocked {
            return;
        }
        if !row.value.is_finite() {
            row.value = 0.0;
            row.blocked = true;
            self.add_value_fault(Check::NotFinite, at, row, indicator);
            return;
        }
        let check = if twice {
            Check::ScaleTwice
        } else if row.value.abs() > LARGEST {
            Check::TooLarge
        } else if !of.range.contains(row.value) {
            Check::OutOfRange
        } else {
            return;
        };
        row.blocked = true;
        self.add_value_fault(check, at, row, indicator);
    }

    fn add_value_fault(&mut self, check: Check, at: usize, row: &Row, indicator: u32) {
        let of = &self.keys.indicators[indicator as usize];
        let bound = |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), shown);
        let range = if check == Check::TooLarge {
            format!("{LARGEST:e}")
        } else {
            format!("{} – {}", bound(of.range.min), bound(of.range.max))
        };
        let position = self.content.position(row.place, Part::Value);
        let written = match self.content.written(row.written) {
            "" => shown(row.value),
            written => written.to_owned(),
        };
        let column = self.content.units.text(row.unit);
        let (name, unit, value) = (&of.names.zh, of.unit.symbol(), row.value);
        let column = if column.is_empty() { unit } else { column };
        self.findings.add(check, || {
            crate::finding::Finding::new(check, position, &written, super::entry_number(at))
                .fact("value", shown(value))
                .fact("unit", unit)
                .fact("indicator", name)
                .fact("range", range)
                .fact("column", column)
        });
    }

    fn check_kind(&self, at: usize, row: &mut Row, (subject, indicator): (u32, u32), known: &mut Known) {
        let fits = *known.kinds.entry((subject, indicator)).or_insert_with(|| {
            let kind = self.keys.subjects[subject as usize].kind();
            let kinds = &self.keys.indicators[indicator as usize].subject_kinds;
            kinds.iter().any(|taken| taken.id() == kind)
        });
        if !fits {
            row.blocked = true;
            known
                .groups
                .add((Topic::Kind, Check::SubjectKindMismatch, subject, indicator), at);
        }
    }

    fn check_life(&self, at: usize, (subject, period): (u32, u32), known: &mut Known) {
        let life = *known
            .lives
            .entry((subject, period))
            .or_insert_with(|| self.life(subject, period));
        let check = match life {
            Life::Exists => return,
            Life::NotYet => Check::SubjectNotYet,
            Life::NoLonger => Check::SubjectNoLonger,
        };
        known.groups.add((Topic::Life, check, subject, period), at);
    }

    fn life(&self, subject: u32, period: u32) -> Life {
        let (start, end) = {
            let period = self.keys.periods[period as usize];
            (period.start(), period.end())
        };
        let (from, until) = self.span_of(subject);
        if from.is_some_and(|from| from >= end) {
            Life::NotYet
        } else if until.is_some_and(|until| until <= start) {
            Life::NoLonger
        } else {
            Life::Exists
        }
    }
}
