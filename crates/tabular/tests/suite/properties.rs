//! Nothing panics and no limit is passed, whatever comes in; and cells are those that another reader sees.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Reader, Xlsx};
use proptest::prelude::*;
use zhibiao_tabular::{
    Entry, Limits, NoVocabulary, Notice, Options, Place, Sink, Table, Unreadable, Vocabulary, excerpt, read,
};

use crate::support::Known;
use crate::workbooks::{change_part, workbook};

/// Small limits, so that passing one shows.
const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    parts: 100,
    sheets: 4,
    rows: 500,
    columns: 50,
    cell_bytes: 1_000,
    row_bytes: 4_000,
    part_bytes: 1 << 20,
    sheet_bytes: 1 << 20,
    inflation: 300,
    tables: 100,
    head_cells: 1_000,
    entries: 1_000,
};

/// Checks everything that is handed out against the limits.
#[derive(Default)]
struct Bounded {
    entries: u32,
    notices: u32,
    places: Vec<Place>,
}

impl Sink for Bounded {
    fn table(&mut self, table: &Table) {
        assert!(table.first_row <= table.data_row && table.first_column <= table.last_column);
        assert!(!table.to_string().is_empty());
    }

    fn entry(&mut self, entry: Entry<'_>) -> ControlFlow<()> {
        self.entries += 1;
        assert!(entry.place.row <= LIMITS.rows && entry.place.column <= LIMITS.columns);
        assert!(entry.place.row > 0 && entry.place.column > 0);
        for term in [entry.subject, entry.indicator, entry.period, entry.unit]
            .into_iter()
            .flatten()
        {
            // A term is put together from at most a label and the heads above.
            assert!(!term.text.is_empty() && term.text.len() <= 8 * LIMITS.cell_bytes);
            assert!(term.place.row <= entry.place.row);
        }
        self.places.push(entry.place);
        ControlFlow::Continue(())
    }

    fn notice(&mut self, notice: Notice) {
        self.notices += 1;
        assert!(notice.text.chars().count() <= 200);
    }
}

/// Reads with and without knowledge; both must hold to the limits.
fn read_bounded(bytes: &[u8]) -> Result<(), TestCaseError> {
    let options = Options {
        limits: LIMITS,
        ..Options::default()
    };
    for vocabulary in [&Known as &dyn Vocabulary, &NoVocabulary] {
        let mut sink = Bounded::default();
        match read(Cursor::new(bytes), &options, vocabulary, &mut sink) {
            Ok(summary) => {
                prop_assert_eq!(summary.entries, sink.entries);
                prop_assert!(summary.entries <= LIMITS.entries);
            }
            Err(fault) => prop_assert!(!matches!(fault, Unreadable::Io(_)), "{}", fault),
        }
        prop_assert!(sink.notices <= 1_100 * LIMITS.sheets as u32);
        let cells = sink.places.len();
        sink.places.sort_unstable();
        sink.places.dedup();
        prop_assert_eq!(sink.places.len(), cells, "a cell was read twice");
    }
    match excerpt(
        Cursor::new(bytes),
        &options,
        Place {
            sheet: 1,
            row: 3,
            column: 2,
        },
        2,
    ) {
        Ok(rows) => prop_assert!(rows.len() <= 5),
        Err(fault) => prop_assert!(!matches!(fault, Unreadable::Io(_)), "{}", fault),
    }
    Ok(())
}

/// Cells as they occur in reports, so that tables come about.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "", "", "园区", "指标", "单位", "数值", "年份", "2023年", "2022", "2023", "9月", "1-6月", "郑州高新区", "西安", "营业收入",
            "营业收入（千元）", "从业人员/人", "亿元", "千元", "合计", "同比增长(%)", "单位：亿元", "地区：郑州高新区", "注：约数", "…", "-",
            "1,100万", "约5", "=1+1", "备注", "序号", "1", "2", "甲", "\n", "指标\\地区",
        ]).prop_map(str::to_owned),
        2 => (-1e6..1e6_f64).prop_map(|number| number.to_string()),
        // Without characters that no cell keeps: control characters and blanks of no width.
        1 => "[\\PC&&[^\u{feff}\u{200b}]]{0,12}",
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..24)
}

