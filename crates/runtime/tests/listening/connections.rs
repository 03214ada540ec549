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

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// The headers of a call, as HPACK has them without any table of its own.
fn call_headers() -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let (post, http) = (vec![0x83], vec![0x86]);
    let path = [vec![0x04], text(GET_ZONE)].concat();
    let authority = [vec![0x01], text("zhibiao")].concat();
    let kind = [vec![0x0f, 0x10], text("application/grpc")].concat();
    [post, http, path, authority, kind].concat()
}

/// Calls that are cancelled before the server has looked at any: they come with their ends in one piece.
#[tokio::test]
async fn who_cancels_all_calls_at_once_ends_nobody_else_s_on_the_connection() {
    let [data, headers, reset, settings, goaway] = [0, 1, 3, 4, 7];
    let serving = Serving::start(|server| server).await;
    let mut stream = TcpStream::connect(serving.address).await.unwrap();
    let begun = |stream| frame(headers, 0x4, stream, &call_headers());
    let cancelled = |stream| frame(reset, 0, stream, &8_u32.to_be_bytes());
    let mut sent = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    sent.extend([frame(settings, 0, 0, &[]), begun(1)].concat());
    for other in (3..).step_by(2).take(150) {
        sent.extend([begun(other), cancelled(other)].concat());
    }
    sent.extend(frame(data, 0x1, 1, &prefix(0, 0)));
    stream.write_all(&sent).await.unwrap();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let [a, b, c, kind, flags, of @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        stream.read_exact(&mut payload).await.unwrap();
        assert_ne!(kind, goaway, "{}", String::from_utf8_lossy(&payload));
        // The end of the answer.
        if (kind, flags & 0x1, u32::from_be_bytes(of)) == (headers, 0x1, 1) {
            break;
        }
    }
}
