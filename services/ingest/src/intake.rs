//! Reading: files and columns into [`Content`](crate::content::Content).

mod columns;
mod file;
mod value;

pub(crate) use columns::read_columns;
pub(crate) use file::{FileError, read_file};
