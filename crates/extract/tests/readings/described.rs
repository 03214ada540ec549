//! Counted things and the amounts that stand between their number and their name, or run on behind it.

use super::{about, check, read, said};
use zhibiao_extract::Reason;

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
                "洛阳高新区18个总投资90亿元的优质项目集中签约。",
                &["18 优质项目 level", "9000000000 优质项目总投资 level"],
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
                "前三季度，7个高新区发明申请量5200件。",
                &["-: 7 高新区 level"],
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
            "洛阳高新区实现了企业数量从30家到3000家的飞跃。",
            &["3000 企业数量 level"],
        )],
        said,
    );
}

#[test]
fn classes_of_those_just_counted() {
    check(
        &[
            (
                "each has its own bound",
                "洛阳高新区新签约项目26个，其中50亿元以上1个、10亿元以上3个。",
                &[
                    "26 新签约项目 level",
                    "1 50亿元以上新签约项目 level",
                    "3 10亿元以上新签约项目 level",
                ],
            ),
            (
                "sizes without a bound",
                "洛阳高新区新签约项目26个，其中50亿元1个、10亿元3个。",
                &[
                    "26 新签约项目 level",
                    "1 50亿元新签约项目 level",
                    "3 10亿元新签约项目 level",
                ],
            ),
            (
                "an amount that the first item tells for all",
                "洛阳高新区收入超亿元企业52家、超10亿元企业12家。",
                &["52 收入超亿元企业 level", "12 收入超10亿元企业 level"],
            ),
            (
                "what was done with them",
                "洛阳高新区现场签约4个项目，总投资27亿元。",
                &["4 签约项目 level", "2700000000 签约项目总投资 level"],
            ),
        ],
        said,
    );
}

