//! 分别: each number has its own name and its own sign, or is left to a reviewer.

use super::{facts, passed_over, support};

#[test]
fn each_number_has_its_own_sign() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        (
            "地区生产总值、营业收入分别增长6.5%和下降2%。",
            &["6.5 地区生产总值增速 yoy", "-2 营业收入增速 yoy"][..],
        ),
        (
            "工业投资、民间投资、基础设施投资同比分别下降3.1%、增长4%和增长5.2%。",
            &["-3.1 工业投资 yoy", "4 民间投资 yoy", "5.2 基础设施投资 yoy"],
        ),
        (
            "高新技术企业、瞪羚企业分别比上年增加12家、减少3家。",
            &["12 高新技术企业 delta", "-3 瞪羚企业 delta"],
        ),
        (
            "进口、出口分别下降1.5%、2.5%。",
            &["-1.5 进口 yoy", "-2.5 出口 yoy"],
        ),
        (
            "营业收入、净利润分别达到80亿元和突破6亿元。",
            &["8000000000 营业收入 level", "600000000 净利润 level"],
        ),
        (
            "营业收入、净利润分别为80亿元（增长5%）、6亿元（下降4%）。",
            &[
                "8000000000 营业收入 level",
                "5 营业收入增速 yoy",
                "600000000 净利润 level",
                "-4 净利润 yoy",
            ],
        ),
    ] {
        assert_eq!(facts(&extractor, sentence), expected, "{sentence}");
    }
}

#[test]
fn numbers_that_pair_with_no_list_are_left_to_a_reviewer() {
    let extractor = support::extractor();
    for (sentence, numbers) in [
        (
            "地区生产总值、工业投资、营业收入分别增长6.5%、4%。",
            &["6.5%", "4%"][..],
        ),
        (
            "地区生产总值、营业收入分别增长6.5%、4%和3%。",
            &["6.5%", "4%", "3%"],
        ),
        ("地区生产总值、营业收入分别增长6.5%。", &["6.5%"]),
    ] {
        assert_eq!(passed_over(&extractor, sentence), numbers, "{sentence}");
        assert!(facts(&extractor, sentence).is_empty(), "{sentence}");
    }
}
