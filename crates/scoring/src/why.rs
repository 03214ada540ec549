//! Why a score or a rank is what it is, and what it would take to change it.

mod exchange;
mod gap;
mod movement;
mod shapley;
mod target;
#[cfg(test)]
mod tests;

pub use gap::{Attribution, Gap};
pub use movement::{Edition, Movement, Since, explain_movement};
pub use target::{Improvement, Outcome, Solution, TargetRequest};
