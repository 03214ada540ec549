//! Firms by their names, and names behind a word that says which of several they are.

use super::{about, check};

#[test]
fn a_firm_is_told_by_its_brackets_or_by_what_it_is_called() {
    check(
        &[
            (
                "a place in the name",
                "2024年，苏州工业园区的信达生物制药（苏州）有限公司实现营业收入94.2亿元，净利润1.3亿元。",
                &[
                    "信达生物制药(苏州)有限公司: 9420000000 营业收入 level",
                    "信达生物制药(苏州)有限公司: 130000000 净利润 level",
                ],
            ),
            (
                "a trade behind the place",
                "2024年，落户西安高新区的三星（中国）半导体有限公司营业收入60亿元。",
                &["三星(中国)半导体有限公司: 6000000000 营业收入 level"],
            ),
            (
                "龙头企业 and a name alone",
                "2024年，西安高新区龙头企业隆基绿能实现营业收入825亿元，净利润12亿元。",
                &[
                    "隆基绿能: 82500000000 营业收入 level",
                    "隆基绿能: 1200000000 净利润 level",
                ],
            ),
            (
                "明星企业 with no verb",
                "2024年，苏州工业园区明星企业思瑞浦营业收入达12.2亿元。",
                &["思瑞浦: 1220000000 营业收入 level"],
            ),
            (
                "what firms have is no firm",
                "2024年，西安高新区企业研发投入12亿元。",
                &["-: 1200000000 企业研发投入 level"],
            ),
        ],
        about,
    );
}

#[test]
fn the_name_behind_a_superlative_is_the_subject() {
    check(
        &[
            (
                "最大单体项目为",
                "西安高新区最大单体项目为宏远半导体产线项目。该项目总投资120亿元。",
                &["宏远半导体产线项目: 12000000000 项目总投资 level"],
            ),
            (
                "a size in the name",
                "西安高新区最大单体项目为宏远半导体有限公司12英寸芯片产线项目。该项目总投资120亿元。",
                &["宏远半导体有限公司12英寸芯片产线项目: 12000000000 项目总投资 level"],
            ),
        ],
        about,
    );
}
