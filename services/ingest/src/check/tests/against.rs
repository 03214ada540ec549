//! Values against each other and against what is published.

use super::*;

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
