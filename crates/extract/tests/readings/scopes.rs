//! Parts of a zone that a clause says something of: what the clauses behind it tell is theirs.

use super::{check, read, said};

#[test]
fn what_is_told_behind_a_part_is_called_by_it() {
    check(
        &[
            (
                "an industry and how it is doing",
                "2024年，肇庆高新区装备制造产业保持较快增长，规上工业总产值310亿元，增长12%。",
                &[
                    "31000000000 装备制造产业规上工业总产值 level",
                    "12 装备制造产业规上工业总产值 yoy",
                ],
            ),
            (
                "its size, and a growth behind another name",
                "2024年，肇庆高新区绿色食品产业规模突破200亿元，税收收入增长8%。",
                &["20000000000 绿色食品产业规模 level", "8 绿色食品产业税收收入 yoy"],
            ),
            (
                "a class of firms",
                "2024年，肇庆高新区民营企业活力迸发，进出口总额增长21%。",
                &["21 民营企业进出口总额 yoy"],
            ),
            (
                "services",
                "2024年，肇庆高新区现代服务业表现突出，实现营业收入50亿元，税收收入增长10%。",
                &["5000000000 现代服务业营业收入 level", "10 现代服务业税收收入 yoy"],
            ),
            (
                "firms that are called for short",
                "2024年，肇庆高新区央企表现亮眼，税收收入增长10%。",
                &["10 央企税收收入 yoy"],
            ),
            (
                "a name behind the number",
                "2024年，肇庆高新区外资企业贡献了38%的税收收入。",
                &["38 外资企业税收收入 share"],
            ),
            (
                "several of them",
                "2024年，肇庆高新区装备制造业、绿色食品产业加快发展，税收收入增长8%。",
                &["8 装备制造业、绿色食品产业税收收入 yoy"],
            ),
            (
                "firms that are counted between",
                "2024年，肇庆高新区主导产业集聚发展，规上工业企业达到60家，税收收入增长8%。",
                &["60 主导产业规上工业企业 level", "8 主导产业税收收入 yoy"],
            ),
            (
                "somebody spoken of before is left",
                "2024年，肇庆高新区大鹏科技有限公司总投资5亿元。低空产业加快发展，完成营业收入40亿元。",
                &["500000000 总投资 level", "4000000000 低空产业营业收入 level"],
            ),
        ],
        said,
    );
}

#[test]
fn the_zone_and_its_own_figures_are_told_behind_a_part() {
    check(
        &[
            (
                "the zone again",
                "2024年，肇庆高新区装备制造产业加快发展，全区税收收入20亿元。",
                &["2000000000 税收收入 level"],
            ),
            (
                "what zones have alone",
                "2024年，肇庆高新区装备制造产业加快发展，地区生产总值增长5%。",
                &["5 地区生产总值增速 yoy"],
            ),
            (
                "what is called by it already",
                "2024年，肇庆高新区高新技术产业加快发展，高新技术企业达300家。",
                &["300 高新技术企业 level"],
            ),
            (
                "what is done for it",
                "2024年，肇庆高新区推动装备制造产业加快发展，固定资产投资50亿元。",
                &["5000000000 固定资产投资 level"],
            ),
            (
                "a branch that the name says",
                "2024年，肇庆高新区生物医药企业表现突出，规上制造业总产值增长9%。",
                &["9 规上制造业总产值 yoy"],
            ),
            (
                "another sentence",
                "2024年，肇庆高新区装备制造产业加快发展。固定资产投资50亿元。",
                &["5000000000 固定资产投资 level"],
            ),
        ],
        said,
    );
}

/// Words behind a part that no rule knows may be said of it or of something else.
#[test]
fn what_may_be_told_of_a_part_is_not_sure() {
    for (told, is_sure) in [
        ("新能源产业串珠成线，固定资产投资50亿元。", false),
        ("民营企业信心满满，税收收入20亿元。", false),
        ("科技企业孵化器建设有力，固定资产投资50亿元。", true),
        ("主导产业不断壮大，民营经济活力迸发，固定资产投资50亿元。", false),
        (
            "光子产业集群产值30亿元，其中规上工业企业20家，税收收入2亿元。",
            false,
        ),
        ("国有企业改革见效，固定资产投资50亿元。", false),
        ("规上工业运行平稳，固定资产投资50亿元。", true),
        ("市场主体信心满满，税收收入20亿元。", true),
    ] {
        let facts = read(&format!("2024年，肇庆高新区{told}")).facts;
        assert!(!facts.is_empty(), "{told}");
        assert!(
            facts.iter().all(|fact| (fact.confidence >= 0.85) == is_sure),
            "{told} {facts:#?}"
        );
    }
}
