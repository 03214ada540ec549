//! Where names begin and end.

use super::{check, said};

#[test]
fn no_word_is_cut_in_the_middle() {
    check(
        &[
            (
                "现",
                "肇庆高新区现代服务业企业120家。",
                &["120 现代服务业企业 level"],
            ),
            ("共", "肇庆高新区共享单车3000辆。", &["3000 共享单车 level"]),
            ("和", "肇庆高新区和平路泵站3座。", &["3 和平路泵站 level"]),
            ("等", "肇庆高新区等级公路120公里。", &["120 等级公路 level"]),
            (
                "毕业",
                "肇庆高新区高校毕业生就业率95%。",
                &["95 高校毕业生就业率 ratio"],
            ),
            (
                "a deadline",
                "肇庆高新区年底前完成学校3所。",
                &["3 完成学校 level"],
            ),
        ],
        said,
    );
}

#[test]
fn words_around_a_number_are_no_names() {
    check(
        &[
            (
                "what a part is of",
                "肇庆高新区贡献了全市13.2%的GDP。",
                &["13.2 GDP share"],
            ),
            (
                "负增长",
                "肇庆高新区固定资产投资同比负增长12.6%。",
                &["-12.6 固定资产投资 yoy"],
            ),
            (
                "压降至",
                "肇庆高新区债务余额压降至35亿元。",
                &["3500000000 债务余额 level"],
            ),
            (
                "占有率 is one word",
                "肇庆高新区产品市场占有率35%。",
                &["35 产品市场占有率 ratio"],
            ),
            (
                "a comparison with the whole",
                "肇庆高新区GDP增长6%，增速比全市高0.9个百分点。",
                &["6 GDP增速 yoy", "0.9 GDP增速 delta"],
            ),
            (
                "a gain",
                "肇庆高新区新增城镇就业2.6万人。",
                &["26000 新增城镇就业 level"],
            ),
            (
                "how many are ranked",
                "肇庆高新区综合评价2024年位居全国178家国家高新区第5位。",
                &["5 综合评价 rank"],
            ),
            (
                "a place by its whole alone",
                "肇庆高新区产品市场占有率全球第一。",
                &["1 产品市场占有率 rank"],
            ),
            (
                "what became less",
                "肇庆高新区2024年企业减少3家。",
                &["-3 企业 delta"],
            ),
            (
                "how many of them",
                "肇庆高新区80%以上的企业完成数字化改造。",
                &["80 企业完成数字化改造 ratio"],
            ),
            (
                "parts of ten thousand",
                "肇庆高新区产品不良率降至万分之二。",
                &["0.02 产品不良率 ratio"],
            ),
            (
                "basis points",
                "肇庆高新区平均利率下降42个BP。",
                &["-42 平均利率 delta"],
            ),
            (
                "one of many",
                "肇庆高新区千人拥有发明专利105件。",
                &["105 千人拥有发明专利 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_bound_picks_what_is_counted_behind_it() {
    check(
        &[
            (
                "of what was told before",
                "肇庆高新区新开工项目60个，其中10亿元以上21个。",
                &["60 新开工项目 level", "21 10亿元以上新开工项目 level"],
            ),
            (
                "people",
                "肇庆高新区50人以上企业200家。",
                &["200 50人以上企业 level"],
            ),
        ],
        said,
    );
}

#[test]
fn doubts_behind_a_number() {
    check(
        &[(
            "许, 之多; 许可 is another word",
            "肇庆高新区引进企业30家许，员工达5000人之多，办理事项300件许可120件。",
            &["approximate 30", "at_least 5000", "exact 300", "exact 120"],
        )],
        |fact| format!("{} {}", fact.qualifier.code(), fact.value),
    );
}

#[test]
fn a_name_is_whole() {
    check(
        &[
            (
                "told for one of many, a pause before its numbers",
                "每万人发明专利拥有量，肇庆高新区为38件。",
                &["38 每万人发明专利拥有量 level"],
            ),
            (
                "a rate of growth by its name",
                "肇庆高新区人口自然增长率为2.6‰。",
                &["2.6 人口自然增长率 ratio"],
            ),
        ],
        said,
    );
}

#[test]
fn trade_both_ways_is_no_export() {
    check(
        &[(
            "进出口额",
            "昆明高新区2024年对东南亚进出口额118亿元。",
            &["11800000000 对东南亚进出口额 level"],
        )],
        said,
    );
}

#[test]
fn words_of_reaching_and_of_who_is_meant() {
    check(
        &[
            (
                "站上, and a clause that goes on",
                "芜湖经济技术开发区2024年规模以上工业总产值首次站上2500亿元台阶，达2536亿元。",
                &[
                    "250000000000 规模以上工业总产值 level",
                    "253600000000 规模以上工业总产值 level",
                ],
            ),
            (
                "城镇 and 保障性",
                "芜湖经济技术开发区2024年城镇居民人均可支配收入5.9万元，建成保障性租赁住房2600套。",
                &["59000 城镇居民人均可支配收入 level", "2600 保障性租赁住房 level"],
            ),
            (
                "提高…至",
                "芜湖经济技术开发区2024年限上零售额41.5亿元，同比提高1.8个百分点至7.2%。",
                &[
                    "4150000000 限上零售额 level",
                    "1.8 限上零售额 delta",
                    "7.2 限上零售额 ratio",
                ],
            ),
            (
                "提出, 冲刺",
                "2025年，芜湖经济技术开发区提出：地区生产总值增长7.5%以上，规上工业总产值冲刺3000亿元。",
                &[
                    "7.5 地区生产总值增速 target",
                    "300000000000 规上工业总产值 target",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn a_sentence_that_is_a_name_names_what_the_next_tells() {
    check(
        &[(
            "（1）地区生产总值。",
            "洛阳高新区2024年情况\n（1）地区生产总值。全年完成386.2亿元，增长6.9%。",
            &["38620000000 地区生产总值 level", "6.9 地区生产总值增速 yoy"],
        )],
        said,
    );
}

#[test]
fn services_are_no_verb_before_what_they_earn() {
    check(
        &[
            (
                "软件和信息服务产业链",
                "厦门火炬高新区2024年半导体和集成电路、软件和信息服务产业链产值分别为420亿元和1620亿元。",
                &[
                    "42000000000 半导体和集成电路产值 level",
                    "162000000000 软件和信息服务产业链产值 level",
                ],
            ),
            (
                "省级以上 before a name of the catalogue, and 中心城区",
                "厦门火炬高新区2024年省级以上专精特新企业174家，中心城区绿化覆盖率45%。",
                &["174 省级以上专精特新企业 level", "45 中心城区绿化覆盖率 ratio"],
            ),
        ],
        said,
    );
}

#[test]
fn brackets_behind_a_name_do_not_end_it() {
    check(
        &[(
            "含 in brackets",
            "肇庆高新区2024年进出口总额（含跨境电商进出口额12亿元）达320亿元。",
            &[
                "1200000000 跨境电商进出口额 level",
                "32000000000 进出口总额 level",
            ],
        )],
        said,
    );
}

#[test]
fn a_verb_keeps_its_last_character() {
    check(
        &[
            (
                "促进 before 出口",
                "肇庆高新区2023年大力促进出口总额12亿元。",
                &["1200000000 出口总额 level"],
            ),
            (
                "进出口 behind a verb",
                "肇庆高新区2023年大力促进进出口总额12亿元。",
                &["1200000000 进出口总额 level"],
            ),
        ],
        said,
    );
}
