use proptest::prelude::*;

use super::*;

fn cell(text: &str) -> Cell {
    read_cell(text, &MissingMarks::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn number(text: &str) -> (f64, &'static str, Option<String>) {
    match cell(text) {
        Cell::Number(number) => (
            number.value,
            number.qualifier.code(),
            number.unit.map(|unit| unit.symbol().to_owned()),
        ),
        other @ (Cell::Missing { .. } | Cell::Blank | Cell::Text) => panic!("{text} is {other:?}"),
    }
}

fn fault(text: &str) -> NumeralFault {
    read_cell(text, &MissingMarks::default()).unwrap_err().fault()
}

/// As it is said: 12345 is 一万二千三百四十五.
fn in_chinese(n: u64) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let below_ten_thousand = |n: u64| {
        let mut said = String::new();
        let mut skipped = false;
        for (scale, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            match n / scale % 10 {
                0 => skipped = true,
                digit => {
                    if skipped && !said.is_empty() {
                        said.push('零');
                    }
                    skipped = false;
                    said.push(DIGITS[digit as usize]);
                    said.push_str(name);
                }
            }
        }
        said
    };
    if n == 0 {
        return "零".to_owned();
    }
    let mut said = String::new();
    for (scale, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let part = n / scale % 10_000;
        if part == 0 {
            continue;
        }
        if !said.is_empty() && part < 1000 {
            said.push('零');
        }
        said.push_str(&below_ten_thousand(part));
        said.push_str(name);
    }
    said
}

#[test]
fn numbers_of_all_forms() {
    for (text, value) in [
        ("0", 0.0),
        ("1,100", 1100.0),
        ("1，100", 1100.0),
        ("1 100", 1100.0),
        ("1\u{2009}100\u{2009}000.5", 1_100_000.5),
        ("１２３．５", 123.5),
        ("+3.5", 3.5),
        ("-3.5", -3.5),
        ("－3.5", -3.5),
        ("\u{2212}3.5", -3.5),
        ("- 3.5", -3.5),
        ("(12.3)", -12.3),
        ("（12.3）", -12.3),
        (".5", 0.5),
        ("1.2E+05", 120_000.0),
        ("1e-3", 0.001),
        ("1,100万", 11_000_000.0),
        ("1.1亿", 110_000_000.0),
        ("0.3亿", 30_000_000.0),
        ("3.5 million", 3_500_000.0),
        ("三十", 30.0),
        ("十二", 12.0),
        ("一百二十", 120.0),
        ("一千零五", 1005.0),
        ("一千五", 1500.0),
        ("一万零五十", 10_050.0),
        ("两万三千", 23_000.0),
        ("三万五千亿", 3_500_000_000_000.0),
        ("一亿二千万", 120_000_000.0),
        ("一点五亿", 150_000_000.0),
        ("三点六四", 3.64),
        ("二〇二三", 2023.0),
        ("壹佰贰拾", 120.0),
        ("负三", -3.0),
        ("〇", 0.0),
        ("179769313486231570000", 179_769_313_486_231_570_000.0),
    ] {
        assert_eq!(number(text), (value, "exact", None), "{text}");
    }
}

#[test]
fn zero_has_no_sign() {
    assert!(number("-0").0.is_sign_positive());
}

#[test]
fn words_of_doubt_and_units() {
    for (text, value, qualifier, unit) in [
        ("1.4万个", 1.4, "exact", "万个"),
        ("10.99%", 10.99, "exact", "%"),
        ("10.99 ％", 10.99, "exact", "%"),
        ("(3.2)%", -3.2, "exact", "%"),
        ("（3.2%）", -3.2, "exact", "%"),
        ("百分之五", 5.0, "exact", "%"),
        ("百分之12.5", 12.5, "exact", "%"),
        ("超百分之十点五", 10.5, "at_least", "%"),
        ("千分之三", 3.0, "exact", "‰"),
        ("78.6亿元", 78.6, "exact", "亿元"),
        ("1.2万亿元", 1.2, "exact", "万亿元"),
        ("160余家", 160.0, "at_least", "家"),
        ("800多名", 800.0, "at_least", "人"),
        ("2000多万元", 2000.0, "at_least", "万元"),
        ("30万余人", 30.0, "at_least", "万人"),
        ("超30个", 30.0, "at_least", "个"),
        ("20个以上", 20.0, "at_least", "个"),
        ("约5人左右", 5.0, "approximate", "人"),
        ("约超3人", 3.0, "approximate", "人"),
        ("不超过7个工作日", 7.0, "at_most", "工作日"),
        ("more than 3 km", 3.0, "at_least", "公里"),
        ("三十余家", 30.0, "at_least", "家"),
        ("三千瓦时", 3.0, "exact", "千瓦时"),
        ("￥1,100", 1100.0, "exact", "元"),
        ("￥1,100万", 1100.0, "exact", "万元"),
        ("人民币3亿元", 3.0, "exact", "亿元"),
        ("US$5", 5.0, "exact", "美元"),
        ("-$5", -5.0, "exact", "美元"),
        ("$-5", -5.0, "exact", "美元"),
        ("5EB", 5.0, "exact", "EB"),
        ("1.5件/万人", 1.5, "exact", "件/万人"),
        ("-20余人", -20.0, "approximate", "人"),
    ] {
        assert_eq!(number(text), (value, qualifier, Some(unit.to_owned())), "{text}");
    }
    for (text, value, qualifier) in [
        ("三十余", 30.0, "at_least"),
        ("近20", 20.0, "approximate"),
        ("不足5", 5.0, "at_most"),
        ("5左右", 5.0, "approximate"),
        ("≥30", 30.0, "at_least"),
        ("＜ 30", 30.0, "at_most"),
        ("30+", 30.0, "at_least"),
        ("3000余万", 30_000_000.0, "at_least"),
        ("3万余", 30_000.0, "at_least"),
        ("≥-5", -5.0, "at_least"),
    ] {
        assert_eq!(number(text), (value, qualifier, None), "{text}");
    }
}

#[test]
fn what_looks_like_a_number_and_is_none() {
    for text in ["NaN", "inf", "-Infinity", "∞"] {
        assert_eq!(fault(text), NumeralFault::NotFinite, "{text}");
    }
    for text in ["1e400", "-1e400", "1e-400", "1e99999999999", "9e307万"] {
        assert_eq!(fault(text), NumeralFault::OutOfRange, "{text}");
    }
    for text in [
        "1,10,000",
        "1,1",
        "0,123",
        "1234,567",
        "1,000 000",
        "1.234,5",
        "12 34",
    ] {
        assert_eq!(fault(text), NumeralFault::Grouping, "{text}");
    }
    let message = read_cell("1,1", &MissingMarks::default())
        .unwrap_err()
        .to_string();
    assert!(
        message.starts_with("number \"1,1\": separators must part the digits"),
        "{message}"
    );
}

#[test]
fn everything_else_is_text() {
    for text in [
        "合计",
        "▲3.5",
        "△3.5",
        "2023年指标",
        "3-5",
        "5~10",
        "10/20",
        "3-",
        "3/",
        "1.2.3",
        "5.",
        "12:30",
        "第3",
        "万元",
        "百",
        "十几个",
        "数十",
        "5M",
        "=1+1",
        "$",
        "￥5美元",
        "百分之五个",
        "一、",
        "--5",
        "(-3)",
        "12*",
        "1.5 10万",
        "138,",
        "三万点五",
        "十百",
        "e5",
        "5,万",
    ] {
        assert_eq!(cell(text), Cell::Text, "{text}");
    }
    assert_eq!(cell(&"1".repeat(300)), Cell::Text);
    for text in ["", " ", "\u{3000}\u{A0}\t"] {
        assert_eq!(cell(text), Cell::Blank);
    }
}

#[test]
fn marks_stand_for_missing_numbers() {
    for mark in [
        "…", "……", "...", "..", "-", "－", "——", "N/A", "n/a", "NA", "n.a.", ":", "：", "#", "/", "无",
        " 空 ", "x", "X", "×",
    ] {
        assert_eq!(
            cell(mark),
            Cell::Missing {
                mark: mark.trim().to_owned()
            }
        );
    }
    assert_eq!(read_cell("-", &MissingMarks::none()).unwrap(), Cell::Text);
}

#[test]
fn a_report_sets_its_own_marks() {
    let marks = MissingMarks::default()
        .with("-", MarkMeaning::Zero)
        .with("-999", MarkMeaning::Missing);
    for dash in ["-", "－", "—", "——"] {
        let Cell::Number(zero) = read_cell(dash, &marks).unwrap() else {
            panic!("{dash}")
        };
        assert_eq!((zero.value, zero.unit), (0.0, None));
    }
    assert_eq!(
        read_cell("-999", &marks).unwrap(),
        Cell::Missing {
            mark: "-999".to_owned()
        }
    );
    assert_eq!(marks.meaning("…"), Some(MarkMeaning::Missing));
}

proptest! {
    #[test]
    fn printed_numbers_are_read_back(value in any::<f64>().prop_filter("normal", |value| value.is_normal())) {
        for text in [format!("{value:e}"), format!("{value:E}")] {
            prop_assert_eq!(number(&text).0, value);
        }
        let plain = value.to_string();
        if plain.len() <= LONGEST {
            prop_assert_eq!(number(&plain).0, value);
        }
    }

    #[test]
    fn separators_change_nothing(n in 0u64..1_000_000_000_000, separator in proptest::sample::select(vec![',', '，', ' ', '\u{2009}', '\u{202F}'])) {
        let digits = n.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        prop_assert_eq!(number(&grouped).0, n as f64);
        prop_assert_eq!(number(&format!("({grouped})")).0, -(n as f64));
    }

    #[test]
    fn said_numbers_are_read_back(n in prop_oneof![0u64..10_000, 0u64..1_000_000_000_000]) {
        prop_assert_eq!(number(&in_chinese(n)).0, n as f64, "{}", in_chinese(n));
    }

    #[test]
    fn a_scale_costs_no_rounding(cents in 0u64..10_000_000, scale in proptest::sample::select(vec![("万", 4i32), ("百万", 6), ("亿", 8), ("万亿", 12)])) {
        let text = format!("{}.{:02}{}", cents / 100, cents % 100, scale.0);
        let exact = cents as f64 * 10f64.powi(scale.1 - 2);
        prop_assert_eq!(number(&text).0, exact);
    }

    #[test]
    fn no_text_panics(text in "[0-9,.+\\-()（）eE%万亿千百十点一二三〇余多约超个元人￥$ ]{0,16}|\\PC*") {
        if let Ok(Cell::Number(number)) = read_cell(&text, &MissingMarks::default()) {
            prop_assert!(number.value.is_finite());
        }
    }
}
