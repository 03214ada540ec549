//! Zones that are called by their kind alone, set apart or overtaken, and what is said of a zone before its name.

use super::{check, placed, read, said};
use zhibiao_extract::Reason;

#[test]
fn a_kind_alone_is_the_last_zone_of_that_kind() {
    check(
        &[
            (
                "behind a zone of another kind",
                "肇庆高新区推进四会综合保税区等平台建设，2022年，高新区税收收入30亿元。",
                &["zhaoqing-htz 3000000000 税收收入 level"],
            ),
            (
                "one that only brackets call so",
                "肇庆高新区推进四会综合保税区(高新区)建设，2022年，高新区税收收入30亿元。",
                &["zhaoqing-htz 3000000000 税收收入 level"],
            ),
            (
                "one of two of that kind",
                "佛山高新区税收收入50亿元，成都高新区税收收入40亿元，江门综合保税区税收收入5亿元。2022年，高新区税收收入30亿元。",
                &[
                    "foshan-htz 5000000000 税收收入 level",
                    "chengdu-htz 4000000000 税收收入 level",
                    "江门综合保税区 500000000 税收收入 level",
                    "foshan-htz 3000000000 税收收入 level",
                ],
            ),
            (
                "an area inside it that has no other name",
                "肇庆高新区税收收入30亿元。自贸区税收收入2亿元。全区高新技术企业320家。",
                &[
                    "zhaoqing-htz 3000000000 税收收入 level",
                    "自贸区 200000000 税收收入 level",
                    "zhaoqing-htz 320 高新技术企业 level",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn a_zone_that_is_set_apart_or_overtaken_has_not_what_follows() {
    check(
        &[
            (
                "an honour in a clause of its own",
                "2023年，肇庆高新区服务业复苏有力，四会经济开发区入选省级试点，税收收入增长7.6%。",
                &["zhaoqing-htz 7.6 税收收入 yoy"],
            ),
            (
                "an honour in a sentence of its own",
                "肇庆高新区2023年企业100家。2023年，成都高新区获评绿色园区，税收收入12亿元。",
                &[
                    "zhaoqing-htz 100 企业 level",
                    "chengdu-htz 1200000000 税收收入 level",
                ],
            ),
            (
                "zones that it has come before",
                "肇庆高新区综合排名首超武汉经开区、长沙经开区，税收收入30亿元。",
                &["zhaoqing-htz 3000000000 税收收入 level"],
            ),
        ],
        placed,
    );
}

#[test]
fn what_is_done_with_a_zone_is_no_part_of_its_name() {
    check(
        &[
            (
                "looked at",
                "纵览高新区半年来的成绩，税收收入增长7.7%。",
                &["- 7.7 税收收入 yoy"],
            ),
            (
                "looked into",
                "深入剖析新区运行情况，税收收入增长7.7%。",
                &["- 7.7 税收收入 yoy"],
            ),
        ],
        placed,
    );
}

#[test]
fn a_zone_that_the_catalogue_lacks_is_asked_for() {
    let reading = read("2024年，青石高新区税收收入30亿元。");
    let fact = &reading.facts[0];
    assert!(fact.reasons.contains(&Reason::ProposedZone), "{fact:#?}");
    assert!(fact.confidence < 0.85, "{fact:#?}");
    let reading = read("2024年，肇庆高新区税收收入30亿元。");
    let fact = &reading.facts[0];
    assert!(!fact.reasons.contains(&Reason::ProposedZone), "{fact:#?}");
    assert!(fact.confidence >= 0.85, "{fact:#?}");
}

#[test]
fn offices_of_a_zone_belong_to_no_name() {
    check(
        &[
            (
                "a tax office, and a longer ending",
                "大连高新技术产业园区税务局2019年办理退税350户次。",
                &["大连高新技术产业园区 350 办理退税 level"],
            ),
            (
                "wherever it stands in a clause",
                "说起设在大连高新技术产业园区税务局的大厅，人人称便。2024年，纳税人达8600户。",
                &["大连高新技术产业园区 8600 纳税人 level"],
            ),
        ],
        placed,
    );
}

#[test]
fn a_whole_city_before_a_zone_of_its_name() {
    check(
        &[
            (
                "its area is not the zone's",
                "宜阳全市土地面积8200平方公里。宜阳开发区面积150平方公里。",
                &["150 面积 level"],
            ),
            (
                "no city",
                "信息安全市场规模达50亿元。",
                &["5000000000 信息安全市场规模 level"],
            ),
        ],
        said,
    );
}
