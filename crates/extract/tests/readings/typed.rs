//! Running text as it is typed: spaces set around digits, commas of another keyboard.

use super::{check, said};

#[test]
fn spaces_around_digits_part_no_cells() {
    check(
        &[
            (
                "a paragraph",
                "2024年，西安高新区实现高技术产业营业收入 1931.3 亿元，占全部营业收入的 90.9%。\
                 分领域看，医药制造业营业收入 182.5 亿元，占全部营业收入的 8.6%。",
                &[
                    "193130000000 高技术产业营业收入 level",
                    "90.9 高技术产业营业收入 share",
                    "18250000000 医药制造业营业收入 level",
                    "8.6 医药制造业营业收入 share",
                ],
            ),
            (
                "letters before the digits",
                "2024年，西安高新区实现 GDP762 亿元，同比增长 1.2%。",
                &["76200000000 GDP level", "1.2 GDP增速 yoy"],
            ),
            (
                "a row of a table keeps its cells",
                "指标 2024年 增速\n营业收入 200亿元 5%",
                &["20000000000 营业收入 level", "5 营业收入增速 yoy"],
            ),
        ],
        said,
    );
}

#[test]
fn a_narrow_comma_is_a_pause_unless_it_parts_thousands() {
    check(
        &[
            (
                "pauses",
                "2024年,西安高新区GDP突破600亿元,企业总数突破300家,完成投资1,200万元。",
                &[
                    "60000000000 GDP level",
                    "300 企业总数 level",
                    "12000000 完成投资 level",
                ],
            ),
            (
                "a verb behind what is counted",
                "2024年,西安高新区27个项目实现达产达效,新增规上工业产值近10亿元。",
                &["27 达产达效项目 level", "1000000000 新增规上工业产值 level"],
            ),
        ],
        said,
    );
}
