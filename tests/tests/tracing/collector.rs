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

    /// The spans of a trace, once there are at least so many.
    async fn trace(&self, trace: &str, at_least: usize) -> Vec<Span>;

    /// The spans of a service with a name, once there is one.
    async fn named(&self, service: &str, name: &str) -> Vec<Span>;
}
