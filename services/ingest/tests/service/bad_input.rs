//! What must not hurt: files that are none, that lie about their size, or that want something from their reader.

use std::io::{Cursor, Write};

use rust_xlsxwriter::Workbook;
use zhibiao_proto::report::v1::{ReportHeader, ReportState, upload_report_request::Part};
use zhibiao_runtime::error::{Code, Problem};

use crate::hub::{TestHub, codes, four_eyes, upload_parts};

fn header() -> ReportHeader {
    ReportHeader {
        period: "2023".to_owned(),
        ..four_eyes()
    }
}

/// What checking and uploading say about a file that can't be read.
async fn refused(hub: &TestHub, file: &[u8]) -> Problem {
    let checked = hub.check(header(), file).await.unwrap_err();
    let uploaded = hub.upload(header(), file).await.unwrap_err();
    assert_eq!(checked, uploaded);
    assert_eq!(checked.code, Code::InvalidArgument, "{checked:?}");
    checked
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["园区", "营业收入（亿元）"], ["甲高新区", "5"]]) {
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn empty_files_are_refused() {
    let hub = TestHub::start().await;
    for file in ["", "\n\n", ",,,\n,,,\n", "\u{feff}"] {
        let problem = refused(&hub, file.as_bytes()).await;
        assert_eq!(problem.reason, "FILE_EMPTY", "{file:?}");
    }
}

#[tokio::test]
async fn a_head_alone_is_a_report_without_values() {
    let hub = TestHub::start().await;
    let checked = hub
        .check(header(), "园区,营业收入（亿元）\n".as_bytes())
        .await
        .unwrap();
    assert_eq!(checked.report.unwrap().state(), ReportState::Blocked);
    assert!(
        codes(&checked.findings).contains(&"NO_VALUES"),
        "{:?}",
        checked.findings
    );
}

#[tokio::test]
async fn a_truncated_workbook_is_refused() {
    let hub = TestHub::start().await;
    let whole = workbook();
    assert!(hub.check(header(), &whole).await.is_ok());
    for length in [whole.len() / 2, whole.len() - 10] {
        let problem = refused(&hub, &whole[..length]).await;
        assert!(problem.reason.starts_with("FILE_"), "{problem:?}");
    }
}

/// A workbook whose only sheet is what `write` writes, packed as tightly as can be.
fn crafted(write: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let whole = workbook();
    let mut from = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut write = Some(write);
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let options = zip::write::SimpleFileOptions::default();
        to.start_file(name.as_str(), options).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            (write.take().unwrap())(&mut to);
        } else {
            std::io::copy(&mut part, &mut to).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_zip_bomb_is_refused() {
    let hub = TestHub::start().await;
    let bomb = crafted(|part| {
        part.write_all(b"<?xml version=\"1.0\"?><worksheet><sheetData>")
            .unwrap();
        write_again_and_again(part, b" ");
    });
    assert!(bomb.len() < 1 << 20);
    let problem = refused(&hub, &bomb).await;
    assert_eq!(problem.reason, "FILE_ZIP_BOMB", "{problem:?}");
}

/// What a gigabyte of the same would begin with: more than any part may inflate to that is packed so tightly.
fn write_again_and_again(part: &mut dyn Write, text: &[u8]) {
    let block = text.repeat((1 << 20) / text.len());
    for _ in 0..32 {
        part.write_all(&block).unwrap();
    }
}

#[tokio::test]
async fn a_gigabyte_of_zeros_is_refused() {
    let hub = TestHub::start().await;
    let zeros = crafted(|part| {
        part.write_all(b"<?xml version=\"1.0\"?><worksheet><sheetData>")
            .unwrap();
        write_again_and_again(part, b"<row><c><v>0</v></c><c><v>0</v></c></row>");
    });
    assert!(zeros.len() < 1 << 20);
    let problem = refused(&hub, &zeros).await;
    assert_eq!(problem.reason, "TOO_MANY_ENTRIES");
}

#[tokio::test]
async fn a_file_of_too_many_columns_is_refused() {
    let hub = TestHub::start().await;
    let file = format!("园区{}\n甲高新区{}\n", ",x".repeat(100_000), ",1".repeat(100_000));
    assert_eq!(refused(&hub, file.as_bytes()).await.reason, "TOO_MANY_COLUMNS");
}

#[tokio::test]
async fn encodings_are_told_and_mixtures_refused() {
    let hub = TestHub::start().await;
    let (chinese, _, _) = encoding_rs::GB18030.encode("园区,营业收入（亿元）\n甲高新区,5\n");
    let checked = hub.check(header(), &chinese).await.unwrap();
    assert_eq!(checked.report.unwrap().entries, 1);
    let mut bom = b"\xef\xbb\xbf".to_vec();
    bom.extend("园区,营业收入（亿元）\n甲高新区,5\n".as_bytes());
    assert_eq!(
        hub.check(header(), &bom).await.unwrap().report.unwrap().entries,
        1
    );
    let mut mixed = chinese.into_owned();
    mixed.extend("乙高新区,6\n".as_bytes());
    let problem = refused(&hub, &mixed).await;
    assert!(problem.reason.starts_with("ENCODING_"), "{problem:?}");
    assert!(problem.message.contains("line 3"), "{}", problem.message);
}

#[tokio::test]
async fn formulas_that_want_to_run_are_kept_from_it() {
    let hub = TestHub::start().await;
    let file = "园区,营业收入（亿元）,备注\n甲高新区,=cmd|'/C calc'!A0,\n乙高新区,5,@SUM(1)\n";
    let checked = hub.check(header(), file.as_bytes()).await.unwrap();
    let told: Vec<_> = checked
        .findings
        .iter()
        .filter(|finding| finding.code == "TEXT_LOOKS_LIKE_FORMULA")
        .map(|finding| {
            let position = finding.position.clone().unwrap();
            (finding.severity() as i32, position.row, position.column)
        })
        .collect();
    assert!(told.contains(&(3, 2, "B".to_owned())), "{:?}", checked.findings);
    assert!(told.contains(&(2, 3, "C".to_owned())), "{:?}", checked.findings);
    assert_eq!(told.len(), 2, "each cell is told once: {told:?}");
    assert_eq!(checked.report.unwrap().blocked_entries, 1);
}

#[tokio::test]
async fn numbers_beyond_all_measure_block_their_cell() {
    let hub = TestHub::start().await;
    let file = "园区,时期,营业收入（亿元）\n甲高新区,2019,NaN\n甲高新区,2020,inf\n甲高新区,2021,1e308\n甲高新区,2022,-1e308\n甲高新区,2023,1e309\n";
    let checked = hub.check(four_eyes(), file.as_bytes()).await.unwrap();
    let blocked: Vec<_> = checked.entries.iter().map(|entry| entry.state() as i32).collect();
    assert_eq!(blocked, [2, 2, 2, 2, 2]);
}

#[tokio::test]
async fn an_impossible_month_is_no_period() {
    let hub = TestHub::start().await;
    let file = "园区,时期,营业收入（亿元）\n甲高新区,2023-13,5\n";
    let checked = hub.check(four_eyes(), file.as_bytes()).await.unwrap();
    assert!(
        codes(&checked.findings).contains(&"UNKNOWN_PERIOD"),
        "{:?}",
        checked.findings
    );
}

#[tokio::test]
async fn streams_out_of_order_are_refused() {
    let hub = TestHub::start().await;
    let header = || Part::Header(header());
    let chunk = |bytes: usize| Part::Chunk(vec![b'x'; bytes].into());
    for (parts, reason) in [
        (vec![], "HEADER_MISSING"),
        (vec![chunk(1)], "HEADER_MISSING"),
        (vec![header()], "FILE_EMPTY"),
        (vec![header(), header()], "HEADER_TWICE"),
        (vec![header(), chunk(1), header()], "HEADER_TWICE"),
        (vec![header(), chunk(0)], "FILE_EMPTY"),
        (vec![header(), chunk((1 << 20) + 1)], "CHUNK_TOO_LARGE"),
    ] {
        let problem = upload_parts(&hub.by("li"), parts).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::InvalidArgument, reason)
        );
    }
    // A chunk of just the limit is read, and is no report.
    let problem = upload_parts(&hub.by("li"), vec![header(), chunk(1 << 20)])
        .await
        .unwrap_err();
    assert_eq!(problem.reason, "CELL_TOO_LONG");
}

#[tokio::test]
async fn a_file_is_as_large_as_the_limit_and_no_larger() {
    let hub = TestHub::start().await;
    // Bytes that no text has: reading ends with the first, and only the size is tried.
    let chunk = || Part::Chunk(vec![0; 1 << 20].into());
    let with = |more: Option<Part>| {
        let mut parts = vec![Part::Header(header())];
        parts.extend((0..64).map(|_| chunk()));
        parts.extend(more);
        parts
    };
    let just_under = upload_parts(&hub.by("li"), with(None)).await.unwrap_err();
    assert_eq!(just_under.reason, "NUL_BYTE");
    let just_over = upload_parts(&hub.by("li"), with(Some(Part::Chunk(vec![0].into()))))
        .await
        .unwrap_err();
    assert_eq!(just_over.reason, "FILE_TOO_LARGE");
}
