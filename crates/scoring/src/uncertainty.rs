//! How sure ranks are.
mod assumptions;
pub use assumptions::{Assumptions, DataNoise, Spread, WeightNoise};
