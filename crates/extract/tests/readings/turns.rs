//! Lists of zones, times and names, each with a number of its own or all with one.

use super::{check, dated, placed, said};

#[test]
fn zones_without_a_word_for_their_order() {
    check(
        &[
            (
                "仅为",
                "2024年，西安高新区、成都高新区税收收入仅为46亿元、22亿元。",
                &[
                    "xian-htz 4600000000 税收收入 level",
                    "chengdu-htz 2200000000 税收收入 level",
                ],
            ),
            (
                "no verb but 达, with 和",
                "2024年，西安高新区和成都高新区高新技术企业达712家和543家。",
                &[
                    "xian-htz 712 高新技术企业 level",
                    "chengdu-htz 543 高新技术企业 level",
                ],
            ),
            (
                "各为 with several numbers",
                "2024年，西安高新区、成都高新区、合肥高新区的税收收入各为28亿元、19亿元、6亿元。",
                &[
                    "xian-htz 2800000000 税收收入 level",
                    "chengdu-htz 1900000000 税收收入 level",
                    "hefei-htz 600000000 税收收入 level",
                ],
            ),
            (
                "what the clause behind goes on with",
                "2024年，西安高新区、成都高新区税收收入为46亿元、22亿元，增长5%、6%。",
                &[
                    "xian-htz 4600000000 税收收入 level",
                    "chengdu-htz 2200000000 税收收入 level",
                    "xian-htz 5 税收收入 yoy",
                    "chengdu-htz 6 税收收入 yoy",
                ],
            ),
            (
                "各 with one number",
                "2024年，西安高新区、成都高新区各有上市企业12家。",
                &["xian-htz 12 上市企业 level", "chengdu-htz 12 上市企业 level"],
            ),
            (
                "one zone with two numbers",
                "2024年，成都高新区税收收入46亿元、净利润22亿元。",
                &[
                    "chengdu-htz 4600000000 税收收入 level",
                    "chengdu-htz 2200000000 净利润 level",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn times_in_turn() {
    check(
        &[
            (
                "quarters from the first to the last",
                "2024年一至四季度，西安高新区税收收入依次为20亿元、22亿元、21亿元、25亿元。",
                &[
                    "2000000000 税收收入 level 2024-Q1",
                    "2200000000 税收收入 level 2024-Q2",
                    "2100000000 税收收入 level 2024-Q3",
                    "2500000000 税收收入 level 2024-Q4",
                ],
            ),
            (
                "some of them, in digits",
                "2024年，西安高新区2至3季度税收收入分别为20亿元、22亿元。",
                &[
                    "2000000000 税收收入 level 2024-Q2",
                    "2200000000 税收收入 level 2024-Q3",
                ],
            ),
            (
                "halves of a year stated before",
                "2024年，西安高新区上半年、下半年分别签约项目40个、57个。",
                &["40 签约项目 level 2024-S1", "57 签约项目 level 2024-S2"],
            ),
            (
                "years from one to another",
                "2022—2024年，西安高新区高新技术企业分别为2000家、2400家、2800家。",
                &[
                    "2000 高新技术企业 level 2022",
                    "2400 高新技术企业 level 2023",
                    "2800 高新技术企业 level 2024",
                ],
            ),
            (
                "one time for all",
                "2024年一季度，西安高新区税收收入、净利润分别为20亿元、2亿元。",
                &[
                    "2000000000 税收收入 level 2024-Q1",
                    "200000000 净利润 level 2024-Q1",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn names_with_one_number_or_two_lists() {
    check(
        &[
            (
                "各 says the same of each name",
                "2024年，西安高新区新建中学、小学各2所，幼儿园3所。",
                &["2 新建中学 level", "2 小学 level", "3 幼儿园 level"],
            ),
            (
                "a second list of numbers",
                "2024年，西安高新区高新技术企业、上市企业分别新增320家、4家，达2800家、31家。",
                &[
                    "320 高新技术企业 delta",
                    "4 上市企业 delta",
                    "2800 高新技术企业 level",
                    "31 上市企业 level",
                ],
            ),
            (
                "a clause with a name of its own",
                "2024年，西安高新区高新技术企业、上市企业分别达320家、4家，税收收入28亿元、净利润3亿元。",
                &[
                    "320 高新技术企业 level",
                    "4 上市企业 level",
                    "2800000000 税收收入 level",
                    "300000000 净利润 level",
                ],
            ),
        ],
        said,
    );
}
