//! How zones compare and who ranks where.

pub mod comparison;
pub mod ranking;
