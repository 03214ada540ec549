//! Totals: behind a change of the same things, and in the names of the catalogue.

use super::{check, read, said};

#[test]
fn a_total_behind_a_net_increase_is_of_the_things() {
    check(
        &[
            (
                "the catalogue has the net increase too",
                "肇庆高新区2024年高新技术企业净增102家，总数达968家。",
                &["102 高新技术企业净增 level", "968 高新技术企业 level"],
            ),
            (
                "the word before the name",
                "肇庆高新区2024年净增高新技术企业102家，总数达到968家。",
                &["102 净增高新技术企业 level", "968 高新技术企业 level"],
            ),
            (
                "the catalogue has none",
                "肇庆高新区2024年瞪羚企业净增6家，总数达45家。",
                &["6 瞪羚企业 delta", "45 瞪羚企业 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_name_keeps_its_last_word_before_reached() {
    for name in ["进出口总额", "出口总额", "社会消费品零售总额", "利润总额"] {
        for reached in ["达", "达到", "为", "突破"] {
            let text = format!("肇庆高新区2024年{name}{reached}320亿元。");
            let reading = read(&text);
            let fact = &reading.facts[0];
            assert_eq!(fact.indicator.zh(), name, "{text}");
            assert!(fact.indicator.code().is_some(), "{text}");
        }
    }
}
