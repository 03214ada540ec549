//! Counts in Chinese numerals and behind words that also number things.

use zhibiao_model::unit::{Base, Unit};

use super::{figures, support};

#[test]
fn common_counts_are_figures() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("集聚科研机构百余家。", "100 家 at_least"),
        ("引进专业人才千余名。", "1000 人 at_least"),
        ("带动就业万余人。", "10000 人 at_least"),
        ("产值同比增长一倍。", "1 倍 exact"),
        ("绿地率高于上年一个百分点。", "1 百分点 exact"),
        ("举办招聘会一百二十场。", "120 场 exact"),
        ("组织调研二十三次。", "23 次 exact"),
        ("建成标准厂房46栋。", "46 栋 exact"),
        ("举办培训班18期。", "18 期 exact"),
        ("引进企业30家后，产业链更加完整。", "30 家 exact"),
        ("引进外资企业十来家。", "10 家 approximate"),
        ("新建驿站二十来个。", "20 个 approximate"),
    ] {
        assert_eq!(figures(&extractor, sentence), [expected], "{sentence}");
    }
}

#[test]
fn labels_and_idioms_are_none() {
    let extractor = support::extractor();
    for sentence in [
        "推进软件园2期建设。",
        "企业入驻A3栋。",
        "建设二期工程。",
        "入驻科技园3栋5楼。",
        "凝聚百家之长。",
        "吸引80后创业。",
        "做法一成不变。",
        "专家来自五湖四海，万来自由。",
    ] {
        assert_eq!(figures(&extractor, sentence), [""; 0], "{sentence}");
    }
}

/// Measure words that are other words, or number things, more often than they count.
const NOT_READ: &[&str] = &["对", "单", "首", "字", "标段"];

#[test]
fn every_measure_word_counts() {
    let extractor = support::extractor();
    let counts = Unit::known().filter(|known| {
        let unit = Unit::parse(known.symbol);
        unit.is_ok_and(|unit| unit.dimension().factors().eq([(Base::Count, 1)]))
    });
    let silent: Vec<&str> = counts
        .map(|known| known.symbol)
        .filter(|symbol| {
            figures(&extractor, &format!("新增设备37{symbol}。")) != [format!("37 {symbol} exact")]
        })
        .collect();
    assert_eq!(silent, NOT_READ);
}
