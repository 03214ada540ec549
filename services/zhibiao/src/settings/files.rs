//! Files and folders that settings name. What is wrong with them is told with the other faults, before anything is
//! started.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use zhibiao_postgres::Url;
use zhibiao_runtime::config::Source;
use zhibiao_tls::{TlsFile, TlsFiles};

use super::{Folder, Sheet};

/// A setting and the file that it names.
pub(crate) type Named<'a> = (&'static str, Option<&'a Folder>);

/// Files of TLS, as settings name them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TlsNamed<'a> {
    pub(crate) certificate: Named<'a>,
    pub(crate) key: Named<'a>,
    pub(crate) authorities: Named<'a>,
}

impl TlsNamed<'_> {
    /// Notes what is wrong with each of the files, or with all of them together.
    pub(crate) fn check<S: Source>(self, sheet: &mut Sheet<'_, S>) {
        let named = [
            (TlsFile::Certificate, self.certificate),
            (TlsFile::Key, self.key),
            (TlsFile::Authorities, self.authorities),
        ];
        let single = named.iter().filter_map(|(file, (_, path))| {
            let fault = file.check(&(*path)?.0).err()?;
            Some((*file, fault))
        });
        let mut faults: Vec<_> = single.collect();
        let files = self.files();
        if faults.is_empty() && files != TlsFiles::default() {
            faults = files.faults();
        }
        for (file, fault) in faults {
            let (setting, instead) = match file {
                TlsFile::Certificate => (self.certificate.0, "name a certificate, with its chain, as PEM"),
                TlsFile::Key => (self.key.0, "name the key of the certificate, as PEM"),
                TlsFile::Authorities => (self.authorities.0, "name certificates of authorities, as PEM"),
            };
            sheet.refuse(setting, &format!("{fault}; {instead}"));
        }
    }

    /// The files. A certificate without its key is left out, and told elsewhere.
    pub(crate) fn files(self) -> TlsFiles {
        let pair = self.certificate.1.zip(self.key.1);
        TlsFiles {
            pair: pair.map(|(certificate, key)| (certificate.0.clone(), key.0.clone())),
            ca: self.authorities.1.map(|file| file.0.clone()),
        }
    }
}

/// Notes what is wrong with the files that an address of a database names.
pub(crate) fn check_database<S: Source>(sheet: &mut Sheet<'_, S>, key: &str, url: &Url) {
    for fault in url.faults() {
        sheet.refuse(key, &fault);
    }
}

/// Notes that a folder for data can't be used, as far as that can be known without making it.
pub(super) fn check_folder<S: Source>(sheet: &mut Sheet<'_, S>, key: &str, folder: &Path) {
    let there = folder
        .ancestors()
        .map(shown)
        .find_map(|path| match fs::metadata(&path) {
            Ok(found) => Some(if found.is_dir() {
                unwritable(&path)
            } else {
                Some(format!("{} is a file", path.display()))
            }),
            // What is below a file or is not there is made, if what is above it allows.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => None,
            Err(_) => Some(Some(format!("this process may not look into {}", path.display()))),
        });
    if let Some(Some(fault)) = there {
        let folder = folder.display();
        sheet.refuse(
            key,
            &format!("{folder}: {fault}; name a folder that this process may write to"),
        );
    }
}

/// Notes that a file can't be written for want of its folder.
pub(crate) fn check_written<S: Source>(sheet: &mut Sheet<'_, S>, key: &str, file: &Path) {
    let folder = shown(file.parent().unwrap_or(file));
    let fault = match fs::metadata(&folder) {
        Ok(found) if found.is_dir() => unwritable(&folder),
        Ok(_) => Some(format!("{} is a file", folder.display())),
        Err(_) => Some(format!("there is no folder {}", folder.display())),
    };
    if let Some(fault) = fault {
        let file = file.display();
        sheet.refuse(
            key,
            &format!("{file}: {fault}; name a file in a folder that this process may write to"),
        );
    }
}

/// The folder at work is written as nothing.
fn shown(path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        path.to_owned()
    }
}

#[cfg(unix)]
fn unwritable(folder: &Path) -> Option<String> {
    use rustix::fs::{Access, access};

    let needed = Access::WRITE_OK | Access::EXEC_OK;
    let refused = access(folder, needed).is_err();
    refused.then(|| format!("this process may not write to {}", folder.display()))
}

#[cfg(not(unix))]
fn unwritable(_: &Path) -> Option<String> {
    None
}
