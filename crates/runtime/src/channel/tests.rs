//! Calls that share a connection.

use std::{convert::Infallible, time::Duration};

use axum::routing::get;
use futures_util::stream;
use http_body::Frame;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Bytes;
use tokio::time::timeout;

use super::*;

/// Far more calls than it takes until an answer that nobody reads has filled the room that it has.
const CALLS: usize = 500;

/// A call through memory takes far less; without an answer it would wait for ever.
const LONG: Duration = Duration::from_secs(20);

async fn answer(channel: &Channel, path: &str) -> http::Response<Body> {
    let mut channel = channel.clone();
    let uri = format!("http://in-process{path}");
    let request = http::Request::get(uri).body(Body::empty()).unwrap();
    std::future::poll_fn(|context| tower::Service::poll_ready(&mut channel, context))
        .await
        .unwrap();
    tower::Service::call(&mut channel, request).await.unwrap()
}

/// A reader that does something else first, such as asking the same service, must not have to read on to be answered.
#[tokio::test]
async fn an_answer_that_nobody_reads_holds_up_no_other() {
    let endless = || async {
        let piece = Bytes::from(vec![7; 1 << 20]);
        let pieces = stream::repeat_with(move || Ok::<_, Infallible>(Frame::data(piece.clone())));
        axum::body::Body::new(StreamBody::new(pieces))
    };
    let router = Routes::default()
        .into_axum_router()
        .route("/endless", get(endless))
        .route("/short", get(|| async { vec![1_u8; 4_096] }));
    let channel = in_process(router.into(), CancellationToken::new());
    let unread = answer(&channel, "/endless").await;
    for call in 0..CALLS {
        let short = async { answer(&channel, "/short").await.into_body().collect().await };
        let short = timeout(LONG, short).await;
        let body = short.unwrap_or_else(|_| panic!("call {call} is not answered"));
        assert_eq!(body.unwrap().to_bytes().len(), 4_096);
    }
    drop(unread);
}
