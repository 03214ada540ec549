//! Names that the catalogue writes otherwise, and numbers that were passed over without a word.

use zhibiao_extract::Missing;

use super::{check, read, said};

#[test]
fn names_are_known_with_their_marks() {
    for (rule, text, code) in [
        (
            "marks in an alias without them",
            "2024年，西安高新区拥有国家级专精特新“小巨人”企业26家。",
            "little-giant-enterprises",
        ),
        (
            "an alias as it is",
            "2024年，西安高新区拥有国家级专精特新小巨人企业26家。",
            "little-giant-enterprises",
        ),
        (
            "the name",
            "2024年，西安高新区拥有专精特新“小巨人”企业26家。",
            "little-giant-enterprises",
        ),
        (
            "a short alias",
            "2024年，西安高新区“小巨人”企业26家。",
            "little-giant-enterprises",
        ),
        (
            "a level of an alias",
            "2024年，西安高新区国家级高新技术企业507家。",
            "high-tech-enterprises",
        ),
        (
            "a part that shares its last word",
            "2024年，西安高新区进出口总额86亿元，其中出口52亿元。",
            "total-exports",
        ),
        (
            "the other part",
            "2024年，西安高新区进出口总额86亿元，其中出口52亿元、进口34亿元。",
            "total-imports",
        ),
    ] {
        let reading = read(text);
        let last = reading.facts.last().unwrap();
        assert_eq!(
            last.indicator.code().map(|code| code.id()),
            Some(code),
            "{rule}: {text} {last:#?}"
        );
    }
    check(
        &[
            (
                "a level that the catalogue has no name for",
                "2024年，西安高新区国家级众创空间6家。",
                &["6 国家级众创空间 level"],
            ),
            (
                "a part with no such name",
                "2024年，西安高新区地区生产总值86亿元，其中工业52亿元。",
                &["8600000000 地区生产总值 level", "5200000000 工业 level"],
            ),
        ],
        said,
    );
}

#[test]
fn no_number_vanishes() {
    check(
        &[
            (
                "shares of a whole",
                "2024年，西安高新区三次产业结构为0.2:45.1:54.7。",
                &[
                    "0.2 第一产业增加值占比 ratio",
                    "45.1 第二产业增加值占比 ratio",
                    "54.7 第三产业增加值占比 ratio",
                ],
            ),
            (
                "a proportion of two",
                "2024年，西安高新区税收收入3亿元，股比为3:2。",
                &["300000000 税收收入 level"],
            ),
            (
                "marks of a list",
                "2024年，西安高新区有：（1）孵化器14家；（2）众创空间11家；（3）在孵企业617家。",
                &["14 孵化器 level", "11 众创空间 level", "617 在孵企业 level"],
            ),
            (
                "marks below a unit",
                "2024年，西安高新区主要指标（单位：亿元）如下：（1）税收收入88；（2）净利润8。",
                &["8800000000 税收收入 level", "800000000 净利润 level"],
            ),
        ],
        said,
    );
    for (rule, text, number) in [
        (
            "numerals of cheques",
            "2024年，西安高新区有贰佰家企业。",
            "贰佰家",
        ),
        (
            "an old numeral",
            "2024年，西安高新区有效发明专利廿三件。",
            "廿三件",
        ),
        ("a number in brackets", "2024年，西安高新区有⑶家企业。", "⑶家"),
        ("a Roman number", "2024年，西安高新区有Ⅲ家企业。", "Ⅲ家"),
    ] {
        let reading = read(text);
        let found: Vec<&str> = reading
            .unmatched
            .iter()
            .filter(|unmatched| unmatched.why == Missing::Numeral)
            .map(|unmatched| &text[unmatched.number.bytes.clone()])
            .collect();
        assert_eq!(found, [number], "{rule}: {text} {reading:#?}");
    }
}
