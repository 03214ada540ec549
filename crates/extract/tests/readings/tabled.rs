//! Tables: of which time their columns are, and that none of it dates the text behind.

use super::{check, dated};

#[test]
fn no_head_of_a_column_dates_another_one_or_the_text_behind() {
    check(
        &[
            (
                "the year before stands last",
                "株洲高新区2023年统计公报\n\n| 指标 | 2023年 | 2022年 | 增速（%） |\n|---|---|---|---|\n| 高新技术企业（家） | 538 | 471 | 14.2 |\n\n规上工业企业290家。",
                &[
                    "538 高新技术企业 level 2023",
                    "471 高新技术企业 level 2022",
                    "14.2 高新技术企业增长率 yoy 2023",
                    "290 规上工业企业 level 2023",
                ],
            ),
            (
                "the year before by a word",
                "株洲高新区2023年统计公报\n\n| 指标 | 本年 | 上年同期 | 增速（%） |\n|---|---|---|---|\n| 高新技术企业（家） | 538 | 471 | 14.2 |\n\n规上工业企业290家。",
                &[
                    "538 高新技术企业 level 2023",
                    "471 高新技术企业 level 2022",
                    "14.2 高新技术企业增长率 yoy 2023",
                    "290 规上工业企业 level 2023",
                ],
            ),
            (
                "a plan",
                "株洲高新区2023年统计公报\n\n| 指标 | 2023年 | 2024年目标 | 增速（%） |\n|---|---|---|---|\n| 高新技术企业（家） | 538 | 600 | 14.2 |\n\n规上工业企业290家。",
                &[
                    "538 高新技术企业 level 2023",
                    "600 高新技术企业 target 2024",
                    "14.2 高新技术企业增长率 yoy 2023",
                    "290 规上工业企业 level 2023",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn a_row_that_names_a_zone_keeps_the_time_of_its_table() {
    check(
        &[(
            "a table of zones below a title",
            "2023年国家高新区主要指标\n\n| 高新区 | 高新技术企业（家） | 瞪羚企业（家） |\n|---|---|---|\n| 襄阳高新区 | 412 | 31 |",
            &["412 高新技术企业 level 2023", "31 瞪羚企业 level 2023"],
        )],
        dated,
    );
}
