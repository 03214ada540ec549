//! What values are about, and when.

use super::*;

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
fn what_is_known_of_a_blocked_row_is_kept() {
    let (_, draft) = long("某某区,营业收入,2023,5,,,\n甲高新区,某某指标,2023,5,,,\n");
    let about: Vec<_> = draft.content.rows.iter().map(|row| row.about).collect();
    assert!(about[0].subject.is_none() && about[0].indicator.is_some() && about[0].period.is_some());
    assert!(about[1].subject.is_some() && about[1].indicator.is_none());
}
