//! How a client command proves who it is, and whom it believes.

use std::fs;

use zhibiao_client::Hub;
use zhibiao_runtime::config::{Reader, Source};
use zhibiao_tls::{Tls, TlsFiles};

use super::Folder;

/// The authorities that servers are held against, where they are not the system's.
pub(super) fn authorities<S: Source>(reader: &mut Reader<'_, S>) -> Option<Tls> {
    let ca: Folder = reader.optional("ZHIBIAO_SERVER_CA")?;
    let files = TlsFiles {
        pair: None,
        ca: Some(ca.0),
    };
    Tls::read(files)
        .map_err(|error| reader.refuse("ZHIBIAO_SERVER_CA", error.to_string()))
        .ok()
}

/// The hub with the token or key that is to be shown, where there is one. What is wrong with that is told, also where
/// there is no hub to show it to.
pub(super) fn bearing<S: Source>(reader: &mut Reader<'_, S>, hub: Option<Hub>) -> Option<Hub> {
    let (key, credential) = match reader.optional::<Folder>("ZHIBIAO_TOKEN_FILE") {
        Some(Folder(path)) => match fs::read_to_string(&path) {
            Ok(text) => ("ZHIBIAO_TOKEN_FILE", text),
            Err(error) => {
                let reason = format!("{}: {error}; name a file with your token or key", path.display());
                reader.refuse("ZHIBIAO_TOKEN_FILE", reason);
                return None;
            }
        },
        None => match reader.source().get("ZHIBIAO_TOKEN") {
            Some(text) => ("ZHIBIAO_TOKEN", text),
            None => return hub,
        },
    };
    hub?.bearing(&credential)
        .map_err(|problem| reader.refuse(key, problem.message))
        .ok()
}
