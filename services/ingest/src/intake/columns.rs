//! Structured content: columns with dictionaries.

use zhibiao_model::status::Status;
use zhibiao_proto::{convert::cell, report::v1::EntryColumns};
use zhibiao_runtime::error::{Problem, Violation};

use super::value::looks_like_formula;
use crate::{
    check::{MAX_PUBLISHED, shown},
    content::{About, Content, Notice, Part, Place, Row, Span, TextId, Texts},
    finding::{Check, clean},
    header::Header,
};

/// Most violations collected of one message.
const MAX_VIOLATIONS: usize = 1_000;

/// Reads columns.
///
/// # Errors
/// INVALID_ARGUMENT with every place where the columns do not fit together. What does fit but is wrong (an unknown
/// name, a value that is not finite) becomes a finding.
pub(crate) fn read_columns(columns: &EntryColumns, header: &Header) -> Result<Content, Problem> {
    let mut faults = Faults::default();
    check_lengths(columns, &mut faults);
    if faults.0.is_empty() {
        check_indexes(columns, &mut faults);
    }
    if !faults.0.is_empty() {
        return Err(Problem::invalid(faults.0));
    }
    let mut content = Content::default();
    let ids = Dictionaries {
        subjects: intern(&mut content.subjects, &columns.subjects),
        indicators: intern(&mut content.indicators, &columns.indicators),
        periods: intern(&mut content.periods, &columns.periods),
        units: intern(&mut content.units, &columns.units),
    };
    content.rows.reserve(columns.value.len());
    for at in 0..columns.value.len() {
        let row = ids.row(columns, at, header, &mut content);
        content.rows.push(row);
    }
    Ok(content)
}

/// Ids of the dictionaries' texts by index.
struct Dictionaries {
    subjects: Vec<TextId>,
    indicators: Vec<TextId>,
    periods: Vec<TextId>,
    units: Vec<TextId>,
}

impl Dictionaries {
    fn row(&self, columns: &EntryColumns, at: usize, header: &Header, content: &mut Content) -> Row {
        let text = |ids: &[TextId], column: &[u32]| {
            column
                .get(at)
                .and_then(|index| ids.get(*index as usize))
                .copied()
                .unwrap_or(TextId::NONE)
        };
        let place = Place {
            sheet: 0,
            row: u32::try_from(at + 1).unwrap_or(u32::MAX),
            column: 0,
        };
        let status = match columns.status.get(at) {
            None | Some(0) => header.status,
            Some(number) => cell::status(*number).unwrap_or(header.status),
        };
        let note = columns.note.get(at).map_or(TextId::NONE, |note| {
            if looks_like_formula(note) {
                content.notice(notice(Check::FormulaText, place, Part::Note, note));
            }
            content.notes.intern(note, place)
        });
        let unit = text(&self.units, &columns.unit);
        // What is converted is kept as it was sent.
        let written = match unit.index() {
            Some(_) => content.write(&shown(columns.value[at])),
            None => Span::default(),
        };
        let mut row = Row {
            place,
            subject: text(&self.subjects, &columns.subject),
            indicator: text(&self.indicators, &columns.indicator),
            period: text(&self.periods, &columns.period),
            unit,
            note,
            source: TextId::NONE,
            written,
            value: columns.value[at],
            qualifier: columns
                .qualifier
                .get(at)
                .and_then(|number| cell::qualifier(*number).ok())
                .unwrap_or_default(),
            status,
            scaled: false,
            blocked: false,
            total: false,
            table: 1,
            cell: None,
            about: About::default(),
        };
        let fault = match status {
            Status::Missing if row.value != 0.0 => Some(Check::MissingWithValue),
            Status::Missing => None,
            Status::Normal
            | Status::Provisional
            | Status::Estimated
            | Status::Imputed
            | Status::Forecast
            | Status::Break => None,
        };
        if let Some(fault) = fault {
            row.blocked = true;
            content.notice(notice(fault, place, Part::Value, &row.value.to_string()));
        }
        row
    }
}

fn notice(check: Check, place: Place, part: Part, read: &str) -> Notice {
    Notice {
        check,
        place,
        part,
        read: clean(read),
        entry: place.row,
    }
}

