//! `AnalyzeUncertainty`.

use zhibiao_proto::{
    catalog::v1::Names,
    compare::v1::{
        AnalyzeUncertaintyRequest, AnalyzeUncertaintyResponse, Progress, TiedGroup, Uncertainty,
        analyze_uncertainty_response::Event,
    },
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Evaluation, Factor, Run, Uncertainty as Found, UncertaintyRequest, UnitUncertainty};

use super::{
    answer,
    calls::Lasting,
    engine,
    evaluation::{Ask, Indices, evaluated},
    manifest, remarks, simulation,
};
use crate::long;

/// An analysis that is asked for.
pub(super) type Asked = simulation::Asked<UncertaintyRequest>;

impl long::Answer for AnalyzeUncertaintyResponse {
    type Outcome = Uncertainty;

    fn progress(progress: Progress) -> Self {
        Self {
            event: Some(Event::Progress(progress)),
        }
    }

    fn result(outcome: Uncertainty) -> Self {
        Self {
            event: Some(Event::Uncertainty(outcome)),
        }
    }
}

impl Lasting for Asked {
    type Request = AnalyzeUncertaintyRequest;
    type Response = AnalyzeUncertaintyResponse;

    async fn read(
        indices: &Indices,
        ask: &Ask<'_>,
        request: AnalyzeUncertaintyRequest,
    ) -> Result<Self, Problem> {
        let AnalyzeUncertaintyRequest {
            query,
            parameters,
            assumptions,
        } = request;
        let reading = simulation::uncertainty;
        Self::read_by((indices, ask), query, assumptions, parameters, reading).await
    }

    fn answer(self, threads: usize, gauge: &long::Gauge) -> Result<Uncertainty, Problem> {
        let Self {
            made,
            request,
            assumptions,
        } = self;
        let (index, evaluation) = evaluated(&made, gauge)?;
        let run = Run {
            threads,
            progress: gauge,
        };
        let found = index
            .uncertainty(&request, &run)
            .map_err(|error| engine::problem_at(error, &made))?;
        let rows = answer::rows(&evaluation);
        let root = evaluation.root();
        let of = |value: &dyn Fn(&UnitUncertainty) -> Option<f64>| {
            rows.iter().map(|row| value(&found.units[*row])).collect()
        };
        let share = |value: &dyn Fn(&UnitUncertainty) -> f64| -> Vec<f64> {
            rows.iter().map(|row| value(&found.units[*row])).collect()
        };
        let simulation = simulation::of_uncertainty(&request, assumptions);
        let form = &made.query.form;
        Ok(Uncertainty {
            framework: form.id.to_string(),
            names: Some(Names::from(&form.names)),
            period: made.basis.period.to_string(),
            factors: factors(made.query.framework.varied()),
            subjects: rows.iter().map(|row| evaluation.units()[*row].clone()).collect(),
            subject_names: rows
                .iter()
                .map(|row| answer::called(&made.catalog.catalog, &evaluation.units()[*row]))
                .collect(),
            scores: Some(rows.iter().map(|row| evaluation.score(*row, root)).collect()),
            nominal: Some(of(&|unit| unit.nominal)),
            mean: Some(of(&|unit| Some(unit.ranks?.mean))),
            median: Some(of(&|unit| Some(unit.ranks?.median))),
            q5: Some(of(&|unit| Some(unit.ranks?.q5))),
            q95: Some(of(&|unit| Some(unit.ranks?.q95))),
            top: share(&|unit| unit.top),
            bottom: share(&|unit| unit.bottom),
            ranked: share(&|unit| unit.ranked),
            above: above(&found, &rows),
            groups: groups(&found, &evaluation),
            draws: found.draws as u64,
            unscored: remarks::unscored(&made, &index, &evaluation),
            warnings: {
                let index = remarks::index_of(&evaluation);
                let lost = found.never_ranked(index).as_ref().map(remarks::warning);
                let own = lost.into_iter().chain(simulation::of_draws(&request, index));
                remarks::with_own(&evaluation, own)
            },
            manifest: Some(manifest::of(
                &made.query,
                &made.basis,
                made.token,
                found.digest(),
                Some(simulation),
            )),
            revision: made.token.revision.get(),
            token: made.token.to_string(),
        })
    }
}

/// The chance of each row to stand above each other, row after row.
fn above(found: &Found, rows: &[usize]) -> Vec<f64> {
    let Some(pairs) = &found.pairwise else {
        return Vec::new();
    };
    rows.iter()
        .flat_map(|row| rows.iter().map(|column| pairs.above(*row, *column)))
        .collect()
}

fn groups(found: &Found, evaluation: &Evaluation) -> Vec<TiedGroup> {
    let name = |unit: &usize| evaluation.units()[*unit].clone();
    let groups = found.groups.iter().flatten();
    groups
        .map(|group| TiedGroup {
            subjects: group.iter().map(name).collect(),
        })
        .collect()
}

/// Factors as messages name them.
pub(super) fn factors(factors: impl IntoIterator<Item = Factor>) -> Vec<i32> {
    factors.into_iter().map(|one| factor(one).into()).collect()
}

pub(super) fn factor(factor: Factor) -> zhibiao_proto::compare::v1::Factor {
    use zhibiao_proto::compare::v1::Factor as Message;
    match factor {
        Factor::Weights => Message::Weights,
        Factor::Imputation => Message::Imputation,
        Factor::Treatment => Message::Treatment,
        Factor::Normalisation => Message::Normalisation,
        Factor::Aggregation => Message::Aggregation,
        Factor::LeaveOut => Message::LeaveOut,
        Factor::Data => Message::Data,
    }
}
