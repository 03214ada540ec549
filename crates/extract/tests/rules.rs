//! One sentence a rule: what it makes of it. A new rule, word or unit starts with a line here.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod support;

use std::collections::BTreeSet;

use zhibiao_extract::{Context, Extractor, Measure, Missing, NoiseKind, PeriodBasis, Reading, Reason, Span};
use zhibiao_model::period::Period;

/// Every sentence speaks of this zone.
const ZONE: &str = "肇庆高新区";

fn read(extractor: &Extractor, sentence: &str) -> (String, Reading) {
    let text = format!("{ZONE}{sentence}");
    let context = Context {
        zone: None,
        issued: Some(Period::monthly(2024, 4).unwrap()),
    };
    let reading = extractor.read(&text, &context).unwrap();
    (text, reading)
}

/// `value unit qualifier`, one a fact.
fn figures(reading: &Reading) -> Vec<String> {
    let told = reading.facts.iter().map(|fact| {
        let qualifier = fact.qualifier.code();
        format!("{} {} {qualifier}", fact.value, fact.unit)
    });
    told.collect()
}

#[test]
fn numbers_units_and_qualifiers() {
    let extractor = support::extractor();
    for (rule, sentence, expected) in [
        ("plain", "拥有孵化器2325个。", &["2325 个 exact"][..]),
        ("thousands", "拥有企业1,100家。", &["1100 家 exact"]),
        ("full width", "拥有企业１，１００家。", &["1100 家 exact"]),
        ("decimal and scale", "汇聚1.4万个数据指标。", &["14000 个 exact"]),
        (
            "scale of scales",
            "营业收入1.2万亿元。",
            &["1200000000000 元 exact"],
        ),
        ("percentage", "绿地率10.99%。", &["10.99 % exact"]),
        ("per cent in words", "绿地率百分之三十五。", &["35 % exact"]),
        ("tenths", "新能源车占比超六成。", &["60 % at_least"]),
        ("times", "产值为上年的近2倍。", &["2 倍 approximate"]),
        (
            "percentage points",
            "绿地率提高2.5个百分点。",
            &["2.5 百分点 exact"],
        ),
        ("currency", "实际使用外资3.2亿美元。", &["320000000 美元 exact"]),
        ("scale that is a unit", "装机容量50千瓦。", &["50 千瓦 exact"]),
        (
            "scale before a unit",
            "装机容量50万千瓦。",
            &["500000 千瓦 exact"],
        ),
        ("product", "建成2×100万千瓦机组。", &["2000000 千瓦 exact"]),
        ("quotient", "亩均税收26万元/亩。", &["260000 元/亩 exact"]),
        ("Chinese numerals", "引进专家三十余名。", &["30 人 at_least"]),
        ("two", "建成医院两所。", &["2 所 exact"]),
        (
            "Chinese decimal",
            "接待游客一点五亿人次。",
            &["150000000 人次 exact"],
        ),
        (
            "range",
            "培育3至5个产业集群。",
            &["3 个 at_least", "5 个 at_most"],
        ),
        (
            "range with units",
            "补贴100万元至200万元。",
            &["1000000 元 at_least", "2000000 元 at_most"],
        ),
        (
            "range of percentages",
            "补助比例为10%-15%。",
            &["10 % at_least", "15 % at_most"],
        ),
        ("超", "集聚超30个职能部门。", &["30 个 at_least"]),
        ("逾", "集聚企业逾30家。", &["30 家 at_least"]),
        ("余", "集聚160余家创投机构。", &["160 家 at_least"]),
        (
            "多 before the scale",
            "产值1000多万元。",
            &["10000000 元 at_least"],
        ),
        ("以上", "拥有专利30件以上。", &["30 件 at_least"]),
        ("近", "惠及企业近20家。", &["20 家 approximate"]),
        ("约", "占地约300亩。", &["300 亩 approximate"]),
        ("左右", "产值30亿元左右。", &["3000000000 元 approximate"]),
        ("不足", "库存不足30吨。", &["30 吨 at_most"]),
        ("以内", "失业率3%以内。", &["3 % at_most"]),
        (
            "qualifier inside a word",
            "签约3个项目，节约用地5亩。",
            &["3 个 exact", "5 亩 exact"],
        ),
        ("hundreds as a bound", "惠及上百家企业。", &["100 家 at_least"]),
        (
            "measure word that is a word",
            "联合3部门服务5家企业。",
            &["5 家 exact"],
        ),
        ("minus", "利润-3.5亿元。", &["-350000000 元 exact"]),
        ("pieces", "年产能500万片。", &["5000000 片 exact"]),
    ] {
        let (text, reading) = read(&extractor, sentence);
        assert_eq!(figures(&reading), expected, "{rule}: {text} {reading:#?}");
    }
}

