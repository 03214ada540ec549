//! The shared strings of a workbook, in one buffer.

use std::io::{Read, Seek};

use super::archive::Part;
use super::xml::{Token, Xml};
use crate::Unreadable;

/// Texts that cells refer to by number.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// Where each text ends in the buffer.
    ends: Vec<usize>,
}

impl Strings {
    /// Loads the part; its size is bounded as it is inflated.
    pub(crate) fn load<R: Read + Seek>(part: Part<'_, R>) -> Result<Self, Unreadable> {
        let mut strings = Self::default();
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Token::Open(b"si", _) => {
                    // The reading of ideographs (furigana) is no part of the text.
                    xml.text(&mut strings.text, b"rPh", usize::MAX)?;
                    strings.ends.push(strings.text.len());
                }
                Token::Open(..) | Token::Close(_) | Token::Text(_) | Token::Literal(_) => {}
                Token::End => return Ok(strings),
            }
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }
}