fn csv(rows: &[Vec<String>]) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.iter()
        .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n")
        .collect()
}

fn xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    workbook(|book| {
        let sheet = book.add_worksheet();
        for (number, row) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(row) {
                match cell.parse::<f64>() {
                    Ok(value) if value.is_finite() => sheet.write(number, column, value)?,
                    Ok(_) | Err(_) => sheet.write(number, column, cell)?,
                };
            }
        }
        Ok(())
    })
}

/// Every cell of the first sheet as an excerpt shows it.
fn shown(bytes: &[u8]) -> Vec<(u32, u32, String)> {
    let mut all = Vec::new();
    for row in (50..600).step_by(101) {
        let rows = excerpt(
            Cursor::new(bytes),
            &Options::default(),
            Place {
                sheet: 1,
                row,
                column: 1,
            },
            50,
        )
        .unwrap();
        for row in rows {
            all.extend(
                row.cells
                    .into_iter()
                    .map(|(column, text)| (row.row, column, text)),
            );
        }
    }
    all
}

/// Every cell that calamine sees.
fn seen_by_calamine(bytes: &[u8]) -> Vec<(u32, u32, String)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).unwrap();
    let mut all = Vec::new();
    while let Some(cell) = cells.next_cell().unwrap() {
        let (row, column) = cell.get_position();
        let text = calamine::Data::from(cell.get_value().clone()).to_string();
        let text = text.trim().to_owned();
        if !text.is_empty() {
            all.push((row + 1, column + 1, text));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(160) })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read_bounded(&bytes)?;
    }

    #[test]
    fn arbitrary_text(text in "(\\PC|[,;\t\"\n\r，：]){0,400}") {
        read_bounded(text.as_bytes())?;
    }

    #[test]
    fn tables_of_every_kind(rows in rows()) {
        read_bounded(csv(&rows).as_bytes())?;
    }

    #[test]
    fn text_and_workbook_hold_the_same_cells(rows in rows()) {
        prop_assume!(rows.iter().flatten().any(|cell| !cell.trim().is_empty()));
        let text = shown(csv(&rows).as_bytes());
        let book = shown(&xlsx(&rows));
        let places = |cells: &[(u32, u32, String)]| cells.iter().map(|(row, column, _)| (*row, *column)).collect::<Vec<_>>();
        prop_assert_eq!(places(&text), places(&book));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn workbooks_are_read_as_calamine_reads_them(rows in rows()) {
        let bytes = xlsx(&rows);
        read_bounded(&bytes)?;
        let known = seen_by_calamine(&bytes);
        let own = shown(&bytes);
        prop_assert_eq!(own.len(), known.len());
        for (own, known) in own.iter().zip(&known) {
            prop_assert_eq!((own.0, own.1), (known.0, known.1));
            let same = own.2 == known.2 || own.2.parse::<f64>().ok() == known.2.parse::<f64>().ok();
            prop_assert!(same, "{:?} {:?}", own, known);
        }
    }

    #[test]
    fn mutated_workbooks(
        rows in rows(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = xlsx(&rows);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read_bounded(&bytes)?;
    }

    #[test]
    fn mutated_sheets(
        rows in rows(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[<>/\"'&=a-zA-Z0-9:_ ;#!\\[\\]-]{0,6}"), 1..6),
        part in prop::sample::select(vec![
            "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels",
        ]),
    ) {
        let bytes = change_part(&xlsx(&rows), part, |text| {
            let mut text = text.to_owned();
            for (at, insert) in &changes {
                let at = text.floor_char_boundary(at.index(text.len() + 1));
                text.insert_str(at, insert);
            }
            text
        });
        read_bounded(&bytes)?;
    }
}
