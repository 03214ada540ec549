//! An evaluation as it goes out.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_model::{
    catalog::Catalog,
    framework::{AggregateForm, Direction, IndicatorForm},
    ids::SubjectName,
};
use zhibiao_proto::{
    catalog::v1::{self as catalog, Names},
    compare::v1::{
        AppliedTreatment, Detail, EvaluateFrameworkResponse, EvaluatedAggregate, EvaluatedIndicator,
        Manifest, Numbers,
    },
    convert::numbers::Bits,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_scoring::{Evaluation, Index, Stage, Standing, Treated};

use super::{
    asked::Asked,
    basis,
    before::{Earlier, Standings},
    earlier, engine,
    evaluation::Made,
    manifest, remarks,
};

/// Most numbers of an answer.
const MAX_NUMBERS: usize = 6_000_000;

/// What an answer is made of.
pub(super) struct Parts<'a> {
    pub(super) asked: &'a Asked,
    pub(super) made: &'a Made,
    pub(super) index: &'a Index<'a>,
    pub(super) evaluation: &'a Evaluation,
    pub(super) before: Option<&'a Earlier>,
}

/// Makes the answer.
///
/// # Errors
/// INVALID_ARGUMENT when it would have too many numbers.
pub(super) fn of(parts: Parts<'_>) -> Result<EvaluateFrameworkResponse, Problem> {
    parts.bounded()?;
    let Parts {
        asked,
        made,
        index,
        evaluation,
        before,
    } = parts;
    let ranked = evaluation.ranking(evaluation.root());
    let rows = in_order(&ranked, evaluation.units().len());
    let form = &made.query.form;
    let names = &made.catalog.catalog;
    let subjects: Vec<String> = rows.iter().map(|row| evaluation.units()[*row].clone()).collect();
    let compared = before.and_then(|before| before.standings.as_deref().ok());
    let places = compared.map(|compared| Places::new(compared, &subjects));
    let details = Details {
        evaluation,
        rows: &rows,
    };
    let wanted = |detail| asked.details.contains(&detail);
    let stage = |detail, stage| wanted(detail).then(|| details.stage(stage));
    let groups = asked.group_by.map(|by| details.groups(index, by));
    let indicators = indicators(made, evaluation);
    // Most answers lack nothing, and need not look at every cell for it.
    let lacking = indicators.iter().any(|one| one.missing > 0);
    Ok(EvaluateFrameworkResponse {
        framework: form.id.to_string(),
        names: Some(Names::from(&form.names)),
        period: made.basis.period.to_string(),
        aggregates: aggregates(made, index, evaluation),
        indicators,
        subject_names: subjects.iter().map(|name| called(names, name)).collect(),
        subjects,
        ranked_count: ranked.len() as u32,
        tied: ranked.iter().map(|standing| standing.tied).collect(),
        scores: Some(details.by_aggregate(|row, aggregate| evaluation.score(row, aggregate))),
        ranks: Some(details.by_aggregate(|row, aggregate| evaluation.rank(row, aggregate))),
        group_ranks: asked.group_by.map(|by| details.group_ranks(by)),
        groups: groups.unwrap_or_default(),
        baseline_ranks: places
            .as_ref()
            .map(|places| places.ranks.iter().copied().collect()),
        baseline_scores: places
            .as_ref()
            .map(|places| places.scores.iter().copied().collect()),
        decimals: evaluation.framework().form().decimals,
        additive: evaluation.is_additive(),
        contributions: wanted(Detail::Contributions).then(|| details.contributions()),
        raw: stage(Detail::Raw, Stage::Raw),
        denominated: stage(Detail::Denominated, Stage::Denominated),
        imputed: stage(Detail::Imputed, Stage::Imputed),
        treated: stage(Detail::Treated, Stage::Treated),
        normalised: stage(Detail::Normalised, Stage::Normalised),
        imputed_cells: details.bits(|row, indicator| evaluation.is_imputed(row, indicator)),
        carried_cells: details.carried(index),
        missing_cells: if lacking {
            details.bits(|row, at| evaluation.cell(Stage::Imputed, row, at).is_none())
        } else {
            Vec::new()
        },
        subject_weights: wanted(Detail::SubjectWeights).then(|| details.subject_weights()),
        unscored: remarks::unscored(made, index, evaluation),
        warnings: evaluation.warnings().iter().map(remarks::warning).collect(),
        manifest: Some(Manifest {
            against: before.map(|before| before.manifest.clone()),
            group_by: asked.group_by.unwrap_or_default().to_owned(),
            ..manifest::of(&made.query, &made.basis, made.token, evaluation.digest(), None)
        }),
        revision: made.token.revision.get(),
        token: made.token.to_string(),
        earlier_figures: if wanted(Detail::EarlierPeriods) {
            earlier::of(&made.basis, index, evaluation, &rows)
        } else {
            Vec::new()
        },
        baseline_failure: before.and_then(|before| before.standings.as_ref().err().cloned()),
    })
}