fn intern(texts: &mut Texts, dictionary: &[String]) -> Vec<TextId> {
    dictionary
        .iter()
        .map(|text| texts.intern(text.trim(), Place::default()))
        .collect()
}

fn check_lengths(columns: &EntryColumns, faults: &mut Faults) {
    let rows = columns.value.len();
    if rows > MAX_PUBLISHED {
        let message = format!("has {rows} rows, at most {MAX_PUBLISHED}: send several reports");
        faults.add("value", message);
    }
    let all = [
        ("subject", columns.subject.len(), true),
        ("indicator", columns.indicator.len(), false),
        ("period", columns.period.len(), true),
        ("unit", columns.unit.len(), true),
        ("qualifier", columns.qualifier.len(), true),
        ("status", columns.status.len(), true),
        ("note", columns.note.len(), true),
    ];
    for (field, length, may_be_empty) in all {
        if length != rows && !(may_be_empty && length == 0) {
            faults.add(
                field,
                format!("has {length} entries where `value` has {rows}: give one a row"),
            );
        }
    }
}

fn check_indexes(columns: &EntryColumns, faults: &mut Faults) {
    let dictionaries = [
        ("subject", &columns.subject, columns.subjects.len()),
        ("indicator", &columns.indicator, columns.indicators.len()),
        ("period", &columns.period, columns.periods.len()),
        ("unit", &columns.unit, columns.units.len()),
    ];
    for (field, column, length) in dictionaries {
        let beyond = column
            .iter()
            .enumerate()
            .filter(|(_, index)| **index as usize >= length);
        for (at, index) in beyond {
            faults.add(
                &format!("{field}[{at}]"),
                format!("is {index}, but the dictionary has {length} entries"),
            );
        }
    }
    for (at, number) in columns.qualifier.iter().enumerate() {
        if let Err(error) = cell::qualifier(*number) {
            faults.add(&format!("qualifier[{at}]"), error);
        }
    }
    for (at, number) in columns.status.iter().enumerate() {
        if let Err(error) = cell::status(*number) {
            faults.add(&format!("status[{at}]"), error);
        }
    }
}

#[derive(Debug, Default)]
struct Faults(Vec<Violation>);

impl Faults {
    fn add(&mut self, field: &str, description: impl Into<String>) {
        if self.0.len() < MAX_VIOLATIONS {
            self.0.push(Violation {
                field: format!("entries.{field}"),
                description: description.into(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::header;

    fn rows(count: usize) -> EntryColumns {
        EntryColumns {
            subjects: vec!["zones/a".to_owned()],
            indicators: vec!["营业收入".to_owned()],
            periods: vec!["2023".to_owned()],
            subject: vec![0; count],
            indicator: vec![0; count],
            period: vec![0; count],
            value: vec![1.0; count],
            ..EntryColumns::default()
        }
    }

    #[test]
    fn as_many_rows_as_the_limit_and_no_more() {
        let header = header(|_| {});
        assert_eq!(
            read_columns(&rows(MAX_PUBLISHED), &header).unwrap().rows.len(),
            MAX_PUBLISHED
        );
        let problem = read_columns(&rows(MAX_PUBLISHED + 1), &header).unwrap_err();
        assert_eq!(problem.violations[0].field, "entries.value");
    }

    #[test]
    fn empty_text_is_what_the_header_says() {
        let mut columns = rows(1);
        columns.subjects[0] = " ".to_owned();
        let content = read_columns(&columns, &header(|_| {})).unwrap();
        assert_eq!(content.rows[0].subject, TextId::NONE);
    }

    #[test]
    fn a_missing_value_carries_none() {
        let mut columns = rows(2);
        columns.status = vec![5, 5];
        columns.value[0] = 0.0;
        let content = read_columns(&columns, &header(|_| {})).unwrap();
        let blocked: Vec<_> = content.rows.iter().map(|row| row.blocked).collect();
        assert_eq!(blocked, [false, true]);
        assert_eq!(content.notices[0].check, Check::MissingWithValue);
    }
}