#[test]
fn words_around_a_name() {
    check(
        &[
            (
                "how it came to its value",
                "洛阳高新区规划范围调整为90平方公里，企业总数发展到2300家，生产厂房总共是8栋。",
                &["90 规划范围 level", "2300 企业总数 level", "8 生产厂房 level"],
            ),
            (
                "a stage of it",
                "洛阳高新区一期总投资7亿元。",
                &["700000000 一期总投资 level"],
            ),
            (
                "for so much output",
                "洛阳高新区万元GDP综合能耗下降2.3%。",
                &["-2.3 万元GDP综合能耗 yoy"],
            ),
            (
                "the whole of a share",
                "洛阳高新区企业研发总投入占销售收入的比例达到3.7%。",
                &["3.7 企业研发总投入 share"],
            ),
            (
                "two trades of one kind of things",
                "洛阳高新区引进5个生物医药和医疗服务项目，4个总部和其他配套产业项目，3个乡镇和1个办事处。",
                &[
                    "5 生物医药和医疗服务项目 level",
                    "4 总部和其他配套产业项目 level",
                    "3 乡镇 level",
                    "1 办事处 level",
                ],
            ),
            (
                "two levels of one kind of things",
                "洛阳高新区国家级、省级改革试点30余项。",
                &["30 国家级、省级改革试点 level"],
            ),
            (
                "industries that one amount is told of",
                "洛阳高新区新能源、新材料、电子信息产业产值达600亿元。",
                &["60000000000 新能源、新材料、电子信息产业产值 level"],
            ),
            (
                "growths behind an aside",
                "洛阳高新区工业总产值20亿元、财政总收入1.2亿元(上年8000万元)，分别比上年增长8%、5%。",
                &[
                    "2000000000 工业总产值 level",
                    "120000000 财政总收入 level",
                    "80000000 财政总收入 level",
                    "8 工业总产值增速 yoy",
                    "5 财政总收入 yoy",
                ],
            ),
            (
                "half of an aside",
                "洛阳高新区财政总收入1.5亿元(比上年的9000万元增加6000万元)。",
                &[
                    "150000000 财政总收入 level",
                    "90000000 财政总收入 level",
                    "60000000 财政总收入 delta",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn a_project_that_nobody_took_up() {
    check(
        &[
            (
                "its output stands in its name",
                "青石年产3万吨汽车电机项目是开发区的重大项目，该项目总投资5亿元。",
                &[
                    "-: 30000 青石年产汽车电机项目产能规模 level",
                    "青石年产3万吨汽车电机项目: 500000000 项目总投资 level",
                ],
            ),
            (
                "one that is another great one",
                "青石科技园项目总投资5亿元。飞岭零部件项目也是重大项目，该项目总投资3亿元。",
                &[
                    "青石科技园项目: 500000000 项目总投资 level",
                    "飞岭零部件项目: 300000000 项目总投资 level",
                ],
            ),
            (
                "what somebody is said to be",
                "青石创新城是全市首个“产城”融合项目。该项目总投资50亿元，占地面积10万平方米。",
                &[
                    "青石创新城: 5000000000 项目总投资 level",
                    "青石创新城: 100000 占地面积 level",
                ],
            ),
            (
                "a project has no firms",
                "青石科技园项目总投资5亿元。今年7家企业进入规上行列。",
                &[
                    "青石科技园项目: 500000000 项目总投资 level",
                    "-: 7 企业进入规上行列 level",
                ],
            ),
            (
                "how far it has come",
                "青石科技园项目总投资5亿元，其中，飞岭新能源车扩建项目土建已完成98%。",
                &[
                    "青石科技园项目: 500000000 项目总投资 level",
                    "飞岭新能源车扩建项目: 98 土建 ratio",
                ],
            ),
            (
                "a slogan before what is counted",
                "“三个一批”新开工项目21个。",
                &["-: 21 三个一批新开工项目 level"],
            ),
        ],
        about,
    );
    let counted = read("青石产业园项目总投资14亿元。3个产业项目全面投产后，预计年税收5800万元。");
    let tax = &counted.facts[2];
    assert!(tax.subject.is_none(), "{tax:#?}");
    assert!(tax.reasons.contains(&Reason::UnknownSubject), "{tax:#?}");
}

#[test]
fn figures_that_a_word_before_or_behind_makes_or_unmakes() {
    check(
        &[
            (
                "tenths before words that begin like 成绩",
                "近六成品牌企业入驻，超八成交易额来自线上。",
                &["60 品牌企业入驻 ratio", "80 交易额来自线上 ratio"],
            ),
            (
                "electricity of a place whose name tells of warmth",
                "温岭工业园区用电量1.2亿度。",
                &["120000000 用电量 level"],
            ),
            (
                "things that are numbered, behind a place",
                "洛阳高新区综合实力排名第一，新增5家国家级第六批专精特新企业，新建3家省级第三方机构。",
                &[
                    "1 综合实力 rank",
                    "5 国家级第六批专精特新企业 level",
                    "3 省级第三方机构 level",
                ],
            ),
            (
                "a slogan of sizes",
                "“1个千亿、4个百亿”产业集群加快形成，洛阳高新区企业320家。",
                &["320 企业 level"],
            ),
            (
                "a name whose clause only says that it has grown",
                "洛阳高新区财政总收入跃上新台阶，达204亿元；外商合同金额整体保持平稳发展，达8亿元。",
                &["20400000000 财政总收入 level", "800000000 外商合同金额 level"],
            ),
            (
                "plans that are counted",
                "洛阳高新区编制12项规划。",
                &["12 规划 level"],
            ),
        ],
        said,
    );
}

#[test]
fn an_amount_of_whoever_stands_behind_it_is_of_nobody_before() {
    let reading = read(
        "投资10亿元的青石智能终端项目已开工，总投资20亿元的飞岭工厂意义重大，总投资30亿元的那里变了样。",
    );
    let told: Vec<String> = reading.facts.iter().map(about).collect();
    assert_eq!(
        told,
        [
            "青石智能终端项目: 1000000000 投资 level",
            "飞岭工厂: 2000000000 总投资 level",
            "-: 3000000000 总投资 level"
        ]
    );
    assert!(reading.facts[2].confidence < 0.85, "{reading:#?}");
}
