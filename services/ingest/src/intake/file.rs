//! Files: entries of the tabular reader into rows over dictionaries.

use std::{
    io::{Read, Seek},
    ops::ControlFlow,
};

use zhibiao_model::{catalog::Lookup, qualifier::Qualifier, status::Status};
use zhibiao_proto::report::v1::FileFormat;
use zhibiao_tabular as tabular;

use super::value::{Reading, ValueReader};
use crate::{
    atlas::Atlas,
    check::shown,
    content::{About, Content, Notice, Part, Place, Row, Span, TextId},
    finding::{Check, clean},
    header::Header,
};

/// Reads a file of tables.
///
/// # Errors
/// When the file is no report at all or passes a limit.
pub(crate) fn read_file<R: Read + Seek>(
    source: R,
    header: &Header,
    atlas: &Atlas,
) -> Result<Content, tabular::Unreadable> {
    let options = options(header);
    let mut intake = Intake {
        content: Content::default(),
        reader: ValueReader::new(header),
        header,
        atlas,
        table: 0,
        data_row: 0,
    };
    let summary = tabular::read(source, &options, &Vocabulary(atlas), &mut intake)?;
    let mut content = intake.content;
    content.sheets = summary.sheets;
    Ok(content)
}

/// What the reader is told about a report.
pub(crate) fn options(header: &Header) -> tabular::Options {
    tabular::Options {
        format: header.format.and_then(|format| match format {
            FileFormat::Csv => Some(tabular::Format::Csv),
            FileFormat::Xlsx => Some(tabular::Format::Xlsx),
            FileFormat::Unspecified | FileFormat::Text | FileFormat::Docx => None,
        }),
        limits: tabular::Limits::default(),
        marks: header.marks.keys().cloned().collect(),
    }
}

/// The names of the catalogue, for telling layouts.
struct Vocabulary<'a>(&'a Atlas);

impl tabular::Vocabulary for Vocabulary<'_> {
    fn is_subject(&self, text: &str) -> bool {
        self.0.subject(text, None) != Lookup::Unknown
    }

    fn is_indicator(&self, text: &str) -> bool {
        self.0.indicator(text) != Lookup::Unknown
    }
}

struct Intake<'a> {
    content: Content,
    reader: ValueReader,
    header: &'a Header,
    atlas: &'a Atlas,
    table: u32,
    /// First row of the data of the table under way.
    data_row: u32,
}

impl tabular::Sink for Intake<'_> {
    fn table(&mut self, table: &tabular::Table) {
        self.table += 1;
        self.data_row = table.data_row;
        self.content.tables.push(clean(&table.to_string()));
        self.content.heads.push((table.first_row, table.data_row));
    }

    fn entry(&mut self, entry: tabular::Entry<'_>) -> ControlFlow<()> {
        let reading = self.reader.read(entry.value);
        if reading != Reading::Blank {
            self.take(&entry, reading);
        }
        ControlFlow::Continue(())
    }

    fn notice(&mut self, notice: tabular::Notice) {
        let check = match notice.kind {
            tabular::NoticeKind::HiddenSheet => Check::HiddenSheet,
            tabular::NoticeKind::NoTable => Check::NoTable,
            tabular::NoticeKind::NoDataRows => Check::NoDataRows,
            tabular::NoticeKind::UnreadRow => Check::UnreadRow,
            tabular::NoticeKind::UnreadColumn => Check::UnreadColumn,
            tabular::NoticeKind::UnreadCell => Check::UnreadCell,
            tabular::NoticeKind::FormulaText => Check::FormulaText,
            tabular::NoticeKind::AmbiguousHead => Check::AmbiguousHead,
        };
        self.content.notice(Notice {
            check,
            place: place(notice.place),
            part: Part::Value,
            read: clean(&notice.text),
            entry: 0,
        });
    }
}

