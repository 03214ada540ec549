//! One sentence or two a rule: which names, measures and zones its numbers have. A new rule of naming starts with a line
//! here.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod adding;
mod counts;
mod furniture;
mod lists;
mod numerals;
mod parts;
mod periods;
mod plans;
mod ranges;
mod repeats;
mod rows;
mod scope;
#[path = "../support/mod.rs"]
mod support;
mod words;

use zhibiao_extract::{Context, Extractor, Fact, Reading, Reason};

/// Every text speaks of this zone.
const ZONE: &str = "肇庆高新区";

fn read(extractor: &Extractor, sentence: &str) -> Reading {
    let text = format!("{ZONE}{sentence}");
    extractor.read(&text, &Context::default()).unwrap()
}

/// What a sentence tells, `value name measure` a fact.
fn facts(extractor: &Extractor, sentence: &str) -> Vec<String> {
    read(extractor, sentence).facts.iter().map(told).collect()
}

/// `value unit qualifier`, one a fact.
fn figures(extractor: &Extractor, sentence: &str) -> Vec<String> {
    let reading = read(extractor, sentence);
    let told = reading.facts.iter().map(|fact| {
        let qualifier = fact.qualifier.code();
        format!("{} {} {qualifier}", fact.value, fact.unit)
    });
    told.collect()
}

/// The numbers of a sentence that a reviewer is asked about, as they are written.
fn passed_over(extractor: &Extractor, sentence: &str) -> Vec<String> {
    let text = format!("{ZONE}{sentence}");
    let reading = extractor.read(&text, &Context::default()).unwrap();
    let written = reading
        .unmatched
        .iter()
        .map(|unmatched| text[unmatched.number.bytes.clone()].to_owned());
    written.collect()
}

/// `value name measure`.
fn told(fact: &Fact) -> String {
    format!("{} {} {}", fact.value, fact.indicator.zh(), fact.measure.code())
}

