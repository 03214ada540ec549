//! What a name, a unit and the periods of a file suggest. All of it is for a person to correct.

use zhibiao_model::{
    period::Frequency,
    unit::{Dimension, Unit},
};

use super::collect::Measured;

/// The unit that most values have, among those that are known.
pub(super) fn unit(measured: &Measured) -> Unit {
    measured
        .units
        .iter()
        .filter_map(|(text, count)| Some((Unit::parse(text).ok()?, *count)))
        .max_by_key(|(_, count)| *count)
        .map_or_else(Unit::one, |(unit, _)| unit)
}

/// The frequency that most values of an indicator have.
pub(super) fn frequency(measured: &Measured, usual: Frequency) -> Frequency {
    most(
        measured
            .frequencies
            .iter()
            .map(|(frequency, count)| (*frequency, *count)),
    )
    .unwrap_or(usual)
}

/// The frequency that most values of a file have; annual when none says its period.
pub(super) fn usual_frequency<'a>(indicators: impl Iterator<Item = &'a Measured>) -> Frequency {
    let mut counts = std::collections::BTreeMap::new();
    for measured in indicators {
        for (frequency, count) in &measured.frequencies {
            *counts.entry(*frequency).or_insert(0) += count;
        }
    }
    most(counts.into_iter()).unwrap_or(Frequency::Annual)
}

fn most(counts: impl Iterator<Item = (Frequency, usize)>) -> Option<Frequency> {
    counts
        .max_by_key(|(_, count)| *count)
        .map(|(frequency, _)| frequency)
}

/// Whether a name is an enterprise's.
pub(super) fn is_enterprise(name: &str) -> bool {
    const ENDS: [&str; 9] = [
        "公司",
        "集团",
        "工厂",
        "合作社",
        "企业",
        "Ltd",
        "Ltd.",
        "Inc.",
        "Co.",
    ];
    ENDS.iter()
        .any(|end| name.trim_end_matches(['）', ')']).ends_with(end))
}

/// Class of a zone.
pub(super) fn class(name: &str) -> &'static str {
    const CLASSES: [(&str, &[&str]); 4] = [
        ("htz", &["高新区", "高新技术产业开发区", "科技园"]),
        ("edz", &["经开区", "经济技术开发区", "经济开发区"]),
        ("province", &["省", "自治区"]),
        ("city", &["市", "州", "盟", "地区"]),
    ];
    CLASSES
        .iter()
        .find(|(_, ends)| ends.iter().any(|end| name.ends_with(end)))
        .map_or("", |(class, _)| class)
}

/// What kind of measure an indicator is, in the words of a pack.
pub(super) fn kind(name: &str, unit: &Unit) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["指数", "得分", "评分", "名次", "排名"]) {
        "index"
    } else if unit.symbol() == "%"
        || unit.symbol().contains('/')
        || has(&["率", "占比", "比重", "增速", "强度", "人均"])
    {
        "ratio"
    } else if has(&[
        "年末",
        "期末",
        "月末",
        "累计",
        "存量",
        "余额",
        "保有",
        "总数",
        "资产",
        "在册",
        "从业人员",
    ]) || counts(unit)
    {
        "stock"
    } else {
        "flow"
    }
}

/// Which way is better, in the words of a pack.
pub(super) fn direction(name: &str) -> &'static str {
    const LESS: [&str; 12] = [
        "能耗", "排放", "事故", "死亡", "失业", "负债", "投诉", "时长", "用时", "成本", "耗水", "亏损",
    ];
    if LESS.iter().any(|word| name.contains(word)) {
        "down"
    } else {
        "up"
    }
}

/// Whether a unit counts things that are there (家, 个, 人), rather than money or quantities made.
fn counts(unit: &Unit) -> bool {
    *unit.dimension() != Dimension::ONE
        && ["家", "个", "人", "户"]
            .iter()
            .any(|count| unit.symbol().ends_with(count))
}

/// A frequency in the words of a pack.
pub(super) fn frequency_word(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Annual => "annual",
        Frequency::Semiannual => "semiannual",
        Frequency::Quarterly => "quarterly",
        Frequency::Monthly => "monthly",
        Frequency::Weekly => "weekly",
        Frequency::Daily => "daily",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_suggest_what_they_are() {
        let unit = |text: &str| Unit::parse(text).unwrap();
        for (name, symbol, expected) in [
            ("营业收入", "亿元", "flow"),
            ("研发投入强度", "%", "ratio"),
            ("企业数", "家", "stock"),
            ("年末资产总计", "万元", "stock"),
            ("综合得分", "", "index"),
            ("亩均税收", "万元/亩", "ratio"),
        ] {
            assert_eq!(kind(name, &unit(symbol)), expected, "{name}");
        }
        assert_eq!(direction("单位产值能耗"), "down");
        assert_eq!(class("肇庆高新区"), "htz");
        assert_eq!(class("肇庆市"), "city");
        assert!(is_enterprise("甲有限公司") && !is_enterprise("肇庆高新区"));
    }
}
