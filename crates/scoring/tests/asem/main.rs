//! The ASEM Sustainable Connectivity index: 51 countries × 49 indicators, each step and result as published with the R
//! package COINr 1.1.14. Where the data set is absent the tests say so on standard error, and pass.

#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

mod certainty;
mod data;
mod stages;
