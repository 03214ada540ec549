//! Reading: files and columns into [`Content`](crate::content::Content).

mod columns;
mod file;
mod form;
mod prose;
mod value;

pub(crate) use columns::read_columns;
#[cfg(test)]
pub(crate) use file::read_file;
pub use form::{FileError, text_of_prose};
pub(crate) use form::{prose_text, read_any};
pub(crate) use prose::read_prose;
