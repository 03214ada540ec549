//! What only workbooks have: sheets, merged cells, dates, percentages, formulas.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};
use zhibiao_tabular::{NoVocabulary, Options, Place, excerpt};

use crate::support::{Known, check, check_both, collect, try_read};

/// A workbook of one sheet, written by the closure.
pub(crate) fn workbook(write: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(&mut workbook).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn merged_head_cells_over_three_rows() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 5, "2023年国家高新区主要经济指标", &plain)?;
        sheet.write(1, 5, "单位：千元")?;
        sheet.merge_range(2, 0, 4, 0, "园区", &plain)?;
        sheet.merge_range(2, 1, 2, 4, "收入情况", &plain)?;
        sheet.merge_range(3, 1, 3, 2, "营业收入", &plain)?;
        sheet.merge_range(3, 3, 3, 4, "净利润", &plain)?;
        sheet.merge_range(2, 5, 4, 5, "从业人员（人）", &plain)?;
        for (column, year) in [(1, 2022), (2, 2023), (3, 2022), (4, 2023)] {
            sheet.write(4, column, year)?;
        }
        sheet.write_row(5, 0, ["郑州高新区"])?;
        sheet.write_row(5, 1, [1.5, 2.0, 3.0, 4.0, 5.0])?;
        Ok(())
    });
    let table = "Sheet1!A3:F wide, subjects down, indicators across";
    check(
        &file,
        table,
        &[
            "1!B6=1.5 郑州高新区@A6 营业收入@B4 2022@B5 千元@F2",
            "1!C6=2 郑州高新区@A6 营业收入@B4 2023@C5 千元@F2",
            "1!D6=3 郑州高新区@A6 净利润@D4 2022@D5 千元@F2",
            "1!E6=4 郑州高新区@A6 净利润@D4 2023@E5 千元@F2",
            "1!F6=5 郑州高新区@A6 从业人员@F3 2023年@A1 人@F3",
        ],
    );
    // Who does not know the names keeps the group before them.
    let collected = collect(&file, &NoVocabulary);
    assert_eq!(collected.tables, [table]);
    assert_eq!(
        collected.entries[3],
        "1!E6=4 郑州高新区@A6 收入情况 净利润@D4 2023@E5 千元@F2"
    );
}

#[test]
fn one_zone_a_sheet() {
    let file = workbook(|book| {
        for (zone, value) in [("郑州高新区", 1), ("西安高新区", 2)] {
            let sheet = book.add_worksheet().set_name(zone)?;
            sheet.write(0, 0, "指标")?;
            sheet.write(0, 1, "2023年")?;
            sheet.write(1, 0, "营业收入（千元）")?;
            sheet.write(1, 1, value)?;
        }
        Ok(())
    });
    for vocabulary in [&Known as &dyn zhibiao_tabular::Vocabulary, &NoVocabulary] {
        let collected = collect(&file, vocabulary);
        assert_eq!(
            collected.entries,
            [
                "1!B2=1 郑州高新区@0 营业收入@A2 2023年@B1 千元@A2",
                "2!B2=2 西安高新区@0 营业收入@A2 2023年@B1 千元@A2",
            ]
        );
        assert_eq!(
            collected.tables[1],
            "西安高新区!A1:B wide, indicators down, periods across"
        );
    }
}

#[test]
fn the_period_is_the_sheet() {
    let file = workbook(|book| {
        for year in ["2022年", "2023年"] {
            let sheet = book.add_worksheet().set_name(year)?;
            sheet.write_row(0, 0, ["园区", "营业收入"])?;
            sheet.write(1, 0, "郑州高新区")?;
            sheet.write(1, 1, 5)?;
        }
        Ok(())
    });
    let collected = collect(&file, &Known);
    assert_eq!(
        collected.entries,
        [
            "1!B2=5 郑州高新区@A2 营业收入@B1 2022年@0 -",
            "2!B2=5 郑州高新区@A2 营业收入@B1 2023年@0 -"
        ]
    );
}

#[test]
fn dates_percentages_and_text_numbers() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let percent = Format::new().set_num_format("0.0%");
        let date = ExcelDateTime::from_ymd(2023, 9, 1)?;
        sheet.write(0, 0, "指标")?;
        sheet.write_with_format(0, 1, &date, &month)?;
        sheet.write_with_format(0, 2, &date, &day)?;
        sheet.write(1, 0, "营业收入")?;
        sheet.write_with_format(1, 1, 0.053, &percent)?;
        sheet.write_string(1, 2, "55014940375")?;
        sheet.write(2, 0, "净利润")?;
        sheet.write(2, 1, 55_014_940_375_123.0)?;
        sheet.write_with_format(2, 2, &date, &day)?;
        Ok(())
    });
    check_both(
        &file,
        "Sheet1!A1:C wide, indicators down, periods across",
        &[
            "1!B2=0.053 as % - 营业收入@A2 2023-09@B1 -",
            "1!C2='55014940375' - 营业收入@A2 2023-09-01@C1 -",
            "1!B3=55014940375123 - 净利润@A3 2023-09@B1 -",
            "1!C3=date 2023-09-01 - 净利润@A3 2023-09-01@C1 -",
        ],
    );
}

