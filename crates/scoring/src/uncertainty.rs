//! How sure ranks are: the index is rebuilt many times, each time with one of the choices and one set of the figures
//! that might as well be the true ones.

mod assumptions;
mod counts;
mod doubt;
mod groups;
mod monte_carlo;
mod sample;
mod sobol;
#[cfg(test)]
mod tests;

pub(crate) use assumptions::{check, vary};
pub use monte_carlo::{
    MAX_DRAWS, MAX_PAIRED, MAX_SIMULATED, Pairwise, RankSummary, Uncertainty, UncertaintyRequest,
    UnitUncertainty, rank_summary,
};
pub use sample::Factor;
pub use sobol::{Estimate, Indices, MAX_EVALUATIONS, Sensitivity, SensitivityRequest, sobol_indices};
