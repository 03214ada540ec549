//! Growths, shares and gains whose words stand apart from what they are of.

use super::{check, read, said};
use zhibiao_extract::Reason;

#[test]
fn growths_without_a_word_for_each_are_those_of_the_amounts_before() {
    check(
        &[(
            "two amounts and two growths",
            "2023年，襄阳高新区税收收入42亿元、营业收入600亿元，同比增长9%、12%。",
            &[
                "4200000000 税收收入 level",
                "60000000000 营业收入 level",
                "9 税收收入 yoy",
                "12 营业收入增速 yoy",
            ],
        )],
        said,
    );
    let reading =
        read("2023年，襄阳高新区税收收入42亿元、营业收入600亿元、利润总额50亿元，同比增长9%、12%。");
    assert_eq!(
        (reading.facts.len(), reading.unmatched.len()),
        (3, 2),
        "{reading:#?}"
    );
}

#[test]
fn growth_at_the_prices_of_each_year_is_another_indicator() {
    check(
        &[
            (
                "名义 beside the real growth",
                "成都高新区2023年实现地区生产总值3215亿元，不变价增速6.6%，名义增速4.1%。",
                &[
                    "321500000000 地区生产总值 level",
                    "6.6 地区生产总值增速 yoy",
                    "4.1 地区生产总值名义增速 yoy",
                ],
            ),
            (
                "现价 alone",
                "成都高新区2023年实现地区生产总值3215亿元，现价增长4.1%。",
                &["321500000000 地区生产总值 level", "4.1 地区生产总值现价增速 yoy"],
            ),
        ],
        said,
    );
}

#[test]
fn a_share_of_a_whole_is_none_of_what_it_is_taken_of() {
    check(
        &[
            (
                "占地区生产总值, which is no land",
                "2023年，襄阳高新区研发经费支出6.8亿元，占地区生产总值的3.86%，高于全省1.69个百分点。",
                &[
                    "680000000 研发经费支出 level",
                    "3.86 研发经费支出 share",
                    "1.69 研发经费支出 delta",
                ],
            ),
            (
                "what is shared stands behind",
                "2023年，襄阳高新区创造了全市19.3%的地区生产总值、31%的税收收入。",
                &["19.3 地区生产总值 share", "31 税收收入 share"],
            ),
            (
                "three of a list behind their verb",
                "2023年，襄阳高新区贡献了32%的GDP、45%的税收收入和70%的工业总产值。",
                &["32 GDP share", "45 税收收入 share", "70 工业总产值 share"],
            ),
            (
                "at least so many of them",
                "2023年，襄阳高新区集聚了全市62%以上的高新技术企业，拥有全省三成以上的上市企业。",
                &["62 高新技术企业 share", "30 上市企业 share"],
            ),
            (
                "the head of a column",
                "襄阳高新区\n| 指标 | 2023年 | 占全市比重(%) |\n|---|---|---|\n| 高新技术企业（家） | 412 | 19.3 |",
                &["412 高新技术企业 level", "19.3 高新技术企业 share"],
            ),
        ],
        said,
    );
}

#[test]
fn a_gain_of_several_years_is_none_of_the_last() {
    for text in [
        "2023年，襄阳高新区规上工业总产值达到2800亿元，五年净增1100亿元。",
        "2023年，襄阳高新区高新技术企业520家，较2020年增加308家。",
    ] {
        let reading = read(text);
        assert!(
            reading.facts[1].reasons.contains(&Reason::SeveralYears),
            "{text} {reading:#?}"
        );
    }
    let reading = read("2023年，襄阳高新区高新技术企业520家，较2022年增加108家。");
    assert!(
        !reading.facts[1].reasons.contains(&Reason::SeveralYears),
        "{reading:#?}"
    );
}
