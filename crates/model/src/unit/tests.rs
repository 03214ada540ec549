use proptest::prelude::*;

use super::table::TABLE;
use super::*;

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn symbols() -> impl Strategy<Value = String> {
    let scales = [
        "", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿",
    ];
    let entries: Vec<&str> = TABLE
        .iter()
        .filter(|entry| entry.takes_scale())
        .map(|entry| entry.symbol)
        .collect();
    let bare: Vec<&str> = TABLE.iter().map(|entry| entry.symbol).collect();
    let scaled = (
        proptest::sample::select(scales.to_vec()),
        proptest::sample::select(entries),
    );
    prop_oneof![
        scaled.prop_map(|(scale, base)| format!("{scale}{base}")),
        proptest::sample::select(bare).prop_map(str::to_owned)
    ]
}

/// Units of one or several factors; those whose size no exact fraction holds are skipped.
fn units() -> impl Strategy<Value = Unit> {
    let parts = (
        symbols(),
        proptest::collection::vec((any::<bool>(), symbols()), 0..3),
    );
    parts.prop_filter_map("too large", |(first, rest)| {
        let (under, over): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(divides, _)| *divides);
        let mut text = first;
        for (_, symbol) in over {
            text = format!("{text}·{symbol}");
        }
        for (_, symbol) in under {
            text = format!("{text}/{symbol}");
        }
        Unit::parse(&text).ok()
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 8.0 * f64::EPSILON * a.abs().max(b.abs())
}

#[test]
fn spellings_give_one_symbol() {
    for (text, symbol) in [
        ("万元", "万元"),
        (" 万 元 ", "万元"),
        ("（万元）", "万元"),
        ("亿元人民币", "亿元"),
        ("人民币万元", "万元"),
        ("人民币元", "元"),
        ("人民币亿", "亿元"),
        ("RMB", "元"),
        ("rmb", "元"),
        ("CNY", "元"),
        ("￥", "元"),
        ("10,000 yuan", "万元"),
        ("10 thousand yuan", "万元"),
        ("100 million yuan", "亿元"),
        ("100 Million Yuan", "亿元"),
        ("10万人", "十万人"),
        ("$", "美元"),
        ("万USD", "万美元"),
        ("USD million", "百万美元"),
        ("千美元", "千美元"),
        ("km2", "平方公里"),
        ("km²", "平方公里"),
        ("㎡", "平方米"),
        ("亿ｋＷｈ", "亿千瓦时"),
        ("kW", "千瓦"),
        ("千瓦", "千瓦"),
        ("千米", "公里"),
        ("公斤", "千克"),
        ("个百分点", "百分点"),
        ("％", "%"),
        ("个工作日", "工作日"),
        ("件/万人", "件/万人"),
        ("件每万人", "件/万人"),
        ("每万人件", "件/万人"),
        ("件/每万人", "件/万人"),
        ("每万人", "1/万人"),
        ("件／百亿元", "件/百亿元"),
        ("吨标准煤/万元", "吨标准煤/万元"),
        ("yuan per person", "元/人"),
        ("亿元/平方公里", "亿元/平方公里"),
        ("元/(平方米·月)", "元/平方米·个月"),
        ("人次", "人次"),
        ("万人次", "万人次"),
        ("亿吨公里", "亿吨公里"),
        ("Mbps", "Mbps"),
        ("Mb/s", "Mbps"),
        ("台（套）", "台套"),
        ("tCO₂e", "吨二氧化碳当量"),
        ("", "无"),
        ("-", "无"),
        ("无量纲", "无"),
    ] {
        assert_eq!(unit(text).symbol(), symbol, "{text}");
    }
}

#[test]
fn conversions_are_exact() {
    for (value, from, to, result) in [
        (7_860_000.0, "千元", "亿元", 78.6),
        (1.0, "亿元", "千元", 100_000.0),
        (9_007_199_254_740_991.0, "千元", "元", 9_007_199_254_740_991_000.0),
        (3.0, "亩", "平方米", 2_000.0),
        (15.0, "亩", "公顷", 1.0),
        (1_500.0, "亩", "平方公里", 1.0),
        (
            9_007_199_254_740_990.0,
            "亩",
            "平方米",
            6_004_799_503_160_660_000.0,
        ),
        (12.5, "%", "‰", 125.0),
        (3.0, "成", "%", 30.0),
        (1.5, "倍", "%", 150.0),
        (7.0, "天", "周", 1.0),
        (2.0, "年", "个月", 24.0),
        (5.0, "座", "个", 5.0),
        (10.0, "件/万人", "件/人", 0.001),
        (0.5, "吨标准煤/万元", "千克标准煤/元", 0.05),
        (1.0, "GWh", "万千瓦时", 100.0),
        (36.0, "兆焦", "度", 10.0),
        (1.0, "元/元", "%", 100.0),
    ] {
        assert_eq!(
            unit(from).convert(value, &unit(to)).unwrap(),
            result,
            "{value} {from} in {to}"
        );
    }
}

#[test]
fn what_does_not_convert_says_why() {
    let currencies = unit("万元").convert(1.0, &unit("美元")).unwrap_err();
    assert_eq!(
        currencies.to_string(),
        "万元 and 美元 are amounts in different currencies, which are never converted"
    );
    assert!(matches!(
        unit("元/人").convert(1.0, &unit("港元/人")),
        Err(UnitMismatch::Currency { .. })
    ));
    assert!(matches!(
        unit("%").convert(1.0, &unit("百分点")),
        Err(UnitMismatch::PercentagePoints { .. })
    ));
    let days = unit("工作日").convert(1.0, &unit("天")).unwrap_err();
    assert_eq!(
        days.to_string(),
        "工作日 does not convert to 天: one measures in 工作日, the other in 秒"
    );
    assert!(!unit("年").converts_to(&unit("天")));
    assert!(!unit("人").converts_to(&unit("人次")));
    assert!(!unit("个").converts_to(&unit("人")));
}

#[test]
fn unknown_units_name_their_neighbours() {
    let error = Unit::parse("万平方工里").unwrap_err();
    assert_eq!(
        error.to_string(),
        "unit \"万平方工里\": \"万平方工里\" is not known; nearest: 万平方公里"
    );
    assert!(
        Unit::parse("吨标谁煤/万元")
            .unwrap_err()
            .nearest()
            .contains(&"吨标准煤".to_owned())
    );
    assert!(Unit::parse("件/").unwrap_err().nearest().is_empty());
    assert_eq!(
        Unit::parse(&"万".repeat(100)).unwrap_err().fault(),
        &UnitFault::TooLong
    );
    assert_eq!(
        Unit::parse("万亿元·万亿元").unwrap_err().fault(),
        &UnitFault::OutOfRange
    );
    for text in [
        "万",
        "万%",
        "千百分点",
        "元^0",
        "元^",
        "元//人",
        "1元",
        "20元",
        "万1",
        "每",
        "/人",
        ",万元",
    ] {
        assert!(Unit::parse(text).is_err(), "{text}");
    }
}

#[test]
fn the_table_has_no_spelling_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for entry in TABLE {
        for name in std::iter::once(entry.symbol).chain(entry.names.iter().copied()) {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(unit(name).symbol(), entry.symbol, "{name}");
        }
    }
}

