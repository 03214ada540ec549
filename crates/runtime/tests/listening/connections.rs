//! Connections on which nothing is said, and more of them than are taken on.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::wire::{Call, GET_ZONE, Serving, prefix};

/// Reads until the other side ends the connection, however it does.
async fn ended(stream: &mut TcpStream) {
    let mut bytes = [0; 1_024];
    while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
}

#[tokio::test]
async fn who_does_not_greet_is_not_waited_for() {
    let serving = Serving::start(|server| server).await;
    let calls = serving.connect().await;
    let mut silent = TcpStream::connect(serving.address).await.unwrap();
    let mut half = TcpStream::connect(serving.address).await.unwrap();
    half.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    let mut whole = Call::begin(&calls, GET_ZONE).await;
    whole.send(prefix(0, 0), true);
    assert_eq!(whole.end().await, Ok(()));
    tokio::time::pause();
    ended(&mut silent).await;
    ended(&mut half).await;
    tokio::time::resume();
    let mut again = Call::begin(&calls, GET_ZONE).await;
    again.send(prefix(0, 0), true);
    assert_eq!(again.end().await, Ok(()), "who has greeted stays");
}

#[tokio::test]
async fn connections_past_the_bound_are_closed_and_counted() {
    let serving = Serving::start(|server| server.with_connections(1)).await;
    let calls = serving.connect().await;
    let mut call = Call::begin(&calls, GET_ZONE).await;
    call.send(prefix(0, 0), true);
    assert_eq!(call.end().await, Ok(()));
    ended(&mut TcpStream::connect(serving.address).await.unwrap()).await;
    assert_eq!(serving.metric("zhibiao_server_connections"), 1.0);
    assert_eq!(serving.metric("zhibiao_server_connections_refused_total"), 1.0);
}

#[tokio::test]
async fn a_token_that_is_too_long_is_told_so() {
    let serving = Serving::start(|server| server).await;
    let calls = serving.connect().await;
    let with = |bytes: usize| {
        let head = tonic::codegen::http::Request::post(format!("http://zhibiao{GET_ZONE}"))
            .header("content-type", "application/grpc")
            .header("authorization", format!("Bearer {}", "t".repeat(bytes)));
        let mut calls = calls.clone();
        async move {
            calls = calls.ready().await.unwrap();
            let (answer, _) = calls.send_request(head.body(()).unwrap(), true).unwrap();
            answer.await.unwrap()
        }
    };
    assert!(
        with(20 << 10)
            .await
            .headers()
            .contains_key("grpc-status-details-bin")
    );
    assert_eq!(with(40 << 10).await.status(), 431);
}