#[test]
fn numbers_find_their_names() {
    let extractor = support::extractor();
    for (rule, sentence, expected) in [
        (
            "分别 behind figures that have names",
            "固定资产投资620亿元，社会消费品零售总额1127亿元，同比分别增长10.2%和6.8%。",
            &[
                "62000000000 固定资产投资 level",
                "112700000000 社会消费品零售总额 level",
                "10.2 固定资产投资 yoy",
                "6.8 社会消费品零售总额 yoy",
            ][..],
        ),
        (
            "分别 behind a list of names",
            "营业收入、利润总额分别为5亿元和3亿元，分别增长2%和1%。",
            &[
                "500000000 营业收入 level",
                "300000000 利润总额 level",
                "2 营业收入增速 yoy",
                "1 利润总额 yoy",
            ],
        ),
        (
            "a tail that the last name lends",
            "战略性新兴产业、高技术制造业产值占比分别达69.8%、66.5%。",
            &[
                "69.8 战略性新兴产业产值占比 share",
                "66.5 高技术制造业产值占比 share",
            ],
        ),
        (
            "分别 inside a name",
            "各平台分别入驻企业320家、256家。",
            &["320 入驻企业 level", "256 入驻企业 level"],
        ),
        (
            "a share of what a verb's noun tells",
            "研发投入占GDP比重达5.21%。",
            &["5.21 研发投入占比 share"],
        ),
        (
            "another share of the same",
            "集群产值2500亿元，占全国的5%、全球的2%。",
            &[
                "250000000000 集群产值 level",
                "5 集群产值 share",
                "2 集群产值 share",
            ],
        ),
        (
            "the whole behind a change of it",
            "净增高新技术企业400家，累计超过2800家。",
            &["400 净增高新技术企业 level", "2800 高新技术企业 level"],
        ),
        (
            "a word for the whole",
            "新登记市场主体8732户，总量达到7.6万户。",
            &["8732 新登记市场主体 level", "76000 市场主体 level"],
        ),
        (
            "what is counted for one of many",
            "每万人拥有发明专利257件。",
            &["257 每万人拥有发明专利 level"],
        ),
        (
            "the value before a change, with its year",
            "规模以上工业企业由2019年的168家增长到327家。",
            &["168 规模以上工业企业 level", "327 规模以上工业企业 level"],
        ),
        (
            "the head behind examples",
            "聚集飞腾、曙光等龙头企业12家。",
            &["12 龙头企业 level"],
        ),
        (
            "two things counted together",
            "独角兽和潜在独角兽企业30家。",
            &["30 独角兽和潜在独角兽企业 level"],
        ),
        (
            "a name before a pause",
            "研发投入强度达6%，技术合同成交额翻一番、突破500亿元。",
            &["6 研发投入强度 ratio", "50000000000 技术合同成交额 level"],
        ),
        (
            "a noun that begins like a verb",
            "15分钟养老服务圈覆盖率100%。",
            &["100 养老服务圈覆盖率 ratio"],
        ),
        (
            "a verb before and the name behind",
            "共同设立5亿元规模的科创基金。",
            &["500000000 规模的科创基金 level"],
        ),
        (
            "the zone before its own plan",
            "高新区计划全年开工项目120个。",
            &["120 开工项目 target"],
        ),
        (
            "a year before a plan",
            "到2026年力争集群产值突破5亿元。",
            &["500000000 集群产值 target"],
        ),
        (
            "将 before a verb",
            "将累计投入5亿元。",
            &["500000000 累计投入 target"],
        ),
        (
            "将 before what is done to something",
            "将11平方公里的中心城区纳入监控。",
            &["11 中心城区纳入监控 level"],
        ),
        (
            "a change since a year",
            "营业收入6200亿元，比2021年净增900亿元。",
            &["620000000000 营业收入 level", "90000000000 营业收入 delta"],
        ),
        (
            "the same money in another currency",
            "跨境电商交易额4亿美元，约合人民币30亿元。",
            &[
                "400000000 跨境电商交易额 level",
                "3000000000 跨境电商交易额 level",
            ],
        ),
        (
            "a saving in percent is a decline",
            "办理时限较法定时限压缩82%。",
            &["-82 办理时限 yoy"],
        ),
        (
            "firms with an indicator behind the last",
            "甲科技、乙重工一季度营业收入分别为5亿元、3亿元。",
            &["500000000 甲科技营业收入 level", "300000000 乙重工营业收入 level"],
        ),
        (
            "points of which only the last says so",
            "投资增长5%，产值增长8%，分别高于全市2.0个、1.5个百分点。",
            &["5 投资 yoy", "8 产值 yoy", "2 投资 delta", "1.5 产值 delta"],
        ),
        (
            "what has been done of a plan",
            "计划完成投资30亿元，截至6月底完成12亿元，占年度计划的40%。",
            &[
                "3000000000 完成投资 target",
                "1200000000 完成投资 level",
                "40 完成投资 ratio",
            ],
        ),
        (
            "a plan that goes on over a semicolon",
            "力争工业产值900亿元；固定资产投资300亿元；目前已建成厂房5万平方米。",
            &[
                "90000000000 工业产值 target",
                "30000000000 固定资产投资 target",
                "50000 建成厂房 level",
            ],
        ),
        (
            "a name behind 分别",
            "新建学校5所、幼儿园3所，分别新增学位5400个、1080个。",
            &[
                "5 新建学校 level",
                "3 幼儿园 level",
                "5400 新建学校新增学位 level",
                "1080 幼儿园新增学位 level",
            ],
        ),
        (
            "a net gain and the whole",
            "规上工业企业净增28户，总数达到236户。",
            &["28 规上工业企业 delta", "236 规上工业企业 level"],
        ),
        (
            "a heading that announces plans",
            "\n\n一、2023年回顾\n\n新建厂房5万平方米。\n\n二、2024年工作安排\n\n新建厂房6万平方米，目前已开工项目3个。",
            &[
                "50000 新建厂房 level",
                "60000 新建厂房 target",
                "3 开工项目 level",
            ],
        ),
        (
            "a colon that announces",
            "主要问题：企业亏损面仍有18.6%。",
            &["18.6 企业亏损面 ratio"],
        ),
        (
            "a pause inside quotation marks",
            "开展“双随机、一公开”检查372次。",
            &["372 双随机、一公开检查 level"],
        ),
        (
            "counted things with an amount behind them",
            "15家上市企业总市值超千亿元。",
            &["15 上市企业 level", "100000000000 上市企业总市值 level"],
        ),
        (
            "有 before a name",
            "共有企业4.7万家，有效发明专利5件。",
            &["47000 企业 level", "5 有效发明专利 level"],
        ),
        (
            "how often something is done",
            "平均每65秒下线汽车1台。",
            &["1 下线汽车 level"],
        ),
        (
            "a comparison that needs no word of growth",
            "营业收入5亿元，同比+6.2%。",
            &["500000000 营业收入 level", "6.2 营业收入增速 yoy"],
        ),
        (
            "marks of emphasis",
            "：\n- **营业收入**：5亿元，同比增长**6.2%**；",
            &["500000000 营业收入 level", "6.2 营业收入增速 yoy"],
        ),
        (
            "a table in Markdown",
            "：\n\n| 指标 | 单位 | 2023年 | 同比增长(%) |\n|---|---|---:|---:|\n| 营业收入 | 亿元 | 812.4 | 9.3 |",
            &["81240000000 营业收入 level", "9.3 营业收入增速 yoy"],
        ),
        (
            "a row that only spaces part",
            "指标（单位：亿元、%）\n指标 完成数 同比增长\n营业收入 650 -1.6",
            &["65000000000 营业收入 level", "-1.6 营业收入增速 yoy"],
        ),
        (
            "what is held is counted, not what holds it",
            "编制120项重点项目清单，汇聚70项指标数据库资源。",
            &["120 重点项目 level", "70 指标 level"],
        ),
        (
            "a figure like a year in a table",
            "（亿元）：营业收入2100。",
            &["210000000000 营业收入 level"],
        ),
    ] {
        let reading = read(&extractor, sentence);
        let facts: Vec<String> = reading.facts.iter().map(told).collect();
        assert_eq!(facts, expected, "{rule}: {sentence} {reading:#?}");
    }
}

