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

    /// The context of a call that is served, below its caller's span. A service that calls for nobody is believed; others
    /// don't choose what is traced of theirs. Where nothing is traced it is the caller's own, or else one that nobody
    /// keeps: lines of the log that belong together name the same trace all the same.
    pub(crate) fn served(
        &self,
        path: &str,
        headers: &HeaderMap,
        is_of_service: impl FnOnce() -> bool,
    ) -> Context {
        let mut parent = propagation::extract(headers);
        if is_for_nobody(&parent) && !is_of_service() {
            parent = for_somebody(&parent);
        }
        match &self.0 {
            _ if is_for_nobody(&parent) => parent,
            Some(tracer) => call(tracer, path, SpanKind::Server, &parent),
            None if parent.has_active_span() => parent,
            None => parent.with_remote_span_context(unsampled(TraceState::NONE)),
        }
    }

    /// The context of a call that is made for the span at work. What is done for nobody (polling, following) is not
    /// traced, however it is sampled: it would be a trace of one span, again and again. Whoever is called is told so, or
    /// would begin a trace. Where nothing is traced the span at work is told on.
    pub(crate) fn made(&self, path: &str) -> Option<Context> {
        let parent = Context::current();
        let Some(tracer) = &self.0 else {
            return parent.has_active_span().then_some(parent);
        };
        Some(if is_for_nobody(&parent) {
            parent
        } else if parent.has_active_span() {
            call(tracer, path, SpanKind::Client, &parent)
        } else {
            parent.with_remote_span_context(for_nobody())
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

/// What a trace that is kept for nobody has in its state: not to be sampled says no more than that its caller does not
/// keep it, and samplers that do not ask their callers would keep it all the same.
const FOR_NOBODY: (&str, &str) = ("zhibiao", "for-nobody");

/// Names a trace that nobody keeps.
fn for_nobody() -> SpanContext {
    unsampled(TraceState::from_key_value([FOR_NOBODY]).unwrap_or_default())
}

/// One that nobody keeps.
fn unsampled(state: TraceState) -> SpanContext {
    let ids = RandomIdGenerator::default();
    SpanContext::new(
        ids.new_trace_id(),
        ids.new_span_id(),
        TraceFlags::NOT_SAMPLED,
        false,
        state,
    )
}

fn is_for_nobody(context: &Context) -> bool {
    let (key, value) = FOR_NOBODY;
    context.span().span_context().trace_state().get(key) == Some(value)
}

/// The same trace, about which its sampler decides.
fn for_somebody(context: &Context) -> Context {
    let span = context.span().span_context().clone();
    let state = span.trace_state().delete(FOR_NOBODY.0).unwrap_or_default();
    context.with_remote_span_context(SpanContext::new(
        span.trace_id(),
        span.span_id(),
        span.trace_flags(),
        span.is_remote(),
        state,
    ))
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
    use crate::telemetry::{Sampling, Telemetry, current_cause, read_parent};

    const SUMMARY: &str = "/zhibiao.catalog.v1.CatalogService/GetSummary";

    #[derive(Debug)]
    struct Nowhere;

    impl SpanExporter for Nowhere {
        fn export(&self, _: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
            ready(Ok(()))
        }
    }

    /// Every sampler, and whether it keeps a trace that begins here, and one that its caller does not keep.
    const SAMPLERS: [(&str, bool, bool); 6] = [
        ("always_on", true, true),
        ("always_off", false, false),
        ("traceidratio", true, true),
        ("parentbased_always_on", true, false),
        ("parentbased_always_off", false, false),
        ("parentbased_traceidratio", true, false),
    ];

    fn tracer(rule: &str) -> Tracer {
        let sampling = Sampling {
            rule: rule.parse().unwrap(),
            ..Sampling::default()
        };
        Telemetry::sampled(Nowhere, sampling).tracer()
    }

    /// What a call that is made says of itself; it is not recorded.
    fn unrecorded(tracer: &Tracer) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let made = tracer.made(SUMMARY).unwrap();
        propagation::inject(&made, &mut headers);
        assert!(CallSpan::made(made).is_none());
        headers
    }

    #[test]
    fn what_is_done_for_nobody_is_recorded_on_no_side() {
        for (rule, ..) in SAMPLERS {
            let tracer = tracer(rule);
            let headers = unrecorded(&tracer);
            let parent = read_parent(headers["traceparent"].to_str().unwrap()).unwrap();
            assert!(!parent.is_sampled(), "{rule}");

            let served = tracer.served(SUMMARY, &headers, || true);
            assert_eq!(served.span().span_context().trace_id(), parent.trace_id());
            assert!(CallSpan::served(served.clone()).is_none(), "{rule}");

            // Nor is what is done for it, elsewhere or later.
            let _entered = served.attach();
            assert_eq!(unrecorded(&tracer), headers, "{rule}");
            let _later = current_cause().unwrap().attach();
            assert_eq!(unrecorded(&tracer), headers, "{rule}");
        }
    }

    #[test]
    fn what_is_done_for_somebody_is_recorded_as_the_sampler_has_it() {
        for (rule, keeps_own, keeps_others) in SAMPLERS {
            let tracer = tracer(rule);
            let recorded = |headers: &HeaderMap| {
                let served = tracer.served(SUMMARY, headers, || false);
                let _entered = served.clone().attach();
                let made = tracer.made(SUMMARY).unwrap();
                let made = CallSpan::made(made).is_some();
                assert_eq!(CallSpan::served(served).is_some(), made, "{rule}");
                made
            };
            assert_eq!(recorded(&HeaderMap::new()), keeps_own, "{rule}");
            // Callers who are no services do not choose what is kept by saying the same as they.
            assert_eq!(recorded(&unrecorded(&tracer)), keeps_others, "{rule}");
        }
    }

    #[test]
    fn where_nothing_is_traced_the_log_has_the_caller_s_trace_and_whoever_is_called_too() {
        let tracer = Tracer::default();
        assert!(tracer.made(SUMMARY).is_none(), "what is done for nobody");
        let sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        // A stranger's word that nothing should be traced goes no further than the role that hears it.
        let state = format!("{}={}", FOR_NOBODY.0, FOR_NOBODY.1);
        let of_stranger = HeaderMap::from_iter([
            ("traceparent".parse().unwrap(), sent.parse().unwrap()),
            ("tracestate".parse().unwrap(), state.parse().unwrap()),
        ]);
        let served = tracer.served(SUMMARY, &of_stranger, || false);
        assert!(CallSpan::served(served.clone()).is_none());
        let _entered = served.attach();
        let mut headers = HeaderMap::new();
        propagation::inject(&tracer.made(SUMMARY).unwrap(), &mut headers);
        assert_eq!(headers["traceparent"], sent);
        let told = headers.get("tracestate");
        assert!(told.is_none_or(|told| told.is_empty()), "{told:?}");

        let own = tracer.served(SUMMARY, &HeaderMap::new(), || false);
        let own = own.span().span_context().clone();
        assert!(own.is_valid() && !own.is_sampled());
    }
}
