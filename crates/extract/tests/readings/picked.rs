//! Figures of some things only: those that a bound picks, that something is done for, or that are told for one of many.

use super::{check, read, said};

/// From here on a fact is proposed without a question.
const READY: f64 = 0.85;

#[test]
fn a_bound_belongs_to_what_it_picks() {
    check(
        &[
            (
                "no thing behind the bound",
                "2024年，西安高新区规上工业企业中，利润总额超1亿元的有12家。",
                &["12 利润总额超1亿元 level"],
            ),
            (
                "another verb",
                "2024年，西安高新区税收收入突破5000万元的达到86家。",
                &["86 税收收入突破5000万元 level"],
            ),
            (
                "the thing right behind it",
                "2024年，西安高新区营业收入超50亿元企业6家。",
                &["6 营业收入超50亿元企业 level"],
            ),
            (
                "a scale alone",
                "2024年，西安高新区净利润过亿元企业18家。",
                &["18 净利润过亿元企业 level"],
            ),
            (
                "bounds of a list, without a unit",
                "2024年，西安高新区年销售收入过10亿的企业17家、过50亿的企业5家。",
                &["17 年销售收入过10亿企业 level", "5 年销售收入过50亿企业 level"],
            ),
            (
                "以上",
                "2024年，西安高新区引进10亿元以上项目5个。",
                &["5 10亿元以上项目 level"],
            ),
            (
                "a bound that is the figure",
                "2024年，西安高新区营业收入超过50亿元，上市企业12家。",
                &["5000000000 营业收入 level", "12 上市企业 level"],
            ),
            (
                "an amount that describes",
                "2024年，西安高新区税收收入达到5亿元，有上市企业12家。",
                &["500000000 税收收入 level", "12 上市企业 level"],
            ),
        ],
        said,
    );
}

#[test]
fn what_is_done_for_things_counts_no_stock() {
    for (rule, text) in [
        ("closed", "2024年，西安高新区关停规上工业企业7家。"),
        ("favoured", "2024年，西安高新区惠及高层次人才650名。"),
        ("served", "2024年，西安高新区服务瞪羚企业56家。"),
        ("visited", "2024年，西安高新区走访上市企业12家。"),
        ("struck off", "2024年，西安高新区注销经营主体300户。"),
        ("helped", "2024年，西安高新区帮助了上市企业3家。"),
        ("driven", "2024年，西安高新区带动固定资产投资12亿元。"),
        ("rewarded", "2024年，西安高新区奖励高新技术企业120家。"),
    ] {
        let fact = &read(text).facts[0];
        assert!(
            fact.confidence < READY && fact.indicator.code().is_none(),
            "{rule}: {text} {fact:#?}"
        );
    }
    for (rule, text) in [
        ("held", "2024年，西安高新区拥有上市企业12家。"),
        ("gathered", "2024年，西安高新区集聚高新技术企业120家。"),
        ("grown", "2024年，西安高新区培育瞪羚企业120家。"),
        ("done", "2024年，西安高新区完成固定资产投资12亿元。"),
        ("a name with a verb", "2024年，西安高新区盘活闲置土地面积120亩。"),
    ] {
        let fact = &read(text).facts[0];
        assert!(
            fact.confidence >= READY && fact.indicator.code().is_some(),
            "{rule}: {text} {fact:#?}"
        );
    }
}

#[test]
fn an_average_over_time_is_not_the_sum() {
    check(
        &[
            (
                "日均 behind the whole",
                "2024年，西安高新区税收收入36亿元，日均1000万元。",
                &["3600000000 税收收入 level", "10000000 日均税收收入 level"],
            ),
            (
                "月均 with a verb",
                "2024年，西安高新区新设经营主体2400户，月均新增200户。",
                &["2400 新设经营主体 level", "200 月均新设经营主体 level"],
            ),
            (
                "before the name",
                "2024年，西安高新区月均用电量3亿千瓦时。",
                &["300000000 月均用电量 level"],
            ),
            (
                "behind the name",
                "2024年，西安高新区税收收入月均3亿元。",
                &["300000000 税收收入月均 level"],
            ),
            (
                "the name of an average",
                "2024年，西安高新区从业人员月平均工资8000元。",
                &["8000 从业人员月平均工资 level"],
            ),
            (
                "a part of the year",
                "2024年，西安高新区税收收入36亿元，增长5%。",
                &["3600000000 税收收入 level", "5 税收收入 yoy"],
            ),
        ],
        said,
    );
}

#[test]
fn a_share_is_as_doubtful_as_its_verb() {
    for (rule, text, qualifier) in [
        (
            "约占",
            "2024年，西安高新区高新技术企业约占全市的三成。",
            "approximate",
        ),
        (
            "近 before 占",
            "2024年，西安高新区高新技术企业2800家，接近占全省的25%。",
            "approximate",
        ),
        (
            "the number's own",
            "2024年，西安高新区高新技术企业占全市的约25%。",
            "approximate",
        ),
        (
            "none",
            "2024年，西安高新区高新技术企业2800家，占全市的25%。",
            "exact",
        ),
    ] {
        let reading = read(text);
        assert_eq!(
            reading.facts.last().unwrap().qualifier.code(),
            qualifier,
            "{rule}: {text}"
        );
    }
}

#[test]
fn a_rank_is_of_what_is_ranked() {
    check(
        &[
            (
                "综合评价",
                "2024年，西安高新区地区生产总值3500亿元，综合评价居全国第5位。",
                &["350000000000 地区生产总值 level", "5 综合评价 rank"],
            ),
            (
                "in an assessment",
                "2024年，西安高新区税收收入35亿元，在全国国家高新区综合评价中列第5位，前移1位。",
                &[
                    "3500000000 税收收入 level",
                    "5 国家高新区综合评价 rank",
                    "1 国家高新区综合评价 delta",
                ],
            ),
            (
                "an index",
                "2024年，西安高新区上市企业35家，营商环境指数位列全省第1。",
                &["35 上市企业 level", "1 营商环境指数 rank"],
            ),
            (
                "the figure itself",
                "2024年，西安高新区税收收入35亿元，位居全省第2位。",
                &["3500000000 税收收入 level", "2 税收收入 rank"],
            ),
        ],
        said,
    );
}

#[test]
fn what_an_amount_picks_of_those_just_counted_is_a_part_of_them() {
    check(
        &[(
            "a name of the catalogue, of no subject",
            "肇庆高新区2023年高新技术企业200家，其中6家年产值超10亿元。",
            &["200 高新技术企业 level", "6 年产值超10亿元高新技术企业 level"],
        )],
        said,
    );
}
