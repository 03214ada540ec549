//! The commands of the client, one module each.

pub(crate) mod audit;
pub(crate) mod compare;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod file;
pub(crate) mod framework;
pub(crate) mod health;
pub(crate) mod index;
pub(crate) mod indicators;
pub(crate) mod key;
pub(crate) mod pack;
pub(crate) mod rank;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod series;
pub(crate) mod solve;
pub(crate) mod summary;
pub(crate) mod watch;
