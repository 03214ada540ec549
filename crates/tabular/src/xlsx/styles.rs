//! The number formats of a workbook: which cells are dates and which percentages.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::archive::Part;
use super::xml::{Token, Xml};
use crate::Unreadable;
use crate::number::{Shown, built_in, of_code};

/// A workbook can't have more cell formats than this; later ones count as plain.
const MOST: usize = 65_536;

/// How the cell formats of a workbook show numbers, by a cell's `s`.
#[derive(Debug, Default)]
pub(crate) struct Styles(Vec<Shown>);

impl Styles {
    pub(crate) fn load<R: Read + Seek>(part: Part<'_, R>) -> Result<Self, Unreadable> {
        let mut xml = Xml::new(part);
        let mut custom = BTreeMap::new();
        let mut formats = Vec::new();
        let mut in_cell_formats = false;
        loop {
            match xml.next()? {
                Token::Open(b"numFmt", attributes) => {
                    let id = attributes.get(b"numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let code = attributes.get(b"formatCode");
                    if let (Some(id), Some(code)) = (id, code)
                        && custom.len() < MOST
                    {
                        custom.insert(id, of_code(&code));
                    }
                }
                Token::Open(b"cellXfs", _) => in_cell_formats = true,
                Token::Close(b"cellXfs") => in_cell_formats = false,
                Token::Open(b"xf", attributes) if in_cell_formats && formats.len() < MOST => {
                    let id = attributes
                        .get(b"numFmtId")
                        .and_then(|id| id.parse::<u32>().ok())
                        .unwrap_or(0);
                    formats.push(custom.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                Token::Open(..) | Token::Close(_) | Token::Text(_) | Token::Literal(_) => {}
                Token::End => return Ok(Self(formats)),
            }
        }
    }

    pub(crate) fn get(&self, index: usize) -> Shown {
        self.0.get(index).copied().unwrap_or(Shown::Plain)
    }
}
