//! Getting a small document over HTTP.

use std::{io, time::Duration};

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::{Request, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tonic::codegen::{Bytes, http::Uri};
use zhibiao_tls::{Protocol, Tls};

use crate::channel::BoxError;

/// Largest document.
const MAX_DOCUMENT: usize = 1 << 20;

/// Longest time for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Gets the document at a URL, by https or http.
pub(super) async fn document(uri: &Uri, tls: Option<&Tls>) -> Result<Vec<u8>, BoxError> {
    timeout(PATIENCE, get(uri, tls))
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

async fn get(uri: &Uri, tls: Option<&Tls>) -> Result<Vec<u8>, BoxError> {
    let host = uri.host().ok_or("the URL names no host")?;
    let secured = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if secured { 443 } else { 80 });
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    if !secured {
        return ask(uri, host, stream).await;
    }
    let tls = match tls {
        Some(own) => own.clone(),
        None => Tls::of_system()?,
    };
    ask(uri, host, tls.connect(host, Protocol::Web, stream).await?).await
}

async fn ask<S>(uri: &Uri, host: &str, stream: S) -> Result<Vec<u8>, BoxError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut line, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let carrying = tokio::spawn(connection);
    let authority = uri.authority().map_or(host, |authority| authority.as_str());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::get(path)
        .header(HOST, authority)
        .body(Empty::<Bytes>::new())?;
    let answer = line.send_request(request).await?;
    if !answer.status().is_success() {
        return Err(format!("the server answered {}", answer.status()).into());
    }
    let body = Limited::new(answer.into_body(), MAX_DOCUMENT).collect().await?;
    carrying.abort();
    Ok(body.to_bytes().to_vec())
}
