//! The zip archive around a workbook: what is checked before anything is inflated, and reading with a count.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{Limits, Unreadable};

/// Below this many inflated bytes the inflation is nobody's concern.
const HARMLESS: u64 = 16 << 20;
const CENTRAL_HEADER: &[u8; 4] = b"PK\x01\x02";
const OLE: &[u8; 8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// An archive whose directory has been checked.
pub(crate) struct Archive<R> {
    zip: ZipArchive<R>,
    /// Paths in lower case with forward slashes, as some programs disagree on both.
    paths: Vec<(String, usize)>,
    limits: Limits,
}

/// A part of the archive, inflated as it is read, up to a bound.
pub(crate) struct Part<'a, R: Read> {
    file: zip::read::ZipFile<'a, R>,
    path: String,
    packed: u64,
    inflated: u64,
    bound: u64,
    /// Why reading stopped: `Read` can only say that it did.
    fault: Option<Unreadable>,
}

/// Whether the content starts as a zip archive does, as that of workbooks and documents.
#[must_use]
pub fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Names what is plainly neither text nor a workbook of the current format.
pub(crate) fn refuse_other_formats(head: &[u8], bytes: &[u8]) -> Result<(), Unreadable> {
    if head.starts_with(OLE) {
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if encrypted {
            Unreadable::Encrypted
        } else {
            Unreadable::LegacyWorkbook
        });
    }
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start()
        .to_ascii_lowercase();
    let signs: [(&[u8], &str); 9] = [
        (b"%pdf", "a PDF document"),
        (b"<!doctype html", "a web page"),
        (b"<html", "a web page"),
        (b"<table", "a web page"),
        (b"<?xml", "an XML document"),
        (b"\x89png", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"rar!", "an archive of another kind"),
        (b"7z\xbc\xaf", "an archive of another kind"),
    ];
    match signs.iter().find(|(sign, _)| text.starts_with(sign)) {
        Some(&(_, found)) => Err(Unreadable::NotAWorkbook { found }),
        None => Ok(()),
    }
}

impl<R: Read + Seek> Archive<R> {
    /// Checks the directory; inflates nothing.
    pub(crate) fn open(mut source: R, limits: Limits) -> Result<Self, Unreadable> {
        // Counted in the bytes themselves: a directory can be found in more places than one.
        if count_headers(&mut source).map_err(Unreadable::Io)? > limits.parts {
            return Err(Unreadable::TooManyParts { limit: limits.parts });
        }
        let zip = ZipArchive::new(source).map_err(|fault| unreadable(fault, "its directory"))?;
        let mut paths: Vec<(String, usize)> = zip
            .file_names_raw()
            .enumerate()
            .map(|(index, name)| {
                (
                    String::from_utf8_lossy(name).replace('\\', "/").to_lowercase(),
                    index,
                )
            })
            .collect();
        paths.sort();
        Ok(Self { zip, paths, limits })
    }

    /// Whether there is a part of this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.index(path).is_some()
    }

    /// Opens a part that is loaded whole; None if there is none.
    pub(crate) fn part(&mut self, path: &str) -> Result<Option<Part<'_, R>>, Unreadable> {
        self.open_part(path, self.limits.part_bytes)
    }

    /// Opens a part that is streamed; None if there is none.
    pub(crate) fn stream(&mut self, path: &str) -> Result<Option<Part<'_, R>>, Unreadable> {
        self.open_part(path, self.limits.sheet_bytes)
    }

    fn open_part(&mut self, path: &str, bound: u64) -> Result<Option<Part<'_, R>>, Unreadable> {
        let Some(index) = self.index(path) else {
            return Ok(None);
        };
        let inflation = self.limits.inflation;
        let file = self
            .zip
            .by_index(index)
            .map_err(|fault| unreadable(fault, path))?;
        let packed = file.compressed_size();
        let bound = bound.min(HARMLESS.max(packed.saturating_mul(inflation)));
        if file.size() > bound {
            return Err(Unreadable::ZipBomb {
                part: path.to_owned(),
                packed,
                inflated: bound,
            });
        }
        Ok(Some(Part {
            file,
            path: path.to_owned(),
            packed,
            inflated: 0,
            bound,
            fault: None,
        }))
    }

    fn index(&self, path: &str) -> Option<usize> {
        let path = path.to_lowercase();
        let found = self
            .paths
            .binary_search_by(|(known, _)| known.as_str().cmp(&path))
            .ok()?;
        self.paths.get(found).map(|&(_, index)| index)
    }
}

impl<R: Read> Part<'_, R> {
    /// The path of the part.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Reads on; 0 bytes at the end.
    pub(crate) fn read_some(&mut self, buffer: &mut [u8]) -> Result<usize, Unreadable> {
        self.read(buffer).map_err(|fault| match self.fault.take() {
            Some(bomb) => bomb,
            None => damaged(fault, &self.path),
        })
    }
}

impl<R: Read> Read for Part<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.inflated += read as u64;
        if self.inflated > self.bound {
            self.fault = Some(Unreadable::ZipBomb {
                part: self.path.clone(),
                packed: self.packed,
                inflated: self.bound,
            });
            return Err(std::io::ErrorKind::QuotaExceeded.into());
        }
        Ok(read)
    }
}

/// Directory entries in the file, counted by their signature.
fn count_headers(source: &mut (impl Read + Seek)) -> std::io::Result<usize> {
    source.seek(SeekFrom::Start(0))?;
    let mut block = vec![0; 64 << 10];
    let (mut kept, mut count) = (0, 0);
    loop {
        let read = source.read(block.get_mut(kept..).unwrap_or_default())?;
        if read == 0 {
            return Ok(count);
        }
        let filled = block.get(..kept + read).unwrap_or_default();
        count += filled
            .windows(CENTRAL_HEADER.len())
            .filter(|window| window == CENTRAL_HEADER)
            .count();
        // A signature may lie across two blocks; three bytes of it can't be counted twice.
        let tail = filled.len().saturating_sub(CENTRAL_HEADER.len() - 1);
        let end = filled.len();
        block.copy_within(tail..end, 0);
        kept = end - tail;
    }
}

fn unreadable(fault: ZipError, part: &str) -> Unreadable {
    if let ZipError::Io(fault) = fault {
        damaged(fault, part)
    } else if matches!(fault, ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) {
        Unreadable::Encrypted
    } else {
        Unreadable::Truncated {
            part: part.to_owned(),
        }
    }
}

/// Inflating reports bad data as I/O errors; only what the system says is one.
fn damaged(fault: std::io::Error, part: &str) -> Unreadable {
    if fault.raw_os_error().is_some() {
        Unreadable::Io(fault)
    } else {
        Unreadable::Truncated {
            part: part.to_owned(),
        }
    }
}
