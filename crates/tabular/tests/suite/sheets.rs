//! Several tables in a sheet, and what stands around them.

use zhibiao_tabular::NoVocabulary;

use crate::support::{Known, check, check_both, collect};

#[test]
fn two_tables_in_one_sheet() {
    for vocabulary in [&Known as &dyn zhibiao_tabular::Vocabulary, &NoVocabulary] {
        let collected = collect(
            "郑州高新区2023年报表\n\n表1 收入\n单位：千元\n园区,营业收入,净利润\n郑州高新区,1,2\n\n表2 人员\n指标,2022年,2023年\n从业人员（人）,3,4\n\
             数据来源：统计局\n"
                .as_bytes(),
            vocabulary,
        );
        assert_eq!(
            collected.tables,
            [
                "A5:C wide, subjects down, indicators across",
                "A9:C wide, indicators down, periods across"
            ]
        );
        assert_eq!(
            collected.entries,
            [
                "1!B6='1' 郑州高新区@A6 营业收入@B5 2023年@A1 千元@A4",
                "1!C6='2' 郑州高新区@A6 净利润@C5 2023年@A1 千元@A4",
                "1!B10='3' 郑州高新区@A1 从业人员@A10 2022年@B9 人@A10",
                "1!C10='4' 郑州高新区@A1 从业人员@A10 2023年@C9 人@A10",
            ]
        );
        assert_eq!(collected.notices, [""; 0]);
    }
}

#[test]
fn tables_without_a_blank_row_between_them() {
    let collected = collect(
        "园区,营业收入,净利润\n郑州高新区,1,2\n园区,从业人员,人口\n郑州高新区,3,4\n地区,2022,2023\n郑州高新区,5,6\n".as_bytes(),
        &Known,
    );
    assert_eq!(
        collected.entries,
        [
            "1!B2='1' 郑州高新区@A2 营业收入@B1 - -",
            "1!C2='2' 郑州高新区@A2 净利润@C1 - -",
            "1!B4='3' 郑州高新区@A4 从业人员@B3 - -",
            "1!C4='4' 郑州高新区@A4 人口@C3 - -",
            "1!B6='5' 郑州高新区@A6 - 2022@B5 -",
            "1!C6='6' 郑州高新区@A6 - 2023@C5 -",
        ]
    );
}

#[test]
fn tables_side_by_side() {
    for text in [
        "指标,数值,,指标,数值\n营业收入,1,,从业人员,2\n净利润,3,,人口,4\n",
        "指标,2023年,,园区,营业收入\n营业收入,1,,郑州高新区,2\n净利润,3,,西安高新区,4\n",
    ] {
        let collected = collect(text.as_bytes(), &Known);
        assert_eq!(collected.tables.len(), 2, "{:?}", collected.tables);
        assert_eq!(collected.entries.len(), 4);
        assert_eq!(collected.notices, [""; 0]);
    }
    let collected = collect(
        "指标,数值,指标,数值\n营业收入,1,从业人员,2\n净利润,3,,\n".as_bytes(),
        &Known,
    );
    assert_eq!(
        collected.entries,
        [
            "1!B2='1' - 营业收入@A2 - -",
            "1!D2='2' - 从业人员@C2 - -",
            "1!B3='3' - 净利润@A3 - -"
        ]
    );
}

#[test]
fn sections_name_the_subject() {
    check_both(
        "指标,单位,2023年\n郑州高新区,,\n营业收入,千元,1\n从业人员,人,2\n西安高新区,,\n营业收入,千元,3\n"
            .as_bytes(),
        "A1:C wide, indicators down, periods across",
        &[
            "1!C3='1' 郑州高新区@A2 营业收入@A3 2023年@C1 千元@B3",
            "1!C4='2' 郑州高新区@A2 从业人员@A4 2023年@C1 人@B4",
            "1!C6='3' 西安高新区@A5 营业收入@A6 2023年@C1 千元@B6",
        ],
    );
}

#[test]
fn a_long_table_goes_on_after_a_blank_row() {
    check(
        "园区,营业收入\n郑州高新区,1\n\n西安高新区,2\n".as_bytes(),
        "A1:B wide, subjects down, indicators across",
        &[
            "1!B2='1' 郑州高新区@A2 营业收入@B1 - -",
            "1!B4='2' 西安高新区@A4 营业收入@B1 - -",
        ],
    );
}

#[test]
fn keys_and_values_above_a_table() {
    check_both(
        "地区,郑州高新区\n年份,2023\n指标,数值,单位\n营业收入,5,千元\n从业人员,6,人\n".as_bytes(),
        "A3:C indicators down, one subject",
        &[
            "1!B4='5' 郑州高新区@B1 营业收入@A4 2023@B2 千元@C4",
            "1!B5='6' 郑州高新区@B1 从业人员@A5 2023@B2 人@C5",
        ],
    );
}

#[test]
fn what_is_left_over_is_noticed() {
    let collected = collect(
        "园区,营业收入\n郑州高新区,1,红\n\n填表人：张三\n以上数据未经核实\n".as_bytes(),
        &Known,
    );
    assert_eq!(collected.entries, ["1!B2='1' 郑州高新区@A2 营业收入@B1 - -"]);
    assert_eq!(
        collected.notices,
        ["UNREAD_COLUMN 1!C2 红", "UNREAD_ROW 1!5 以上数据未经核实"]
    );
}

#[test]
fn heads_without_rows_and_sheets_without_tables() {
    let collected = collect("园区,营业收入,净利润\n".as_bytes(), &Known);
    assert_eq!(
        collected.notices,
        [
            "NO_DATA_ROWS 1!1 园区 | 营业收入 | 净利润",
            "NO_TABLE 1!0 园区 | 营业收入 | 净利润"
        ]
    );
    let collected = collect("只有一句话\n".as_bytes(), &Known);
    assert_eq!(collected.notices, ["NO_TABLE 1!0 只有一句话"]);
    assert!(collected.entries.is_empty());
}
