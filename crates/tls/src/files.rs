//! The files of certificates and keys.

use std::{fs, path::PathBuf};

use super::TlsError;

/// Largest file of certificates or keys.
const MAX_FILE: u64 = 1 << 20;

/// Where certificates and keys are, as PEM.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TlsFiles {
    /// The certificate to show, with the chain that leads to its authority, and its key.
    pub pair: Option<(PathBuf, PathBuf)>,
    /// Authorities whose certificates are believed; the system's, where there is none.
    pub ca: Option<PathBuf>,
}

/// What the files hold.
#[derive(PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) pair: Option<(Vec<u8>, Vec<u8>)>,
    pub(super) ca: Option<Vec<u8>>,
}

impl Contents {
    pub(super) fn read(files: &TlsFiles) -> Result<Self, TlsError> {
        let pair = files.pair.as_ref();
        Ok(Self {
            pair: pair
                .map(|(chain, key)| Ok::<_, TlsError>((read(chain)?, read(key)?)))
                .transpose()?,
            ca: files.ca.as_ref().map(read).transpose()?,
        })
    }
}

fn read(path: &PathBuf) -> Result<Vec<u8>, TlsError> {
    let unreadable = |reason: String| TlsError::Unreadable {
        path: path.clone(),
        reason,
    };
    let size = fs::metadata(path)
        .map_err(|error| unreadable(error.to_string()))?
        .len();
    if size > MAX_FILE {
        return Err(unreadable(format!(
            "it has {size} bytes, at most {MAX_FILE} are read"
        )));
    }
    fs::read(path).map_err(|error| unreadable(error.to_string()))
}
