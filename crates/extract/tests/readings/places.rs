//! Cities, districts and provinces that a clause tells of: no zone has their figures.

use super::{check, read, said};
use zhibiao_extract::Missing;

/// A zone that the text was about before.
const ZONE: &str = "肇庆高新区2024年高新技术企业320家。";

#[test]
fn a_place_with_a_time_behind_it_is_no_zone() {
    for told in [
        "肇庆市一季度实现地区生产总值2510亿元。",
        "肇庆市2024年实现地区生产总值2510亿元。",
        "肇庆市去年实现进出口总额2510亿元。",
        "肇庆市目前拥有高新技术企业4600家。",
        "广东省一季度实现地区生产总值33088亿元。",
        "广东省2024年地区生产总值居全国第1位。",
        "端州区去年实现地区生产总值600亿元。",
        "江门市2024年实现地区生产总值3308亿元。",
        "成都市实现地区生产总值3308亿元。",
        "武进区2024年实现地区生产总值3308亿元。",
        "武进区实现地区生产总值3308亿元。",
        "去年，武进区实现地区生产总值3308亿元。",
        "去年，国家高新区实现地区生产总值19.3万亿元。",
        "国家高新区2024年实现地区生产总值19.3万亿元。",
    ] {
        let reading = read(&format!("{ZONE}{told}"));
        assert_eq!(reading.facts.len(), 1, "{told}");
        assert_eq!(reading.unmatched[0].why, Missing::Scope, "{told}");
    }
}

#[test]
fn what_goes_on_behind_a_place_is_unsure() {
    for told in [
        "肇庆市2024年实现地区生产总值2510亿元，规上工业企业2100家。",
        "肇庆市2024年实现地区生产总值2510亿元。规上工业企业2100家。",
        "长三角科创走廊2024年地区生产总值达3万亿元。",
    ] {
        let reading = read(&format!("{ZONE}{told}"));
        let others = reading.facts.iter().skip(1);
        others.for_each(|fact| assert!(fact.confidence < 0.85, "{told}: {fact:?}"));
    }
}

#[test]
fn words_for_the_zone_are_no_place() {
    check(
        &[
            (
                "全区, 我区, 高新区",
                "肇庆高新区简报。全区2024年实现地区生产总值500亿元。我区一季度实现税收收入10亿元。",
                &["50000000000 地区生产总值 level", "1000000000 税收收入 level"],
            ),
            (
                "a name before its time",
                "肇庆高新区简报。地区生产总值2024年达到500亿元，高新技术企业目前达到80家。",
                &["50000000000 地区生产总值 level", "80 高新技术企业 level"],
            ),
        ],
        said,
    );
    let listed = read("肇庆高新区简报。2024年企业上市达5家，城市建成区达50平方公里。");
    assert_eq!(listed.facts.len(), 2);
}

#[test]
fn a_word_for_the_zone_ends_a_place() {
    let reading = read(&format!(
        "{ZONE}肇庆市2024年实现地区生产总值2510亿元。全区税收收入9亿元。"
    ));
    let own = reading.facts.last().unwrap();
    assert!(own.confidence > 0.85, "{own:?}");
}
