//! Figures that are not of their subject and period: carried from an earlier one, or imputed.
//!
//! The hub flags them; which period a carried figure is of it tells where subjects are compared, and how one was imputed
//! the framework says.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Workbook, XlsxError};
use zhibiao_compare::{MAX_CARRY, MAX_INDICATORS, MAX_SUBJECTS};
use zhibiao_model::framework::{FrameworkForm, Imputation, IndicatorForm, Overrides};
use zhibiao_proto::{
    compare::v1::{
        CarryRule, CompareRequest, CompareResponse, EvaluateFrameworkResponse, GetFrameworkRequest,
        IndexQuery, Peers, SubjectList, peers::Selector,
    },
    convert::numbers::Bits,
};

use super::{Sheets, sheet::Value};
use crate::{
    commands::{
        framework::method,
        index::evaluation::{View, code},
    },
    failure::Failure,
    settings::Session,
    text::Text,
    wire::present,
};

/// Why a figure is not of its subject and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// It is the subject's, of an earlier period.
    Carried,
    /// It was computed where there is none.
    Imputed,
}

impl Kind {
    /// The word that machines read.
    fn word(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Imputed => "imputed",
        }
    }

    fn meaning(self) -> Text<'static> {
        match self {
            Self::Carried => Text::LegendCarried,
            Self::Imputed => Text::LegendImputed,
        }
    }
}

/// How missing cells of an indicator are filled.
#[derive(Debug)]
struct Filling {
    /// The method as it is written.
    method: String,
    /// Whether it takes an earlier figure as it was reported.
    takes_last: bool,
}

/// The marks of an evaluation.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    subjects: usize,
    carried: Vec<u8>,
    imputed: Vec<u8>,
    /// How cells of an indicator are imputed, by its place.
    methods: Vec<Filling>,
    /// Periods that figures are of, by row and indicator.
    periods: BTreeMap<(usize, usize), String>,
}

impl Marks {
    /// Asks the hub for what the evaluation does not say: how and from when.
    ///
    /// # Errors
    /// What the hub says.
    pub(crate) async fn ask(
        evaluation: &EvaluateFrameworkResponse,
        query: &IndexQuery,
        session: &Session,
    ) -> Result<Self, Failure> {
        let mut marks = Self {
            subjects: evaluation.subjects.len(),
            carried: evaluation.carried_cells.clone(),
            imputed: evaluation.imputed_cells.clone(),
            ..Self::default()
        };
        if !marks.imputed.is_empty() {
            marks.methods = methods(evaluation, query, session).await?;
        }
        marks.periods(evaluation, query, session).await?;
        Ok(marks)
    }

    /// How a figure as reported is marked.
    pub(super) fn reported(&self, row: usize, indicator: usize) -> Option<Kind> {
        Bits::is_set(&self.carried, indicator * self.subjects + row).then_some(Kind::Carried)
    }

    /// How a figure is marked once missing ones are filled.
    pub(super) fn last(&self, row: usize, indicator: usize) -> Option<Kind> {
        let imputed = Bits::is_set(&self.imputed, indicator * self.subjects + row);
        imputed
            .then_some(Kind::Imputed)
            .or_else(|| self.reported(row, indicator))
    }

