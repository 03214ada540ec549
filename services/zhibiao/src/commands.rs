//! The commands of the client, one module each.

pub(crate) mod compare;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod indicators;
pub(crate) mod key;
pub(crate) mod pack;
pub(crate) mod rank;
pub(crate) mod report;
pub(crate) mod series;
pub(crate) mod summary;
pub(crate) mod watch;
