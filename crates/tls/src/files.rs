//! The files of certificates and keys.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::{Tls, TlsError, material};

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

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsFile {
    /// The certificate to show.
    Certificate,
    /// Its key.
    Key,
    /// Authorities whose certificates are believed.
    Authorities,
}

impl TlsFile {
    /// Looks whether a file can be used for this, by itself.
    ///
    /// # Errors
    /// When it can't be read, or holds something else.
    pub fn check(self, path: &Path) -> Result<(), TlsError> {
        let text = read(path)?;
        match self {
            Self::Certificate => material::certificates(path, &text).map(drop),
            Self::Key => material::private_key(path, &text).map(drop),
            Self::Authorities => material::authorities(path, &text).map(drop),
        }
    }
}

impl TlsFiles {
    /// Everything that is wrong with the files, with the file that is to be mended; nothing where [`Tls::read`] succeeds.
    #[must_use]
    pub fn faults(&self) -> Vec<(TlsFile, TlsError)> {
        let pair = self.pair.as_ref();
        let named = [
            (TlsFile::Certificate, pair.map(|(certificate, _)| certificate)),
            (TlsFile::Key, pair.map(|(_, key)| key)),
            (TlsFile::Authorities, self.ca.as_ref()),
        ];
        let single = named
            .into_iter()
            .filter_map(|(file, path)| Some((file, file.check(path?).err()?)));
        let mut faults: Vec<_> = single.collect();
        if faults.is_empty()
            && let Err(error) = Tls::read(self.clone())
        {
            let file = match error {
                TlsError::NoAuthorities => TlsFile::Authorities,
                TlsError::Unreadable { .. } | TlsError::Unusable { .. } | TlsError::Setup(_) => {
                    TlsFile::Certificate
                }
            };
            faults.push((file, error));
        }
        faults
    }
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
            ca: files.ca.as_deref().map(read).transpose()?,
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    let unreadable = |reason: String| TlsError::Unreadable {
        path: path.to_owned(),
        reason,
    };
    let size = fs::metadata(path).map_err(|error| unreadable(why(&error)))?.len();
    if size > MAX_FILE {
        return Err(unreadable(format!(
            "it has {size} bytes, at most {MAX_FILE} are read"
        )));
    }
    fs::read(path).map_err(|error| unreadable(why(&error)))
}

/// Why a file can't be read, without the system's numbers.
fn why(error: &io::Error) -> String {
    let known = [
        (ErrorKind::NotFound, "there is no such file"),
        (ErrorKind::IsADirectory, "it is a folder"),
        (ErrorKind::PermissionDenied, "this process may not read it"),
    ];
    let known = known.iter().find(|(kind, _)| *kind == error.kind());
    known.map_or_else(|| error.to_string(), |(_, said)| (*said).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_cannot_be_used_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.crt");
        fs::write(&empty, "").unwrap();
        let files = TlsFiles {
            pair: Some((empty, folder.path().to_owned())),
            ca: Some(folder.path().join("absent.crt")),
        };
        let faults = files.faults();
        let told: Vec<_> = faults
            .iter()
            .map(|(file, fault)| (*file, fault.to_string()))
            .collect();
        let parts = [
            (TlsFile::Certificate, "empty.crt: there is no certificate"),
            (TlsFile::Key, "it is a folder"),
            (TlsFile::Authorities, "absent.crt: there is no such file"),
        ];
        assert_eq!(told.len(), parts.len(), "{told:?}");
        for ((file, what), (named, part)) in told.iter().zip(parts) {
            assert!(*file == named && what.contains(part), "{told:?}");
        }
    }
}
