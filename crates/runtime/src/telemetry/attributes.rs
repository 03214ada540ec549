//! What spans of the hub say besides what the semantic conventions have names for. Never secrets or free text.

/// The report that a span is about: its resource name.
pub const REPORT: &str = "zhibiao.report";

/// The zone that a span is about: its resource name.
pub const ZONE: &str = "zhibiao.zone";

/// The store's revision that a span made, or took in.
pub const REVISION: &str = "zhibiao.revision";

/// What became of the keys that were read through the cache; of several the costliest.
pub const CACHE_OUTCOME: &str = "zhibiao.cache.outcome";
