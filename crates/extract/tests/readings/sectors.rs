//! What is told of 三次产业: their output alone is what the catalogue knows of each.

use super::{check, read, said};

#[test]
fn other_things_of_the_sectors_are_no_value_added() {
    for text in [
        "肇庆高新区2023年三次产业投资分别完成10亿元、20亿元和30亿元。",
        "肇庆高新区2023年三次产业就业人员占比为1.5%、63.9%和34.6%。",
        "肇庆高新区2023年三次产业税收占比为1.5%、63.9%和34.6%。",
        "肇庆高新区2023年三次产业对GDP的拉动为1.5、3.9和4.6个百分点。",
        "肇庆高新区2023年三次产业用电量分别为1亿千瓦时、2亿千瓦时、3亿千瓦时。",
    ] {
        let reading = read(text);
        assert!(reading.facts.is_empty(), "{text} {reading:#?}");
        assert_eq!(reading.unmatched.len(), 3, "{text}");
    }
}

#[test]
fn a_second_proportion_is_of_no_sector_alone() {
    for text in [
        "肇庆高新区2023年三次产业结构为5:45:50，2022年为6:45:49。",
        "肇庆高新区2023年三次产业结构为5:45:50，上年为6:45:49。",
    ] {
        let reading = read(text);
        let told: Vec<String> = reading.facts.iter().map(said).collect();
        let expected = [
            "5 第一产业增加值占比 ratio",
            "45 第二产业增加值占比 ratio",
            "50 第三产业增加值占比 ratio",
        ];
        assert_eq!(told, expected, "{text}");
        assert_eq!(reading.unmatched.len(), 3, "{text}");
    }
}

#[test]
fn words_of_output_may_stand_before_what_the_sectors_have() {
    check(
        &[(
            "a part of GDP",
            "肇庆高新区2023年三次产业增加值占GDP的比重分别为5%、45%、50%。",
            &[
                "5 第一产业增加值占比 share",
                "45 第二产业增加值占比 share",
                "50 第三产业增加值占比 share",
            ],
        )],
        said,
    );
}

#[test]
fn growths_behind_what_the_sectors_have_are_theirs_too() {
    check(
        &[(
            "分别 twice",
            "肇庆高新区2023年三次产业实现增加值分别为1亿元、2亿元、3亿元，分别增长1%、2%、4%。",
            &[
                "100000000 第一产业增加值 level",
                "200000000 第二产业增加值 level",
                "300000000 第三产业增加值 level",
                "1 第一产业增加值 yoy",
                "2 第二产业增加值 yoy",
                "4 第三产业增加值 yoy",
            ],
        )],
        said,
    );
}

#[test]
fn a_growth_of_an_industry_is_of_the_amount_told_of_all() {
    check(
        &[
            (
                "其中 behind a full stop",
                "2024年，西安高新区规上工业总产值264.7亿元，同比增长5.6%。其中，新材料产业增长6.6%，医药产业下降1.3%。",
                &[
                    "26470000000 规上工业总产值 level",
                    "5.6 规上工业总产值 yoy",
                    "6.6 新材料产业总产值 yoy",
                    "-1.3 医药产业总产值 yoy",
                ],
            ),
            (
                "分别",
                "2024年，西安高新区批发业销售额下降3.5%，零售业、餐饮业分别增长2.6%、2.4%。",
                &[
                    "-3.5 批发业销售额 yoy",
                    "2.6 零售业销售额 yoy",
                    "2.4 餐饮业销售额 yoy",
                ],
            ),
            (
                "the product of all industries",
                "2024年，西安高新区地区生产总值增长8%。分产业看，第二产业增长5%。",
                &["8 地区生产总值增速 yoy", "5 第二产业增加值 yoy"],
            ),
        ],
        said,
    );
}