impl Parts<'_> {
    fn bounded(&self) -> Result<(), Problem> {
        let rows = self.evaluation.units().len();
        let framework = self.evaluation.framework();
        let columns =
            2 * framework.aggregates().len() + self.asked.details.len() * framework.indicators().len();
        let count = rows.saturating_mul(columns);
        if count <= MAX_NUMBERS {
            return Ok(());
        }
        let message = format!(
            "the answer would have {count} numbers, at most {MAX_NUMBERS} are given: ask for fewer details, \
             or rank a peer group"
        );
        Err(Problem::new(Code::InvalidArgument, engine::LIMIT_EXCEEDED, message).with("limit", MAX_NUMBERS))
    }
}

/// Positions of the units in the order of answers: the ranking, then those without a score.
pub(super) fn rows(evaluation: &Evaluation) -> Vec<usize> {
    let ranking = evaluation.ranking(evaluation.root());
    in_order(&ranking, evaluation.units().len())
}

fn in_order(ranking: &[Standing], units: usize) -> Vec<usize> {
    let mut rows: Vec<usize> = ranking.iter().map(|standing| standing.unit).collect();
    let scored: BTreeSet<usize> = rows.iter().copied().collect();
    rows.extend((0..units).filter(|row| !scored.contains(row)));
    rows
}

/// Where the rows stood in the baseline.
struct Places {
    ranks: Vec<Option<f64>>,
    scores: Vec<Option<f64>>,
}

impl Places {
    fn new(before: &Standings, subjects: &[String]) -> Self {
        let stood = subjects.iter().map(|subject| before.get(subject).copied());
        let (ranks, scores) = stood.map(Option::unwrap_or_default).unzip();
        Self { ranks, scores }
    }
}

/// Tables over the rows of an answer.
struct Details<'a> {
    evaluation: &'a Evaluation,
    rows: &'a [usize],
}

impl Details<'_> {
    fn by_aggregate(&self, value: impl Fn(usize, usize) -> Option<f64>) -> Numbers {
        let aggregates = self.evaluation.framework().aggregates().len();
        self.table(aggregates, value)
    }

    /// So many columns, one after the other.
    fn table(&self, columns: usize, value: impl Fn(usize, usize) -> Option<f64>) -> Numbers {
        let value = &value;
        let cells = (0..columns).flat_map(|at| self.rows.iter().map(move |row| value(*row, at)));
        Numbers::expecting(columns * self.rows.len(), cells)
    }

    fn indicators(&self) -> std::ops::Range<usize> {
        0..self.evaluation.framework().indicators().len()
    }

    fn stage(&self, stage: Stage) -> Numbers {
        self.table(self.indicators().len(), |row, at| {
            self.evaluation.cell(stage, row, at)
        })
    }

    fn contributions(&self) -> Numbers {
        let columns = self.indicators().len();
        let mut by_row = Vec::with_capacity(columns * self.rows.len());
        let mut contributions = self.evaluation.all_contributions();
        for row in self.rows {
            // Those without a score stand last, and have none.
            by_row.extend_from_slice(contributions.unit(*row).unwrap_or_default());
        }
        let places = 0..self.rows.len();
        let cells = self.indicators().flat_map(|at| {
            let by_row = &by_row;
            places
                .clone()
                .map(move |place| by_row.get(place * columns + at).copied())
        });
        Numbers::expecting(columns * self.rows.len(), cells)
    }

    fn bits(&self, is_set: impl Fn(usize, usize) -> bool) -> Vec<u8> {
        let mut bits = Bits::default();
        for at in self.indicators() {
            self.rows.iter().for_each(|row| bits.push(is_set(*row, at)));
        }
        bits.into_bytes()
    }

    fn carried(&self, index: &Index<'_>) -> Vec<u8> {
        let columns = index.table().columns();
        let indicators = 0..self.evaluation.framework().indicators().len();
        let made_of: Vec<Vec<usize>> = indicators.map(|at| index.columns_of(at).collect()).collect();
        self.bits(|row, at| {
            let place = index.places()[row];
            // What nothing is there to be divided has no part in the cell.
            let is_reported = self.evaluation.cell(Stage::Raw, row, at).is_some();
            let mut of = made_of[at].iter();
            is_reported && of.any(|column| columns[*column].cells[place].carried)
        })
    }

    fn group_ranks(&self, by: &str) -> Numbers {
        let ranks = self.evaluation.ranks_in_groups(self.evaluation.root(), by);
        self.rows.iter().map(|row| ranks[*row]).collect()
    }

    fn groups(&self, index: &Index<'_>, by: &str) -> Vec<String> {
        let units = index.table().units();
        let group = |row: &usize| units[index.places()[*row]].groups.get(by).cloned();
        self.rows
            .iter()
            .map(|row| group(row).unwrap_or_default())
            .collect()
    }

    /// Weights of the aggregates but the index itself, then of the indicators.
    fn subject_weights(&self) -> Numbers {
        let framework = self.evaluation.framework();
        let root = self.evaluation.root();
        let by_row: Vec<BTreeMap<&str, f64>> = self
            .rows
            .iter()
            .map(|row| {
                let weights = (0..=root).flat_map(|at| self.evaluation.weights(*row, at));
                weights.collect()
            })
            .collect();
        let aggregates: Vec<&str> = framework.aggregates().take(root).collect();
        let components = aggregates.into_iter().chain(framework.indicators());
        components
            .flat_map(|name| by_row.iter().map(move |weights| weights.get(name).copied()))
            .collect()
    }
}

