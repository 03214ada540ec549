//! Forms of numbers that few texts have, and words that only look like one.

use zhibiao_extract::Caliber;

use super::{check, read, said};

#[test]
fn parts_are_told_of_what_stands_behind_them() {
    check(
        &[
            (
                "fractions in digits",
                "2024年，西安高新区贡献了全市1/10的地区生产总值和1/5的税收收入。",
                &["10 地区生产总值 share", "20 税收收入 share"],
            ),
            (
                "a fraction of a place",
                "2024年，西安高新区上榜企业15家，占全省1/3。",
                &["15 上榜企业 level", "33.333333333333336 上榜企业 share"],
            ),
            (
                "比增",
                "2024年，西安高新区GDP比增5.6%，税收收入比降3%。",
                &["5.6 GDP增速 yoy", "-3 税收收入 yoy"],
            ),
            (
                "money before its name",
                "2024年，西安高新区创造了15亿元的地区生产总值。",
                &["1500000000 地区生产总值 level"],
            ),
            (
                "the growth behind",
                "2024年，西安高新区营业收入200亿元，连续三年保持10%以上增长。",
                &["20000000000 营业收入 level", "10 营业收入增速 yoy"],
            ),
            (
                "for each of so many",
                "2024年，西安高新区每1万从业人员拥有有效发明专利388件。",
                &["388 每1万从业人员拥有有效发明专利 level"],
            ),
            (
                "a bound with what it bounds",
                "2024年，西安高新区税收500万元以上企业6家，较上年增长3家。",
                &["6 税收500万元以上企业 level", "3 税收500万元以上企业 delta"],
            ),
            (
                "the total of what is counted behind it",
                "2024年，西安高新区总投资逾510亿元的53个项目开工。",
                &["51000000000 总投资 level", "53 开工项目 level"],
            ),
            (
                "a difference from what others have",
                "2024年，西安高新区营业收入增长30%，高于全市服务业营业收入增速17.5个百分点。",
                &["30 营业收入增速 yoy", "17.5 营业收入增速 delta"],
            ),
            (
                "a whole right before the number",
                "2024年，西安高新区高技术制造业增加值下降14.5%，总量占全区规上工业增加值65.7%。",
                &["-14.5 高技术制造业增加值 yoy", "65.7 高技术制造业增加值 share"],
            ),
            (
                "differences in points, the unit behind the last",
                "2024年，西安高新区税收收入增长3.7%，高于全国0.7、全省2.3个百分点。",
                &["3.7 税收收入 yoy", "0.7 税收收入 delta", "2.3 税收收入 delta"],
            ),
            (
                "lines that end with a number",
                "2024年，西安高新区拥有市场主体4万余家\n拥有高新技术企业566家",
                &["40000 市场主体 level", "566 高新技术企业 level"],
            ),
            (
                "a round number that was passed",
                "2024年，西安高新区规上工业总产值提前突破3000亿大关。",
                &["300000000000 规上工业总产值 level"],
            ),
        ],
        said,
    );
}

#[test]
fn wholes_and_reckonings_are_kept() {
    for (rule, text, caliber) in [
        (
            "占全国比重为",
            "2024年，西安高新区第二产业增加值716亿元，占全国比重为20.24%。",
            "全国",
        ),
        (
            "占到",
            "2024年，西安高新区工业总产值占到陕西省的10.4%。",
            "陕西省",
        ),
        (
            "和",
            "2024年，西安高新区工业总产值占全省的10.4%和全市的28.8%。",
            "全市",
        ),
        (
            "the place before 占比",
            "2024年，西安高新区软件业规模1000亿元，在全市占比30%以上。",
            "全市",
        ),
        (
            "a plan that is done in part",
            "2024年，西安高新区税收收入5亿元，完成全年任务的63.3%。",
            "全年任务",
        ),
        (
            "a list of wholes",
            "2024年，西安高新区上榜企业15家，占全市的62%，全省12%。",
            "全省",
        ),
        (
            "places of differences in points",
            "2024年，西安高新区税收收入增长3.7%，高于全国0.7、全省2.3个百分点。",
            "全省",
        ),
        (
            "brackets",
            "2024年，西安高新区实际利用外资（商务部口径）达200万美元。",
            "商务部口径",
        ),
    ] {
        let facts = read(text).facts;
        let last = facts.last().and_then(|fact| fact.caliber.clone());
        assert_eq!(last, Some(Caliber::Stated(caliber.to_owned())), "{rule}: {text}");
    }
}

#[test]
fn aims_and_spreads_count_nothing() {
    check(
        &[
            (
                "aims in quotation marks",
                "2024年，西安高新区按照“一个定位、三个着力”的要求推进工作。",
                &[],
            ),
            (
                "aims without them",
                "2024年，西安高新区以两个加快为抓手，推进三个“一号工程”。",
                &[],
            ),
            ("two digits", "2024年，西安高新区产值保持两位数增长。", &[]),
            ("provinces", "2024年，西安高新区企业遍布31个省（区、市）。", &[]),
        ],
        said,
    );
}

#[test]
fn products_and_terms_are_told_one_by_one() {
    check(
        &[
            (
                "what is put out",
                "2024年，西安高新区某园区年产742万吨甲醇、300万吨聚烯烃、150万吨聚乙烯。",
                &[
                    "7420000 年产甲醇 level",
                    "3000000 聚烯烃 level",
                    "1500000 聚乙烯 level",
                ],
            ),
            (
                "terms of a list",
                "2024年，西安高新区竣工验收和联合验收时限分别压缩至8个、5个工作日。",
                &["8 竣工验收 level", "5 联合验收时限 level"],
            ),
            (
                "a batch is no count",
                "2024年，西安高新区面料生产项目（一期二批次）开工。",
                &[],
            ),
            (
                "the verb behind what is counted",
                "2024年，西安高新区与13家投资机构签署合作协议，3支产业基金先后设立。",
                &["13 投资机构 level", "3 产业基金 level"],
            ),
        ],
        said,
    );
}

#[test]
fn words_like_plans_announce_none() {
    check(
        &[
            (
                "an office",
                "2024年，西安高新区规划局介绍，规划区总面积35平方公里。",
                &["35 规划区总面积 level"],
            ),
            (
                "a stage",
                "2024年，西安高新区规划阶段办理事项7个。",
                &["7 规划阶段办理事项 level"],
            ),
            (
                "what is asked of others",
                "2024年，西安高新区积极争取上级支持，提供政策扶持13项。",
                &["13 政策扶持 level"],
            ),
        ],
        said,
    );
}
