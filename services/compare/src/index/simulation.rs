//! What a simulation is asked for, and how it is put into a manifest.

use zhibiao_proto::{
    catalog::v1::Assumptions,
    compare::v1::{SensitivityParameters, Simulation, UncertaintyParameters, simulation::Analysis},
};
use zhibiao_scoring::{MAX_DRAWS, SensitivityRequest, UncertaintyRequest};

use crate::request::Reader;

/// Most evaluations of a design that a sensitivity analysis is based on: the engine bounds them times subjects.
const MAX_BASE: u64 = 1_000_000;

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
