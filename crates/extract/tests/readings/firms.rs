//! Firms by their names, and names behind a word that says which of several they are.

use super::{about, check, read};
use zhibiao_extract::Reason;

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

#[test]
fn what_a_firm_has_is_told_of_it() {
    check(
        &[
            (
                "its workshop, and a quotation",
                "在潍坊高新区，天瑞重工有限公司的车间一片繁忙。“去年营业收入15.3亿元。”公司副总经理赵某介绍。企业现有研发人员310人。",
                &[
                    "天瑞重工有限公司: 1530000000 营业收入 level",
                    "天瑞重工有限公司: 310 研发人员 level",
                ],
            ),
            (
                "a fund whose name holds a word that no other does",
                "2024年，合肥高新区税收收入9亿元。天使投资基金累计投资项目143个，投资金额21.5亿元。",
                &[
                    "-: 900000000 税收收入 level",
                    "天使投资基金: 143 投资项目 level",
                    "天使投资基金: 2150000000 投资金额 level",
                ],
            ),
            (
                "those who manage a fund are none",
                "2024年，合肥高新区税收收入9亿元，备案私募基金管理人186家。",
                &["-: 900000000 税收收入 level", "-: 186 备案私募基金管理人 level"],
            ),
            (
                "the project that an amount describes",
                "大鹏光学科技有限公司总投资20亿元的精密光学产业园项目正加快建设。",
                &["精密光学产业园项目: 2000000000 总投资 level"],
            ),
        ],
        about,
    );
}

#[test]
fn a_speaker_of_no_firm_is_asked_about() {
    let text = "潍坊高新区：链主领航\n“去年我们营业收入15.3亿元，净利润2亿元。”公司副总经理赵某介绍。";
    let facts = read(text).facts;
    assert!(facts.len() == 2, "{facts:#?}");
    assert!(
        facts
            .iter()
            .all(|fact| fact.reasons.contains(&Reason::UnknownSubject)),
        "{facts:#?}"
    );
    let text = "“去年全区营业收入15.3亿元。”潍坊高新区管委会主任赵某介绍。";
    let facts = read(text).facts;
    assert!(!facts[0].reasons.contains(&Reason::UnknownSubject), "{facts:#?}");
}

#[test]
fn what_counted_firms_have_is_no_total() {
    let text = "2024年，合肥高新区集成电路产业链企业410家，实现营业收入680亿元；工业总产值2000亿元。";
    let facts = read(text).facts;
    let doubted = facts
        .iter()
        .map(|fact| fact.reasons.contains(&Reason::ModifiedName));
    assert_eq!(doubted.collect::<Vec<_>>(), [false, true, false], "{facts:#?}");
}

#[test]
fn a_sentence_may_leave_the_firm_of_the_one_before() {
    check(
        &[
            (
                "what zones have alone",
                "合肥高新区2024年工作\n大鹏汽车有限公司产业园一期投产，营业收入8亿元。全年签约项目68个，签约金额412亿元。",
                &[
                    "大鹏汽车有限公司产业园: 800000000 营业收入 level",
                    "-: 68 签约项目 level",
                    "-: 41200000000 签约金额 level",
                ],
            ),
            (
                "a firm that somebody comes to",
                "走进位于合肥高新区的大鹏汽车有限公司，机器轰鸣。这家企业去年实现营业收入286亿元，员工达8600人。",
                &[
                    "大鹏汽车有限公司: 28600000000 营业收入 level",
                    "大鹏汽车有限公司: 8600 员工 level",
                ],
            ),
            (
                "a fund behind its owner",
                "合肥高新区2024年工作\n大鹏资本旗下产业基金总规模30亿元，已投项目42个。",
                &[
                    "大鹏资本旗下产业基金: 3000000000 总规模 level",
                    "大鹏资本旗下产业基金: 42 已投项目 level",
                ],
            ),
        ],
        about,
    );
    let text =
        "合肥高新区2024年工作\n大鹏汽车有限公司营业收入8亿元。2024年利润总额120亿元。去年实现营业收入9亿元。";
    let facts = read(text).facts;
    let asked = facts
        .iter()
        .map(|fact| fact.reasons.contains(&Reason::UnknownSubject));
    assert_eq!(asked.collect::<Vec<_>>(), [false, true, false], "{facts:#?}");
}

#[test]
fn a_part_of_counted_firms_is_no_total() {
    let asked = |text: &str| {
        let facts = read(text).facts;
        facts
            .last()
            .map(|fact| fact.reasons.contains(&Reason::ModifiedName))
    };
    let text = "2024年，西安高新区税收收入9亿元。西安光机所孵化企业510家，其中上市企业5家。";
    assert_eq!(asked(text), Some(true));
    let text = "2024年，西安高新区科技型企业1860家，其中高新技术企业906家。";
    assert_eq!(asked(text), Some(false));
}

#[test]
fn a_name_that_begins_like_a_comparison() {
    check(
        &[(
            "比亚迪",
            "西安高新区2024年工作\n比亚迪产业园二期项目去年完成投资42亿元。",
            &["比亚迪产业园二期项目: 4200000000 完成投资 level"],
        )],
        about,
    );
}

#[test]
fn a_name_that_begins_like_a_verb_opens_no_deed() {
    let text = "合肥高新区2024年工作\n大鹏汽车有限公司营业收入8亿元。有效发明专利1.2万件。";
    let facts = read(text).facts;
    assert!(facts[1].reasons.contains(&Reason::UnknownSubject), "{facts:#?}");
}

#[test]
fn a_firm_may_be_called_by_its_trade() {
    check(
        &[
            (
                "科技 and a time",
                "武汉东湖高新区2024年工作\n华工科技前三季度签下订单4.2亿美元。",
                &["华工科技: 420000000 签下订单 level"],
            ),
            (
                "铂业 and what firms are told of",
                "武汉东湖高新区2024年工作\n贵研铂业营收475亿元。",
                &["贵研铂业: 47500000000 营收 level"],
            ),
            (
                "a trade is none",
                "武汉东湖高新区2024年工作\n生物科技2024年营业收入30亿元。",
                &["-: 3000000000 营业收入 level"],
            ),
        ],
        about,
    );
}

#[test]
fn a_firm_is_found_where_its_works_are_no_name() {
    check(
        &[(
            "二期工程 behind a firm with a place in its name",
            "合肥高新区2024年工作\n新能源汽车项目进展顺利，大众汽车（安徽）有限公司二期工程累计完成投资48亿元。",
            &["大众汽车(安徽)有限公司二期工程: 4800000000 累计完成投资 level"],
        )],
        about,
    );
}

#[test]
fn a_firm_is_known_by_more_trades_and_in_items_of_a_list() {
    check(
        &[
            (
                "动力, in an item",
                "潍坊高新区2024年重点企业运行情况\n\n- 潍柴动力实现产值超过520亿元，同比增长7.3%。\n- 歌尔股份研发投入33.6亿元。",
                &[
                    "潍柴动力: 52000000000 产值 level",
                    "潍柴动力: 7.3 产值 yoy",
                    "歌尔股份: 3360000000 研发投入 level",
                ],
            ),
            (
                "讯飞, behind its zone",
                "2023年，合肥高新区科大讯飞实现营业收入196亿元。",
                &["科大讯飞: 19600000000 营业收入 level"],
            ),
        ],
        about,
    );
}
