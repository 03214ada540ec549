//! What is no report, or is made to do harm: refused with a reason, quickly, in bounded memory.

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use zhibiao_tabular::{Format, Options, Unreadable};
use zip::write::SimpleFileOptions;

use crate::support::{Known, collect, try_read};
use crate::workbooks::{change_part, replace_in_part, workbook};

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[track_caller]
fn refused(bytes: &[u8], code: &str) -> Unreadable {
    match try_read(bytes, &Options::default(), &Known) {
        Ok((summary, _)) => panic!("read: {summary:?}"),
        Err(fault) => {
            assert_eq!(fault.code(), code, "{fault}");
            fault
        }
    }
}

fn small() -> Vec<u8> {
    workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["园区", "营业收入"])?;
        sheet.write(1, 0, "郑州高新区")?;
        sheet.write(1, 1, 5)?;
        Ok(())
    })
}

/// A zip archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn empty_files() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\n \n\t\n", b",,,\n"] {
        refused(bytes, "FILE_EMPTY");
    }
    refused(
        &workbook(|book| book.add_worksheet().set_name("空").map(|_| ())),
        "FILE_EMPTY",
    );
}

#[test]
fn other_kinds_of_files() {
    for bytes in [
        &b"%PDF-1.7"[..],
        b"\n<HTML><table>",
        b"<?xml version='1.0'?>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
    ] {
        refused(bytes, "FILE_NOT_A_WORKBOOK");
    }
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    refused(ole, "FILE_LEGACY_WORKBOOK");
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    refused(&[&ole[..], &[0; 512], &name].concat(), "FILE_ENCRYPTED");
    for path in ["word/document.xml", "xl/workbook.bin", "content.xml", "a.zip"] {
        refused(&archive(&[(path, b"x")]), "FILE_NOT_A_WORKBOOK");
    }
    refused(&archive(&[]), "FILE_NOT_A_WORKBOOK");
    // An archive of archives is never opened below the first.
    let deep = (0..20).fold(vec![0; 100_000], |inner, _| archive(&[("inner.zip", &inner)]));
    refused(&deep, "FILE_NOT_A_WORKBOOK");
}

#[test]
fn an_announced_form_must_hold() {
    let announced = |format| Options {
        format: Some(format),
        ..Options::default()
    };
    assert!(try_read(&small(), &announced(Format::Xlsx), &Known).is_ok());
    assert!(try_read("园区,人口\n郑州,5\n".as_bytes(), &announced(Format::Csv), &Known).is_ok());
    for (bytes, format) in [(small(), Format::Csv), (b"a,b\n".to_vec(), Format::Xlsx)] {
        let fault = try_read(&bytes, &announced(format), &Known).unwrap_err();
        assert_eq!(fault.code(), "FILE_NOT_A_WORKBOOK");
    }
}

#[test]
fn truncated_and_damaged_workbooks() {
    let file = small();
    for length in [10, 100, file.len() / 2, file.len() - 10] {
        refused(&file[..length], "FILE_TRUNCATED");
    }
    // The archive is whole, the sheet in it is cut off.
    let cut = change_part(&file, SHEET, |text| text[..text.len() / 2].to_owned());
    refused(&cut, "FILE_MALFORMED");
}

#[test]
fn zeros() {
    refused(&vec![0; 1 << 20], "NUL_BYTE");
    let limits = Options::default().limits;
    // A file that only says that it is large is refused before it is read.
    struct Large;
    impl std::io::Read for Large {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            panic!("read although too large")
        }
    }
    impl std::io::Seek for Large {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Ok(1 << 30)
        }
    }
    let mut sink = crate::support::Collected::default();
    let fault = zhibiao_tabular::read(Large, &Options::default(), &Known, &mut sink).unwrap_err();
    assert!(
        matches!(fault, Unreadable::FileTooLarge { bytes, limit } if bytes == 1 << 30 && limit == limits.bytes)
    );
}

#[test]
fn a_gigabyte_of_zeros_in_a_sheet_and_other_bombs() {
    // Inflates a thousandfold: refused from its size, and again when the size lies.
    let head = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>";
    let bomb = change_part(&small(), SHEET, |_| {
        format!(
            "{head}{}</v></c></row></sheetData></worksheet>",
            "0".repeat(40 << 20)
        )
    });
    refused(&bomb, "FILE_ZIP_BOMB");
    let spaces = " ".repeat(40 << 20);
    let bomb = change_part(&small(), SHEET, |_| {
        format!("<worksheet>{spaces}<sheetData/></worksheet>")
    });
    refused(&bomb, "FILE_ZIP_BOMB");
    let bomb = change_part(&small(), "xl/sharedStrings.xml", |_| {
        format!("<sst>{spaces}</sst>")
    });
    refused(&bomb, "FILE_ZIP_BOMB");
}

