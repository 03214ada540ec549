//! Each check on small reports.

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

/// What is published for a subject, an indicator and a period of the draft.
fn figures(
    of: &[(
        &'static str,
        &'static str,
        &'static str,
        f64,
        Option<&'static str>,
    )],
) -> impl Fn(&Draft) -> Published {
    move |draft| {
        let mut published = Published::default();
        for (subject, indicator, period, value, department) in of {
            let cell = Cell {
                subject: draft.keys.find_subject(&subject.parse().unwrap()).unwrap(),
                indicator: draft.keys.find_indicator(&indicator.parse().unwrap()).unwrap(),
                period: draft.keys.find_period(period.parse().unwrap()).unwrap(),
            };
            let figure = Figure {
                value: Some(*value),
                qualifier: zhibiao_model::qualifier::Qualifier::Exact,
                status: zhibiao_model::status::Status::Normal,
                computed: false,
            };
            published.figures.insert(cell, figure);
            published
                .sources
                .insert(cell, department.map(|id| id.parse().unwrap()));
        }
        published
    }
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
fn names_that_nobody_has_are_told_once_with_the_nearest() {
    let (findings, draft) =
        long("甲高薪区,地区生产总值,2023,1,,,\n甲高薪区,营业收入,2023,2,,,\n甲高新区,营业收人,2023,3,,,\n");
    assert_eq!(
        told(&findings),
        ["UNKNOWN_SUBJECT A2 甲高薪区", "UNKNOWN_INDICATOR B4 营业收人"]
    );
    assert_eq!(
        findings[0].candidates.first().map(String::as_str),
        Some("甲高新区")
    );
    assert!(
        findings[0]
            .facts
            .iter()
            .any(|(name, value)| name == "count" && value == "2")
    );
    assert_eq!(
        findings[1].candidates.first().map(String::as_str),
        Some("营业收入")
    );
    assert!(draft.content.rows.iter().all(|row| row.blocked));
}

#[test]
fn an_ambiguous_name_is_settled_by_the_report_s_zone() {
    let rows = format!("{HEAD}大数据平台,平台用户数,2023,5,,,\n");
    let (findings, _) = check(&rows);
    assert_eq!(told(&findings), ["AMBIGUOUS_SUBJECT A2 大数据平台"]);
    assert_eq!(findings[0].candidates, ["platforms/a-data", "platforms/b-data"]);
    let (findings, draft) = check_with(&rows, |h| h.zone = "zones/b".into(), |_| Published::default());
    assert_eq!(told(&findings), [""; 0]);
    assert_eq!(
        draft.keys.subjects[draft.content.rows[0].cell.unwrap().subject as usize].as_str(),
        "platforms/b-data"
    );
}

#[test]
fn an_indicator_takes_its_kinds_of_subject() {
    assert_eq!(
        told_of("甲高新区,平台用户数,2023,5,,,\n"),
        ["SUBJECT_KIND_MISMATCH A2 甲高新区"]
    );
}

#[test]
fn subjects_live_from_and_until() {
    assert_eq!(
        told_of(
            "新设区,营业收入,2019,5,,,\n新设区,营业收入,2020,5,,,\n旧区,营业收入,2014,5,,,\n旧区,营业收入,2015,5,,,\n"
        ),
        ["SUBJECT_NOT_YET A2 新设区", "SUBJECT_NO_LONGER A4 旧区"]
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
fn periods_must_be_of_the_indicator() {
    let (findings, _) = long(
        "甲高新区,地区生产总值,2024年上半年,1,,,\n甲高新区,工业产值,2023年1-9月,1,,,\n甲高新区,累计工业产值,2023年1-9月,1,,,\n甲高新区,营业收入,2023-13,1,,,\n甲高新区,营业收入,2025,1,,,\n甲高新区,营业收入,2024,1,,,\n",
    );
    assert_eq!(
        told(&findings),
        [
            "PERIOD_OF_WRONG_FREQUENCY C2 2024年上半年",
            "YEAR_TO_DATE_VALUE C3 2023年1-9月",
            "UNKNOWN_PERIOD C5 2023-13",
            "PERIOD_IN_FUTURE C6 2025",
            "PERIOD_NOT_OVER C7 2024"
        ]
    );
    assert_eq!(findings[0].candidates, ["半年生产总值"]);
    assert_eq!(findings[1].candidates, ["累计工业产值"]);
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
fn a_cell_stands_once() {
    let (findings, draft) = long(
        "甲高新区,营业收入,2023,5,,,\n乙高新区,营业收入,2023,7,,,\n甲高新区,营业收入,2023,6,,,\n乙高新区,营业收入,2023年,7.0,,,\n",
    );
    assert_eq!(told(&findings), ["DUPLICATE_CELL D4 6", "DUPLICATE_CELL D5 7.0"]);
    assert!(
        findings[0]
            .message(zhibiao_runtime::language::Language::En)
            .contains("5 in D2")
    );
    let blocked: Vec<_> = draft.content.rows.iter().map(|row| row.blocked).collect();
    assert_eq!(blocked, [true, false, true, false]);
}

#[test]
fn a_third_equal_value_is_as_doubtful_as_the_first() {
    let (_, draft) =
        long("甲高新区,营业收入,2023,5,,,\n甲高新区,营业收入,2023,6,,,\n甲高新区,营业收入,2023,5,,,\n");
    assert!(draft.content.rows.iter().all(|row| row.blocked));
}

#[test]
fn formulas_hold_as_far_as_the_digits_allow() {
    let rows = |share: &str| {
        format!(
            "甲高新区,营业收入,2023,50.1,,,\n甲高新区,地区生产总值,2023,100.3,,,\n甲高新区,收入占比,2023,{share},%,,\n"
        )
    };
    assert_eq!(told_of(&rows("49.95")), [""; 0]);
    assert_eq!(told_of(&rows("50")), [""; 0]);
    assert_eq!(told_of(&rows("51.4")), ["FORMULA_BROKEN D4 51.4"]);
}

#[test]
fn formulas_take_published_inputs_too() {
    let rows = format!("{HEAD}甲高新区,收入占比,2023,51.4,%,,\n");
    let published = figures(&[
        ("zones/a", "indicators/revenue", "2023", 50.0, None),
        ("zones/a", "indicators/gdp", "2023", 100.0, None),
    ]);
    let (findings, draft) = check_with(&rows, |_| {}, published);
    assert_eq!(told(&findings), ["FORMULA_DIFFERS D2 51.4"]);
    assert!(!draft.content.rows[0].blocked);
}

#[test]
fn changes_out_of_the_ordinary_ask() {
    let rows = format!("{HEAD}甲高新区,营业收入,2023,350,,,\n乙高新区,营业收入,2023,120,,,\n");
    let published = figures(&[
        ("zones/a", "indicators/revenue", "2022", 100.0, None),
        ("zones/b", "indicators/revenue", "2022", 100.0, None),
    ]);
    assert_eq!(
        told(&check_with(&rows, |_| {}, published).0),
        ["UNUSUAL_CHANGE D2 350"]
    );
    // Values of the report itself count as well.
    assert_eq!(
        told_of("甲高新区,营业收入,2022,100,,,\n甲高新区,营业收入,2023,350,,,\n"),
        ["UNUSUAL_CHANGE D3 350"]
    );
}

#[test]
fn what_repeats_with_the_seasons_is_not_unusual() {
    let rows = format!("{HEAD}甲高新区,工业产值,2024-02,10,,,\n");
    let published = figures(&[
        ("zones/a", "indicators/output", "2024-01", 100.0, None),
        ("zones/a", "indicators/output", "2023-02", 9.0, None),
    ]);
    assert_eq!(told(&check_with(&rows, |_| {}, published).0), [""; 0]);
}

#[test]
fn published_values_are_revised_or_disputed() {
    let rows = format!(
        "{HEAD}甲高新区,营业收入,2023,101,,,\n乙高新区,营业收入,2023,101,,,\n甲高新区,营业收入,2022,100,,,\n"
    );
    let published = figures(&[
        (
            "zones/a",
            "indicators/revenue",
            "2023",
            100.0,
            Some("departments/statistics"),
        ),
        (
            "zones/b",
            "indicators/revenue",
            "2023",
            100.0,
            Some("departments/science"),
        ),
        (
            "zones/a",
            "indicators/revenue",
            "2022",
            100.0,
            Some("departments/science"),
        ),
    ]);
    let (findings, _) = check_with(&rows, |_| {}, published);
    assert_eq!(told(&findings), ["REVISION D2 101", "SOURCES_DISAGREE D3 101"]);
}

#[test]
fn others_indicators_are_told() {
    let (findings, _) = check_with(
        &format!("{HEAD}甲高新区,营业收入,2023,1,,,\n甲高新区,营业收入,2022,1,,,\n"),
        |h| h.department = "departments/science".into(),
        |_| Published::default(),
    );
    let others: Vec<_> = findings
        .iter()
        .filter(|f| f.check == Check::NotYourIndicator)
        .collect();
    assert_eq!(others.len(), 1);
    assert!(
        others[0]
            .message(zhibiao_runtime::language::Language::Zh)
            .contains("归口统计局，本报表有2个数值")
    );
}

#[test]
fn totals_check_their_parts_and_are_not_published() {
    let file = |total: &str| {
        format!(
            "2023年主要指标,,\n园区,营业收入（亿元）,从业人员（人）\n甲高新区,10.1,100\n乙高新区,20.2,200\n合计,{total},300\n"
        )
    };
    let (findings, draft) = check(&file("30.3"));
    assert_eq!(told(&findings), [""; 0]);
    assert_eq!(draft.content.rows.len(), 4);
    assert!(
        findings
            .iter()
            .any(|f| f.check == Check::TotalRow && f.read == "合计")
    );
    assert_eq!(told(&check(&file("31.3")).0), ["TOTAL_DIFFERS B5 31.3"]);
}

#[test]
fn what_a_report_leaves_out_its_header_says() {
    let file = "指标,数值\n营业收入,5\n";
    let told_with = |zone: &str, period: &str| {
        let change = |h: &mut ReportHeader| {
            h.zone = zone.to_owned();
            h.period = period.to_owned();
        };
        told(&check_with(file, change, |_| Published::default()).0)
    };
    assert_eq!(told_with("zones/a", "2023"), [""; 0]);
    assert_eq!(told_with("", "2023"), ["NO_SUBJECT B2"]);
    assert_eq!(told_with("zones/a", ""), ["NO_PERIOD B2"]);
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
fn names_are_found_behind_what_yearbooks_set_before_them() {
    let (findings, draft) =
        long("甲高新区（注）,#其中：营业收入,2023,5,,,\n乙高新区①,一、营业收入,2023,6,,,\n");
    assert_eq!(told(&findings), Vec::<String>::new());
    assert!(draft.content.rows.iter().all(|row| row.cell.is_some()));
}

#[test]
fn the_report_s_period_stands_for_rows_without_one() {
    let file =
        format!("{HEAD}甲高新区,营业收入,2022,5,,,\n乙高新区,营业收入,,6,,,\n新设区,营业收入,2021,7,,,\n");
    let (_, draft) = check_with(
        &file,
        |header| header.period = "2023".to_owned(),
        |_| Published::default(),
    );
    let periods: Vec<_> = draft
        .content
        .rows
        .iter()
        .filter_map(|row| row.about.period)
        .map(|period| draft.keys.periods[period as usize].to_string())
        .collect();
    assert_eq!(periods, ["2022", "2023", "2021"]);
}

#[test]
fn what_is_known_of_a_blocked_row_is_kept() {
    let (_, draft) = long("某某区,营业收入,2023,5,,,\n甲高新区,某某指标,2023,5,,,\n");
    let about: Vec<_> = draft.content.rows.iter().map(|row| row.about).collect();
    assert!(about[0].subject.is_none() && about[0].indicator.is_some() && about[0].period.is_some());
    assert!(about[1].subject.is_some() && about[1].indicator.is_none());
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
