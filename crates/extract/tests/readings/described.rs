//! Counted things and the amounts that stand between their number and their name, or run on behind it.

use super::{about, check, said};

#[test]
fn an_amount_describes_what_is_counted() {
    check(
        &[
            (
                "a bound tells which things they are",
                "洛阳高新区拥有3家年产值超10亿元的企业，引进2个投资过5亿元的新能源项目，新增2家年营业收入过亿元企业。",
                &[
                    "3 年产值超10亿元企业 level",
                    "2 投资过5亿元新能源项目 level",
                    "2 年营业收入过亿元企业 level",
                ],
            ),
            (
                "an exact amount is that of all of them",
                "洛阳高新区52个总投资306亿元的高质量项目集中签约。",
                &["52 高质量项目 level", "30600000000 高质量项目总投资 level"],
            ),
            (
                "each has reached a bound behind it",
                "洛阳高新区9家企业营业收入超10亿元，15家上市企业总市值超千亿元。",
                &[
                    "9 营业收入超10亿元企业 level",
                    "15 上市企业 level",
                    "100000000000 上市企业总市值 level",
                ],
            ),
            (
                "a size right before the things",
                "洛阳高新区现有20亿元企业2家、10亿元企业3家。",
                &["2 20亿元企业 level", "3 10亿元企业 level"],
            ),
            (
                "what the next number is of belongs to no name of the first",
                "洛阳高新区12家企业户均缴税2亿元。",
                &["12 企业 level", "200000000 企业户均缴税 level"],
            ),
        ],
        said,
    );
}

#[test]
fn zones_that_are_counted_are_not_what_they_have() {
    check(
        &[
            (
                "their figures are no zone's",
                "前三季度，9个高新区专利申请量11192件。",
                &["-: 9 高新区 level"],
            ),
            (
                "among whom a zone has risen",
                "洛阳高新区在19个国家级新区中晋位升级，企业320家。",
                &["-: 320 企业 level"],
            ),
        ],
        about,
    );
}

#[test]
fn the_way_from_one_value_to_another_names_neither() {
    check(
        &[(
            "a leap",
            "洛阳高新区实现了企业数量从55家到9474家的飞跃。",
            &["55 企业数量 level", "9474 企业数量 level"],
        )],
        said,
    );
}