#[test]
fn a_declared_size_that_lies() {
    let text = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        "<row><x/></row>".repeat(1 << 20)
    );
    let mut file = change_part(&small(), SHEET, |_| text.clone());
    let size = (text.len() as u32).to_le_bytes();
    let lie = 1000_u32.to_le_bytes();
    let mut at = 0;
    while let Some(found) = file[at..].windows(4).position(|window| window == size) {
        file[at + found..at + found + 4].copy_from_slice(&lie);
        at += found + 4;
    }
    let fault = try_read(&file, &Options::default(), &Known).unwrap_err();
    assert!(
        matches!(fault.code(), "FILE_ZIP_BOMB" | "FILE_TRUNCATED"),
        "{fault}"
    );
}

#[test]
fn declared_dimensions_and_counts_allocate_nothing() {
    let file = small();
    let vast = change_part(&file, SHEET, |text| {
        let start = text.find("<dimension").unwrap();
        let end = start + text[start..].find("/>").unwrap();
        format!(
            "{}<dimension ref=\"A1:XFD999999999\"{}",
            &text[..start],
            &text[end..]
        )
    });
    assert_eq!(collect(&vast, &Known).entries.len(), 1);
    let vast = replace_in_part(
        &file,
        "xl/sharedStrings.xml",
        "uniqueCount=\"3\"",
        "uniqueCount=\"99999999999999999\"",
    );
    assert_eq!(collect(&vast, &Known).entries.len(), 1);
}

#[test]
fn references_that_cannot_be() {
    let file = small();
    for (from, to, code) in [
        ("<row r=\"2\"", "<row r=\"1000000000\"", "FILE_MALFORMED"),
        ("<row r=\"2\"", "<row r=\"9000000\"", "TOO_MANY_ROWS"),
        ("<row r=\"2\"", "<row r=\"1\"", "FILE_MALFORMED"),
        ("<row r=\"2\"", "<row r=\"-2\"", "FILE_MALFORMED"),
        ("r=\"B2\"", "r=\"ZZZZZZZZ2\"", "FILE_MALFORMED"),
        ("r=\"B2\"", "r=\"ZZZZZ2\"", "TOO_MANY_COLUMNS"),
        ("r=\"B2\"", "r=\"B3\"", "FILE_MALFORMED"),
        ("r=\"B2\"", "r=\"A2\"", "FILE_MALFORMED"),
        ("<v>2</v>", "<v>77</v>", "FILE_MALFORMED"),
        (
            "<sheetData>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><sheetData>",
            "FILE_MALFORMED",
        ),
    ] {
        refused(&replace_in_part(&file, SHEET, from, to), code);
    }
}

#[test]
fn huge_and_impossible_numbers_are_told_as_they_stand() {
    let file = small();
    for (number, value) in [
        ("1e308", "1!B2=100000"),
        ("NaN", "1!B2='NaN'"),
        ("1e999", "1!B2='1e999'"),
        ("inf", "1!B2='inf'"),
    ] {
        let changed = replace_in_part(&file, SHEET, "<v>5</v>", &format!("<v>{number}</v>"));
        let entries = collect(&changed, &Known).entries;
        assert_eq!(entries.len(), 1);
        assert!(entries[0].starts_with(value), "{entries:?}");
    }
}

#[test]
fn a_text_of_a_hundred_thousand_columns() {
    let fault = refused(
        format!("{}\n", "a,".repeat(100_000)).as_bytes(),
        "TOO_MANY_COLUMNS",
    );
    assert!(matches!(
        fault,
        Unreadable::TooManyColumns {
            row: 1,
            limit: 16_384,
            ..
        }
    ));
}

#[test]
fn encodings_that_change_on_the_way() {
    let utf8 = "园区,营业收入\n郑州高新区,1\n".as_bytes();
    let gb = GB18030.encode("西安高新区,2\n").0;
    let fault = refused(&[utf8, &gb].concat(), "ENCODING_MIXED");
    assert!(
        fault.to_string().starts_with("line 3 (byte 38) is in GB18030"),
        "{fault}"
    );
    refused(b"a,b\n\xff\xff,1\n", "ENCODING_UNKNOWN");
    let text = "园区,营业收入\n郑州高新区,1\n";
    let expected = collect(text.as_bytes(), &Known).entries;
    assert_eq!(expected.len(), 1);
    assert_eq!(collect(&GB18030.encode(text).0, &Known).entries, expected);
    assert_eq!(
        collect(format!("\u{feff}{text}").as_bytes(), &Known).entries,
        expected
    );
}
