//! Growths over other times than the year before, and figures of one time alone.

use zhibiao_extract::Reason;

use super::{check, dated, placed, read, said};

/// From here on a hub takes a fact without a question.
const READY: f64 = 0.85;

#[test]
fn a_growth_over_more_than_a_year_is_none_of_the_year() {
    for (rule, text) in [
        ("two years", "2024年，肇庆高新区GDP两年平均增长6.4%。"),
        ("each of some years", "2024年，肇庆高新区GDP年均增长7.5%。"),
        (
            "since a year before the last",
            "2024年，肇庆高新区GDP较2019年增长45%。",
        ),
        ("since the quarter before", "2024年，肇庆高新区GDP环比增长2.3%。"),
    ] {
        let fact = &read(text).facts[0];
        assert!(
            fact.confidence < READY && fact.reasons.contains(&Reason::SeveralYears),
            "{rule}: {fact:#?}"
        );
    }
    let plain = &read("2024年，肇庆高新区GDP较2023年增长6.4%。").facts[0];
    assert!(plain.confidence >= READY, "{plain:#?}");
}

#[test]
fn times_find_their_numbers_and_years() {
    check(
        &[
            (
                "分别 over years with the name behind them",
                "肇庆高新区2022年、2023年税收收入分别为31亿元、33亿元。",
                &["3100000000 税收收入 level 2022", "3300000000 税收收入 level 2023"],
            ),
            (
                "months that are over when a year begins",
                "肇庆高新区1至11月税收收入31亿元。",
                &["3100000000 税收收入 level 2024-11"],
            ),
            (
                "months of this year",
                "肇庆高新区1至4月税收收入31亿元。",
                &["3100000000 税收收入 level 2025-04"],
            ),
        ],
        dated,
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
                "降幅收窄",
                "2024年，西安高新区税收收入同比下降4.5%，降幅收窄1.2个百分点。",
                &["-4.5 税收收入 yoy", "1.2 税收收入 delta"],
            ),
            (
                "降幅扩大",
                "2024年，西安高新区税收收入同比下降4.5%，降幅扩大1.2个百分点。",
                &["-4.5 税收收入 yoy", "-1.2 税收收入 delta"],
            ),
            (
                "增幅收窄",
                "2024年，西安高新区税收收入同比增长4.5%，增幅收窄1.2个百分点。",
                &["4.5 税收收入 yoy", "-1.2 税收收入 delta"],
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
fn prices_that_a_growth_is_told_in_are_no_name() {
    check(
        &[(
            "可比价增长",
            "肇庆高新区2024年地区生产总值1290亿元，可比价增长6.1%。",
            &["129000000000 地区生产总值 level", "6.1 地区生产总值增速 yoy"],
        )],
        said,
    );
}

#[test]
fn a_growth_may_stand_behind_its_number() {
    check(
        &[
            (
                "保持…以上增长",
                "襄阳高新区科技型中小企业5827家，连续三年保持10%以上增长。",
                &["5827 科技型中小企业 level", "10 科技型中小企业 yoy"],
            ),
            (
                "的增长",
                "襄阳高新区税收收入实现8%的增长，高新技术企业320家。",
                &["8 税收收入 yoy", "320 高新技术企业 level"],
            ),
        ],
        said,
    );
}
