//! The text of Word documents (WordprocessingML, ECMA-376 part 1, §17): paragraphs as lines. Headers, footers, notes,
//! field codes and deleted words are not part of it.

use std::io::{Read, Seek, SeekFrom};

use self::body::Body;
use self::styles::HiddenStyles;
use crate::xlsx::{Archive, Token, Xml, is_archive, refuse_other_formats, unescape};
use crate::{Limits, Unreadable};

mod body;
mod styles;

/// The part that holds the text.
const MAIN: &str = "word/document.xml";
/// The part that says how words look.
const STYLES: &str = "word/styles.xml";

/// Whether a file is a Word document (`.docx`).
///
/// # Errors
/// When the bytes can't be had; an archive that is damaged is none.
pub fn is_document<R: Read + Seek>(mut source: R, limits: Limits) -> Result<bool, Unreadable> {
    if !is_archive(&head(&mut source)?) {
        return Ok(false);
    }
    match Archive::open(source, limits) {
        Ok(archive) => Ok(archive.has(MAIN)),
        Err(fault @ Unreadable::Io(_)) => Err(fault),
        Err(_) => Ok(false),
    }
}

/// Refuses bytes that are announced as text and are a file of another kind, such as a PDF, whose letters stand in no
/// order that could be read.
///
/// # Errors
/// [`Unreadable`] with what the file seems to be.
pub fn check_is_text(bytes: &[u8]) -> Result<(), Unreadable> {
    if is_archive(bytes) {
        return Err(Unreadable::NotADocument {
            found: "an archive, though announced as text",
        });
    }
    refuse_other_formats(bytes.get(..64).unwrap_or(bytes), bytes)
}

/// The text of a Word document: a line a paragraph; of a table a line a row, its cells parted by tabs. Rows of a table
/// inside a cell follow the row that holds it. What is hidden, by itself or by
/// a style, is no text.
///
/// # Errors
/// [`Unreadable`] when it is no document, is damaged or passes a limit; [`Unreadable::TextTooLong`] when the text has
/// more than `longest` bytes.
pub fn document_text<R: Read + Seek>(
    mut source: R,
    limits: Limits,
    longest: usize,
) -> Result<String, Unreadable> {
    let head = head(&mut source)?;
    if !is_archive(&head) {
        refuse_other_formats(&head, &head)?;
        return Err(Unreadable::NotADocument {
            found: "no zip archive, though announced as .docx",
        });
    }
    let mut archive = Archive::open(source, limits)?;
    let styles = match archive.part(STYLES)? {
        Some(part) => HiddenStyles::read(part)?,
        None => HiddenStyles::default(),
    };
    let Some(part) = archive.part(MAIN)? else {
        return Err(Unreadable::NotADocument {
            found: "a zip archive without the text of a document",
        });
    };
    let mut xml = Xml::new(part);
    let mut body = Body::new(styles);
    loop {
        let skips = match xml.next()? {
            Token::Open(name, attributes) => body.open(name, attributes),
            Token::Close(name) => {
                body.close(name);
                false
            }
            Token::Text(raw) => {
                if body.is_read() {
                    unescape(raw, body.text());
                }
                false
            }
            Token::Literal(raw) => {
                if body.is_read() {
                    body.text().push_str(&String::from_utf8_lossy(raw));
                }
                false
            }
            Token::End => {
                return match body.depth {
                    // Neither XML nor a database that keeps the evidence has one.
                    Some(0) if body.lines.contains('\0') => {
                        Err(xml.fault("a NUL character, which no text has"))
                    }
                    Some(0) => Ok(body.lines),
                    Some(_) => Err(xml.fault("an element is never closed")),
                    None => Err(xml.fault("it is empty")),
                };
            }
        };
        if skips {
            xml.skip()?;
        }
        if body.size() > longest {
            return Err(Unreadable::TextTooLong { limit: longest });
        }
    }
}

/// The first bytes of a file, which is rewound.
fn head(source: &mut (impl Read + Seek)) -> Result<Vec<u8>, Unreadable> {
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    let mut head = Vec::new();
    source
        .by_ref()
        .take(64)
        .read_to_end(&mut head)
        .map_err(Unreadable::Io)?;
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    Ok(head)
}

#[cfg(test)]
mod tests;
