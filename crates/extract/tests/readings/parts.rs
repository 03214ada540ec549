//! What looks like the zone's figure and is of a part of it, of somebody in it, or over another time.

use super::{about, check, dated, read};
use zhibiao_extract::Reason;

/// From here on a hub takes a fact without a question.
const READY: f64 = 0.85;

#[test]
fn a_part_is_not_the_whole() {
    for (rule, text) in [
        ("an industry's", "2024年，肇庆高新区软件业高新技术企业820家。"),
        ("those of one sex", "2024年，肇庆高新区女性从业人员18万人。"),
        (
            "an industry's, behind a level",
            "2024年，肇庆高新区规上服务业营业收入3100亿元。",
        ),
        ("by area", "2024年，肇庆高新区每平方公里税收收入1.2亿元。"),
    ] {
        let fact = &read(text).facts[0];
        let is_whole = fact.indicator.code().is_some() && fact.reasons.contains(&Reason::CatalogName);
        assert!(fact.confidence < READY && !is_whole, "{rule}: {fact:#?}");
    }
}

#[test]
fn a_firm_by_its_full_name_or_a_short_one() {
    check(
        &[
            (
                "a place in brackets",
                "2024年，肇庆高新区的信达生物制药（肇庆）有限公司实现营业收入94.2亿元，净利润1.3亿元。",
                &[
                    "信达生物制药(肇庆)有限公司: 9420000000 营业收入 level",
                    "信达生物制药(肇庆)有限公司: 130000000 净利润 level",
                ],
            ),
            (
                "a street of the zone",
                "2024年，肇庆高新区麓谷街道营业收入3.2亿元。",
                &["麓谷街道: 320000000 营业收入 level"],
            ),
        ],
        about,
    );
}

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
fn a_carried_name_is_no_surer_than_it_was() {
    let reading = read("2024年，肇庆高新区商贸活跃度达59.8%，较上年提高0.4个百分点。");
    let confidence: Vec<f64> = reading.facts.iter().map(|fact| fact.confidence).collect();
    assert!(confidence[1] < confidence[0], "{reading:#?}");
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
