//! What has come or gone is no level, wherever the verb stands.

use super::{about, check, said};

#[test]
fn a_gain_behind_the_name_is_a_change() {
    check(
        &[
            (
                "新增",
                "2024年，西安高新区5G基站新增300个。",
                &["300 5G基站 delta"],
            ),
            (
                "of people",
                "2024年，西安高新区从业人员新增8000人。",
                &["8000 从业人员 delta"],
            ),
            (
                "of money",
                "2024年，西安高新区贷款余额新增120亿元。",
                &["12000000000 贷款余额 delta"],
            ),
            (
                "with the whole behind it",
                "2024年，西安高新区上市企业新增4家，总数达31家。",
                &["4 上市企业 delta", "31 上市企业 level"],
            ),
            (
                "behind the level",
                "2024年，西安高新区上市企业31家，新增4家。",
                &["31 上市企业 level", "4 上市企业 delta"],
            ),
            (
                "of each of a list",
                "2024年，西安高新区高新技术企业、上市企业分别新增45家、4家。",
                &["45 高新技术企业 delta", "4 上市企业 delta"],
            ),
            (
                "since the year began",
                "2024年，西安高新区高新技术企业较年初新增45家。",
                &["45 高新技术企业 delta"],
            ),
            (
                "less income",
                "2024年，西安高新区税收收入减收2亿元。",
                &["-200000000 税收收入 delta"],
            ),
            (
                "less than planned",
                "2024年，西安高新区税收收入短收2亿元。",
                &["-200000000 税收收入 delta"],
            ),
            (
                "more income",
                "2024年，西安高新区税收收入增收3亿元。",
                &["300000000 税收收入 delta"],
            ),
            (
                "净增",
                "2024年，西安高新区高新技术企业净增62家。",
                &["62 高新技术企业净增 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_gain_before_the_name_is_what_is_new() {
    check(
        &[
            (
                "the verb first",
                "2024年，西安高新区新增5G基站300个。",
                &["300 新增5G基站 level"],
            ),
            (
                "the number between",
                "2024年，西安高新区新增300个5G基站。",
                &["300 新增5G基站 level"],
            ),
            (
                "another verb",
                "2024年，西安高新区新认定了62家高新技术企业。",
                &["62 新认定高新技术企业 level"],
            ),
            (
                "a name that holds it",
                "2024年，西安高新区城镇新增就业5800人。",
                &["5800 城镇新增就业 level"],
            ),
            (
                "each of some zones",
                "2024年，西安高新区、成都高新区分别新增高新技术企业300家、200家。",
                &["300 新增高新技术企业 level", "200 新增高新技术企业 level"],
            ),
            (
                "a name behind 分别",
                "2024年，西安高新区学校5所、幼儿园3所，分别新增学位5400个、1080个。",
                &[
                    "5 学校 level",
                    "3 幼儿园 level",
                    "5400 学校新增学位 level",
                    "1080 幼儿园新增学位 level",
                ],
            ),
            (
                "what is held",
                "2024年，西安高新区拥有300个5G基站。",
                &["300 5G基站 level"],
            ),
            (
                "a rate",
                "2024年，西安高新区税收收入增长3%。",
                &["3 税收收入 yoy"],
            ),
        ],
        said,
    );
}

#[test]
fn a_gain_is_told_of_all_that_it_counts() {
    check(
        &[(
            "what a pause joins",
            "2024年，南京高新区新增上市企业3家、高新技术企业120家、瞪羚企业15家，科技型企业900家。",
            &[
                "3 新增上市企业 level",
                "120 新增高新技术企业 level",
                "15 新增瞪羚企业 level",
                "900 科技型企业 level",
            ],
        )],
        said,
    );
}

#[test]
fn what_is_reached_behind_a_net_increase_is_no_increase() {
    check(
        &[(
            "the catalogue has an indicator for the increase",
            "肇庆高新区2023年高新技术企业净增102家，达到500家。",
            &["102 高新技术企业净增 level", "500 高新技术企业 level"],
        )],
        said,
    );
}

#[test]
fn words_of_gain_belong_to_the_name() {
    check(
        &[
            (
                "recognised",
                "2024年，西安高新区新认定国家级科技型中小企业158户。",
                &["158 新认定国家级科技型中小企业 level"],
            ),
            (
                "signed",
                "2024年，西安高新区新签约招商引资项目32个，签约亿元以上项目10个。",
                &["32 新签约招商引资项目 level", "10 签约亿元以上项目 level"],
            ),
            (
                "brought in",
                "2024年，西安高新区累计引进外资项目12个。",
                &["12 引进外资项目 level"],
            ),
            (
                "what happened to counted things",
                "2024年，西安高新区53个重点项目集中开工。",
                &["53 开工重点项目 level"],
            ),
        ],
        said,
    );
}

#[test]
fn what_is_agreed_on_or_brought_in_is_no_stock() {
    check(
        &[
            (
                "agreed on",
                "2024年，肇庆高新区签约项目52个，协议总投资260亿元。",
                &["52 签约项目 level", "26000000000 签约项目协议总投资 level"],
            ),
            (
                "brought in",
                "2024年，肇庆高新区累计引进外资项目18个，引进高新技术企业9家。",
                &["18 引进外资项目 level", "9 引进高新技术企业 level"],
            ),
            (
                "signed",
                "2024年，肇庆高新区签约亿元以上产业项目33个，协议引资额52亿元。",
                &[
                    "33 签约亿元以上产业项目 level",
                    "5200000000 签约亿元以上产业项目协议引资额 level",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn what_is_brought_in_keeps_its_own_name() {
    check(
        &[(
            "projects by name",
            "肇庆高新区引进宏远芯片项目（总投资50亿元）、大鹏电池项目（总投资30亿元）。",
            &[
                "宏远芯片项目: 5000000000 总投资 level",
                "大鹏电池项目: 3000000000 总投资 level",
            ],
        )],
        about,
    );
}
