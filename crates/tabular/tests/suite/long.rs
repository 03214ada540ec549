//! A row a value, in any order of columns and in either language.

use crate::support::{Known, check, check_both, collect};

#[test]
fn chinese_heads_in_another_order() {
    check_both(
        "单位,数值,时期,指标,园区,备注\n千元,\"55,014\",2023年,营业收入,郑州高新区,初步数\n,12,2023年,人口,郑州高新区,\n".as_bytes(),
        "A1:F long, a row a value",
        &[
            "1!B2='55,014' 郑州高新区@E2 营业收入@D2 2023年@C2 千元@A2 note:初步数@F2",
            "1!B3='12' 郑州高新区@E3 人口@D3 2023年@C3 -",
        ],
    );
}

#[test]
fn english_heads_with_every_column() {
    check_both(
        "zone,data_year,indicator,value,unit,qualifier,status,source\n郑州高新区,2023,营业收入,100,千元,约,provisional,A\n"
            .as_bytes(),
        "A1:H long, a row a value",
        &["1!D2='100' 郑州高新区@A2 营业收入@C2 2023@B2 千元@E2 qualifier:约@F2 status:provisional@G2 source:A@H2"],
    );
}

#[test]
fn years_and_values_that_look_like_years() {
    check_both(
        "园区,指标,年份,数值\n郑州高新区,高新技术企业数,2023,2024\n郑州高新区,高新技术企业数,2022,1998\n"
            .as_bytes(),
        "A1:D long, a row a value",
        &[
            "1!D2='2024' 郑州高新区@A2 高新技术企业数@B2 2023@C2 -",
            "1!D3='1998' 郑州高新区@A3 高新技术企业数@B3 2022@C3 -",
        ],
    );
}

#[test]
fn a_unit_in_the_indicator_and_a_value_with_its_own() {
    check_both(
        "对象,指标,时间,值\n郑州高新区,营业收入（千元）,2023,\"1,100万\"\n郑州高新区,人口,2023,约12万人\n"
            .as_bytes(),
        "A1:D long, a row a value",
        &[
            "1!D2='1,100万' 郑州高新区@A2 营业收入@B2 2023@C2 千元@B2",
            "1!D3='约12万人' 郑州高新区@A3 人口@B3 2023@C3 -",
        ],
    );
}

#[test]
fn missing_marks_and_blanks_and_faulty_values() {
    check_both(
        "园区,指标,时期,数值\n郑州高新区,人口,2023,-\n郑州高新区,人口,2022,\n郑州高新区,人口,2021,abc\n郑州高新区,人口,2023-13,NaN\n"
            .as_bytes(),
        "A1:D long, a row a value",
        &[
            "1!D2='-' 郑州高新区@A2 人口@B2 2023@C2 -",
            "1!D4='abc' 郑州高新区@A4 人口@B4 2021@C4 -",
            "1!D5='NaN' 郑州高新区@A5 人口@B5 2023-13@C5 -",
        ],
    );
}

#[test]
fn without_subject_or_period() {
    check_both(
        "指标,数值,单位\n营业收入,5,亿元\n人口,6,万人\n".as_bytes(),
        "A1:C indicators down, one subject",
        &["1!B2='5' - 营业收入@A2 - 亿元@C2", "1!B3='6' - 人口@A3 - 万人@C3"],
    );
}

#[test]
fn labels_of_groups_are_written_once() {
    check_both(
        "园区,指标,时期,数值\n郑州高新区,营业收入,2023,1\n,人口,2023,2\n西安高新区,营业收入,2023,3\n,人口,2023,4\n".as_bytes(),
        "A1:D long, a row a value",
        &[
            "1!D2='1' 郑州高新区@A2 营业收入@B2 2023@C2 -",
            "1!D3='2' 郑州高新区@A2 人口@B3 2023@C3 -",
            "1!D4='3' 西安高新区@A4 营业收入@B4 2023@C4 -",
            "1!D5='4' 西安高新区@A4 人口@B5 2023@C5 -",
        ],
    );
}

#[test]
fn a_blank_subject_is_blank_where_others_are_repeated() {
    check(
        "园区,指标,时期,数值\n郑州高新区,营业收入,2023,1\n郑州高新区,净利润,2023,2\n,人口,2023,3\n"
            .as_bytes(),
        "A1:D long, a row a value",
        &[
            "1!D2='1' 郑州高新区@A2 营业收入@B2 2023@C2 -",
            "1!D3='2' 郑州高新区@A3 净利润@B3 2023@C3 -",
            "1!D4='3' - 人口@B4 2023@C4 -",
        ],
    );
}

#[test]
fn year_and_month_in_two_columns() {
    check_both(
        "地区,年份,月份,指标,数值\n郑州高新区,2023,9,营业收入,1\n郑州高新区,2023,10月,营业收入,2\n"
            .as_bytes(),
        "A1:E long, a row a value",
        &[
            "1!E2='1' 郑州高新区@A2 营业收入@D2 2023年9月@C2 -",
            "1!E3='2' 郑州高新区@A3 营业收入@D3 2023年10月@C3 -",
        ],
    );
}

#[test]
fn no_head_at_all() {
    check_both(
        "郑州高新区,营业收入,2023年,1,千元\n西安高新区,营业收入,2023年,2,千元\n".as_bytes(),
        "A1:E long, a row a value",
        &[
            "1!D1='1' 郑州高新区@A1 营业收入@B1 2023年@C1 千元@E1",
            "1!D2='2' 西安高新区@A2 营业收入@B2 2023年@C2 千元@E2",
        ],
    );
}

#[test]
fn a_column_without_a_meaning_is_noticed() {
    let collected = collect("园区,指标,数值,颜色\n郑州高新区,人口,1,红\n".as_bytes(), &Known);
    assert_eq!(collected.entries, ["1!C2='1' 郑州高新区@A2 人口@B2 - -"]);
    assert_eq!(collected.notices, ["UNREAD_COLUMN 1!D1 颜色"]);
}

#[test]
fn formulas_that_inject_are_text() {
    let collected = collect(
        "园区,指标,数值\n=cmd|'/c calc'!A0,人口,-5\n@SUM(A1),人口,+3\n".as_bytes(),
        &Known,
    );
    assert_eq!(
        collected.entries,
        [
            "1!C2='-5' =cmd|'/c calc'!A0@A2 人口@B2 - -",
            "1!C3='+3' @SUM(A1)@A3 人口@B3 - -"
        ]
    );
    assert_eq!(
        collected.notices,
        [
            "FORMULA_TEXT 1!A2 =cmd|'/c calc'!A0",
            "FORMULA_TEXT 1!A3 @SUM(A1)"
        ]
    );
}
