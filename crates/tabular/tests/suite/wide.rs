//! Tables with a dimension across: subjects, indicators or periods in the heads.

use crate::support::{Known, check, check_both, collect};

#[test]
fn subjects_down_indicators_across() {
    check_both(
        "2023年国家高新区主要指标\n园区,营业收入（千元）,净利润(千元),从业人员 [人]\n郑州高新区,\"55,014\",6,７８\n西安高新区,1,,…\n"
            .as_bytes(),
        "A2:D wide, subjects down, indicators across",
        &[
            "1!B3='55,014' 郑州高新区@A3 营业收入@B2 2023年@A1 千元@B2",
            "1!C3='6' 郑州高新区@A3 净利润@C2 2023年@A1 千元@C2",
            "1!D3='７８' 郑州高新区@A3 从业人员@D2 2023年@A1 人@D2",
            "1!B4='1' 西安高新区@A4 营业收入@B2 2023年@A1 千元@B2",
            "1!D4='…' 西安高新区@A4 从业人员@D2 2023年@A1 人@D2",
        ],
    );
}

#[test]
fn totals_are_told() {
    check_both(
        "园区,营业收入/千元,合计\n合  计,10,11\n郑州高新区,4,5\n小计,6,7\n".as_bytes(),
        "A1:C wide, subjects down, indicators across",
        &[
            "1!B2='10' 合  计@A2 营业收入@B1 - 千元@B1 total",
            "1!C2='11' 合  计@A2 合计@C1 - - total",
            "1!B3='4' 郑州高新区@A3 营业收入@B1 - 千元@B1",
            "1!C3='5' 郑州高新区@A3 合计@C1 - - total",
            "1!B4='6' 小计@A4 营业收入@B1 - 千元@B1 total",
            "1!C4='7' 小计@A4 合计@C1 - - total",
        ],
    );
}

#[test]
fn years_across_with_the_indicator_above() {
    // As the national statistics site exports it.
    check_both(
        "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近3年\n地区,2023年,2022年,2021年\n北京市,43760.7,41610.9,41045.6\n\
         上海市,47218.66,44652.8,\n注：2023年为初步核算数。\n数据来源：国家统计局\n"
            .as_bytes(),
        "A4:D wide, subjects down, periods across",
        &[
            "1!B5='43760.7' 北京市@A5 地区生产总值@A2 2023年@B4 亿元@A2",
            "1!C5='41610.9' 北京市@A5 地区生产总值@A2 2022年@C4 亿元@A2",
            "1!D5='41045.6' 北京市@A5 地区生产总值@A2 2021年@D4 亿元@A2",
            "1!B6='47218.66' 上海市@A6 地区生产总值@A2 2023年@B4 亿元@A2",
            "1!C6='44652.8' 上海市@A6 地区生产总值@A2 2022年@C4 亿元@A2",
        ],
    );
}

#[test]
fn indicators_down_years_across_for_a_region_named_above() {
    check_both(
        "数据库：年度数据\n地区：郑州高新区\n指标,2023,2022\n营业收入（千元）,5,4\n从业人员（人）,2023,1998\n".as_bytes(),
        "A3:C wide, indicators down, periods across",
        &[
            "1!B4='5' 郑州高新区@A2 营业收入@A4 2023@B3 千元@A4",
            "1!C4='4' 郑州高新区@A2 营业收入@A4 2022@C3 千元@A4",
            "1!B5='2023' 郑州高新区@A2 从业人员@A5 2023@B3 人@A5",
            "1!C5='1998' 郑州高新区@A2 从业人员@A5 2022@C3 人@A5",
        ],
    );
}

#[test]
fn indicators_down_with_a_unit_column() {
    check_both(
        "郑州高新区2023年主要经济指标\n序号,指标名称,计量单位,数值\n1,营业收入,千元,5\n2,从业人员,人,6\n"
            .as_bytes(),
        "A2:D indicators down, one subject",
        &[
            "1!D3='5' 郑州高新区@A1 营业收入@B3 2023年@A1 千元@C3",
            "1!D4='6' 郑州高新区@A1 从业人员@B4 2023年@A1 人@C4",
        ],
    );
}