#[test]
fn measures() {
    let extractor = support::extractor();
    let mut shown = BTreeSet::new();
    for (measure, sentence) in [
        (Measure::Level, "营业收入100亿元。"),
        (Measure::Level, "企业开办时间压缩至3个工作日。"),
        (Measure::Level, "规划面积30平方公里。"),
        (Measure::Yoy, "营业收入同比增长5%。"),
        (Measure::Yoy, "营业收入增速达5%。"),
        (Measure::Yoy, "营业收入比上年下降5%。"),
        (Measure::Share, "软件业收入占营业收入的比重为35%。"),
        (Measure::Share, "软件业收入占比达35%。"),
        (Measure::Ratio, "主体工程已完成35%。"),
        (Measure::Rank, "营业收入居全省第3位。"),
        (Measure::Rank, "营业收入跻身全国前十。"),
        (Measure::Delta, "绿地率提高2个百分点。"),
        (Measure::Delta, "高新技术企业比上年增加5家。"),
        (Measure::Delta, "供地提前近20个工作日。"),
        (Measure::Target, "力争营业收入突破500亿元。"),
        (Measure::Target, "提出5%左右的增长目标。"),
        (Measure::Forecast, "预计营业收入达500亿元。"),
        (Measure::Forecast, "项目达产后年产值可达80亿元。"),
        (Measure::Level, "计划投资4亿元，目前已完成2.3亿元。"),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let last = reading
            .facts
            .last()
            .unwrap_or_else(|| panic!("{text}: {reading:#?}"));
        assert_eq!(last.measure, measure, "{text}");
        shown.insert(measure);
    }
    assert_eq!(
        shown,
        BTreeSet::from(Measure::ALL),
        "a measure without a sentence"
    );
}

#[test]
fn declines_are_negative_and_days_gained_are_not() {
    let extractor = support::extractor();
    for (sentence, value) in [
        ("营业收入同比下降5%。", -5.0),
        ("高新技术企业比上年减少5家。", -5.0),
        ("审批时限缩短5个工作日。", -5.0),
        ("审批环节压减76%。", -76.0),
        ("供地提前5个工作日。", 5.0),
    ] {
        let (text, reading) = read(&extractor, sentence);
        assert_eq!(reading.facts[0].value, value, "{text}");
    }
}

