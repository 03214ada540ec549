//! Reads a file into lines that tests compare whole: one a value, with all that was read and where.

use std::io::Cursor;
use std::ops::ControlFlow;

use zhibiao_tabular::{
    Entry, NoVocabulary, Notice, Options, Sink, Summary, Table, Term, Unreadable, Value, Vocabulary,
    column_letters, read,
};

/// What the hub knows in most tests.
pub(crate) struct Known;

pub(crate) const SUBJECTS: [&str; 7] = [
    "郑州高新区",
    "西安高新区",
    "肇庆高新区",
    "郑州",
    "西安",
    "北京市",
    "上海市",
];
pub(crate) const INDICATORS: [&str; 9] = [
    "营业收入",
    "净利润",
    "从业人员",
    "地区生产总值",
    "GDP",
    "规上工业增加值",
    "高新技术企业数",
    "固定资产投资",
    "人口",
];

impl Vocabulary for Known {
    fn is_subject(&self, text: &str) -> bool {
        SUBJECTS.contains(&text)
    }

    fn is_indicator(&self, text: &str) -> bool {
        INDICATORS.contains(&text)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) tables: Vec<String>,
    pub(crate) entries: Vec<String>,
    pub(crate) notices: Vec<String>,
}

impl Sink for Collected {
    fn table(&mut self, table: &Table) {
        self.tables.push(table.to_string());
    }

    fn entry(&mut self, entry: Entry<'_>) -> ControlFlow<()> {
        self.entries.push(line(&entry));
        ControlFlow::Continue(())
    }

    fn notice(&mut self, notice: Notice) {
        let place = notice.place;
        let at = format!("{}!{}{}", place.sheet, column_letters(place.column), place.row);
        self.notices
            .push(format!("{} {at} {}", notice.kind.code(), notice.text));
    }
}

/// `1!C2=5 subject@A2 indicator@C1 period@B2 unit@C1`, with `-` for what is not said; places on the same sheet.
pub(crate) fn line(entry: &Entry<'_>) -> String {
    let term = |term: Option<Term<'_>>| match term {
        Some(term) => format!("{}@{}{}", term.text, term.place.letters(), term.place.row),
        None => "-".to_owned(),
    };
    let value = match entry.value {
        Value::Number(number) => number.to_string(),
        Value::Percentage(number) => format!("{number} as %"),
        Value::Text(text) => format!("'{text}'"),
        Value::Date(text) => format!("date {text}"),
        Value::Error(text) => format!("error {text}"),
        Value::FormulaWithoutValue => "formula".to_owned(),
    };
    let mut line = format!(
        "{}!{}{}={value} {} {} {} {}",
        entry.place.sheet,
        entry.place.letters(),
        entry.place.row,
        term(entry.subject),
        term(entry.indicator),
        term(entry.period),
        term(entry.unit),
    );
    for (name, extra) in [
        ("qualifier", entry.qualifier),
        ("status", entry.status),
        ("note", entry.note),
        ("source", entry.source),
    ] {
        if extra.is_some() {
            line.push_str(&format!(" {name}:{}", term(extra)));
        }
    }
    if entry.total {
        line.push_str(" total");
    }
    line
}

pub(crate) fn try_read(
    bytes: &[u8],
    options: &Options,
    vocabulary: &dyn Vocabulary,
) -> Result<(Summary, Collected), Unreadable> {
    let mut collected = Collected::default();
    let summary = read(Cursor::new(bytes), options, vocabulary, &mut collected)?;
    Ok((summary, collected))
}

pub(crate) fn collect(bytes: &[u8], vocabulary: &dyn Vocabulary) -> Collected {
    match try_read(bytes, &Options::default(), vocabulary) {
        Ok((_, collected)) => collected,
        Err(fault) => panic!("{fault}"),
    }
}

/// Checks the entries of a file, with what the hub knows.
#[track_caller]
pub(crate) fn check(bytes: &[u8], table: &str, entries: &[&str]) {
    let collected = collect(bytes, &Known);
    assert_eq!(collected.tables, [table], "{:#?}", collected.entries);
    assert_eq!(collected.entries, entries);
    assert_eq!(collected.notices, [""; 0]);
}

/// Checks the entries of a file from which everything has to be told by structure alone, and again with knowledge.
#[track_caller]
pub(crate) fn check_both(bytes: &[u8], table: &str, entries: &[&str]) {
    let collected = collect(bytes, &NoVocabulary);
    assert_eq!(
        collected.tables,
        [table],
        "without knowledge: {:#?}",
        collected.entries
    );
    assert_eq!(collected.entries, entries, "without knowledge");
    assert_eq!(collected.notices, [""; 0], "without knowledge");
    check(bytes, table, entries);
}