#[test]
fn a_monthly_report_with_growth() {
    check_both(
        "郑州高新区2023年9月主要经济指标完成情况\n指标名称,单位,本月,本年累计,同比增长(%)\n规上工业增加值,亿元,5,40,6.1\n固定资产投资,亿元,7,50,-2\n"
            .as_bytes(),
        "A2:E indicators down, one subject",
        &[
            "1!C3='5' 郑州高新区@A1 规上工业增加值 本月@A3 2023年9月@A1 亿元@B3",
            "1!D3='40' 郑州高新区@A1 规上工业增加值 本年累计@A3 2023年9月@A1 亿元@B3",
            "1!E3='6.1' 郑州高新区@A1 规上工业增加值 同比增长@A3 2023年9月@A1 %@E2",
            "1!C4='7' 郑州高新区@A1 固定资产投资 本月@A4 2023年9月@A1 亿元@B4",
            "1!D4='50' 郑州高新区@A1 固定资产投资 本年累计@A4 2023年9月@A1 亿元@B4",
            "1!E4='-2' 郑州高新区@A1 固定资产投资 同比增长@A4 2023年9月@A1 %@E2",
        ],
    );
}

#[test]
fn indicators_down_subjects_across() {
    check_both(
        "单位：亿元\n指标,郑州高新区,西安高新区\n营业收入,1,2\n净利润,3,4\n".as_bytes(),
        "A2:C wide, indicators down, subjects across",
        &[
            "1!B3='1' 郑州高新区@B2 营业收入@A3 - 亿元@A1",
            "1!C3='2' 西安高新区@C2 营业收入@A3 - 亿元@A1",
            "1!B4='3' 郑州高新区@B2 净利润@A4 - 亿元@A1",
            "1!C4='4' 西安高新区@C2 净利润@A4 - 亿元@A1",
        ],
    );
}

#[test]
fn transposed_without_a_corner_word() {
    check(
        ",郑州,西安\n营业收入,1,2\n净利润,3,4\n".as_bytes(),
        "A1:C wide, indicators down, subjects across",
        &[
            "1!B2='1' 郑州@B1 营业收入@A2 - -",
            "1!C2='2' 西安@C1 营业收入@A2 - -",
            "1!B3='3' 郑州@B1 净利润@A3 - -",
            "1!C3='4' 西安@C1 净利润@A3 - -",
        ],
    );
}

#[test]
fn periods_down_indicators_across() {
    check_both(
        "地区：郑州高新区\n年份,营业收入（千元）,从业人员（人）\n2022,1,2\n2023,3,4\n".as_bytes(),
        "A2:C wide, periods down, indicators across",
        &[
            "1!B3='1' 郑州高新区@A1 营业收入@B2 2022@A3 千元@B2",
            "1!C3='2' 郑州高新区@A1 从业人员@C2 2022@A3 人@C2",
            "1!B4='3' 郑州高新区@A1 营业收入@B2 2023@A4 千元@B2",
            "1!C4='4' 郑州高新区@A1 从业人员@C2 2023@A4 人@C2",
        ],
    );
}

#[test]
fn months_down_under_a_title_with_the_year() {
    check_both(
        "2023年营业收入（千元）\n月份,郑州高新区,西安高新区\n1月,1,2\n1-2月,3,4\n".as_bytes(),
        "A2:C wide, periods down, subjects across",
        &[
            "1!B3='1' 郑州高新区@B2 营业收入@A1 2023年1月@A3 千元@A1",
            "1!C3='2' 西安高新区@C2 营业收入@A1 2023年1月@A3 千元@A1",
            "1!B4='3' 郑州高新区@B2 营业收入@A1 2023年1-2月@A4 千元@A1",
            "1!C4='4' 西安高新区@C2 营业收入@A1 2023年1-2月@A4 千元@A1",
        ],
    );
}

#[test]
fn subjects_and_years_down() {
    check_both(
        "地区,年份,GDP,人口\n北京市,2022,1,2\n北京市,2023,3,4\n".as_bytes(),
        "A1:D wide, subjects and periods down, indicators across",
        &[
            "1!C2='1' 北京市@A2 GDP@C1 2022@B2 -",
            "1!D2='2' 北京市@A2 人口@D1 2022@B2 -",
            "1!C3='3' 北京市@A3 GDP@C1 2023@B3 -",
            "1!D3='4' 北京市@A3 人口@D1 2023@B3 -",
        ],
    );
}

