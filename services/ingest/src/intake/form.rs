//! The form of a file: tables, prose, or prose in a document.

use std::io::{Cursor, Read, Seek, SeekFrom};

use zhibiao_encoding::{Undecodable, decode};
use zhibiao_extract::{LONGEST_TEXT, TextTooLarge};
use zhibiao_proto::report::v1::{FileFormat, ReportHeader};
use zhibiao_tabular as tabular;

use super::{file::read_file, prose::read_prose};
use crate::{atlas::Atlas, content::Content, header::Header};

/// Endings of the names of files, with the form that they are of when neither sender nor content says it.
const ENDINGS: [(&str, FileFormat); 3] = [
    (".txt", FileFormat::Text),
    (".md", FileFormat::Text),
    (".docx", FileFormat::Docx),
];

/// Why a file can't be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is neither a table nor a document that can be read.
    #[error(transparent)]
    Unreadable(#[from] tabular::Unreadable),
    /// It is a file of another kind than a text: a PDF, a picture.
    #[error(transparent)]
    NotText(tabular::Unreadable),
    /// It is prose without a word.
    #[error("the text has no word; look whether it is the right file, and save it again with its text")]
    NoWords,
    /// It is no text.
    #[error(transparent)]
    Undecodable(#[from] Undecodable),
    /// The text is too long, or has too many numbers.
    #[error(transparent)]
    TooLong(#[from] TextTooLarge),
    /// The bytes can't be had.
    #[error("the file could not be read; send it again")]
    Io(#[from] std::io::Error),
}

impl FileError {
    /// The reason that the sender is told; none when it is not the file's fault.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable(tabular::Unreadable::Io(_))
            | Self::NotText(tabular::Unreadable::Io(_))
            | Self::Io(_) => None,
            Self::Unreadable(fault) => Some(fault.code()),
            Self::NotText(tabular::Unreadable::NotAWorkbook { .. }) => Some("FILE_NOT_A_TEXT"),
            Self::NotText(fault) => Some(fault.code()),
            Self::NoWords => Some(tabular::Unreadable::Empty.code()),
            Self::Undecodable(fault) => Some(tabular::Unreadable::from(*fault).code()),
            Self::TooLong(_) => Some("TEXT_TOO_LONG"),
        }
    }
}

/// Reads a file, whatever its form.
///
/// # Errors
/// When it is no report at all or passes a limit.
pub(crate) fn read_any<R: Read + Seek>(
    mut source: R,
    header: &Header,
    atlas: &Atlas,
) -> Result<Content, FileError> {
    match prose_text(&mut source, &header.wire)? {
        Some(text) => read_prose(&with_words(text)?, header, atlas),
        None => Ok(read_file(source, header, atlas)?),
    }
}

/// The text of a file of prose, whose bytes are what every span of the report counts; none for tables. A file gives the
/// same text whenever it is asked.
///
/// # Errors
/// When it is no text or passes a limit.
pub(crate) fn prose_text<R: Read + Seek>(
    mut source: R,
    header: &ReportHeader,
) -> Result<Option<String>, FileError> {
    match form(&mut source, header)? {
        FileFormat::Text => text(source).map(Some),
        FileFormat::Docx => document(source).map(Some),
        FileFormat::Unspecified | FileFormat::Csv | FileFormat::Xlsx => Ok(None),
    }
}

/// The text of a file that is known to be prose, for those who read it without a hub: what the hub would read of it, or
/// say of it.
///
/// # Errors
/// When it is no text or passes a limit.
pub fn text_of_prose(content: &[u8], file_name: &str) -> Result<String, FileError> {
    let header = ReportHeader {
        file_name: file_name.to_owned(),
        ..ReportHeader::default()
    };
    let text = match form(Cursor::new(content), &header)? {
        FileFormat::Docx => document(Cursor::new(content)),
        // An archive that is cut off isn't known for a document, unless by its name.
        FileFormat::Unspecified if tabular::is_archive(content) => document(Cursor::new(content)),
        FileFormat::Text | FileFormat::Unspecified | FileFormat::Csv | FileFormat::Xlsx => {
            text(Cursor::new(content))
        }
    };
    with_words(text?)
}

/// A text that says something: blanks and strokes alone are as empty as a file without bytes.
fn with_words(text: String) -> Result<String, FileError> {
    if text.chars().any(char::is_alphanumeric) {
        Ok(text)
    } else {
        Err(FileError::NoWords)
    }
}

/// The form that the sender names, or else that of the content, or of the name.
fn form<R: Read + Seek>(source: R, header: &ReportHeader) -> Result<FileFormat, FileError> {
    match header.format() {
        FileFormat::Unspecified => {}
        format @ (FileFormat::Csv | FileFormat::Xlsx | FileFormat::Text | FileFormat::Docx) => {
            return Ok(format);
        }
    }
    if tabular::is_document(source, tabular::Limits::default())? {
        return Ok(FileFormat::Docx);
    }
    let name = header.file_name.to_lowercase();
    let known = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending));
    Ok(known.map_or(FileFormat::Unspecified, |(_, format)| *format))
}

fn document(source: impl Read + Seek) -> Result<String, FileError> {
    let limits = tabular::Limits::default();
    tabular::document_text(source, limits, LONGEST_TEXT).map_err(FileError::NotText)
}

/// The text of a file, without byte order mark.
fn text<R: Read + Seek>(mut source: R) -> Result<String, FileError> {
    let length = usize::try_from(source.seek(SeekFrom::End(0))?).unwrap_or(usize::MAX);
    if length > LONGEST_TEXT {
        return Err(TextTooLarge::Bytes { bytes: length }.into());
    }
    source.rewind()?;
    let mut bytes = Vec::with_capacity(length);
    source.read_to_end(&mut bytes)?;
    tabular::check_is_text(&bytes).map_err(FileError::NotText)?;
    Ok(decode(&bytes)?.whole().into_owned())
}
