//! Calls as spans, on the server's side and on the client's.

use std::sync::Arc;

use opentelemetry::{
    Context, KeyValue,
    trace::{
        Link, Span as _, SpanContext, SpanKind, Status, TraceContextExt as _, TraceFlags, TraceState,
        Tracer as _, TracerProvider as _,
    },
};
use opentelemetry_sdk::trace::{IdGenerator as _, RandomIdGenerator, SdkTracer, SdkTracerProvider};
use tonic::{Code, codegen::http::HeaderMap};

use super::{SCOPE, propagation, rpc};
use crate::answer::{UnderWay, Witness};

/// Makes spans, or none where nothing is traced. Cheap to clone.
///
/// Every call has a context, so that whoever is called decides as its caller did; only what is sampled costs more.
#[derive(Debug, Clone, Default)]
pub struct Tracer(Option<Arc<SdkTracer>>);

/// The span of a call under way.
#[derive(Debug)]
pub(crate) struct CallSpan {
    context: Context,
    /// Which codes are errors: those that a server is to blame for, or, for its caller, all.
    is_error: fn(Code) -> bool,
}

impl Tracer {
    pub(super) fn of(provider: &SdkTracerProvider) -> Self {
        Self(Some(Arc::new(provider.tracer(SCOPE))))
    }

    /// Whether anything is traced.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// The context of a call that is served, below its caller's span. Where nothing is traced it is the caller's own, or
    /// else one that nobody keeps: lines of the log that belong together name the same trace all the same.
    pub(crate) fn served(&self, path: &str, headers: &HeaderMap) -> Context {
        let parent = propagation::extract(headers);
        match &self.0 {
            Some(tracer) => call(tracer, path, SpanKind::Server, &parent),
            None if parent.has_active_span() => parent,
            None => parent.with_remote_span_context(unsampled()),
        }
    }

    /// The context of a call that is made for the span at work. What is done for nobody (polling, following) is not
    /// traced: it would be a trace of one span, again and again. Whoever is called is told so, or would begin a trace.
    /// Where nothing is traced the span at work is told on.
    pub(crate) fn made(&self, path: &str) -> Option<Context> {
        let parent = Context::current();
        let Some(tracer) = &self.0 else {
            return parent.has_active_span().then_some(parent);
        };
        Some(if parent.has_active_span() {
            call(tracer, path, SpanKind::Client, &parent)
        } else {
            parent.with_remote_span_context(unsampled())
        })
    }

    /// The context of work that another trace caused and does not wait for: a trace of its own that links to it.
    /// `None` where that was not traced or not sampled.
    #[must_use]
    pub fn caused(&self, name: &'static str, cause: SpanContext, about: KeyValue) -> Option<Context> {
        let tracer = self.0.as_ref().filter(|_| cause.is_sampled())?;
        let builder = tracer
            .span_builder(name)
            .with_kind(SpanKind::Consumer)
            .with_attributes([about])
            .with_links(vec![Link::with_context(cause)]);
        let root = Context::new();
        let span = tracer.build_with_context(builder, &root);
        Some(root.with_span(span))
    }
}

/// The context of a call. Most are not sampled: for those nothing is made that only a record would hold, not even a name.
fn call(tracer: &SdkTracer, path: &str, kind: SpanKind, parent: &Context) -> Context {
    let builder = tracer.span_builder("").with_kind(kind);
    let mut span = tracer.build_with_context(builder, parent);
    if span.is_recording() {
        let name = rpc::known(path.strip_prefix('/').unwrap_or(path));
        span.update_name(name);
        span.set_attribute(KeyValue::new(rpc::SYSTEM, rpc::GRPC));
        span.set_attribute(KeyValue::new(rpc::METHOD, name));
    }
    parent.with_span(span)
}

/// Names a trace that nobody keeps.
fn unsampled() -> SpanContext {
    let ids = RandomIdGenerator::default();
    SpanContext::new(
        ids.new_trace_id(),
        ids.new_span_id(),
        TraceFlags::NOT_SAMPLED,
        false,
        TraceState::NONE,
    )
}

impl CallSpan {
    /// Follows a call that is served; `None` when its span is not recorded.
    pub(crate) fn served(context: Context) -> Option<UnderWay<Self>> {
        Self::begin(context, rpc::is_fault_of_server)
    }

    /// Follows a call that is made; `None` when its span is not recorded.
    pub(crate) fn made(context: Context) -> Option<UnderWay<Self>> {
        Self::begin(context, |code| code != Code::Ok)
    }

    fn begin(context: Context, is_error: fn(Code) -> bool) -> Option<UnderWay<Self>> {
        let recorded = context.span().is_recording();
        recorded.then(|| UnderWay::new(Self { context, is_error }))
    }
}

impl Witness for CallSpan {
    fn ended(&mut self, code: Code) {
        let span = self.context.span();
        span.set_attribute(KeyValue::new(rpc::STATUS, rpc::name(code)));
        if (self.is_error)(code) {
            span.set_attribute(KeyValue::new(rpc::ERROR, rpc::name(code)));
            span.set_status(Status::error(""));
        }
        span.end();
    }
}

/// Says something about the span at work: a business attribute, never a secret or free text. Costs next to nothing
/// where nothing is recorded: the value is not even made.
pub fn annotate(attribute: impl FnOnce() -> KeyValue) {
    if Context::map_current(|context| context.span().is_recording()) {
        Context::current().span().set_attribute(attribute());
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use opentelemetry_sdk::{
        error::OTelSdkResult,
        trace::{SpanData, SpanExporter},
    };

    use super::*;
    use crate::telemetry::{Telemetry, read_parent};

    const SUMMARY: &str = "/zhibiao.catalog.v1.CatalogService/GetSummary";

    #[derive(Debug)]
    struct Nowhere;

    impl SpanExporter for Nowhere {
        fn export(&self, _: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
            ready(Ok(()))
        }
    }

    #[test]
    fn what_is_done_for_nobody_is_recorded_on_neither_side() {
        let tracer = Telemetry::traced(Nowhere).tracer();
        let mut headers = HeaderMap::new();
        let made = tracer.made(SUMMARY).unwrap();
        propagation::inject(&made, &mut headers);
        assert!(CallSpan::made(made).is_none());
        let parent = read_parent(headers["traceparent"].to_str().unwrap()).unwrap();
        assert!(!parent.is_sampled());

        let served = tracer.served(SUMMARY, &headers);
        assert_eq!(served.span().span_context().trace_id(), parent.trace_id());
        assert!(CallSpan::served(served).is_none());
    }

    #[test]
    fn where_nothing_is_traced_the_log_has_the_caller_s_trace_and_whoever_is_called_too() {
        let tracer = Tracer::default();
        assert!(tracer.made(SUMMARY).is_none(), "what is done for nobody");
        let sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let served = tracer.served(
            SUMMARY,
            &HeaderMap::from_iter([("traceparent".parse().unwrap(), sent.parse().unwrap())]),
        );
        assert!(CallSpan::served(served.clone()).is_none());
        let _entered = served.attach();
        let mut headers = HeaderMap::new();
        propagation::inject(&tracer.made(SUMMARY).unwrap(), &mut headers);
        assert_eq!(headers["traceparent"], sent);

        let own = tracer.served(SUMMARY, &HeaderMap::new());
        let own = own.span().span_context().clone();
        assert!(own.is_valid() && !own.is_sampled());
    }
}