#[test]
fn subjects_and_indicators_down_years_across() {
    check_both(
        "园区,指标,单位,2022年,2023年\n郑州高新区,营业收入,千元,1,2\n,从业人员,人,3,4\n".as_bytes(),
        "A1:E wide, subjects and indicators down, periods across",
        &[
            "1!D2='1' 郑州高新区@A2 营业收入@B2 2022年@D1 千元@C2",
            "1!E2='2' 郑州高新区@A2 营业收入@B2 2023年@E1 千元@C2",
            "1!D3='3' 郑州高新区@A2 从业人员@B3 2022年@D1 人@C3",
            "1!E3='4' 郑州高新区@A2 从业人员@B3 2023年@E1 人@C3",
        ],
    );
}

#[test]
fn two_head_rows_of_indicator_and_year() {
    check_both(
        "地区,营业收入（千元）,,从业人员,\n,2022年,2023年,2022年,2023年\n郑州高新区,1,2,3,4\n".as_bytes(),
        "A1:E wide, subjects down, indicators across",
        &[
            "1!B3='1' 郑州高新区@A3 营业收入@B1 2022年@B2 千元@B1",
            "1!C3='2' 郑州高新区@A3 营业收入@B1 2023年@C2 千元@B1",
            "1!D3='3' 郑州高新区@A3 从业人员@D1 2022年@D2 -",
            "1!E3='4' 郑州高新区@A3 从业人员@D1 2023年@E2 -",
        ],
    );
}

#[test]
fn a_group_head_is_put_before_a_sub_head_that_says_too_little() {
    check(
        "园区,规上工业,,营业收入\n,企业数,其中：增加值,\n郑州高新区,1,2,3\n".as_bytes(),
        "A1:D wide, subjects down, indicators across",
        &[
            "1!B3='1' 郑州高新区@A3 规上工业 企业数@B2 - -",
            "1!C3='2' 郑州高新区@A3 规上工业 其中：增加值@C2 - -",
            "1!D3='3' 郑州高新区@A3 营业收入@D1 - -",
        ],
    );
    check(
        "园区,收入,\n,营业收入,净利润\n郑州高新区,1,2\n".as_bytes(),
        "A1:C wide, subjects down, indicators across",
        &[
            "1!B3='1' 郑州高新区@A3 营业收入@B2 - -",
            "1!C3='2' 郑州高新区@A3 净利润@C2 - -",
        ],
    );
}

#[test]
fn a_unit_row_and_a_row_of_column_numbers() {
    check_both(
        "园区,营业收入,从业人员,人口\n,千元,人,万人\n甲,1,2,3\n郑州高新区,5,6,7\n".as_bytes(),
        "A1:D wide, subjects down, indicators across",
        &[
            "1!B4='5' 郑州高新区@A4 营业收入@B1 - 千元@B2",
            "1!C4='6' 郑州高新区@A4 从业人员@C1 - 人@C2",
            "1!D4='7' 郑州高新区@A4 人口@D1 - 万人@D2",
        ],
    );
}

#[test]
fn years_in_the_heads_of_indicators() {
    check_both(
        "园区,2023年营业收入（千元）,2022年营业收入（千元）\n郑州高新区,5,4\n".as_bytes(),
        "A1:C wide, subjects down, indicators across",
        &[
            "1!B2='5' 郑州高新区@A2 营业收入@B1 2023年@B1 千元@B1",
            "1!C2='4' 郑州高新区@A2 营业收入@C1 2022年@C1 千元@C1",
        ],
    );
}

#[test]
fn subjects_and_indicators_both_across() {
    check_both(
        "年份,郑州高新区,,西安高新区,\n,营业收入,从业人员,营业收入,从业人员\n2023,1,2,3,4\n2022,5,6,7,8\n"
            .as_bytes(),
        "A1:E wide, periods down, subjects across",
        &[
            "1!B3='1' 郑州高新区@B1 营业收入@B2 2023@A3 -",
            "1!C3='2' 郑州高新区@B1 从业人员@C2 2023@A3 -",
            "1!D3='3' 西安高新区@D1 营业收入@D2 2023@A3 -",
            "1!E3='4' 西安高新区@D1 从业人员@E2 2023@A3 -",
            "1!B4='5' 郑州高新区@B1 营业收入@B2 2022@A4 -",
            "1!C4='6' 郑州高新区@B1 从业人员@C2 2022@A4 -",
            "1!D4='7' 西安高新区@D1 营业收入@D2 2022@A4 -",
            "1!E4='8' 西安高新区@D1 从业人员@E2 2022@A4 -",
        ],
    );
}