    /// Number of an indicator's carried cells.
    pub(super) fn carried_of(&self, indicator: usize) -> usize {
        let rows = 0..self.subjects;
        rows.filter(|row| self.reported(*row, indicator).is_some())
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

    /// Notes which periods figures are of: those that are carried, and those that are imputed from an earlier one.
    async fn periods(
        &mut self,
        evaluation: &EvaluateFrameworkResponse,
        query: &IndexQuery,
        session: &Session,
    ) -> Result<(), Failure> {
        let view = View(evaluation);
        let last = |row: usize, at: usize| {
            let kind = self.last(row, at);
            kind == Some(Kind::Imputed) && self.methods.get(at).is_some_and(|one| one.takes_last)
        };
        let carried = |row: usize, at: usize| self.reported(row, at).is_some();
        let asked = |carry: Option<CarryRule>| IndexQuery {
            carry,
            ..query.clone()
        };
        let far = Some(CarryRule {
            max_periods: MAX_CARRY,
        });
        let mut periods = earlier(evaluation, &asked(far), session, last).await?;
        // The engine looks back by years, the hub by periods: another figure is not the one that was taken.
        periods.retain(|(row, at), (_, value)| view.cell(&evaluation.imputed, *row, *at) == *value);
        periods.extend(earlier(evaluation, &asked(query.carry), session, carried).await?);
        let periods = periods.into_iter().map(|(place, (period, _))| (place, period));
        self.periods = periods.collect();
        Ok(())
    }
}

/// The periods and values of figures that are older than the evaluation, by row and indicator.
async fn earlier(
    evaluation: &EvaluateFrameworkResponse,
    query: &IndexQuery,
    session: &Session,
    is_meant: impl Fn(usize, usize) -> bool,
) -> Result<BTreeMap<(usize, usize), (String, Option<f64>)>, Failure> {
    let (rows, columns) = (0..evaluation.subjects.len(), evaluation.indicators.len());
    let rows: Vec<usize> = rows
        .filter(|row| (0..columns).any(|at| is_meant(*row, at)))
        .collect();
    let mut periods = BTreeMap::new();
    for rows in rows.chunks(MAX_SUBJECTS) {
        let indicators: Vec<usize> = (0..columns)
            .filter(|at| rows.iter().any(|row| is_meant(*row, *at)))
            .collect();
        for indicators in indicators.chunks(MAX_INDICATORS) {
            let found = compared(evaluation, query, (rows, indicators), session).await?;
            for (at, one) in indicators.iter().zip(found.indicators) {
                let cells = rows.iter().zip(one.values);
                let meant = cells.filter(|(row, value)| is_meant(**row, *at) && value.carried);
                periods.extend(meant.map(|(row, value)| ((*row, *at), (value.period, value.value))));
            }
        }
    }
    Ok(periods)
}

/// The reported figures of some subjects as the evaluation took them, with their periods.
async fn compared(
    evaluation: &EvaluateFrameworkResponse,
    query: &IndexQuery,
    (rows, indicators): (&[usize], &[usize]),
    session: &Session,
) -> Result<CompareResponse, Failure> {
    let subjects: Vec<String> = rows.iter().map(|row| evaluation.subjects[*row].clone()).collect();
    let indicators = indicators.iter().map(|at| &evaluation.indicators[*at]);
    let request = CompareRequest {
        indicators: indicators.map(|one| one.indicator.clone()).collect(),
        period: evaluation.period.clone(),
        // Nobody else is asked about: a caller may read these, and perhaps no others.
        peers: Some(Peers {
            selector: Some(Selector::Subjects(SubjectList {
                names: subjects.clone(),
            })),
        }),
        subjects,
        carry: query.carry,
        as_of: query.as_of,
        ..CompareRequest::default()
    };
    let answer = session.hub.retrying(|| {
        let (mut client, request) = (session.hub.comparisons(), request.clone());
        async move { client.compare(request).await }
    });
    Ok(answer.await?)
}

/// How cells of each indicator are imputed.
async fn methods(
    evaluation: &EvaluateFrameworkResponse,
    query: &IndexQuery,
    session: &Session,
) -> Result<Vec<Filling>, Failure> {
    let request = GetFrameworkRequest {
        name: evaluation.framework.clone(),
        consistency: None,
        as_of: query.as_of,
    };
    let answer = session.hub.retrying(|| {
        let (mut client, request) = (session.hub.comparisons(), request.clone());
        async move { client.get_framework(request).await }
    });
    let form = present(answer.await?.framework)?;
    let form = FrameworkForm::try_from(form).map_err(Failure::internal)?;
    let overrides = query.overrides.clone().map(Overrides::try_from).transpose();
    let overrides = overrides.map_err(Failure::internal)?;
    let default = overrides.and_then(|one| one.impute).unwrap_or(form.impute);
    let leaves: BTreeMap<&str, &IndicatorForm> = form
        .indicators
        .iter()
        .map(|leaf| (leaf.code.as_str(), leaf))
        .collect();
    let filling = |code: &str| {
        let leaf = leaves.get(code);
        let impute = leaf.and_then(|leaf| leaf.impute.as_ref()).unwrap_or(&default);
        let divided = leaf.is_some_and(|leaf| leaf.denominator.is_some());
        Filling {
            method: method(impute),
            takes_last: matches!(impute, Imputation::LastPeriod { .. }) && !divided,
        }
    };
    let indicators = evaluation.indicators.iter();
    Ok(indicators.map(|one| filling(code(&one.indicator))).collect())
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
            let kinds = BTreeSet::from([marks.reported(row, indicator), marks.last(row, indicator)]);
            kinds
                .into_iter()
                .flatten()
                .map(move |kind| self.mark(kind, row, indicator))
        });
        self.sheet(workbook, Text::SheetMarks, &head, rows)
    }

    fn mark(self, kind: Kind, row: usize, indicator: usize) -> Vec<Value> {
        let (response, marks) = (self.view.0, self.whole.marks);
        let one = &response.indicators[indicator];
        let period = marks.periods.get(&(row, indicator)).map_or("", String::as_str);
        let (table, period, method) = match kind {
            Kind::Carried => (&response.raw, period, "carry"),
            Kind::Imputed => {
                let filling = marks.methods.get(indicator);
                let period = filling.filter(|one| one.takes_last).map_or("", |_| period);
                (
                    &response.imputed,
                    period,
                    filling.map_or("", |one| one.method.as_str()),
                )
            }
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
        let rows = [Kind::Carried, Kind::Imputed].map(|kind| {
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
