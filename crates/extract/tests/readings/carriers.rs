//! Incubators, parks and bonded areas inside a zone: what they have is theirs.

use super::{about, check, placed, read};

#[test]
fn a_carrier_at_the_head_of_a_clause_is_the_subject() {
    check(
        &[
            (
                "孵化器 and what it holds",
                "沈阳高新区2024年工作\n三晶新能源孵化器现有在孵企业72家，其中专精特新企业5家，从业人员1200人。",
                &[
                    "三晶新能源孵化器: 72 在孵企业 level",
                    "三晶新能源孵化器: 5 专精特新企业 level",
                    "三晶新能源孵化器: 1200 从业人员 level",
                ],
            ),
            (
                "众创空间",
                "沈阳高新区2024年工作\n菁蓉汇众创空间现有团队180个，从业人员1600人。",
                &[
                    "菁蓉汇众创空间: 180 团队 level",
                    "菁蓉汇众创空间: 1600 从业人员 level",
                ],
            ),
            (
                "科创港",
                "沈阳高新区2024年工作\n浑南科创港入驻企业135家，其中高新技术企业41家。",
                &[
                    "浑南科创港: 135 入驻企业 level",
                    "浑南科创港: 41 高新技术企业 level",
                ],
            ),
            (
                "a name in quotation marks that ends in its kind",
                "沈阳高新区2024年工作\n在浑南生物城，“火炬生物医药加速器”在孵企业达286家。",
                &["火炬生物医药加速器: 286 在孵企业 level"],
            ),
            (
                "a name that begins with 新, and a phase",
                "沈阳高新区2024年工作\n新松机器人产业园二期完成投资8.5亿元。",
                &["新松机器人产业园: 850000000 完成投资 level"],
            ),
            (
                "a short form in brackets",
                "苏州工业园区2024年工作\n苏州生物医药产业园（BioBAY）在园企业620家，上市企业26家。",
                &[
                    "苏州生物医药产业园: 620 在园企业 level",
                    "苏州生物医药产业园: 26 上市企业 level",
                ],
            ),
            (
                "a city of its trade, and 园区 with a name",
                "苏州工业园区2024年工作\n苏州纳米城集聚企业1150家，从业人员2.3万人。创意产业园区入园企业1480家，其中规上63家。",
                &[
                    "苏州纳米城: 1150 集聚企业 level",
                    "苏州纳米城: 23000 从业人员 level",
                    "创意产业园区: 1480 入园企业 level",
                    "创意产业园区: 63 规上入园企业 level",
                ],
            ),
            (
                "a core area, a valley, and a month behind a plant",
                "西安高新区2024年工作\n丝路科学城核心区在建项目137个。西安电子谷入驻企业240家。比亚迪高新工厂8月生产整车9.6万辆。",
                &[
                    "丝路科学城核心区: 137 在建项目 level",
                    "西安电子谷: 240 入驻企业 level",
                    "比亚迪高新工厂: 96000 生产整车 level",
                ],
            ),
            (
                "a place in the name, and 该中心",
                "宝鸡高新区2024年工作\n在秦创原（宝鸡）创新促进中心，46个科研团队已入驻。该中心2024年服务企业1200家次。",
                &[
                    "秦创原(宝鸡)创新促进中心: 46 科研团队 level",
                    "秦创原(宝鸡)创新促进中心: 1200 服务企业 level",
                ],
            ),
            (
                "words before the name",
                "宝鸡高新区2024年工作\n位于高新四路的科技企业加速器建筑面积12万平方米。",
                &["科技企业加速器: 120000 建筑面积 level"],
            ),
            (
                "the amount right behind the name",
                "沈阳高新区2024年工作\n电子信息产业园规上工业产值1120亿元；未来科技城286亿元；综合保税区进出口480亿元。",
                &[
                    "电子信息产业园: 112000000000 规上工业产值 level",
                    "未来科技城: 28600000000 规上工业产值 level",
                    "综合保税区: 48000000000 进出口 level",
                ],
            ),
        ],
        about,
    );
}

#[test]
fn carriers_in_general_are_no_subject() {
    check(
        &[
            (
                "孵化器 alone",
                "沈阳高新区2024年工作\n孵化器面积达到86万平方米。新增国家级孵化器3家。",
                &["-: 860000 孵化器面积 level", "-: 3 新增国家级孵化器 level"],
            ),
            (
                "a class of them",
                "沈阳高新区2024年工作\n新建产业园3个，新型孵化器完成投资2亿元。",
                &["-: 3 新建产业园 level", "-: 200000000 新型孵化器完成投资 level"],
            ),
        ],
        about,
    );
}

#[test]
fn what_is_told_behind_counted_carriers_may_be_theirs() {
    let reading = read("沈阳高新区2024年工作\n全区众创空间187家，其中国家级31家，从业人员5000人。");
    let staff = reading.facts.last().unwrap();
    assert!(staff.confidence < 0.85, "{staff:?}");
}

/// Parks of a zone behind 其中 have their parts of what was told of it, and the text goes on about the zone.
#[test]
fn parks_in_a_list_have_parts_of_the_zones_figure() {
    let text = "2024年肇庆高新区经济运行\n\n2024年，肇庆高新区固定资产投资增长12%。其中：东岭工业园区增长15%，青禾产业园区增长6%，西岭工业园增长2%。\n\n税收收入20亿元。";
    check(
        &[(
            "parks",
            text,
            &[
                "-: 12 固定资产投资 yoy",
                "东岭工业园区: 15 固定资产投资 yoy",
                "青禾产业园区: 6 固定资产投资 yoy",
                "西岭工业园: 2 固定资产投资 yoy",
                "-: 2000000000 税收收入 level",
            ],
        )],
        about,
    );
    for fact in read(text).facts {
        assert!(placed(&fact).starts_with("zhaoqing-htz"), "{fact:#?}");
    }
}

/// A bonded area that is called by the zone lies in it, and 高新区园区 is the zone.
#[test]
fn what_is_called_by_its_zone_lies_in_it() {
    let facts =
        read("肇庆高新区2024年工作\n\n2024年，肇庆高新综保区进出口总额120亿元。税收收入20亿元。").facts;
    let told: Vec<String> = facts.iter().map(about).collect();
    assert_eq!(told[0], "肇庆高新综保区: 12000000000 进出口总额 level");
    for fact in &facts {
        assert!(placed(fact).starts_with("zhaoqing-htz"), "{fact:#?}");
    }
    check(
        &[(
            "the zone itself",
            "肇庆高新区2024年工作\n\n2024年，高新区园区实现规上工业总产值120亿元。",
            &["-: 12000000000 规上工业总产值 level"],
        )],
        about,
    );
}

#[test]
fn a_park_keeps_what_its_own_industries_have() {
    check(
        &[(
            "a park",
            "2024年，肇庆高新区青禾产业园面积3平方公里。装备制造业产值5亿元。",
            &[
                "青禾产业园: 3 面积 level",
                "青禾产业园: 500000000 装备制造业产值 level",
            ],
        )],
        about,
    );
}
