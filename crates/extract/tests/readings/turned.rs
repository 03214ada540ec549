//! Growths that were, and what they turned to.

use super::{check, dated, read, said};
use zhibiao_extract::Missing;

#[test]
fn a_former_growth_is_of_its_own_time() {
    check(
        &[
            (
                "上年 and 转为",
                "肇庆高新区2024年工业投资由上年下降5.2%转为增长7.7%。",
                &["-5.2 工业投资 yoy 2023", "7.7 工业投资 yoy 2024"],
            ),
            (
                "a year with 的",
                "肇庆高新区2024年工业投资由2023年的下降5.2%转为增长7.7%。",
                &["-5.2 工业投资 yoy 2023", "7.7 工业投资 yoy 2024"],
            ),
            (
                "去年同期",
                "肇庆高新区2024年上半年规上工业增加值同比由去年同期的下降3.5%转为增长9.2%。",
                &[
                    "-3.5 规上工业增加值增速 yoy 2023-S1",
                    "9.2 规上工业增加值增速 yoy 2024-S1",
                ],
            ),
            (
                "the word of the growth before both",
                "肇庆高新区2024年规上工业增加值增速由上年的5.2%回落至3.1%。",
                &[
                    "5.2 规上工业增加值增速 yoy 2023",
                    "3.1 规上工业增加值增速 yoy 2024",
                ],
            ),
            (
                "a fall that narrows",
                "肇庆高新区2025年一季度税收收入9.6亿元，降幅由去年底的8.2%收窄至1.5%。",
                &[
                    "960000000 税收收入 level 2025-Q1",
                    "-8.2 税收收入 yoy 2024",
                    "-1.5 税收收入 yoy 2025-Q1",
                ],
            ),
            (
                "a share, which is no growth",
                "肇庆高新区2024年税收占比由2020年的5.7%提高到6.4%。",
                &["5.7 税收占比 ratio 2020", "6.4 税收占比 ratio 2024"],
            ),
            (
                "a share of a whole",
                "肇庆高新区2024年地区生产总值545亿元，占全市比重由2020年的5.7%提高到6.4%。",
                &[
                    "54500000000 地区生产总值 level 2024",
                    "5.7 地区生产总值 share 2020",
                    "6.4 地区生产总值 share 2024",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn a_former_growth_without_its_time_is_left_to_a_reviewer() {
    let reading = read("肇庆高新区2024年工业投资由下降5.2%转为增长7.7%。");
    assert_eq!(reading.facts.len(), 1);
    assert_eq!(reading.unmatched[0].why, Missing::Former);
}

#[test]
fn the_first_half_of_a_year_is_no_part_of_a_name() {
    check(
        &[(
            "上半年 before a name that the catalogue has for half years too",
            "肇庆高新区2024年上半年规上工业增加值增长9.2%，上半年GDP增长6%。",
            &["9.2 规上工业增加值增速 yoy", "6 GDP增速 yoy"],
        )],
        said,
    );
}

#[test]
fn what_something_grew_to_is_named_before_what_it_grew_from() {
    check(
        &[
            (
                "with no word of when",
                "肇庆高新区2024年高新技术企业由17家发展到900家，营业收入从3.7亿元增长到2750亿元。",
                &["900 高新技术企业 level 2024", "275000000000 营业收入 level 2024"],
            ),
            (
                "with words of a time that has no date",
                "肇庆高新区辖区面积由建区之初的8平方公里扩大到现在的300平方公里。",
                &["300 辖区面积 level 2025-05"],
            ),
            (
                "a place",
                "肇庆高新区2024年对外贸易由第12位跃居第6位，综合实力从全省第9位上升到第8位。",
                &["6 对外贸易 rank 2024", "8 综合实力 rank 2024"],
            ),
            (
                "现在 may end another word",
                "肇庆高新区2024年营业收入5亿元。成绩主要体现在税收收入3亿元。",
                &["500000000 营业收入 level 2024", "300000000 税收收入 level 2024"],
            ),
        ],
        dated,
    );
    let reading = read("肇庆高新区2024年高新技术企业由17家发展到900家。");
    assert_eq!(reading.unmatched[0].why, Missing::Former, "{reading:#?}");
    assert!(reading.facts[0].confidence > 0.85, "{reading:#?}");
}