#[test]
fn every_scaled_unit_is_read_back() {
    for (power, scale) in [
        "", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿",
    ]
    .iter()
    .enumerate()
    {
        for entry in TABLE.iter().filter(|entry| entry.takes_scale()) {
            let Ok(scaled) = Unit::parse(&format!("{scale}{}", entry.symbol)) else {
                continue;
            };
            assert_eq!(Unit::parse(scaled.symbol()).unwrap(), scaled);
            assert!(
                close(
                    scaled.convert(1.0, &unit(entry.symbol)).unwrap(),
                    10f64.powi(power as i32)
                ),
                "{scaled}"
            );
        }
    }
}

#[test]
fn every_quantity_has_its_canonical_unit() {
    for known in Unit::known() {
        for (base, _) in known.dimension.factors() {
            let canonical = unit(base.symbol());
            assert_eq!(
                (canonical.symbol(), canonical.to_canonical(3.0)),
                (base.symbol(), 3.0)
            );
            assert_eq!(canonical.dimension(), &Dimension::of(base));
        }
    }
}

#[test]
fn dimensions_multiply_and_cancel() {
    let (money, people) = (
        Dimension::of(Base::Money(Currency::CNY)),
        Dimension::of(Base::People),
    );
    assert_eq!(money.div(&people), *unit("万元/人").dimension());
    assert_eq!(money.div(&people).mul(&people), money);
    assert!(money.div(&money).is_one());
    assert_eq!(money.mul(&money).div(&people).to_string(), "元^2/人");
    assert_eq!(Dimension::ONE.div(&people).to_string(), "1/人");
}

proptest! {
    #[test]
    fn symbols_are_read_back(unit in units()) {
        prop_assert_eq!(Unit::parse(unit.symbol()).unwrap(), unit.clone());
        let canonical = unit.canonical();
        prop_assert_eq!(Unit::parse(canonical.symbol()).unwrap(), canonical);
    }

    #[test]
    fn there_and_back_is_the_same(unit in units(), value in -1e15..1e15f64) {
        prop_assert!(close(unit.from_canonical(unit.to_canonical(value)), value));
    }

    #[test]
    fn conversion_goes_through_any_unit_between(
        base in proptest::sample::select(vec!["元", "平方米", "亩", "人", "千瓦时", "吨"]),
        scales in proptest::array::uniform3(proptest::sample::select(vec!["", "千", "万", "百万", "亿", "万亿"])),
        value in -1e12..1e12f64,
    ) {
        let [a, b, c] = scales.map(|scale| unit(&format!("{scale}{base}")));
        let direct = a.convert(value, &c).unwrap();
        let through = b.convert(a.convert(value, &b).unwrap(), &c).unwrap();
        prop_assert!(close(direct, through), "{} {}", direct, through);
    }

    #[test]
    fn integers_convert_without_loss(n in 0i64..90_000_000_000, scale in proptest::sample::select(vec!["十", "百", "千", "万", "十万"])) {
        let (small, large) = (unit("元"), unit(&format!("{scale}元")));
        let value = n as f64;
        prop_assert_eq!(small.convert(large.convert(value, &small).unwrap(), &large).unwrap(), value);
    }

    #[test]
    fn dimensions_form_a_group(a in units(), b in units()) {
        let (a, b) = (a.dimension(), b.dimension());
        prop_assert_eq!(a.mul(b), b.mul(a));
        prop_assert_eq!(&a.mul(b).div(b), a);
        prop_assert!(a.div(a).is_one());
    }

    #[test]
    fn no_text_panics(text in "[十百千万亿元人件/·每^0-9kM（）()平方米% ]{0,20}|\\PC*") {
        if let Ok(unit) = Unit::parse(&text) {
            prop_assert_eq!(Unit::parse(unit.symbol()).unwrap(), unit);
        }
    }
}
