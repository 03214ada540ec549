//! What a reviewer is shown of a number: the text's own words, and no other.

use super::read;

#[test]
fn a_number_is_written_as_the_text_has_it() {
    for (rule, text, written) in [
        (
            "words of doubt between",
            "肇庆高新区拥有高新技术企业160余家。",
            "160余家",
        ),
        (
            "words of doubt before, tenths",
            "肇庆高新区服务业占比近四成。",
            "近四成",
        ),
        (
            "a qualifier before",
            "肇庆高新区税收收入超过15亿元。",
            "超过15亿元",
        ),
        ("a currency", "肇庆高新区进出口总额12亿加元。", "12亿加元"),
        ("a place", "肇庆高新区综合评价排名全国第6位。", "第6位"),
        (
            "a place without its word",
            "肇庆高新区综合评价排名全省第二。",
            "第二",
        ),
        ("a part", "肇庆高新区服务业占比三分之一。", "三分之一"),
        (
            "a unit in the head of a table",
            "指标\t2023年（家）\n高新技术企业\t46",
            "46",
        ),
        ("full width", "肇庆高新区税收收入１５亿元。", "１５亿元"),
    ] {
        let reading = read(text);
        let fact = reading.facts.first();
        let shown = fact.map(|fact| &text[fact.written.bytes.clone()]);
        assert_eq!(shown, Some(written), "{rule}: {text}");
    }
}
