//! Figures that are not of their subject and period: carried from an earlier one, or imputed.
//!
//! The hub flags them and tells which period they are of; how one was imputed the methods say.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, XlsxError};
use zhibiao_proto::{compare::v1::EvaluateFrameworkResponse, convert::numbers::Bits};

use super::{Sheets, sheet::Value};
use crate::{commands::index::evaluation::code, text::Text};

/// Why a figure is not of its subject and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// It is the subject's, of an earlier period.
    Carried,
    /// It is divided by the subject's figure of an earlier period.
    Denominator,
    /// It was computed where there is none.
    Imputed,
}

impl Kind {
    /// The word that machines read.
    fn word(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Denominator => "carried denominator",
            Self::Imputed => "imputed",
        }
    }

    fn meaning(self) -> Text<'static> {
        match self {
            Self::Carried => Text::LegendCarried,
            Self::Denominator => Text::LegendDenominator,
            Self::Imputed => Text::LegendImputed,
        }
    }
}

/// The marks of an evaluation.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    subjects: usize,
    /// Those that are carried, or divided by a carried one.
    carried: Vec<u8>,
    imputed: Vec<u8>,
    /// Earlier periods that figures are of, by kind and place in a table of them.
    periods: BTreeMap<(Kind, usize), String>,
}

impl Marks {
    /// The marks of an evaluation.
    pub(crate) fn of(evaluation: &EvaluateFrameworkResponse) -> Self {
        Self {
            subjects: evaluation.subjects.len(),
            carried: evaluation.carried_cells.clone(),
            imputed: evaluation.imputed_cells.clone(),
            periods: periods(evaluation),
        }
    }

    fn is_of_earlier(&self, kind: Kind, row: usize, indicator: usize) -> bool {
        let place = (kind, indicator * self.subjects + row);
        self.periods.contains_key(&place)
    }

    /// How a figure as reported is marked.
    pub(super) fn reported(&self, row: usize, indicator: usize) -> Option<Kind> {
        self.is_of_earlier(Kind::Carried, row, indicator)
            .then_some(Kind::Carried)
    }

    /// How a figure over its denominator is marked.
    pub(super) fn denominated(&self, row: usize, indicator: usize) -> Option<Kind> {
        let over = self.is_of_earlier(Kind::Denominator, row, indicator);
        self.reported(row, indicator)
            .or(over.then_some(Kind::Denominator))
    }

    /// How a figure is marked once missing ones are filled.
    pub(super) fn last(&self, row: usize, indicator: usize) -> Option<Kind> {
        let imputed = Bits::is_set(&self.imputed, indicator * self.subjects + row);
        imputed
            .then_some(Kind::Imputed)
            .or_else(|| self.denominated(row, indicator))
    }

    /// Everything that marks a cell, in the order of the steps.
    fn all(&self, row: usize, indicator: usize) -> impl Iterator<Item = Kind> {
        let over = self.is_of_earlier(Kind::Denominator, row, indicator);
        let imputed = self.last(row, indicator).filter(|kind| *kind == Kind::Imputed);
        let kinds = [
            self.reported(row, indicator),
            over.then_some(Kind::Denominator),
            imputed,
        ];
        kinds.into_iter().flatten()
    }

    /// Number of an indicator's carried cells.
    pub(super) fn carried_of(&self, indicator: usize) -> usize {
        let rows = 0..self.subjects;
        rows.filter(|row| self.denominated(*row, indicator).is_some())
            .count()
    }

    /// Number of carried cells.
    fn carried(&self) -> usize {
        self.carried.iter().map(|byte| byte.count_ones() as usize).sum()
    }

    /// Number of imputed cells.
    fn imputed(&self) -> usize {
        self.imputed.iter().map(|byte| byte.count_ones() as usize).sum()
    }
}

/// The earlier periods that an evaluation tells.
fn periods(evaluation: &EvaluateFrameworkResponse) -> BTreeMap<(Kind, usize), String> {
    let told = evaluation.earlier_figures.iter().flat_map(|one| {
        let kinds = [
            (Kind::Carried, &one.carried),
            (Kind::Denominator, &one.denominators),
            (Kind::Imputed, &one.imputed),
        ];
        let cells = kinds
            .into_iter()
            .flat_map(|(kind, cells)| cells.iter().map(move |cell| (kind, *cell as usize)));
        cells.map(|place| (place, one.period.clone()))
    });
    told.collect()
}

impl Sheets<'_> {
    /// Every marked figure: which kind, of which period, by which method.
    pub(super) fn marked(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let head = self.heads(&[
            Text::HeadSubject,
            Text::HeadName,
            Text::HeadCode,
            Text::HeadIndicator,
            Text::HeadKind,
            Text::HeadFromPeriod,
            Text::HeadMethods,
            Text::HeadValue,
        ]);
        let indicators = 0..self.view.0.indicators.len();
        let places = (0..self.view.0.subjects.len())
            .flat_map(|row| indicators.clone().map(move |indicator| (row, indicator)));
        let marks = self.whole.marks;
        let rows = places.flat_map(|(row, indicator)| {
            let kinds = marks.all(row, indicator);
            kinds.map(move |kind| self.mark(kind, row, indicator))
        });
        self.sheet(workbook, Text::SheetMarks, &head, rows)
    }

    fn mark(self, kind: Kind, row: usize, indicator: usize) -> Vec<Value> {
        let (response, marks) = (self.view.0, self.whole.marks);
        let one = &response.indicators[indicator];
        let period = marks.periods.get(&(kind, indicator * marks.subjects + row));
        let period = period.map_or("", String::as_str);
        let (table, method) = match kind {
            Kind::Carried => (&response.raw, "carry".to_owned()),
            Kind::Denominator => (&response.denominated, "carry".to_owned()),
            Kind::Imputed => (&response.imputed, self.whole.methods.imputation(one)),
        };
        vec![
            response.subjects[row].as_str().into(),
            self.labels.subject(response, row).into(),
            code(&one.indicator).into(),
            self.labels.indicator(one).into(),
            kind.word().into(),
            period.into(),
            method.into(),
            self.view.cell(table, row, indicator).into(),
        ]
    }

    /// What marks mean.
    pub(super) fn legend(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let head = self.heads(&[Text::HeadKind, Text::HeadNote]);
        let rows = [Kind::Carried, Kind::Denominator, Kind::Imputed].map(|kind| {
            let word = Value::from(kind.word()).marked(Some(kind));
            vec![word, kind.meaning().say(self.language).into()]
        });
        self.sheet(workbook, Text::SheetLegend, &head, rows.into_iter())
    }

    /// How many figures are marked, where any is.
    pub(super) fn counts_marked(self) -> impl Iterator<Item = Text<'static>> {
        let marks = self.whole.marks;
        let (carried, imputed) = (marks.carried(), marks.imputed());
        let texts = [
            (carried, Text::NoteCarried { count: carried }),
            (imputed, Text::NoteImputed { count: imputed }),
        ];
        texts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, text)| text)
    }
}
