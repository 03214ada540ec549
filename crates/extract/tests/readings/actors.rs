//! Parts of a zone that do what a clause tells: what they have is called by both words.

use super::{check, read, said};

#[test]
fn who_does_it_belongs_to_the_name() {
    check(
        &[
            (
                "a branch and a name that the catalogue doesn't know",
                "2024年，肇庆高新区批发业完成销售额37亿元，增长2%；住宿业完成营业额1.5亿元。",
                &[
                    "3700000000 批发业销售额 level",
                    "2 批发业销售额 yoy",
                    "150000000 住宿业营业额 level",
                ],
            ),
            (
                "fields, one of them called by two words",
                "2024年，肇庆高新区分领域看，新能源领域实现营业收入80亿元；新材料、光电领域实现营业收入20亿元。",
                &[
                    "8000000000 新能源领域营业收入 level",
                    "2000000000 新材料、光电领域营业收入 level",
                ],
            ),
            (
                "a field behind the verb",
                "2024年，肇庆高新区全年实现先进制造领域营业收入80亿元。",
                &["8000000000 先进制造领域营业收入 level"],
            ),
            (
                "so many of them",
                "2024年，肇庆高新区新材料、新能源等三大主导产业实现总产值900亿元。",
                &["90000000000 三大主导产业总产值 level"],
            ),
        ],
        said,
    );
}

#[test]
fn who_does_it_is_told_once_for_a_list() {
    check(
        &[
            (
                "分别",
                "2024年，肇庆高新区高技术产业创造的营业收入、净利润分别为100亿元、12亿元，分别增长5%、3%。",
                &[
                    "10000000000 高技术产业营业收入 level",
                    "1200000000 高技术产业净利润 level",
                    "5 高技术产业营业收入 yoy",
                    "3 高技术产业净利润 yoy",
                ],
            ),
            (
                "names without somebody who does it",
                "2024年，肇庆高新区营业收入、净利润分别为100亿元、12亿元。",
                &["10000000000 营业收入 level", "1200000000 净利润 level"],
            ),
        ],
        said,
    );
}

#[test]
fn who_does_it_is_carried_over_a_semicolon() {
    check(
        &[
            (
                "what it has too",
                "2024年，肇庆高新区规上工业企业实现营业收入100亿元，增长5%；实现利润总额31亿元，增长3%。",
                &[
                    "10000000000 规上工业企业营业收入 level",
                    "5 规上工业企业营业收入 yoy",
                    "3100000000 规上工业企业利润总额 level",
                    "3 规上工业企业利润总额 yoy",
                ],
            ),
            (
                "what zones have alone",
                "2024年，肇庆高新区软件业实现营业收入100亿元；完成固定资产投资31亿元。",
                &[
                    "10000000000 软件业营业收入 level",
                    "3100000000 固定资产投资 level",
                ],
            ),
            (
                "the zone again",
                "2024年，肇庆高新区软件业实现营业收入100亿元；全区实现利润总额31亿元。",
                &["10000000000 软件业营业收入 level", "3100000000 利润总额 level"],
            ),
            (
                "another sentence",
                "2024年，肇庆高新区软件业实现营业收入100亿元。实现利润总额31亿元。",
                &["10000000000 软件业营业收入 level", "3100000000 利润总额 level"],
            ),
        ],
        said,
    );
}

#[test]
fn spaces_around_numbers_make_no_row_of_a_sentence() {
    check(
        &[(
            "spaces",
            "肇庆高新区发展平稳。2024 年新能源领域实现营业收入 80 亿元；光电领域实现营业收入 20 亿元。",
            &[
                "8000000000 新能源领域营业收入 level",
                "2000000000 光电领域营业收入 level",
            ],
        )],
        said,
    );
}

/// Who it is that does it, no rule knows; what all do together is the zone's.
#[test]
fn what_somebody_unknown_does_is_not_sure() {
    for (text, is_sure) in [
        ("2024年，肇庆高新区盛隆传感完成固定资产投资5亿元。", false),
        ("2024年，肇庆高新区青禾谷雨实现进出口总额5亿元。", false),
        ("2024年，肇庆高新区招商引资完成固定资产投资50亿元。", true),
        ("2024年，肇庆高新区全年累计完成固定资产投资50亿元。", true),
    ] {
        let facts = read(text).facts;
        assert!(!facts.is_empty(), "{text}");
        assert!(
            facts.iter().all(|fact| (fact.confidence >= 0.85) == is_sure),
            "{text} {facts:#?}"
        );
    }
}

#[test]
fn what_is_told_below_a_part_is_not_the_zones() {
    for (told, is_sure) in [
        ("在先进制造业领域，规上工业企业达120家，税收收入6亿元。", false),
        ("集成电路产业方面，营业收入突破300亿元。", false),
        ("新能源汽车产业中，高新技术企业达46家。", false),
        (
            "生物医药产业规模突破200亿元，其中53家规上工业企业实现产值70亿元。",
            false,
        ),
        ("工业方面，规上工业增加值增长5%。", true),
        ("招商引资方面，实际使用外资3亿美元。", true),
        ("在先进制造业领域，项目加快落地，全区税收收入6亿元。", true),
    ] {
        let facts = read(&format!("肇庆高新区2024年简报。{told}")).facts;
        assert!(!facts.is_empty(), "{told}");
        for fact in facts {
            assert_eq!(fact.confidence >= 0.85, is_sure, "{told} {fact:?}");
        }
    }
}
