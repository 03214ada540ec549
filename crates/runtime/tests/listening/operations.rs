//! The operations listener under connections that stay.

use std::net::Ipv4Addr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_util::sync::CancellationToken;
use zhibiao_runtime::{health::Health, ops::Operations, telemetry::Telemetry};

#[tokio::test]
async fn who_asks_is_answered_however_many_stay() {
    let operations = Operations::bind((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let address = operations.address();
    let until = CancellationToken::new();
    let _until = until.clone().drop_guard();
    let telemetry = Telemetry::exposed("test").unwrap();
    tokio::spawn(operations.serve(Health::starting().await, telemetry, until));
    let mut staying = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-A: ")
            .await
            .unwrap();
        staying.push(stream);
    }
    let mut asking = TcpStream::connect(address).await.unwrap();
    let request = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    asking.write_all(request).await.unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).await.unwrap();
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
