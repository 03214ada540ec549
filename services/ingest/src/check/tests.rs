//! Each check on small reports.

mod against;
mod names;

use std::{io::Cursor, sync::Arc};

use zhibiao_proto::report::v1::ReportHeader;

use super::*;
use crate::{
    finding::Finding,
    intake::read_file,
    testing::{atlas, header},
};

/// Checks a CSV text against what is published; gives the findings and the draft.
fn check_with(
    file: &str,
    change: impl FnOnce(&mut ReportHeader),
    published: impl FnOnce(&Draft) -> Published,
) -> (Vec<Finding>, Draft) {
    let (header, atlas) = (Arc::new(header(change)), Arc::new(atlas()));
    let content = read_file(Cursor::new(file.as_bytes()), &header, &atlas).unwrap();
    let mut draft = Draft::check(content, header, atlas, "2024-04-15".parse().unwrap());
    draft.wanted();
    let published = published(&draft);
    draft.against(&published);
    let findings = std::mem::take(&mut draft.findings).into_sorted();
    (findings, draft)
}

fn check(file: &str) -> (Vec<Finding>, Draft) {
    check_with(file, |_| {}, |_| Published::default())
}

/// Code, place and what was read, of findings that are more than information.
fn told(findings: &[Finding]) -> Vec<String> {
    let told = findings
        .iter()
        .filter(|f| f.check.spec().severity > crate::finding::Severity::Info);
    told.map(|f| {
        format!("{} {} {}", f.check.spec().code, f.position.short(), f.read)
            .trim()
            .to_owned()
    })
    .collect()
}

const HEAD: &str = "对象,指标,时期,数值,单位,限定,备注\n";

fn long(rows: &str) -> (Vec<Finding>, Draft) {
    check(&format!("{HEAD}{rows}"))
}

fn told_of(rows: &str) -> Vec<String> {
    told(&long(rows).0)
}

#[test]
fn a_faultless_report_is_read_and_converted() {
    let (findings, draft) =
        long("甲高新区,地区生产总值,2023,786000,万元,,\n乙高新区,营业收入,2023年,12.5,,约,\n");
    assert_eq!(told(&findings), [""; 0]);
    let values: Vec<_> = draft.content.rows.iter().map(|row| row.value).collect();
    assert_eq!(values, [78.6, 12.5]);
    assert!(
        draft
            .content
            .rows
            .iter()
            .all(|row| !row.blocked && row.cell.is_some())
    );
}

#[test]
fn units_convert_or_say_why_not() {
    assert_eq!(
        told_of(
            "甲高新区,地区生产总值,2023,1,亿美元,,\n甲高新区,营业收入,2023,1,平方公里,,\n甲高新区,从业人员,2023,1,斛,,\n甲高新区,收入占比,2023,1,百分点,,\n"
        ),
        [
            "UNIT_NOT_CONVERTIBLE E2 亿美元",
            "UNIT_NOT_CONVERTIBLE E3 平方公里",
            "UNKNOWN_UNIT E4 斛",
            "UNIT_NOT_CONVERTIBLE E5 百分点"
        ]
    );
    let (findings, _) = long("甲高新区,地区生产总值,2023,1,亿美元,,\n");
    assert_eq!(findings[0].check, Check::CurrencyNotConvertible);
}

#[test]
fn values_must_be_numbers_in_range() {
    let rows = "甲高新区,地区生产总值,2023,abc,,,\n甲高新区,营业收入,2023,NaN,,,\n甲高新区,地区生产总值,2022,-5,,,\n甲高新区,营业收入,2022,1e309,,,\n甲高新区,营业收入,2021,1e15,,,\n甲高新区,营业收入,2020,1e308,万亿元,,\n甲高新区,营业收入,2019,=cmd|'/C calc'!A0,,,\n甲高新区,营业收入,2018,-1e308,,,\n";
    let told = told_of(rows);
    for expected in [
        "NOT_A_NUMBER D2 abc",
        "NOT_FINITE D3 NaN",
        "OUT_OF_RANGE D4 -5",
        "NOT_FINITE D5 1e309",
        "NOT_FINITE D7 1e308",
        "OUT_OF_RANGE D9 -1e308",
        "TEXT_LOOKS_LIKE_FORMULA D8 =cmd|'/C calc'!A0",
    ] {
        assert!(told.contains(&expected.to_owned()), "{expected} in {told:?}");
    }
    assert!(
        !told.iter().any(|text| text.contains("D6")),
        "1e15 is a number: {told:?}"
    );
}

#[test]
fn marks_mean_what_the_report_says() {
    let rows = format!(
        "{HEAD}甲高新区,营业收入,2023,-,,,\n甲高新区,营业收入,2022,…,,,\n甲高新区,营业收入,2021,-999,,,\n"
    );
    let (findings, draft) = check_with(
        &rows,
        |h| {
            h.marks.insert("-".into(), 2);
            h.marks.insert("-999".into(), 3);
        },
        |_| Published::default(),
    );
    assert_eq!(draft.content.rows.len(), 2);
    assert_eq!(draft.content.rows[0].value, 0.0);
    assert_eq!(
        draft.content.rows[0].status,
        zhibiao_model::status::Status::Normal
    );
    assert_eq!(
        draft.content.rows[1].status,
        zhibiao_model::status::Status::Missing
    );
    assert!(
        findings
            .iter()
            .any(|f| f.check == Check::MissingMark && f.read == "…")
    );
}

#[test]
fn a_head_alone_has_no_values() {
    let (findings, _) = check(HEAD);
    assert!(
        findings.iter().any(|f| f.check == Check::NoValues),
        "{findings:?}"
    );
}

#[test]
fn a_scale_is_not_counted_twice() {
    let rows = "甲高新区,营业收入,2023,\"1,100万\",亿元,,\n甲高新区,营业收入,2022,1.1亿,元,,\n甲高新区,营业收入,2021,1100万元,亿元,,\n甲高新区,营业收入,2020,1.1亿,,,\n甲高新区,从业人员,2023,1.1万,人,,\n甲高新区,营业收入,2019,一千二百,亿元,,\n";
    let (findings, draft) = long(rows);
    let told: Vec<_> = told(&findings)
        .into_iter()
        .filter(|text| !text.starts_with("UNUSUAL"))
        .collect();
    assert_eq!(told, ["SCALE_TWICE D2 1,100万", "SCALE_TWICE D5 1.1亿"]);
    let values: Vec<_> = draft.content.rows.iter().map(|row| row.value).collect();
    assert_eq!(
        (values[1], values[2], values[4], values[5]),
        (1.1, 0.11, 11_000.0, 1_200.0)
    );
}

#[test]
fn a_report_publishes_as_many_values_as_one_write_takes() {
    let (_, mut draft) = long("甲高新区,营业收入,2023,5,,,\n");
    let row = draft.content.rows[0];
    draft.content.rows = vec![row; MAX_PUBLISHED];
    draft.check_whole();
    assert!(!draft.findings.has("TOO_MANY_VALUES"));
    draft.content.rows.push(row);
    draft.check_whole();
    assert!(draft.findings.has("TOO_MANY_VALUES"));
}
