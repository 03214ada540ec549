use std::{convert::Infallible, future::poll_fn};

use tonic::codegen::BoxFuture;

use http_body::{Body as HttpBody, Frame};
use tonic::{Status, codegen::Bytes};

use super::*;

const RANK: &str = "/zhibiao.compare.v1.CompareService/Rank";

/// Answers like a server: a message and how it went, or at once how it went.
#[derive(Debug, Clone)]
struct Answer(Option<Bytes>, Code);

/// A body of one message and trailers.
struct Message(Vec<Frame<Bytes>>);

impl HttpBody for Message {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop().map(Ok))
    }
}

impl Service<http::Request<Body>> for Answer {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        let Self(message, code) = self.clone();
        let status = Status::new(code, "");
        let answer = match message {
            None => status.into_http(),
            Some(bytes) => {
                let mut trailers = http::HeaderMap::new();
                status.add_header(&mut trailers).unwrap();
                let frames = vec![Frame::trailers(trailers), Frame::data(bytes)];
                http::Response::new(Body::new(Message(frames)))
            }
        };
        Box::pin(async move { Ok(answer) })
    }
}

/// Makes a call and reads so many frames of its answer.
async fn call(telemetry: &Telemetry, path: &str, answer: Answer, frames: usize) {
    let mut service = Observe::new(answer, telemetry);
    let request = http::Request::builder().uri(path).body(Body::empty());
    let mut body = service.call(request.unwrap()).await.unwrap().into_body();
    for _ in 0..frames {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        assert!(frame.is_some());
    }
}

/// The calls counted so far: method, status, type of error and number.
fn counted(telemetry: &Telemetry) -> Vec<[String; 4]> {
    let text = telemetry.exposition();
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("rpc_server_call_duration_seconds_count"));
    let label = |line: &str, name: &str| {
        let value = line.split_once(&format!("{name}=\""));
        let value = value.and_then(|(_, rest)| rest.split_once('"'));
        value.map_or_else(String::new, |(value, _)| value.to_owned())
    };
    let mut counted: Vec<_> = lines
        .map(|line| {
            let number = line.rsplit(' ').next().unwrap().to_owned();
            let labels = ["rpc_method", "rpc_response_status_code", "error_type"];
            let [method, status, error] = labels.map(|name| label(line, name));
            [method, status, error, number]
        })
        .collect();
    counted.sort();
    counted
}

#[tokio::test]
async fn calls_are_counted_by_method_and_by_how_they_end() {
    let telemetry = Telemetry::exposed("test").unwrap();
    let message = Some(Bytes::from_static(b"answer"));
    call(&telemetry, RANK, Answer(message.clone(), Code::Ok), 2).await;
    call(&telemetry, RANK, Answer(message.clone(), Code::Ok), 2).await;
    call(&telemetry, RANK, Answer(message.clone(), Code::Unavailable), 2).await;
    call(&telemetry, RANK, Answer(None, Code::NotFound), 0).await;
    let gone = 1;
    call(&telemetry, RANK, Answer(message, Code::Ok), gone).await;
    call(
        &telemetry,
        "/made.up.Service/Call",
        Answer(None, Code::Unimplemented),
        0,
    )
    .await;
    call(
        &telemetry,
        "/grpc.health.v1.Health/Check",
        Answer(None, Code::Ok),
        0,
    )
    .await;
    let rank = "zhibiao.compare.v1.CompareService/Rank";
    assert_eq!(
        counted(&telemetry),
        [
            ["_OTHER", "UNIMPLEMENTED", "UNIMPLEMENTED", "1"],
            [rank, "CANCELLED", "", "1"],
            [rank, "NOT_FOUND", "", "1"],
            [rank, "OK", "", "2"],
            [rank, "UNAVAILABLE", "UNAVAILABLE", "1"],
        ]
    );
}

#[tokio::test]
async fn who_is_gone_before_the_answer_has_cancelled_the_call() {
    let telemetry = Telemetry::exposed("test").unwrap();
    let mut service = Observe::new(Answer(None, Code::Ok), &telemetry);
    let request = http::Request::builder().uri(RANK).body(Body::empty());
    drop(service.call(request.unwrap()));
    let [counted] = counted(&telemetry).try_into().unwrap();
    assert_eq!(counted[1..], ["CANCELLED", "", "1"]);
}

#[tokio::test]
async fn faults_are_counted_from_0() {
    let telemetry = Telemetry::exposed("test").unwrap();
    let mut service = Observe::new(Answer(None, Code::Ok), &telemetry);
    let told = |count| {
        let line = format!("zhibiao_server_faults_total {count}\n");
        telemetry.exposition().contains(&line)
    };
    assert!(told(0));
    let faults = [Code::Internal, Code::DataLoss, Code::Unknown];
    for code in faults
        .into_iter()
        .chain([Code::Ok, Code::Unavailable, Code::NotFound])
    {
        service.inner.1 = code;
        let request = http::Request::builder().uri(RANK).body(Body::empty());
        drop(service.call(request.unwrap()).await.unwrap());
    }
    assert!(told(3), "{}", telemetry.exposition());
}
