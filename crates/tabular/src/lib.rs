//! Reports as offices send them (delimited text, workbooks) → entries with the place of everything read.
//!
//! [`read`] tells the layout of each table from its head, its labels and what stands around it, and hands every
//! value to a [`Sink`] with its subject, indicator, period and unit *as written*. What the texts mean is for the
//! caller, who has the catalogue; as far as it knows names already, a [`Vocabulary`] helps to tell layouts.
//!
//! ```
//! use std::{io::Cursor, ops::ControlFlow};
//! use zhibiao_tabular::{Entry, NoVocabulary, Notice, Options, Sink, Table, read};
//!
//! #[derive(Default)]
//! struct Lines(Vec<String>);
//! impl Sink for Lines {
//!     fn table(&mut self, table: &Table) {
//!         self.0.push(table.to_string());
//!     }
//!     fn entry(&mut self, entry: Entry<'_>) -> ControlFlow<()> {
//!         let text = |term: Option<zhibiao_tabular::Term<'_>>| term.map_or("", |term| term.text).to_owned();
//!         let (subject, indicator, period) = (text(entry.subject), text(entry.indicator), text(entry.period));
//!         self.0.push(format!("{}{} {subject} {indicator} {period}", entry.place.letters(), entry.place.row));
//!         ControlFlow::Continue(())
//!     }
//!     fn notice(&mut self, notice: Notice) {
//!         self.0.push(format!("{} {}", notice.kind.code(), notice.text));
//!     }
//! }
//!
//! let file = "园区,2023年,2022年\n郑州高新区,5,4\n";
//! let mut lines = Lines::default();
//! let summary = read(Cursor::new(file), &Options::default(), &NoVocabulary, &mut lines)?;
//! assert_eq!(summary.entries, 2);
//! assert_eq!(lines.0[0], "A1:C wide, subjects down, periods across");
//! assert_eq!(lines.0[1], "B2 郑州高新区  2023年");
//! # Ok::<(), zhibiao_tabular::Unreadable>(())
//! ```
//!
//! Reports in prose come as Word documents too: [`document_text`] gives their text, with the same care for what a
//! stranger's archive may hold; what it says is for another reader.

mod delimited;
mod document;
mod emit;
mod entry;
mod feed;
mod flow;
mod limits;
mod notice;
mod number;
mod read;
mod row;
mod shape;
mod table;
mod unreadable;
mod xlsx;

pub use document::{check_is_text, document_text, is_document};
pub use entry::{Entry, NoVocabulary, Place, Sink, Term, Value, Vocabulary, column_letters};
pub use limits::{Format, Limits, Options};
pub use notice::{Notice, NoticeKind};
pub use read::{ExcerptRow, excerpt, read};
pub use table::{Layout, Summary, Table};
pub use unreadable::Unreadable;
pub use xlsx::is_archive;
