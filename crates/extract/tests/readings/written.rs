//! What a reviewer is shown of a number: the text's own words, and no other.

use super::{check, read, said};

#[test]
fn a_number_is_written_as_the_text_has_it() {
    for (rule, text, written) in [
        (
            "words of doubt between",
            "肇庆高新区拥有高新技术企业160余家。",
            "160余家",
        ),
        (
            "words of doubt before, tenths",
            "肇庆高新区服务业占比近四成。",
            "近四成",
        ),
        (
            "a qualifier before",
            "肇庆高新区税收收入超过15亿元。",
            "超过15亿元",
        ),
        ("a currency", "肇庆高新区进出口总额12亿加元。", "12亿加元"),
        ("a place", "肇庆高新区综合评价排名全国第6位。", "第6位"),
        (
            "a place without its word",
            "肇庆高新区综合评价排名全省第二。",
            "第二",
        ),
        ("a part", "肇庆高新区服务业占比三分之一。", "三分之一"),
        (
            "a unit in the head of a table",
            "指标\t2023年（家）\n高新技术企业\t46",
            "46",
        ),
        ("full width", "肇庆高新区税收收入１５亿元。", "１５亿元"),
    ] {
        let reading = read(text);
        let fact = reading.facts.first();
        let shown = fact.map(|fact| &text[fact.written.bytes.clone()]);
        assert_eq!(shown, Some(written), "{rule}: {text}");
    }
}

#[test]
fn a_scale_is_a_unit_where_the_name_tells_of_what() {
    check(
        &[
            (
                "people",
                "肇庆高新区2024年常住人口9.66万，户籍人口5万。",
                &["96600 常住人口 level", "50000 户籍人口 level"],
            ),
            (
                "funds, behind the number and before it",
                "肇庆高新区2024年设立120亿产业引导基金，资金管理规模超过1000亿。",
                &[
                    "12000000000 产业引导基金 level",
                    "100000000000 资金管理规模 level",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn words_that_look_like_tenths_and_degrees_are_none() {
    check(
        &[
            (
                "成绩",
                "肇庆高新区2024年凭这一成绩位居全省前列，税收收入5亿元。",
                &["500000000 税收收入 level"],
            ),
            (
                "the unit of temperatures",
                "肇庆高新区2024年平均气温12度，最高温度38度，用电200度。",
                &["200 用电 level"],
            ),
            (
                "an area in percent is no growth",
                "肇庆高新区规划绿地面积35%以上。",
                &["35 绿地面积 target"],
            ),
        ],
        said,
    );
    let reading = read("肇庆高新区交通十分便利，三分之一的企业上市。");
    assert!(reading.unmatched.is_empty(), "{reading:?}");
}