impl Intake<'_> {
    fn take(&mut self, entry: &tabular::Entry<'_>, reading: Reading) {
        let place = place(entry.place);
        let mut row = Row {
            place,
            subject: self.intern(Part::Subject, entry.subject),
            indicator: self.intern(Part::Indicator, entry.indicator),
            period: self.intern(
                Part::Period,
                entry.period.filter(|term| !self.gives_way(entry, term)),
            ),
            unit: self.intern(Part::Unit, entry.unit),
            note: self.intern(Part::Note, entry.note),
            source: entry.source.map_or(TextId::NONE, |term| {
                self.content.sources.intern(term.text, self::place(term.place))
            }),
            written: self.write(entry.value),
            value: 0.0,
            qualifier: Qualifier::Exact,
            status: self.header.status,
            scaled: false,
            blocked: false,
            total: entry.total,
            table: self.table,
            cell: None,
            about: About::default(),
        };
        let number = crate::check::entry_number(self.content.rows.len());
        self.read_value(&mut row, reading, number);
        self.read_marks(&mut row, entry, number);
        if row.total && !self.names_subject(&row) {
            self.content.totals.push(row);
        } else {
            self.content.rows.push(row);
        }
    }

    /// Whether a row has no period of its own, only that of a row above it, and the report names one for such rows.
    fn gives_way(&self, entry: &tabular::Entry<'_>, period: &tabular::Term<'_>) -> bool {
        let row = period.place.row;
        self.header.period.is_some() && row >= self.data_row && row != entry.place.row
    }

    fn intern(&mut self, part: Part, term: Option<tabular::Term<'_>>) -> TextId {
        let Some(term) = term else {
            return TextId::NONE;
        };
        let content = &mut self.content;
        let texts = match part {
            Part::Subject => &mut content.subjects,
            Part::Indicator => &mut content.indicators,
            Part::Period => &mut content.periods,
            Part::Unit => &mut content.units,
            Part::Note | Part::Qualifier | Part::Status | Part::Value => &mut content.notes,
        };
        texts.intern(term.text, place(term.place))
    }

    /// Keeps a value as it stands in its cell.
    fn write(&mut self, value: tabular::Value<'_>) -> Span {
        match value {
            tabular::Value::Number(number) => self.content.write(&shown(number)),
            tabular::Value::Percentage(fraction) => {
                let text = match self.reader.read(tabular::Value::Percentage(fraction)) {
                    Reading::Number { value, unit, .. } => format!("{}{unit}", shown(value)),
                    Reading::Missing(_) | Reading::Blank | Reading::Fault(_) => shown(fraction),
                };
                self.content.write(&text)
            }
            tabular::Value::Text(text) | tabular::Value::Date(text) | tabular::Value::Error(text) => {
                self.content.write(text)
            }
            tabular::Value::FormulaWithoutValue => Span::default(),
        }
    }

    fn read_value(&mut self, row: &mut Row, reading: Reading, entry: u32) {
        match reading {
            Reading::Number {
                value,
                qualifier,
                unit,
                scaled,
            } => {
                row.value = value;
                row.qualifier = qualifier;
                row.scaled = scaled;
                if !unit.is_empty() {
                    self.take_unit(row, &unit);
                }
            }
            Reading::Missing(mark) => {
                row.status = Status::Missing;
                let notice = self.notice_of(row, Check::MissingMark, &mark, entry);
                self.content.repeat(notice);
            }
            Reading::Blank => {}
            Reading::Fault(check) => {
                row.blocked = true;
                let written = self.content.written(row.written).to_owned();
                let notice = self.notice_of(row, check, &written, entry);
                self.content.notice(notice);
            }
        }
    }

    /// The unit in a cell stands over that of its head. A plain `%` on a number in a column of percentages or points
    /// says no more than the head does.
    fn take_unit(&mut self, row: &mut Row, unit: &str) {
        let head = self.content.units.text(row.unit);
        let redundant = unit == "%" && matches!(head, "百分点" | "个百分点");
        if !redundant {
            row.unit = self.content.units.intern(unit, row.place);
        }
    }

    /// The qualifier and the status that the row names.
    fn read_marks(&mut self, row: &mut Row, entry: &tabular::Entry<'_>, number: u32) {
        if let Some(term) = entry.qualifier {
            match Qualifier::from_text(term.text) {
                Some(qualifier) if row.qualifier == Qualifier::Exact => row.qualifier = qualifier,
                Some(_) => {}
                None => self.block(row, Check::UnknownQualifier, term, number),
            }
        }
        if let Some(term) = entry.status {
            match Status::from_text(term.text) {
                Some(Status::Missing) if row.status != Status::Missing && !row.blocked => {
                    self.block(row, Check::MissingWithValue, term, number);
                }
                Some(_) if row.status == Status::Missing => {}
                Some(status) => row.status = status,
                None => self.block(row, Check::UnknownStatus, term, number),
            }
        }
    }

    fn block(&mut self, row: &mut Row, check: Check, term: tabular::Term<'_>, entry: u32) {
        row.blocked = true;
        let of_qualifier = check == Check::UnknownQualifier;
        let part = if of_qualifier {
            Part::Qualifier
        } else {
            Part::Status
        };
        let notice = Notice {
            check,
            place: place(term.place),
            part,
            read: clean(term.text),
            entry,
        };
        self.content.repeat(notice);
    }

    fn notice_of(&self, row: &Row, check: Check, read: &str, entry: u32) -> Notice {
        Notice {
            check,
            place: row.place,
            part: Part::Value,
            read: clean(read),
            entry: if row.total && !self.names_subject(row) {
                0
            } else {
                entry
            },
        }
    }

    /// Whether a total is about something that the catalogue knows, such as all zones together.
    fn names_subject(&self, row: &Row) -> bool {
        let text = self.content.subjects.text(row.subject);
        !text.is_empty() && self.atlas.subject(text, self.header.zone.as_ref()) != Lookup::Unknown
    }
}

fn place(place: tabular::Place) -> Place {
    Place {
        sheet: place.sheet,
        row: place.row,
        column: place.column,
    }
}
