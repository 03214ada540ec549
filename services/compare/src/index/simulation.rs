//! What a simulation is asked for, and how it is put into a manifest.

use zhibiao_proto::{
    catalog::v1::Assumptions,
    compare::v1::{
        EvaluationWarning, IndexQuery, SensitivityParameters, Simulation, UncertaintyParameters,
        simulation::Analysis,
    },
};
use zhibiao_runtime::error::Problem;
use zhibiao_scoring::{MAX_DRAWS, SensitivityRequest, UncertaintyRequest};

use super::{
    Made,
    evaluation::{Ask, Indices},
    query::Query,
};
use crate::request::Reader;

/// Most evaluations of a design that a sensitivity analysis is based on: the engine bounds them times subjects.
const MAX_BASE: u64 = 1_000_000;

/// A simulation that is asked for.
#[derive(Debug)]
pub(super) struct Asked<Request> {
    pub(super) made: Made,
    pub(super) request: Request,
    /// Those in place of the framework's, as they were sent.
    pub(super) assumptions: Option<Assumptions>,
}

impl<Request: Send + 'static> Asked<Request> {
    /// Reads what is asked and lays out what it is about; `reading` reads the parameters.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`Indices::make`] says.
    pub(super) async fn read_by<Parameters: Send + 'static>(
        (indices, ask): (&Indices, &Ask<'_>),
        query: Option<IndexQuery>,
        assumptions: Option<Assumptions>,
        parameters: Option<Parameters>,
        reading: fn(&mut Reader<'_>, Option<Parameters>) -> Request,
    ) -> Result<Self, Problem> {
        let assumed = assumptions.clone();
        let reading = move |reader: &mut Reader<'_>, _: Option<&Query>| reading(reader, parameters);
        let question = indices.assuming(ask, query, assumed, reading).await?;
        Ok(Self {
            made: question.made,
            request: question.asked,
            assumptions,
        })
    }
}

/// Reads the parameters of an uncertainty analysis.
pub(super) fn uncertainty(
    reader: &mut Reader<'_>,
    parameters: Option<UncertaintyParameters>,
) -> UncertaintyRequest {
    let UncertaintyParameters {
        draws,
        seed,
        top,
        bottom,
        pairwise,
        confidence,
    } = parameters.unwrap_or_default();
    let usual = UncertaintyRequest::default();
    if draws > MAX_DRAWS as u64 {
        let wrong = format!("is {draws}: at most {MAX_DRAWS} are made; 10000 tell an interval to a place");
        reader.faults.add("parameters.draws", wrong);
    }
    let confidence = confidence.unwrap_or(usual.confidence);
    if !(confidence > 0.5 && confidence <= 1.0) {
        let wrong = format!("is {confidence}: give more than 0.5, at most 1");
        reader.faults.add("parameters.confidence", wrong);
    }
    UncertaintyRequest {
        draws: or(draws as usize, usual.draws),
        seed,
        top: or(top as usize, usual.top),
        bottom: or(bottom as usize, usual.bottom),
        pairwise,
        confidence,
        rebuild_all: false,
    }
}

/// Reads the parameters of a sensitivity analysis.
pub(super) fn sensitivity(
    reader: &mut Reader<'_>,
    parameters: Option<SensitivityParameters>,
) -> SensitivityRequest {
    let SensitivityParameters {
        base,
        seed,
        bootstrap,
    } = parameters.unwrap_or_default();
    let usual = SensitivityRequest::default();
    if base == 1 || base > MAX_BASE {
        let wrong = format!("is {base}: give 2 to {MAX_BASE}, or 0 for {}", usual.base);
        reader.faults.add("parameters.base", wrong);
    }
    SensitivityRequest {
        base: or(base as usize, usual.base),
        seed,
        bootstrap: bootstrap.map_or(usual.bootstrap, |samples| samples as usize),
    }
}

/// Fewest draws of which twentieths hold several each, and fewest evaluations of a design that tell shares.
const FEW: usize = 100;

/// Fewest bootstrap samples whose twentieths hold one each.
const FEW_SAMPLES: usize = 20;

/// What readers of a simulation should know of its size; `index` is the aggregate that is the index itself.
pub(super) fn of_draws(request: &UncertaintyRequest, index: &str) -> Option<EvaluationWarning> {
    let draws = request.draws;
    (draws < FEW).then(|| {
        let message = format!("{draws} draws are too few for intervals of nine in ten: take {FEW} or more");
        warning(index, "FEW_DRAWS", message)
    })
}

/// The same of a design.
pub(super) fn of_design(request: &SensitivityRequest, index: &str) -> Vec<EvaluationWarning> {
    let SensitivityRequest { base, bootstrap, .. } = *request;
    let few = (base < FEW).then(|| {
        let message = format!(
            "a base of {base} is too small for shares, which may lie far beyond 0 and 1: take {FEW} or more"
        );
        warning(index, "FEW_EVALUATIONS", message)
    });
    let none = (bootstrap < FEW_SAMPLES).then(|| {
        let message = format!(
            "{bootstrap} bootstrap samples are too few for intervals, and with 0 they are the estimate itself: take \
             {FEW_SAMPLES} or more"
        );
        warning(index, "FEW_SAMPLES", message)
    });
    few.into_iter().chain(none).collect()
}

fn warning(index: &str, reason: &str, message: String) -> EvaluationWarning {
    EvaluationWarning {
        about: index.to_owned(),
        reason: reason.to_owned(),
        message,
        ..EvaluationWarning::default()
    }
}

fn or(given: usize, usual: usize) -> usize {
    if given == 0 { usual } else { given }
}

/// A simulation as a manifest has it.
pub(super) fn of_uncertainty(request: &UncertaintyRequest, assumptions: Option<Assumptions>) -> Simulation {
    let UncertaintyRequest {
        draws,
        seed,
        top,
        bottom,
        pairwise,
        confidence,
        rebuild_all: _,
    } = *request;
    let parameters = UncertaintyParameters {
        draws: draws as u64,
        seed,
        top: u32::try_from(top).unwrap_or(u32::MAX),
        bottom: u32::try_from(bottom).unwrap_or(u32::MAX),
        pairwise,
        confidence: Some(confidence),
    };
    Simulation {
        analysis: Some(Analysis::Uncertainty(parameters)),
        assumptions,
    }
}

/// A simulation as a manifest has it.
pub(super) fn of_sensitivity(request: &SensitivityRequest, assumptions: Option<Assumptions>) -> Simulation {
    let SensitivityRequest {
        base,
        seed,
        bootstrap,
    } = *request;
    let parameters = SensitivityParameters {
        base: base as u64,
        seed,
        bootstrap: Some(u32::try_from(bootstrap).unwrap_or(u32::MAX)),
    };
    Simulation {
        analysis: Some(Analysis::Sensitivity(parameters)),
        assumptions,
    }
}
