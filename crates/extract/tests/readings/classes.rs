//! Numbers that count nothing of the zone's: bounds of classes, one in so many, figures of speech; and whole names of what is counted.

use super::{check, placed, read, said};

#[test]
fn bounds_and_ratios_count_nothing() {
    check(
        &[
            (
                "both ends of a range bound what is counted behind it",
                "洛阳高新区引进20~50亿元项目3个，10亿元至20亿元的项目5个。",
                &["3 引进20~50亿元项目 level", "5 10亿元至20亿元项目 level"],
            ),
            (
                "a range of what is invested",
                "洛阳高新区投资20~50亿元建设厂房。",
                &["2000000000 投资 level", "5000000000 投资 level"],
            ),
            (
                "one in so many",
                "洛阳高新区企业320家，平均每15家企业就有1家上市。",
                &["320 企业 level"],
            ),
            (
                "a year before a city whose name begins like tenths",
                "2024成都产业大会上，洛阳高新区签约项目16个。",
                &["16 签约项目 level"],
            ),
            (
                "the first ones of the world",
                "洛阳高新区为全球前20位货运机场提供服务，3个重点项目实际完成投资5亿元。",
                &["3 重点项目 level", "500000000 重点项目实际完成投资 level"],
            ),
            (
                "a word of time before a number",
                "洛阳高新区税收收入居全市第一。提前一年实现了目标。进出口居全市第二，目前50家企业上市。",
                &["1 税收收入 rank", "2 进出口 rank", "50 上市企业 level"],
            ),
            (
                "one of so many",
                "洛阳高新区是全国首批10个示范园区之一，上市企业5家。",
                &["5 上市企业 level"],
            ),
            (
                "so many things of speech",
                "洛阳高新区税收收入、投资、出口三个指标增幅居全市前列，从六个方面着手，4个半小时到达北京，企业320家。",
                &["320 企业 level"],
            ),
            (
                "firms of a class that is called by the world",
                "洛阳高新区引进项目60个，其中世界500强项目2个，国内外知名企业12家。",
                &[
                    "60 引进项目 level",
                    "2 世界500强项目 level",
                    "12 国内外知名企业 level",
                ],
            ),
        ],
        said,
    );
    for text in ["洛阳高新区总投资11 0亿元。", "洛阳高新区进出口总额1 200亿元。"] {
        let reading = read(text);
        assert!(reading.facts.is_empty(), "{text}");
        assert_eq!(reading.unmatched.len(), 1, "{text}");
    }
}

#[test]
fn a_name_is_whole() {
    check(
        &[
            (
                "a year before the amount that picks firms",
                "洛阳高新区2023年全区营收10亿元以上企业65家。",
                &["65 营收10亿元以上企业 level"],
            ),
            (
                "the amount that the clause before tells",
                "洛阳高新区税收超亿元企业3家，超千万元企业23家。",
                &["3 税收超亿元企业 level", "23 税收超千万元企业 level"],
            ),
            (
                "an amount of its own",
                "洛阳高新区营收超亿元企业30家，税收超千万元企业23家。",
                &["30 营收超亿元企业 level", "23 税收超千万元企业 level"],
            ),
            (
                "those newly registered are no stock",
                "洛阳高新区新注册经营主体1028户。",
                &["1028 新注册经营主体 level"],
            ),
            (
                "what is done to land stands behind its area",
                "洛阳高新区对446亩闲置土地开展整治。",
                &["446 闲置土地开展整治 level"],
            ),
            (
                "adverbs of change",
                "洛阳高新区税收收入同比略增3.1%，产值小幅增长3%，出口额稳步提升8%，固定资产投资持续稳定增长7%。",
                &[
                    "3.1 税收收入 yoy",
                    "3 产值 yoy",
                    "8 出口额 yoy",
                    "7 固定资产投资 yoy",
                ],
            ),
            (
                "a share of what was named before",
                "洛阳高新区进出口总额40亿元，占全省、全市比重6.1%、69.8%。",
                &[
                    "4000000000 进出口总额 level",
                    "6.1 进出口总额 share",
                    "69.8 进出口总额 ratio",
                ],
            ),
            (
                "a part of the year's task",
                "洛阳高新区实际利用外资完成全年任务74.9%。",
                &["74.9 实际利用外资 ratio"],
            ),
        ],
        said,
    );
}

#[test]
fn a_plan_goes_no_further_than_it_says() {
    check(
        &[
            (
                "targets that results are held against",
                "洛阳高新区固定资产投资增长34.2%，高于28%的年度目标；出口额增长45.8%，高于28%的年度目标。",
                &[
                    "34.2 固定资产投资 yoy",
                    "28 固定资产投资增速 target",
                    "45.8 出口额 yoy",
                    "28 出口额增速 target",
                ],
            ),
            (
                "what is expected to come about",
                "洛阳高新区预计到2030年，产值将达到250亿元。",
                &["25000000000 产值 forecast"],
            ),
            (
                "what was done behind a plan",
                "洛阳高新区完成产业规划论证，设立了3支基金。",
                &["3 基金 level"],
            ),
            (
                "growths in a row of nobody that is named",
                "洛阳高新区四大产业产值分别同比增长7%、45%和下降13%。",
                &[
                    "7 四大产业产值 yoy",
                    "45 四大产业产值 yoy",
                    "-13 四大产业产值 yoy",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn zones_end_in_other_ways() {
    check(
        &[
            (
                "free ports, new areas and parks",
                "长春汽开区企业30家。天津东疆保税港区企业31家。郑州航空港区企业32家。上海临港新片区企业33家。威海临港区企业34家。",
                &[
                    "长春汽开区 30 企业 level",
                    "天津东疆保税港区 31 企业 level",
                    "郑州航空港区 32 企业 level",
                    "上海临港新片区 33 企业 level",
                    "威海临港区 34 企业 level",
                ],
            ),
            (
                "zones of trade and trial",
                "昆山出口加工区企业30家；平潭综合实验区企业31家；泉州台商投资区企业32家；山西综改区企业33家。",
                &[
                    "昆山出口加工区 30 企业 level",
                    "平潭综合实验区 31 企业 level",
                    "泉州台商投资区 32 企业 level",
                    "山西综改区 33 企业 level",
                ],
            ),
            (
                "an area by a port is none",
                "洛阳高新区税收收入5亿元，沿海临港区域企业30家。",
                &[
                    "luoyang-htz 500000000 税收收入 level",
                    "luoyang-htz 30 沿海临港区域企业 level",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn a_five_year_plan_long_ago_is_a_time() {
    check(
        &[(
            "its name counts nothing",
            "洛阳高新区税收收入增长31%，为实现“十一五”开局奠定了基础；六项主要指标位居全市前列，企业320家。",
            &["31 税收收入 yoy", "320 企业 level"],
        )],
        said,
    );
}
