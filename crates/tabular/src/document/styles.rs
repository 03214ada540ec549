//! Which styles of a Word document hide their words (ECMA-376 part 1, §17.7).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use crate::Unreadable;
use crate::xlsx::{Part, Token, Xml};

use super::body::is_on;

/// How many styles one may stand on; the program follows fewer.
const DEEPEST: usize = 32;

/// The styles that hide the words they are given to, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct HiddenStyles {
    ids: BTreeSet<String>,
}

/// What a style says.
#[derive(Debug, Default)]
struct Style {
    /// Whether it hides; none where it says nothing and the one that it stands on decides.
    hides: Option<bool>,
    based_on: Option<String>,
}

impl HiddenStyles {
    /// Reads the part of the styles.
    pub(super) fn read<R: Read + Seek>(part: Part<'_, R>) -> Result<Self, Unreadable> {
        let mut xml = Xml::new(part);
        let mut styles: BTreeMap<String, Style> = BTreeMap::new();
        let mut at_hand: Option<(String, Style)> = None;
        loop {
            let skips = match xml.next()? {
                Token::Open(b"style", attributes) => {
                    at_hand = attributes
                        .get(b"styleId")
                        .map(|id| (id.into_owned(), Style::default()));
                    false
                }
                Token::Open(name, attributes) => {
                    if let Some((_, style)) = &mut at_hand {
                        match name {
                            b"basedOn" => style.based_on = attributes.get(b"val").map(|id| id.into_owned()),
                            b"vanish" => style.hides = Some(is_on(attributes)),
                            _ => {}
                        }
                    }
                    // What it says of the marks of paragraphs, of parts of tables, and what it said before.
                    matches!(name, b"pPr" | b"tblStylePr" | b"rPrChange")
                }
                Token::Close(b"style") => {
                    styles.extend(at_hand.take());
                    false
                }
                Token::Close(_) | Token::Text(_) | Token::Literal(_) => false,
                Token::End => break,
            };
            if skips {
                xml.skip()?;
            }
        }
        let ids = styles.keys().filter(|id| hides(&styles, id)).cloned().collect();
        Ok(Self { ids })
    }

    /// Whether the style of an identifier hides.
    pub(super) fn hides(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}

fn hides(styles: &BTreeMap<String, Style>, id: &str) -> bool {
    let chain = std::iter::successors(styles.get(id), |style| styles.get(style.based_on.as_deref()?));
    chain.take(DEEPEST).find_map(|style| style.hides).unwrap_or(false)
}
