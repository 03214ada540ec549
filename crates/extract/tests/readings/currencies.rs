//! Money of other currencies: never taken for yuan, whatever unit the indicator has.

use super::read;
use zhibiao_extract::Missing;

/// Spellings behind 亿, and the unit that each is.
const KNOWN: &[(&str, &str)] = &[
    ("韩元", "韩元"),
    ("新元", "新加坡元"),
    ("新加坡元", "新加坡元"),
    ("加元", "加元"),
    ("加拿大元", "加元"),
    ("澳元", "澳元"),
    ("澳大利亚元", "澳元"),
    ("瑞士法郎", "瑞士法郎"),
    ("瑞郎", "瑞士法郎"),
    ("瑞典克朗", "瑞典克朗"),
    ("卢布", "卢布"),
    ("新台币", "新台币"),
    ("泰铢", "泰铢"),
    ("林吉特", "林吉特"),
    ("印度卢比", "印度卢比"),
    ("越南盾", "越南盾"),
    ("澳门元", "澳门元"),
    ("澳门币", "澳门元"),
    ("元港币", "港元"),
    ("元新台币", "新台币"),
    ("元美元", "美元"),
];

#[test]
fn a_currency_is_read_as_itself() {
    for (written, unit) in KNOWN {
        let text = format!("2024年，肇庆高新区进出口总额120亿{written}，比上年增长5%。");
        let reading = read(&text);
        let fact = &reading.facts[0];
        assert_eq!((fact.unit.symbol(), fact.value), (*unit, 12e9), "{text}");
        assert!(fact.confidence < 0.85, "{text}: the catalogue's is in yuan");
    }
    let text = "2024年，肇庆高新区进出口总额120亿元人民币。";
    assert_eq!(read(text).facts[0].unit.symbol(), "元", "{text}");
}

#[test]
fn a_word_where_the_unit_would_stand_is_no_yuan() {
    for unknown in ["比索", "土耳其里拉", "新西兰元", "丹麦克朗", "卢比"] {
        let text = format!("2024年，肇庆高新区进出口总额120亿{unknown}。");
        let reading = read(&text);
        assert!(reading.facts.is_empty(), "{text}");
        assert_eq!(reading.unmatched[0].why, Missing::Unit, "{text}");
    }
    for behind in ["，同比增长5%", "大关", "左右", "的目标", "并保持增长", ""] {
        let text = format!("2024年，肇庆高新区进出口总额突破120亿{behind}。");
        let fact = &read(&text).facts[0];
        assert_eq!((fact.unit.symbol(), fact.value), ("元", 12e9), "{text}");
    }
}

#[test]
fn a_currency_may_stand_before_its_number() {
    let units = |text: &str| {
        let facts = read(text).facts;
        let units = facts.iter().map(|fact| fact.unit.symbol().to_owned());
        units.collect::<Vec<_>>()
    };
    assert_eq!(
        units("肇庆高新区出口总额港币3亿元，进口总额美金2亿元。"),
        ["港元", "美元"]
    );
    assert_eq!(
        units("肇庆高新区实际利用外资US$1.2亿元，税收收入3亿元。"),
        ["美元", "元"]
    );
}
