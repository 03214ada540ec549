//! Whether a figure is of the whole that the catalogue's name stands for, or of a part of it.

use zhibiao_extract::Reason;

use super::{check, read, said};

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
    ] {
        let reading = read(text);
        let fact = reading.facts.last().unwrap();
        let is_doubted = fact.confidence < READY && fact.reasons.contains(&Reason::ModifiedName);
        assert!(is_doubted, "{text} {fact:?}");
    }
}

#[test]
fn a_word_that_leaves_a_name_its_whole_raises_no_doubt() {
    for text in [
        "2024年，西安高新区全社会固定资产投资210亿元。",
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
