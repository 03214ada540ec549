//! Answers of formula indicators, from the stored cells of their inputs.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use zhibiao_model::{
    computed::{Answer, Plan, Stored, Unanswered},
    ids::{IndicatorCode, SubjectName},
    observation::Figure,
    period::Period,
    revision::Revision,
};
use zhibiao_proto::observation::v1;

use crate::cube::{Cells, ColumnKey, Source};

/// The stored series of one subject that a plan may need.
pub(super) struct SubjectInputs<'a>(BTreeMap<&'a IndicatorCode, &'a Cells<Period>>);

impl<'a> SubjectInputs<'a> {
    /// Takes the series of a plan's indicators, in the plan's order.
    pub(super) fn new(plan: &'a Plan, series: &'a [Arc<Cells<Period>>]) -> Self {
        Self(
            plan.indicators()
                .map(|indicator| &indicator.code)
                .zip(series.iter().map(AsRef::as_ref))
                .collect(),
        )
    }

    /// What the plan's indicator says at a period.
    pub(super) fn answer(&self, plan: &Plan, period: Period) -> Answer {
        plan.answer(period, &mut |code, period| {
            let (figure, revision) = self.0.get(code)?.get(&period)?;
            Some(Stored { figure, revision })
        })
    }

    /// The periods at which there can be an answer.
    pub(super) fn periods(&self, plan: &Plan) -> BTreeSet<Period> {
        plan.periods(&mut |code| {
            self.0
                .get(code)
                .map(|cells| cells.keys.clone())
                .unwrap_or_default()
        })
    }

    /// The last period at which anything is stored.
    pub(super) fn last(&self) -> Option<Period> {
        self.0
            .values()
            .filter_map(|cells| cells.keys.last())
            .max()
            .copied()
    }

    /// Who says a stored value, when sources were read.
    pub(super) fn source(&self, code: &IndicatorCode, period: Period) -> Option<&Source> {
        let cells = self.0.get(code)?;
        cells.sources.get(cells.keys.binary_search(&period).ok()?)
    }
}

/// A column of answers: those that have a value, or a stored mark that it is missing.
#[derive(Debug)]
pub(super) struct Answers<K> {
    pub(super) cells: Cells<K>,
    /// Whether each was computed.
    pub(super) computed: Vec<bool>,
}

impl<K> Default for Answers<K> {
    fn default() -> Self {
        Self {
            cells: Cells::default(),
            computed: Vec::new(),
        }
    }
}

impl<K> Answers<K> {
    fn push(&mut self, key: K, figure: Figure, revision: Revision, computed: bool) {
        self.cells.keys.push(key);
        self.cells.figures.push(figure);
        self.cells.revisions.push(revision);
        self.computed.push(computed);
    }
}

/// A series of answers, and the periods at which the formula has some inputs but gives no value.
pub(super) fn series(
    plan: &Plan,
    inputs: &SubjectInputs<'_>,
    wanted: impl Fn(Period) -> bool,
    with_sources: bool,
) -> (Answers<Period>, Vec<v1::Unanswered>) {
    let mut answers = Answers::default();
    let mut unanswered = Vec::new();
    let last = inputs.last();
    for period in inputs.periods(plan).into_iter().filter(|period| wanted(*period)) {
        let source = match inputs.answer(plan, period) {
            Answer::Stored(Stored { figure, revision }) => {
                answers.push(period, figure, revision, false);
                inputs.source(&plan.indicator().code, period).cloned()
            }
            Answer::Computed(computed) => {
                answers.push(period, computed.figure, computed.revision, true);
                let (code, at) = &computed.newest;
                inputs.source(code, *at).map(|source| Source {
                    evidence: None,
                    ..source.clone()
                })
            }
            // Past the last report every growth rate has its base and nothing else: that is no gap.
            Answer::Unanswered(_) if last.is_some_and(|last| last < period) => continue,
            Answer::Unanswered(reason) => {
                unanswered.push(message(period, &reason));
                continue;
            }
            Answer::Empty => continue,
        };
        if with_sources {
            answers.cells.sources.push(source.unwrap_or_default());
        }
    }
    (answers, unanswered)
}

fn message(period: Period, reason: &Unanswered) -> v1::Unanswered {
    let missing_inputs = match reason {
        Unanswered::MissingInputs(cells) => cells
            .iter()
            .map(|(code, period)| v1::MissingInput {
                indicator: code.to_string(),
                period: period.to_string(),
            })
            .collect(),
        Unanswered::DivisionByZero | Unanswered::NotFinite => Vec::new(),
    };
    v1::Unanswered {
        period: period.to_string(),
        missing_inputs,
        reason: reason.reason().to_owned(),
    }
}

/// The stored columns that decide a plan's answers at a period.
pub(super) fn columns_needed(plan: &Plan, period: Period) -> BTreeSet<ColumnKey> {
    let mut needed = BTreeSet::new();
    // Asked with nothing stored, a plan looks at everything it could ever need; the answer itself is empty.
    let _ = plan.answer(period, &mut |code, period| {
        needed.insert(ColumnKey {
            indicator: code.clone(),
            period,
        });
        None
    });
    needed
}

/// A column of answers across the subjects that have any input and are wanted, ordered by subject.
pub(super) fn column(
    plan: &Plan,
    period: Period,
    inputs: &BTreeMap<ColumnKey, Arc<Cells<SubjectName>>>,
    wanted: impl Fn(&SubjectName) -> bool,
    with_sources: bool,
) -> Answers<SubjectName> {
    let inputs: BTreeMap<(&IndicatorCode, Period), &Cells<SubjectName>> = inputs
        .iter()
        .map(|(key, cells)| ((&key.indicator, key.period), cells.as_ref()))
        .collect();
    let subjects: BTreeSet<&SubjectName> = inputs.values().flat_map(|cells| &cells.keys).collect();
    let kinds = &plan.indicator().subject_kinds;
    let about = |subject: &SubjectName| kinds.iter().any(|kind| kind.id() == subject.kind());
    let source = |code: &IndicatorCode, period: Period, subject: &SubjectName| {
        let cells = inputs.get(&(code, period))?;
        cells.sources.get(cells.keys.binary_search(subject).ok()?)
    };
    let mut answers = Answers::default();
    for subject in subjects
        .into_iter()
        .filter(|subject| about(subject) && wanted(subject))
    {
        let answer = plan.answer(period, &mut |code, period| {
            let (figure, revision) = inputs.get(&(code, period))?.get(subject)?;
            Some(Stored { figure, revision })
        });
        let source = match answer {
            Answer::Stored(Stored { figure, revision }) => {
                answers.push(subject.clone(), figure, revision, false);
                source(&plan.indicator().code, period, subject).cloned()
            }
            Answer::Computed(computed) => {
                answers.push(subject.clone(), computed.figure, computed.revision, true);
                let (code, at) = &computed.newest;
                source(code, *at, subject).map(|source| Source {
                    evidence: None,
                    ..source.clone()
                })
            }
            Answer::Unanswered(_) | Answer::Empty => continue,
        };
        if with_sources {
            answers.cells.sources.push(source.unwrap_or_default());
        }
    }
    answers
}
