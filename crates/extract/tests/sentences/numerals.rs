//! Chinese numerals that may count something are not passed over in silence.

use super::{passed_over, support};

#[test]
fn numerals_that_no_rule_explains_are_listed() {
    let extractor = support::extractor();
    for (sentence, numerals) in [
        ("举办专场五场。", &["五场"][..]),
        ("汇聚百家企业。", &["百家"]),
        ("惠及一百二十。", &["一百二十"]),
        ("建成一个平台，引进一批项目。", &[]),
    ] {
        assert_eq!(passed_over(&extractor, sentence), numerals, "{sentence}");
    }
}
