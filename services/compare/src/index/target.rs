//! `SolveTarget`.

use std::{cmp::Ordering, collections::BTreeMap};

use zhibiao_model::ids::{IndicatorCode, SubjectName};
use zhibiao_proto::{
    catalog::v1::Names,
    compare::v1::{
        Improvement, Progress, SolveTargetRequest, SolveTargetResponse, Target, TargetOutcome,
        TargetSolution, solve_target_response::Event,
    },
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{Outcome, Run, Solution, TargetRequest};

use super::{
    Made, answer, basis,
    calls::Lasting,
    engine,
    evaluation::{Ask, Indices, evaluated},
    query::Query,
    question::Question,
};
use crate::{long, request::Reader};

/// A question whose parts are laid out.
#[derive(Debug)]
pub(super) struct Asked {
    made: Made,
    subject: SubjectName,
    request: TargetRequest,
}

impl long::Answer for SolveTargetResponse {
    type Outcome = Target;

    fn progress(progress: Progress) -> Self {
        Self {
            event: Some(Event::Progress(progress)),
        }
    }

    fn result(outcome: Target) -> Self {
        Self {
            event: Some(Event::Target(outcome)),
        }
    }
}

impl Lasting for Asked {
    type Request = SolveTargetRequest;
    type Response = SolveTargetResponse;

    async fn read(indices: &Indices, ask: &Ask<'_>, request: SolveTargetRequest) -> Result<Self, Problem> {
        let SolveTargetRequest {
            query,
            subject,
            rank,
            indicators,
            together,
            limits,
        } = request;
        let reading = move |reader: &mut Reader<'_>, query: Option<&Query>| {
            let subject = reader.subject("subject", &subject);
            if rank == 0 {
                reader.faults.add("rank", "is 0: ranks begin with 1");
            }
            let mut in_framework = |field: String, name: &str| {
                let code = code(reader, &field, name)?;
                let known = query.is_none_or(|query| {
                    let mut own = query.framework.indicators();
                    own.any(|own| own == code)
                });
                if !known {
                    reader.faults.add(
                        field,
                        format!("`{name}` is not in the framework: GetFramework lists its indicators"),
                    );
                }
                known.then_some(code)
            };
            let indicators = indicators.iter().enumerate();
            let indicators = indicators
                .filter_map(|(at, name)| in_framework(format!("indicators[{at}]"), name))
                .collect::<Vec<_>>();
            let mut limited = BTreeMap::new();
            for (name, limit) in limits {
                let field = format!("limits[{name}]");
                limited.extend(in_framework(field, &name).map(|code| (code, limit)));
            }
            (subject, indicators, limited)
        };
        let Question { made, asked, .. } = indices.question(ask, query, reading).await?;
        let (subject, indicators, limits) = asked;
        let subject = subject.ok_or_else(|| Problem::internal("a question without subject passed"))?;
        let reads = made.query.reads.iter();
        let possible = reads.map(|one| (one.code.id().to_owned(), one.range)).collect();
        Ok(Self {
            made,
            request: TargetRequest {
                unit: subject.to_string(),
                rank: rank as usize,
                indicators,
                together,
                limits,
                possible,
            },
            subject,
        })
    }

    fn answer(self, threads: usize, gauge: &long::Gauge) -> Result<Target, Problem> {
        let run = Run {
            threads,
            progress: gauge,
        };
        let (index, evaluation) = evaluated(&self.made, gauge)?;
        let limits = self.request.limits.keys();
        let limits: Vec<(String, String)> = limits
            .map(|code| (format!("limits[{code}]"), format!("limits[indicators/{code}]")))
            .collect();
        let mut fields = vec![("unit", "subject")];
        fields.extend(limits.iter().map(|(own, field)| (own.as_str(), field.as_str())));
        let of_request = |error| engine::problem_of(error, &fields);
        let unit = index.unit(self.subject.as_str()).map_err(of_request)?;
        let mut solutions = index.solve_target(&self.request, &run).map_err(of_request)?;
        // Stable: those that need the same share stay in the order of the framework.
        solutions.sort_by(shortest_first);
        Ok(Target {
            subject: self.subject.to_string(),
            names: Some(answer::called(&self.made.catalog.catalog, self.subject.as_str())),
            period: self.made.basis.period.to_string(),
            rank: evaluation.rank(unit, evaluation.root()),
            target: self.request.rank as u32,
            solutions: solutions.into_iter().map(|one| self.solution(one)).collect(),
            revision: self.made.token.revision.get(),
            token: self.made.token.to_string(),
        })
    }
}

impl Asked {
    fn solution(&self, solution: Solution) -> TargetSolution {
        let Solution {
            improvements,
            outcome,
        } = solution;
        let (outcome, rank, share) = match outcome {
            Outcome::Reached { rank, share } => (TargetOutcome::Reached, Some(rank), share),
            // Without a score on the whole way there is no best rank.
            Outcome::Insufficient { best } => {
                (TargetOutcome::Insufficient, best.is_finite().then_some(best), 1.0)
            }
            Outcome::NotFound { best } => (TargetOutcome::NotFound, best.is_finite().then_some(best), 1.0),
            Outcome::Immovable => (TargetOutcome::Immovable, None, 0.0),
        };
        let improvement = |one: zhibiao_scoring::Improvement| {
            let indicator = basis::by_code(&self.made.query.reads, &one.indicator);
            Improvement {
                indicator: indicator.map(|one| one.code.to_string()).unwrap_or_default(),
                names: indicator.map(|one| Names::from(&one.names)),
                unit: indicator
                    .map(|one| one.unit.symbol().to_owned())
                    .unwrap_or_default(),
                from: one.from,
                to: one.to,
            }
        };
        TargetSolution {
            improvements: improvements.into_iter().map(improvement).collect(),
            outcome: outcome.into(),
            rank,
            share,
        }
    }
}

fn code(reader: &mut Reader<'_>, field: &str, name: &str) -> Option<String> {
    match name.parse::<IndicatorCode>() {
        Ok(code) => Some(code.id().to_owned()),
        Err(error) => {
            reader.faults.add(field, error);
            None
        }
    }
}

/// Solutions that reach the rank come first, the shortest way first; then those that come nearest to it.
fn shortest_first(a: &Solution, b: &Solution) -> Ordering {
    let key = |solution: &Solution| match solution.outcome {
        Outcome::Reached { share, .. } => (0, share),
        Outcome::Insufficient { best } | Outcome::NotFound { best } => (1, best),
        Outcome::Immovable => (2, 0.0),
    };
    let (a, b) = (key(a), key(b));
    a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
}
