//! How things stand at the end of the time that a report is about.

use super::{check, dated};

#[test]
fn the_end_of_a_time_is_of_what_stands_then() {
    check(
        &[
            (
                "what is done in the time stays of it",
                "洛阳高新区2024年上半年经济运行情况\n\n截至6月底，洛阳高新区经营主体3.2万户；高新技术企业320家。新登记经营主体2480户，增长12.7%。税收收入9亿元。",
                &[
                    "32000 经营主体 level 2024-06",
                    "320 高新技术企业 level 2024-06",
                    "2480 新登记经营主体 level 2024-S1",
                    "12.7 新登记经营主体 yoy 2024-S1",
                    "900000000 税收收入 level 2024-S1",
                ],
            ),
            (
                "what else stands then, and the paragraph behind",
                "2024年上半年，洛阳高新区税收收入9亿元。6月末，贷款余额486亿元。高新技术企业320家。\n\n固定资产投资43亿元。",
                &[
                    "900000000 税收收入 level 2024-S1",
                    "48600000000 贷款余额 level 2024-06",
                    "320 高新技术企业 level 2024-06",
                    "4300000000 固定资产投资 level 2024-S1",
                ],
            ),
            (
                "the end of a quarter, of the months up to then",
                "2024年1—9月，洛阳高新区税收收入9亿元。9月末，高新技术企业320家。固定资产投资43亿元。",
                &[
                    "900000000 税收收入 level 2024-09",
                    "320 高新技术企业 level 2024-09",
                    "4300000000 固定资产投资 level 2024-09",
                ],
            ),
            (
                "an end that the text is about itself",
                "截至2024年6月底，洛阳高新区高新技术企业320家。规上企业150家。",
                &["320 高新技术企业 level 2024-06", "150 规上企业 level 2024-06"],
            ),
        ],
        dated,
    );
}