#[test]
fn a_proposed_name_that_becomes_an_alias_is_recognised() {
    let sentence = "肇庆高新区8家企业获省级示范认定。";
    let reading = support::extractor().read(sentence, &Context::default()).unwrap();
    let proposed = reading.facts[0].indicator.zh().to_owned();
    assert_eq!(reading.facts[0].indicator.code(), None);
    let extractor = support::extractor_with_alias("high-tech-enterprises", &proposed);
    let reading = extractor.read(sentence, &Context::default()).unwrap();
    let code = reading.facts[0].indicator.code().unwrap();
    assert_eq!(code.id(), "high-tech-enterprises");
    assert!(!reading.facts[0].reasons.contains(&Reason::ProposedName));
}

#[test]
fn units_are_given_as_indicators_take_them() {
    let extractor = support::extractor();
    for (sentence, written, taken) in [
        ("亩均税收38.6万元。", "元", "元/亩"),
        ("地均税收38.6万元。", "元", "元"),
        ("高新技术企业592户。", "户", "个"),
        ("公共充电桩451座。", "座", "座"),
        ("绿道96公里。", "公里", "公里"),
    ] {
        let fact = &read(&extractor, sentence).facts[0];
        assert_eq!(
            (fact.unit.symbol(), extractor.unit(fact).symbol()),
            (written, taken),
            "{sentence}"
        );
    }
}
