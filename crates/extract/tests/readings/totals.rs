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

#[test]
fn one_number_is_of_each_name_that_it_sums_up() {
    check(
        &[
            (
                "growths",
                "2024年，肇庆高新区固定资产投资、工业投资、服务业投资均增长11%左右。",
                &["11 固定资产投资 yoy", "11 工业投资 yoy", "11 服务业投资 yoy"],
            ),
            (
                "amounts, with the tail of the last",
                "2024年，肇庆高新区汽车、新材料产业产值均突破100亿元。",
                &[
                    "10000000000 汽车产业产值 level",
                    "10000000000 新材料产业产值 level",
                ],
            ),
            (
                "a rate of each",
                "2024年，肇庆高新区营业收入、利润总额增速均超过10%。",
                &["10 营业收入增速 yoy", "10 利润总额 yoy"],
            ),
            (
                "an average",
                "2024年，肇庆高新区城镇居民、农村居民人均收入增长6%。",
                &["6 农村居民人均收入 yoy"],
            ),
        ],
        said,
    );
}
