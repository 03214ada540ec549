//! What callers see of a store, whatever it keeps its data in.

mod cache;
mod catalog;
mod catalog_apply;
mod catalog_views;
mod export;
mod formulas;
mod frameworks;
mod limits;
mod observations;
mod reads;
mod watch;
mod writes;

use super::BACKEND;
