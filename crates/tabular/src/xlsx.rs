//! Office Open XML workbooks, read as a stream with every size counted.
//!
//! A workbook from a stranger can claim any size, so nothing is allocated from what it says: parts are inflated
//! against a bound, tokens and cells have a longest length, and references are checked before they are used.

mod archive;
mod book;
mod sheet;
mod strings;
mod styles;
mod xml;

pub use archive::is_archive;
pub(crate) use archive::{Archive, Part, refuse_other_formats};
pub(crate) use book::Book;
pub(crate) use xml::{Attributes, Token, Xml, unescape};
