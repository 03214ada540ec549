//! Multiples that no unit tells, and growths that are not all of what was named.

use super::{check, dated, read, said};
use zhibiao_extract::{Missing, NoiseKind};

#[test]
fn a_ratio_to_one_is_a_multiple() {
    check(
        &[(
            "收入比为",
            "沈阳高新区2024年城乡居民收入比为2.18:1，去年城乡收入比缩小至2.2：1。",
            &["2.18 城乡居民收入比 ratio", "2.2 城乡收入比 ratio"],
        )],
        said,
    );
    let mixed = read("沈阳高新区2024年师生比为1:12，配比3:1。");
    assert!(mixed.facts.is_empty());
    assert!(
        mixed
            .noise
            .iter()
            .any(|noise| noise.kind == NoiseKind::Proportion)
    );
}

#[test]
fn what_has_doubled_is_a_growth_where_the_text_says_over_what() {
    check(
        &[(
            "同比, 比上年",
            "沈阳高新区2024年技术合同成交额210亿元，同比翻了一番。税收收入60亿元，比上年翻两番多。",
            &[
                "21000000000 技术合同成交额 level",
                "100 技术合同成交额 yoy",
                "6000000000 税收收入 level",
                "300 税收收入 yoy",
            ],
        )],
        said,
    );
    let open =
        read("沈阳高新区2024年技术合同成交额翻一番、突破500亿元。经济总量实现翻番。翻新厂房2万平方米。");
    let left: Vec<_> = open.unmatched.iter().map(|number| number.why).collect();
    assert_eq!(left, [Missing::Numeral, Missing::Numeral]);
    assert_eq!(open.facts[0].indicator.zh(), "技术合同成交额");
}

#[test]
fn a_growth_without_a_part_is_of_what_was_named_and_unsure() {
    let text = "沈阳高新区2024年固定资产投资增长4%，剔除工业投资后增长11%。软件业营业收入增长12%，拉动全区规上工业增加值增长2.1个百分点。";
    let reading = read(text);
    let told: Vec<String> = reading.facts.iter().map(said).collect();
    assert_eq!(
        told,
        [
            "4 固定资产投资 yoy",
            "11 固定资产投资 yoy",
            "12 软件业营业收入 yoy",
            "2.1 软件业营业收入 delta",
        ]
    );
    assert!(reading.facts[1].confidence < 0.85 && reading.facts[3].confidence < 0.85);
}

#[test]
fn words_for_what_was_named_are_no_name() {
    check(
        &[
            (
                "这一数字",
                "沈阳高新区2024年高新技术企业968家；而2023年这一数字为866家。",
                &["968 高新技术企业 level 2024", "866 高新技术企业 level 2023"],
            ),
            (
                "a difference behind 相比",
                "沈阳高新区2024年，与东湖高新区相比，高新技术企业数少1500家，人均营业收入低23万元。",
                &[
                    "-1500 高新技术企业数 delta 2024",
                    "-230000 人均营业收入 delta 2024",
                ],
            ),
            (
                "a share of a whole, and its place",
                "沈阳高新区2024年钛材产量占全国的65%，居全国第1位。",
                &["65 钛材产量 share 2024", "1 钛材产量 rank 2024"],
            ),
        ],
        dated,
    );
}

#[test]
fn the_second_share_of_a_list_is_of_its_own_whole() {
    check(
        &[
            (
                "a fraction right behind the whole",
                "无锡高新区2024年集成电路产业产值1500亿元，占全省三分之一、全国九分之一。",
                &[
                    "150000000000 集成电路产业产值 level 2024",
                    "33.333333333333336 集成电路产业产值 share 2024",
                    "11.11111111111111 集成电路产业产值 share 2024",
                ],
            ),
            (
                "how far a rate is from its aim",
                "无锡高新区2024年亿元以上项目开工率71%，距年度目标差9个百分点。",
                &[
                    "71 亿元以上项目开工率 ratio 2024",
                    "-9 亿元以上项目开工率 delta 2024",
                ],
            ),
        ],
        dated,
    );
}
