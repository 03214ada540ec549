//! Opening a file and reading it sheet by sheet.

use std::io::{Read, Seek, SeekFrom};

use crate::delimited::Delimited;
use crate::entry::{Place, Sink, Vocabulary};
use crate::flow::{Flow, Work};
use crate::notice::{Notice, NoticeKind};
use crate::row::{Row, Rows};
use crate::shape::Marks;
use crate::table::Summary;
use crate::xlsx::{Archive, Book, is_archive, refuse_other_formats};
use crate::{Format, Limits, Options, Unreadable};

/// An opened file.
enum Opened<R> {
    Text(Vec<u8>),
    Book(Box<Book<R>>),
}

/// A row of a file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptRow {
    /// Row from 1.
    pub row: u32,
    /// Columns from 1, and what the cells show; at most 64 cells of at most 200 characters.
    pub cells: Vec<(u32, String)>,
}

/// Rows on each side of a place that an excerpt shows at most.
const MOST_AROUND: u32 = 50;
const MOST_CELLS: usize = 64;
const MOST_CHARACTERS: usize = 200;

/// Reads every table of a file and hands its values to the sink, in the order of the file.
///
/// Memory is bounded by [`Limits`], whatever the file claims: text files are held whole, of workbooks the shared
/// strings, and of each sheet at most 200 rows at a time.
///
/// # Errors
/// [`Unreadable`] when the file is no report at all, or passes a limit. Single values that make no sense are no
/// error here: they are handed out as they stand.
pub fn read<R: Read + Seek>(
    source: R,
    options: &Options,
    vocabulary: &dyn Vocabulary,
    sink: &mut dyn Sink,
) -> Result<Summary, Unreadable> {
    let limits = options.limits;
    let marks = Marks::new(&options.marks);
    let mut summary = Summary::default();
    let mut any = false;
    let mut work = Work::default();
    match open(source, options)? {
        Opened::Text(bytes) => {
            summary.sheets.push(String::new());
            let mut rows = Delimited::open(&bytes, limits)?;
            let summary = &mut summary;
            any = Flow {
                sheet: 1,
                name: "",
                marks: &marks,
                limits: &limits,
                vocabulary,
                sink,
                summary,
                work: &mut work,
                notices: 0,
            }
            .run(&mut rows)?;
        }
        Opened::Book(mut book) => {
            let sheets = book.sheets().to_vec();
            summary.sheets = sheets.iter().map(|sheet| sheet.name.clone()).collect();
            for (number, sheet) in (1..).zip(&sheets) {
                if sheet.hidden {
                    let place = Place {
                        sheet: number,
                        row: 0,
                        column: 0,
                    };
                    sink.notice(Notice::new(NoticeKind::HiddenSheet, place, &sheet.name));
                    continue;
                }
                let mut rows = book.rows(sheet)?;
                let (name, summary) = (sheet.name.as_str(), &mut summary);
                any |= Flow {
                    sheet: number,
                    name,
                    marks: &marks,
                    limits: &limits,
                    vocabulary,
                    sink,
                    summary,
                    work: &mut work,
                    notices: 0,
                }
                .run(&mut rows)?;
                if summary.stopped {
                    break;
                }
            }
        }
    }
    if any { Ok(summary) } else { Err(Unreadable::Empty) }
}

/// The rows around a place, so that a value can be shown where it stands; at most 50 on each side.
///
/// # Errors
/// [`Unreadable`] as for [`read`], and [`Unreadable::NoSuchSheet`].
pub fn excerpt<R: Read + Seek>(
    source: R,
    options: &Options,
    place: Place,
    around: u32,
) -> Result<Vec<ExcerptRow>, Unreadable> {
    let around = around.min(MOST_AROUND);
    let first = place.row.saturating_sub(around);
    let last = place.row.saturating_add(around);
    let missing = Unreadable::NoSuchSheet { sheet: place.sheet };
    match open(source, options)? {
        Opened::Text(_) if place.sheet != 1 => Err(missing),
        Opened::Text(bytes) => {
            let mut rows = Delimited::open(&bytes, options.limits)?;
            cut(&mut rows, first, last, place.column)
        }
        Opened::Book(mut book) => {
            let index = (place.sheet as usize).checked_sub(1);
            let Some(sheet) = index.and_then(|index| book.sheets().get(index)).cloned() else {
                return Err(missing);
            };
            cut(&mut book.rows(&sheet)?, first, last, place.column)
        }
    }
}

fn cut(rows: &mut dyn Rows, first: u32, last: u32, column: u32) -> Result<Vec<ExcerptRow>, Unreadable> {
    let mut row = Row::default();
    let mut excerpt = Vec::new();
    while rows.read(&mut row)? && row.number <= last {
        if row.number < first {
            continue;
        }
        // The cells around the column, when the row has more than are shown.
        let at = row.cells().partition_point(|cell| cell.column < column);
        let skip = at
            .saturating_sub(MOST_CELLS / 2)
            .min(row.cells().len().saturating_sub(MOST_CELLS));
        let cells = row.cells().iter().skip(skip).take(MOST_CELLS);
        excerpt.push(ExcerptRow {
            row: row.number,
            cells: cells
                .map(|cell| {
                    (
                        cell.column,
                        row.shown(cell).chars().take(MOST_CHARACTERS).collect(),
                    )
                })
                .collect(),
        });
    }
    Ok(excerpt)
}

/// Tells the form of a file and opens it.
fn open<R: Read + Seek>(mut source: R, options: &Options) -> Result<Opened<R>, Unreadable> {
    let limits: Limits = options.limits;
    let bytes = source.seek(SeekFrom::End(0)).map_err(Unreadable::Io)?;
    if bytes > limits.bytes {
        return Err(Unreadable::FileTooLarge {
            bytes,
            limit: limits.bytes,
        });
    }
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    let mut head = Vec::new();
    source
        .by_ref()
        .take(64)
        .read_to_end(&mut head)
        .map_err(Unreadable::Io)?;
    if head.is_empty() {
        return Err(Unreadable::Empty);
    }
    match (is_archive(&head), options.format) {
        (true, Some(Format::Csv)) => {
            return Err(Unreadable::NotAWorkbook {
                found: "a zip archive, though announced as CSV",
            });
        }
        (true, Some(Format::Xlsx) | None) => {
            let archive = Archive::open(source, limits)?;
            return Ok(Opened::Book(Box::new(Book::open(archive, limits)?)));
        }
        (false, Some(Format::Xlsx) | None | Some(Format::Csv)) => {}
    }
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    let mut all = Vec::new();
    source
        .take(limits.bytes.saturating_add(1))
        .read_to_end(&mut all)
        .map_err(Unreadable::Io)?;
    if all.len() as u64 > limits.bytes {
        return Err(Unreadable::FileTooLarge {
            bytes: all.len() as u64,
            limit: limits.bytes,
        });
    }
    refuse_other_formats(&head, &all)?;
    if options.format == Some(Format::Xlsx) {
        return Err(Unreadable::NotAWorkbook {
            found: "no zip archive, though announced as .xlsx",
        });
    }
    Ok(Opened::Text(all))
}
