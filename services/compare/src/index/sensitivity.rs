//! `AnalyzeSensitivity`.

use zhibiao_proto::{
    catalog::v1::Names,
    compare::v1::{
        AnalyzeSensitivityRequest, AnalyzeSensitivityResponse, Estimate, FactorShare, Progress, Sensitivity,
        SubjectSensitivity, analyze_sensitivity_response::Event,
    },
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Factor, Indices as Shares, Note, Run, SensitivityRequest, Warning};

use super::{
    answer,
    calls::Lasting,
    engine,
    evaluation::{Ask, Indices, evaluated},
    manifest, remarks, simulation, uncertainty,
};
use crate::long;

/// An analysis that is asked for.
pub(super) type Asked = simulation::Asked<SensitivityRequest>;

impl long::Answer for AnalyzeSensitivityResponse {
    type Outcome = Sensitivity;

    fn progress(progress: Progress) -> Self {
        Self {
            event: Some(Event::Progress(progress)),
        }
    }

    fn result(outcome: Sensitivity) -> Self {
        Self {
            event: Some(Event::Sensitivity(outcome)),
        }
    }
}

impl Lasting for Asked {
    type Request = AnalyzeSensitivityRequest;
    type Response = AnalyzeSensitivityResponse;

    async fn read(
        indices: &Indices,
        ask: &Ask<'_>,
        request: AnalyzeSensitivityRequest,
    ) -> Result<Self, Problem> {
        let AnalyzeSensitivityRequest {
            query,
            parameters,
            assumptions,
        } = request;
        let reading = simulation::sensitivity;
        Self::read_by((indices, ask), query, assumptions, parameters, reading).await
    }

    fn answer(self, threads: usize, gauge: &long::Gauge) -> Result<Sensitivity, Problem> {
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
            .sensitivity(&request, &run)
            .map_err(|error| engine::problem_at(error, &made))?;
        let shares = |indices: Option<&Vec<Shares>>| {
            let indices = indices.into_iter().flatten();
            found
                .factors
                .iter()
                .zip(indices)
                .map(|(factor, shares)| share(*factor, shares))
                .collect()
        };
        let subject = |row: &usize| {
            let name = &evaluation.units()[*row];
            SubjectSensitivity {
                subject: name.clone(),
                names: Some(answer::called(&made.catalog.catalog, name)),
                nominal: evaluation.rank(*row, evaluation.root()),
                shares: shares(found.units[*row].as_ref()),
            }
        };
        let simulation = simulation::of_sensitivity(&request, assumptions);
        let form = &made.query.form;
        Ok(Sensitivity {
            framework: form.id.to_string(),
            names: Some(Names::from(&form.names)),
            period: made.basis.period.to_string(),
            evaluations: found.evaluations as u64,
            overall: shares(found.overall.as_ref()),
            subjects: answer::rows(&evaluation).iter().map(subject).collect(),
            warnings: {
                let index = remarks::index_of(&evaluation);
                let lost = found.never_ranked.clone().map(|who| Warning {
                    about: index.to_owned(),
                    note: Note::NeverRanked(who),
                });
                let own = lost.as_ref().map(remarks::warning).into_iter();
                remarks::with_own(&evaluation, own.chain(simulation::of_design(&request, index)))
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

fn share(factor: Factor, shares: &Shares) -> FactorShare {
    let estimate = |estimate: zhibiao_scoring::Estimate| Estimate {
        value: estimate.value,
        q5: estimate.q5,
        q95: estimate.q95,
    };
    FactorShare {
        factor: uncertainty::factor(factor).into(),
        first: Some(estimate(shares.first)),
        total: Some(estimate(shares.total)),
    }
}
