//! The W3C trace context (`traceparent`, `tracestate`) in the metadata of calls, and as one line of text where it is
//! kept with data.

use std::collections::HashMap;

use opentelemetry::{
    Context,
    propagation::{Extractor, Injector, TextMapPropagator as _},
    trace::{SpanContext, TraceContextExt as _},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tonic::codegen::http::{HeaderMap, HeaderName, HeaderValue};

/// Looked for in every call, so that its name is not read every time.
static PARENT: HeaderName = HeaderName::from_static("traceparent");

struct Headers<'a>(&'a HeaderMap);

struct HeadersMut<'a>(&'a mut HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }

    fn get_all(&self, key: &str) -> Option<Vec<&str>> {
        let values = self.0.get_all(key).iter();
        let values: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
        (!values.is_empty()).then_some(values)
    }
}

impl Injector for HeadersMut<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (key.parse::<HeaderName>(), HeaderValue::try_from(value))
            && !value.is_empty()
        {
            self.0.insert(name, value);
        }
    }
}

/// The context that headers name; an empty one when they name none that can be read.
pub(super) fn extract(headers: &HeaderMap) -> Context {
    if !headers.contains_key(&PARENT) {
        return Context::new();
    }
    TraceContextPropagator::new().extract_with_context(&Context::new(), &Headers(headers))
}

/// Names a context in headers.
pub(crate) fn inject(context: &Context, headers: &mut HeaderMap) {
    TraceContextPropagator::new().inject_context(context, &mut HeadersMut(headers));
}

/// The span at work as a `traceparent`; `None` when there is none that is sampled, which nobody could look up.
#[must_use]
pub fn current_parent() -> Option<String> {
    let context = Context::current();
    if !context.span().span_context().is_sampled() {
        return None;
    }
    let mut fields = HashMap::new();
    TraceContextPropagator::new().inject_context(&context, &mut fields);
    fields.remove(PARENT.as_str())
}

/// The span at work as the parent of what is done for it later, when it has ended; `None` when there is none.
#[must_use]
pub fn current_cause() -> Option<Context> {
    let span = Context::current().span().span_context().clone();
    // Only its names are kept: the span itself would hold everything that was said about it.
    span.is_valid()
        .then(|| Context::new().with_remote_span_context(span))
}

/// The span that a `traceparent` names; `None` when it can't be read.
#[must_use]
pub fn read_parent(text: &str) -> Option<SpanContext> {
    let fields = HashMap::from([(PARENT.as_str().to_owned(), text.to_owned())]);
    let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &fields);
    let span = context.span().span_context().clone();
    span.is_valid().then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLED: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_context_survives_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(&PARENT, HeaderValue::from_static(SAMPLED));
        headers.insert("tracestate", HeaderValue::from_static("a=1,b=2"));
        let context = extract(&headers);
        let mut again = HeaderMap::new();
        inject(&context, &mut again);
        assert_eq!(again, headers);
    }

    #[test]
    fn what_cannot_be_read_is_no_context() {
        let mut headers = HeaderMap::new();
        headers.insert(&PARENT, HeaderValue::from_static("00-zz-1-01"));
        assert!(!extract(&headers).span().span_context().is_valid());
        assert_eq!(read_parent("nonsense"), None);
        assert_eq!(read_parent(""), None);
    }

    #[test]
    fn the_span_at_work_is_told_as_it_is_read() {
        let span = read_parent(SAMPLED).unwrap();
        let context = Context::new().with_remote_span_context(span.clone());
        let _entered = context.attach();
        assert_eq!(current_parent().as_deref(), Some(SAMPLED));
        let cause = current_cause().unwrap();
        assert_eq!(cause.span().span_context(), &span);
    }

    #[test]
    fn what_is_not_sampled_is_not_told() {
        assert_eq!(current_parent(), None);
        assert!(current_cause().is_none());
        let span = read_parent(&SAMPLED.replace("-01", "-00")).unwrap();
        let _entered = Context::new().with_remote_span_context(span).attach();
        assert_eq!(current_parent(), None);
    }
}
