//! Several zones in one sentence, and differences between them.

use super::{check, placed, read, said};
use zhibiao_extract::Reason;

#[test]
fn a_difference_is_no_level() {
    check(
        &[
            (
                "多 behind a zone that is compared with",
                "肇庆高新区2024年GDP为2700亿元，比合肥高新区多1200亿元。",
                &["270000000000 GDP level", "120000000000 GDP delta"],
            ),
            (
                "少 is a decline",
                "肇庆高新区2024年企业500家，比合肥高新区多640家，较杭州高新区少43家。",
                &["500 企业 level", "640 企业 delta", "-43 企业 delta"],
            ),
            (
                "a time that is compared with",
                "肇庆高新区2024年企业500家，比去年多100家。",
                &["500 企业 level", "100 企业 delta"],
            ),
            (
                "多于 before the zone",
                "肇庆高新区2024年企业500家，多于合肥高新区100家。",
                &["500 企业 level", "100 企业 delta"],
            ),
            (
                "the name before the comparison",
                "肇庆高新区高新技术企业比合肥高新区多640家。",
                &["640 高新技术企业 delta"],
            ),
        ],
        said,
    );
}

/// 高出, 领先 and 落后于 name whom one is compared with, not who is spoken of, here or behind the semicolon.
#[test]
fn whom_a_zone_is_ahead_of_keeps_it_company() {
    for word in ["高出", "领先", "领先于", "落后", "落后于"] {
        let text = format!(
            "苏州工业园区2024年GDP为3000亿元，增长6%，增速{word}西安高新区1.2个百分点；营业收入为30亿元。"
        );
        let reading = read(&text);
        let of_others = reading
            .facts
            .iter()
            .map(placed)
            .filter(|fact| !fact.starts_with("suzhou-"));
        assert_eq!(of_others.collect::<Vec<_>>(), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn zones_named_together() {
    check(
        &[
            (
                "前者 and 后者 of 分别",
                "苏州工业园区和西安高新区GDP分别为3000亿元、2000亿元，前者增长5%，后者增长6%。",
                &[
                    "suzhou-industrial-park 300000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                    "suzhou-industrial-park 5 GDP增速 yoy",
                    "xian-htz 6 GDP增速 yoy",
                ],
            ),
            (
                "均 says the same of each, 合计 of none",
                "苏州工业园区与西安高新区GDP均超过2000亿元，合计4000亿元。",
                &[
                    "suzhou-industrial-park 200000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                ],
            ),
            (
                "均 behind a list",
                "苏州工业园区、西安高新区GDP均超过2000亿元。",
                &[
                    "suzhou-industrial-park 200000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                ],
            ),
            (
                "the same list, told something else",
                "苏州工业园区、西安高新区GDP分别为3000亿元、2000亿元，营业收入分别为30亿元、20亿元。",
                &[
                    "suzhou-industrial-park 300000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                    "suzhou-industrial-park 3000000000 营业收入 level",
                    "xian-htz 2000000000 营业收入 level",
                ],
            ),
            (
                "两区 stands for the list of a sentence before",
                "苏州工业园区、西安高新区GDP分别为3000亿元、2000亿元。两区合计5000亿元。两区营业收入分别为30亿元、20亿元。",
                &[
                    "suzhou-industrial-park 300000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                    "suzhou-industrial-park 3000000000 营业收入 level",
                    "xian-htz 2000000000 营业收入 level",
                ],
            ),
            (
                "两区 stands for zones that were named one by one",
                "苏州工业园区GDP3000亿元，西安高新区2000亿元；2024年，两区分别为3200亿元和2300亿元。",
                &[
                    "suzhou-industrial-park 300000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                    "suzhou-industrial-park 320000000000 GDP level",
                    "xian-htz 230000000000 GDP level",
                ],
            ),
            (
                "a time before 分别, and the name behind it",
                "苏州工业园区、西安高新区2024年分别实现GDP3000亿元、2000亿元。",
                &[
                    "suzhou-industrial-park 300000000000 GDP level",
                    "xian-htz 200000000000 GDP level",
                ],
            ),
            ("a sum", "苏州工业园区与西安高新区GDP合计4000亿元。", &[]),
            (
                "后者 without a list",
                "肇庆高新区产值与税收双增，后者增长6%。",
                &[],
            ),
        ],
        placed,
    );
    let unclear = read("苏州工业园区、西安高新区GDP超过2000亿元。");
    assert!(unclear.facts[0].reasons.contains(&Reason::SeveralZones));
}

#[test]
fn a_whole_is_no_zone() {
    check(
        &[
            (
                "in a clause behind the zone's",
                "2024年，肇庆高新区GDP增长6%，全市规上工业企业500家。",
                &["zhaoqing-htz 6 GDP增速 yoy"],
            ),
            (
                "behind 而",
                "2024年，肇庆高新区GDP增长6%，而全省GDP增长5%。",
                &["zhaoqing-htz 6 GDP增速 yoy"],
            ),
            (
                "a zone's part of it, with no name of its own",
                "2024年全市GDP2900亿元，其中肇庆高新区500亿元，增长6%。",
                &["zhaoqing-htz 50000000000 GDP level", "zhaoqing-htz 6 GDP增速 yoy"],
            ),
            (
                "its place, with no name of its own",
                "2024年全市GDP2900亿元，居全省第5位。",
                &[],
            ),
            (
                "a title that begins with 全国",
                "肇庆高新区全国文明城市创建满意度98分，全国重点实验室3家。",
                &[
                    "zhaoqing-htz 98 全国文明城市创建满意度 level",
                    "zhaoqing-htz 3 全国重点实验室 level",
                ],
            ),
            (
                "kinds of a province, of which it tells all",
                "肇庆高新区GDP增长6%，全省重点实验室500家。",
                &["zhaoqing-htz 6 GDP增速 yoy"],
            ),
            (
                "all that have a title",
                "肇庆高新区GDP增长6%。2024年，全国文明单位3万个。",
                &["zhaoqing-htz 6 GDP增速 yoy"],
            ),
            (
                "a province by its name",
                "湖南省税收收入1000亿元，长沙高新区税收收入300亿元。",
                &["changsha-htz 30000000000 税收收入 level"],
            ),
        ],
        placed,
    );
    let unclear = read("2024年肇庆高新区GDP增长6%。全市GDP增长5%，工业投资增长3%。");
    assert!(
        unclear.facts[1].reasons.contains(&Reason::SeveralZones),
        "{unclear:#?}"
    );
}

#[test]
fn zones_that_the_catalogue_does_not_know() {
    check(
        &[
            (
                "behind a light word and a pause",
                "2024年，随州高新区税收收入38亿元；同期，孝感高新区税收收入增长6.8%，达45亿元。",
                &[
                    "suizhou-htz 3800000000 税收收入 level",
                    "孝感高新区 6.8 税收收入 yoy",
                    "孝感高新区 4500000000 税收收入 level",
                ],
            ),
            (
                "a name that begins with that of a city",
                "2024年，合肥经济技术开发区营业收入520亿元，武汉东湖综合保税区进出口总额88亿元。",
                &[
                    "合肥经济技术开发区 52000000000 营业收入 level",
                    "武汉东湖综合保税区 8800000000 进出口总额 level",
                ],
            ),
            (
                "one that is compared with",
                "2024年，随州高新区税收收入38亿元，比孝感高新区少7亿元。",
                &[
                    "suizhou-htz 3800000000 税收收入 level",
                    "suizhou-htz -700000000 税收收入 delta",
                ],
            ),
            (
                "one that a share is taken of",
                "2024年，孝感综合保税区进出口总额88亿元，占东湖高新区的61%。",
                &[
                    "孝感综合保税区 8800000000 进出口总额 level",
                    "孝感综合保税区 61 进出口总额 share",
                ],
            ),
            (
                "kinds of zones are none",
                "2024年，随州高新区营业收入1200亿元，总量居全省高新区第2位，数量均居中西部国家级高新区第5位。",
                &[
                    "suizhou-htz 120000000000 营业收入 level",
                    "suizhou-htz 2 营业收入 rank",
                    "suizhou-htz 5 营业收入 rank",
                ],
            ),
            (
                "zones that are told to be built are none",
                "2024年，随州高新区税收收入38亿元，加快建设国家级经开区，高新技术企业500家。",
                &[
                    "suizhou-htz 3800000000 税收收入 level",
                    "suizhou-htz 500 高新技术企业 level",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn what_a_clause_tells_of_lies_in_a_zone() {
    check(
        &[
            (
                "在 and a pause",
                "合肥高新区2024年工作\n在合肥经开区，大鹏汽车有限公司营业收入300亿元。",
                &["合肥经开区 30000000000 营业收入 level"],
            ),
            (
                "a partner of the zone",
                "合肥高新区2024年工作\n与上海张江高新区合作共建园区，营业收入30亿元。",
                &["hefei-htz 3000000000 营业收入 level"],
            ),
            (
                "zones listed in a clause before",
                "2024年，苏州工业园区、昆山高新区均入选名单，有效发明专利分别达到3.6万件、1.2万件。",
                &[
                    "suzhou-industrial-park 36000 有效发明专利 level",
                    "昆山高新区 12000 有效发明专利 level",
                ],
            ),
            (
                "a park in the zone",
                "2024年，苏州工业园区税收收入90亿元。苏州生物医药产业园营业收入310亿元。",
                &[
                    "suzhou-industrial-park 9000000000 税收收入 level",
                    "suzhou-industrial-park 31000000000 营业收入 level",
                ],
            ),
        ],
        placed,
    );
    let vague = read("合肥高新区2024年工作\n新站高新区和经开区营业收入分别为300亿元、400亿元。");
    let asked = vague
        .facts
        .iter()
        .map(|fact| fact.reasons.contains(&Reason::SeveralZones));
    assert_eq!(asked.collect::<Vec<_>>(), [false, true], "{vague:#?}");
}

#[test]
fn the_last_zone_of_a_list_lends_its_ending() {
    check(
        &[
            (
                "cities that the catalogue has zones of",
                "2024年，武汉东湖、襄阳、宜昌高新区营业收入分别为1.68万亿元、4120亿元和2860亿元，同比分别增长8.1%、6.4%和5.9%。",
                &[
                    "wuhan-donghu-htz 1680000000000 营业收入 level",
                    "xiangyang-htz 412000000000 营业收入 level",
                    "yichang-htz 286000000000 营业收入 level",
                    "wuhan-donghu-htz 8.1 营业收入增速 yoy",
                    "xiangyang-htz 6.4 营业收入增速 yoy",
                    "yichang-htz 5.9 营业收入增速 yoy",
                ],
            ),
            (
                "some that it doesn't know",
                "2024年，襄阳、荆门和孝感高新区税收收入分别为18亿元、14亿元和7亿元。",
                &[
                    "xiangyang-htz 1800000000 税收收入 level",
                    "荆门高新区 1400000000 税收收入 level",
                    "孝感高新区 700000000 税收收入 level",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn cities_stand_for_zones_where_a_list_says_how_many() {
    check(
        &[(
            "西安、宝鸡、咸阳三区",
            "2024年，宝鸡高新区和咸阳高新区高新技术企业数分别为452家、310家。从研发投入强度看，西安、宝鸡、咸阳三区依次为7.1%、3.9%、2.8%。",
            &[
                "baoji-htz 452 高新技术企业数 level",
                "咸阳高新区 310 高新技术企业数 level",
                "xian-htz 7.1 研发投入强度 ratio",
                "baoji-htz 3.9 研发投入强度 ratio",
                "咸阳高新区 2.8 研发投入强度 ratio",
            ],
        )],
        placed,
    );
}

#[test]
fn zones_go_on_over_a_semicolon() {
    check(
        &[
            (
                "a list with another name",
                "2024年，合肥高新区GDP1128亿元，合肥经开区985亿元。两区固定资产投资分别增长8.1%、5.5%；工业投资分别为168亿元、142亿元。",
                &[
                    "hefei-htz 112800000000 GDP level",
                    "合肥经开区 98500000000 GDP level",
                    "hefei-htz 8.1 固定资产投资 yoy",
                    "合肥经开区 5.5 固定资产投资 yoy",
                    "hefei-htz 16800000000 工业投资 level",
                    "合肥经开区 14200000000 工业投资 level",
                ],
            ),
            (
                "another zone than the one of the text",
                "洛阳高新区2024年情况\n郑州高新区地区生产总值690亿元，是我区的1.8倍；高新技术企业1680家，比我区多760家。",
                &[
                    "zhengzhou-htz 69000000000 地区生产总值 level",
                    "zhengzhou-htz 1.8 地区生产总值 ratio",
                    "zhengzhou-htz 1680 高新技术企业 level",
                    "zhengzhou-htz 760 高新技术企业 delta",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn a_name_cut_short_is_the_zone_that_the_text_names_in_full() {
    check(
        &[
            (
                "火炬高新区, which three zones end with",
                "厦门火炬高新区：百亿企业扎堆\n去年，火炬高新区规上工业总产值3680亿元。",
                &["xiamen-torch-htz 368000000000 规上工业总产值 level"],
            ),
            (
                "another zone of the city",
                "合肥高新区2024年情况\n新站高新区规上工业总产值402亿元。",
                &["新站高新区 40200000000 规上工业总产值 level"],
            ),
        ],
        placed,
    );
}
