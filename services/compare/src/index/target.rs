//! `SolveTarget`.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

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
        let framework = query.as_ref().map(|query| query.framework.clone());
        let reading = move |reader: &mut Reader<'_>, _: Option<&Query>| {
            let subject = reader.subject("subject", &subject);
            if rank == 0 {
                reader.faults.add("rank", "is 0: ranks begin with 1");
            }
            let request = TargetRequest {
                rank: rank as usize,
                together,
                ..TargetRequest::default()
            };
            let framework = framework.as_deref().unwrap_or_default();
            (
                subject,
                Moves { indicators, limits }.read(reader, framework, request),
            )
        };
        let Question { made, asked, .. } = indices.question(ask, query, reading).await?;
        let (subject, request) = asked;
        let subject = subject.ok_or_else(|| Problem::internal("a question without subject passed"))?;
        let reads = made.query.reads.iter();
        let possible = reads.map(|one| (one.code.id().to_owned(), one.range)).collect();
        Ok(Self {
            made,
            request: TargetRequest {
                unit: subject.to_string(),
                possible,
                ..request
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

/// What may move, as the request says it.
struct Moves {
    indicators: Vec<String>,
    limits: BTreeMap<String, f64>,
}

impl Moves {
    /// Reads it into the request of the engine; what is wrong with it is noted, also where the rest of the question can't be
    /// read.
    fn read(self, reader: &mut Reader<'_>, framework: &str, mut request: TargetRequest) -> TargetRequest {
        let items = reader.known.catalog.items();
        let form = framework.parse().ok().and_then(|id| items.frameworks.get(&id));
        let known: Option<BTreeSet<&str>> =
            form.map(|form| form.indicators.iter().map(|one| one.code.as_str()).collect());
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for (at, name) in self.indicators.iter().enumerate() {
            let field = format!("indicators[{at}]");
            if let Some(code) = in_framework(reader, &field, name, known.as_ref()) {
                fields.insert(format!("indicators[{}]", request.indicators.len()), field);
                request.indicators.push(code);
            }
        }
        for (name, limit) in self.limits {
            let field = format!("limits[{name}]");
            if let Some(code) = in_framework(reader, &field, &name, known.as_ref()) {
                let indicator = IndicatorCode::new(&code).ok();
                let indicator = indicator.and_then(|code| reader.known.catalog.indicator(&code));
                let range = indicator.map(|one| (code.clone(), one.range));
                request.possible.extend(range);
                fields.insert(format!("limits[{code}]"), field);
                request.limits.insert(code, limit);
            }
        }
        for fault in known.map_or_else(Vec::new, |known| request.faults(&known)) {
            let path = fault.path();
            let field = fields.get(&path).cloned().unwrap_or(path);
            reader.faults.add(field, fault.told());
        }
        request
    }
}

/// The code of an indicator that is in the framework, as far as that is known.
fn in_framework(
    reader: &mut Reader<'_>,
    field: &str,
    name: &str,
    known: Option<&BTreeSet<&str>>,
) -> Option<String> {
    let code = match name.parse::<IndicatorCode>() {
        Ok(code) => code.id().to_owned(),
        Err(error) => {
            reader.faults.add(field, error);
            return None;
        }
    };
    if known.is_some_and(|known| !known.contains(code.as_str())) {
        let wrong = format!("`{name}` is not in the framework: GetFramework lists its indicators");
        reader.faults.add(field, wrong);
        return None;
    }
    Some(code)
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
