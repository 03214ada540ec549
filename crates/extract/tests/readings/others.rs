//! Values of others beside the zone's own: of a whole, an average, a plan, another zone.

use super::{check, placed, read, said};
use zhibiao_extract::Missing;

#[test]
fn what_others_have_is_left_to_a_reviewer() {
    for (rule, text, numbers) in [
        (
            "an average in brackets",
            "2024年，西安高新区亩均税收38万元，高于全省平均水平（27万元）。",
            &["27万元"][..],
        ),
        (
            "a mean in brackets",
            "2024年，西安高新区优良天数310天，多于各区均值（298天）。",
            &["298天"],
        ),
        (
            "a standard",
            "2024年，西安高新区空气优良率88%，高于国家标准（80%）。",
            &["80%"],
        ),
        (
            "a whole before brackets",
            "2024年，西安高新区优良天数310天，多于全市（298天）。",
            &["298天"],
        ),
        (
            "brackets that open with a whole",
            "2024年，西安高新区优良天数310天（全市平均298天）。",
            &["298天"],
        ),
        (
            "a whole with a name",
            "2024年，西安高新区（全市税收收入310亿元）稳中有进。",
            &["310亿元"],
        ),
        (
            "a rate of a whole",
            "2024年，西安高新区税收收入增长7%（全市6.6%）。",
            &["6.6%"],
        ),
        (
            "what a share is of",
            "2024年，西安高新区5G基站占全市9800座的21%。",
            &["9800座"],
        ),
        (
            "what a multiple is of",
            "2024年，西安高新区税收收入31亿元，是全市平均水平4亿元的8倍。",
            &["4亿元"],
        ),
        (
            "a share behind its number",
            "2024年，西安高新区上市企业31家，占全省186家的六分之一。",
            &["186家"],
        ),
    ] {
        let reading = read(text);
        let others: Vec<&str> = reading
            .unmatched
            .iter()
            .filter(|unmatched| unmatched.why == Missing::Scope)
            .map(|unmatched| &text[unmatched.number.bytes.clone()])
            .collect();
        assert_eq!(others, numbers, "{rule}: {text} {reading:#?}");
    }
}

#[test]
fn what_is_beside_them_stays_the_zones() {
    check(
        &[
            (
                "a share of a value",
                "2024年，西安高新区5G基站占全市9800座的21%，上市企业31家。",
                &["21 5G基站 share", "31 上市企业 level"],
            ),
            (
                "a plan in brackets",
                "2024年，西安高新区税收收入88亿元，超过年度目标任务（80亿元），上市企业31家。",
                &[
                    "8800000000 税收收入 level",
                    "8000000000 税收收入 target",
                    "31 上市企业 level",
                ],
            ),
            (
                "a plan before a ratio of it",
                "2024年，西安高新区税收收入21亿元，为年度计划20亿元的105%。",
                &[
                    "2100000000 税收收入 level",
                    "2000000000 税收收入 target",
                    "105 税收收入 ratio",
                ],
            ),
            (
                "a growth in brackets",
                "2024年，西安高新区税收收入21亿元（增长5%）。",
                &["2100000000 税收收入 level", "5 税收收入 yoy"],
            ),
            (
                "a share in brackets",
                "2024年，西安高新区税收收入21亿元（占全市的12%）。",
                &["2100000000 税收收入 level", "12 税收收入 share"],
            ),
            (
                "another name in brackets",
                "2024年，西安高新区地区生产总值（GDP）3500亿元。",
                &["350000000000 地区生产总值 level"],
            ),
            (
                "the highest of its own",
                "2024年，西安高新区税收收入创历史最高水平（21亿元）。",
                &["2100000000 税收收入 level"],
            ),
            (
                "its own value of another year",
                "2024年，西安高新区税收收入是2021年18亿元的1.2倍。",
                &["1800000000 税收收入 level", "1.2 税收收入 ratio"],
            ),
        ],
        said,
    );
    check(
        &[
            (
                "a multiple of another zone's",
                "2024年，西安高新区税收收入28亿元，是成都高新区的1.6倍。",
                &[
                    "xian-htz 2800000000 税收收入 level",
                    "xian-htz 1.6 税收收入 ratio",
                ],
            ),
            (
                "a part of another zone's",
                "2024年，西安高新区税收收入仅为成都高新区的62%。",
                &["xian-htz 62 税收收入 ratio"],
            ),
            (
                "another zone's own",
                "2024年，西安高新区税收收入28亿元，成都高新区的税收收入17亿元。",
                &[
                    "xian-htz 2800000000 税收收入 level",
                    "chengdu-htz 1700000000 税收收入 level",
                ],
            ),
        ],
        placed,
    );
}
