//! Composite indices: a framework of the catalogue on the figures of one period.
//!
//! `query` reads which index is asked for against the catalogue of its moment, `basis` lays the figures out as the engine
//! takes them, `evaluation` and its `answer` follow, `repeated` gives an answer again while it holds; `manifest` is what it takes to do so again at any later date, and
//! `replay` does it. The other modules are a call each.

mod answer;
mod asked;
mod audit;
mod basis;
mod before;
mod calls;
mod changes;
mod earlier;
mod engine;
mod evaluation;
mod fields;
mod followed;
mod gap;
mod kept;
mod manifest;
mod query;
mod question;
mod remarks;
mod repeated;
pub(crate) mod replay;
mod sensitivity;
mod simulation;
mod stability;
mod tables;
mod target;
mod uncertainty;
mod unlaid;

use self::evaluation::Made;
pub use self::remarks::warning;
pub(crate) use self::{
    basis::{Layout, middle},
    before::Past,
    evaluation::{Indices, aside},
    followed::at,
    query::frequency,
};
