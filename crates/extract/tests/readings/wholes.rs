//! Whether a figure is of the whole that the catalogue's name stands for, or of a part of it.

use zhibiao_extract::Reason;

use super::{about, check, dated, placed, read, said};

/// From here on a fact is proposed without a question.
const READY: f64 = 0.85;

#[test]
fn a_word_before_a_name_may_pick_a_part_of_it() {
    for text in [
        "2024年，西安高新区软件业高新技术企业820家。",
        "2024年，西安高新区女性从业人员18万人。",
        "2024年，西安高新区规上服务业营业收入3100亿元。",
        "2024年，西安高新区战略性新兴产业固定资产投资210亿元。",
        "2024年，西安高新区上市企业58家，其中科创板上市企业21家。",
        "2024年，西安高新区高校发明专利授权量0.2万件。",
        "2024年，西安高新区某镇常住人口3.2万人。",
    ] {
        let reading = read(text);
        let fact = reading.facts.last().unwrap();
        let is_part = |reason: &Reason| matches!(reason, Reason::ModifiedName | Reason::ProposedName);
        let is_doubted = fact.confidence < READY && fact.reasons.iter().any(is_part);
        assert!(is_doubted, "{text} {fact:?}");
    }
}

#[test]
fn a_word_that_leaves_a_name_its_whole_raises_no_doubt() {
    for text in [
        "2024年，西安高新区全社会固定资产投资210亿元。",
        // Of somebody that the catalogue knows.
        "肇庆高新区统一工作平台集成50余项办公、办会、办事等行政应用功能。",
        "2024年，西安高新区实现税收收入210亿元。",
        "2024年，西安高新区累计培育高新技术企业820家。",
        "2024年，西安高新区利润总额和税收收入分别为210亿元、30亿元。",
        "西安高新区2024年末从业人员18万人。",
        "2024年，西安高新区拥有各类高新技术企业820家。",
    ] {
        for fact in read(text).facts {
            assert!(!fact.reasons.contains(&Reason::ModifiedName), "{text} {fact:?}");
        }
    }
}

#[test]
fn a_proposed_name_is_no_surer_where_it_is_carried() {
    let reading = read("2024年，西安高新区商贸活跃度98.5%，比上年提高2.5个百分点。");
    let [first, second] = reading.facts.as_slice() else {
        panic!("{reading:?}");
    };
    assert!(second.confidence <= first.confidence, "{reading:?}");
    assert!(second.reasons.contains(&Reason::ProposedName), "{reading:?}");
}

#[test]
fn a_rate_by_area_or_firm_is_no_level() {
    check(
        &[
            (
                "每平方公里",
                "2024年，西安高新区每平方公里税收1.2亿元。",
                &["120000000 每平方公里税收 level"],
            ),
            (
                "平均每家",
                "2024年，西安高新区平均每家高新技术企业营业收入1.2亿元。",
                &["120000000 平均每家高新技术企业营业收入 level"],
            ),
        ],
        said,
    );
}

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
fn a_part_of_the_zone_has_figures_of_its_own() {
    check(
        &[
            (
                "街道",
                "2024年，成都高新区桂溪街道常住人口21万人。",
                &["桂溪街道: 210000 常住人口 level"],
            ),
            (
                "软件城",
                "2024年，西安高新区丝路软件城营业收入突破3200亿元。",
                &["丝路软件城: 320000000000 营业收入 level"],
            ),
            (
                "a park with a name",
                "2024年，西安高新区草堂园区固定资产投资86亿元。",
                &["草堂园区: 8600000000 固定资产投资 level"],
            ),
            (
                "创新区",
                "苏州工业园区独墅湖科教创新区2024年从业人员8.5万人。",
                &["独墅湖科教创新区: 85000 从业人员 level"],
            ),
            (
                "another place that the zone helps",
                "2024年，西安高新区对口帮扶的周至县实现GDP 180亿元。",
                &[],
            ),
            (
                "parks in general",
                "2024年，西安高新区产业园区营业收入86亿元。",
                &["-: 8600000000 营业收入 level"],
            ),
        ],
        about,
    );
}

