//! Ranges bound a value from both sides; a change from one value to another is none.

use super::{figures, support};

#[test]
fn a_change_is_no_range() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("瞪羚企业由30家到50家。", &["50 家 exact"][..]),
        ("瞪羚企业从2021年的30家到50家。", &["30 家 exact", "50 家 exact"]),
        ("绿地率由30%至35%。", &["35 % exact"]),
        ("由3至5名专家组成评审组。", &["3 人 at_least", "5 人 at_most"]),
        (
            "奖励从10万元到20万元不等。",
            &["100000 元 at_least", "200000 元 at_most"],
        ),
    ] {
        assert_eq!(figures(&extractor, sentence), expected, "{sentence}");
    }
}

#[test]
fn a_range_keeps_the_words_of_doubt() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("失业率约3%至5%。", ["3 % approximate", "5 % approximate"]),
        ("失业率3%至5%左右。", ["3 % approximate", "5 % approximate"]),
        ("失业率3%至5%。", ["3 % at_least", "5 % at_most"]),
    ] {
        assert_eq!(figures(&extractor, sentence), expected, "{sentence}");
    }
}