/// Weights of components in their parents, as they were used for the first unit.
fn weights(evaluation: &Evaluation) -> BTreeMap<&str, f64> {
    (0..=evaluation.root())
        .flat_map(|aggregate| evaluation.weights(0, aggregate))
        .collect()
}

fn aggregates(made: &Made, index: &Index<'_>, evaluation: &Evaluation) -> Vec<EvaluatedAggregate> {
    let weights = weights(evaluation);
    let (framework, units) = (evaluation.framework(), evaluation.units());
    let forms: BTreeMap<&str, &AggregateForm> = made
        .query
        .form
        .aggregates
        .iter()
        .map(|form| (form.id.as_str(), form))
        .collect();
    let evaluated = |(at, id): (usize, &str)| {
        let form = forms.get(id);
        let compromise = index.compromise(evaluation, at).unwrap_or_default();
        EvaluatedAggregate {
            id: id.to_owned(),
            names: form.map(|form| Names::from(&form.names)),
            number: form.map(|form| form.number.clone()).unwrap_or_default(),
            parent: form.and_then(|form| form.parent.clone()).unwrap_or_default(),
            weight: weights.get(id).copied().unwrap_or(1.0),
            weight_source: form.map(|form| form.weight_source.clone()).unwrap_or_default(),
            consistency_ratio: framework.consistency(at).map(|consistency| consistency.ratio),
            compromise: compromise.into_iter().map(|unit| units[unit].clone()).collect(),
        }
    };
    framework.aggregates().enumerate().map(evaluated).collect()
}

fn indicators(made: &Made, evaluation: &Evaluation) -> Vec<EvaluatedIndicator> {
    let weights = weights(evaluation);
    let in_index = evaluation.indicator_weights();
    let units = 0..evaluation.units().len();
    let evaluated = |(at, form): (usize, &IndicatorForm)| {
        let indicator = basis::by_code(&made.query.reads, &form.code);
        let imputed = units
            .clone()
            .filter(|unit| evaluation.is_imputed(*unit, at))
            .count();
        let missing = units
            .clone()
            .filter(|unit| evaluation.cell(Stage::Imputed, *unit, at).is_none())
            .count();
        let treated = evaluation.treatment(at);
        let (pulled_up, pulled_down) = match treated {
            Treated::Winsorised { low, high, .. } => (low, high),
            Treated::Unchanged
            | Treated::Log { .. }
            | Treated::BoxCox { .. }
            | Treated::StillSkewed
            | Treated::BeyondPowers => (0, 0),
        };
        let (treatment, shift, lambda) = treatment(treated);
        let direction = match form.direction {
            Some(Direction::Down) => catalog::Direction::Down,
            Some(Direction::Up) | None => catalog::Direction::Up,
        };
        EvaluatedIndicator {
            indicator: indicator.map(|one| one.code.to_string()).unwrap_or_default(),
            names: indicator.map(|one| Names::from(&one.names)),
            number: form.number.clone(),
            parent: form.parent.clone(),
            unit: indicator
                .map(|one| one.unit.symbol().to_owned())
                .unwrap_or_default(),
            direction: direction.into(),
            weight: weights.get(form.code.as_str()).copied().unwrap_or(0.0),
            index_weight: in_index[at],
            weight_source: form.weight_source.clone(),
            treatment: treatment.into(),
            pulled_up: pulled_up as u32,
            pulled_down: pulled_down as u32,
            lambda,
            shift,
            imputed: imputed as u32,
            missing: missing as u32,
        }
    };
    let forms = made.query.framework.form().indicators.iter();
    forms.enumerate().map(evaluated).collect()
}

fn treatment(treated: Treated) -> (AppliedTreatment, Option<f64>, Option<f64>) {
    match treated {
        Treated::Unchanged => (AppliedTreatment::Unchanged, None, None),
        Treated::Winsorised { .. } => (AppliedTreatment::Winsorised, None, None),
        Treated::Log { shift } => (AppliedTreatment::Log, Some(shift), None),
        Treated::BoxCox { shift, lambda } => (AppliedTreatment::BoxCox, Some(shift), Some(lambda)),
        Treated::StillSkewed => (AppliedTreatment::StillSkewed, None, None),
        Treated::BeyondPowers => (AppliedTreatment::BeyondPowers, None, None),
    }
}

/// What a subject is called.
pub(super) fn called(catalog: &Catalog, subject: &str) -> Names {
    let name = subject.parse::<SubjectName>().ok();
    name.and_then(|name| catalog.subject_names(&name).map(Names::from))
        .unwrap_or_default()
}
