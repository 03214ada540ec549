//! The shape of a sheet: where its tables are, and what their columns, rows and surroundings mean.
//!
//! Every table is taken as two axes, head rows across and label columns down, in a context of title, corner and
//! sheet name. Each value gets its subject, indicator, period and unit from its column's head, its row's labels,
//! or the context, in this order.

mod axes;
mod block;
mod class;
mod columns;
mod context;
mod facts;
mod forms;
mod heads;
mod locate;
mod names;
mod naming;
mod plan;
mod rows;
mod titles;
mod words;

pub(crate) use block::plan_block;
pub(crate) use class::{Class, Marks, is_number, is_part_of_year, is_period, split_unit};
pub(crate) use context::{Context, is_known_line};
pub(crate) use heads::in_year;
pub(crate) use locate::{Located, locate};
pub(crate) use names::{looks_like_indicator, looks_like_subject};
pub(crate) use plan::{Dimension, Named, Plan, Role, ValueColumn};
pub(crate) use rows::{Block, RowKind};
pub(crate) use words::is_total;
