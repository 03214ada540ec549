//! Parts of a whole that numerals tell, and figures that are told for one of many.

use zhibiao_extract::Context;

use super::{facts, figures, passed_over, support};

#[test]
fn fractions_are_told_as_percentages() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        (
            "高技术制造业增加值占全区的四分之一。",
            "25 高技术制造业增加值 share",
        ),
        ("超过五分之二的企业建立研发机构。", "40 企业建立研发机构 ratio"),
        ("用工减少二分之一。", "-50 用工 yoy"),
    ] {
        assert_eq!(facts(&extractor, sentence), [expected], "{sentence}");
    }
    for (sentence, expected) in [
        ("占全区的三分之一以上。", "33.333333333333336 % at_least"),
        ("占全区的近三分之一。", "33.333333333333336 % approximate"),
    ] {
        let sentence = format!("工业投资{sentence}");
        assert_eq!(figures(&extractor, &sentence), [expected], "{sentence}");
    }
    assert_eq!(
        passed_over(&extractor, "工业投资占全区的三分之四。"),
        ["三分之四"]
    );
}

#[test]
fn tenths_may_have_hundredths() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("企业满意度达九成五。", "95 % exact"),
        ("企业满意度达九成五以上。", "95 % at_least"),
        ("企业满意度近八成半。", "85 % approximate"),
        ("企业满意度达9成。", "90 % exact"),
    ] {
        assert_eq!(figures(&extractor, sentence), [expected], "{sentence}");
    }
}

#[test]
fn a_figure_for_one_of_many_is_a_quotient() {
    let extractor = support::extractor();
    for (sentence, unit) in [
        ("带动农户户均增收1.2万元。", "元/户"),
        ("人均年收入6万元。", "元/人"),
        ("亩均投资强度400万元。", "元/亩"),
        ("亩均产值达600万元/亩。", "元/亩"),
        ("人均年收入增长6%。", "%"),
    ] {
        let reading = extractor.read(sentence, &Context::default()).unwrap();
        let [fact] = reading.facts.as_slice() else {
            panic!("{sentence} {:#?}", reading.facts);
        };
        assert_eq!(extractor.unit(fact).symbol(), unit, "{sentence}");
    }
}

#[test]
fn units_and_bounds_without_digits_ask_no_reviewer() {
    let extractor = support::extractor();
    for sentence in [
        "指标 | 单位 | 2023年\n\n地区生产总值 | 亿元 | 356.8\n",
        "新引进亿元以上项目30个。",
        "每万人发明专利拥有量32.5件。",
        "建成汽车零部件产业园。",
    ] {
        assert_eq!(passed_over(&extractor, sentence), [""; 0], "{sentence}");
    }
}
