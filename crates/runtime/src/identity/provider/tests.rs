//! A provider that is away, comes, and publishes nothing.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};
use tonic::codegen::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

use super::*;
use crate::{
    identity::{Authenticator, IdentityOptions, Peer},
    telemetry::Telemetry,
};

/// {"alg":"EdDSA","kid":"other"}: a token of a key that nobody publishes.
const TOKEN: &str = "Bearer eyJhbGciOiJFZERTQSIsImtpZCI6Im90aGVyIn0.e30.c2ln";

/// The public key of RFC 8037, appendix A.
const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"own",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

/// Answers every question with a document.
async fn publish(at: SocketAddr, document: &'static str) -> JoinHandle<()> {
    let listener = TcpListener::bind(at).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{document}",
                document.len()
            );
            // Whoever asks may go away meanwhile.
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    })
}

/// Asks the provider once more, as the process does in time.
async fn ask_again(provider: &Provider) {
    let renewed = provider.renewed.notified();
    provider.wanted.notify_one();
    tokio::select! {
        () = provider.keep_fresh() => {}
        () = renewed => {}
    }
}

#[tokio::test]
async fn a_token_is_not_bad_because_the_provider_is_away() {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = socket.local_addr().unwrap();
    drop(socket);
    let options = IdentityOptions {
        jwks: Some(format!("http://{at}/keys").parse().unwrap()),
        audience: Some("zhibiao".to_owned()),
        ..IdentityOptions::default()
    };
    let telemetry = Telemetry::exposed("zhibiao-test").unwrap();
    let authenticator = Authenticator::open(options, None, Clock::system()).await.unwrap();
    authenticator.tell_provider(&telemetry);
    let provider = authenticator.provider().unwrap();
    let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(TOKEN))]);
    let refused = async || {
        authenticator
            .identify(&Peer::Unknown, &headers)
            .await
            .unwrap_err()
    };
    let is_up = |up: u8| {
        telemetry
            .exposition()
            .contains(&format!("\nzhibiao_identity_provider_up {up}\n"))
    };

    let away = refused().await;
    assert_eq!(
        (away.code, away.reason.as_str()),
        (Code::Unavailable, "IDENTITY_PROVIDER_UNAVAILABLE")
    );
    assert_eq!(away.retry_after, Some(ASK_FIRST_EVERY));
    assert!(is_up(0), "{}", telemetry.exposition());

    let answering = publish(at, KEYS).await;
    ask_again(provider).await;
    assert_eq!(refused().await.reason, "TOKEN_KEY_UNKNOWN");
    assert!(is_up(1), "{}", telemetry.exposition());

    answering.abort();
    let _ = answering.await;
    let _empty = publish(at, r#"{"keys":[]}"#).await;
    ask_again(provider).await;
    assert!(
        provider.keys.get().find(Some("own")).is_some(),
        "the keys of before go on"
    );
    assert_eq!(refused().await.reason, "TOKEN_KEY_UNKNOWN");
    assert!(is_up(0), "{}", telemetry.exposition());
}
