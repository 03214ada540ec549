//! The simulation that a result comes from.

use serde::{Deserialize, Serialize};
use zhibiao_model::framework::Assumptions;
use zhibiao_proto::{
    compare::v1::{SensitivityParameters, Simulation, UncertaintyParameters, simulation::Analysis},
    convert::InvalidMessage,
};

/// A simulation in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonSimulation {
    analysis: JsonAnalysis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    assumptions: Option<Assumptions>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum JsonAnalysis {
    Uncertainty {
        draws: u64,
        seed: u64,
        top: u32,
        bottom: u32,
        pairwise: bool,
        confidence: Option<f64>,
    },
    Sensitivity {
        base: u64,
        seed: u64,
        bootstrap: Option<u32>,
    },
}

impl JsonSimulation {
    /// None for a simulation of a kind that this program does not know.
    pub(super) fn read(simulation: Simulation) -> Result<Option<Self>, InvalidMessage> {
        let Simulation {
            analysis,
            assumptions,
        } = simulation;
        let analysis = match analysis {
            Some(Analysis::Uncertainty(UncertaintyParameters {
                draws,
                seed,
                top,
                bottom,
                pairwise,
                confidence,
            })) => JsonAnalysis::Uncertainty {
                draws,
                seed,
                top,
                bottom,
                pairwise,
                confidence,
            },
            Some(Analysis::Sensitivity(SensitivityParameters {
                base,
                seed,
                bootstrap,
            })) => JsonAnalysis::Sensitivity {
                base,
                seed,
                bootstrap,
            },
            None => return Ok(None),
        };
        Ok(Some(Self {
            analysis,
            assumptions: assumptions.map(Assumptions::try_from).transpose()?,
        }))
    }
}

impl From<JsonSimulation> for Simulation {
    fn from(simulation: JsonSimulation) -> Self {
        let analysis = match simulation.analysis {
            JsonAnalysis::Uncertainty {
                draws,
                seed,
                top,
                bottom,
                pairwise,
                confidence,
            } => Analysis::Uncertainty(UncertaintyParameters {
                draws,
                seed,
                top,
                bottom,
                pairwise,
                confidence,
            }),
            JsonAnalysis::Sensitivity {
                base,
                seed,
                bootstrap,
            } => Analysis::Sensitivity(SensitivityParameters {
                base,
                seed,
                bootstrap,
            }),
        };
        Self {
            analysis: Some(analysis),
            assumptions: simulation.assumptions.as_ref().map(Into::into),
        }
    }
}
