//! What a collector has seen, whichever it is.

use std::collections::BTreeMap;

/// A span as a collector tells it.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    /// Who sent it.
    pub(crate) service: String,
    pub(crate) name: String,
    pub(crate) trace: String,
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    /// The traces and spans that it links to.
    pub(crate) links: Vec<(String, String)>,
    /// Its attributes, and `span.kind` in lower case.
    pub(crate) attributes: BTreeMap<String, String>,
}

/// Takes OTLP over gRPC, and tells what came.
pub(crate) trait Collector {
    /// Where spans are sent.
    fn endpoint(&self) -> String;

    /// The spans of a trace that have arrived.
    fn trace(&self, trace: &str) -> Vec<Span>;

    /// The spans of a service that have arrived.
    fn of(&self, service: &str) -> Vec<Span>;
}