#[test]
fn a_growth_over_another_time_is_none_of_the_year() {
    check(
        &[
            (
                "两年平均",
                "2024年，西安高新区GDP两年平均增长6.4%。",
                &["6.4 GDP两年平均增速 yoy"],
            ),
            (
                "年均",
                "2024年，西安高新区GDP年均增长7.5%。",
                &["7.5 GDP年均增速 yoy"],
            ),
            (
                "an earlier year",
                "2024年，西安高新区GDP较2019年增长45%。",
                &["45 GDP较2019年增速 yoy"],
            ),
            (
                "the year before",
                "2024年，西安高新区GDP较2023年增长6%。",
                &["6 GDP增速 yoy"],
            ),
            (
                "环比",
                "2024年12月，西安高新区规上工业增加值环比增长2.3%。",
                &["2.3 规上工业增加值环比增速 yoy"],
            ),
            (
                "a target of growth",
                "2025年，西安高新区地区生产总值增长目标6%以上，营业收入力争增长10%。",
                &["6 地区生产总值增速 target", "10 营业收入增速 target"],
            ),
        ],
        said,
    );
}

#[test]
fn a_figure_is_of_the_time_that_is_told_of_it_alone() {
    check(
        &[
            (
                "分别 over years",
                "西安高新区2022年、2023年税收收入分别为31亿元、33亿元。",
                &["3100000000 税收收入 level 2022", "3300000000 税收收入 level 2023"],
            ),
            (
                "a year in brackets behind",
                "西安高新区GDP3350亿元（2023年）。",
                &["335000000000 GDP level 2023"],
            ),
            (
                "the value before a change",
                "2024年，西安高新区高新技术企业由2020年的624家增至1180家。",
                &["624 高新技术企业 level 2020", "1180 高新技术企业 level 2024"],
            ),
            (
                "half a year",
                "2024年上半年，西安高新区地区生产总值1286.5亿元。",
                &["128650000000 地区生产总值 level 2024-S1"],
            ),
        ],
        dated,
    );
    let reading = read("2024年上半年，西安高新区地区生产总值1286.5亿元。");
    let code = reading.facts[0].indicator.code().unwrap();
    assert_eq!(code.id(), "gdp-half-year");
}

#[test]
fn months_that_are_not_over_are_those_of_the_year_before() {
    let issued = zhibiao_model::period::Period::monthly(2025, 2).ok();
    let extractor = super::support::extractor();
    for (text, period) in [
        ("西安高新区1至11月税收收入40亿元。", "2024-11"),
        ("截至6月底，西安高新区建成5G基站5230个。", "2024-06"),
        ("西安高新区1月税收收入4亿元。", "2025-01"),
    ] {
        let context = zhibiao_extract::Context { zone: None, issued };
        let reading = extractor.read(text, &context).unwrap();
        assert_eq!(
            reading.facts[0].period.unwrap().period.to_string(),
            period,
            "{text}"
        );
    }
}

#[test]
fn brackets_are_of_the_zone_before_them() {
    check(
        &[(
            "a zone that only keeps company",
            "对标成都高新区（2024年GDP3486亿元），西安高新区2024年GDP为3350亿元。",
            &[
                "chengdu-htz 348600000000 GDP level",
                "xian-htz 335000000000 GDP level",
            ],
        )],
        placed,
    );
}

#[test]
fn a_smaller_fall_is_a_gain() {
    check(
        &[
            (
                "降幅小",
                "2024年，西安高新区税收收入同比下降4.5%，降幅比全省小6.2个百分点。",
                &["-4.5 税收收入 yoy", "6.2 税收收入 delta"],
            ),
            (
                "下降",
                "2024年，西安高新区失业率下降0.5个百分点。",
                &["-0.5 失业率 delta"],
            ),
        ],
        said,
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