#[test]
fn noise_is_told_by_its_kind() {
    let extractor = support::extractor();
    let mut shown = BTreeSet::new();
    for (kind, sentence, number) in [
        (NoiseKind::Date, "召开2024年大会。", "2024年"),
        (NoiseKind::Date, "4月15日开工。", "4月15日"),
        (NoiseKind::Date, "会议于19:30举行。", "19:30"),
        (NoiseKind::Date, "编制“十四五”规划。", "十四五"),
        (NoiseKind::Date, "完成2021—2025年规划。", "2021—2025年"),
        (NoiseKind::Date, "举行2025跨年活动。", "2025"),
        (NoiseKind::TimeSpan, "近两年发展迅速。", "两年"),
        (NoiseKind::TimeSpan, "提供24小时服务。", "24小时"),
        (NoiseKind::TimeSpan, "用3至5年时间建成。", "3至5年"),
        (NoiseKind::TimeSpan, "，3个工作日内即可办结。", "3个工作日"),
        (NoiseKind::Ordinal, "举办第一届大会。", "第一"),
        (NoiseKind::Ordinal, "建设3号地块。", "3号"),
        (NoiseKind::Ordinal, "推进二期工程。", "二期"),
        (NoiseKind::Code, "建设5G网络。", "5"),
        (NoiseKind::Code, "监测PM2.5浓度。", "2.5"),
        (NoiseKind::Scheme, "构建“4+4+4”体系。", "4+4+4"),
        (NoiseKind::Scheme, "形成“1+4+N”架构。", "1+4+N"),
        (NoiseKind::Word, "推进一体化发展。", "一体化"),
        (NoiseKind::Word, "优化统一标准。", "统一"),
        (NoiseKind::Class, "引进世界500强。", "500强"),
        (NoiseKind::Class, "培育10亿元以上项目5个。", "10亿元以上"),
        (NoiseKind::Class, "在169家高新区中排名第七。", "169家"),
        (NoiseKind::Vague, "引进几十家企业。", "几十"),
        (NoiseKind::Title, "印发《创新20条措施》。", "20"),
        (NoiseKind::Numbering, "管委会〔2024〕通知。", "2024"),
        (NoiseKind::Numbering, "。注：1.数据为初步数。", "1"),
        (NoiseKind::Furniture, "咨询电话：0758-3123456。", "0758-3123456"),
        (NoiseKind::Proportion, "股比为3:2。", "3:2"),
        (NoiseKind::Repeat, "有企业5家。该区有企业5家。", "5家"),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let found = reading
            .noise
            .iter()
            .any(|noise| noise.kind == kind && text[noise.number.bytes.clone()].contains(number.trim()));
        assert!(found, "{}: {number} in {text}: {reading:#?}", kind.code());
        shown.insert(kind);
    }
    assert_eq!(shown, BTreeSet::from(NoiseKind::ALL), "a kind without a sentence");
}

#[test]
fn what_no_rule_explains_is_listed() {
    let extractor = support::extractor();
    for (why, sentence) in [
        (Missing::Unit, "另有77。"),
        (Missing::Name, "，5亿元。"),
        (Missing::Scope, "总结经验，全国营业收入达53万亿元。"),
        (Missing::Number, "有企业1,10家。"),
        (Missing::Number, "完成进度1/3。"),
        (Missing::Numeral, "汇聚百家企业。"),
        (Missing::Former, "审批时限由7天压缩至3天。"),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let found = reading.unmatched.iter().any(|unmatched| unmatched.why == why);
        assert!(found, "{}: {text} {reading:#?}", why.code());
        // What it has changed to is a fact.
        let is_told = why == Missing::Former;
        assert_eq!(reading.facts.is_empty(), !is_told, "{text} {:#?}", reading.facts);
    }
}

#[test]
fn periods_are_stated_or_inferred_by_a_named_rule() {
    let extractor = support::extractor();
    for (sentence, period, basis) in [
        ("2023年营业收入5亿元。", "2023", PeriodBasis::Stated),
        ("2023年上半年营业收入5亿元。", "2023-S1", PeriodBasis::Stated),
        ("2023年1-9月营业收入5亿元。", "2023-09", PeriodBasis::Stated),
        ("去年9月营业收入5亿元。", "2023-09", PeriodBasis::Relative),
        ("今年一季度营业收入5亿元。", "2024-Q1", PeriodBasis::Relative),
        ("目前有企业5家。", "2024-04", PeriodBasis::Now),
        ("2023年发展良好。营业收入5亿元。", "2023", PeriodBasis::Paragraph),
        (
            "2023年发展良好。\n\n营业收入5亿元。",
            "2023",
            PeriodBasis::Article,
        ),
        ("营业收入5亿元。", "2024-04", PeriodBasis::Default),
        ("到2026年有企业9家。有企业5家。", "2026", PeriodBasis::Stated),
        (
            "早在2017年就建立了平台，有企业5家。",
            "2024-04",
            PeriodBasis::Default,
        ),
        ("营业收入比2022年增长5%。", "2024-04", PeriodBasis::Default),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let found = reading.facts[0].period.unwrap();
        assert_eq!(
            (found.period.to_string().as_str(), found.basis),
            (period, basis),
            "{text}"
        );
    }
}