#[test]
fn a_yearbook_page() {
    check_both(
        "3-5  分地区地区生产总值\n,,,单位：亿元\n地  区,地区生产总值,,人均（元）\n,2022,2023,\n全  国,1,2,3\n北京市,4,5,6\n\n注：本表按当年价格计算。\n"
            .as_bytes(),
        "A3:D wide, subjects down, indicators across",
        &[
            "1!B5='1' 全  国@A5 地区生产总值@B3 2022@B4 亿元@D2 total",
            "1!C5='2' 全  国@A5 地区生产总值@B3 2023@C4 亿元@D2 total",
            "1!D5='3' 全  国@A5 人均@D3 - 元@D3 total",
            "1!B6='4' 北京市@A6 地区生产总值@B3 2022@B4 亿元@D2",
            "1!C6='5' 北京市@A6 地区生产总值@B3 2023@C4 亿元@D2",
            "1!D6='6' 北京市@A6 人均@D3 - 元@D3",
        ],
    );
}

#[test]
fn growth_beside_a_period_is_of_that_period() {
    check_both(
        "郑州高新区主要指标\n指标,单位,2023年1-9月,同比增长（%）\n营业收入,千元,1,2\n".as_bytes(),
        "A2:D wide, indicators down, periods across",
        &[
            "1!C3='1' 郑州高新区@A1 营业收入@A3 2023年1-9月@C2 千元@B3",
            "1!D3='2' 郑州高新区@A1 营业收入 同比增长@A3 2023年1-9月@C2 %@D2",
        ],
    );
    check_both(
        "指标,2022年,,2023年,\n,绝对量,增长(%),绝对量,增长(%)\n营业收入,1,2,3,4\n".as_bytes(),
        "A1:E wide, indicators down, periods across",
        &[
            "1!B3='1' - 营业收入@A3 2022年@B1 -",
            "1!C3='2' - 营业收入 增长@A3 2022年@B1 %@C2",
            "1!D3='3' - 营业收入@A3 2023年@D1 -",
            "1!E3='4' - 营业收入 增长@A3 2023年@D1 %@E2",
        ],
    );
}

#[test]
fn words_with_two_meanings() {
    // 单位: an office here.
    check_both(
        "单位,营业收入（千元）\n郑州高新区,1\n西安高新区,2\n".as_bytes(),
        "A1:B wide, subjects down, indicators across",
        &[
            "1!B2='1' 郑州高新区@A2 营业收入@B1 - 千元@B1",
            "1!B3='2' 西安高新区@A3 营业收入@B1 - 千元@B1",
        ],
    );
    // 项目: projects here, lines of a table there.
    check_both(
        "项目,固定资产投资（亿元）\n产业园一期项目,1\n人才公寓项目,2\n".as_bytes(),
        "A1:B wide, subjects down, indicators across",
        &[
            "1!B2='1' 产业园一期项目@A2 固定资产投资@B1 - 亿元@B1",
            "1!B3='2' 人才公寓项目@A3 固定资产投资@B1 - 亿元@B1",
        ],
    );
    check_both(
        "项目,2022年,2023年\n营业收入,1,2\n".as_bytes(),
        "A1:C wide, indicators down, periods across",
        &[
            "1!B2='1' - 营业收入@A2 2022年@B1 -",
            "1!C2='2' - 营业收入@A2 2023年@C1 -",
        ],
    );
}

#[test]
fn levels_and_groups_of_indicators() {
    check_both(
        "一级指标,二级指标,单位,2023年\n经济,营业收入,千元,1\n,净利润,千元,2\n".as_bytes(),
        "A1:D wide, indicators down, periods across",
        &[
            "1!D2='1' - 营业收入@B2 2023年@D1 千元@C2",
            "1!D3='2' - 净利润@B3 2023年@D1 千元@C3",
        ],
    );
    let collected = collect(",指标,2023年\n综合,营业收入,1\n,净利润,2\n".as_bytes(), &Known);
    assert_eq!(
        collected.entries,
        [
            "1!C2='1' - 营业收入@B2 2023年@C1 -",
            "1!C3='2' - 净利润@B3 2023年@C1 -"
        ]
    );
    assert_eq!(collected.notices, ["UNREAD_COLUMN 1!A2 综合"]);
}

#[test]
fn the_date_of_a_form_is_no_period() {
    check_both(
        "填报单位：郑州高新区　填表日期：2024年1月15日\n指标,数值\n营业收入,1\n净利润,2\n".as_bytes(),
        "A2:B indicators down, one subject",
        &[
            "1!B3='1' 郑州高新区@A1 营业收入@A3 - -",
            "1!B4='2' 郑州高新区@A1 净利润@A4 - -",
        ],
    );
}
