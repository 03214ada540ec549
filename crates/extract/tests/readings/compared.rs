//! Times and zones that something is compared with.

use super::{check, dated, placed, read, said};
use zhibiao_extract::{Caliber, Measure};

#[test]
fn a_time_that_is_compared_with_dates_nothing_else() {
    check(
        &[
            (
                "较 before months",
                "肇庆高新区2025年一季度规模以上工业增加值下降5.1%，降幅较1至2月收窄3.4个百分点；固定资产投资25亿元。",
                &[
                    "-5.1 规模以上工业增加值增速 yoy 2025-Q1",
                    "3.4 规模以上工业增加值增速 delta 2025-Q1",
                    "2500000000 固定资产投资 level 2025-Q1",
                ],
            ),
            (
                "比 before a part of a year",
                "肇庆高新区2024年营业收入5亿元，增速比上半年回落2个百分点。利润总额3亿元。",
                &[
                    "500000000 营业收入 level 2024",
                    "-2 营业收入增速 delta 2024",
                    "300000000 利润总额 level 2024",
                ],
            ),
            (
                "the figure of the time compared with",
                "肇庆高新区2024年营业收入1286.4亿元，较2023年的1190.2亿元增长8.1%，利润总额3亿元。",
                &[
                    "128640000000 营业收入 level 2024",
                    "119020000000 营业收入 level 2023",
                    "8.1 营业收入增速 yoy 2024",
                    "300000000 利润总额 level 2024",
                ],
            ),
            (
                "an earlier year with nothing but its number",
                "肇庆高新区2024年营业收入1286.4亿元，2023年为1190.2亿元，增长8.1%。",
                &[
                    "128640000000 营业收入 level 2024",
                    "119020000000 营业收入 level 2023",
                    "8.1 营业收入增速 yoy 2024",
                ],
            ),
            (
                "a multiple of last year's is no figure of last year",
                "肇庆高新区2025年一季度营业收入5亿元，是去年的1.2倍。",
                &["500000000 营业收入 level 2025-Q1", "1.2 营业收入 ratio 2025-Q1"],
            ),
        ],
        dated,
    );
}

#[test]
fn the_same_period_of_another_year_is_a_time_and_no_name() {
    check(
        &[
            (
                "上年同期 in a clause of its own",
                "肇庆高新区2025年一季度税收收入86.5亿元，上年同期为92.3亿元，下降6.3%。利润总额3亿元。",
                &[
                    "8650000000 税收收入 level 2025-Q1",
                    "9230000000 税收收入 level 2024-Q1",
                    "-6.3 税收收入 yoy 2025-Q1",
                    "300000000 利润总额 level 2025-Q1",
                ],
            ),
            (
                "behind 较",
                "肇庆高新区2024年营业收入5亿元，较上年同期的4亿元增长25%。",
                &[
                    "500000000 营业收入 level 2024",
                    "400000000 营业收入 level 2023",
                    "25 营业收入增速 yoy 2024",
                ],
            ),
            (
                "of a year that is stated",
                "肇庆高新区2025年4月营业收入5亿元，2023年同期为4亿元。",
                &[
                    "500000000 营业收入 level 2025-04",
                    "400000000 营业收入 level 2023-04",
                ],
            ),
            (
                "with nothing of its own",
                "肇庆高新区2025年4月营业收入5亿元，比上年同期增长25%。",
                &["500000000 营业收入 level 2025-04", "25 营业收入增速 yoy 2025-04"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_difference_from_others_is_no_level() {
    let text = "洛阳高新区2024年亩均税收21.4万元，低于全省高新区平均水平5.2万元；新登记经营主体7820户，同比多640户。";
    let told: Vec<String> = super::read(text).facts.iter().map(super::said).collect();
    assert_eq!(
        told,
        [
            "214000 亩均税收 level",
            "-52000 亩均税收 delta",
            "7820 新登记经营主体 level",
            "640 新登记经营主体 delta",
        ]
    );
}

#[test]
fn a_difference_says_from_whom() {
    let text = "洛阳高新区2024年工业总产值400亿元，同比增长11.7%，高于全市平均水平4.9个百分点；营业收入增长5%，增速比全省高0.6个百分点，较上年回落2个百分点。";
    let facts = super::read(text).facts;
    let told = facts.iter().filter(|fact| fact.measure == Measure::Delta);
    let from: Vec<_> = told.map(|fact| (fact.value, fact.caliber.clone())).collect();
    let stated = |zh: &str| Some(Caliber::Stated(zh.to_owned()));
    assert_eq!(
        from,
        [(4.9, stated("全市平均水平")), (0.6, stated("全省")), (-2.0, None)]
    );
}

/// Whom something is compared with is neither who has it nor part of what it is called.
#[test]
fn a_peer_is_no_zone_and_belongs_to_no_name() {
    for told in [
        "GDP增速快于江门市1.2个百分点",
        "GDP增速高出江门高新区1.2个百分点",
        "GDP增速高于全市平均水平1.2个百分点",
        "GDP增速低于端州区1.2个百分点",
        "GDP增速与江门高新区相比高1.2个百分点",
        "GDP增速领先佛山高新区1.2个百分点",
        "GDP增速落后于江门市1.2个百分点",
    ] {
        let facts = read(&format!("2024年，肇庆高新区{told}；营业收入120亿元。")).facts;
        let [delta, own] = facts.as_slice() else {
            panic!("{told} {facts:#?}");
        };
        let value = delta.value.abs();
        assert_eq!(
            format!("{value} {} {}", delta.indicator.zh(), delta.measure.code()),
            "1.2 GDP增速 delta",
            "{told}"
        );
        for fact in [delta, own] {
            assert!(placed(fact).starts_with("zhaoqing-htz "), "{told} {fact:?}");
        }
    }
}

#[test]
fn who_is_ahead_by_how_many_tells_a_difference() {
    check(
        &[(
            "a zone and a city",
            "2024年，肇庆高新区高新技术企业500家，领先佛山高新区20家，落后于江门市30家。",
            &[
                "500 高新技术企业 level",
                "20 高新技术企业 delta",
                "-30 高新技术企业 delta",
            ],
        )],
        said,
    );
    // As many numbers as peers are no figures of theirs.
    let facts = read("2024年，肇庆高新区税收增长5%，高于佛山高新区、江门高新区2个和3个百分点。").facts;
    let told: Vec<String> = facts.iter().map(placed).collect();
    assert_eq!(
        told,
        [
            "zhaoqing-htz 5 税收 yoy",
            "zhaoqing-htz 2 税收 delta",
            "zhaoqing-htz 3 税收 delta",
        ]
    );
}