#[test]
fn formulas_give_their_stored_results() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["园区", "营业收入", "净利润", "人口", "从业人员"])?;
        sheet.write(1, 0, "郑州高新区")?;
        sheet.write_formula(1, 1, Formula::new("=2+3").set_result("5"))?;
        sheet.write_formula(1, 2, Formula::new("=1/0").set_result("#DIV/0!"))?;
        sheet.write_formula(1, 3, Formula::new("=\"约\"&5").set_result("约5"))?;
        sheet.write_formula(1, 4, Formula::new("=7+0").set_result("7"))?;
        Ok(())
    });
    // Programs that write formulas without calculating them leave the value out, or leave it empty.
    for uncalculated in ["", "<v></v>", "<v/>"] {
        let file = replace_in_part(&file, "xl/worksheets/sheet1.xml", "<v>7</v>", uncalculated);
        check_both(
            &file,
            "Sheet1!A1:E wide, subjects down, indicators across",
            &[
                "1!B2=5 郑州高新区@A2 营业收入@B1 - -",
                "1!C2=error #DIV/0! 郑州高新区@A2 净利润@C1 - -",
                "1!D2='约5' 郑州高新区@A2 人口@D1 - -",
                "1!E2=formula 郑州高新区@A2 从业人员@E1 - -",
            ],
        );
    }
}

#[test]
fn hidden_sheets_are_not_read_and_charts_are_none() {
    let file = workbook(|book| {
        for name in ["数据", "旧数据"] {
            let sheet = book.add_worksheet().set_name(name)?;
            sheet.write_row(0, 0, ["园区", "营业收入"])?;
            sheet.write(1, 0, "郑州高新区")?;
            sheet.write(1, 1, 5)?;
        }
        book.worksheet_from_index(1)?.set_hidden(true);
        Ok(())
    });
    let (summary, collected) = try_read(&file, &Options::default(), &Known).unwrap();
    assert_eq!(summary.sheets, ["数据", "旧数据"]);
    assert_eq!(collected.entries.len(), 1);
    assert_eq!(collected.notices, ["HIDDEN_SHEET 2!0 旧数据"]);
}

#[test]
fn rich_text_escapes_and_line_breaks() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        sheet.write(0, 0, "园区 <A&B>")?;
        sheet.write_rich_string(0, 1, &[(&bold, "营业"), (&Format::new(), "收入\n（千元）")])?;
        sheet.write(1, 0, "郑州高新区")?;
        sheet.write(1, 1, 1)?;
        Ok(())
    });
    check_both(
        &file,
        "Sheet1!A1:B wide, subjects down, indicators across",
        &["1!B2=1 郑州高新区@A2 营业收入@B1 - 千元@B1"],
    );
}

#[test]
fn labels_merged_down() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["园区", "指标", "单位", "2023年"])?;
        for (zone, first) in [("郑州高新区", 1), ("西安高新区", 3)] {
            sheet.merge_range(first, 0, first + 1, 0, zone, &Format::new())?;
            for (offset, (indicator, unit)) in [(0, ("营业收入", "千元")), (1, ("从业人员", "人"))]
            {
                sheet.write_row(first + offset, 1, [indicator, unit])?;
                sheet.write(first + offset, 3, first + offset)?;
            }
        }
        Ok(())
    });
    check_both(
        &file,
        "Sheet1!A1:D wide, subjects and indicators down, periods across",
        &[
            "1!D2=1 郑州高新区@A2 营业收入@B2 2023年@D1 千元@C2",
            "1!D3=2 郑州高新区@A2 从业人员@B3 2023年@D1 人@C3",
            "1!D4=3 西安高新区@A4 营业收入@B4 2023年@D1 千元@C4",
            "1!D5=4 西安高新区@A4 从业人员@B5 2023年@D1 人@C5",
        ],
    );
}

#[test]
fn an_excerpt_shows_the_rows_around() {
    let file = workbook(|book| {
        book.add_worksheet().write(0, 0, "first sheet")?;
        let sheet = book.add_worksheet();
        for row in 0..100 {
            sheet.write(row, 0, format!("row {}", row + 1))?;
            sheet.write(row, 2, row + 1)?;
        }
        Ok(())
    });
    let place = Place {
        sheet: 2,
        row: 50,
        column: 3,
    };
    let rows = excerpt(Cursor::new(&file), &Options::default(), place, 2).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.row).collect::<Vec<_>>(),
        [48, 49, 50, 51, 52]
    );
    assert_eq!(rows[2].cells, [(1, "row 50".to_owned()), (3, "50".to_owned())]);
    let fault = excerpt(
        Cursor::new(&file),
        &Options::default(),
        Place { sheet: 3, ..place },
        2,
    )
    .unwrap_err();
    assert_eq!(fault.code(), "NO_SUCH_SHEET");
    let text = "a,b\n\n\"c\nd\",e\nf,g\n";
    let rows = excerpt(
        Cursor::new(text),
        &Options::default(),
        Place {
            sheet: 1,
            row: 3,
            column: 2,
        },
        0,
    )
    .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].cells, [(1, "c\nd".to_owned()), (2, "e".to_owned())]);
}

/// The archive with one part's text changed.
pub(crate) fn replace_in_part(file: &[u8], path: &str, from: &str, to: &str) -> Vec<u8> {
    change_part(file, path, |text| {
        assert!(text.contains(from), "{path} has no {from}");
        text.replace(from, to)
    })
}

/// The archive with one part rewritten.
pub(crate) fn change_part(file: &[u8], path: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut changed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        if name == path {
            bytes = change(std::str::from_utf8(&bytes).unwrap()).into_bytes();
        }
        changed.start_file(name, options).unwrap();
        changed.write_all(&bytes).unwrap();
    }
    changed.finish().unwrap().into_inner()
}
