//! Every limit, just under and just over.

use std::io::Cursor;

use zhibiao_tabular::{Limits, NoVocabulary, Options, read};

use crate::support::{Collected, Known, try_read};
use crate::workbooks::workbook;

/// Reads under a limit and expects success, then under one less and expects the code.
#[track_caller]
fn under_and_over(bytes: &[u8], limits: impl Fn(u64) -> Limits, enough: u64, code: &str) {
    let options = |limit| Options {
        limits: limits(limit),
        ..Options::default()
    };
    if let Err(fault) = try_read(bytes, &options(enough), &Known) {
        panic!("under the limit: {fault}");
    }
    let fault = try_read(bytes, &options(enough - 1), &Known).unwrap_err();
    assert_eq!(fault.code(), code, "{fault}");
}

const TEXT: &str = "园区,营业收入,人口\n郑州高新区,1,2\n西安高新区,3,4\n";

fn book() -> Vec<u8> {
    workbook(|book| {
        for name in ["甲", "乙"] {
            let sheet = book.add_worksheet().set_name(name)?;
            sheet.write_row(0, 0, ["园区", "营业收入", "人口"])?;
            for row in 1..40 {
                sheet.write(row, 0, "郑州高新区")?;
                sheet.write(row, 1, row)?;
                sheet.write(row, 2, row)?;
            }
        }
        Ok(())
    })
}

#[test]
fn bytes() {
    let size = TEXT.len() as u64;
    under_and_over(
        TEXT.as_bytes(),
        |bytes| Limits {
            bytes,
            ..Limits::default()
        },
        size,
        "FILE_TOO_LARGE",
    );
    let file = book();
    under_and_over(
        &file,
        |bytes| Limits {
            bytes,
            ..Limits::default()
        },
        file.len() as u64,
        "FILE_TOO_LARGE",
    );
}

#[test]
fn parts_and_sheets() {
    let file = book();
    let parts = zip::ZipArchive::new(Cursor::new(&file)).unwrap().len() as u64;
    let limits = |parts| Limits {
        parts: parts as usize,
        ..Limits::default()
    };
    under_and_over(&file, limits, parts, "FILE_TOO_MANY_PARTS");
    under_and_over(
        &file,
        |sheets| Limits {
            sheets: sheets as usize,
            ..Limits::default()
        },
        2,
        "TOO_MANY_SHEETS",
    );
}

#[test]
fn rows_and_columns() {
    let rows = |rows| Limits {
        rows: rows as u32,
        ..Limits::default()
    };
    let columns = |columns| Limits {
        columns: columns as u32,
        ..Limits::default()
    };
    under_and_over(TEXT.as_bytes(), rows, 3, "TOO_MANY_ROWS");
    under_and_over(TEXT.as_bytes(), columns, 3, "TOO_MANY_COLUMNS");
    under_and_over(&book(), rows, 40, "TOO_MANY_ROWS");
    under_and_over(&book(), columns, 3, "TOO_MANY_COLUMNS");
}

#[test]
fn text_of_cells_and_rows() {
    let cell = |bytes| Limits {
        cell_bytes: bytes as usize,
        ..Limits::default()
    };
    let row = |bytes| Limits {
        row_bytes: bytes as usize,
        ..Limits::default()
    };
    // The longest cell is 郑州高新区, the longest row the head.
    under_and_over(TEXT.as_bytes(), cell, 15, "CELL_TOO_LONG");
    under_and_over(TEXT.as_bytes(), row, 24, "ROW_TOO_LONG");
    under_and_over(&book(), cell, 15, "CELL_TOO_LONG");
    under_and_over(&book(), row, 24, "ROW_TOO_LONG");
}

#[test]
fn entries() {
    under_and_over(
        TEXT.as_bytes(),
        |entries| Limits {
            entries: entries as u32,
            ..Limits::default()
        },
        4,
        "TOO_MANY_ENTRIES",
    );
}

#[test]
fn tables() {
    let two = "园区,营业收入\n郑州高新区,1\n\n园区,人口\n郑州高新区,2\n";
    let limits = |tables| Limits {
        tables: tables as u32,
        ..Limits::default()
    };
    under_and_over(two.as_bytes(), limits, 2, "TOO_MANY_TABLES");
    let limits = |cells| Limits {
        head_cells: cells as u32,
        ..Limits::default()
    };
    under_and_over(two.as_bytes(), limits, 4, "TOO_MANY_HEAD_CELLS");
}

#[test]
fn inflated_parts() {
    let file = book();
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    let sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap().size();
    let mut largest = 0;
    for name in [
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    ] {
        largest = largest.max(archive.by_name(name).unwrap().size());
    }
    under_and_over(
        &file,
        |bytes| Limits {
            sheet_bytes: bytes,
            ..Limits::default()
        },
        sheet,
        "FILE_ZIP_BOMB",
    );
    under_and_over(
        &file,
        |bytes| Limits {
            part_bytes: bytes,
            ..Limits::default()
        },
        largest,
        "FILE_ZIP_BOMB",
    );
}

#[test]
fn inflation_of_large_parts() {
    // 18 MiB of long notes that pack well, but not as well as a bomb.
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["园区", "营业收入", "备注"])?;
        for row in 1..=700 {
            sheet.write(row, 0, "郑州高新区")?;
            sheet.write(row, 1, row)?;
            sheet.write(row, 2, format!("{row:>7}").repeat(4_000))?;
        }
        Ok(())
    });
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    let part = archive.by_name("xl/sharedStrings.xml").unwrap();
    assert!(part.size() > 16 << 20);
    let ratio = part.size().div_ceil(part.compressed_size());
    drop(part);
    let options = |inflation| Options {
        limits: Limits {
            inflation,
            ..Limits::default()
        },
        ..Options::default()
    };
    let mut sink = Collected::default();
    assert_eq!(
        read(Cursor::new(&file), &options(ratio), &NoVocabulary, &mut sink)
            .unwrap()
            .entries,
        700
    );
    let fault = read(Cursor::new(&file), &options(ratio - 1), &NoVocabulary, &mut sink).unwrap_err();
    assert_eq!(fault.code(), "FILE_ZIP_BOMB");
}
