//! What looks like the zone's figure and is of a part of it, with or without a verb between, and what leaves it the whole.

use zhibiao_extract::Reason;

use super::{about, check, read, said};

/// From here on a fact is proposed without a question.
const READY: f64 = 0.85;

#[test]
fn what_a_part_has_is_not_the_zones() {
    for (rule, text) in [
        (
            "a verb",
            "2024年，西安高新区规模以上服务业企业实现营业收入560亿元。",
        ),
        (
            "a firm, over a semicolon",
            "2024年，星驰电驱公司实现营业收入34亿元；净利润由上年的1.5亿元增至2.2亿元。",
        ),
        ("a place that was told of before", "去年，这里孵化出瞪羚企业5家。"),
        (
            "a time before the verb, and what follows",
            "西安高新区新能源产业集群2024年实现营业收入90亿元，净利润7亿元。",
        ),
        (
            "another verb",
            "2024年，西安高新区外资企业完成进出口总额120亿元。",
        ),
        (
            "a verb behind an adverb",
            "2024年，西安高新区上市公司共实现净利润71亿元。",
        ),
        (
            "a verb of giving",
            "2024年，西安高新区总部企业贡献税收收入23亿元。",
        ),
        (
            "a branch of trade",
            "2024年，西安高新区软件产业实现营业收入210亿元。",
        ),
        (
            "a chain of them",
            "2024年，西安高新区光伏产业链营业收入突破300亿元。",
        ),
        (
            "those who have it",
            "2024年，西安高新区在孵企业拥有有效发明专利1200件。",
        ),
        ("a time between", "西安高新区民营企业2024年实现营业收入210亿元。"),
        (
            "a verb and a list",
            "2024年，西安高新区建筑业完成营业收入90亿元、利润总额3亿元。",
        ),
        (
            "so many of them",
            "2024年，西安高新区重点监测的50家企业用电量12亿千瓦时。",
        ),
        (
            "what the clause goes on with",
            "2024年，西安高新区软件产业营业收入210亿元，从业人员2万人。",
        ),
        (
            "a verb of the same part",
            "2024年，西安高新区生物产业集聚企业320家，实现工业总产值150亿元。",
        ),
        (
            "behind a part by another word",
            "2024年，西安高新区孵化器内高新技术企业85家，从业人员1万人。",
        ),
        (
            "a plant with no name",
            "宏光电源在西安高新区的新工厂，2024年实现营业收入72亿元，净利润2亿元。",
        ),
    ] {
        let reading = read(text);
        let sure = reading.facts.iter().find(|fact| fact.confidence >= READY);
        assert!(
            sure.is_none() && !reading.facts.is_empty(),
            "{rule}: {text} {reading:#?}"
        );
    }
}

#[test]
fn what_is_told_plainly_stays_the_zones() {
    for (rule, text) in [
        (
            "those that are counted",
            "2024年，西安高新区入统企业实现营业收入6000亿元。",
        ),
        ("all firms", "2024年，西安高新区企业实现营业收入6000亿元。"),
        (
            "the verb alone",
            "2024年，西安高新区全年完成固定资产投资210亿元，税收收入30亿元。",
        ),
        (
            "a verb with its adverb",
            "2024年，西安高新区累计培育高新技术企业820家，从业人员2万人。",
        ),
        (
            "the members of a part",
            "2024年，西安高新区高新技术企业达到820家，税收收入30亿元。",
        ),
        (
            "a count behind a part",
            "2024年，西安高新区软件产业实现产值8亿元，高新技术企业达820家。",
        ),
        (
            "the zone again",
            "2024年，西安高新区软件产业实现产值8亿元，全区从业人员2万人。",
        ),
        (
            "behind a semicolon",
            "2024年，西安高新区软件产业实现产值8亿元；从业人员2万人。",
        ),
        (
            "work is no part",
            "2024年，西安高新区带动就业，实现税收收入30亿元。",
        ),
    ] {
        let reading = read(text);
        let last = reading.facts.last().unwrap();
        assert!(
            last.confidence >= READY && last.indicator.code().is_some(),
            "{rule}: {text} {last:#?}"
        );
    }
}

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
fn the_profit_of_large_firms_is_hardly_the_zones() {
    for text in [
        "2023年，襄阳高新区规模以上工业企业实现利润55.3亿元。",
        "2023年，襄阳高新区规上工业实现利润总额55.3亿元。",
    ] {
        let reading = read(text);
        assert_eq!(reading.facts[0].indicator.code(), None, "{text} {reading:#?}");
    }
}