#[test]
fn longest_name_wins_and_a_changed_name_is_another() {
    let extractor = support::extractor();
    for (sentence, code, name) in [
        ("地区生产总值5亿元。", Some("gdp"), "地区生产总值"),
        (
            "规模以上工业总产值5亿元。",
            Some("gross-industrial-output-above-scale"),
            "规模以上工业总产值",
        ),
        ("利润率5%。", Some("profit-rate"), "利润率"),
        ("毛利润率5%。", None, "毛利润率"),
        ("新增高新技术企业5家。", None, "新增高新技术企业"),
        ("人均公园绿地面积5平方米。", None, "人均公园绿地面积"),
        (
            "拥有5家高新技术企业。",
            Some("high-tech-enterprises"),
            "高新技术企业",
        ),
        ("拥有5家高新技术企业总部。", None, "高新技术企业总部"),
        ("地区生产总值增长5%。", Some("gdp-growth"), "地区生产总值增速"),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let indicator = &reading.facts[0].indicator;
        assert_eq!(
            (indicator.code().map(|code| code.id()), indicator.zh()),
            (code, name),
            "{text}"
        );
    }
}

#[test]
fn spans_point_into_the_original() {
    let extractor = support::extractor();
    let text = "　肇庆高新区已建成公共充电桩４５１个。\r\n";
    let reading = extractor.read(text, &Context::default()).unwrap();
    let fact = &reading.facts[0];
    assert_eq!(&text[fact.number.bytes.clone()], "４５１");
    assert_eq!(&text[fact.evidence.bytes.clone()], "已建成公共充电桩４５１个");
    let chars: Vec<char> = text.chars().collect();
    assert_eq!(
        chars[fact.number.chars.clone()].iter().collect::<String>(),
        "４５１"
    );
}

#[test]
fn every_number_has_its_sentence() {
    let extractor = support::extractor();
    let text = "肇庆高新区已建成公共充电桩451个。园区整洁有序。编号为17。";
    let reading = extractor.read(text, &Context::default()).unwrap();
    let sentence = |number: &Span| &text[reading.sentence(number).unwrap().bytes.clone()];
    assert_eq!(
        sentence(&reading.facts[0].number),
        "肇庆高新区已建成公共充电桩451个。"
    );
    assert_eq!(sentence(&reading.unmatched[0].number), "编号为17。");
    assert_eq!(reading.sentences.len(), 2);
}

/// The reason that is declared behind another one: without an arm for a new one the test is not built.
fn next(reason: Reason) -> Option<Reason> {
    Some(match reason {
        Reason::CatalogName => Reason::ProposedName,
        Reason::ProposedName => Reason::CarriedName,
        Reason::CarriedName => Reason::ZoneInSentence,
        Reason::ZoneInSentence => Reason::CarriedZone,
        Reason::CarriedZone => Reason::NoZone,
        Reason::NoZone => Reason::Conversion,
        Reason::Conversion => Reason::ProposedZone,
        Reason::ProposedZone => Reason::SeveralZones,
        Reason::SeveralZones => Reason::ProposedSubject,
        Reason::ProposedSubject => Reason::CarriedSubject,
        Reason::CarriedSubject => Reason::CarriedUnit,
        Reason::CarriedUnit => Reason::Paired,
        Reason::Paired => Reason::RangeEnd,
        Reason::RangeEnd => Reason::ChineseNumeral,
        Reason::ChineseNumeral => Reason::UnitDiffers,
        Reason::UnitDiffers => Reason::CaliberUnknown,
        Reason::CaliberUnknown => Reason::NoPeriod,
        Reason::NoPeriod => Reason::SeveralYears,
        Reason::SeveralYears => Reason::OpenPeriod,
        Reason::OpenPeriod => Reason::UnknownSubject,
        Reason::UnknownSubject => Reason::ModifiedName,
        Reason::ModifiedName => Reason::Contradicted,
        Reason::Contradicted => return None,
    })
}

#[test]
fn no_reason_is_missing_from_all() {
    let declared: Vec<Reason> =
        std::iter::successors(Some(Reason::CatalogName), |reason| next(*reason)).collect();
    assert_eq!(declared, Reason::ALL);
}
