//! The operations listener under connections that stay.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_util::sync::{CancellationToken, DropGuard};
use zhibiao_runtime::{health::Health, ops::Operations, telemetry::Telemetry};

/// Serves until the guard is dropped.
async fn serve() -> (SocketAddr, DropGuard) {
    let operations = Operations::bind((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let address = operations.address();
    let until = CancellationToken::new();
    let telemetry = Telemetry::exposed("test").unwrap();
    tokio::spawn(operations.serve(Health::starting().await, telemetry, until.clone()));
    (address, until.drop_guard())
}

/// The answer to a request over plain HTTP.
async fn ask(address: SocketAddr, path: &str, headers: &str) -> String {
    let mut asking = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}Connection: close\r\n\r\n");
    asking.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Orchestrators take any answer of 200 for good health.
#[tokio::test]
async fn a_path_that_is_not_there_is_not_found() {
    let (address, _until) = serve().await;
    for path in ["/", "/healthz", "/grpc.health.v1.Healthy/Check"] {
        let answer = ask(address, path, "").await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(answer.contains("/metrics"), "{answer}");
        let called = ask(address, path, "Content-Type: application/grpc\r\n").await;
        assert!(called.contains("grpc-status: 12"), "{path}: {called}");
    }
}

#[tokio::test]
async fn who_asks_is_answered_however_many_stay() {
    let (address, _until) = serve().await;
    let mut staying = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-A: ")
            .await
            .unwrap();
        staying.push(stream);
    }
    let answer = ask(address, "/metrics", "").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // Those that came first had to go; the last one goes when it has been silent for long.
    let mut bytes = Vec::new();
    let _ = staying[0].read_to_end(&mut bytes).await;
    let mut last = staying.pop().unwrap();
    let mut byte = [0];
    assert!(
        last.try_read(&mut byte)
            .is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    );
    tokio::time::pause();
    let _ = last.read_to_end(&mut bytes).await;
}
